r"""Where the maths in a sentence begins and ends.

An editor writes TeX between single dollar signs. Prices also have dollar signs, so a pair counts as maths
only when it looks like a pair:

- the opening ``$`` has something other than a blank right behind it;
- the very next ``$`` closes it and has something other than a blank right before it;
- a digit right behind the closing ``$`` speaks for prices, unless TeX stands between the two (``$\sim$40``);
- both stand in one paragraph, at most `LONGEST_TEX` characters apart;
- ``\$`` is a dollar sign and never opens or closes anything.

So "from $5 to $6" and "$5-$6" stay prices. A dollar sign that pairs with nothing stays a dollar sign; one
that looks like the start of a formula (``$x_i`` and no end) is reported as well. ``$$…$$`` would be a
display in the middle of a sentence, which is a fault.

This module only cuts; what the TeX between the dollars means is the business of `tex_check` and `mathml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

LONGEST_TEX = 500
"""A formula in running text is short; the bound also keeps the work for one formula small."""

MOST_FORMULAS = 400
"""Formulas in one text. A text with more is no prose, and each costs time to typeset."""


class PieceKind(Enum):
    """What a piece of mixed text is."""

    TEXT = "text"
    TEX = "tex"
    LONE_DOLLAR = "lone dollar"
    DISPLAY = "display"
    TOO_MANY = "too many"


class Piece(NamedTuple):
    """One stretch of mixed text as typed, dollars included, and the offset of its first character."""

    kind: PieceKind
    source: str
    offset: int


DOLLARS = re.compile(r"(?<!\\)(?:\\\\)*(\$+)")
"""Dollars that no backslash escapes: before them stand an even number of backslashes."""

FORMULA_LIKE = re.compile(r"\s?\\[A-Za-z]|[^\s$]{0,40}?[\^_\\{]")
"""What follows a dollar that was surely meant to open a formula."""

TEX_SIGN = re.compile(r"[\\^_{]")
"""What prices have not."""

PARAGRAPH_END = re.compile(r"\n[ \t]*\n")


def pieces_of(text: str) -> Iterator[Piece]:
    """The text cut into stretches of prose and TeX, in order and without gaps: their sources joined are the
    text.
    """
    done = cursor = formulas = 0
    while (found := DOLLARS.search(text, cursor)) is not None:
        start = found.start(1)
        end, kind = _what_opens(text, start, len(found[1]))
        cursor = end
        if kind is PieceKind.TEXT:
            continue
        formulas += kind is PieceKind.TEX
        if formulas > MOST_FORMULAS:
            end, kind = len(text), PieceKind.TOO_MANY
        if start > done:
            yield Piece(PieceKind.TEXT, text[done:start], done)
        yield Piece(kind, text[start:end], start)
        done = cursor = end
    if done < len(text):
        yield Piece(PieceKind.TEXT, text[done:], done)


def _what_opens(text: str, start: int, count: int) -> tuple[int, PieceKind]:
    """What the run of `count` dollars at `start` opens, and where that ends."""
    if count == 2 and (end := _display_end(text, start)) is not None:
        return end, PieceKind.DISPLAY
    if count > 1:
        return start + count, PieceKind.TEXT
    if (end := _formula_end(text, start)) is not None:
        return end, PieceKind.TEX
    if FORMULA_LIKE.match(text, start + 1):
        return start + 1, PieceKind.LONE_DOLLAR
    return start + 1, PieceKind.TEXT


def _formula_end(text: str, start: int) -> int | None:
    """Behind the dollar that closes the one at `start`, by the rules above."""
    if text[start + 1 : start + 2].isspace():
        return None
    closing = DOLLARS.search(text, start + 1, start + 2 + LONGEST_TEX)
    if closing is None:
        return None
    place = closing.start(1)
    if text[place - 1].isspace():
        return None
    if text[place + 1 : place + 2].isdigit() and not TEX_SIGN.search(text, start, place):
        return None
    return None if PARAGRAPH_END.search(text, start, place) else place + 1


def _display_end(text: str, start: int) -> int | None:
    """Behind the `$$` that closes the one at `start`, in the same paragraph."""
    closing = text.find("$$", start + 2, start + 4 + LONGEST_TEX)
    if closing <= start + 2 or PARAGRAPH_END.search(text, start, closing):
        return None
    return closing + 2
