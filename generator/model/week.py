"""A week from Monday to Sunday, numbered as ISO 8601 does: digests and listings go by it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from generator.model.partial_date import MONTHS


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """A week; the year is that of its Thursday."""

    year: int
    number: int

    def __str__(self) -> str:
        """``2026-W47``"""
        return f"{self.year:04d}-W{self.number:02d}"

    @property
    def first_day(self) -> dt.date:
        """Its Monday."""
        return dt.date.fromisocalendar(self.year, self.number, 1)

    @property
    def last_day(self) -> dt.date:
        """Its Sunday; the calendar's very last week ends with the calendar."""
        return dt.date.fromordinal(min(self.first_day.toordinal() + 6, dt.date.max.toordinal()))

    @property
    def in_words(self) -> str:
        """``16 to 22 November 2026``"""
        first, last = self.first_day, self.last_day
        start = str(first.day)
        if first.month != last.month:
            start += f" {MONTHS[first.month - 1]}"
        if first.year != last.year:
            start += f" {first.year}"
        return f"{start} to {last.day} {MONTHS[last.month - 1]} {last.year}"


def week_of(day: dt.date) -> Week:
    """The week that a day belongs to."""
    year, number, _ = day.isocalendar()
    return Week(year, number)
