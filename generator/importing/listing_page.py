"""What a listing page says, before anything is made of it."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model.problem import Problem


@dataclass(frozen=True, slots=True)
class DayAndMonth:
    """A date as listings print it. The year is missing where it is the year of the page itself."""

    month: int
    day: int
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingRecord:
    """One paper as one page shows it."""

    title: str
    """As printed, damage included."""
    abstract: str
    line: int
    """Where the title stands, from 1."""

    author_count: int | None = None
    organization: str | None = None
    date: DayAndMonth | None = None
    comments: int | None = None


@dataclass(frozen=True, slots=True)
class ListingPage:
    """A page read whole."""

    path: str
    """As the user named it."""
    date: DayAndMonth | None
    records: tuple[ListingRecord, ...]
    problems: tuple[Problem, ...] = ()
    lost: int = 0
    """Records that were seen but could not be read; each has its problem."""
