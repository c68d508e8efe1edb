"""A BibTeX file taken apart into papers, as Zotero, Google Scholar and authors write it.

bibtexparser reads the file; what the fields of an entry say is decided here. Whatever the file holds, each of its entries
ends as a paper or as a problem with its line.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping

from bibtexparser.entrypoint import parse_string
from bibtexparser.library import Library as BibtexLibrary
from bibtexparser.middlewares.names import parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.model import DuplicateFieldKeyBlock, Entry, ParsingFailedBlock

from generator.fetching.references import ArxivReference, reference_of
from generator.fetching.tex_words import clean_line, clean_paragraphs
from generator.importing.bibliography import (
    ARXIV_IN_WORDS,
    MASTERS_THESIS,
    MONTHS,
    PHD_THESIS,
    TECHNICAL_REPORT,
    Bibliography,
    CitedWork,
    arxiv_id_in,
    bibliography,
    date_of_words,
    said_name,
    thesis_called,
)
from generator.importing.listing_reader import shown
from generator.model.partial_date import PartialDate, parse_partial_date
from generator.model.problem import Place, Problem
from generator.text.mixed_text import PieceKind, pieces_of

NO_PAPERS = frozenset(
    {"proceedings", "mvproceedings", "periodical", "collection", "mvcollection", "set", "xdata"}
)
"""Entries that only hold others together."""
INHERITED = ("booktitle", "journal", "journaltitle", "year", "date", "month", "publisher", "eventtitle")
"""What an entry takes from the one that it names under ``crossref``, besides its title as their ``booktitle``."""
CONCATENATED = re.compile(r'\s*(?:"((?:[^"{}]|\{[^{}]*\})*)"|\{([^{}]*)\}|([^\s#"{}]+))\s*(?:#|$)')
"""One part of ``neurips # " Track " # 2``."""
USUAL_VENUE_FIELDS = ("booktitle", "eventtitle", "journal", "journaltitle", "howpublished")
VENUE_FIELDS = {
    "article": ("journal", "journaltitle", "booktitle"),
    "book": ("publisher",),
    **dict.fromkeys(("phdthesis", "mastersthesis", "thesis"), ("school", "institution")),
    **dict.fromkeys(("techreport", "report"), ("institution", "publisher")),
}
"""The fields in which an entry of some sort says where the work came out."""
SORTS = {
    "phdthesis": PHD_THESIS,
    "mastersthesis": MASTERS_THESIS,
    "techreport": TECHNICAL_REPORT,
    "report": TECHNICAL_REPORT,
}
GUARD = {"\\{": "\ue000", "\\}": "\ue001"}
"""Braces that are printed, put aside while those that only group are taken away."""
LINK_FIELDS = ("url", "pdf", "howpublished", "code", "note")
ARXIV_FIELDS = ("journal", "journaltitle", "howpublished", "note", "publisher", "number", "volume", "eprint")


def read_bibtex(text: str, path: str) -> Bibliography:
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
    works = (
        _work(_fields(entry, macros, by_key), entry, path)
        for entry in entries
        if entry.entry_type.lower() not in NO_PAPERS
    )
    return bibliography(
        (*problems, *works), path, beginning="a BibTeX entry begins with a line such as @article{key,"
    )


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


def _work(fields: Fields, entry: Entry, path: str) -> CitedWork:
    sort = entry.entry_type.lower()
    return CitedWork(
        name=f"the entry '{shown(entry.key, 60)}'",
        place=Place(path, (entry.start_line or 0) + 1),
        title=_words(fields.get("title", "")),
        subtitle=_words(fields.get("subtitle", "")),
        authors=tuple(_authors(fields.get("author", ""))),
        printed=_printed_date(fields),
        venues=tuple(_words(fields.get(name, "")) for name in VENUE_FIELDS.get(sort, USUAL_VENUE_FIELDS)),
        sort=thesis_called(fields.get("type", "")) if sort == "thesis" else SORTS.get(sort, ""),
        arxiv=_arxiv_id(fields),
        doi=_address(fields.get("doi", "")),
        addresses=tuple(_address(fields.get(name, "")) for name in LINK_FIELDS),
        abstract=clean_paragraphs(fields.get("abstract", "")),
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


def _authors(value: str) -> Iterator[str]:
    """The names in the order in which they are said."""
    try:
        typed = split_multiple_persons_names(" ".join(value.split())) if value.strip() else []
    except RecursionError:
        typed = []
    for one in typed:
        if name := _words(_said(one)):
            yield name


def _said(typed: str) -> str:
    if "," not in typed:
        return typed
    try:
        parts = parse_single_name_into_parts(typed, strict=False)
    except (ValueError, IndexError):
        return typed
    family, given, particle, suffix = map(" ".join, (parts.last, parts.first, parts.von, parts.jr))
    return said_name(family=family, given=given, particle=particle, suffix=suffix)


def _printed_date(fields: Fields) -> PartialDate | None:
    date = parse_partial_date(fields.get("date", "").strip().split("/")[0])
    year = fields.get("year", "") or fields.get("date", "")
    return date or date_of_words(year, _words(fields.get("month", "")), fields.get("day", ""))


def _address(value: str) -> str:
    """An address without the backslashes that TeX wants in it."""
    return re.sub(r"\\([_%#&])", r"\1", value)


def _arxiv_id(fields: Fields) -> str | None:
    """From ``eprint``, or from a journal such as ``arXiv preprint arXiv:1706.03762`` or ``CoRR`` with ``abs/1706.03762``."""
    archive = fields.get("archiveprefix", "") or fields.get("eprinttype", "") or fields.get("archive", "")
    eprint = fields.get("eprint", "")
    if eprint and (not archive.strip() or ARXIV_IN_WORDS.search(archive)):
        reference = reference_of(eprint)
        if isinstance(reference, ArxivReference):
            return reference.identifier
    volume = fields.get("volume", "")
    return arxiv_id_in(f"{fields.get(name, '')} {volume}" for name in ARXIV_FIELDS)
