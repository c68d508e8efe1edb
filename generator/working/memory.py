"""Memory that is free but still held."""

from __future__ import annotations

from contextlib import suppress


def hand_back_memory() -> None:
    """Give the system what was freed and lies between things in use; where the C library cannot, nothing happens.

    Large columns come and go between small texts that stay, so without this a process keeps twice what it needs.
    """
    import ctypes  # late: hardly any process comes here

    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
