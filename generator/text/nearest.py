"""What somebody probably meant to type."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches


def nearest(word: str, known: Iterable[str], cutoff: float = 0.7) -> str | None:
    """The known word most like ``word``, or None when none is like it (ratio below ``cutoff``)."""
    candidates = sorted(known)
    # Comparing is quadratic in length; nobody mistypes a word by hundreds of letters.
    short = word[:100]
    close = get_close_matches(short.lower(), candidates, n=1, cutoff=cutoff)
    if close:
        return close[0]
    starts = [
        item
        for item in candidates
        if len(short) >= 4 and (item.startswith(short) or short.startswith(item + "-"))
    ]
    return min(starts, key=lambda item: (-SequenceMatcher(None, short, item).ratio(), item), default=None)


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """A hint: the nearest known word as a question, followed by or replaced by ``otherwise``."""
    found = nearest(word, known)
    return f"did you mean '{found}'? {otherwise}" if found else otherwise
