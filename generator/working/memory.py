"""Memory that is free but still held, and looking for such memory."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress

MANY = 10_000
"""Papers. The columns of fewer are so small that asking for their memory again takes longer than it is worth."""


def hand_back_between_steps(papers: int) -> None:
    """`hand_back_memory` in the middle of work on so many papers."""
    if papers > MANY:
        hand_back_memory()


def hand_back_memory() -> None:
    """Give the system what was freed and lies between things in use; where the C library cannot, nothing happens.

    Large columns come and go between small texts that stay, so without this a process keeps twice what it needs.
    """
    import ctypes  # late: hardly any process comes here

    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


@contextmanager
def uncollected() -> Iterator[None]:
    """No looking for unused cycles meanwhile: where much is made that has none, all of it would be looked at.

    Nor at once afterwards, for what is new then: it is put among what is old without a look. For 87,000 papers that look
    took two tenths of a second.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.freeze()
            gc.unfreeze()
            gc.enable()
