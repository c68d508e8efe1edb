"""Readings of entries as plain values, which `marshal` writes, and back."""

from __future__ import annotations

import marshal
import sys
from dataclasses import fields
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeAlias

from generator.loading.readings import EntryReading
from generator.model.filled import filled
from generator.model.paper import LINK_SORTS, Links, Listing, Paper, Venue
from generator.model.partial_date import PartialDate
from generator.model.problem import Place, Problem

Row: TypeAlias = tuple[Any, ...]
"""A paper's fields in their order, made of texts, numbers and tuples."""

NAMES = tuple(field.name for field in fields(Paper))
MARSHAL_VERSION = 2
"""The last one whose bytes depend on nothing but the value; later ones tell how often a text is used elsewhere."""
ALL_FIELDS = attrgetter(*NAMES)
ALL_LINKS = attrgetter(*LINK_SORTS)
PARTS_OF_A_DATE = attrgetter("year", "month", "day")
WORDS = frozenset(NAMES.index(name) for name in ("tldr", "summary", "results", "abstract"))
"""No rule between files asks for any of these (`loading/cross_checks.py`)."""
DATE, ADDED, VENUE, LINKS, LISTED, TOPIC, ALSO_IN, TAGS = (
    NAMES.index(name) for name in ("date", "added", "venue", "links", "listed", "topic", "also_in", "tags")
)


def plain_reading(reading: EntryReading) -> bytes:
    """A reading as bytes; of its problems' places all but the path, which depends on where the tool runs."""
    problems = [plain_problem(one) for one in reading.problems]
    row = None if reading.paper is None else row_of(reading.paper)
    return marshal.dumps((row, problems), MARSHAL_VERSION)


def whole_reading(kept: bytes | memoryview, shown: str) -> EntryReading | None:
    """The reading that `plain_reading` made plain, of the file ``shown``; None where it made no such bytes."""
    try:
        row, problems = marshal.loads(kept)  # noqa: S302  (its digest was asked before)
        told = tuple([whole_problem(shown, *problem) for problem in problems]) if problems else ()
        return EntryReading(None if row is None else paper_of(row), told)
    except (ValueError, TypeError, EOFError):
        return None


def paper_row(kept: bytes | memoryview) -> Row | None:
    """The paper of a reading that was made plain, as `row_of` tells it; None where it has none. Raises as `marshal.loads`."""
    row: Row | None
    row, _ = marshal.loads(kept)  # noqa: S302  (as above)
    return row


def plain_problem(one: Problem) -> Row:
    """A problem but for the path of its file."""
    place = one.place
    return (one.code, one.message, place.line, place.column, place.length, one.hint, one.source_line)


def whole_problem(
    shown: str,
    code: str,
    message: str,
    line: int,
    column: int,
    length: int,
    hint: str | None,
    source_line: str | None,
) -> Problem:
    """What `plain_problem` made plain, of the file ``shown``."""
    return Problem(code, message, Place(shown, line, column, length), hint, source_line)


def apart_from_words(row: Row) -> Row | None:
    """What rules between files look at, and some more; None of a reading that gave no paper."""
    return row and tuple([value for place, value in enumerate(row) if place not in WORDS])


def row_of(paper: Paper) -> Row:
    """A paper as plain values."""
    row = list(ALL_FIELDS(paper))
    row[DATE] = PARTS_OF_A_DATE(paper.date)
    row[ADDED] = paper.added and PARTS_OF_A_DATE(paper.added)
    row[VENUE] = paper.venue and (paper.venue.name, paper.venue.year)
    row[LINKS] = ALL_LINKS(paper.links)
    row[LISTED] = tuple(
        [(one.source, one.date and PARTS_OF_A_DATE(one.date), one.comments) for one in paper.listed]
    )
    return tuple(row)


def paper_of(row: Row) -> Paper:
    """The paper that `row_of` made plain."""
    values = list(row)
    values[DATE] = _date(row[DATE])
    values[ADDED] = _date(row[ADDED])
    values[VENUE] = row[VENUE] and Venue(*row[VENUE])
    values[LINKS] = filled(Links, row[LINKS])
    values[LISTED] = tuple([Listing(source, _date(date), count) for source, date, count in row[LISTED]])
    # The same few words in every entry: one copy of each, which is also found faster.
    values[TOPIC] = sys.intern(row[TOPIC])
    values[ALSO_IN] = tuple(map(sys.intern, row[ALSO_IN]))
    values[TAGS] = tuple(map(sys.intern, row[TAGS]))
    return filled(Paper, values)


@lru_cache(maxsize=20_000)
def _date(parts: tuple[int, int | None, int | None] | None) -> PartialDate | None:
    """One and the same date for all papers of a day."""
    return PartialDate(*parts) if parts else None
