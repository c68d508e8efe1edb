"""Texts made comparable: the same title typed two ways must be found equal."""

from __future__ import annotations

import re
import unicodedata

WORD = re.compile(r"[^\W_]+")

# Letters that stay themselves under decomposition although people type them plainly.
PLAIN_LETTERS = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "ħ": "h"}
)


def without_accents(text: str) -> str:
    """``text`` in lower case with accents, ligatures and width variants removed."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(character for character in decomposed if not unicodedata.combining(character))
    return plain.translate(PLAIN_LETTERS)


def folded(text: str) -> str:
    """What is left of ``text`` for comparing: letters and digits only, in lower case, without accents."""
    return "".join(folded_words(text))


def folded_words(text: str) -> tuple[str, ...]:
    """The words of ``text``, folded, in order."""
    plain = without_accents(text)
    words = plain.split()
    # Most names and many titles have nothing but letters, digits and blanks, and parting those takes a third of the time.
    return tuple(words if "".join(words).isalnum() else WORD.findall(plain))
