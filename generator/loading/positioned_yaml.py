"""YAML as editors may write it, with the place of every word.

PyYAML's C parser gives events with line and column; this module turns them into three small node
types and refuses whatever an entry has no use for (tags, anchors, aliases, merge keys, second
documents, duplicate keys, deep nesting, control and direction-changing characters). Every scalar
stays the text that the editor typed: nothing here turns `no` into a truth value or `2401.00010`
into a number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

import yaml

try:
    from yaml import CSafeLoader as EventLoader
except ImportError:  # a PyYAML built without libyaml: slower, the same events
    from yaml import SafeLoader as EventLoader  # type: ignore[assignment] # the two share no base class

from generator.loading.syntax_slips import (
    IN_SINGLE_QUOTES,
    LONGEST_SHOWN_LINE,
    Stumble,
    as_typed,
    likely_slip,
)

DEEPEST_NESTING = 12
"""An entry needs three levels; far more can exhaust the C parser's stack."""

MOST_BRACKETS = 200
"""Opened in a file, up to which nobody asks how they nest."""


@dataclass(slots=True)
class Scalar:
    """A piece of text with its place. Lines and columns count from 0 here, as in the parser."""

    value: str
    line: int
    column: int
    end_line: int
    end_column: int
    style: str | None
    """None for plain text, else the quoting sign: ``'``, ``"``, ``|`` or ``>``."""


@dataclass(slots=True)
class Sequence:
    """A list with the place where it starts."""

    items: list[Node]
    line: int
    column: int


@dataclass(slots=True)
class Mapping:
    """Keys with their nodes, in the order of the file, with the place where it starts."""

    entries: dict[str, tuple[Scalar, Node]]
    line: int
    column: int


Node: TypeAlias = Scalar | Sequence | Mapping


class YamlFault(NamedTuple):
    """Something a file must not contain."""

    code: str
    message: str
    line: int
    column: int
    length: int
    hint: str


@dataclass(slots=True)
class Document:
    """What a file holds: its root node unless it is empty or broken, and every fault found on the way."""

    root: Node | None
    faults: list[YamlFault]


FORBIDDEN_CHARACTERS = re.compile(
    "["
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"  # control characters but tab, line feed, carriage return, NEL
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks and overrides of the writing direction
    "\ud800-\udfff"  # halves of surrogate pairs
    "\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"  # marks that annotate or format what is around
    "\ufdd0-\ufdef\ufffe\uffff"  # points that are no characters and never will be
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "\U000e0000-\U000e007f"  # tag characters
    "]"
)

ESCAPED = re.compile(rf"[\t\n\r\x85\xa0\u2028\u2029]|{FORBIDDEN_CHARACTERS.pattern}")
"""What hardly ever stands in a value in double quotes unless a backslash was typed."""

COMMAND_OF_TEX = re.compile(r"(?<!\\)\\(?:\\\\)*([abefnrtvNLP][A-Za-z]+)")
"""A command in which YAML sees a sign of its own: ``\\tau`` begins with its tab, ``\\nu`` with its line break."""

INVISIBLE_CHARACTERS = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u2028\u2029\u2060-\u2064\u206a-\u206f\u3164\ufe00-\ufe0e\uff00\uffa0\ufeff]"
)


def parse_document(text: str) -> Document:
    """Read one YAML document.

    Takes the file's decoded text. Gives back its root node and the faults; never raises for what an
    editor can type. After a fault of syntax the root is None, after others it holds what could be read.
    """
    faults = list(character_faults(text))
    if faults:
        return Document(None, faults)
    depth = nesting_of_brackets(text)
    if depth is not None:
        return Document(None, [depth])
    builder = _Builder(text)
    try:
        root = builder.document()
    except yaml.MarkedYAMLError as error:
        return Document(None, [*builder.faults, syntax_fault(error, text)])
    except yaml.YAMLError as error:
        return Document(None, [YamlFault("E101", f"not readable as YAML: {error}", 0, 0, 1, READ_YAML_HINT)])
    return Document(root, builder.faults)


def character_faults(text: str) -> list[YamlFault]:
    """One fault for the first forbidden character of each line."""
    # What can be printed is never forbidden, and asking that first takes a hundredth of the time.
    if text.replace("\n", "").isprintable() or FORBIDDEN_CHARACTERS.search(text) is None:
        return []
    faults = []
    for number, line in enumerate(text.split("\n")):
        match = FORBIDDEN_CHARACTERS.search(line)
        if match is not None:
            faults.append(
                YamlFault(
                    "E104",
                    f"{describe_character(match.group())} is not allowed",
                    number,
                    match.start(),
                    1,
                    "delete it, or type the word again by hand; it often comes along when text is pasted from a PDF",
                )
            )
    return faults


def command_in_formula(typed: str) -> str | None:
    """The first command of a formula in the typed text that double quotes would break; None where there is none."""
    for found in COMMAND_OF_TEX.finditer(typed):
        # Between an odd dollar sign and an even one: outside of formulas \n may well be meant.
        if typed.count("$", 0, found.start()) % 2 and "$" in typed[found.end() :]:
            return found[1]
    return None


def describe_character(character: str) -> str:
    """A name an editor can search for, without the character itself."""
    point = ord(character)
    if point == 0:
        sort = "the NUL character"
    elif 0xD800 <= point <= 0xDFFF:
        sort = "half of a surrogate pair"
    elif 0xFDD0 <= point <= 0xFDEF or point & 0xFFFE == 0xFFFE:
        sort = "a code point that is no character"
    elif 0xFFF9 <= point <= 0xFFFB or 0x1BCA0 <= point <= 0x1D17A:
        sort = "an invisible mark that formats the text around it"
    elif point >= 0xE0000:
        sort = "an invisible tag character"
    elif point > 0x9F:
        sort = "an invisible character that changes the writing direction"
    else:
        sort = "a control character"
    return f"{sort} (U+{point:04X})"


def nesting_of_brackets(text: str) -> YamlFault | None:
    """A fault when brackets could nest deeper than the parser survives, told without parsing.

    Brackets inside quoted text count as well; an entry with so many unbalanced ones in prose would be
    odd enough to ask the editor about.
    """
    if text.count("[") + text.count("{") <= MOST_BRACKETS:
        return None
    depth = 0
    for match in re.finditer(r"[\[\]{}]", text):
        depth = depth + 1 if match.group() in "[{" else max(depth - 1, 0)
        if depth > 100:
            line = text.count("\n", 0, match.start())
            column = match.start() - (text.rfind("\n", 0, match.start()) + 1)
            return YamlFault("E105", "brackets nest too deeply", line, column, 1, NESTING_HINT)
    return None


NESTING_HINT = f"an entry needs three levels at most; more than {DEEPEST_NESTING} are refused"
READ_YAML_HINT = "compare with a neighbouring entry; CONTRIBUTING.md shows a whole one"

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
    ("did not find expected ',' or", "a list in square brackets is closed with ]; a value that starts with [ needs quotes"),
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


class _Refused(Exception):
    """Stops the builder where reading on would only make noise."""


class _Builder:
    """Turns the parser's events into nodes, noting what is not allowed."""

    def __init__(self, text: str) -> None:
        self.faults: list[YamlFault] = []
        self._text = text
        self._events = yaml.parse(text, Loader=EventLoader)

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
        lines = self._text.split("\n")[start.line : end.line + 1]
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
            items.append(self._node(event, depth + 1))
        return Sequence(items, start.start_mark.line, start.start_mark.column)

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
