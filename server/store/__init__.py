"""The append-only log of each workshop. Nothing is told to anybody before it is in the log."""
