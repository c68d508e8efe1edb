"""What the generator's functions keep between calls, emptied where a test changes what they are made of."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from generator.text import maths


@contextmanager
def nothing_kept() -> Iterator[None]:
    """No result of before is used in the block, and none of the block after it, whichever test comes next."""
    forget()
    try:
        yield
    finally:
        forget()


def forget() -> None:
    """Empty whatever a function of one of the loaded rooms keeps, and the formulas recalled from other builds."""
    rooms = [room for name, room in sys.modules.items() if name.partition(".")[0] == "generator"]
    for kept in {value for room in rooms for value in vars(room).values() if hasattr(value, "cache_clear")}:
        kept.cache_clear()
    maths._RECALLED.clear()
