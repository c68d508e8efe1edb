r"""Sentences with maths in them: `$O(n^2)$` becomes MathML for the page and O(n²) for everything else.

    parse_mixed("costs $O(n^2)$, not \$5")  →  TextRun("costs "), MathRun("O(n^2)", …), TextRun(", not $5")

Which dollars are maths is told in `mixed_text`, which TeX is accepted in `tex_check`. A formula that cannot
be typeset is a fault for the editor and shows as its source in a `<code>` element; it never breaks a page.
All functions here are pure and cheap for text without a dollar sign.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from generator.text.formula import Formula, TexForms
from generator.text.html_words import html_words
from generator.text.mixed_text import LONGEST_TEX, MOST_FORMULAS, Piece, PieceKind, pieces_of


class TextRun(NamedTuple):
    r"""Words. `text` is what a reader sees: `\$` has become `$`."""

    text: str
    offset: int


class MathRun(NamedTuple):
    """A formula: its TeX without dollars, the same as a `<math>` element and in plain characters."""

    tex: str
    mathml: str
    plain: str
    offset: int


class MathsFault(NamedTuple):
    """Why a formula cannot be shown; `offset` counts characters from the start of the text."""

    offset: int
    message: str
    hint: str


class BrokenRun(NamedTuple):
    """A formula that cannot be shown, as typed with its dollars, and why."""

    source: str
    offset: int
    fault: MathsFault


Run = TextRun | MathRun | BrokenRun

DISPLAY_FAULT = ("maths between '$$' would stand on a line of its own", "write one '$' on each side")
LONE_FAULT = (
    f"no '$' closes the maths that seems to open here (in this paragraph, within {LONGEST_TEX} characters)",
    "close it right behind the formula, or write \\$ for a dollar sign",
)
TOO_MANY_FAULT = (f"more than {MOST_FORMULAS} formulas stand in one text", "shorten the text")


def parse_mixed(text: str) -> tuple[Run, ...]:
    """The text as runs of words and maths, in order. Never fails: what cannot be read is a BrokenRun."""
    if "$" not in text:
        return (TextRun(text, 0),) if text else ()
    return tuple(_run(piece) for piece in pieces_of(text))


def mixed_html(text: str) -> str:
    """The text for an HTML page: words escaped, formulas as `<math>`, broken ones as `<code>`."""
    if "$" not in text:
        return html_words(text)
    return "".join(_html(run) for run in parse_mixed(text))


def mixed_plain(text: str) -> str:
    """The text in plain characters, formulas too; a broken formula stays as typed. Not escaped."""
    if "$" not in text:
        return text
    return "".join(_plain(run) for run in parse_mixed(text))


def maths_faults(text: str) -> tuple[MathsFault, ...]:
    """What an editor should mend, in the order of the text."""
    if "$" not in text:
        return ()
    from generator.text.simple_tex import is_simple  # late: see _formula_of

    faults = []
    for piece in pieces_of(text):
        if piece.kind is PieceKind.LONE_DOLLAR:
            faults.append(MathsFault(piece.offset, *LONE_FAULT))
        elif piece.kind is not PieceKind.TEX or not is_simple(piece.source[1:-1]):
            run = _run(piece)
            if isinstance(run, BrokenRun):
                faults.append(run.fault)
    return tuple(sorted(faults, key=lambda fault: fault.offset))


def _run(piece: Piece) -> Run:
    match piece.kind:
        case PieceKind.TEXT | PieceKind.LONE_DOLLAR:
            return TextRun(unescaped(piece.source), piece.offset)
        case PieceKind.TEX:
            return _formula(piece)
        case PieceKind.DISPLAY:
            return BrokenRun(piece.source, piece.offset, MathsFault(piece.offset, *DISPLAY_FAULT))
        case PieceKind.TOO_MANY:
            return BrokenRun(piece.source, piece.offset, MathsFault(piece.offset, *TOO_MANY_FAULT))


def _formula(piece: Piece) -> Run:
    tex = piece.source[1:-1]
    found = _formula_of(tex)
    if isinstance(found, TexForms):
        return MathRun(tex, *found, piece.offset)
    place = piece.offset + 1 + found.offset
    return BrokenRun(piece.source, piece.offset, MathsFault(place, found.message, found.hint))


@lru_cache(maxsize=8192)
def _formula_of(tex: str) -> Formula:
    """What is made of a formula. Kept: the same few formulas come back on many pages."""
    known = _RECALLED.get(tex)
    if known is not None:
        return known
    from generator.text.typesetting import (
        formula_of,  # late: most builds meet no formula that they do not recall
    )

    formula = formula_of(tex)
    if len(_RECALLED) < MOST_RECALLED:
        _RECALLED[tex] = formula
    return formula


MOST_RECALLED = 20_000
_RECALLED: dict[str, Formula] = {}


def recall_formulas(formulas: Mapping[str, Formula]) -> None:
    """Take over what `formulas_so_far` gave in another process: typesetting one formula takes as long to get ready as
    a small index takes to be built, and so does finding out what a mistyped command was meant to be.
    """
    _RECALLED.update(formulas)


def formulas_so_far() -> dict[str, Formula]:
    """The formulas that were read or recalled, by their TeX."""
    return dict(_RECALLED)


def unescaped(text: str) -> str:
    r"""Words as a reader sees them: `\$` is a dollar sign, every other backslash is a backslash."""
    return ESCAPED_DOLLAR.sub("$", text)


ESCAPED_DOLLAR = re.compile(r"\\\$")


def _html(run: Run) -> str:
    if isinstance(run, MathRun):
        return run.mathml
    return html_words(run.text) if isinstance(run, TextRun) else f"<code>{html_words(run.source)}</code>"


def _plain(run: Run) -> str:
    if isinstance(run, MathRun):
        return run.plain
    return run.text if isinstance(run, TextRun) else run.source
