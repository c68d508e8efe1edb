"""A paper's lineage as a drawing: what it builds on to the left, what builds on it to the right."""

from __future__ import annotations

from typing import NamedTuple

from generator.indexes.addresses import paper_address
from generator.indexes.lineage import family_of
from generator.model.paper import PaperKey
from generator.pages.context import PageContext
from generator.pages.wording import shortened
from generator.text.maths import mixed_plain

BOX_WIDTH, BOX_HEIGHT = 200, 46
GAP_X, GAP_Y = 40, 12
LONGEST_NAME = 26
MOST_IN_A_GENERATION = 8


class Box(NamedTuple):
    """A paper in the drawing."""

    address: str
    name: str
    title: str
    year: str
    hue: int
    x: int
    y: float
    here: bool


class Line(NamedTuple):
    """From a paper to one that builds on it, as the data of an SVG path."""

    path: str


class LineageView(NamedTuple):
    """The whole drawing."""

    width: int
    height: float
    box_width: int
    box_height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    hidden: int
    """Relatives that found no room."""


def lineage_view(context: PageContext, key: PaperKey) -> LineageView | None:
    """The drawing; None for a paper without relatives."""
    if not context.library.papers[key].builds_on and key not in context.indexes.heirs:
        return None
    family = family_of(context.library, context.indexes.heirs, key)
    if len(family) == 1:
        return None
    shown = {generation: keys[:MOST_IN_A_GENERATION] for generation, keys in family.items()}
    tallest = max(len(keys) for keys in shown.values())
    height = tallest * (BOX_HEIGHT + GAP_Y) - GAP_Y
    places: dict[PaperKey, tuple[int, float]] = {}
    for column, keys in enumerate(shown.values()):
        top = (height - (len(keys) * (BOX_HEIGHT + GAP_Y) - GAP_Y)) / 2
        for row, relative in enumerate(keys):
            places[relative] = (column * (BOX_WIDTH + GAP_X), top + row * (BOX_HEIGHT + GAP_Y))
    return LineageView(
        width=len(shown) * (BOX_WIDTH + GAP_X) - GAP_X,
        height=height,
        box_width=BOX_WIDTH,
        box_height=BOX_HEIGHT,
        boxes=tuple(
            _box(context, relative, place, here=relative == key) for relative, place in places.items()
        ),
        lines=tuple(
            _line(places[ancestor], place)
            for relative, place in places.items()
            for ancestor in context.library.papers[relative].builds_on
            if ancestor in places and places[ancestor][0] < place[0]
        ),
        hidden=sum(len(family[generation]) - len(shown[generation]) for generation in family),
    )


def _box(context: PageContext, key: PaperKey, place: tuple[int, float], *, here: bool) -> Box:
    paper = context.library.papers[key]
    title = mixed_plain(paper.title)
    return Box(
        address=paper_address(key),
        name=shortened(mixed_plain(paper.name) if paper.name else title, LONGEST_NAME),
        title=title,
        year=str(paper.date.year),
        hue=context.views.hues[paper.topic],
        x=place[0],
        y=place[1],
        here=here,
    )


def _line(start: tuple[int, float], end: tuple[int, float]) -> Line:
    """A curve from the right edge of one box to the left edge of another."""
    x1, y1 = start[0] + BOX_WIDTH, start[1] + BOX_HEIGHT / 2
    x2, y2 = end[0], end[1] + BOX_HEIGHT / 2
    middle = (x1 + x2) / 2
    return Line(f"M{x1:g} {y1:g}C{middle:g} {y1:g} {middle:g} {y2:g} {x2:g} {y2:g}")
