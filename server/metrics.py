"""What is measured. A label is a kind, an outcome or a role: never a name, a key, a code or a ruling."""

from time import monotonic

from prometheus_client import Counter, Gauge, Histogram, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
QUICK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)
"""Seconds: the bounds of every histogram."""

WORKSHOPS = Gauge("uptoyou_workshops", "Workshops in play, whose states are held in memory.")
SOCKETS = Gauge("uptoyou_sockets", "Open sockets of seats, stages and consoles.", ["role"])
COMMANDS = Counter("uptoyou_commands", "Commands, by what became of them.", ["kind", "outcome"])
ACK = Histogram("uptoyou_ack_seconds", "From a command's arrival to its answer.", buckets=QUICK)
FANOUT = Histogram("uptoyou_fanout_seconds", "Rendering and sending the views of one workshop.", buckets=QUICK)
APPEND = Histogram("uptoyou_append_seconds", "Saving one batch of commands.", buckets=QUICK)
QUEUE = Gauge("uptoyou_queue_length", "Commands that wait for the writer.")
LAG = Histogram("uptoyou_loop_lag_seconds", "How late a sleeping thread was woken.", buckets=QUICK)

LAG_EVERY = 0.25
"""Seconds."""


class LagMeter:
    def __init__(self) -> None:
        self._due: float | None = None

    def tick(self) -> float:
        """Note how late this call is. Returns how many seconds to sleep."""
        now = monotonic()
        if self._due is not None:
            LAG.observe(max(0.0, now - self._due))
        self._due = now + LAG_EVERY
        return LAG_EVERY


def page() -> bytes:
    """All figures, in the form that Prometheus reads."""
    return generate_latest()
