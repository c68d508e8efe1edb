"""When papers were listed by the sources that curators read, and how much they were discussed there."""

from __future__ import annotations

from collections.abc import Iterable

from generator.model.library import Library
from generator.model.paper import PaperKey


def papers_by_listing(library: Library, newest: Iterable[PaperKey]) -> dict[str, tuple[PaperKey, ...]]:
    """The papers listed on each date, newest date first; on one date the most discussed first."""
    shelves: dict[str, list[tuple[int, PaperKey]]] = {}
    for key in newest:
        counts: dict[str, int] = {}
        for listing in library.papers[key].listed:
            if listing.date is not None:
                date = str(listing.date)
                counts[date] = max(counts.get(date, 0), listing.comments or 0)
        for date, comments in counts.items():
            shelves.setdefault(date, []).append((comments, key))
    # The sort is stable: papers with as many comments stay newest first.
    return {
        date: tuple(key for _, key in sorted(shelves[date], key=lambda entry: -entry[0]))
        for date in sorted(shelves, reverse=True)
    }


def comments_on(library: Library, key: PaperKey, date: str) -> int:
    """How many comments the listings of a date counted for a paper."""
    listed = library.papers[key].listed
    return max((listing.comments or 0 for listing in listed if str(listing.date) == date), default=0)


def most_discussed(library: Library, newest: Iterable[PaperKey]) -> tuple[PaperKey, ...]:
    """The active papers that any listing counted comments for: most comments first, then newest first."""
    discussed = [key for key in newest if library.papers[key].is_active and library.papers[key].comments]
    return tuple(sorted(discussed, key=lambda key: -library.papers[key].comments))
