"""Text to words, the same way in Python and in ``words.js``: every rule here has its twin there.

A *compound* is what stands together without a space: ``Hyb-NeRF``, ``CityPersons``, ``GPT4``, ``μNav``.
It yields its parts and its joined forms, so that each of the spellings finds the others.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu "
    "nu xi omicron pi rho sigma sigma tau upsilon phi chi psi omega"
).split()
"""The small letters from U+03B1 on; the eighteenth is the final sigma."""

FIRST_SMALL, FIRST_CAPITAL = 0x3B1, 0x391

# Letters that decomposition leaves alone although people type them plainly, and the marks that
# join words in print but have a plain twin on the keyboard.
PLAIN = {
    **{"ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D"},
    **{"ð": "d", "Ð": "D", "þ": "th", "Þ": "TH", "ł": "l", "Ł": "L", "ı": "i", "ħ": "h", "Ħ": "H"},
    **{"’": "'", "‘": "'", "ʼ": "'", "‐": "-", "‑": "-", "–": "-", "−": "-"},
}


def folding_table() -> dict[int, str]:
    """Greek letters by their names, set apart from what they touch, and the plain twins."""
    table = {ord(character): plain for character, plain in PLAIN.items()}
    for offset, name in enumerate(GREEK):
        table[FIRST_SMALL + offset] = f"-{name}-"
        if offset != 17:  # there is no final capital sigma
            table[FIRST_CAPITAL + offset] = f"-{name}-"
    return table


FOLDING = folding_table()

FIRST_UNSPACED = "\u3005"
UNSPACED = re.compile("[\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af]+")
"""Chinese and Japanese, which set no space between words. What can be found of them is each pair of neighbouring signs, as
search engines for them do it (bigrams): nearly every word is two signs long, or a row of such pairs."""
COMPOUND = re.compile(r"[^\W_]+(?:[-'._]{1,2}[^\W_]+)*")
SEGMENT = re.compile(r"[^\W_]+")
PIECE = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
LONGEST_WORD = 40
"""Longer runs of letters are data, not words: nobody types them."""


def plain_letters(text: str) -> str:
    """``text`` without accents, with Greek letters by name and Chinese and Japanese in pairs of signs; capitals stay."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    for letter in set(decomposed):
        if not letter.isascii() and unicodedata.category(letter).startswith("M"):
            decomposed = decomposed.replace(letter, "")
    plain = decomposed.translate(FOLDING)
    return UNSPACED.sub(in_pairs, plain) if plain and max(plain) >= FIRST_UNSPACED else plain


def in_pairs(run: re.Match[str]) -> str:
    """The signs of a run, each with the next one, as words."""
    signs = run[0]
    pairs = [signs[place : place + 2] for place in range(max(len(signs) - 1, 1))]
    return f" {' '.join(pairs)} "


def compounds(text: str) -> list[str]:
    """What stands together in ``text``, in order, capitals kept."""
    return COMPOUND.findall(plain_letters(text))


def segments_of(compound: str) -> list[str]:
    """The compound cut at hyphens, dots and apostrophes; a genitive's s is dropped."""
    base = compound[:-2] if compound[-2:] in ("'s", "'S") and len(compound) > 2 else compound
    return [segment for segment in SEGMENT.findall(base) if len(segment) <= LONGEST_WORD]


def pieces_of(segment: str) -> list[str]:
    """The humps of a camel: ``CityPersons`` gives city and persons; single letters are left out."""
    if not segment.isascii():
        return []
    pieces = PIECE.findall(segment)
    return [piece.lower() for piece in pieces if len(piece) > 1] if len(pieces) > 1 else []


class CompoundWords(NamedTuple):
    """What a compound is indexed under."""

    words: tuple[str, ...]
    """Its segments in lower case, each of which takes one place in the text."""
    extra: tuple[str, ...]
    """Humps and the joined form, which take no place of their own."""


def words_of(compound: str) -> CompoundWords:
    """The words of one compound; the joined form only where there is more than one segment."""
    if compound.isascii() and compound.isalpha() and len(compound) <= LONGEST_WORD:
        lowered = compound.lower()
        if compound[1:] == lowered[1:]:  # most words are plain, and this way is short
            return CompoundWords((lowered,), ())
    segments = segments_of(compound)
    words = tuple(segment.lower() for segment in segments)
    extra: dict[str, None] = {}
    for segment in segments:
        extra.update(dict.fromkeys(pieces_of(segment)))
    joined = "".join(words)
    if len(words) > 1 and len(joined) <= LONGEST_WORD:
        extra[joined] = None
    return CompoundWords(words, tuple(word for word in extra if word not in words))


def words_in(text: str) -> list[str]:
    """The plain words of ``text``, in order, humps and joined forms left out."""
    return [word for compound in compounds(text) for word in words_of(compound).words]


def squeezed(text: str) -> str:
    """Letters and digits only: how a method's name is looked up."""
    return "".join(words_in(text))
