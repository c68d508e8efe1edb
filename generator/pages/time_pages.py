"""Papers by time: newest, years and months, the days on which they were listed, and what was discussed most."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.indexes.addresses import (
    DISCUSSED,
    LISTED,
    NEWEST,
    YEARS,
    listing_address,
    month_address,
    year_address,
)
from generator.indexes.listings import comments_on
from generator.model.partial_date import MONTHS, PartialDate, parse_partial_date
from generator.pages.context import PageContext
from generator.pages.frame import PageParts
from generator.pages.paper_views import Named, maths
from generator.pages.printer import counted
from generator.pages.shelf_pages import Shelf, shelf_pages


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a year and how many papers it has; without an address it has none."""

    name: str
    address: str
    count: int
    shade: int
    """How full it is beside the fullest month of all years: 0 for empty, else 1 to 5."""


@dataclass(frozen=True, slots=True)
class Year:
    """A year with its months."""

    name: str
    address: str
    count: int
    months: tuple[Month, ...]


@dataclass(frozen=True, slots=True)
class ListingDay:
    """A day on which papers were listed."""

    name: str
    address: str
    count: int
    comments: int


def time_pages(context: PageContext) -> Iterator[PageParts]:
    """All pages that go by time."""
    yield from shelf_pages(context, newest_shelf(context))
    yield from shelf_pages(context, discussed_shelf(context))
    yield years_page(context)
    for year in context.indexes.by_year:
        yield from shelf_pages(context, year_shelf(context, year))
    for year, month in context.indexes.by_month:
        yield from shelf_pages(context, month_shelf(context, year, month))
    yield listed_page(context)
    for date in context.indexes.by_listing:
        yield from shelf_pages(context, listing_shelf(context, date))


def newest_shelf(context: PageContext) -> Shelf:
    """Every paper that still stands, newest first."""
    papers = [key for key in context.indexes.newest if context.library.papers[key].is_active]
    return Shelf(
        address=NEWEST,
        heading="Newest papers",
        title="Newest papers",
        description=f"All {counted(len(papers), 'paper')}, those with the latest first version on top.",
        papers=papers,
        lead=(maths("By the date of the first public version."),),
        empty="There are no papers yet.",
        section="new",
        exported=("all", "all"),
    )


def discussed_shelf(context: PageContext) -> Shelf:
    """The papers that listings counted comments for."""
    papers = context.indexes.discussed
    return Shelf(
        address=DISCUSSED,
        heading="Most discussed",
        title="Most discussed papers",
        description=f"The {counted(len(papers), 'paper')} that had comments when they were listed, most comments first.",
        papers=papers,
        lead=(maths("By the number of comments they had on the day they were listed."),),
        empty="No listing has counted comments yet.",
        by_year=False,
    )


def years_page(context: PageContext) -> PageParts:
    """All years with their months."""
    fullest = max((len(papers) for papers in context.indexes.by_month.values()), default=1)
    years = [
        Year(str(year), year_address(year), len(papers), tuple(months_of(context, year, fullest)))
        for year, papers in context.indexes.by_year.items()
    ]
    return PageParts(
        address=YEARS,
        title="Years and months",
        description=f"Papers by the month of their first version, in {counted(len(years), 'year')}.",
        body=context.printer.print("years.html", years=years),
    )


def months_of(context: PageContext, year: int, fullest: int) -> Iterator[Month]:
    """The twelve months of a year."""
    for month, name in enumerate(MONTHS, 1):
        papers = context.indexes.by_month.get((year, month), ())
        shade = -(-5 * len(papers) // fullest)
        yield Month(name[:3], month_address(year, month) if papers else "", len(papers), shade)


def year_shelf(context: PageContext, year: int) -> Shelf:
    """A year's papers."""
    papers = context.indexes.by_year[year]
    return Shelf(
        address=year_address(year),
        heading=str(year),
        title=f"Papers of {year}",
        description=f"{counted(len(papers), 'paper')} whose first version is of {year}.",
        papers=papers,
        sort="Year",
        crumbs=(Named("Years", YEARS),),
        by_year=False,
        exported=("years", str(year)),
    )


def month_shelf(context: PageContext, year: int, month: int) -> Shelf:
    """A month's papers."""
    papers = context.indexes.by_month[year, month]
    words = PartialDate(year, month).in_words
    return Shelf(
        address=month_address(year, month),
        heading=words,
        title=f"Papers of {words}",
        description=f"{counted(len(papers), 'paper')} whose first version is of {words}.",
        papers=papers,
        sort="Month",
        crumbs=(Named("Years", YEARS), Named(str(year), year_address(year))),
        by_year=False,
    )


def listed_page(context: PageContext) -> PageParts:
    """All days on which papers were listed."""
    days = [
        ListingDay(
            in_words(date),
            listing_address(date),
            len(papers),
            sum(comments_on(context.library, key, date) for key in papers),
        )
        for date, papers in context.indexes.by_listing.items()
    ]
    return PageParts(
        address=LISTED,
        title="Listed on",
        description=f"The {counted(len(days), 'day')} on which papers of the index were listed, with what was said.",
        body=context.printer.print("listed.html", days=days),
    )


def listing_shelf(context: PageContext, date: str) -> Shelf:
    """What was listed on a day."""
    papers = context.indexes.by_listing[date]
    words = in_words(date)
    return Shelf(
        address=listing_address(date),
        heading=f"Listed on {words}" if date.count("-") == 2 else f"Listed in {words}",
        title=f"Papers listed on {words}",
        description=f"{counted(len(papers), 'paper')} found in the listings of {words}, most discussed first.",
        papers=papers,
        sort="Listing",
        lead=(maths("Most discussed first."),),
        crumbs=(Named("Listed on", LISTED),),
        by_year=False,
    )


def in_words(date: str) -> str:
    """``11 November 2025`` for ``2025-11-11``."""
    parsed = parse_partial_date(date)
    return parsed.in_words if parsed else date
