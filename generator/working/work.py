"""How a build goes about its work, and how long its steps took."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Step:
    """A piece of the work."""

    name: str
    seconds: float
    """By the clock on the wall."""
    cpu: float
    """Seconds of a processor, in the process that did it."""


@dataclass(slots=True)
class Watch:
    """The steps taken so far; those of one name are added up."""

    steps: dict[str, Step] = field(default_factory=dict)

    def add(self, step: Step) -> None:
        """Take in a step."""
        known = self.steps.get(step.name)
        if known is not None:
            step = Step(step.name, known.seconds + step.seconds, known.cpu + step.cpu)
        self.steps[step.name] = step

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time what the block does."""
        wall, cpu = time.monotonic(), time.process_time()
        try:
            yield
        finally:
            self.add(Step(name, time.monotonic() - wall, time.process_time() - cpu))


def timed(name: str, task: Callable[[], T]) -> tuple[T, Step]:
    """What ``task`` returns, and how long it took."""
    wall, cpu = time.monotonic(), time.process_time()
    result = task()
    return result, Step(name, time.monotonic() - wall, time.process_time() - cpu)


@dataclass(slots=True)
class Work:
    """The means of a build: processes, a watch, and somebody who follows its progress."""

    jobs: int = 1
    watch: Watch = field(default_factory=Watch)
    expect: Callable[[int], None] = lambda _: None
    """Told once how many files there will be, about."""
    progress: Callable[[int], None] = lambda _: None
    """Told how many more files were written."""
