"""The map of the field: the same everywhere, likeness near, nothing on top of each other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.indexes import field_map as field_map_room
from generator.indexes import kept_map
from generator.indexes.field_map import field_map
from generator.indexes.indexes import build_indexes
from generator.indexes.kept_map import (
    FILE,
    MOST_ON_MAP,
    FieldMap,
    Near,
    Point,
    _mapped_with_memory,
    map_with_memory,
    mapped_by_indexes,
)
from generator.indexes.ordering import keys_by_title, newest_first
from generator.indexes.related_paper import RelatedPaper
from generator.model.entry_texts import NO_TEXTS
from generator.model.library import Library
from generator.model.paper import Listing, PaperKey
from generator.model.partial_date import PartialDate
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


def shown_of(library: Library) -> tuple[PaperKey, ...]:
    return mapped_by_indexes(library, build_indexes(library))


def distance(one: Point, other: Point) -> float:
    return math.dist(one, other)


def test_the_same_library_gives_the_same_map() -> None:
    library = a_field()
    turned = a_library(*list(library.papers.values())[::-1], topics=TOPICS)
    assert map_with_memory(library, shown_of(library), {}, None) == map_with_memory(
        turned, shown_of(turned), {}, None
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


def test_of_very_many_those_most_discussed_and_then_the_newest_are_shown() -> None:
    library = a_library(
        *(a_paper(f"p{number:04}") for number in range(MOST_ON_MAP)),
        a_paper("talked-of", listed=(Listing("list", comments=3),)),
    )
    shown = shown_of(library)
    assert (len(shown), "talked-of" in shown, f"p{MOST_ON_MAP - 1:04}" in shown) == (MOST_ON_MAP, True, False)
    assert list(shown) == sorted(shown)


@given(
    st.lists(
        st.tuples(st.sampled_from("ba"), st.integers(0, 2), st.integers(2019, 2021), st.booleans()),
        max_size=30,
    ),
    st.integers(1, 12),
)
def test_what_the_map_shows_are_the_first_in_the_order_of_lists(
    tmp_path_factory: pytest.TempPathFactory, drawn: list[tuple[str, int, int, bool]], most: int
) -> None:
    library = a_library(
        *(
            a_paper(
                f"p{number:02}",
                title=title,
                date=PartialDate(year),
                listed=(Listing("list", comments=comments),),
                status="active" if stands else "withdrawn",
            )
            for number, (title, comments, year, stands) in enumerate(drawn)
        )
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept_map, "MOST_ON_MAP", most)
        shown = shown_of(library)
        assert _mapped_with_memory(library, tmp_path_factory.mktemp("kept"), NO_TEXTS) == shown
    newest = newest_first(keys_by_title(library.papers.values()), library.papers)
    active = [key for key in newest if library.papers[key].is_active]
    wanted = sorted(active, key=lambda key: -library.papers[key].comments)[:most]
    assert list(shown) == sorted(wanted)


def test_a_map_is_laid_out_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library, near = a_field(), {"north-0": (RelatedPaper("south-1", 0.5, ("x",)),)}
    newest = sorted(library.papers)
    first = map_with_memory(library, newest, near, tmp_path)
    assert first == field_map(library, newest, near)
    laid_out: list[FieldMap] = []

    def noted(library: Library, shown: Sequence[PaperKey], related: Near) -> FieldMap:
        laid_out.append(field_map(library, shown, related))
        return laid_out[-1]

    monkeypatch.setattr(field_map_room, "field_map", noted)
    again = map_with_memory(library, newest, near, tmp_path)
    assert (again, list(again.papers), laid_out) == (first, list(first.papers), [])
    moved = a_library(*library.papers.values(), a_paper("new", topic="east"), topics=TOPICS)
    turned = a_library(*library.papers.values(), topics=TOPICS[::-1])
    nearer = {"north-0": (RelatedPaper("south-1", 0.6, ("x",)),)}
    for other, related in ((moved, near), (turned, near), (library, nearer)):
        keys = sorted(other.papers)
        assert map_with_memory(other, keys, related, tmp_path) == field_map(other, keys, related)
    assert len(laid_out) == 3
    kept = tmp_path / FILE
    kept.write_bytes(kept.read_bytes().replace(b"north-0", b"north-O"))
    assert map_with_memory(library, newest, nearer, tmp_path) == laid_out[-1]
    assert len(laid_out) == 4
