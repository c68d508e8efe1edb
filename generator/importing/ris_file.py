"""A RIS file taken apart into papers, as EndNote, Mendeley, Zotero and publishers write it, and PubMed's kin of it (.nbib).

One field a line, "TAG  - value"; a line without a tag goes on with the value before. Nobody keeps to more than that, so
neither do we: a record ends where the next begins, and each ends as a paper or as a problem with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.importing.bibliography import (
    TECHNICAL_REPORT,
    Bibliography,
    CitedWork,
    arxiv_id_in,
    bibliography,
    date_in_words,
    paragraphs,
    said_name,
    thesis_called,
    words,
)
from generator.model.partial_date import PartialDate
from generator.model.problem import Place
from generator.text.person_name import is_group

RIS_LINE = re.compile(r"([A-Z][A-Z0-9]) {1,2}-(?: (.*)|$)")
PUBMED_LINE = re.compile(r"(?=[A-Z ]{4}-)([A-Z]{2,4}) *-(?: (.*)|$)")
PUBMED_START = re.compile(r"^PMID- *\d", re.MULTILINE)
RIS_START = re.compile(r"^TY {1,2}- *[A-Z]", re.MULTILINE)
BEGINNINGS = ("TY", "PMID")
ENDINGS = ("ER", "EF")
"""Of a record, and of the file, which some write as well."""

NO_PAPERS = frozenset({"JFULL", "SER", "EDBOOK"})
"""Records that only hold others together."""
BOOKS = frozenset({"BOOK", "EBOOK"})
TITLES = ("TI", "T1", "CT", "BTI")
AUTHORS = ("AU", "A1")
NAMES_IN_FULL = ("FAU", "CN")
"""PubMed's names and its groups; its ``AU`` are the same people with initials only."""
USUAL_VENUES = ("T2", "JF", "BT", "C3", "JO", "JT", "JA", "J2", "J1", "TA")
"""The short names come last."""
VENUES = dict.fromkeys((*BOOKS, "THES", "RPRT"), ("PB",))
"""The fields in which a record of some type says where the work came out."""
ARXIV_FIELDS = ("AN", "T2", "JF", "JO", "JA", "J2", "M1", "M3", "IS", "PB")
NOTE_OF_ARXIV = re.compile(r"\s*arxiv", re.IGNORECASE)
"""Zotero's Extra. Any other note may well speak of another paper."""
DOI_FIELDS = ("DO", "LID", "AID", "M3", "N1", "ID")
DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:?\s*)?(10\.\d{4,9}/\S+)(?:\s*\[doi\])?", re.IGNORECASE)
LINK_FIELDS = ("UR", "L1", "L2", "LK")

Fields = Mapping[str, list[str]]
"""The values of each tag, in their order."""


def read_ris(text: str, path: str) -> Bibliography:
    """The papers of a RIS file or of PubMed's; ``path`` is how messages call it. Never raises for what the file holds."""
    works = (
        _work(fields, Place(path, line))
        for line, fields in _records(text)
        if _first(fields, "TY") not in NO_PAPERS
    )
    return bibliography(works, path, beginning="a RIS record begins with a line such as TY  - JOUR")


def _records(text: str) -> Iterator[tuple[int, Fields]]:
    """Each record with the line on which it begins."""
    form = PUBMED_LINE if PUBMED_START.search(text) and not RIS_START.search(text) else RIS_LINE
    start, values = 0, dict[str, list[list[str]]]()
    value: list[str] = []
    """The lines of the value that is being read; those between two records go nowhere."""
    for number, line in enumerate(text.split("\n"), 1):
        field = form.match(line)
        tag = field[1] if field else ""
        if values and (tag in BEGINNINGS or tag in ENDINGS):
            yield start, _joined(values)
            values = {}
        if tag in ENDINGS:
            value = []
        elif field:
            start = start if values else number
            value = [field[2] or ""]
            values.setdefault(tag, []).append(value)
        else:
            value.append(line.strip())
    if values:
        yield start, _joined(values)


def _joined(values: Mapping[str, list[list[str]]]) -> Fields:
    return {tag: ["\n".join(lines).strip() for lines in all_lines] for tag, all_lines in values.items()}


def _work(fields: Fields, place: Place) -> CitedWork:
    sort = _first(fields, "TY").upper()
    titles = (*TITLES, "BT") if sort in BOOKS else TITLES
    return CitedWork(
        name="the record",
        place=place,
        # PubMed and DBLP close titles with a full stop, which is none of theirs.
        title=re.sub(r"(?<=\w\w)\.$", "", words(_first(fields, *titles))),
        authors=tuple(_authors(fields)),
        printed=_printed_date(fields),
        venues=tuple(words(_first(fields, tag)) for tag in VENUES.get(sort, USUAL_VENUES)),
        sort=_sort(sort, fields),
        arxiv=_arxiv_id(fields),
        doi=_doi(fields),
        addresses=tuple(value.replace("&amp;", "&") for tag in LINK_FIELDS for value in fields.get(tag, ())),
        abstract=paragraphs(_first(fields, "AB", "N2")),
        keywords=words("\n".join(fields.get("KW", ()))),
    )


def _first(fields: Fields, *tags: str) -> str:
    """The first value that says something under the first of the tags that has one."""
    return next((value for tag in tags for value in fields.get(tag, ()) if value), "")


def _authors(fields: Fields) -> Iterator[str]:
    """The names in the order in which they are said; some write all of them on one line."""
    tags = NAMES_IN_FULL if "FAU" in fields else (*AUTHORS, "CN") if "PMID" in fields else AUTHORS
    names = (name for tag in tags for value in fields.get(tag, ()) for name in words(value).split(";"))
    return (said for name in names if (said := _said(name)))


def _said(name: str) -> str:
    """``King, Martin Luther, Jr.`` with the given names first; a group's name has a comma of its own."""
    family, _, rest = (part.strip() for part in name.partition(","))
    if rest and is_group(rest):
        return f"{family}, {rest}"
    given, _, suffix = rest.partition(",")
    return said_name(family=family, given=given, suffix=suffix)


def _printed_date(fields: Fields) -> PartialDate | None:
    """``DA`` says more than ``PY`` where both are of one year, and may leave the year to it."""
    texts = [_first(fields, tag) for tag in ("DP" if "PMID" in fields else "PY", "Y1", "DA")]
    dates = [date for text in texts if (date := date_in_words(text, year=" ".join(texts)))]
    same = [date for date in dates if date.year == dates[0].year]
    return max(same, key=lambda date: (date.month is not None, date.day is not None), default=None)


def _sort(sort: str, fields: Fields) -> str:
    if sort == "THES":
        return thesis_called(_first(fields, "M3"))
    return TECHNICAL_REPORT if sort == "RPRT" else ""


def _arxiv_id(fields: Fields) -> str | None:
    volume = _first(fields, "VL")
    texts = [f"{value} {volume}" for tag in ARXIV_FIELDS for value in fields.get(tag, ())]
    notes = [value for tag in ("N1", "M2") for value in fields.get(tag, ()) if NOTE_OF_ARXIV.match(value)]
    return arxiv_id_in((*texts, *notes))


def _doi(fields: Fields) -> str:
    found = (DOI.fullmatch(value) for tag in DOI_FIELDS for value in fields.get(tag, ()))
    return next((one[1] for one in found if one), "")
