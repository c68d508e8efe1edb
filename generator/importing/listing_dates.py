"""The year that a listing does not print.

The source prints a date's year unless it is the year of the page itself. So every year printed on a page
lies before the page's own, and a page whose latest printed year is 2024 is of 2025 or later. The earliest
year that fits is taken: listings reach back without gaps, so the year before the page's own is nearly
always among them. Somebody who knows better says so on the command line (``--page-date``).

The clock and the file's time are not asked: the same page must give the same entries next year and on
another machine.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.importing.listing_page import DayAndMonth, ListingPage
from generator.model.partial_date import PartialDate
from generator.model.problem import Place, Problem


@dataclass(frozen=True, slots=True)
class DatedPage:
    """A page with its year settled as far as it can be."""

    page: ListingPage
    date: PartialDate | None
    """The page's own date."""
    year: int | None
    """What a date without a year belongs to."""
    inferred: bool
    """Whether the year was worked out from the page rather than printed or given."""
    problems: tuple[Problem, ...] = ()

    def full_date(self, date: DayAndMonth | None) -> PartialDate | None:
        """A record's date with its year; None where either is unknown."""
        if date is None or (year := date.year or self.year) is None:
            return None
        return PartialDate(year, date.month, date.day)


def dated_page(
    page: ListingPage, given: PartialDate | None = None, given_year: int | None = None
) -> DatedPage:
    """The page with its date: what the user gave first, then what is printed, then what follows from the
    records.
    """
    year, inferred = _year(page, given, given_year)
    date = given or (PartialDate(year, page.date.month, page.date.day) if page.date and year else None)
    return DatedPage(page, date, year, inferred, tuple(_doubts(page, date, year)))


def _year(page: ListingPage, given: PartialDate | None, given_year: int | None) -> tuple[int | None, bool]:
    if given is not None:
        return given.year, False
    if given_year is not None:
        return given_year, False
    if page.date is not None and page.date.year is not None:
        return page.date.year, False
    printed = _printed_years(page)
    return (max(printed) + 1, True) if printed and page.date is not None else (None, False)


def _printed_years(page: ListingPage) -> set[int]:
    return {record.date.year for record in page.records if record.date and record.date.year}


def _doubts(page: ListingPage, date: PartialDate | None, year: int | None) -> Iterator[Problem]:
    """What about the page's dates does not fit together."""
    how = "say it: --page-date YYYY-MM-DD for one page, --page-date FILE=YYYY-MM-DD for one of several"
    undated = [record for record in page.records if record.date and record.date.year is None]
    if year is None:
        if undated:
            message = f"the page's year is unknown, so {len(undated)} dates without a year are left out"
            yield Problem("W702", message, Place(page.path), how)
        return
    if (
        page.date is not None
        and date is not None
        and (date.month, date.day) != (page.date.month, page.date.day)
    ):
        message = f"the page says month {page.date.month}, day {page.date.day}, not {date}; {date} is taken"
        yield Problem("W703", message, Place(page.path), how)
    if (latest := max(_printed_years(page), default=0)) >= year:
        message = f"the page is taken to be of {year}, but prints the year {latest} as another"
        yield Problem("W703", message, Place(page.path), how)
    if date is None or date.month is None:
        return
    for record in undated:
        if record.date is not None and (record.date.month, record.date.day) > (date.month, date.day or 31):
            message = f"a paper of month {record.date.month}, day {record.date.day} is later than its page of {date}"
            yield Problem("W703", message, Place(page.path, record.line), how)
