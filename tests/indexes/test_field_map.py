"""The map of the field: the same everywhere, likeness near, nothing on top of each other."""

from __future__ import annotations

import math

from generator.indexes.field_map import Point, field_map
from generator.indexes.related_paper import RelatedPaper
from generator.model.library import Library
from generator.model.topic import Topic
from tests.support.papers import a_library, a_paper

TOPICS = tuple(
    Topic(key=key, name=key, description="d", order=order, group="g", source=f"{key}.yml")
    for order, key in enumerate(("north", "east", "south", "west"))
)


def a_field(size: int = 10) -> Library:
    return a_library(
        *(a_paper(f"{topic.key}-{number}", topic=topic.key) for topic in TOPICS for number in range(size)),
        topics=TOPICS,
    )


def distance(one: Point, other: Point) -> float:
    return math.dist(one, other)


def test_the_same_library_gives_the_same_map() -> None:
    library = a_field()
    assert field_map(library, sorted(library.papers), {}) == field_map(
        library, sorted(library.papers)[::-1], {}
    )


def test_every_paper_lies_inside_and_the_map_is_filled_from_edge_to_edge() -> None:
    library = a_field()
    places = field_map(library, sorted(library.papers), {}).papers.values()
    for axis in (0, 1):
        assert (min(place[axis] for place in places), max(place[axis] for place in places)) == (0.0, 1.0)


def test_no_two_papers_lie_on_one_spot() -> None:
    library = a_field(40)
    places = list(field_map(library, sorted(library.papers), {}).papers.values())
    nearest = min(distance(one, other) for at, one in enumerate(places) for other in places[at + 1 :])
    assert nearest > 0.005


def test_a_paper_is_drawn_towards_its_relatives_of_another_topic() -> None:
    library = a_field()
    related = {"north-0": tuple(RelatedPaper(f"south-{number}", 0.9, ()) for number in range(5))}
    without = field_map(library, sorted(library.papers), {})
    with_them = field_map(library, sorted(library.papers), related)
    assert distance(with_them.papers["north-0"], with_them.topics["south"]) < distance(
        without.papers["north-0"], without.topics["south"]
    )


def test_topics_lie_among_their_own_papers() -> None:
    library = a_field()
    layout = field_map(library, sorted(library.papers), {})
    for topic, middle in layout.topics.items():
        nearest = min(layout.papers, key=lambda key: distance(layout.papers[key], middle))
        assert library.papers[nearest].topic == topic


def test_an_empty_library_has_an_empty_map() -> None:
    assert field_map(Library(), (), {}).papers == {}
