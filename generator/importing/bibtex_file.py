"""A BibTeX file taken apart into papers, as Zotero, Google Scholar and authors write it.

bibtexparser reads the file; what an entry of it says of a paper is decided here. Whatever the file holds, each of its
entries ends as a paper or as a problem with its line.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library as BibtexLibrary
from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.model import DuplicateFieldKeyBlock, Entry, ParsingFailedBlock

from generator.fetching.references import ArxivReference, DoiReference, reference_of
from generator.fetching.tex_words import clean_line, clean_paragraphs
from generator.importing.abstract_links import FoundLink, sort_of_link, tidy_address
from generator.importing.found_paper import FoundPaper, month_of_arxiv_id, sorted_links
from generator.importing.listing_reader import shown, text_fault
from generator.indexes.venue_sorts import VenueSort, venue_sort
from generator.model.paper import Venue
from generator.model.partial_date import PartialDate, parse_partial_date
from generator.model.problem import Place, Problem
from generator.text.mixed_text import PieceKind, pieces_of

NO_PAPERS = frozenset(
    {"proceedings", "mvproceedings", "periodical", "collection", "mvcollection", "set", "xdata"}
)
"""Entries that only hold others together."""
INHERITED = ("booktitle", "journal", "journaltitle", "year", "date", "month", "publisher", "eventtitle")
"""What an entry takes from the one that it names under ``crossref``, besides its title as their ``booktitle``."""
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
DAY = re.compile(r"(?<!\d)([0-3]?\d)(?!\d)")
CONCATENATED = re.compile(r'\s*(?:"((?:[^"{}]|\{[^{}]*\})*)"|\{([^{}]*)\}|([^\s#"{}]+))\s*(?:#|$)')
"""One part of ``neurips # " Track " # 2``."""
ARXIV_IN_WORDS = re.compile(r"arxiv|corr\b", re.IGNORECASE)
ARXIV_ID_IN_WORDS = re.compile(
    r"(?<![\d.])(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?![\d.]*\d)", re.IGNORECASE
)
ADDRESS = re.compile(r"https?://[^\s{}\\]+")
USUAL_VENUE_FIELDS = ("booktitle", "eventtitle", "journal", "journaltitle", "howpublished")
VENUE_FIELDS = {
    "article": ("journal", "journaltitle", "booktitle"),
    "book": ("publisher",),
    **dict.fromkeys(("phdthesis", "mastersthesis", "thesis"), ("school", "institution")),
    **dict.fromkeys(("techreport", "report"), ("institution", "publisher")),
}
"""The fields in which an entry of some sort says where the work came out."""
WHAT_IT_IS = {
    "phdthesis": "PhD thesis",
    "thesis": "PhD thesis",
    "mastersthesis": "Master's thesis",
    "techreport": "Technical report",
    "report": "Technical report",
}
"""What stands before the name of the place, since an entry of this index has no sort."""
GUARD = {"\\{": "\ue000", "\\}": "\ue001"}
"""Braces that are printed, put aside while those that only group are taken away."""
OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Bibliography:
    """What a BibTeX file holds."""

    papers: tuple[FoundPaper, ...]
    """In the order of the file."""
    problems: tuple[Problem, ...] = ()
    lost: int = 0
    """Entries that could not be read."""


def read_bibliography(text: str, path: str) -> Bibliography:
    """The papers of a BibTeX file; ``path`` is how messages call it. Never raises for what the file holds."""
    # It also prints what it could not read, which is told here.
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    try:
        library = parse_string(text)
    except RecursionError:
        return Bibliography((), (Problem("E703", "the file nests too deeply", Place(path)),), 1)
    macros = _macros(library)
    entries, problems = _entries(library, path)
    by_key = {entry.key.casefold(): entry for entry in reversed(entries)}
    papers: list[FoundPaper] = []
    lost = len(problems)
    for entry in entries:
        if entry.entry_type.lower() in NO_PAPERS:
            continue
        found = _paper(_fields(entry, macros, by_key), entry, path)
        if isinstance(found, FoundPaper):
            papers.append(found)
        else:
            problems.append(found)
            lost += 1
    if not papers and not problems:
        hint = "a BibTeX entry begins with a line such as @article{key,"
        problems.append(Problem("E702", "no record was found", Place(path), hint))
    return Bibliography(tuple(papers), tuple(problems), lost)


def _entries(library: BibtexLibrary, path: str) -> tuple[list[Entry], list[Problem]]:
    """Every entry that can be read, also those with a key or a field twice, and a problem for each other."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    for block in library.blocks:
        if isinstance(block, Entry):
            entries.append(block)
        elif isinstance(block, ParsingFailedBlock):
            inside = block.ignore_error_block
            if isinstance(inside, Entry):
                entries.append(inside)
                if not isinstance(block, DuplicateFieldKeyBlock):
                    continue
            elif (block.raw or "").lstrip()[:8].lower().startswith(("@string", "@preambl", "@comment")):
                continue
            else:
                line = (block.start_line or 0) + 1
                words = shown(" ".join((block.raw or "").split()), 60)
                hint = "look for a missing comma, brace or quotation mark in it, or just before"
                problems.append(
                    Problem("E703", f"'{words}' is no whole BibTeX entry", Place(path, line), hint)
                )
    return entries, problems


def _macros(library: BibtexLibrary) -> dict[str, str]:
    """What ``@string`` names, and the months."""
    named = {string.key.casefold(): str(string.value) for string in library.strings}
    return {**{month: month for month in MONTHS}, **named}


Fields = Mapping[str, str]


def _fields(entry: Entry, macros: Mapping[str, str], by_key: Mapping[str, Entry]) -> Fields:
    """The fields by their names in small letters, as typed but with macros put in; the first of a name counts."""
    own = _own_fields(entry, macros)
    parent = by_key.get(own.get("crossref", "").strip().casefold())
    if parent is None or parent is entry:
        return own
    given = _own_fields(parent, macros)
    inherited = {name: given[name] for name in INHERITED if name in given}
    if "title" in given:
        inherited["booktitle"] = given.get("booktitle", given["title"])
    return {**inherited, **own}


def _own_fields(entry: Entry, macros: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for field in entry.fields:
        value = str(field.value)
        if field.enclosing == "no-enclosing":
            value = "".join(
                macros.get(part[2].casefold(), part[2]) if part[2] else part[0] or part[1]
                for part in CONCATENATED.findall(value)
            )
        if value.strip():
            found.setdefault(field.key.casefold(), value)
    return found


def _paper(fields: Fields, entry: Entry, path: str) -> FoundPaper | Problem:
    place = Place(path, (entry.start_line or 0) + 1)
    title = _words(fields.get("title", ""))
    if subtitle := _words(fields.get("subtitle", "")):
        title = f"{title}: {subtitle}"
    fault = text_fault(title) if title else f"the entry '{shown(entry.key, 60)}' has no title"
    authors, is_whole = _authors(fields.get("author", ""))
    abstract = clean_paragraphs(fields.get("abstract", ""))
    for text in (*authors, abstract):
        fault = fault or (text_fault(text) if text else None)
    if fault is not None:
        return Problem("E704", fault, place, "mend the BibTeX entry, or write this paper's entry by hand")
    links, further = sorted_links(dict.fromkeys(_links(fields)))
    arxiv = next((link.address for link in links if link.sort == "arxiv"), None)
    return FoundPaper(
        title=unicodedata.normalize("NFC", title),
        places=(place,),
        authors=authors,
        date=_date(fields, arxiv),
        venue=_venue(fields, entry.entry_type.lower()),
        abstract=abstract,
        links=links,
        # Of two DOIs one is mostly the preprint's.
        further_links=tuple(one if "://" in one else f"https://doi.org/{one}" for one in further),
        remarks=() if is_whole else ("The BibTeX entry names only the first authors.",),
        keywords=_words(fields.get("keywords", "")),
    )


def _words(text: str) -> str:
    """A value as it is printed: no TeX outside formulas, and no braces that only group."""
    for typed, guard in GUARD.items():
        text = text.replace(guard, "").replace(typed, guard)
    words = "".join(
        piece.source if piece.kind is PieceKind.TEX else piece.source.replace("{", "").replace("}", "")
        for piece in pieces_of(clean_line(text))
    )
    for typed, guard in GUARD.items():
        words = words.replace(guard, typed[1])
    return " ".join(words.split())


def _authors(value: str) -> tuple[tuple[str, ...], bool]:
    """The names in the order in which they are said, and whether they are all."""
    names: list[str] = []
    try:
        typed = split_multiple_persons_names(" ".join(value.split())) if value.strip() else []
    except RecursionError:
        typed = []
    for one in typed:
        try:
            parts = parse_single_name_into_parts(one, strict=False)
            said = " ".join([*parts.first, *parts.von, *parts.last, *parts.jr])
        except (ValueError, IndexError):
            said = one
        name = _words(said)
        if name.casefold() == OTHERS:
            return tuple(names), False
        if name:
            names.append(name)
    return tuple(names), True


def _date(fields: Fields, arxiv: str | None) -> PartialDate | None:
    """The first version's: that of the arXiv id where there is one, else of the publication, as far as it is told."""
    printed = _printed_date(fields)
    first = month_of_arxiv_id(arxiv) if arxiv else None
    if first is None:
        return printed
    same = printed and (printed.year, printed.month) == (first.year, first.month)
    return printed if same else first


def _printed_date(fields: Fields) -> PartialDate | None:
    date = parse_partial_date(fields.get("date", "").strip().split("/")[0])
    if date is not None:
        return date
    year = YEAR.search(fields.get("year", "") or fields.get("date", ""))
    if year is None:
        return None
    words = _words(fields.get("month", "")).casefold()
    month = next((number for number, name in enumerate(MONTHS, 1) if name in words), None)
    if month is None and words.isdecimal() and 1 <= int(words) <= 12:
        month = int(words)
    day = DAY.search(fields.get("day", "")) if month else None
    full = parse_partial_date(f"{year[1]}-{month:02d}-{int(day[1]):02d}") if month and day else None
    return full or PartialDate(int(year[1]), month)


def _venue(fields: Fields, sort: str) -> Venue | None:
    """Where it came out; None for a preprint."""
    told = (_words(fields.get(name, "")) for name in VENUE_FIELDS.get(sort, USUAL_VENUE_FIELDS))
    name = next((words for words in told if words and ADDRESS.search(words) is None), "")
    what = WHAT_IT_IS.get(sort)
    if what and what.rpartition(" ")[2] not in name.casefold():
        name = f"{what}, {name}" if name else ""
    if not any(map(str.isalpha, name)) or venue_sort(name) is VenueSort.PREPRINT:
        return None
    year = YEAR.search(fields.get("year", "") or fields.get("date", ""))
    return Venue(name, int(year[1]) if year else None)


def _links(fields: Fields) -> Iterator[FoundLink]:
    if (identifier := _arxiv_id(fields)) is not None:
        yield FoundLink("arxiv", identifier)
    for name in ("doi", "url", "pdf", "howpublished", "code", "note"):
        value = (
            fields.get(name, "")
            .replace("\\_", "_")
            .replace("\\%", "%")
            .replace("\\#", "#")
            .replace("\\&", "&")
        )
        addresses = ADDRESS.findall(value)
        if name == "doi":
            addresses = [value.strip()]
        for address in addresses:
            link = _link(address)
            if link is not None:
                yield link


def _link(typed: str) -> FoundLink | None:
    """What an address or a DOI leads to; None for a page that says nothing but which paper it is."""
    reference = reference_of(typed)
    if isinstance(reference, ArxivReference):
        return FoundLink("arxiv", reference.identifier)
    if isinstance(reference, DoiReference):
        return FoundLink("doi", reference.identifier)
    address = tidy_address(typed)
    if address is None:
        return None
    if address.casefold().partition("?")[0].endswith(".pdf"):
        return FoundLink("pdf", address)
    sort = sort_of_link(address, "")
    # Where nothing is known of a page it is the publisher's more often than the project's.
    return FoundLink(sort, address) if sort not in (None, "project") else None


def _arxiv_id(fields: Fields) -> str | None:
    """From ``eprint``, or from a journal such as ``arXiv preprint arXiv:1706.03762`` or ``CoRR`` with ``abs/1706.03762``."""
    archive = fields.get("archiveprefix", "") or fields.get("eprinttype", "") or fields.get("archive", "")
    eprint = fields.get("eprint", "")
    if eprint and (not archive.strip() or ARXIV_IN_WORDS.search(archive)):
        reference = reference_of(eprint)
        if isinstance(reference, ArxivReference):
            return reference.identifier
    for name in (
        "journal",
        "journaltitle",
        "howpublished",
        "note",
        "publisher",
        "number",
        "volume",
        "eprint",
    ):
        value = fields.get(name, "")
        with_volume = f"{value} {fields.get('volume', '')}"
        if ARXIV_IN_WORDS.search(value) and (found := ARXIV_ID_IN_WORDS.search(with_volume)):
            reference = reference_of(found[1])
            if isinstance(reference, ArxivReference):
                return reference.identifier
    return None
