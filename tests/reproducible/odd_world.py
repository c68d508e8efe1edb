"""Runs the real command where folders are listed backwards and the calendar is four hundred days ahead.

    python odd_world.py build --jobs 2

Not a test, but a program that tests run: both must be so before the tool is loaded.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import time
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self

AHEAD = 400 * 86_400

_listdir, _scandir, _time = os.listdir, os.scandir, time.time


class Backwards:
    """What os.scandir gives, from behind."""

    def __init__(self, path: Any = ".") -> None:
        with _scandir(path) as entries:
            self.entries: Iterator[Any] = iter(
                sorted(entries, key=lambda entry: str(entry.name), reverse=True)
            )

    def __iter__(self) -> Iterator[Any]:
        return self.entries

    def __next__(self) -> Any:
        return next(self.entries)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def close(self) -> None:
        """As the system's own."""


class LaterDateTime(dt.datetime):
    """The calendar of another year."""

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> LaterDateTime:
        return cls.fromtimestamp(_time() + AHEAD, tz)

    @classmethod
    def today(cls) -> LaterDateTime:
        return cls.now()


class LaterDate(dt.date):
    @classmethod
    def today(cls) -> LaterDate:
        return cls.fromtimestamp(_time() + AHEAD)


def enter() -> None:
    """Make this process's world odd."""
    vars(os)["listdir"] = lambda path=".": sorted(_listdir(path), reverse=True)
    vars(os)["scandir"] = Backwards
    vars(time)["time"] = lambda: _time() + AHEAD
    vars(dt)["datetime"], vars(dt)["date"] = LaterDateTime, LaterDate


if __name__ == "__main__":
    enter()
    from generator.commands.main import main

    sys.argv[0] = "paperindex"
    main()
