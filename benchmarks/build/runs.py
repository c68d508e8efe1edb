"""Running a program and watching what it takes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.watching import Sampler

COMMAND = Path(sys.executable).with_name("paperindex")
AS_INSTALLED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""Wherever a Python program is used, its modules are compiled once and not at every start."""


@dataclass(frozen=True, slots=True)
class Run:
    """One call of a program."""

    name: str
    wall: float
    cpu: float
    """Seconds of all its processes."""
    memory: float
    """Peak megabytes of all its processes together."""


def run(name: str, folder: Path, *words: str) -> Run:
    """Run a program in ``folder`` and watch it. Ends the bench when it fails."""
    began, before = time.monotonic(), os.times()
    with subprocess.Popen(
        words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=AS_INSTALLED
    ) as process:
        sampler = Sampler(process.pid)
        told = process.stdout.read() if process.stdout else ""
        status = process.wait()
        _, peak = sampler.stop()
    wall, after = time.monotonic() - began, os.times()
    if status:
        sys.exit(f"benchmarks.build: {' '.join(words)} ended with {status}\n{told[-2000:]}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    say(f"{name}: {wall:.2f} s")
    return Run(name, wall, cpu, peak)


def say(words: str) -> None:
    """Tell how far the bench is."""
    print(f"  {words}", file=sys.stderr, flush=True)


def files_and_bytes(site: Path) -> tuple[int, int]:
    """How many files a site has, and how large they are together."""
    count = total = 0
    for folder, _, names in os.walk(site):
        count += len(names)
        total += sum(os.stat(f"{folder}/{name}").st_size for name in names)  # noqa: PTH116  (a million files)
    return count, total


@contextmanager
def changed_files(site: Path) -> Iterator[Callable[[], int]]:
    """Counts the files that the block made or wrote anew, by their inodes: one that was only moved is none of them."""

    def inodes() -> set[int]:
        return {
            os.stat(f"{folder}/{name}").st_ino  # noqa: PTH116
            for folder, _, names in os.walk(site)
            for name in names
        }

    before = inodes()
    counted: list[int] = []
    yield lambda: counted[0]
    counted.append(len(inodes() - before))
