"""PyYAML's events turned into the nodes of `positioned_yaml`, and its complaints into what an editor can do."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

import yaml

try:
    from yaml import CSafeLoader as EventLoader
except ImportError:  # a PyYAML built without libyaml: slower, the same events
    from yaml import SafeLoader as EventLoader  # type: ignore[assignment] # the two share no base class

from generator.loading.positioned_yaml import (
    DEEPEST_NESTING,
    ESCAPED,
    FORBIDDEN_CHARACTERS,
    NESTING_HINT,
    READ_YAML_HINT,
    Document,
    Mapping,
    Node,
    Scalar,
    Sequence,
    YamlFault,
    command_in_formula,
    describe_character,
)
from generator.loading.syntax_slips import (
    IN_SINGLE_QUOTES,
    LONGEST_SHOWN_LINE,
    Stumble,
    as_typed,
    likely_slip,
)


def document_of_events(text: str) -> Document:
    """The document that a text without forbidden characters holds."""
    builder = _Builder(text)
    try:
        root = builder.document()
    except yaml.MarkedYAMLError as error:
        return Document(None, [*builder.faults, syntax_fault(error, text)])
    except yaml.YAMLError as error:
        return Document(None, [YamlFault("E101", f"not readable as YAML: {error}", 0, 0, 1, READ_YAML_HINT)])
    return Document(root, builder.faults)


# What libyaml says, and what an editor can do about it.
SYNTAX_HINTS = (
    ("mapping values are not allowed", "text with a colon and a space needs quotes: title: \"Mamba: Linear-Time …\""),
    ("cannot start any token", "a value that starts with @, `, % or a tab needs quotes, and indentation is made of spaces"),
    ("found unexpected end of stream", "a quote was opened and not closed"),
    ("while scanning a quoted scalar", "a quote was opened and not closed, or a backslash stands in double quotes: use single quotes"),
    ("unknown escape character", "in double quotes a backslash must be doubled; single quotes take it as it is"),
    ("did not find expected key", "check the indentation and the quotes of this line and the one before"),
    ("could not find expected ':'", "a key needs a colon and a space after it"),
    ("did not find expected '-' indicator", "all items of a list start with a dash in the same column"),
    ("did not find expected ',' or", "items in brackets are parted by commas, and the bracket is closed; a value that starts with one needs quotes"),
    ("found character that cannot start", "a value that starts with this character needs quotes"),
    ("while scanning a directive", "a line must not start with %"),
    ("expected alphabetic or numeric character", "a value that starts with & or * needs quotes"),
    ("while parsing a tag", "a value that starts with ! needs quotes"),
)  # fmt: skip


def syntax_fault(error: yaml.MarkedYAMLError, text: str) -> YamlFault:
    """What the editor most likely did; else the parser's complaint with what helps most often."""
    said = " ".join(str(part) for part in (error.context, error.problem) if part)
    lines = text.split("\n")
    # A quote left open is noticed at the end of the file and mended where it was opened.
    marks = (error.problem_mark, error.context_mark)
    mark = next(
        (mark for mark in (reversed(marks) if "end of stream" in said else marks) if mark is not None), None
    )
    line, column = (min(mark.line, len(lines) - 1), mark.column) if mark is not None else (0, 0)
    part_line = error.context_mark.line if error.context_mark is not None else line
    slip = likely_slip(lines, Stumble(line, part_line))
    if slip is not None:
        return YamlFault("E101", *slip)
    hint = next((hint for words, hint in SYNTAX_HINTS if words in said), READ_YAML_HINT)
    return YamlFault("E101", f"not readable as YAML: {said}", line, column, 1, hint)


LINE_ENDS_OF_YAML = "\x85\u2028\u2029"
"""Signs at which YAML 1.1 ends a line, and neither YAML 1.2 nor any program in which entries are written. They come along
with pasted text. Left to the parser, they would move every later place by a line, also where a repair is made.
"""
NOBODYS_SIGNS = range(0xE000, 0xF900)
"""Unicode's area for private use."""


def stand_ins(text: str) -> dict[str, str]:
    """For each such sign of a text another one that does not stand in it and means nothing to the parser."""
    ends = [sign for sign in LINE_ENDS_OF_YAML if sign in text]
    free = (chr(point) for point in NOBODYS_SIGNS if chr(point) not in text)
    return dict(zip(ends, free, strict=False)) if ends else {}


LIKE_AN_ITEM = re.compile(r" *-(?= )")


class _Refused(Exception):
    """Stops the builder where reading on would only make noise."""


class _Builder:
    """Turns the parser's events into nodes, noting what is not allowed."""

    def __init__(self, text: str) -> None:
        self.faults: list[YamlFault] = []
        self._text = text
        put = stand_ins(text)
        self._meant = {ord(stand_in): end for end, stand_in in put.items()}
        readable = text.translate({ord(end): stand_in for end, stand_in in put.items()}) if put else text
        self._events = yaml.parse(readable, Loader=EventLoader)

    @cached_property
    def _lines(self) -> list[str]:
        return self._text.split("\n")

    def document(self) -> Node | None:
        """The first document's root. Faults are noted in ``faults``."""
        root: Node | None = None
        try:
            for event in self._events:
                kind = type(event)
                if kind is yaml.DocumentStartEvent:
                    root = self._first_document(event)
                elif kind is yaml.DocumentEndEvent:
                    self._refuse_second_document()
        except _Refused:
            return None
        return root

    def _first_document(self, event: Any) -> Node | None:
        if event.version is not None or event.tags:
            self._fault(event, "E103", "a YAML directive", "delete the line that starts with %")
        return self._node(next(self._events), 0)

    def _refuse_second_document(self) -> None:
        event: Any = next(self._events)
        if isinstance(event, yaml.DocumentStartEvent):
            line = event.start_mark.line if event.start_mark is not None else 0
            rest = self._text.split("\n")[line + 1 :]
            more = any(line.strip() and not line.startswith("#") for line in rest)
            hint = "one file holds one entry: " + (
                "move what follows into a file of its own, and delete the line ---"
                if more
                else "delete the line ---"
            )
            self._fault(event, "E103", "a second document", hint, 3)
            raise _Refused

    def _fault(self, event: Any, code: str, what: str, hint: str, length: int = 1) -> None:
        mark = event.start_mark
        self.faults.append(
            YamlFault(code, f"{what} is not allowed here", mark.line, mark.column, length, hint)
        )

    def _node(self, event: Any, depth: int) -> Node:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            if self._meant:
                event.value = event.value.translate(self._meant)
            if event.anchor is not None or event.tag is not None:
                self._refuse_marks(event)
            start, end = event.start_mark, event.end_mark
            if (
                event.style == '"'
                and not event.value.isprintable()
                and ESCAPED.search(event.value) is not None
            ):
                self._refuse_escaped(event)
            return Scalar(event.value, start.line, start.column, end.line, end.column, event.style or None)
        if kind is yaml.AliasEvent:
            self._fault(
                event, "E103", f"the reference '*{event.anchor}'", "a value that starts with * needs quotes"
            )
            raise _Refused
        if event.anchor is not None or event.tag is not None:
            self._refuse_marks(event)
        if depth >= DEEPEST_NESTING:
            self._fault(event, "E105", f"nesting deeper than {DEEPEST_NESTING} levels", NESTING_HINT)
            raise _Refused
        return (
            self._sequence(event, depth) if kind is yaml.SequenceStartEvent else self._mapping(event, depth)
        )

    def _refuse_escaped(self, event: Any) -> None:
        """Note what the text of the file does not show: in double quotes "\\x1b" is a control character, "\\tau" a tab."""
        typed = self._typed(event)
        formula = command_in_formula(typed)
        found = FORBIDDEN_CHARACTERS.search(event.value)
        length = len(typed) if event.end_mark.line == event.start_mark.line else 1
        if formula is not None:
            mark = event.start_mark
            single = as_typed(typed)
            hint = (
                f"write {single}"
                if "\n" not in typed and len(single) < LONGEST_SHOWN_LINE
                else IN_SINGLE_QUOTES
            )
            message = f"in double quotes \\{formula} is a sign of YAML's own, and the text loses it"
            self.faults.append(YamlFault("E104", message, mark.line, mark.column, length, hint))
        elif found is not None:
            what = f"{describe_character(found.group())}, written with a backslash,"
            hint = "delete it; where the backslash itself is meant, use single quotes"
            self._fault(event, "E104", what, hint, length)

    def _typed(self, event: Any) -> str:
        """A scalar as it stands in the file, quotes included."""
        start, end = event.start_mark, event.end_mark
        lines = self._lines[start.line : end.line + 1]
        lines[-1] = lines[-1][: end.column]
        lines[0] = lines[0][start.column :]
        return "\n".join(lines)

    def _refuse_marks(self, event: Any) -> None:
        if event.anchor is not None:
            self._fault(
                event, "E103", f"the anchor '&{event.anchor}'", "a value that starts with & needs quotes"
            )
        # libyaml gives a quoted scalar no tag, so whatever tag is here was typed.
        if event.tag is not None:
            self._fault(event, "E103", f"the tag '{event.tag}'", "a value that starts with ! needs quotes")

    def _sequence(self, start: Any, depth: int) -> Sequence:
        items = []
        while type(event := next(self._events)) is not yaml.SequenceEndEvent:
            item = self._node(event, depth + 1)
            if not self._refuse_dash_inside(item):
                items.append(item)
        return Sequence(items, start.start_mark.line, start.start_mark.column)

    def _refuse_dash_inside(self, item: Node) -> bool:
        """Whether an item goes on with a line that begins with a dash: one that stands too far in begins no item."""
        if not isinstance(item, Scalar) or item.style is not None or item.line == item.end_line:
            return False
        lines = self._lines
        for number in range(item.line + 1, item.end_line + 1):
            dash = LIKE_AN_ITEM.match(lines[number])
            if dash is not None:
                message = "this dash begins no item, for it stands further in than the one above"
                hint = f"begin it in column {lines[item.line].find('-') + 1}, as in line {item.line + 1}"
                self.faults.append(YamlFault("E205", message, number, dash.end() - 1, 1, hint))
                return True
        return False

    def _mapping(self, start: Any, depth: int) -> Mapping:
        entries: dict[str, tuple[Scalar, Node]] = {}
        while type(event := next(self._events)) is not yaml.MappingEndEvent:
            key = self._node(event, depth + 1)
            value = self._node(next(self._events), depth + 1)
            if not isinstance(key, Scalar):
                self._fault(
                    event,
                    "E103",
                    "a list or mapping as a key",
                    "keys are plain words; quote a value that starts with [ or {",
                )
            elif key.value == "<<" and key.style is None:
                self._fault(event, "E103", "the merge key '<<'", "write the fields out", 2)
            elif key.value in entries:
                first = entries[key.value][0].line + 1
                self.faults.append(
                    YamlFault(
                        "E102",
                        f"'{key.value}' stands here a second time",
                        key.line,
                        key.column,
                        max(len(key.value), 1),
                        f"it was first given in line {first}; keep one of the two",
                    )
                )
            else:
                entries[key.value] = (key, value)
        return Mapping(entries, start.start_mark.line, start.start_mark.column)
