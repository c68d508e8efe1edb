"""YAML as editors may write it, with the place of every word.

PyYAML's C parser gives events with line and column; this module turns them into three small node
types and refuses whatever an entry has no use for (tags, anchors, aliases, merge keys, second
documents, duplicate keys, deep nesting, control and direction-changing characters). Every scalar
stays the text that the editor typed: nothing here turns `no` into a truth value or `2401.00010`
into a number.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from generator.text.printable import are_printable

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


class Sequence:  # noqa: PLW1641  (nobody keys by it, as by no other node)
    """A list with the place where it starts. Its items may be made when somebody looks at one: their places are asked for
    where something is wrong with them.
    """

    __slots__ = ("_items", "column", "line", "words")

    def __init__(
        self,
        items: list[Node] | Callable[[], list[Node]],
        line: int,
        column: int,
        words: list[str] | None = None,
    ) -> None:
        """``words`` are the values of the items, where all are pieces of text and that was known beforehand."""
        self._items = items
        self.line = line
        self.column = column
        self.words = words

    @property
    def items(self) -> list[Node]:
        """What the list holds."""
        if not isinstance(self._items, list):
            self._items = self._items()
        return self._items

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and (self.items, self.line, self.column) == (
            other.items,
            other.line,
            other.column,
        )

    def __repr__(self) -> str:
        return f"Sequence({self.items!r}, line={self.line}, column={self.column})"


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
    # Late, for PyYAML takes longer to load than to read what a usual edit leaves to it.
    from generator.loading.yaml_events import document_of_events

    return document_of_events(text)


def character_faults(text: str) -> list[YamlFault]:
    """One fault for the first forbidden character of each line."""
    # What can be printed is never forbidden, and asking that first takes a hundredth of the time.
    if are_printable(text) or FORBIDDEN_CHARACTERS.search(text) is None:
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
