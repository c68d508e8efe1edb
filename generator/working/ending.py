"""Ending a copy of this process that nobody waits for any more: between two things, not in the middle of one.

A disk that runs full ends a build, which then ends its copies, and makes them fail at the same time. A copy that was ended
between its failing and its tidying up would leave half a file. The signal is not held back from the process, for that would
pass to programs that it starts; it is heard, and obeyed behind the block.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


class _State:
    """Of this process."""

    blocks = 0
    """In how many blocks it is that are not to be broken off."""
    is_told = False
    """Whether it was told to end."""


def end(*_: object) -> None:
    """To be set for a signal: end now, or behind the `ended_later` that runs."""
    _State.is_told = True
    if not _State.blocks:
        sys.exit(1)


@contextmanager
def ended_later() -> Iterator[None]:
    """Whoever is told by `end` to end in the block does so behind it, whatever the block raises."""
    _State.blocks += 1
    try:
        yield
    finally:
        _State.blocks -= 1
        if _State.is_told and not _State.blocks:
            sys.exit(1)
