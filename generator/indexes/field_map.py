"""Where each paper lies on a map of the field: near what it resembles, inside the region of its topic.

A spring layout with three forces, in the manner of Fruchterman and Reingold (*Graph drawing by force-directed
placement*, 1991): related papers attract each other, every paper is drawn to the place of its topic, and papers
that come too close push each other apart. Topics stand on a ring in their stated order, so neighbouring groups
stay neighbours. Only pairs
in each other's view are compared, in whole columns. Positions are rounded in every step: the last bits of a sine differ between machines.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from generator.indexes.kept_map import FieldMap, Point
from generator.indexes.related_paper import RelatedPaper
from generator.model.library import Library
from generator.model.paper import PaperKey, TopicKey
from generator.working.columns import run_places

STEPS = 60
RING = 0.36
"""Radius of the ring of topics, where the map is 1 wide and 1 high."""
GOLDEN_ANGLE = 2.399963
TO_RELATED, TO_TOPIC = 0.10, 0.05
DIGITS = 5
SAME_SPOT = 1e-4
NEARBY = 2
"""Pairs up to so many times the room apart are kept in view."""

Points = npt.NDArray[np.float64]
"""A column per paper: to the right in the first row, downwards in the second."""


def field_map(
    library: Library, shown: Sequence[PaperKey], related: Mapping[PaperKey, tuple[RelatedPaper, ...]]
) -> FieldMap:
    """The map of the ``shown`` papers, which are sorted."""
    anchors = topic_anchors(library)
    places = first_places(library, shown, anchors)
    near = {
        key: [(other.paper, other.nearness) for other in related.get(key, ()) if other.paper in places]
        for key in shown
    }
    fitted = fitted_places(_settled(library, places, near, anchors))
    return FieldMap(fitted, topic_middles(library, fitted))


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


def _settled(
    library: Library,
    places: Mapping[PaperKey, Point],
    near: Mapping[PaperKey, Sequence[tuple[PaperKey, float]]],
    anchors: Mapping[TopicKey, Point],
) -> dict[PaperKey, Point]:
    """All papers moved ``STEPS`` times; attraction fades towards the end, so the last steps only make room."""
    keys = list(places)
    if not keys:
        return {}
    numbers = {key: number for number, key in enumerate(keys)}
    here = np.array([places[key] for key in keys]).T.copy()
    home = np.array([anchors[library.papers[key].topic] for key in keys]).T.copy()
    drawn = [(numbers[key], numbers[other]) for key, others in near.items() for other, _ in others]
    one, other = np.array(drawn, dtype=np.int64).reshape(-1, 2).T.copy()
    pull = np.array([nearness for others in near.values() for _, nearness in others])
    crowd = _Crowd(0.62 / math.sqrt(len(keys)))
    for step in range(STEPS):
        heat = 1 - step / STEPS
        moved = (home - here) * (TO_TOPIC * heat)
        drawn_by = pull * (TO_RELATED * heat)
        moved += _summed(one, [(axis.take(other) - axis.take(one)) * drawn_by for axis in here], len(keys))
        moved += crowd.pushes(here)
        here = np.round(here + moved, DIGITS)
    return {key: (x, y) for key, (x, y) in zip(keys, here.T.tolist(), strict=True)}


class _Crowd:
    """Knows who stands near whom. Pairs that are still far apart are remembered as such until somebody has moved
    so far that they might meet, so most steps look at near pairs only."""

    def __init__(self, room: float) -> None:
        self._room = room
        self._seen: Points = np.zeros((2, 0))
        self._pairs = np.zeros((2, 0), dtype=np.int64)

    def pushes(self, here: Points) -> Points:
        """How far the papers that stand too close push each one."""
        one, other = self._near_pairs(here)
        x, y = here
        right, down = x.take(one) - x.take(other), y.take(one) - y.take(other)
        gap = np.sqrt(right * right + down * down)
        close = np.flatnonzero(gap < self._room)
        one, other, gap = one.take(close), other.take(close), gap.take(close)
        together = gap < SAME_SPOT
        strength = 0.35 * (self._room - gap) / np.where(together, 1.0, gap)
        # Two on one spot part along a line that their order decides.
        right, down = right.take(close) * strength, down.take(close) * strength
        right[together], down[together] = 0.3 * self._room, 0.0
        count = len(x)
        return _summed(one, (right, down), count) - _summed(other, (right, down), count)

    def _near_pairs(self, here: Points) -> npt.NDArray[np.int64]:
        moved = np.abs(here - self._seen).max() if self._seen.size else math.inf
        # Each of a pair may have come nearer by the diagonal of that.
        if moved * 2 * math.sqrt(2) > NEARBY * self._room - self._room:
            self._pairs = _pairs_within(here, NEARBY * self._room)
            self._seen = here
        return self._pairs


def _pairs_within(here: Points, view: float) -> npt.NDArray[np.int64]:
    """The pairs whose distance is at most ``view`` along both axes, each once, in the order of their numbers.

    Those along the first axis stand together when sorted, and only they are compared along the second.
    """
    x, y = here
    order = np.argsort(x, kind="stable")
    ordered = x.take(order)
    sizes = np.searchsorted(ordered, ordered + view) - np.arange(1, len(x) + 1)
    one = np.repeat(order, sizes)
    other = order.take(run_places(np.arange(1, len(x) + 1), sizes))
    near = np.flatnonzero(np.abs(y.take(one) - y.take(other)) < view)
    one, other = one.take(near), other.take(near)
    pairs = np.minimum(one, other) * len(x) + np.maximum(one, other)
    pairs.sort()
    return np.stack(np.divmod(pairs, len(x)))


def _summed(rows: npt.NDArray[np.int64], values: Iterable[npt.NDArray[np.float64]], count: int) -> Points:
    """The values of each row added up along both axes, in the order given."""
    return np.array([np.bincount(rows, weights=axis, minlength=count) for axis in values])


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
