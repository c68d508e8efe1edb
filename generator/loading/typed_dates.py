"""Dates as people type them, read where only one reading is possible."""

from __future__ import annotations

import re

from generator.model.partial_date import MONTHS, parse_partial_date

DAY_FIRST = re.compile(r"(?P<day>\d{1,2})\.? (?P<month>[A-Za-z]{3,9})\.?,? (?P<year>\d{4})")
MONTH_FIRST = re.compile(r"(?P<month>[A-Za-z]{3,9})\.? (?:(?P<day>\d{1,2}),? )?(?P<year>\d{4})")
YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})(?:[-/.](?P<day>\d{1,2}))?(?:[T ]\d\d:\d\d.*)?"
)


def iso_date(typed: str) -> str | None:
    """``1 March 2024``, ``Mar 1, 2024``, ``2024/3/1`` as ``2024-03-01``; 3/1/2024 could be two days: None."""
    for form in (YEAR_FIRST, DAY_FIRST, MONTH_FIRST):
        match = form.fullmatch(typed)
        month = month_number(match["month"]) if match else None
        if match and month is not None:
            day = f"-{int(match['day']):02d}" if match["day"] else ""
            date = f"{match['year']}-{month:02d}{day}"
            return date if parse_partial_date(date) else None
    return None


def month_number(word: str) -> int | None:
    """The number of a month given as a figure, a name or the first letters of one."""
    if word.isdigit():
        return int(word)
    found = [number for number, name in enumerate(MONTHS, 1) if name.lower().startswith(word.lower())]
    return found[0] if len(found) == 1 else None
