"""The year that a page does not print."""

from __future__ import annotations

import pytest

from generator.importing.listing_dates import dated_page
from generator.importing.listing_page import DayAndMonth, ListingPage, ListingRecord
from generator.model.partial_date import PartialDate


def page(date: DayAndMonth | None, *dates: DayAndMonth | None) -> ListingPage:
    records = tuple(
        ListingRecord(title=f"Paper {number}", abstract="", line=number, date=day)
        for number, day in enumerate(dates, start=1)
    )
    return ListingPage("x.txt", date, records)


def test_the_page_is_of_the_year_after_the_latest_it_prints() -> None:
    dated = dated_page(
        page(DayAndMonth(4, 21), DayAndMonth(10, 19, 2025), DayAndMonth(2, 3), DayAndMonth(6, 9, 2015))
    )
    assert dated.date == PartialDate(2026, 4, 21)
    assert dated.inferred
    assert dated.full_date(DayAndMonth(2, 3)) == PartialDate(2026, 2, 3)
    assert dated.full_date(DayAndMonth(10, 19, 2025)) == PartialDate(2025, 10, 19)
    assert dated.problems == ()


@pytest.mark.parametrize(
    ("given", "year", "expected"),
    [(PartialDate(2027, 4, 21), None, 2027), (None, 2028, 2028), (PartialDate(2027, 4, 21), 2028, 2027)],
)
def test_what_the_user_says_comes_first(given: PartialDate | None, year: int | None, expected: int) -> None:
    dated = dated_page(page(DayAndMonth(4, 21), DayAndMonth(2, 3), DayAndMonth(10, 19, 2025)), given, year)
    assert dated.full_date(DayAndMonth(2, 3)) == PartialDate(expected, 2, 3)
    assert not dated.inferred


def test_a_printed_year_needs_no_inference() -> None:
    dated = dated_page(page(DayAndMonth(4, 21, 2026), DayAndMonth(2, 3)))
    assert (dated.date, dated.inferred) == (PartialDate(2026, 4, 21), False)


def test_a_year_that_nothing_tells_is_left_open() -> None:
    dated = dated_page(page(DayAndMonth(4, 21), DayAndMonth(2, 3)))
    assert dated.date is None
    assert dated.full_date(DayAndMonth(2, 3)) is None
    assert [problem.code for problem in dated.problems] == ["W702"]
    assert "--page-date" in (dated.problems[0].hint or "")


def test_dates_that_do_not_fit_the_page_are_doubted() -> None:
    later = dated_page(page(DayAndMonth(4, 21), DayAndMonth(10, 19, 2024), DayAndMonth(5, 2)))
    assert [(problem.code, problem.place.line) for problem in later.problems] == [("W703", 2)]
    too_early = dated_page(page(DayAndMonth(4, 21), DayAndMonth(10, 19, 2025)), PartialDate(2025, 4, 21))
    assert [problem.code for problem in too_early.problems] == ["W703"]
    other_day = dated_page(page(DayAndMonth(4, 21), DayAndMonth(10, 19, 2025)), PartialDate(2026, 4, 22))
    assert [problem.code for problem in other_day.problems] == ["W703"]
