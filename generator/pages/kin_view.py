"""The papers that one builds on, or that build on it: a few in full, many in brief, more than a page can hold counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from generator.model.paper import PaperKey
from generator.pages.context import PageContext

CARDS = 24
"""Those that come first, with their idea and their ways out; 1 to 2 kB each."""
LINES = 240
"""Those behind them, with title, authors and year; some 250 bytes each, so that a page stays below its 200 kB."""


class Kin(NamedTuple):
    """What a page says of a paper's ancestors or heirs."""

    cards: tuple[Markup, ...]
    lines: tuple[Markup, ...]
    left: int
    """How many are not named."""


def kin_of(context: PageContext, papers: Sequence[PaperKey]) -> Kin:
    """What a page says of these papers, which stand in the order in which they are to be told."""
    # Whoever would stand alone in the folded list may as well stand in sight.
    in_sight = CARDS if len(papers) > CARDS + 1 else len(papers)
    behind = papers[in_sight:]
    return Kin(
        tuple(map(context.card, papers[:in_sight])),
        tuple([context.listed(key, in_lines=True).html for key in behind[:LINES]]),
        len(behind[LINES:]),
    )
