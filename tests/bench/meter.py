"""What the server takes: time on the processor, and memory. Linux only."""

import ctypes
import os
import time
from pathlib import Path
from time import perf_counter


class Meter:
    def __init__(self, pid: int) -> None:
        """Of this process, and for its memory of its children too."""
        clock = ctypes.c_int()
        failed = ctypes.CDLL(None).clock_getcpuclockid(pid, ctypes.byref(clock))
        if failed:
            raise OSError(failed, os.strerror(failed))
        self._pid = pid
        self._clock = clock.value
        self.restart()

    def restart(self) -> float:
        """The clocks begin now."""
        self._server, self._client = time.clock_gettime(self._clock), time.process_time()
        self._start = perf_counter()
        return self._start

    def server(self) -> float:
        """Milliseconds of the server's processor time, all threads together. Exact once the server rests."""
        return (time.clock_gettime(self._clock) - self._server) * 1000

    def client(self) -> float:
        """How much of the time since the start this very process was busy, in hundredths."""
        return 100 * (time.process_time() - self._client) / (perf_counter() - self._start)

    def memory(self) -> float:
        """Kilobytes; what is shared with other processes counts by its share (PSS)."""
        return sum(map(_kilobytes, _tree(self._pid)))


def _tree(pid: int) -> list[int]:
    children = [child for one in Path(f"/proc/{pid}/task").glob("*/children") for child in one.read_text().split()]
    return [pid, *(one for child in children for one in _tree(int(child)))]


def _kilobytes(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(float(line.split()[1]) for line in lines if line.startswith("Pss:"))
