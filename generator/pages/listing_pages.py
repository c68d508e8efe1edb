"""What the daily listings brought: a page for each day and each week, and one that leads to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.indexes.addresses import LISTED, listing_address
from generator.indexes.listings import comments_on, listing_week
from generator.model.partial_date import PartialDate
from generator.model.week import Week
from generator.pages.context import PageContext
from generator.pages.frame import PageParts
from generator.pages.lists import neighbours, page_suffix, pager, stretches
from generator.pages.paper_views import Named, maths
from generator.pages.shelf_pages import Shelf, shelf_pages
from generator.text.counting import counted

WEEKS_A_PAGE = 52
"""About a year. A week with its seven days takes 2 kB, so a page of them stays well below 200 kB."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A day or a week, or a month or year where no more is known, and what was listed in it."""

    name: str
    address: str
    count: int
    comments: int
    days: tuple[Listed, ...] = ()
    """Of a week: its days that have a list of their own, the latest first."""


def listing_pages(context: PageContext) -> Iterator[PageParts]:
    """The way to all listings, then the weeks, then the days."""
    weeks = listed_weeks(context)
    yield from listed_pages(context, weeks)
    in_order = list(weeks)
    for place, week in enumerate(in_order):
        turns = neighbours(in_order, place)
        yield from shelf_pages(context, week_shelf(context, week, weeks[week].days, *turns))
    dates = list(context.times.listings.values())
    for place, date in enumerate(dates):
        yield from shelf_pages(context, date_shelf(context, date, *neighbours(dates, place)))


def listed_weeks(context: PageContext) -> dict[Week, Listed]:
    """Each week with its days, the latest first."""
    days: dict[Week, list[Listed]] = {}
    for date in context.indexes.by_listing:
        week = listing_week(date)
        if week is not None:
            days.setdefault(week, []).append(listed_on(context, date))
    return {
        week: Listed(
            week.in_words,
            listing_address(week),
            len(papers),
            sum(day.comments for day in days[week]),
            tuple(day for day in days[week] if day.address != listing_address(week)),
        )
        for week, papers in context.indexes.by_listing_week.items()
    }


def listed_on(context: PageContext, date: PartialDate) -> Listed:
    """What was listed on a date."""
    papers = context.indexes.by_listing[date]
    comments = comments_on(context.library, date, papers)
    return Listed(date.in_words, context.times.listed(date), len(papers), comments)


def listed_pages(context: PageContext, weeks: Mapping[Week, Listed]) -> Iterator[PageParts]:
    """The list of weeks, and among them the dates of which only month or year is known."""
    dates = context.indexes.by_listing
    in_order = dict.fromkeys(listing_week(date) or date for date in dates)
    listings = [
        listed_on(context, time) if isinstance(time, PartialDate) else weeks[time] for time in in_order
    ]
    described = f"The {counted(len(dates), 'day')} on which papers of the index were listed"
    for stretch in stretches(listings, WEEKS_A_PAGE, LISTED):
        page = f"Page {stretch.number}. " if stretch.number > 1 else ""
        yield PageParts(
            address=stretch.address,
            title=f"Listed on{page_suffix(stretch.number, stretch.of)}",
            description=f"{page}{described}, week by week, with how much was said about them.",
            body=context.printer.print(
                "listed.html", listings=stretch.items, pager=pager(LISTED, stretch.number, stretch.of)
            ),
        )


def week_shelf(
    context: PageContext, week: Week, days: tuple[Listed, ...], newer: Week | None, older: Week | None
) -> Shelf:
    """What was listed in a week, and the way to its days."""
    papers = context.indexes.by_listing_week[week]
    return Shelf(
        address=listing_address(week),
        heading=f"Listed from {week.in_words}",
        title=f"Papers listed from {week.in_words}",
        description=f"{counted(len(papers), 'paper')} found in the listings from {week.in_words}, most discussed first.",
        papers=papers,
        sort="Listings of a week",
        lead=(maths("Most discussed first."),),
        before=context.printer.print(
            "listing.html",
            days=days,
            newer=newer and Named(newer.in_words, listing_address(newer)),
            older=older and Named(older.in_words, listing_address(older)),
        ),
        crumbs=(Named("Listed on", LISTED),),
        by_year=False,
    )


def date_shelf(
    context: PageContext, date: PartialDate, newer: PartialDate | None, older: PartialDate | None
) -> Shelf:
    """What was listed on a day."""
    papers = context.indexes.by_listing[date]
    week = listing_week(date)
    above = (Named(week.in_words, listing_address(week)),) if week else ()
    return Shelf(
        address=listing_address(date),
        heading=f"Listed {'on' if date.day else 'in'} {date.in_words}",
        title=f"Papers listed {'on' if date.day else 'in'} {date.in_words}",
        description=f"{counted(len(papers), 'paper')} found in the listings of {date.in_words}, most discussed first.",
        papers=papers,
        sort="Listing",
        lead=(maths("Most discussed first."),),
        before=context.printer.print(
            "listing.html",
            days=(),
            newer=newer and Named(newer.in_words, listing_address(newer)),
            older=older and Named(older.in_words, listing_address(older)),
        ),
        crumbs=(Named("Listed on", LISTED), *above),
        by_year=False,
    )
