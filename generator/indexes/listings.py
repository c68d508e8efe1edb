"""When papers were listed by the sources that curators read, and how much they were discussed there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from generator.model.library import Library
from generator.model.paper import Paper, PaperKey
from generator.model.partial_date import PartialDate
from generator.model.week import Week, week_of

Time = TypeVar("Time")


def papers_by_listing(newest: Iterable[Paper]) -> dict[PartialDate, tuple[PaperKey, ...]]:
    """The papers listed on each date, latest date first; on one date the most discussed first."""
    shelves = _most_discussed_first(newest, lambda date: date)
    return {date: shelves[date] for date in sorted(shelves, key=lambda date: date.sort_key, reverse=True)}


def papers_by_listing_week(newest: Iterable[Paper]) -> dict[Week, tuple[PaperKey, ...]]:
    """The papers listed in each week, latest week first; a listing whose day is not known has no week."""
    shelves = _most_discussed_first(newest, listing_week)
    return {week: shelves[week] for week in sorted(shelves, reverse=True)}


def listing_week(date: PartialDate) -> Week | None:
    """The week of a listing, where its day is known."""
    return None if date.day is None else week_of(date.earliest_day)


def _most_discussed_first(
    newest: Iterable[Paper], time_of: Callable[[PartialDate], Time | None]
) -> dict[Time, tuple[PaperKey, ...]]:
    shelves: dict[Time, list[tuple[int, PaperKey]]] = {}
    for paper in newest:
        # Most papers of a large index are on no list.
        if not paper.listed:
            continue
        for time, comments in _by_time(paper, time_of).items():
            shelves.setdefault(time, []).append((comments, paper.key))
    # The sort is stable: papers with as many comments stay newest first.
    return {
        time: tuple(key for _, key in sorted(shelf, key=lambda entry: -entry[0]))
        for time, shelf in shelves.items()
    }


def comments_by_date(paper: Paper) -> Mapping[PartialDate, int]:
    """How many comments the listings of each date counted for a paper."""
    counts: dict[PartialDate, int] = {}
    for listing in paper.listed:
        if listing.date is not None:
            counts[listing.date] = max(counts.get(listing.date, 0), listing.comments or 0)
    return counts


def comments_by_week(paper: Paper) -> Mapping[Week, int]:
    """The same of each week, as far as days are known."""
    return _by_time(paper, listing_week)


def _by_time(paper: Paper, time_of: Callable[[PartialDate], Time | None]) -> dict[Time, int]:
    counts: dict[Time, int] = {}
    for date, comments in comments_by_date(paper).items():
        time = time_of(date)
        if time is not None:
            counts[time] = max(counts.get(time, 0), comments)
    return counts


def comments_on(library: Library, date: PartialDate, papers: Iterable[PaperKey]) -> int:
    """How many comments papers had together when they were listed on a date."""
    return sum(comments_by_date(library.papers[key]).get(date, 0) for key in papers)


def most_discussed(newest: Iterable[Paper]) -> tuple[PaperKey, ...]:
    """The active papers that any listing counted comments for: most comments first, then newest first."""
    discussed = [paper for paper in newest if paper.listed and paper.is_active and paper.comments]
    return tuple([paper.key for paper in sorted(discussed, key=lambda paper: -paper.comments)])
