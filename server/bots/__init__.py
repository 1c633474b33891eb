"""Seats filled by the computer. Each bot is a client of the wire like any phone, in a process of its own."""
