"""Facts about papers from another source, one JSON object a line.

    {"title": "…", "arxiv": "2510.26692", "authors": ["…"], "venue": "NeurIPS", "venue_year": 2025, "code":
    "https://…", "note": "…"}

Only the title is needed; it says which paper is meant. Unknown keys are let pass, for such files come from
elsewhere.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from generator.importing.abstract_links import tidy_address
from generator.importing.listing_reader import text_fault
from generator.importing.listing_text import without_invisible_characters
from generator.importing.title_repair import repaired_title
from generator.model.paper import Venue
from generator.model.problem import Place, Problem

ARXIV_ID = re.compile(r"[0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[A-Z]{2})?/[0-9]{7}")
MOST_AUTHORS = 6000
"""The longest author list of a paper on record has about 5,000 names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFacts:
    """What a facts file says about one paper."""

    title: str
    arxiv: str | None = None
    authors: tuple[str, ...] = ()
    venue: Venue | None = None
    code: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class FactsReading:
    """The rows of a facts file, with a problem for each that could not be read."""

    rows: tuple[PaperFacts, ...]
    problems: tuple[Problem, ...]


def read_facts(text: str, path: str) -> FactsReading:
    """Every row of a facts file."""
    rows: list[PaperFacts] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        row = _row(line)
        if isinstance(row, PaperFacts):
            rows.append(row)
        else:
            problems.append(
                Problem("E705", row, Place(path, number), "each line is one JSON object with a title")
            )
    return FactsReading(tuple(rows), tuple(problems))


def _row(line: str) -> PaperFacts | str:
    """One row, or why it is none."""
    try:
        values = json.loads(line, object_hook=_cleaned)
    except (ValueError, RecursionError):
        return "this line is not JSON"
    if not isinstance(values, dict):
        return "this line is no JSON object"
    title = values.get("title")
    if not isinstance(title, str) or text_fault(title):
        return "the row has no title"
    fault = _value_fault(values)
    if fault is not None:
        return fault
    venue, year = values.get("venue"), values.get("venue_year")
    code = values.get("code")
    return PaperFacts(
        title=repaired_title(title),
        arxiv=re.sub(r"v[0-9]+$", "", values["arxiv"]) if values.get("arxiv") else None,
        authors=tuple(" ".join(name.split()) for name in values.get("authors") or ()),
        venue=Venue(" ".join(venue.split()), year) if venue else None,
        code=tidy_address(code) if code else None,
        note=" ".join(values["note"].split()) if values.get("note") else None,
    )


def _cleaned(row: dict[str, object]) -> dict[str, object]:
    """A row without invisible characters, which JSON can hide in escapes."""
    return {
        key: without_invisible_characters(value) if isinstance(value, str) else value
        for key, value in row.items()
    }


def _value_fault(values: dict[str, object]) -> str | None:
    """Which value of a row is of the wrong kind."""
    for key in ("arxiv", "venue", "code", "note"):
        value = values.get(key)
        if value is not None and (not isinstance(value, str) or not value.strip() or text_fault(value)):
            return f"'{key}' is no text"
    arxiv = values.get("arxiv")
    if isinstance(arxiv, str) and not ARXIV_ID.fullmatch(re.sub(r"v[0-9]+$", "", arxiv)):
        return "'arxiv' is no arXiv id"
    year = values.get("venue_year")
    if year is not None and (not isinstance(year, int) or not 1000 <= year <= 9999):
        return "'venue_year' is no year"
    authors = values.get("authors")
    if authors is not None and not _are_names(authors):
        return "'authors' is no list of names"
    return None


def _are_names(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) <= MOST_AUTHORS
        and all(isinstance(name, str) and name.strip() and not text_fault(name) for name in value)
    )
