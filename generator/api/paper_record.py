"""A paper as JSON: the entry format's own keys, and the addresses of its pages and files."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from generator.indexes.addresses import paper_address
from generator.model.library import Library
from generator.model.paper import KINDS, LINK_SORTS, STATUSES, Paper
from generator.model.site_identity import SiteIdentity
from generator.text.maths import mixed_plain
from generator.text.one_line import encodable

TO_JSON = json.JSONEncoder(ensure_ascii=False).encode
TO_COMPACT_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

SCHEMA_VERSION = 1
"""Raised when a key changes its meaning or goes; new keys may come at any time."""

RECORD_ENDING = ".json"
MARKDOWN_ENDING = ".md"


def paper_record(paper: Paper, identity: SiteIdentity) -> dict[str, Any]:
    """The record of a paper; what is not known is left out. Of a removed paper only its id and status remain."""
    if paper.status == "removed":
        kept = {
            "id": paper.key,
            "status": paper.status,
            "status_note": paper.status_note,
            "aliases": list(paper.aliases),
        }
        return _given(kept)
    plain = mixed_plain(paper.title)
    record = {
        "id": paper.key,
        "title": paper.title,
        "title_plain": plain if plain != paper.title else None,
        "authors": list(paper.authors),
        "author_count": paper.number_of_authors,
        "organizations": list(paper.organizations),
        "date": str(paper.date),
        "venue": _given({"name": paper.venue.name, "year": paper.venue.year}) if paper.venue else None,
        "topic": paper.topic,
        "also_in": list(paper.also_in),
        "tags": list(paper.tags),
        "kind": paper.kind,
        "name": paper.name,
        "tldr": paper.tldr,
        "summary": paper.summary,
        "results": list(paper.results),
        "abstract": paper.abstract,
        "links": dict(paper.links.given()),
        "builds_on": list(paper.builds_on),
        "listed": [
            _given(
                {"source": one.source, "date": str(one.date) if one.date else None, "comments": one.comments}
            )
            for one in paper.listed
        ],
        "status": paper.status,
        "status_note": paper.status_note,
        "superseded_by": paper.superseded_by,
        "aliases": list(paper.aliases),
        "added": str(paper.added) if paper.added else None,
        "page": identity.absolute(paper_address(paper.key)) or paper_address(paper.key),
    }
    return _given(record)


def _given(record: dict[str, Any]) -> dict[str, Any]:
    """The record without what is not known; a count of nought is known."""
    return {name: value for name, value in record.items() if value is not None and value not in ("", [], {})}


def pretty_json(value: Any) -> str:
    """JSON for people who look at a file: indented, letters as they are, a line break at the end."""
    return encodable(_indented(value, "\n")) + "\n"


def _indented(value: Any, line: str) -> str:
    """What ``json.dumps`` makes with an indent of two, in a third of its time: its part in C knows no indents.

    ``line`` is a line break with the blanks that stand before the value.
    """
    inner = f"{line}  "
    if isinstance(value, dict) and value:
        items = [f"{TO_JSON(name)}: {_indented(one, inner)}" for name, one in value.items()]
        return f"{{{inner}{f',{inner}'.join(items)}{line}}}"
    if isinstance(value, list) and value:
        return f"[{inner}{f',{inner}'.join([_indented(one, inner) for one in value])}{line}]"
    return TO_JSON(value)


def compact_json(value: Any) -> str:
    """JSON in one line, without a blank that means nothing."""
    return encodable(TO_COMPACT_JSON(value)) + "\n"


def json_lines(papers: Iterable[Paper], identity: SiteIdentity) -> Iterable[str]:
    """One line of JSON for each paper."""
    for paper in papers:
        yield encodable(TO_JSON(paper_record(paper, identity))) + "\n"


def record_schema(library: Library) -> dict[str, Any]:
    """The JSON Schema (draft 7) of a record, with the ids that this index knows."""
    text = {"type": "string", "minLength": 1}
    texts = {"type": "array", "items": text, "minItems": 1}
    date = {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"}
    key = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 80}
    keys = {"type": "array", "items": key, "minItems": 1}
    topic = {"enum": list(library.topics)}
    count = {"type": "integer", "minimum": 0}
    venue = _object({"name": text, "year": {"type": "integer"}}, ["name"])
    listing = _object({"source": text, "date": date, "comments": count}, ["source"])
    properties = {
        **{"id": key, "title": text, "title_plain": text, "authors": texts, "author_count": count},
        **{"organizations": texts, "date": date, "venue": venue, "topic": topic},
        **{"also_in": {"type": "array", "items": topic, "minItems": 1}},
        **{"tags": {"type": "array", "items": {"enum": list(library.tags)}, "minItems": 1}},
        **{"kind": {"enum": list(KINDS)}, "name": text, "tldr": text, "summary": text, "results": texts},
        **{"abstract": text, "links": _object(dict.fromkeys(LINK_SORTS, text), []), "builds_on": keys},
        **{"listed": {"type": "array", "items": listing, "minItems": 1}},
        **{"status": {"enum": list(STATUSES)}, "status_note": text, "superseded_by": key, "aliases": keys},
        **{"added": date, "page": text},
    }
    schema = _object(properties, ["id", "status"])
    whole = {"required": ["title", "date", "topic", "page"]}
    is_removed = {"properties": {"status": {"const": "removed"}}}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A paper of this index",
        **schema,
        "if": is_removed,
        "else": whole,
    }


def _object(properties: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        **({"required": required} if required else {}),
    }
