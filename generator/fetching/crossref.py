"""Crossref's REST API: the question as an address, the answer as a record.

The format is told at https://api.crossref.org/swagger-ui/ and https://www.crossref.org/documentation/. Every
field may be missing, empty or of another shape than promised, so each is asked for its type.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from generator.fetching.faults import BadAnswer
from generator.fetching.markup_words import words_of_markup
from generator.fetching.record import PaperRecord
from generator.fetching.references import ArxivReference, reference_of
from generator.fetching.tex_words import clean_line, clean_paragraphs
from generator.model.paper import Venue
from generator.model.partial_date import PartialDate, parse_partial_date
from generator.text.folding import folded

PUBLICATION_DATES = ("posted", "published-online", "published-print", "published", "issued")
PREPRINT_TYPES = ("posted-content", "report", "dissertation")
SERIES = re.compile(r"\s*(?:Lecture Notes (?:in|on|of)|Communications in Computer and Information Science)\b")
WITHDRAWALS = ("retraction", "withdrawal", "removal")


def question(api: str, doi: str) -> str:
    """The address that asks about a DOI."""
    return f"{api}/works/{quote(doi, safe='')}"


def record_of(answer: bytes, doi: str) -> PaperRecord:
    """The paper of an answer about ``doi``. Raises BadAnswer where it is something else."""
    try:
        whole = json.loads(answer)
    except (ValueError, RecursionError):
        raise BadAnswer("Crossref's answer cannot be read as JSON") from None
    work = whole.get("message") if isinstance(whole, dict) else None
    if not isinstance(work, dict):
        raise BadAnswer("Crossref's answer describes no work")
    answered = _text(work.get("DOI"))
    if answered.lower() != doi.lower():
        raise BadAnswer(
            f"Crossref answered about another DOI ({clean_line(answered) or 'none'}); ask with that one"
        )
    title = _title(work)
    if not title:
        raise BadAnswer(f"Crossref has no title for {doi}")
    date = _first_date(work)
    return PaperRecord(
        service="Crossref",
        title=title,
        authors=tuple(dict.fromkeys(_authors(work))),
        date=date,
        arxiv=_preprint(work),
        doi=answered,
        venue=_venue(work),
        abstract=clean_paragraphs(words_of_markup(_text(work.get("abstract")))),
        remarks=tuple(_remarks(work)),
        warnings=tuple(_warnings(work)),
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _first(value: Any) -> str:
    """The first text of a list of texts, without markup."""
    items = value if isinstance(value, list) else [value]
    return next((words for item in items if (words := clean_line(words_of_markup(_text(item))))), "")


def _dicts(value: Any) -> Iterator[dict[str, Any]]:
    return (item for item in value if isinstance(item, dict)) if isinstance(value, list) else iter(())


def _title(work: dict[str, Any]) -> str:
    """Title and subtitle, which most publishers part and readers do not."""
    title, subtitle = _first(work.get("title")), _first(work.get("subtitle"))
    if not title or not subtitle or folded(subtitle) in folded(title):
        return title
    return f"{title}{'' if title.endswith((':', '?', '!')) else ':'} {subtitle}"


def _authors(work: dict[str, Any]) -> Iterator[str]:
    for author in _dicts(work.get("author")):
        parts = (_first(author.get(part)) for part in ("given", "family", "suffix"))
        name = " ".join(part for part in parts if part) or _first(author.get("name"))
        if name:
            yield name


def _first_date(work: dict[str, Any]) -> PartialDate | None:
    """The earliest date of publication; of two that agree as far as they go, the one that says more."""
    dates = [date for name in PUBLICATION_DATES if (date := _date(work.get(name))) is not None]
    return min(dates, key=lambda date: (date.year, date.month or 13, date.day or 32), default=None)


def _date(value: Any) -> PartialDate | None:
    parts = value.get("date-parts") if isinstance(value, dict) else None
    numbers = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    if not numbers or not all(isinstance(number, int) for number in numbers[:3]):
        return None
    form = "-".join(f"{number:0{width}d}" for number, width in zip(numbers, (4, 2, 2), strict=False))
    return parse_partial_date(form)


def _venue(work: dict[str, Any]) -> Venue | None:
    name = _first(_without_series(work.get("container-title")))
    if not name or work.get("type") in PREPRINT_TYPES:
        return None
    volume = _date(work.get("published-print")) or _date(work.get("issued")) or _first_date(work)
    return Venue(name, volume.year if volume else None)


def _without_series(titles: Any) -> Any:
    """Of a chapter Crossref names the series as well as the volume, which alone says what conference it was."""
    if not isinstance(titles, list):
        return titles
    return [title for title in titles if not SERIES.match(_text(title))] or titles


def _preprint(work: dict[str, Any]) -> str | None:
    """The arXiv id, where the publisher has told of the preprint."""
    relations = work.get("relation")
    for relation in _dicts(relations.get("has-preprint")) if isinstance(relations, dict) else ():
        found = reference_of(_text(relation.get("id")))
        if isinstance(found, ArxivReference):
            return found.identifier
    return None


def _warnings(work: dict[str, Any]) -> Iterator[str]:
    for update in _dicts(work.get("updated-by")):
        if _text(update.get("type")).lower() in WITHDRAWALS:
            yield f"Crossref notes a {update['type']}: {clean_line(_text(update.get('DOI')))}"


def _remarks(work: dict[str, Any]) -> Iterator[str]:
    title = _first(work.get("title"))
    if title.isupper() and len(title.split()) > 2:
        yield "The publisher sends the title in capitals; write it as the paper prints it"
