"""Ending this process, or a copy of it that nobody waits for any more: between two things, not in the middle of one.

A disk that runs full ends a build, which then ends its copies, and makes them fail at the same time. A copy that was ended
between its failing and its tidying up would leave half a file. The signal is not held back from the process, for that would
pass to programs that it starts; it is heard, and obeyed behind the block.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""Signals by which somebody ends a process."""
SOON = 0.01
"""Seconds after which that is raised again which was swallowed."""


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


def end_surely() -> None:
    """Raise again from now on what is raised for a signal and swallowed: Python knows nowhere to raise it where it frees
    something. What was told so would go on, and whoever waits for its end would wait on.
    """
    told = sys.unraisablehook
    swallowed: list[BaseException] = []

    def hook(fault: sys.UnraisableHookArgs) -> None:
        if isinstance(fault.exc_value, KeyboardInterrupt | SystemExit):
            swallowed.append(fault.exc_value)
            signal.setitimer(signal.ITIMER_REAL, SOON)
        else:
            told(fault)

    def raise_again(*_: object) -> None:
        if swallowed:
            raise swallowed.pop()

    signal.signal(signal.SIGALRM, raise_again)
    sys.unraisablehook = hook


@contextmanager
def signals_later() -> Iterator[Callable[[], None]]:
    """Signals that end this process are heeded behind the block, or in it from the call of the value on.

    Python runs what is set for a signal between any two steps of the main thread, also where it swallows what that raises:
    in its hooks for forking. Blocking the signals would not keep them away: another thread would receive them for it.
    """
    told: list[int] = []
    before = {one: known for one in ENDING if callable(known := signal.getsignal(one))}
    if threading.current_thread() is not threading.main_thread():
        before.clear()

    def heed() -> None:
        while before:
            signal.signal(*before.popitem())
        if told:
            first = told[0]
            told.clear()
            signal.raise_signal(first)

    try:
        for one in before:
            signal.signal(one, lambda number, _: told.append(number))
        yield heed
    finally:
        heed()
