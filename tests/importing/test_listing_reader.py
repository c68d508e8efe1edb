"""Both forms of listing page, whole and damaged."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.importing.listing_page import DayAndMonth, ListingPage
from generator.importing.listing_reader import LONGEST_ABSTRACT, LONGEST_TITLE, read_listing
from generator.importing.listing_text import listing_text
from generator.model.problem import Problem
from tests.importing.made_up import PAGE_OF_DECEMBER, PAGE_WITHOUT_BYLINES, abstract


def codes(page: ListingPage) -> list[tuple[str, int]]:
    return [(problem.code, problem.place.line) for problem in page.problems]


def test_a_page_with_bylines_is_read_whole() -> None:
    page = read_listing(PAGE_OF_DECEMBER, "december.txt")
    assert page.date == DayAndMonth(12, 9)
    assert [record.title for record in page.records] == [
        "Quiet Heads: Pruning Attention by Listening",
        "Slow Mixers Are Enough",
        "A Third Way to Count Tokens",
        "Reducing the O(n^2) Cost of Looking",
    ]
    first, second, third, fourth = page.records
    assert (first.author_count, first.organization, first.date, first.comments) == (
        4,
        None,
        DayAndMonth(7, 21, 2024),
        None,
    )
    assert (second.author_count, second.organization, second.date, second.comments) == (
        None,
        "Example Lab",
        DayAndMonth(10, 30),
        3,
    )
    assert (third.author_count, third.organization, third.date, third.comments) == (None, None, None, None)
    assert (fourth.author_count, fourth.date, fourth.comments) == (1, DayAndMonth(2, 3), 12)
    assert [record.line for record in page.records] == [13, 21, 29, 33]
    assert page.problems == ()
    assert page.lost == 0


def test_a_page_of_titles_and_abstracts_is_read_line_by_line() -> None:
    page = read_listing(PAGE_WITHOUT_BYLINES, "plain.txt")
    assert [(record.title, record.line) for record in page.records] == [
        ("Slow mixers are enough", 3),
        ("Walking Graphs with Two Left Feet", 5),
    ]
    assert page.date is None
    assert page.problems == ()


@pytest.mark.parametrize(
    ("byline", "organization"),
    [
        ("example-inc example-inc", "example-inc"),
        ("examplelab Example Lab", "Example Lab"),
        ("examplelab", "examplelab"),
    ],
)
def test_an_organisation_is_named_as_it_shows_itself(byline: str, organization: str) -> None:
    page = read_listing(f"A Title\n\n{abstract()}\n\n{byline}\n·\nOct 15 2\n", "x")
    assert page.records[0].organization == organization
    assert page.records[0].comments == 2


def test_an_organisation_with_a_control_character_is_not_taken_over() -> None:
    page = read_listing(f"A Title\n\n{abstract()}\n\nlab Lab\x07oratory\n·\nOct 15 2\n", "x")
    assert page.records == ()
    assert codes(page) == [("E704", 1)]
    assert read_listing(f"A Title\n\n{abstract()}\n\n— —\n·\nOct 15 2\n", "x").records[0].organization is None


@pytest.mark.parametrize("typed", ["Feb 31, 2024", "Foo 5, 2024", "Jux 5"])
def test_a_date_that_is_none_costs_the_record_only_its_date(typed: str) -> None:
    page = read_listing(f"A Title\n\n{abstract()}\n\n  • 3 authors\n·\n{typed}\n", "x")
    assert page.records[0].author_count == 3
    assert page.records[0].date is None
    assert codes(page) == [("W701", 5)]
    assert typed in page.problems[0].message


def test_a_title_without_abstract_does_not_take_the_next_papers() -> None:
    text = f"First Title\nSecond Title\n{abstract()}\nThird Title\n{abstract()}"
    page = read_listing(text, "x")
    assert [(record.title, bool(record.abstract)) for record in page.records] == [
        ("First Title", False),
        ("Second Title", True),
        ("Third Title", True),
    ]


def test_an_abstract_of_two_paragraphs_stays_one() -> None:
    page = read_listing(f"A Title\n\n{abstract()}\n\n{abstract()}\n\n  • 3 authors\n·\nFeb 3, 2024\n", "x")
    assert len(page.records) == 1
    assert page.records[0].abstract == f"{abstract()}\n\n{abstract()}"


def test_what_is_no_record_is_told_with_its_line() -> None:
    page = read_listing(f"{abstract()}\n\n  • 2 authors\n·\nMay 5, 2024\n\nA Title\n\n{abstract()}\n", "x")
    assert codes(page) == [("E703", 1), ("E703", 3)]
    assert page.lost == 2
    assert [record.title for record in page.records] == ["A Title"]


def test_control_characters_never_come_in() -> None:
    page = read_listing(f"A \x1b[31mred\x07 Title\n{abstract()}\nA Title\n{abstract()}", "x")
    assert codes(page) == [("E704", 1)]
    assert page.problems[0].source_line is not None
    assert "\x1b" not in page.problems[0].source_line


def test_marks_that_turn_the_writing_direction_never_come_in() -> None:
    page = read_listing(f"A \u202eTitle\n{abstract()}\n", "x")
    assert codes(page) == [("E704", 1)]
    assert "changes the writing direction (U+202E)" in page.problems[0].message


def test_invisible_characters_of_a_copied_page_are_dropped() -> None:
    text = listing_text(f"\ufeffA Soft\u00adly Hy\u200bphenated Title\n{abstract()}\n".encode(), "x")
    assert isinstance(text, str)
    assert read_listing(text, "x").records[0].title == "A Softly Hyphenated Title"


def test_a_huge_line_is_no_abstract() -> None:
    page = read_listing(f"A Title\n{'word ' * LONGEST_ABSTRACT}\n", "x")
    assert codes(page) == [("E704", 1)]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"\x89PNG\r\n\0\0", "no text file"),
        (b"caf\xe9\nsecond", "not valid UTF-8"),
        ("x".encode("utf-16"), "UTF-16"),
        (b"<!DOCTYPE html><html></html>", "HTML"),
    ],
)
def test_what_is_no_text_page_is_told_in_one_message(content: bytes, words: str) -> None:
    problem = listing_text(content, "x.txt")
    assert isinstance(problem, Problem)
    assert problem.code == "E701"
    assert words in problem.message
    assert problem.hint


def test_invalid_bytes_are_told_with_their_line() -> None:
    problem = listing_text(b"one\ntwo\nthr\xffe", "x.txt")
    assert isinstance(problem, Problem)
    assert problem.place.line == 3


def test_a_page_of_another_kind_has_no_records() -> None:
    page = read_listing("Subscribe\n", "x")
    assert codes(page) == [("E702", 1)]


LINES = st.one_of(
    st.sampled_from(
        [
            "",
            "·",
            "  • 3 authors",
            "Jul 3, 2021",
            "Subscribe",
            "new",
            "lab Lab",
            abstract(),
            "A Title",
            "Dec 9",
        ]
    ),
    st.text(max_size=LONGEST_TITLE + 20),
)


@settings(deadline=None)
@given(st.lists(LINES, max_size=30).map("\n".join))
def test_any_text_ends_in_records_and_problems(text: str) -> None:
    page = read_listing(text, "x")
    assert page.records or page.problems
    assert page.lost == sum(problem.code in ("E703", "E704") for problem in page.problems)
    lines = [record.line for record in page.records]
    assert lines == sorted(set(lines))
    for problem in page.problems:
        assert 1 <= problem.place.line <= text.count("\n") + 1


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_a_text_or_a_problem(content: bytes) -> None:
    text = listing_text(content, "x")
    if isinstance(text, str):
        read_listing(text, "x")
