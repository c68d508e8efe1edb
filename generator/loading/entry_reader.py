"""One entry file: its fields read, each by its own rule.

What can be judged from the file alone is judged here; what needs the other files (does the topic
exist, is the id taken) waits for `cross_checks`. The result depends on the file's name and text only.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import fields as dataclass_fields
from typing import Any, NamedTuple

from generator.loading.content_files import ContentFile
from generator.loading.link_rules import read_link
from generator.loading.node_reader import FileReading, lacks, shown_value
from generator.loading.odd_text import may_hold_marks, may_hold_odd_name, odd_marks, odd_name, odd_names
from generator.loading.plain_yaml import read_document
from generator.loading.positioned_yaml import Document, Mapping, Node, Scalar, Sequence
from generator.loading.readings import EntryReading
from generator.loading.syntax_slips import in_quotes
from generator.model.filled import filled
from generator.model.paper import KINDS, LINK_SORTS, STATUSES, Links, Listing, Paper, Venue
from generator.model.partial_date import PartialDate
from generator.text.maths import maths_faults
from generator.text.slugs import identifier_fault, possible_identifier

MOST_AUTHORS_COUNTED = 100_000
FIRST_YEAR, LAST_YEAR = 1600, 2200
MARKED_FIELDS = ("title", "name", "tldr", "results", "organizations")
"""Fields of one line, in which marks of other formats are certainly a slip."""
MATHS_FIELDS = ("title", "tldr", "summary", "results")
EARLIEST_TAGS, MOST_TAGS = 2, 8
MOST_FURTHER_TOPICS = 3
MOST_RESULTS = 4

PARTS_OF_A_VENUE = ("name", "year")
PARTS_OF_A_LISTING = ("source", "date", "comments")
VENUE_AND_YEAR = r"(?P<name>.*?)[\s,']*(?P<year>(?:19|20)\d{2})?"
LISTED = "{source: hf-daily-papers, date: 2025-11-11}"

Read = Callable[[FileReading, Node], Any]


def _venue(reading: FileReading, node: Node) -> Venue | None:
    fields = reading.fields_of(node, "venue", PARTS_OF_A_VENUE, example=_venue_as_typed(node))
    name = reading.text_of(fields["name"][1], "venue name") if "name" in fields else None
    year = (
        reading.number_of(fields["year"][1], "venue year", FIRST_YEAR, LAST_YEAR, example=2025)
        if "year" in fields
        else None
    )
    if name is None:
        if isinstance(node, Mapping) and lacks(node, "name", PARTS_OF_A_VENUE):
            reading.note("E204", "venue has no name", node, "write venue: {name: NeurIPS, year: 2025}")
        return None
    return Venue(name, year)


def _venue_as_typed(node: Node) -> str:
    """The venue as it should be written, out of ``NeurIPS 2024``."""
    found = re.fullmatch(VENUE_AND_YEAR, node.value.strip()) if isinstance(node, Scalar) else None
    if found is None:
        return "venue: {name: NeurIPS, year: 2025}"
    name = found["name"] if found["name"].replace(" ", "").isalnum() else in_quotes(found["name"])
    return f"venue: {{name: {name}, year: {found['year']}}}" if found["year"] else f"venue: {{name: {name}}}"


def _links(reading: FileReading, node: Node) -> Links:
    fields = reading.fields_of(node, "links", LINK_SORTS, elsewhere=AT_THE_LEFT_EDGE)
    found = {sort: read_link(reading, sort, value) for sort, (_, value) in fields.items()}
    return filled(Links, (NO_LINKS | found).values())


def _listing(reading: FileReading, node: Node, field: str) -> Listing | None:
    fields = reading.fields_of(node, field, PARTS_OF_A_LISTING, example=f"- {LISTED}")
    source = reading.text_of(fields["source"][1], "source") if "source" in fields else None
    date = reading.date_of(fields["date"][1], "listed date") if "date" in fields else None
    comments = (
        reading.number_of(fields["comments"][1], "comments", 0, 10_000_000) if "comments" in fields else None
    )
    if source is None:
        if isinstance(node, Mapping) and lacks(node, "source", PARTS_OF_A_LISTING):
            reading.note(
                "E204",
                "listed: an item has no source",
                node,
                f"write - {LISTED}",
            )
        return None
    return Listing(source, date, comments)


def _tags(reading: FileReading, node: Node) -> tuple[str, ...]:
    tags = reading.texts_of(node, "tags", MOST_TAGS)
    if len(tags) == 1 and isinstance(node, Sequence) and len(node.items) == 1:
        reading.note(
            "E207",
            f"tags has one item, at least {EARLIEST_TAGS} are wanted",
            node,
            "add a second tag, or delete the field",
        )
    return tags


FIELDS: dict[str, Read] = {
    "id": lambda reading, node: reading.text_of(node, "id"),
    "title": lambda reading, node: reading.text_of(node, "title"),
    "authors": lambda reading, node: reading.people_of(node, "authors"),
    "author_count": lambda reading, node: reading.number_of(node, "author_count", 1, MOST_AUTHORS_COUNTED),
    "organizations": lambda reading, node: reading.texts_of(node, "organizations"),
    "date": lambda reading, node: reading.date_of(node, "date"),
    "venue": _venue,
    "topic": lambda reading, node: reading.text_of(node, "topic"),
    "also_in": lambda reading, node: reading.texts_of(node, "also_in", MOST_FURTHER_TOPICS),
    "tags": _tags,
    "kind": lambda reading, node: reading.word_of(node, "kind", KINDS),
    "name": lambda reading, node: reading.text_of(node, "name"),
    "tldr": lambda reading, node: reading.text_of(node, "tldr"),
    "summary": lambda reading, node: reading.block_of(node, "summary"),
    "results": lambda reading, node: reading.texts_of(node, "results", MOST_RESULTS),
    "abstract": lambda reading, node: reading.block_of(node, "abstract"),
    "links": _links,
    "builds_on": lambda reading, node: reading.texts_of(node, "builds_on"),
    "listed": lambda reading, node: reading.list_of(
        node, "listed", lambda item, field: _listing(reading, item, field), example=LISTED
    ),
    "status": lambda reading, node: reading.word_of(node, "status", STATUSES),
    "status_note": lambda reading, node: reading.text_of(node, "status_note"),
    "superseded_by": lambda reading, node: reading.text_of(node, "superseded_by"),
    "aliases": lambda reading, node: reading.list_of(node, "aliases", reading.identifier_of),
    "added": lambda reading, node: reading.date_of(node, "added"),
}
"""Every key an entry may have, in the order in which entries are written, and how its value is read."""

NOT_GIVEN: dict[str, Any] = {field.name: field.default for field in dataclass_fields(Paper)}
NO_LINKS: dict[str, str | None] = dict.fromkeys(LINK_SORTS)
"""What stands for fields that an entry does not have; all names, in their order."""

BELOW_LINKS = {
    sort: f"it is a part of links: write it below links:, with two spaces before {sort}:"
    for sort in LINK_SORTS
}
AT_THE_LEFT_EDGE = {
    name: f"it is no part of links: begin the line {name}: at the left edge" for name in FIELDS
}


class _Opened(NamedTuple):
    """An entry file whose fields are told apart."""

    stem: str
    source: str
    reading: FileReading
    root: Mapping | None
    """None where the file holds no entry; then it has no fields either."""
    fields: dict[str, tuple[Scalar, Node]]


def read_entry(file: ContentFile, text: str) -> EntryReading:
    """The paper that an entry file describes."""
    return read_entries([(file, text)])[0]


def read_entries(entries: list[tuple[ContentFile, str]]) -> list[EntryReading]:
    """The papers that some entry files with these texts describe.

    Each step is done for all of them before the next one: a processor that does the same again and again takes a fifth
    less time. Of many files that is best done in lots, since all that a lot is made of has to be at hand.
    """
    documents = [read_document(text) for _, text in entries]
    opened = [
        _opened(file, text, document) for (file, text), document in zip(entries, documents, strict=True)
    ]
    values = [_values(one) for one in opened]
    return [_judged(one, found) for one, found in zip(opened, values, strict=True)]


def _opened(file: ContentFile, text: str, document: Document) -> _Opened:
    reading, stem = FileReading(file.shown, text), file.stem
    fault = identifier_fault(stem)
    if fault is not None:
        _note_file_name(reading, stem, fault)
    root = reading.root_mapping("an entry", document)
    if root is None:
        return _Opened(stem, file.source, reading, None, {})
    if {"name", "description", "order"} <= root.entries.keys() and "title" not in root.entries:
        key = root.entries["name"][0]
        reading.note("E107", "this is a topic, and it lies among the papers", key, "move it to topics/")
        return _Opened(stem, file.source, reading, None, {})
    if reading.lies_deeper(root, "an entry"):
        return _Opened(stem, file.source, reading, None, {})
    fields = reading.known_fields(root, FIELDS, elsewhere=BELOW_LINKS)
    if "links" in fields and _parts_stand_beside(fields["links"][1], root):
        # Told at the parts themselves.
        del fields["links"]
    return _Opened(stem, file.source, reading, root, fields)


def _values(entry: _Opened) -> dict[str, Any]:
    reading = entry.reading
    return {name: FIELDS[name](reading, node) for name, (_, node) in entry.fields.items()}


def _judged(entry: _Opened, values: dict[str, Any]) -> EntryReading:
    stem, source, reading, root, fields = entry
    if root is None:
        return EntryReading(None, tuple(reading.problems))
    _check_together(reading, stem, root, fields, values)
    if "$" in reading.text:
        _check_maths(reading, fields)
    _check_oddities(reading, fields)
    return EntryReading(_paper(stem, source, values), tuple(reading.problems))


def _paper(key: str, source: str, values: dict[str, Any]) -> Paper | None:
    """A paper from the values, or None where the required ones are not all there."""
    if not (values.get("title") and values.get("date") and values.get("topic")) or identifier_fault(key):
        return None
    given = NOT_GIVEN.copy()
    for name, value in values.items():
        if value is not None and name != "id":
            given[name] = value
    given["key"], given["source"] = key, source
    return filled(Paper, given.values())


def _parts_stand_beside(links: Node, root: Mapping) -> bool:
    """Whether ``links:`` is empty because its parts are not indented."""
    is_empty = isinstance(links, Scalar) and not links.value.strip()
    return is_empty and any(key.strip() in LINK_SORTS for key in root.entries)


def _note_file_name(reading: FileReading, stem: str, fault: str) -> None:
    reading.note(
        "E202",
        f"the file's name {shown_value(stem)} {fault}",
        None,
        f"rename the file, for example to {possible_identifier(stem, 'paper')}.yml if there is none yet: its name is the paper's id and address",
    )


WHAT_FOLLOWS = {
    "title": "title: and the paper's title behind it",
    "date": "date: and behind it the day of the first public version, for example 2024-03-01",
    "topic": "topic: and one id of content/topics/ behind it",
}


def _check_together(
    reading: FileReading,
    stem: str,
    root: Mapping,
    fields: dict[str, tuple[Scalar, Node]],
    values: dict[str, Any],
) -> None:
    """Rules about several fields of one entry."""
    for name in ("title", "date", "topic"):
        if name not in fields and name not in reading.meant:
            reading.note("E204", f"{name} is missing", root, f"add a line with {WHAT_FOLLOWS[name]}")
    if "authors" not in fields and not {"authors", "author_count"} & {*fields, *reading.meant}:
        reading.note(
            "E204",
            "authors is missing",
            root,
            "add authors: [Ada Lovelace, Alan Turing], or author_count: 12 where only the number is known",
        )
    if (
        values.get("authors")
        and values.get("author_count")
        and len(values["authors"]) != values["author_count"]
    ):
        reading.note(
            "E216",
            f"author_count says {values['author_count']}, but {len(values['authors'])} authors are named",
            fields["author_count"][1],
            "delete author_count: it is for papers whose names are not known",
        )
    if values.get("id") not in (None, stem):
        reading.note(
            "E202",
            f"id {shown_value(values['id'])} differs from the file's name '{stem}'",
            fields["id"][1],
            "delete the line: the file's name is the id",
        )
    if values.get("topic") and values["topic"] in (values.get("also_in") or ()):
        reading.note(
            "E214",
            f"also_in repeats the topic '{values['topic']}'",
            fields["also_in"][1],
            "also_in names further topics only",
        )
    _check_status(reading, fields, values)


def _check_status(
    reading: FileReading, fields: dict[str, tuple[Scalar, Node]], values: dict[str, Any]
) -> None:
    status = values.get("status") or "active"
    if status != "active" and not values.get("status_note"):
        reading.note(
            "E215",
            f"status {status} needs a status_note",
            fields["status"][0],
            "say in one sentence what happened, with a source",
        )
    if values.get("superseded_by") and status != "superseded":
        reading.note(
            "E215",
            f"superseded_by goes with status: superseded, not with {status}",
            fields["superseded_by"][0],
            "set status: superseded, or delete superseded_by",
        )
    added, date = values.get("added"), values.get("date")
    if isinstance(added, PartialDate) and added.day is None:
        reading.note(
            "E203",
            f"added: '{added}' is not a whole date",
            fields["added"][1],
            "write YYYY-MM-DD, for example 2024-03-01",
        )
    if isinstance(added, PartialDate) and isinstance(date, PartialDate) and added.year < date.year:
        reading.note(
            "E203",
            f"added {added} lies before the paper's date {date}",
            fields["added"][1],
            "one of the two years is mistyped",
        )


def _check_maths(reading: FileReading, fields: dict[str, tuple[Scalar, Node]]) -> None:
    for name in MATHS_FIELDS:
        if name not in fields:
            continue
        node = fields[name][1]
        for scalar in node.items if hasattr(node, "items") else [node]:
            if isinstance(scalar, Scalar) and "$" in scalar.value and scalar.line not in reading.refused:
                for fault in maths_faults(scalar.value):
                    line, column = place_in_scalar(reading, scalar, fault.offset)
                    reading.note_at(
                        "W404",
                        f"{name}: {fault.message}",
                        line,
                        column,
                        1,
                        "it is shown as typed until mended; a plain dollar sign is written \\$",
                    )


def _check_oddities(reading: FileReading, fields: dict[str, tuple[Scalar, Node]]) -> None:
    """Doubts about text that was brought along from elsewhere."""
    for field in MARKED_FIELDS if may_hold_marks(reading.text) else ():
        for scalar in _scalars(fields, field):
            odd = odd_marks(scalar.value.strip())
            if odd is not None and scalar.line not in reading.refused:
                reading.note("W409", f"{field}: {odd.message}", scalar, odd.hint)
    # A single text where the list should be is told already.
    authors = fields["authors"][1] if "authors" in fields else None
    if not isinstance(authors, Sequence):
        return
    words = authors.words or [scalar.value for scalar in _scalars(fields, "authors")]
    names = [word.strip() for word in words]
    for scalar, name in (
        zip(_scalars(fields, "authors"), names, strict=True) if may_hold_odd_name(names) else ()
    ):
        odd = odd_name(name)
        if odd is not None:
            reading.note("W408", f"authors: {odd.message}", scalar, odd.hint)
    cut = odd_names(names)
    if cut is not None:
        reading.note("W408", f"authors: {cut.message}", authors, cut.hint)


def _scalars(fields: dict[str, tuple[Scalar, Node]], field: str) -> list[Scalar]:
    """The texts of a field: its value, or the items of its list."""
    if field not in fields:
        return []
    node = fields[field][1]
    return [
        item for item in (node.items if isinstance(node, Sequence) else [node]) if isinstance(item, Scalar)
    ]


def place_in_scalar(reading: FileReading, scalar: Scalar, offset: int) -> tuple[int, int]:
    """Line and column (from 0) of a character of a scalar's value.

    Found by looking for the text around it, since quoting and folding move characters: exact where
    that text stands once, else the scalar's start.
    """
    around = scalar.value[offset : offset + 12].split("\n")[0]
    for number in range(scalar.line, scalar.end_line + 1):
        line = reading.line(number) or ""
        start = scalar.column if number == scalar.line else 0
        column = line.find(around, start) if around else -1
        if column >= 0:
            return number, column
    return scalar.line, scalar.column
