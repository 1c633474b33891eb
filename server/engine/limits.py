"""What every engine holds to: those who connect, and itself."""

HEAD = 5.0
"""Seconds for the head of a request, from the connection or the end of the one before."""
LARGEST_HEAD = 65_536
"""Bytes of it, as eventlet has it."""
EXCHANGE = 10.0
"""Seconds for the rest of a request and its answer, which the kernel takes at once however slow the phone is."""
TAKE_OVER = "uptoyou.take_over"
"""In a WSGI environment: a call that gives the connection, without any limit of time from then on."""
NATIVE_THREADS = 4
"""For the disk, papers and packs, of which each takes one at a time. Each further thread keeps memory for good."""
