"""RIS, as Zotero, EndNote, Mendeley and rispy read it.

One field a line, "TAG  - value". RIS has no escapes; texts on one line cannot become a second field.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.indexes.references import Reference
from generator.indexes.venue_sorts import VenueSort
from generator.text.one_line import one_line

TYPES = {
    VenueSort.CONFERENCE: "CPAPER",
    VenueSort.JOURNAL: "JOUR",
    VenueSort.PREPRINT: "UNPB",
    VenueSort.REPORT: "RPRT",
    VenueSort.THESIS: "THES",
    VenueSort.BOOK: "BOOK",
    VenueSort.NONE: "GEN",
}
VENUE_TAGS = {
    VenueSort.CONFERENCE: "T2",
    VenueSort.JOURNAL: "T2",
    VenueSort.REPORT: "PB",
    VenueSort.THESIS: "PB",
    VenueSort.BOOK: "PB",
}
LINE_END = "\r\n"
"""The format's own, from the days of DOS; readers expect it."""


def ris_record(reference: Reference) -> str:
    """One record with its closing line and an empty one behind it."""
    lines = [f"{tag}  - {value}" for tag, value in _fields(reference) if value]
    return LINE_END.join([*lines, "ER  - ", "", ""])


def _fields(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "TY", TYPES[reference.sort]
    yield "ID", reference.key
    yield "TI", reference.plain_title
    for name in reference.authors:
        yield "AU", name.family_first
    if reference.sort in VENUE_TAGS:
        yield VENUE_TAGS[reference.sort], reference.venue or ""
    yield "PY", f"{reference.issued.year:04d}"
    yield "DA", ris_date(reference)
    yield "DO", one_line(reference.doi or "")
    yield "UR", one_line(reference.url or "")
    if reference.arxiv:
        yield "PB" if reference.sort is VenueSort.PREPRINT else "DP", "arXiv"
        yield "AN", f"arXiv:{one_line(reference.arxiv)}"
    for word in reference.keywords:
        yield "KW", word
    yield "AB", reference.abstract or ""
    yield "N1", reference.note or ""


def ris_date(reference: Reference) -> str:
    """``2025/10/30/``, as much of it as is known."""
    date = reference.issued
    month = f"{date.month:02d}" if date.month else ""
    day = f"{date.day:02d}" if date.day else ""
    return f"{date.year:04d}/{month}/{day}/"
