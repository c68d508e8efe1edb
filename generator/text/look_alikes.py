"""Words that mix alphabets whose letters look alike, as spoofed names and pasted text do."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

WORD = re.compile(r"[^\W\d_]{2,}")

# Greek letters that a reader cannot tell from Latin ones. Others (β, μ, λ) are everyday mathematics.
GREEK_LIKE_LATIN = frozenset("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοϲϳ")


class MixedWord(NamedTuple):
    """A word of two alphabets and its odd letter."""

    word: str
    letter: str
    description: str


def mixed_script_word(text: str) -> MixedWord | None:
    """The first word of ``text`` that holds Latin letters beside Cyrillic or Latin-looking Greek ones."""
    for match in WORD.finditer(text):
        word = match.group()
        if word.isascii():
            continue
        odd = next((letter for letter in word if alphabet(letter) in ("Cyrillic", "Greek look-alike")), None)
        if odd is not None and any(alphabet(letter) == "Latin" for letter in word):
            sort = alphabet(odd).removesuffix(" look-alike")
            return MixedWord(
                word, odd, f"'{word[:40]}' mixes Latin letters with a {sort} one (U+{ord(odd):04X})"
            )
    return None


@lru_cache(maxsize=4096)
def alphabet(letter: str) -> str:
    """``Latin``, ``Cyrillic``, ``Greek look-alike``, or ``other`` for everything without twins."""
    name = unicodedata.name(letter, "")
    if name.startswith("LATIN "):
        return "Latin"
    if name.startswith("CYRILLIC "):
        return "Cyrillic"
    if letter in GREEK_LIKE_LATIN:
        return "Greek look-alike"
    return "other"
