"""A date as far as it is known: a year, a month or a day.

Papers are dated by their first public version, and for many only the month is known. Comparing and
printing such dates is this module's whole duty; reading them from text is here too, because the two
must agree.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

FORM = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, with a month and a day where they are known (a day never comes without its month)."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        """The ISO 8601 form as far as known: ``2025``, ``2025-10`` or ``2025-10-30``."""
        if self.month is None:
            return f"{self.year:04d}"
        if self.day is None:
            return f"{self.year:04d}-{self.month:02d}"
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"

    @property
    def in_words(self) -> str:
        """For readers: ``30 October 2025``, ``October 2025`` or ``2025``."""
        if self.month is None:
            return str(self.year)
        month = f"{MONTHS[self.month - 1]} {self.year}"
        return month if self.day is None else f"{self.day} {month}"

    @property
    def sort_key(self) -> tuple[int, int, int]:
        """Orders dates; a date known only by its month stands before that month's known days."""
        return (self.year, self.month or 0, self.day or 0)

    @property
    def earliest_day(self) -> dt.date:
        """The first day the date can mean, for formats that insist on a whole date."""
        return dt.date(*self.earliest_numbers)

    @property
    def earliest_numbers(self) -> tuple[int, int, int]:
        """The same as numbers, which are sorted in a third of the time."""
        return self.year, self.month or 1, self.day or 1


@lru_cache(maxsize=20_000)  # the papers of an index share their days
def parse_partial_date(text: str) -> PartialDate | None:
    """The date that ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` names; None when the calendar has no such date."""
    match = FORM.fullmatch(text)
    if match is None or not text.isascii():
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    if year is None or year < 1:
        return None
    try:
        # Not `or`: 00 stands for a part nobody knows, which is left out instead.
        dt.date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    return PartialDate(year, month, day)
