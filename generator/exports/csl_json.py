"""CSL-JSON, the input of citeproc, Zotero and pandoc (schema: citation-style-language/schema, csl-data.json)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from generator.indexes.references import Reference
from generator.indexes.venue_sorts import VenueSort
from generator.text.one_line import one_line
from generator.text.person_name import PersonName

TO_JSON = json.JSONEncoder(ensure_ascii=False).encode
TYPES = {
    VenueSort.CONFERENCE: "paper-conference",
    VenueSort.JOURNAL: "article-journal",
    VenueSort.PREPRINT: "article",
    VenueSort.REPORT: "report",
    VenueSort.THESIS: "thesis",
    VenueSort.BOOK: "book",
    VenueSort.NONE: "document",
}


def csl_item(reference: Reference) -> dict[str, Any]:
    """The paper as an item; what is not known is left out."""
    is_part = reference.sort in (VenueSort.CONFERENCE, VenueSort.JOURNAL)
    is_preprint = reference.sort is VenueSort.PREPRINT
    publisher = reference.venue if not is_part else None
    arxiv = f"arXiv:{one_line(reference.arxiv)}" if reference.arxiv else None
    item = {
        "id": reference.key,
        "citation-key": reference.key,
        "type": TYPES[reference.sort],
        "title": reference.plain_title,
        "author": _authors(reference),
        "issued": {"date-parts": [_date_parts(reference)]},
        "container-title": reference.venue if is_part else None,
        "publisher": "arXiv" if is_preprint and arxiv else publisher,
        # Styles print a number as the article's own, which of a published paper the preprint's is not.
        "number": arxiv if is_preprint else None,
        "archive": "arXiv" if arxiv and not is_preprint else None,
        "archive_location": arxiv if not is_preprint else None,
        "DOI": one_line(reference.doi or ""),
        "URL": one_line(reference.url or ""),
        "keyword": ", ".join(word.replace(",", " ") for word in reference.keywords),
        "abstract": reference.abstract,
        "note": reference.note,
    }
    return {name: value for name, value in item.items() if value}


def _authors(reference: Reference) -> list[dict[str, str]]:
    authors = [csl_name(name) for name in reference.authors]
    # CSL knows no "et al." in its data; pandoc writes and reads it so.
    return [*authors, {"literal": "others"}] if reference.more_authors else authors


def csl_name(name: PersonName) -> dict[str, str]:
    """The parts of a name under their CSL names."""
    if not name.literal and not name.particle and not name.suffix and name.given:
        return {"family": name.family, "given": name.given}
    parts = {
        "literal": name.literal,
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
    }
    return {part: value for part, value in parts.items() if value}


def _date_parts(reference: Reference) -> list[int]:
    date = reference.issued
    return [part for part in (date.year, date.month, date.day) if part is not None]


def csl_line(item: dict[str, Any]) -> str:
    """An item as it stands in a file."""
    return TO_JSON(item)


def csl_document(lines: Iterable[str]) -> str:
    """A whole file: always a list, one item a line, so that a change is a changed line."""
    text = ",\n".join(lines)
    return f"[\n{text}\n]\n" if text else "[]\n"
