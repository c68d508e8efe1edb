"""One field of an entry written anew, everything else left as it was; the result is in the settled form."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from typing import TypeAlias

from generator.editing.entry_format import ALWAYS_QUOTED, formatted_entry, last_line, quoted, written
from generator.editing.renaming import CannotEdit
from generator.loading.positioned_yaml import Mapping, Scalar, parse_document
from generator.text.one_line import one_line

Value: TypeAlias = str | Sequence[str] | MappingOf[str, str]


def with_field(text: str, field: str, value: Value) -> str:
    """The entry ``text`` with ``field`` saying ``value``; ``links.code`` is a field too.

    A text of several lines becomes paragraphs, a sequence a list, a mapping one in braces. Raises CannotEdit where the entry cannot be read.
    """
    settled = formatted_entry(text)
    if settled is None:
        raise CannotEdit("it cannot be read; `paperindex check` says why")
    name, _, inner = field.partition(".")
    changed = (
        _with_inner(settled, name, inner, value)
        if inner
        else _with_lines(settled, name, field_lines(name, value))
    )
    result = formatted_entry(changed)
    if result is None:
        raise CannotEdit("the new value cannot be written")
    return result


def field_lines(name: str, value: Value) -> list[str]:
    """A field as lines of YAML."""
    if isinstance(value, MappingOf):
        parts = ", ".join(f"{part}: {written(one_line(text), inside=True)}" for part, text in value.items())
        return [f"{name}: {{{parts}}}"]
    if not isinstance(value, str):
        return [f"{name}:", *(f"  - {scalar_text(name, item)}" for item in value)]
    if "\n" in value.strip():
        return [f"{name}: |", *(f"  {one_line(line)}".rstrip() for line in value.strip().split("\n"))]
    return [f"{name}: {scalar_text(name, value)}"]


def scalar_text(name: str, value: str) -> str:
    """A value on one line, in quotes where it needs them."""
    line = one_line(value)
    return quoted(line) if name in ALWAYS_QUOTED else written(line)


def _with_lines(text: str, name: str, new: list[str]) -> str:
    root = _root(text)
    lines = text.rstrip("\n").split("\n")
    if name not in root.entries:
        return "\n".join([*lines, *new]) + "\n"
    key, node = root.entries[name]
    if len(new) == 1 and isinstance(node, Scalar) and node.line == node.end_line == key.line:
        # Only the value: what stands behind it is a comment, and stays.
        rest = lines[key.line][node.end_column :]
        return "\n".join([*lines[: key.line], new[0] + rest, *lines[key.line + 1 :]]) + "\n"
    return "\n".join([*lines[: key.line], *new, *lines[last_line(node) + 1 :]]) + "\n"


def _with_inner(text: str, name: str, inner: str, value: Value) -> str:
    """A part of a mapping that the settled form writes line by line."""
    if not isinstance(value, str):
        raise CannotEdit(f"{name}.{inner} is one text")
    line = f"  {inner}: {scalar_text(inner, value)}"
    root = _root(text)
    lines = text.rstrip("\n").split("\n")
    if name not in root.entries:
        return "\n".join([*lines, f"{name}:", line]) + "\n"
    key, node = root.entries[name]
    if not isinstance(node, Mapping):
        raise CannotEdit(f"its {name} are not a mapping")
    if inner in node.entries:
        place, old = node.entries[inner]
        return "\n".join([*lines[: place.line], line, *lines[last_line(old) + 1 :]]) + "\n"
    return "\n".join([*lines[: key.line + 1], line, *lines[key.line + 1 :]]) + "\n"


def _root(text: str) -> Mapping:
    root = parse_document(text).root
    if not isinstance(root, Mapping):
        raise CannotEdit("it does not hold an entry")
    return root
