"""CSL-JSON taken apart into papers, as Zotero, pandoc's users and Crossref write it (schema: csl-data.json).

Every field may be missing or of another shape than promised, so each is asked for its type. Whatever the file holds, each
of its items ends as a paper or as a problem with its line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterator
from itertools import takewhile
from typing import Any

from generator.importing.bibliography import (
    TECHNICAL_REPORT,
    Bibliography,
    CitedWork,
    arxiv_id_in,
    bibliography,
    date_in_words,
    date_of_numbers,
    paragraphs,
    said_name,
    thesis_called,
    words,
)
from generator.importing.listing_reader import shown
from generator.model.partial_date import PartialDate
from generator.model.problem import Place, Problem

READ = json.JSONDecoder().raw_decode
BLANKS = re.compile(r"[\s,]*")
"""What may stand between items; a comma too many harms nothing."""
INSIDE = re.compile(r'"(?:items|message)"\s*:\s*(?=[\[{])')
"""Where the items lie in what Better CSL and Crossref put around them."""
NO_PAPERS = frozenset({"periodical", "collection", "journal", "proceedings"})
"""Items that only hold others together."""
THESES = ("thesis", "dissertation")
"""CSL's word and Crossref's."""
PUBLISHED_ALONE = frozenset({*THESES, "report", "book", "monograph"})
DATES = ("issued", "published", "published-print", "published-online", "posted")
PARTICLES = ("dropping-particle", "non-dropping-particle")

Item = dict[str, Any]


def read_csl(text: str, path: str) -> Bibliography:
    """The papers of a CSL-JSON file; ``path`` is how messages call it. Never raises for what the file holds."""
    return bibliography(_works(text, path), path, beginning="CSL-JSON is a list of items: [{…}, {…}]")


def _works(text: str, path: str) -> Iterator[CitedWork | Problem]:
    line, counted, is_first = 1, 0, True
    try:
        for at, item in _values(text):
            line, counted = line + text.count("\n", counted, at), at
            place = Place(path, line)
            if not isinstance(item, dict) or (is_first and "type" not in item):
                message = "this JSON is no CSL-JSON, whose items are objects with a type and a title"
                yield Problem("E703", message, place, "where you export it, choose CSL JSON")
                return
            is_first = False
            if _text(item.get("type")) not in NO_PAPERS:
                yield _work(item, place)
    except json.JSONDecodeError as fault:
        yield _break(fault, path)


def _values(text: str) -> Iterator[tuple[int, Any]]:
    """Each item with its place in the text; raises JSONDecodeError at what is no JSON."""
    at = _past_blanks(text, 0)
    while at < len(text):
        if text.startswith("[", at):
            at = _past_blanks(text, (yield from _listed(text, at)))
            continue
        item, end = _read(text, at)
        while isinstance(item, dict) and "title" not in item and (inside := INSIDE.search(text, at, end)):
            at = inside.end()
            if text.startswith("[", at):
                yield from _listed(text, at)
                break
            item, _ = _read(text, at)
        else:
            yield at, item
        at = _past_blanks(text, end)


def _listed(text: str, at: int) -> Generator[tuple[int, Any], None, int]:
    """The items of the list that begins at a place; returns where it ends."""
    at = _past_blanks(text, at + 1)
    while not text.startswith("]", at):
        item, end = _read(text, at)
        yield at, item
        at = _past_blanks(text, end)
    return at + 1


def _read(text: str, at: int) -> tuple[Any, int]:
    """The value that begins at a place, and where it ends; raises JSONDecodeError."""
    try:
        return READ(text, at)
    except json.JSONDecodeError:
        raise
    except RecursionError:
        raise json.JSONDecodeError("it nests too deeply", text, at) from None
    except ValueError:
        raise json.JSONDecodeError("a number is too long", text, at) from None


def _past_blanks(text: str, at: int) -> int:
    blanks = BLANKS.match(text, at)
    return blanks.end() if blanks else at


def _break(fault: json.JSONDecodeError, path: str) -> Problem:
    """Why nothing is read from some place on."""
    is_cut = fault.pos >= len(fault.doc.rstrip())
    message = (
        "the JSON ends before its list does"
        if is_cut
        else f"the JSON cannot be read from here on ({fault.msg})"
    )
    return Problem("E703", message, Place(path, fault.lineno), "mend it, or export the file again")


def _work(item: Item, place: Place) -> CitedWork:
    sort = _text(item.get("type"))
    container = ("publisher",) if sort in PUBLISHED_ALONE else ("container-title", "event-title", "event")
    return CitedWork(
        name=f"the item '{shown(_text(item.get('id')), 60)}'" if _text(item.get("id")) else "the item",
        place=place,
        title=_words(item, "title"),
        subtitle=_words(item, "subtitle"),
        authors=tuple(_authors(item.get("author"))),
        printed=next((date for name in DATES if (date := _date(item.get(name)))), None),
        venues=tuple(words(text) for name in container for text in _texts(item.get(name))),
        sort=_sort(sort, _words(item, "genre")),
        arxiv=_arxiv_id(item),
        doi=_text(item.get("DOI")),
        addresses=(_text(item.get("URL")), _text(item.get("note"))),
        abstract=paragraphs(_text(item.get("abstract"))),
        keywords=_words(item, "keyword"),
    )


def _sort(sort: str, called: str) -> str:
    if sort in THESES:
        return thesis_called(called)
    return TECHNICAL_REPORT if sort == "report" else ""


def _texts(value: Any) -> list[str]:
    """A text, a number as text, or the texts of a list, as Crossref sends titles."""
    values = value if isinstance(value, list) else [value]
    return [str(one) for one in values if isinstance(one, str | int) and not isinstance(one, bool)]


def _text(value: Any) -> str:
    return next(iter(_texts(value)), "")


def _words(item: Item, name: str) -> str:
    return words(_text(item.get(name)))


def _authors(value: Any) -> Iterator[str]:
    """The names in the order in which they are said."""
    for author in value if isinstance(value, list) else [value]:
        parts = author if isinstance(author, dict) else {"literal": author}
        name = _words(parts, "literal") or _words(parts, "name")
        family, given, suffix = (_words(parts, part) for part in ("family", "given", "suffix"))
        particle = " ".join(filter(None, (_words(parts, part) for part in PARTICLES)))
        if name := name or said_name(family=family, given=given, particle=particle, suffix=suffix):
            yield name


def _date(value: Any) -> PartialDate | None:
    """Of ``date-parts`` the first, else what stands in words; a season tells nothing that we keep."""
    if not isinstance(value, dict):
        return date_in_words(_text(value))
    parts = value.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts else None
    texts = map(str, first) if isinstance(first, list) else ()
    numbers = [int(text) for text in takewhile(re.compile(r"\d{1,4}").fullmatch, texts)]
    if numbers:
        return date_of_numbers(*numbers[:3])
    return next(
        (date for name in ("raw", "literal") if (date := date_in_words(_text(value.get(name))))), None
    )


def _arxiv_id(item: Item) -> str | None:
    pairs = (
        ("container-title", "volume"),
        ("publisher", "number"),
        ("archive", "archive_location"),
    )
    texts = [" ".join(_text(item.get(name)) for name in pair) for pair in pairs]
    # Zotero's Extra; any other note may well speak of another paper.
    notes = [
        line for line in _text(item.get("note")).splitlines() if re.match(r"\s*arxiv", line, re.IGNORECASE)
    ]
    return arxiv_id_in((*texts, *notes))
