"""The stemmer and the stop words of lunr, the same words in Python and in the page.

Python lunr 0.8.0 and lunr.js 2.3.9 disagree in one step: lunr.js turns a final y into i only after a
consonant that is not the first letter (``array`` stays ``array``), Python lunr after any stem with a
vowel (``arrai``). The page has lunr.js, so its rule is the one kept here.
"""

from __future__ import annotations

from functools import cache

from lunr.stemmer import PorterStemmer
from lunr.stop_word_filter import WORDS

STOP_WORDS: frozenset[str] = frozenset(WORDS)


class PageStemmer(PorterStemmer):  # type: ignore[misc]  # lunr publishes no types
    """Porter's stemmer as lunr.js has it."""

    b: str
    k: int

    def step1c(self) -> None:
        """A final y becomes i after a consonant that is not the first letter."""
        if self.b[self.k] == "y" and self.k > 1 and self.b[self.k - 1] not in "aeiou":
            self.b = self.b[: self.k] + "i" + self.b[self.k + 1 :]


STEMMER = PageStemmer()


@cache
def stem(word: str) -> str:
    """The stem of a folded word; what is not made of the letters a to z stays as it is."""
    if not (word.isascii() and word.isalpha()):
        return word
    return str(STEMMER.stem(word))
