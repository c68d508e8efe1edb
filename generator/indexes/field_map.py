"""Where each paper lies on a map of the field: near what it resembles, inside the region of its topic.

A spring layout with three forces, in the manner of Fruchterman and Reingold (*Graph drawing by force-directed
placement*, 1991): related papers attract each other, every paper is drawn to the place of its topic, and papers
that come too close push each other apart. Topics stand on a ring in their stated order, so neighbouring groups
stay neighbours. Only near papers are compared, found through a grid, so a step takes time in proportion to
their number. Positions are rounded in every step: the last bits of a sine differ between machines.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.indexes.related import RelatedPaper
from generator.model.library import Library
from generator.model.paper import PaperKey, TopicKey

MOST_ON_MAP = 800
"""More dots than these no reader can tell apart."""
STEPS = 60
RING = 0.36
"""Radius of the ring of topics, where the map is 1 wide and 1 high."""
GOLDEN_ANGLE = 2.399963
TO_RELATED, TO_TOPIC = 0.10, 0.05
DIGITS = 5

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class FieldMap:
    """Places between 0 and 1, downwards and to the right."""

    papers: Mapping[PaperKey, Point]
    topics: Mapping[TopicKey, Point]
    """The middle of each topic's papers."""


def field_map(
    library: Library, newest: Sequence[PaperKey], related: Mapping[PaperKey, tuple[RelatedPaper, ...]]
) -> FieldMap:
    """The map of the papers; with very many, of those most discussed and then the newest."""
    shown = mapped_papers(library, newest)
    anchors = topic_anchors(library)
    places = first_places(library, shown, anchors)
    near = {
        key: [(other.paper, other.nearness) for other in related.get(key, ()) if other.paper in places]
        for key in shown
    }
    room = 0.62 / math.sqrt(max(1, len(shown)))
    for step in range(STEPS):
        places = _step(library, places, near, anchors, room, 1 - step / STEPS)
    fitted = fitted_places(places)
    return FieldMap(fitted, topic_middles(library, fitted))


def mapped_papers(library: Library, newest: Sequence[PaperKey]) -> tuple[PaperKey, ...]:
    """The active papers that the map shows, sorted by key."""
    active = [key for key in newest if library.papers[key].is_active]
    chosen = sorted(active, key=lambda key: -library.papers[key].comments)[:MOST_ON_MAP]
    return tuple(sorted(chosen))


def topic_anchors(library: Library) -> dict[TopicKey, Point]:
    """A place on the ring for each topic, in the topics' order."""
    count = max(1, len(library.topics))
    return {
        topic: _rounded(
            0.5 + RING * math.sin(2 * math.pi * place / count),
            0.5 - RING * math.cos(2 * math.pi * place / count),
        )
        for place, topic in enumerate(library.topics)
    }


def first_places(
    library: Library, shown: Sequence[PaperKey], anchors: Mapping[TopicKey, Point]
) -> dict[PaperKey, Point]:
    """Each topic's papers in a sunflower around the topic's place."""
    seen: dict[TopicKey, int] = {}
    places: dict[PaperKey, Point] = {}
    for key in shown:
        topic = library.papers[key].topic
        seat = seen.get(topic, 0)
        seen[topic] = seat + 1
        x, y = anchors[topic]
        distance, angle = 0.012 * math.sqrt(seat + 0.5), seat * GOLDEN_ANGLE
        places[key] = _rounded(x + distance * math.cos(angle), y + distance * math.sin(angle))
    return places


def _step(
    library: Library,
    places: Mapping[PaperKey, Point],
    near: Mapping[PaperKey, Sequence[tuple[PaperKey, float]]],
    anchors: Mapping[TopicKey, Point],
    room: float,
    heat: float,
) -> dict[PaperKey, Point]:
    """All papers moved once; attraction fades towards the end, so the last steps only make room."""
    grid: dict[tuple[int, int], list[PaperKey]] = {}
    for key, (x, y) in places.items():
        grid.setdefault((int(x // room), int(y // room)), []).append(key)
    moved: dict[PaperKey, Point] = {}
    for key, (x, y) in places.items():
        ax, ay = anchors[library.papers[key].topic]
        dx, dy = (ax - x) * TO_TOPIC * heat, (ay - y) * TO_TOPIC * heat
        for other, nearness in near[key]:
            ox, oy = places[other]
            dx += (ox - x) * TO_RELATED * nearness * heat
            dy += (oy - y) * TO_RELATED * nearness * heat
        px, py = _push(key, (x, y), places, grid, room)
        moved[key] = _rounded(x + dx + px, y + dy + py)
    return moved


def _push(
    key: PaperKey,
    place: Point,
    places: Mapping[PaperKey, Point],
    grid: Mapping[tuple[int, int], Sequence[PaperKey]],
    room: float,
) -> Point:
    """How far the papers that stand too close push this one."""
    x, y = place
    column, row = int(x // room), int(y // room)
    dx = dy = 0.0
    for cell in ((column + right, row + down) for right in (-1, 0, 1) for down in (-1, 0, 1)):
        for other in grid.get(cell, ()):
            if other == key:
                continue
            ox, oy = places[other]
            gap = math.sqrt((x - ox) ** 2 + (y - oy) ** 2)
            if gap >= room:
                continue
            if gap < 1e-4:
                # Two on one spot part along a line that their order decides.
                dx += 0.3 * room if key < other else -0.3 * room
            else:
                push = 0.35 * (room - gap) / gap
                dx += (x - ox) * push
                dy += (y - oy) * push
    return dx, dy


def fitted_places(places: Mapping[PaperKey, Point]) -> dict[PaperKey, Point]:
    """The places stretched so that they fill the map from edge to edge."""
    if not places:
        return {}
    left, right = min(x for x, _ in places.values()), max(x for x, _ in places.values())
    top, bottom = min(y for _, y in places.values()), max(y for _, y in places.values())
    width, height = right - left or 1.0, bottom - top or 1.0
    return {key: _rounded((x - left) / width, (y - top) / height) for key, (x, y) in places.items()}


def topic_middles(library: Library, places: Mapping[PaperKey, Point]) -> dict[TopicKey, Point]:
    """The median place of each topic's papers: a few that lie elsewhere do not pull it away."""
    shelves: dict[TopicKey, list[Point]] = {}
    for key, place in places.items():
        shelves.setdefault(library.papers[key].topic, []).append(place)
    return {
        topic: (sorted(x for x, _ in own)[len(own) // 2], sorted(y for _, y in own)[len(own) // 2])
        for topic in library.topics
        if (own := shelves.get(topic))
    }


def _rounded(x: float, y: float) -> Point:
    return round(x, DIGITS), round(y, DIGITS)
