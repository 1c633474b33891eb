"""What the server's process takes: time on the processor, and memory."""

import ctypes
import os
import time
from pathlib import Path


class Meter:
    """Of one process and its children; Linux only."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        clock = ctypes.c_int()
        failed = ctypes.CDLL(None, use_errno=True).clock_getcpuclockid(pid, ctypes.byref(clock))
        if failed:
            raise OSError(failed, os.strerror(failed))
        self._clock = clock.value

    def cpu(self) -> float:
        """Seconds on the processor so far, all threads together, to the nanosecond."""
        return time.clock_gettime(self._clock)

    def memory(self) -> float:
        """Kilobytes in memory; what it shares with other processes counts by its share (PSS)."""
        return sum(map(_pss, _tree(self._pid)))


def _tree(pid: int) -> list[int]:
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    children = [int(child) for one in lists for child in one.read_text().split()]
    return [pid, *(one for child in children for one in _tree(child))]


def _pss(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith("Pss:"))
