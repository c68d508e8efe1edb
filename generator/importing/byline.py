"""The line under an abstract: who, when, and how many comments.

    • 4 authors          moonshotai Moonshot AI
    ·                    ·
    Jul 21, 2023         Oct 30 3

An organisation comes as its handle on the site and its display name. The year is left out where it is the
page's own; a number behind the date counts comments.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from generator.importing.listing_page import DayAndMonth
from generator.model.partial_date import MONTHS

BYLINE = re.compile(r"(?P<who>[^·]{0,200}?)\s*·\s*(?P<when>[^·]{0,60})")
AUTHOR_COUNT = re.compile(r"•?\s*(?P<count>[0-9]{1,4})\s+authors?")
DATE = re.compile(r"(?P<month>[A-Za-z]{3,9})\.?\s+(?P<day>[0-9]{1,2})(?:,\s*(?P<year>[0-9]{4}))?")
DATE_AND_COMMENTS = re.compile(DATE.pattern + r"(?:\s+(?P<comments>[0-9]{1,6}))?")

LEAP_YEAR = 2024
"""Stands in for an unknown year: any day that some year has may be meant."""


@dataclass(frozen=True, slots=True)
class Byline:
    """What a byline says; a part that cannot be read is None."""

    author_count: int | None
    organization: str | None
    date: DayAndMonth | None
    comments: int | None
    unread_date: str | None = None
    """The words where the date should be, when they are none."""


def parse_byline(block: str) -> Byline | None:
    """The byline that a block of a listing (its lines joined by blanks) is, or None when it is something
    else.
    """
    shape = BYLINE.fullmatch(block.strip())
    if shape is None:
        return None
    who, when = shape["who"].strip(), shape["when"].strip()
    count = AUTHOR_COUNT.fullmatch(who)
    stamp = DATE_AND_COMMENTS.fullmatch(when)
    date = _date(stamp) if stamp is not None else None
    if date is None and count is None and len(when) > 30:
        return None
    return Byline(
        int(count["count"]) if count else None,
        _organization(who) if not count else None,
        date,
        int(stamp["comments"]) if stamp is not None and stamp["comments"] else None,
        None if date else when,
    )


def parse_page_date(text: str) -> DayAndMonth | None:
    """The date at the top of a page, such as ``Apr 21`` or ``Dec 9, 2025``."""
    shape = DATE.fullmatch(text.strip())
    return _date(shape) if shape is not None else None


def _date(shape: re.Match[str]) -> DayAndMonth | None:
    name = shape["month"].capitalize()
    months = [number for number, full in enumerate(MONTHS, start=1) if full.startswith(name)]
    if len(months) != 1:
        return None
    month, day = months[0], int(shape["day"])
    year = int(shape["year"]) if shape["year"] else None
    try:
        dt.date(year or LEAP_YEAR, month, day)
    except ValueError:
        return None
    return DayAndMonth(month, day, year)


def _organization(who: str) -> str | None:
    """The display name behind the handle; the handle itself where nothing follows it."""
    words = who.removeprefix("•").split()
    if not words:
        return None
    name = " ".join(words[1:]) or words[0]
    return name if any(character.isalnum() for character in name) else None
