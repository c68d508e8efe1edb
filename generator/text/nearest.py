"""What somebody probably meant to type."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import cached_property

from generator.text.letter_bag import letter_bag, most_likeness

LONGEST_COMPARED = 100
"""Comparing is quadratic in length; nobody mistypes a word by hundreds of letters."""
LIKENESS = 0.7


class KnownWords:
    """Words that may have been meant. Worth keeping where several words are looked for among the same ones."""

    def __init__(self, known: Iterable[str]) -> None:
        self._words = sorted(known)

    @cached_property
    def _bags(self) -> list[tuple[str, int, int]]:
        return [(word, letter_bag(word), len(word)) for word in self._words]

    def nearest(self, word: str, cutoff: float = LIKENESS) -> str | None:
        """The known word most like ``word``, or None when none is like it (ratio below ``cutoff``)."""
        short = word[:LONGEST_COMPARED]
        close = self._close(short.lower(), cutoff)
        if close is not None:
            return close
        starts = [
            item
            for item in self._words
            if len(short) >= 4 and (item.startswith(short) or short.startswith(item + "-"))
        ]
        return min(starts, key=lambda item: (-SequenceMatcher(None, short, item).ratio(), item), default=None)

    def _close(self, word: str, cutoff: float) -> str | None:
        """What ``difflib.get_close_matches`` puts first, with most words left out at a glance."""
        bag, length = letter_bag(word), len(word)
        matcher = SequenceMatcher()
        matcher.set_seq2(word)
        best: tuple[float, str] | None = None
        for known, other, letters in self._bags:
            if most_likeness(bag, other, length + letters) < cutoff:
                continue
            matcher.set_seq1(known)
            if matcher.quick_ratio() >= cutoff and (ratio := matcher.ratio()) >= cutoff:
                best = max(best or (ratio, known), (ratio, known))
        return best[1] if best is not None else None

    def did_you_mean(self, word: str, otherwise: str) -> str:
        """A hint: the nearest known word as a question, followed by or replaced by ``otherwise``."""
        found = self.nearest(word)
        return f"did you mean '{found}'? {otherwise}" if found else otherwise


def nearest(word: str, known: Iterable[str], cutoff: float = LIKENESS) -> str | None:
    """The one of ``known`` that is most like ``word``, or None when none is like it (ratio below ``cutoff``)."""
    return KnownWords(known).nearest(word, cutoff)


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """A hint: the nearest known word as a question, followed by or replaced by ``otherwise``."""
    return KnownWords(known).did_you_mean(word, otherwise)
