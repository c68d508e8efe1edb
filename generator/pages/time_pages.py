"""Papers by time: newest, years and months, and what was discussed most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from generator.indexes.addresses import (
    DISCUSSED,
    NEWEST,
    YEARS,
    month_address,
    page_address,
    year_address,
)
from generator.model.partial_date import MONTHS, PartialDate
from generator.pages.choice import ALL, Choice
from generator.pages.context import PageContext
from generator.pages.frame import PageParts
from generator.pages.listing_pages import listing_pages
from generator.pages.lists import LINES_A_PAGE, neighbours
from generator.pages.paper_views import Named, maths
from generator.pages.shelf_pages import Shelf, shelf_pages
from generator.text.counting import counted


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


def time_pages(context: PageContext, choice: Choice = ALL) -> Iterator[PageParts]:
    """All pages that go by time, or those that were chosen of them; lists of listings in any case."""
    if choice.has(NEWEST):
        yield from shelf_pages(context, newest_shelf(context))
    if choice.has(DISCUSSED):
        yield from shelf_pages(context, discussed_shelf(context))
    if choice.has(YEARS):
        yield from year_pages(context, choice)
    yield from listing_pages(context)


def year_pages(context: PageContext, choice: Choice) -> Iterator[PageParts]:
    """The page of all years, and the chosen ones of years and months."""
    yield years_page(context)
    years = [Named(str(year), year_address(year)) for year in context.indexes.by_year]
    for place, year in enumerate(context.indexes.by_year):
        if choice.has(year_address(year)):
            turns = printed_turns(context, "Other years", years, place)
            yield from shelf_pages(context, year_shelf(context, year, turns))
    months = [
        Named(PartialDate(year, month).in_words, month_address(year, month))
        for year, month in context.times.months
    ]
    for place, (year, month) in enumerate(context.times.months):
        if choice.has(month_address(year, month)):
            turns = printed_turns(context, "Other months", months, place)
            yield from shelf_pages(context, month_shelf(context, year, month, turns))


def newest_shelf(context: PageContext) -> Shelf:
    """Every paper that still stands, newest first."""
    active = frozenset(context.indexes.last_added)
    papers = [key for key in context.indexes.newest if key in active]
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
        order="newest",
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
        order="discussed",
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
        yield Month(name[:3], place_of_month(context, year, month) if papers else "", len(papers), shade)


def place_of_month(context: PageContext, year: int, month: int) -> str:
    """Where a month's papers begin: its own list, or its heading in the lines of the year."""
    if (year, month) in context.times.months or "years" not in context.extent.in_lines:
        return context.times.month(year, month)
    above = context.indexes.by_year[year].index(context.indexes.by_month[year, month][0])
    return f"{page_address(year_address(year), above // LINES_A_PAGE + 1)}#m{month}"


def printed_turns(context: PageContext, label: str, times: Sequence[Named], place: int) -> Markup:
    """The way to the next newer and the next older one."""
    newer, older = neighbours(times, place)
    return context.printer.print("turns.html", label=label, newer=newer, older=older)


def year_shelf(context: PageContext, year: int, turns: Markup) -> Shelf:
    """A year's papers."""
    papers = context.indexes.by_year[year]
    return Shelf(
        address=year_address(year),
        heading=str(year),
        title=f"Papers of {year}",
        description=f"{counted(len(papers), 'paper')} whose first version is of {year}.",
        papers=papers,
        sort="Year",
        before=turns,
        crumbs=(Named("Years", YEARS),),
        by_year=False,
        in_lines="years" in context.extent.in_lines,
        by_month="years" in context.extent.in_lines,
        exported=("years", str(year)),
        query=f"year:{year}",
        order="newest",
    )


def month_shelf(context: PageContext, year: int, month: int, turns: Markup) -> Shelf:
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
        before=turns,
        crumbs=(Named("Years", YEARS), Named(str(year), year_address(year))),
        by_year=False,
        query=f"year:{year}",
        order="newest",
    )
