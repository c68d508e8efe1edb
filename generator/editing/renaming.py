"""A paper's new id, written wherever the old one stands. Only the ids change: comments and layout stay.

An id is an address. So the old one becomes an alias of the entry, and its page forwards for ever.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.loading.positioned_yaml import Mapping, Scalar, Sequence, parse_document

EMPTY_LIST = re.compile(r"\[\s*\]")


class CannotEdit(Exception):
    """The file is laid out in a way that cannot be changed without touching what its editor wrote."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A stretch of one line (from 0) to be written anew."""

    line: int
    start: int
    end: int
    text: str


def renamed_entry(text: str, old: str, new: str) -> str:
    """The entry of the renamed paper: its ``id`` follows, its aliases gain the old id and lose the new one.

    Raises CannotEdit.
    """
    root = _fields(text)
    edits = list(_replaced(_scalars(root, ("id",)), old, new))
    text = _edited(text, edits)
    return with_alias(without_alias(text, new), old)


def with_references(text: str, old: str, new: str) -> str:
    """An entry, a topic or the people, with every reference to the paper ``old`` leading to ``new``.

    Raises CannotEdit.
    """
    root = _fields(text)
    fields = ("builds_on", "superseded_by")
    found = [*_scalars(root, fields), *_first_readings(root), *_papers_of_people(root)]
    return _edited(text, _replaced(found, old, new))


def with_alias(text: str, alias: str) -> str:
    """The entry with one more alias. Raises CannotEdit."""
    root = _fields(text)
    lines = text.split("\n")
    if "aliases" not in root.entries:
        # Beside the day of entry, which ends an entry in its settled form; else at the end.
        below = root.entries.get("added")
        at = below[0].line if below else len(text.rstrip("\n").split("\n"))
        return "\n".join([*lines[:at], f"aliases: [{alias}]", *lines[at:]])
    node = root.entries["aliases"][1]
    if not isinstance(node, Sequence):
        raise CannotEdit("its aliases are not a list")
    values = [item for item in node.items if isinstance(item, Scalar)]
    if any(item.value == alias for item in values):
        return text
    if not values:
        match = EMPTY_LIST.match(lines[node.line], node.column)
        if match is None:
            raise CannotEdit("its aliases cannot be added to")
        return _edited(text, [Edit(node.line, match.start(), match.end(), f"[{alias}]")])
    last = values[-1]
    if lines[node.line][node.column : node.column + 1] == "[":
        return _edited(text, [Edit(last.end_line, last.end_column, last.end_column, f", {alias}")])
    indent = lines[last.line][: last.column]
    return "\n".join([*lines[: last.end_line + 1], indent + alias, *lines[last.end_line + 1 :]])


def without_alias(text: str, alias: str) -> str:
    """The entry with one alias fewer. Raises CannotEdit."""
    root = _fields(text)
    node = root.entries["aliases"][1] if "aliases" in root.entries else None
    items = list(node.items) if isinstance(node, Sequence) else []
    at = next((at for at, item in enumerate(items) if isinstance(item, Scalar) and item.value == alias), None)
    if at is None or not isinstance(node, Sequence):
        return text
    lines = text.split("\n")
    key_line = root.entries["aliases"][0].line
    item = items[at]
    if not isinstance(item, Scalar) or item.line != item.end_line:
        raise CannotEdit("its aliases cannot be changed")
    if len(items) == 1:
        last = item.end_line
        return "\n".join([*lines[:key_line], *lines[last + 1 :]])
    if lines[node.line][node.column : node.column + 1] != "[":
        return "\n".join([*lines[: item.line], *lines[item.line + 1 :]])
    # In brackets the comma goes too: the one behind the item, or before it where it is the last.
    line = lines[item.line]
    behind = re.compile(r"\s*,\s*").match(line, item.end_column)
    before = re.search(r",\s*$", line[: item.column])
    if behind is not None:
        return _edited(text, [Edit(item.line, item.column, behind.end(), "")])
    if before is None:
        raise CannotEdit("its aliases cannot be changed")
    return _edited(text, [Edit(item.line, before.start(), item.end_column, "")])


def _fields(text: str) -> Mapping:
    document = parse_document(text)
    if document.faults or not isinstance(document.root, Mapping):
        raise CannotEdit("it cannot be read; `paperindex check` says why")
    return document.root


def _scalars(root: Mapping, fields: Iterable[str]) -> Iterator[Scalar]:
    """The values of the fields, and the items where they are lists."""
    for field in fields:
        node = root.entries[field][1] if field in root.entries else None
        for part in node.items if isinstance(node, Sequence) else [node]:
            if isinstance(part, Scalar):
                yield part


def _first_readings(root: Mapping) -> Iterator[Scalar]:
    node = root.entries["start_here"][1] if "start_here" in root.entries else None
    for item in node.items if isinstance(node, Sequence) else []:
        if isinstance(item, Mapping):
            yield from _scalars(item, ("paper",))


def _papers_of_people(root: Mapping) -> Iterator[Scalar]:
    for _, person in root.entries.values():
        if isinstance(person, Mapping):
            yield from _scalars(person, ("papers",))


def _replaced(nodes: Iterable[Scalar], old: str, new: str) -> Iterator[Edit]:
    for node in nodes:
        if node.value.strip() == old:
            if node.line != node.end_line or node.style in ("|", ">"):
                raise CannotEdit(f"'{old}' stands there in a block of text")
            quote = node.style or ""
            yield Edit(node.line, node.column, node.end_column, f"{quote}{new}{quote}")


def _edited(text: str, edits: Iterable[Edit]) -> str:
    lines = text.split("\n")
    # From the end to the start, so that places found earlier stay true.
    for edit in sorted(edits, key=lambda edit: (-edit.line, -edit.start)):
        line = lines[edit.line]
        lines[edit.line] = line[: edit.start] + edit.text + line[edit.end :]
    return "\n".join(lines)


def mentions(text: str, key: str) -> bool:
    """Whether ``text`` may hold the id at all: a quick look that spares most files the parsing."""
    return re.search(rf"(?<![a-z0-9-]){re.escape(key)}(?![a-z0-9-])", text) is not None
