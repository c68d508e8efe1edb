"""Shelves: who stands where, newest first."""

from __future__ import annotations

import datetime as dt

from generator.indexes.indexes import build_indexes
from generator.indexes.lineage import built_upon_by, family_of
from generator.indexes.ordering import from_a_to_z, initial, keys_by_title, last_added_first, title_key
from generator.indexes.shelves import papers_by_main_topic
from generator.model.library import Library
from generator.model.paper import Listing, Venue
from generator.model.partial_date import PartialDate
from generator.model.topic import Tag, Topic
from generator.model.week import Week, week_of
from tests.support.papers import TOPIC, a_library, a_paper

OTHER_TOPIC = Topic(
    key="vision", name="Vision", description="Seeing.", order=2, group="Models", source="v.yml"
)


def test_last_added_first_then_the_newest_then_by_key() -> None:
    papers = (
        a_paper("b", added=PartialDate(2026, 11, 2), date=PartialDate(2025, 3)),
        a_paper("a", added=PartialDate(2026, 11, 2), date=PartialDate(2025, 3)),
        a_paper("newer", added=PartialDate(2026, 11, 2), date=PartialDate(2025, 3, 1)),
        a_paper("last", added=PartialDate(2026, 11, 10), date=PartialDate(1999)),
        # Of one whose day nobody wrote down the day of its first version counts, a month from its first day on.
        a_paper("undated", added=None, date=PartialDate(2026, 11)),
        a_paper("gone", added=PartialDate(2026, 11, 20), status="withdrawn"),
    )
    assert last_added_first(papers) == ("last", "newer", "a", "b", "undated")


def test_newest_first_then_by_title_then_by_key() -> None:
    papers = [
        a_paper("one", title="Beta", date=PartialDate(2025, 3, 1)),
        a_paper("two", title="Alpha", date=PartialDate(2025, 3, 1)),
        a_paper("four", title="Alpha", date=PartialDate(2025, 3, 1)),
        a_paper("three", title="Zeta", date=PartialDate(2025, 4)),
    ]
    assert build_indexes(a_library(*papers)).newest == ("three", "four", "two", "one")


def test_a_month_without_its_day_stands_below_the_known_days_of_that_month() -> None:
    papers = [a_paper("month", date=PartialDate(2025, 3)), a_paper("day", date=PartialDate(2025, 3, 1))]
    assert build_indexes(a_library(*papers)).newest == ("day", "month")


def test_letters_begin_where_their_first_title_stands() -> None:
    titles = ("3D", "Beta", "The Alpha", "Élan", "eel", "ωmega", "日本", "…")
    papers = [a_paper(f"p{place}", title=title) for place, title in enumerate(titles)]
    keys, letters = from_a_to_z(papers)
    headings = [initial(title_key(papers[int(key[1:])])[0]) for key in keys]
    assert letters == {letter: headings.index(letter) for letter in headings}
    assert letters.keys() == {"#", "A", "B", "E"}


def test_each_paper_stands_once_under_its_main_topic() -> None:
    papers = [
        a_paper("a", topic="memory", also_in=("attention",), date=PartialDate(2024)),
        a_paper("b", topic="attention", also_in=("memory",), date=PartialDate(2025)),
        a_paper("c", topic="memory", date=PartialDate(2025)),
    ]
    newest = sorted(papers, key=lambda paper: (-paper.date.year, paper.key))
    assert papers_by_main_topic(newest) == {"attention": ("b",), "memory": ("c", "a")}


def test_an_article_and_accents_do_not_decide_where_a_title_stands() -> None:
    papers = [
        a_paper("b", title="Beta"),
        a_paper("a", title="The Alpha"),
        a_paper("e", title="Élan"),
        a_paper("d", title="delta"),
    ]
    assert keys_by_title(papers) == ("a", "b", "d", "e")


def test_a_title_of_one_article_stands_under_its_letter() -> None:
    assert initial(title_key(a_paper("a", title="A"))[0]) == "A"


def test_digits_and_other_scripts_share_one_heading() -> None:
    assert [
        initial(title_key(a_paper("x", title=title))[0]) for title in ("3D", "Ωmega", "$O(n)$ heads", "…")
    ] == [
        "#",
        "#",
        "O",
        "#",
    ]


def test_a_paper_stands_under_each_of_its_topics_once() -> None:
    library = a_library(a_paper("x", also_in=("vision", "attention")), topics=(TOPIC, OTHER_TOPIC))
    assert build_indexes(library).by_topic == {"attention": ("x",), "vision": ("x",)}


def test_topics_tags_and_kinds_without_papers_keep_their_empty_shelf() -> None:
    library = a_library(tags=(Tag(key="kv-cache", name="KV cache"),))
    indexes = build_indexes(library)
    assert indexes.by_topic == {"attention": ()}
    assert indexes.by_tag == {"kv-cache": ()}
    assert indexes.by_kind["method"] == ()


def test_years_and_months_stand_latest_first_and_need_to_be_known() -> None:
    library = a_library(
        a_paper("old", date=PartialDate(2024)),
        a_paper("new", date=PartialDate(2025, 2)),
        a_paper("newer", date=PartialDate(2025, 11, 3)),
    )
    indexes = build_indexes(library)
    assert list(indexes.by_year) == [2025, 2024]
    assert list(indexes.by_month) == [(2025, 11), (2025, 2)]


def test_a_day_lists_the_most_discussed_first_and_each_paper_once() -> None:
    day = PartialDate(2025, 11, 11)
    library = a_library(
        a_paper("quiet", listed=(Listing("daily", day),)),
        a_paper("loud", listed=(Listing("daily", day, 3), Listing("other", day, 9))),
    )
    indexes = build_indexes(library)
    assert indexes.by_listing == {day: ("loud", "quiet")}
    assert indexes.discussed == ("loud",)


def test_a_week_gathers_its_days_and_takes_no_date_without_a_day() -> None:
    sunday, monday = PartialDate(2025, 11, 9), PartialDate(2025, 11, 10)
    library = a_library(
        a_paper("before", listed=(Listing("daily", sunday, 5),)),
        a_paper(
            "twice", listed=(Listing("daily", monday, 1), Listing("daily", PartialDate(2025, 11, 16), 4))
        ),
        a_paper("once", listed=(Listing("daily", PartialDate(2025, 11, 12), 2),)),
        a_paper("month", listed=(Listing("daily", PartialDate(2025, 11), 9),)),
    )
    indexes = build_indexes(library)
    assert indexes.by_listing_week == {Week(2025, 46): ("twice", "once"), Week(2025, 45): ("before",)}
    assert [str(date) for date in indexes.by_listing] == [
        "2025-11-16",
        "2025-11-12",
        "2025-11-10",
        "2025-11-09",
        "2025-11",
    ]


def test_weeks_are_those_of_the_calendar_to_its_end() -> None:
    assert [str(week_of(dt.date(2026, 12, 31))), str(week_of(dt.date(2027, 1, 3)))] == ["2026-W53"] * 2
    assert Week(2026, 53).in_words == "28 December 2026 to 3 January 2027"
    assert week_of(dt.date.min).first_day == dt.date.min
    assert week_of(dt.date.max).last_day == dt.date.max


def test_a_withdrawn_paper_is_not_among_the_most_discussed() -> None:
    listed = (Listing("daily", PartialDate(2025, 11, 11), 3),)
    library = a_library(a_paper("x", status="withdrawn", status_note="By its authors.", listed=listed))
    assert build_indexes(library).discussed == ()


def test_who_builds_on_a_paper_is_known_from_the_other_side() -> None:
    library = a_library(
        a_paper("root", date=PartialDate(2020)),
        a_paper("one", date=PartialDate(2021), builds_on=("root",)),
        a_paper("two", date=PartialDate(2022), builds_on=("root", "one")),
    )
    assert built_upon_by(library, ("two", "one", "root")) == {"one": ("two",), "root": ("two", "one")}


def test_a_family_reaches_two_generations_and_names_nobody_twice() -> None:
    library = a_library(
        a_paper("a"),
        a_paper("b", builds_on=("a",)),
        a_paper("c", builds_on=("b", "a")),
        a_paper("d", builds_on=("c",)),
        a_paper("e", builds_on=("d",)),
        a_paper("f", builds_on=("e",)),
    )
    heirs = built_upon_by(library, sorted(library.papers))
    assert family_of(library, heirs, "c") == {-1: ("b", "a"), 0: ("c",), 1: ("d",), 2: ("e",)}


def test_papers_that_build_on_each_other_do_not_trap_the_walk() -> None:
    library = a_library(a_paper("a", builds_on=("b",)), a_paper("b", builds_on=("a",)))
    heirs = built_upon_by(library, ("a", "b"))
    assert family_of(library, heirs, "a", reach=5) == {-1: ("b",), 0: ("a",)}


def test_an_empty_library_has_empty_indexes() -> None:
    indexes = build_indexes(Library())
    assert (indexes.newest, indexes.by_year, indexes.authors.shown) == ((), {}, {})


def test_a_venue_gathers_its_years() -> None:
    library = a_library(
        a_paper("one", venue=Venue("NeurIPS", 2024)), a_paper("two", venue=Venue("NeurIPS", 2025))
    )
    assert dict(build_indexes(library).venues.papers) == {"neurips": ("one", "two")}
