"""What a process and all that it started take: sampled from /proc, as long as they run."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

SAMPLE_EVERY = 0.02
RESTS_FOR_EACH_LOOK = 20
"""The system holds up a process while its memory is looked at, which takes 20 ms for a gigabyte: looking all the time would
slow down what is measured.
"""
TICKS = os.sysconf("SC_CLK_TCK")


class Sampler:
    """Watches a process and its descendants in a thread of its own."""

    def __init__(self, process: int) -> None:
        self._process = process
        self._peak = 0.0
        self._spent: dict[int, float] = {}
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        pause = SAMPLE_EVERY
        while not self._ended.wait(pause):
            began = time.monotonic()
            self._look()
            pause = max(SAMPLE_EVERY, RESTS_FOR_EACH_LOOK * (time.monotonic() - began))
        # Whoever is still at work then is not missed, however long the last rest was.
        self._look()

    def _look(self) -> None:
        memory = 0.0
        for one in family_of(self._process):
            memory += megabytes_of(one)
            self._spent[one] = max(self._spent.get(one, 0.0), seconds_of(one))
        self._peak = max(self._peak, memory)

    def stop(self) -> tuple[float, float]:
        """Seconds of processor time and the peak of megabytes, of all together.

        Processes that nobody waited for are counted too; of each the time since the last look may be missing, 20 ms or
        twenty times what the look took.
        """
        self._ended.set()
        self._thread.join()
        return sum(self._spent.values()), self._peak


def family_of(process: int) -> Iterator[int]:
    """A process and its descendants."""
    yield process
    for thread in threads_of(process):
        try:
            children = (thread / "children").read_text("ascii").split()
        except OSError:
            continue
        for child in children:
            yield from family_of(int(child))


def threads_of(process: int) -> list[Path]:
    """Any thread may have started a child."""
    try:
        return list(Path(f"/proc/{process}/task").iterdir())
    except OSError:
        return []


def megabytes_of(process: int) -> float:
    """The memory of a process; what several share is divided among them (PSS)."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def seconds_of(process: int) -> float:
    """Processor time of a process itself; see proc_pid_stat(5), fields 14 and 15."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS
