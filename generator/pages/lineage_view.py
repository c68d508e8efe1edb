"""A paper's lineage as a drawing: what it builds on to the left, what builds on it to the right."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from markupsafe import Markup

from generator.indexes.addresses import paper_address
from generator.indexes.lineage import family_of
from generator.model.paper import Paper, PaperKey
from generator.pages.context import PageContext
from generator.pages.wording import shortened
from generator.text.html_words import finished
from generator.text.maths import mixed_plain

BOX_WIDTH, BOX_HEIGHT = 216, 46
GAP_X, GAP_Y = 36, 12
TEXT_X, NAME_Y, YEAR_Y = 12, 20, 36
LONGEST_NAME = 24
"""So many letters stay within a box also in a wide font."""
MOST_IN_A_GENERATION = 8
DRAWINGS_KEPT, LINES_KEPT = 1_000, 5_000
"""Most families are small, and small ones are alike."""


class Place(NamedTuple):
    """Where a box stands by its upper left corner; then itself, its name and its year, as attributes in SVG."""

    x: int
    y: float
    outline: Markup
    name_at: Markup
    year_at: Markup


class Box(NamedTuple):
    """A paper in the drawing."""

    address: str
    name: str
    title: str
    year: str
    hue: int
    here: bool
    x: int
    y: float
    outline: Markup
    name_at: Markup
    year_at: Markup


class Line(NamedTuple):
    """From a paper to one that builds on it, as the data of an SVG path."""

    path: str


class LineageView(NamedTuple):
    """The whole drawing."""

    width: int
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    hidden: int
    """Relatives that found no room."""


def lineage_view(context: PageContext, key: PaperKey) -> LineageView | None:
    """The drawing; None for a paper without relatives."""
    if not context.library.papers[key].builds_on and key not in context.indexes.heirs:
        return None
    family = family_of(context.library, context.indexes.heirs, key)
    shown = [keys[:MOST_IN_A_GENERATION] for keys in family.values()]
    width, height, free = _laid_out(tuple(map(len, shown)))
    places = dict(zip(chain.from_iterable(shown), free, strict=True))
    papers = {relative: context.library.papers[relative] for relative in places}
    return LineageView(
        width=width,
        height=height,
        boxes=tuple(
            [_box(context, papers[relative], place, relative == key) for relative, place in places.items()]
        ),
        lines=tuple(
            [
                _line(places[ancestor], place)
                for relative, place in places.items()
                for ancestor in papers[relative].builds_on
                if ancestor in places and places[ancestor].x < place.x
            ]
        ),
        hidden=sum(map(len, family.values())) - len(places),
    )


@lru_cache(maxsize=DRAWINGS_KEPT)
def _laid_out(sizes: tuple[int, ...]) -> tuple[int, int, tuple[Place, ...]]:
    """How wide and how high a drawing of generations of such ``sizes`` is, and where its boxes stand."""
    height = max(sizes) * (BOX_HEIGHT + GAP_Y) - GAP_Y
    places: list[Place] = []
    for column, size in enumerate(sizes):
        top = (height - (size * (BOX_HEIGHT + GAP_Y) - GAP_Y)) / 2
        x = column * (BOX_WIDTH + GAP_X)
        places += [_place(x, top + row * (BOX_HEIGHT + GAP_Y)) for row in range(size)]
    return len(sizes) * (BOX_WIDTH + GAP_X) - GAP_X, height, tuple(places)


def _place(x: int, y: float) -> Place:
    return Place(
        x,
        y,
        finished(f'x="{x}" y="{y}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}"'),
        finished(f'x="{x + TEXT_X}" y="{y + NAME_Y}"'),
        finished(f'x="{x + TEXT_X}" y="{y + YEAR_Y}"'),
    )


def _box(context: PageContext, paper: Paper, place: Place, here: bool) -> Box:
    title = mixed_plain(paper.title)
    return Box(
        paper_address(paper.key),
        shortened(mixed_plain(paper.name) if paper.name else title, LONGEST_NAME),
        title,
        str(paper.date.year),
        context.views.hues[paper.topic],
        here,
        *place,
    )


@lru_cache(maxsize=LINES_KEPT)
def _line(start: Place, end: Place) -> Line:
    """A curve from the right edge of one box to the left edge of another."""
    x1, y1 = start.x + BOX_WIDTH, start.y + BOX_HEIGHT / 2
    x2, y2 = end.x, end.y + BOX_HEIGHT / 2
    middle = (x1 + x2) / 2
    return Line(f"M{x1:g} {y1:g}C{middle:g} {y1:g} {middle:g} {y2:g} {x2:g} {y2:g}")
