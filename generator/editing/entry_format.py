"""One settled form for entry files: the order of keys, quotes, wrapping, links and dates.

`formatted_entry` prints a file anew from its nodes and puts every comment back beside what it stood
with. Formatting twice changes nothing more, and loading gives the same paper before and after; both
are held by tests. A file that cannot be read is left as it is: its faults come first.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from generator.loading.entry_reader import FIELDS
from generator.loading.positioned_yaml import Mapping, Node, Scalar, Sequence, parse_document
from generator.model.paper import LINK_SORTS
from generator.text.settled import settled_line, settled_paragraphs

WIDTH = 100
"""Prose is wrapped here; lists that fit into it stay on one line."""

GROUPS = (
    ("id", "title", "authors", "author_count", "organizations", "date", "venue"),
    ("topic", "also_in", "tags", "kind", "name"),
    ("tldr", "summary", "results", "abstract"),
    ("links", "builds_on", "listed", "status", "status_note", "superseded_by", "aliases", "added"),
)
"""Keys that stand together; an empty line separates the groups."""

PARAGRAPHS = ("summary", "abstract")
ONE_A_LINE = ("results", "listed")
INNER_ORDER = {"links": LINK_SORTS, "venue": ("name", "year"), "listed": ("source", "date", "comments")}
ALWAYS_QUOTED = ("title", "arxiv", "doi")

PLAIN = re.compile(r"(?:[^\W\d_]|\d\S*(?<!:) [^\W\d_])(?:[^:#\n]|:(?=\S)|(?<=\S)#)*")
"""Text that YAML takes as it stands: begins with a letter (or a figure and a word), no colon before a
space, no # after one."""
TAKEN_FOR_VALUES = re.compile(r"(?i)(?:true|false|yes|no|on|off|y|n|null|nan|inf)")
PLAIN_DATE_OR_NUMBER = re.compile(r"\d{4}(?:-\d{2}){0,2}|\d{1,9}")
ENDS_FLOW_TEXT = re.compile(r"[,?\[\]{}]")
"""In a list or mapping on one line; PyYAML takes a question mark there for the sign of a key, behind a colon in C, too."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment of the file: where it stood, its text with the sign, whether it had the line for itself."""

    line: int
    text: str
    alone: bool


def formatted_entry(text: str) -> str | None:
    """The entry file ``text`` in its settled form; None where it cannot be read and must be mended first."""
    document = parse_document(text)
    if document.faults or not isinstance(document.root, Mapping):
        return None
    return _Printer(text, document.root).whole()


class _Printer:
    """Prints one entry, handing out its comments on the way."""

    def __init__(self, text: str, root: Mapping) -> None:
        self.root = root
        self.comments = list(comments_of(text, root))

    def whole(self) -> str:
        known = [name for name in FIELDS if name in self.root.entries]
        unknown = [name for name in self.root.entries if name not in FIELDS]
        groups = [[name for name in group if name in known] for group in GROUPS]
        starts = sorted(key.line for key, _ in self.root.entries.values())
        heading = self._heading(starts[0] if starts else None)
        blocks = [
            "\n".join(self._field(name, starts) for name in group) for group in [*groups, unknown] if group
        ]
        # What was not handed out stood behind the last value.
        rest = "\n".join(comment.text for comment in self.comments)
        body = "\n\n".join(blocks) + (f"\n\n{rest}" if rest else "")
        return (f"{heading}\n" if heading else "") + body + "\n"

    def _heading(self, first: int | None) -> str:
        """The comments above the first key: about the file, whichever key comes first afterwards."""
        return "\n".join(self._take(-1, first if first is not None else 10**9))

    def _take(self, after: int, before: int) -> list[str]:
        """Hand out the comments that stand alone on the lines between two lines."""
        mine = [comment for comment in self.comments if comment.alone and after < comment.line < before]
        self.comments = [comment for comment in self.comments if comment not in mine]
        return [comment.text for comment in mine]

    def _beside(self, first: int, last: int) -> str:
        """Hand out the comments behind values on the lines ``first`` to ``last``, as one."""
        mine = [comment for comment in self.comments if not comment.alone and first <= comment.line <= last]
        self.comments = [comment for comment in self.comments if comment not in mine]
        return "  # " + " ".join(comment.text.lstrip("# ") for comment in mine) if mine else ""

    def _field(self, name: str, starts: list[int]) -> str:
        key, node = self.root.entries[name]
        before = max((line for line in starts if line < key.line), default=-1)
        last_of_before = self._end_before(key.line, before)
        above = self._take(last_of_before, key.line)
        following = min((line for line in starts if line > key.line), default=10**9)
        return "\n".join([*above, *self._lines(name, node, key.line, following)])

    def _end_before(self, line: int, start: int) -> int:
        """The last line of the value before ``line``: comments above it belong inside that value."""
        ends = [last_line(node) for key, node in self.root.entries.values() if key.line == start]
        return min(max(ends, default=start), line - 1)

    def _lines(self, name: str, node: Node, line: int, following: int) -> list[str]:
        lines = list(self._value_lines(name, node, line))
        # A comment inside the value that no item could take goes above it, where it stays the next time.
        return [*self._take(line, min(last_line(node) + 1, following)), *lines]

    def _value_lines(self, name: str, node: Node, line: int) -> Iterator[str]:
        label = name if PLAIN.fullmatch(name) else quoted(name)
        if isinstance(node, Scalar):
            yield from self._scalar_lines(label, name, node)
        elif isinstance(node, Sequence):
            yield from self._list_lines(label, name, node, line)
        else:
            yield from self._mapping_lines(label, name, node, line)

    def _scalar_lines(self, label: str, name: str, node: Scalar) -> Iterator[str]:
        beside = self._beside(node.line, node.line if node.style in ("|", ">") else node.end_line)
        if name in PARAGRAPHS and node.value.strip():
            yield f"{label}: |{beside}"
            for number, paragraph in enumerate(
                settled_paragraphs(node.value, lines_as_typed=node.style == "|").split("\n\n")
            ):
                if number:
                    yield ""
                yield from (f"  {row}" for row in wrapped(paragraph, WIDTH))
        else:
            yield f"{label}: {scalar(name, node)}{beside}".rstrip()

    def _list_lines(self, label: str, name: str, node: Sequence, key_line: int) -> Iterator[str]:
        last = last_line(node)
        has_comments = last > key_line and any(key_line <= comment.line <= last for comment in self.comments)
        on_one_line = f"{label}: [{', '.join(inline(name, item) for item in node.items)}]"
        if (
            name not in ONE_A_LINE
            and len(on_one_line) <= WIDTH
            and not (has_comments and len(node.items) > 1)
        ):
            yield on_one_line + self._beside(key_line, last)
            return
        if not node.items:
            yield f"{label}: []{self._beside(key_line, last)}"
            return
        if (
            name not in ONE_A_LINE
            and not has_comments
            and all(isinstance(item, Scalar) for item in node.items)
        ):
            yield f"{label}:"
            yield from wrapped_list([inline(name, item) for item in node.items])
            return
        yield f"{label}:" + self._beside(key_line, min(key_line, node.items[0].line - 1))
        before = key_line
        for item in node.items:
            yield from (f"  {text}" for text in self._take(before, item.line))
            value = scalar(name, item) if isinstance(item, Scalar) else inline(name, item)
            yield f"  - {value}{self._beside(item.line, last_line(item))}".rstrip()
            before = last_line(item)

    def _mapping_lines(self, label: str, name: str, node: Mapping, key_line: int) -> Iterator[str]:
        if name != "links" or not node.entries:
            yield f"{label}: {inline(name, node)}" + self._beside(key_line, last_line(node))
            return
        yield f"{label}:" + self._beside(key_line, min(key_line, node.line - 1))
        order = INNER_ORDER["links"]
        keys = [key for key in order if key in node.entries] + [
            key for key in node.entries if key not in order
        ]
        above = self._comments_above(node, key_line)
        for key in keys:
            value = node.entries[key][1]
            yield from (f"  {text}" for text in above[key])
            shown = scalar(key, value) if isinstance(value, Scalar) else inline(key, value)
            yield f"  {key}: {shown}{self._beside(value.line, last_line(value))}".rstrip()

    def _comments_above(self, node: Mapping, key_line: int) -> dict[str, list[str]]:
        """The comments above each key, taken before the keys change places."""
        above, before = {}, key_line
        for name, (key, value) in node.entries.items():
            above[name] = self._take(before, key.line)
            before = last_line(value)
        return above


def comments_of(text: str, root: Node) -> Iterator[Comment]:
    """Every comment of the file: what follows a # that stands in no text."""
    lines = text.split("\n")
    taken: dict[int, list[tuple[int, int]]] = {}
    for node in scalars_of(root):
        for number in range(node.line, node.end_line + 1):
            begin = node.column if number == node.line else 0
            end = (
                node.end_column
                if number == node.end_line
                else len(lines[number])
                if number < len(lines)
                else 0
            )
            if node.style in ("|", ">") and number == node.line:
                end = begin + 1  # a comment may follow the sign
            taken.setdefault(number, []).append((begin, end))
    for number, line in enumerate(lines):
        for match in re.finditer(r"(?:^|(?<=\s))#.*", line):
            if not any(begin <= match.start() < end for begin, end in taken.get(number, ())):
                yield Comment(number, match.group().rstrip(), not line[: match.start()].strip())
                break


def scalars_of(node: Node) -> Iterator[Scalar]:
    """Every scalar below a node, keys included."""
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from scalars_of(item)
    else:
        for key, value in node.entries.values():
            yield key
            yield from scalars_of(value)


def last_line(node: Node) -> int:
    """The last line that belongs to a node."""
    ends = []
    for part in scalars_of(node):
        # A block of text ends where the next token begins: at the start of a line that is no longer its own.
        ended_before = part.style in ("|", ">") and part.end_column == 0
        ends.append(max(part.end_line - ended_before, part.line))
    return max(ends, default=node.line)


def scalar(name: str, node: Scalar) -> str:
    """A value on one line, in quotes where it needs them. A field still to be filled in stays open."""
    if not node.value and node.style is None and name not in ALWAYS_QUOTED:
        return ""
    return written(settled_line(node.value), always=name in ALWAYS_QUOTED)


def inline(name: str, node: Node) -> str:
    """A value inside brackets or braces."""
    if isinstance(node, Scalar):
        return written(settled_line(node.value), inside=True, always=name in ALWAYS_QUOTED)
    if isinstance(node, Sequence):
        return f"[{', '.join(inline(name, item) for item in node.items)}]"
    order = INNER_ORDER.get(name, ())
    keys = [key for key in order if key in node.entries] + [key for key in node.entries if key not in order]
    return (
        "{"
        + ", ".join(f"{written(key, inside=True)}: {inline(key, node.entries[key][1])}" for key in keys)
        + "}"
    )


def written(text: str, *, inside: bool = False, always: bool = False) -> str:
    """``text`` as YAML: plain where every YAML program reads it as this text, else in quotes."""
    if always:
        return quoted(text)
    if PLAIN_DATE_OR_NUMBER.fullmatch(text) and text.isascii():
        return text
    plain = (
        PLAIN.fullmatch(text) is not None and not text.endswith(":") and not TAKEN_FOR_VALUES.fullmatch(text)
    )
    return text if plain and not (inside and ENDS_FLOW_TEXT.search(text)) else quoted(text)


def quoted(text: str) -> str:
    """``text`` in double quotes, or in single ones where it holds a backslash or a double quote."""
    if "\\" in text or '"' in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def wrapped(text: str, width: int) -> list[str]:
    """``text`` in lines of at most ``width`` characters, broken only at spaces outside of formulas."""
    # A formula may hold spaces; breaking there would not hurt the page, but it hurts the editor's eye.
    guarded = re.sub(r"\$[^$\n]{1,60}\$", lambda match: match.group().replace(" ", "\0"), text)
    rows = textwrap.wrap(guarded, width, break_long_words=False, break_on_hyphens=False)
    return [row.replace("\0", " ") for row in rows]


def wrapped_list(items: list[str]) -> list[str]:
    """A list in brackets over several lines, broken only between items."""
    rows, row = [], "  ["
    for position, item in enumerate(items):
        piece = item + ("," if position < len(items) - 1 else "]")
        if row.strip(" [") and len(row) + 1 + len(piece) > WIDTH:
            rows.append(row)
            row = "   " + piece
        else:
            row += ("" if row.endswith("[") else " ") + piece
    return [*rows, row]
