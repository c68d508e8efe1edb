"""The map of the field as a drawing: a dot for each paper, a name for each topic."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from generator.indexes.addresses import paper_address, topic_address
from generator.indexes.kept_map import map_with_memory, mapped_by_indexes
from generator.model.paper import PaperKey, TopicKey
from generator.pages.context import PageContext
from generator.pages.wording import shortened
from generator.text.maths import mixed_plain

if TYPE_CHECKING:
    from generator.indexes.related_paper import RelatedPaper

WIDTH, HEIGHT = 1000, 680
MARGIN_X, MARGIN_Y = 60, 26
LINE = 17
"""Least distance between the names of two topics that stand above each other."""
LONGEST_TITLE = 120
"""Letters of a dot's title: six hundred stand on a page that should stay light."""
MOST_LABELS = 40
"""Names on the drawing; more of them would cover the dots."""
MOST_PICKED = 200
"""Topics that can be picked out: those with the most dots."""
LETTER = 7.2
"""About the width of a letter of a topic's name."""


class Dot(NamedTuple):
    """A paper."""

    address: str
    title: str
    x: float
    y: float
    radius: float


class Cloud(NamedTuple):
    """The papers of a topic."""

    topic: int
    hue: int
    dots: tuple[Dot, ...]


class Label(NamedTuple):
    """A topic's name."""

    name: str
    address: str
    topic: int
    hue: int
    x: float
    y: float


class MapView(NamedTuple):
    """The whole drawing."""

    width: int
    height: int
    clouds: tuple[Cloud, ...]
    labels: tuple[Label, ...]
    """The names of the topics that have the most dots."""
    topics: tuple[tuple[int, str], ...]
    """The numbers and names of those that can be picked out."""


def map_view(context: PageContext, related: Mapping[PaperKey, tuple[RelatedPaper, ...]]) -> MapView | None:
    """The map; None where there is nothing to show on it."""
    library = context.library
    shown = mapped_by_indexes(library, context.indexes)
    layout = map_with_memory(library, shown, related, context.kept_map)
    if not layout.papers:
        return None
    numbers = {topic: number for number, topic in enumerate(library.topics, 1)}
    dots: dict[TopicKey, list[Dot]] = {}
    for key, (x, y) in layout.papers.items():
        paper = library.papers[key]
        # Area grows with the discussion, within bounds.
        radius = round(min(9.0, (16 + 3 * paper.comments) ** 0.5 + 0.5), 1)
        title = shortened(mixed_plain(paper.title), LONGEST_TITLE)
        dots.setdefault(paper.topic, []).append(Dot(paper_address(key), title, across(x), down(y), radius))
    # Topic by topic: the keys that walk from dot to dot then stay within one.
    clouds = tuple(
        Cloud(
            numbers[topic],
            context.views.hues[topic],
            tuple(sorted(dots[topic], key=lambda dot: (dot.y, dot.x, dot.address))),
        )
        for topic in sorted(dots, key=numbers.__getitem__)
    )
    labels = [
        Label(
            library.topics[topic].name,
            topic_address(topic),
            numbers[topic],
            context.views.hues[topic],
            across(x),
            down(y),
        )
        for topic, (x, y) in layout.topics.items()
    ]
    sizes = {cloud.topic: len(cloud.dots) for cloud in clouds}
    labels.sort(key=lambda label: (-sizes.get(label.topic, 0), label.topic))
    picked = tuple(sorted((label.topic, label.name) for label in labels[:MOST_PICKED]))
    return MapView(WIDTH, HEIGHT, clouds, parted(labels[:MOST_LABELS]), picked)


def across(x: float) -> float:
    """A place from 0 to 1 in the drawing's measure."""
    return round(MARGIN_X + x * (WIDTH - 2 * MARGIN_X), 1)


def down(y: float) -> float:
    """The same for the other direction."""
    return round(MARGIN_Y + y * (HEIGHT - 2 * MARGIN_Y), 1)


def parted(labels: list[Label]) -> tuple[Label, ...]:
    """The names moved down where they would cover one another, and in where they would leave the drawing."""
    placed: list[Label] = []
    for label in sorted(labels, key=lambda label: (label.y, label.x)):
        half = len(label.name) * LETTER / 2
        x = min(max(label.x, half + 4), WIDTH - half - 4)
        y = label.y
        while any(
            abs(y - other.y) < LINE and abs(x - other.x) < half + len(other.name) * LETTER / 2
            for other in placed
        ):
            y += LINE / 2
        placed.append(Label(label.name, label.address, label.topic, label.hue, round(x, 1), round(y, 1)))
    return tuple(sorted(placed, key=lambda label: label.topic))
