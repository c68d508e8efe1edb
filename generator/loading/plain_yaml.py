r"""YAML as nearly every entry is written, read without the parser.

    key: words            key: "words"           key: 'words'          key: |
    key: [one, "two"]     key: {a: one, b: two}  # a comment             lines of text

A key may have parts below it, indented by two spaces: ``key: words``, or ``- words`` and ``- {a: one}``, or a list in
brackets over several lines. In double quotes, a backslash may stand before another one or before a quote. Whatever else
YAML knows, whatever is odd and whatever is wrong is not read here: then the answer is None, and the parser is asked. So
this module knows no faults, and must never be more generous than the parser; where it answers, the nodes and their places
are the parser's own (`tests/loading/test_plain_yaml.py` compares them). It takes a third of the parser's time, which in a
check of a large index was most of the time.
"""

from __future__ import annotations

import re
from functools import partial

from generator.loading.positioned_yaml import (
    MOST_BRACKETS,
    Document,
    Mapping,
    Node,
    Scalar,
    Sequence,
    parse_document,
)
from generator.text.printable import are_printable

KEY = r"[a-z][a-z_]*"
# Text without quotes begins with a letter or a figure, which mean nothing to YAML. A colon ends it before a blank, a #
# behind one. Inside brackets more signs have a meaning; all of those are left to the parser.
WORDS = r"[^\W_][^:#\n]*(?:(?::(?=[^ \n])|(?<!\ )\#)[^:#\n]*)*(?<!\ )"
WORDS_IN_BRACKETS = r"[^\W_](?:[^][{}:#?,\"\n]*[^][{}:#?,\"\n ])?"
DOUBLE = r"\"[^\"\\\n]*(?:\\[\"\\][^\"\\\n]*)*\""
SINGLE = r"'(?:[^'\n]|'')*'"
ITEM = rf"(?:{WORDS_IN_BRACKETS}|{DOUBLE}|{SINGLE})"
LIST = rf"\[{ITEM}(?:,(?:\ |\n\ +){ITEM})*\]"
PAIR = rf"(?:{KEY}:\ {ITEM})"
PAIRS = rf"\{{{PAIR}(?:,\ {PAIR})*\}}"
TEXT = rf"(?:{WORDS}|{DOUBLE}|{SINGLE})"
PART = rf"{KEY}:\ {TEXT}"
POINT = rf"-\ (?:{TEXT}|{PAIRS})"
BELOW = r"\n[ ]{2}"

FIELD = re.compile(
    rf"""(?P<key>{KEY}):(?:
      \ (?:
        (?P<text>{TEXT})
      | \[(?P<words>{WORDS_IN_BRACKETS}(?:,\ {WORDS_IN_BRACKETS})*)\]
      | \["(?P<quoted>[^"\\\n]*(?:",\ "[^"\\\n]*)*)"\]
      | (?P<list>{LIST})
      | (?P<pairs>{PAIRS})
      | \|{BELOW}(?P<lines>[^ \n][^\n]*(?:{BELOW}[^\n]*|\n(?=\n))*)
      )
    | {BELOW}(?:
        (?P<parts>{PART}(?:{BELOW}{PART})*)
      | (?P<points>{POINT}(?:{BELOW}{POINT})*)
      | (?P<list_below>{LIST})
      )
    )\n""",
    re.VERBOSE,
)
BETWEEN_FIELDS = re.compile(r"(?:#[^\n]*\n|\n)+")
ESCAPED_SIGN = re.compile(r"\\(.)")
AN_ITEM = re.compile(ITEM, re.VERBOSE)
A_PAIR = re.compile(rf"({KEY}):\ ({ITEM})", re.VERBOSE)


def read_document(text: str) -> Document:
    """As `parse_document`, and quicker for nearly every entry."""
    return plain_document(text) or parse_document(text)


def plain_document(text: str) -> Document | None:
    """What `parse_document` gives for ``text``, or None where that has to be asked."""
    if not are_printable(text) or text[-1:] != "\n" or text.count("[") + text.count("{") > MOST_BRACKETS:
        return None
    entries: dict[str, tuple[Scalar, Node]] = {}
    place = line = 0
    length = len(text)
    while place < length:
        start = place
        field = FIELD.match(text, start)
        if field is None:
            between = BETWEEN_FIELDS.match(text, start)
            if between is None:
                return None
            place = between.end()
            line += text.count("\n", start, place)
            continue
        key, kind, place = field[1], field.lastgroup or "", field.end()
        name = Scalar(key, line, 0, line, len(key), None)
        value: Node | None
        if kind == "text":  # as most are, and in one line
            value = _text(field[kind], line, len(key) + 2)
            line += 1
        else:
            value = _value(kind, field[kind], line, len(key) + 2)
            line += text.count("\n", start, place)
        if value is None or key in entries:
            return None
        entries[key] = name, value
    if not entries:
        return None
    return Document(Mapping(entries, next(iter(entries.values()))[0].line, 0), [])


def _value(kind: str, typed: str, line: int, column: int) -> Node | None:
    """The node of a field's value that is no text in one line; ``line`` is that of the key, ``column`` where a value behind
    it begins.
    """
    match kind:
        case "words":
            return _in_one_line(typed.split(", "), None, line, column)
        case "quoted":
            return _in_one_line(typed.split('", "'), '"', line, column)
        case "list":
            return _list(typed, line, column)
        case "lines":
            further = typed.count("\n") if "\n" in typed else 0
            value = typed.replace("\n  ", "\n").rstrip("\n") + "\n" if further else f"{typed}\n"
            # The parser holds that the text ends where the next one begins.
            return Scalar(value, line, column, line + further + 2, 0, "|")
        case "parts":
            return _parts(typed, line + 1)
        case "points":
            return _points(typed, line + 1)
        case "list_below":
            return _list(typed, line + 1, 2)
        case _:
            return _pairs(typed, line, column)


def _text(typed: str, line: int, column: int) -> Scalar:
    sign, end = typed[0], column + len(typed)
    if sign == '"':
        value = typed[1:-1] if "\\" not in typed else ESCAPED_SIGN.sub(r"\1", typed[1:-1])
        return Scalar(value, line, column, line, end, sign)
    if sign == "'":
        return Scalar(typed[1:-1].replace("''", "'"), line, column, line, end, sign)
    return Scalar(typed, line, column, line, end, None)


def _in_one_line(words: list[str], style: str | None, line: int, column: int) -> Sequence:
    """A list in brackets, in one line and all items with quotes or none."""
    return Sequence(partial(_items_in_one_line, words, style, line, column), line, column, words)


def _items_in_one_line(words: list[str], style: str | None, line: int, column: int) -> list[Node]:
    items: list[Node] = []
    start, quotes = column + 1, 2 if style else 0
    for word in words:
        end = start + len(word) + quotes
        items.append(Scalar(word, line, start, line, end, style))
        start = end + 2
    return items


def _list(typed: str, line: int, column: int) -> Sequence:
    """A list in brackets."""
    items: list[Node] = []
    at_line, line_start, end = line, -column, 0
    for item in AN_ITEM.finditer(typed, 1):
        start = item.start()
        if start - end > 2:  # more than a comma and a blank: a new line
            at_line, line_start = at_line + 1, typed.index("\n", end) + 1
        end = item.end()
        items.append(_text(item[0], at_line, start - line_start))
    return Sequence(items, line, column)


def _pairs(typed: str, line: int, column: int) -> Mapping | None:
    """Keys and values in braces; None where a key comes twice."""
    entries: dict[str, tuple[Scalar, Node]] = {}
    for pair in A_PAIR.finditer(typed):
        key, start = pair[1], column + pair.start()
        if key in entries:
            return None
        name = Scalar(key, line, start, line, start + len(key), None)
        entries[key] = (name, _text(pair[2], line, column + pair.start(2)))
    return Mapping(entries, line, column)


def _parts(typed: str, line: int) -> Mapping | None:
    """Keys and values one a line, indented by two; None where a key comes twice."""
    entries: dict[str, tuple[Scalar, Node]] = {}
    for number, part in enumerate(typed.split("\n  "), line):
        key, _, value = part.partition(": ")
        if key in entries:
            return None
        name = Scalar(key, number, 2, number, 2 + len(key), None)
        entries[key] = (name, _text(value, number, 4 + len(key)))
    return Mapping(entries, line, 2)


def _points(typed: str, line: int) -> Sequence | None:
    """A list with a dash before each item, indented by two; None where a key comes twice in one."""
    items: list[Node] = []
    for number, point in enumerate(typed.split("\n  "), line):
        item = _pairs(point[2:], number, 4) if point[2] == "{" else _text(point[2:], number, 4)
        if item is None:
            return None
        items.append(item)
    return Sequence(items, line, 2)
