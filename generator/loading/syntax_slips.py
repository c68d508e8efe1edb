"""What an editor most likely did where YAML stumbles.

The parser tells where it could not go on and what it would have liked to see there, in words for programmers.
Most of the time a line above or the line itself shows one of a few slips: a colon without quotes, a quote or a
bracket left open, a tab, a forgotten space. This module knows them by their look. It is only asked about files
that cannot be parsed, so a rule has to tell slips from good lines, not from all that YAML allows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from generator.loading.odd_text import BOLD


class Slip(NamedTuple):
    """What was done, where (counted from 0), and how to mend it."""

    message: str
    line: int
    column: int
    length: int
    hint: str


class Stumble(NamedTuple):
    """The line where the parser gave up, and the one where the part begins that it was reading; counted from 0."""

    line: int
    part_line: int


class Field(NamedTuple):
    """One line that gives a key a value, or a list an item, cut into its parts."""

    number: int
    lead: str
    """Indentation, and the dash of a list."""
    key: str
    """Empty where the line is an item."""
    value: str
    """Without the comment behind it."""
    column: int
    """Where the value begins."""


LONGEST_SHOWN_LINE = 110
LONGEST_LINE = 5_000
MOST_LINES = 400
"""Beyond these nobody wrote by hand, and looking would take long."""
FIELD = re.compile(r"(?P<lead>[ \t]*(?:- +)?)(?P<key>[\w-]+)[ \t]*:(?:[ \t]+(?P<value>\S.*)?)?$")
ITEM = re.compile(r"(?P<lead>[ \t]*- +)(?P<key>)(?P<value>\S.*)$")
"""A line of a list that is no field: ``- Ada Lovelace``."""
ITEM_BEHIND_A_QUOTE = re.compile(
    r"""[\[,{]\s*(?P<item>(?P<quoted>"[^"]*"|'[^']*')[^\S\n]*[^\s,:\]}#][^,\]}]*)"""
)
QUOTED_ITEM = re.compile(r"""[^\S\n]*("[^"]*"|'[^']*')""")
COMMENT = re.compile(r"\s+#.*$")
SURPLUS = re.compile(r"[\s,;.\]})]+")
BLOCK_SIGN = re.compile(r"[|>][-+0-9]*$")
COMMA_WITHOUT_AN_ITEM = re.compile(r"[\[{,]\s*(?P<comma>,)")
CONFLICT = re.compile(r"(?:<{7}|>{7})(?: |$)|={7}$")
RECORD_OF_BIBTEX = re.compile(r"@[A-Za-z]+\s*\{")
CLOSED = {
    '"': re.compile(r'"(?:[^"\\]|\\.)*"'),
    "'": re.compile(r"'(?:[^']|'')*'"),
}
"""A quoted text, from its first sign to its last."""
CLOSING = {"[": "]", "{": "}"}
OF_BRACKETS = re.compile(
    r"""(?:(?<=[\[{,:])|(?<=[\[{,:]\s))(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|(?P<open>["']))|(?P<bracket>[][{}])"""
)
"""What stands between brackets and matters to where they end: quoted items, the quote of one that is left open, and
brackets. Inside an item a quote is a sign like any other: O'Brien.
"""
UNKNOWN_ESCAPE = re.compile(
    r"""(?<!\\)(?:\\\\)*(\\(?:[^\\0abt\tnvfre "/N_LPxuU]|x(?![0-9A-Fa-f]{2})|u(?![0-9A-Fa-f]{4})|U(?![0-9A-Fa-f]{8}))[A-Za-z]*)"""
)
"""A backslash and what cannot stand behind it in double quotes (YAML 1.1, 5.7 Escape Sequences), with the word it begins."""
IN_SINGLE_QUOTES = "put the text in single quotes, where a backslash is a backslash"
SIGNS = {
    "[": "an opening bracket",
    "{": "an opening brace",
    "&": "&",
    "*": "an asterisk",
    "!": "an exclamation mark",
    "@": "@",
    "%": "%",
    "`": "`",
    "|": "|",
    ">": ">",
    "?": "a question mark",
    "-": "a dash",
    ",": "a comma",
    "]": "a closing bracket",
    "}": "a closing brace",
}
"""Signs that YAML takes for its own when a value begins with them."""


def likely_slip(lines: Sequence[str], at: Stumble) -> Slip | None:
    """The slip that explains why the file cannot be read; None where no known one is in sight."""
    whole_file = _conflict(lines) or _bibtex(lines) or _tab(lines, at)
    if whole_file is not None:
        return whole_file
    begin = max(_field_before(lines, min(at.part_line, at.line)), at.line - MOST_LINES)
    for number in _lines_of_fields(lines, at.line):
        if number < begin or len(lines[number]) > LONGEST_LINE:
            continue
        for slip_in in SLIPS_OF_A_LINE:
            slip = slip_in(lines, number, at)
            if slip is not None:
                return slip
    return _uneven_indentation(lines, at) if len(lines[at.line]) <= LONGEST_LINE else None


def in_quotes(text: str) -> str:
    """The text as a quoted value: in double quotes, or in single ones where it holds quotes or backslashes."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def as_typed(value: str) -> str:
    """A value in double quotes put into single ones, in which a backslash is a backslash; doubled ones become one."""
    return "'" + value[1:-1].replace("\\\\", "\\").replace('\\"', '"').replace("'", "''") + "'"


def end_of_brackets(text: str) -> int | None:
    """Behind the bracket that closes the one with which the text begins; None where there is none."""
    opened: list[str] = []
    for found in OF_BRACKETS.finditer(text):
        sign = found["bracket"]
        if found["open"]:
            return None
        if sign in CLOSING:
            opened.append(sign)
        elif sign and CLOSING[opened.pop()] != sign:
            return None
        if not opened:
            return found.end()
    return None


def _write(field: Field, value: str, otherwise: str) -> str:
    """The hint that shows the whole line as it should be, or words where that would be too long."""
    line = field.lead.lstrip() + (f"{field.key}: {value}" if field.key else value)
    return f"write {line}" if len(line) <= LONGEST_SHOWN_LINE else otherwise


def _field(lines: Sequence[str], number: int) -> Field | None:
    if len(lines[number]) > LONGEST_LINE:
        return None
    line = lines[number].rstrip()
    found = FIELD.match(line) or ITEM.match(line)
    if found is None:
        return None
    value = COMMENT.sub("", found["value"] or "")
    return Field(number, found["lead"], found["key"], value, max(found.start("value"), 0))


def _is_bare(line: str) -> bool:
    """Whether a line holds nothing, or only a comment."""
    return not line.strip() or line.lstrip().startswith("#")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _lines_of_fields(lines: Sequence[str], last: int) -> Iterator[int]:
    """The numbers of the lines up to ``last`` that are not inside a block of text."""
    block: int | None = None
    for number, line in enumerate(lines[: last + 1]):
        if _is_bare(line):
            continue
        if block is not None and _indent(line) > block:
            continue
        field = _field(lines, number)
        block = _indent(line) if field is not None and BLOCK_SIGN.match(field.value) else None
        yield number


def _field_before(lines: Sequence[str], line: int) -> int:
    """The line itself or the nearest one above that begins a field: a slip shows there at the earliest."""
    before = [number for number in range(min(line, len(lines))) if not _is_bare(lines[number])]
    return before[-1] if before else 0


def _last_line_of(lines: Sequence[str], number: int) -> int:
    """The last line that what begins on this one can go on to: the one before the next field, or the last of all."""
    last = number
    for later in range(number + 1, min(len(lines), number + MOST_LINES)):
        if _field(lines, later) is not None and _indent(lines[later]) <= _indent(lines[number]):
            break
        if not _is_bare(lines[later]):
            last = later
    return last


def _typed_up_to(lines: Sequence[str], field: Field, last: int) -> str:
    """A value that goes on over several lines, without the comments between them."""
    # To look for a comment in an endless line of blanks would take for ever.
    typed = lines[field.number : last + 1]
    first, *others = [line if len(line) > LONGEST_LINE else COMMENT.sub("", line) for line in typed]
    return "\n".join([first[field.column :], *others])


def _conflict(lines: Sequence[str]) -> Slip | None:
    number = next((number for number, line in enumerate(lines) if line.startswith("<<<<<<<")), None)
    if number is None or not CONFLICT.match(lines[number]):
        return None
    return Slip(
        "two versions of these lines were not merged: Git left both, between lines of <<<<<<< and >>>>>>>",
        number,
        0,
        len(lines[number]),
        "keep one of the two versions, and delete the lines that start with <<<<<<<, ======= and >>>>>>>",
    )


def _bibtex(lines: Sequence[str]) -> Slip | None:
    number = next((number for number, line in enumerate(lines) if not _is_bare(line)), 0)
    if not lines or not RECORD_OF_BIBTEX.match(lines[number]):
        return None
    hint = "write title:, authors:, date: and topic: each on a line of its own; `paperindex new` with the paper's DOI does it for you"
    return Slip("this is a record of BibTeX, not an entry", number, 0, len(lines[number]), hint)


def _tab(lines: Sequence[str], at: Stumble) -> Slip | None:
    found = re.match(r" *\t+", lines[at.line])
    if found is None:
        return None
    return Slip(
        "the line is indented with a tab",
        at.line,
        found.end() - 1,
        1,
        "put two spaces in place of the tab; most editors can be told to do so always",
    )


def _sign_opens_the_value(lines: Sequence[str], number: int, at: Stumble) -> Slip | None:
    """``title: [Re] Attention``, ``title: @home``, ``title: - attention``."""
    field = _field(lines, number)
    sign = field.value[:1] if field is not None else ""
    if field is None or sign not in SIGNS or BLOCK_SIGN.match(field.value):
        return None
    if sign in CLOSING:
        end = end_of_brackets(field.value)
        if end is None or end == len(field.value):
            return None
        if SURPLUS.fullmatch(field.value, end):
            return _surplus(field, end)
    elif number != at.line or (sign in "-?" and field.value[1:2] not in ("", " ")):
        return None
    return Slip(
        f"the text starts with {SIGNS[sign]}, which has a meaning of its own in YAML",
        number,
        field.column,
        1,
        _hint_for_sign(lines, field),
    )


def _hint_for_sign(lines: Sequence[str], field: Field) -> str:
    if field.value[0] in "|>" and field.key and _last_line_of(lines, field.number) > field.number:
        return f"leave nothing behind {field.key}: {field.value[0]} and begin the text on the line below, with two spaces in front"
    return _write(field, _without_stars(field.value), "put the whole text in quotes")


def _surplus(field: Field, end: int) -> Slip:
    """``tags: [kernels, sparsity],``: what JSON and Python want there."""
    return Slip(
        "the brackets are closed already, and more comes behind them",
        field.number,
        field.column + end,
        len(field.value) - end,
        _write(field, field.value[:end], "delete what stands behind the closing bracket"),
    )


def _without_stars(value: str) -> str:
    """In quotes; or without the stars of Markdown, which would be shown, and then without quotes where it may be."""
    plain = BOLD.sub(lambda found: found[1] or found[2], value)
    return in_quotes(value) if plain == value or plain[:1] in SIGNS else plain


def _text_behind_a_quote(lines: Sequence[str], number: int, _: Stumble) -> Slip | None:
    """``title: "Attention" is all``, ``title: 'Attention's limits'``."""
    field = _field(lines, number)
    quote = field.value[:1] if field is not None else ""
    if field is None or quote not in ('"', "'"):
        return None
    closed = CLOSED[quote].match(field.value)
    if closed is None or closed.end() == len(field.value):
        return None
    inner = field.value[1:-1]
    is_list_sign = field.value[closed.end() :].strip() in (",", ";")  # as in JSON
    is_apostrophe = quote == "'" and field.value.endswith("'") and re.search(r"\w'\w", inner)
    return Slip(
        "the apostrophe ends the text here" if is_apostrophe else "the text ends at this quote, and more comes behind it",
        number,
        field.column + closed.end() - 1,
        1,
        _write(
            field,
            closed.group() if is_list_sign else in_quotes(inner if is_apostrophe else field.value),
            "put the whole text in quotes of the other sort",
        ),
    )  # fmt: skip


def _backslash_in_double_quotes(lines: Sequence[str], number: int, at: Stumble) -> Slip | None:
    """``title: "On $\\lambda$"``, where the parser finds no sign that is written so."""
    wrong = UNKNOWN_ESCAPE.search(lines[number]) if number == at.line else None
    field = _field(lines, number)
    if wrong is None or field is None or '"' not in lines[number][: wrong.start()]:
        return None
    whole = CLOSED['"'].fullmatch(field.value)
    return Slip(
        f"in double quotes a backslash begins a sign of its own, and {wrong[1]} is none",
        number,
        wrong.start(1),
        len(wrong[1]),
        _write(field, as_typed(field.value), IN_SINGLE_QUOTES) if whole else IN_SINGLE_QUOTES,
    )


def _quote_left_open(lines: Sequence[str], number: int, _: Stumble) -> Slip | None:
    field = _field(lines, number)
    quote = field.value[:1] if field is not None else ""
    if field is None or quote not in ('"', "'") or CLOSED[quote].match(field.value):
        return None
    last = _last_line_of(lines, number)
    if last > number and CLOSED[quote].match(_typed_up_to(lines, field, last)):
        return None
    hint = (
        _write(field, in_quotes(field.value[1:].strip()), f"put {quote} at the end of the text")
        if last == number
        else f"put {quote} at the end of line {last + 1}"
    )
    return Slip("the quote that opens here is not closed", number, field.column, 1, hint)


def _text_behind_a_quoted_item(lines: Sequence[str], number: int, at: Stumble) -> Slip | None:
    """``authors: ["Ada" Lovelace]``"""
    found = ITEM_BEHIND_A_QUOTE.search(lines[number]) if number == at.line else None
    if found is None:
        return None
    item = found["item"].rstrip()
    parts = QUOTED_ITEM.findall(item)
    if len(parts) > 1 and QUOTED_ITEM.sub("", item) == "":
        hint = f"write {', '.join(parts)}"
        return Slip("a comma is missing between these items", number, found.start("item"), len(item), hint)
    return Slip(
        "the item ends at this quote, and more comes behind it",
        number,
        found.end("quoted") - 1,
        1,
        f"write {in_quotes(item)} with its own quotes around the whole item",
    )


def _bracket_left_open(lines: Sequence[str], number: int, _: Stumble) -> Slip | None:
    """``authors: [Ada Lovelace, Alan Turing``, also where a # or an open quote hides the closing bracket."""
    field = _field(lines, number)
    sign = field.value[:1] if field is not None else ""
    if field is None or sign not in CLOSING:
        return None
    typed = lines[number][field.column :].rstrip()
    hidden = re.search(r"[\s\[{,](#)", typed)
    if end_of_brackets(typed[: hidden.start(1)] if hidden is not None else typed) is not None:
        return None
    closing = CLOSING[sign]
    last = _last_line_of(lines, number)
    if last > number:
        whole = _typed_up_to(lines, field, last)
        if closing in whole:
            return None
        hint = f"put {closing} behind the last item, at the end of line {last + 1}"
        return Slip("the list that opens here is not closed", number, field.column, 1, hint)
    if hidden is not None and closing in typed:
        return Slip(
            "the # begins a comment: the rest of the line, its closing bracket too, is not read",
            number,
            field.column + hidden.start(1),
            len(typed) - hidden.start(1),
            "delete the #, or put the item that starts with it in quotes",
        )
    if closing in typed:
        hint = "an item that holds a quote, a bracket or a brace needs quotes around the whole of it"
        return Slip(
            "the brackets or quotes of this list do not match", number, field.column, len(typed), hint
        )
    wrong = "" if "{" in field.value[1:] or "[" in field.value[1:] else "]}"
    hint = _write(
        field, f"{field.value.rstrip(', ' + wrong)}{closing}", f"put {closing} at the end of the line"
    )
    return Slip("the list that opens here is not closed", number, field.column, 1, hint)


def _comma_without_an_item(lines: Sequence[str], number: int, at: Stumble) -> Slip | None:
    """``tags: [kernels,, sparsity]``"""
    field = _field(lines, number)
    if number != at.line or not (
        (field is not None and field.value[:1] in CLOSING) or _is_inside_brackets(lines, number)
    ):
        return None
    found = COMMA_WITHOUT_AN_ITEM.search(QUOTED_ITEM.sub(_as_long, lines[number]))
    if found is None:
        return None
    return Slip(
        "there is nothing before this comma",
        number,
        found.start("comma"),
        1,
        "delete this comma, or write what is missing",
    )


def _as_long(found: re.Match[str]) -> str:
    return "_" * len(found.group())


def _star_for_a_dash(lines: Sequence[str], number: int, at: Stumble) -> Slip | None:
    """``* kernels``, as in Markdown."""
    found = re.match(r"\s+(\*) +(?P<item>\S.*)", lines[number].rstrip()) if number == at.line else None
    if found is None:
        return None
    hint = (
        f"write - {found['item']}" if len(found["item"]) < LONGEST_SHOWN_LINE else "put a dash in its place"
    )
    return Slip("items of a list start with a dash", number, found.start(1), 1, hint)


def _colon_in_the_text(lines: Sequence[str], number: int, _: Stumble) -> Slip | None:
    """``title: Mamba: Linear-Time``; in a list in brackets a colon makes a mapping and no fault of syntax."""
    field = _field(lines, number)
    if field is None or field.value[:1] in SIGNS or field.value[:1] in ('"', "'"):
        return None
    colon = re.search(r":(?=\s|$)", field.value)
    if colon is None:
        return None
    return Slip(
        "the text holds a colon with a space behind it, and so reads like a second key",
        number,
        field.column + colon.start(),
        1,
        _write(field, in_quotes(field.value), "put the whole text in quotes"),
    )


def _colon_in_a_later_line(lines: Sequence[str], number: int, at: Stumble) -> Slip | None:
    """A text of several lines in which one holds a colon."""
    colon = re.search(r"\S(:)(?=\s|$)", lines[number])
    if number != at.line or colon is None or _field(lines, number) is not None:
        return None
    above = (
        _field(lines, other)
        for other in range(number - 1, -1, -1)
        if _indent(lines[other]) < _indent(lines[number])
    )
    field = next((one for one in above if one is not None), None)
    if field is None or BLOCK_SIGN.match(field.value) or field.value[:1] in {*SIGNS, '"', "'"}:
        return None
    message = "the text holds a colon with a space behind it, and so reads like a second key"
    words = " ".join(_typed_up_to(lines, field, _last_line_of(lines, field.number)).split())
    hint = (
        f"write | behind {field.key}: and the whole text on the lines below, with two spaces in front of each"
    )
    if field.value:
        hint = _write(field, in_quotes(words), hint if field.key else "put the whole text in quotes")
    return Slip(message, number, colon.start(1), 1, hint)


def _dash_without_a_space(lines: Sequence[str], number: int, _: Stumble) -> Slip | None:
    line = lines[number].rstrip()
    found = re.match(r"\s*-(?=[^\s-])", line)
    if found is None or number == 0:
        return None
    above = next((other for other in range(number - 1, -1, -1) if not _is_bare(lines[other])), None)
    if above is None or not (lines[above].lstrip().startswith("-") or lines[above].rstrip().endswith(":")):
        return None
    item = line[found.end() :]
    hint = f"write - {item}" if len(item) < LONGEST_SHOWN_LINE else "put a space behind the dash"
    return Slip("the dash of a list needs a space behind it", number, found.end() - 1, 1, hint)


def _no_key(lines: Sequence[str], number: int, _: Stumble) -> Slip | None:
    """A line at the left edge that gives no key a value."""
    line = lines[number].rstrip()
    if (
        line[:1] in (" ", "\t", "-", "#", '"', "'", "[", "]", "{", "}", "")
        or line in ("---", "...")
        or FIELD.match(line)
    ):
        return None
    if _is_inside_brackets(lines, number):
        return None
    nearly = re.match(r"(?P<key>[a-z_]+)(?P<gap>\s*[:：=][\s\u00a0]*|\u00a0+)(?P<value>\S.*)", line)
    if nearly is not None and not nearly["value"].startswith("//"):
        value = nearly["value"]
        whole = Field(number, "", nearly["key"], value, 0)
        needs_quotes = ": " in value or value[0] in set(SIGNS) - {"[", "{"}
        return Slip(
            "a key is followed by a plain colon and a space, and here it is not",
            number,
            nearly.start("gap"),
            max(len(nearly["gap"].rstrip()), 1),
            _write(whole, in_quotes(value) if needs_quotes else value, "put a colon and a space behind the key"),
        )  # fmt: skip
    above = _field_above(lines, number)
    if above is not None and BLOCK_SIGN.match(above.value):
        hint = f"put two spaces in front of every line of the text below {above.key}:"
        return Slip(f"the text below {above.key}: begins at the left edge", number, 0, len(line), hint)
    word, rest = line.split(" ", 1) if " " in line else (line, "")
    if above is None and rest and re.fullmatch(r"[a-z_]+", word):
        hint = _write(Field(number, "", word, rest, 0), rest, "put a colon and a space behind the key")
    else:
        hint = "if it goes on from the line above, put two spaces in front of it; else begin it with its key, as in title: Attention"
    return Slip("the line has no key, which is a word, a colon and a space", number, 0, len(line), hint)


def _is_inside_brackets(lines: Sequence[str], number: int) -> bool:
    """Whether a list in brackets was opened above and not closed before this line."""
    above = "\n".join(lines[:number])
    return above.count("[") > above.count("]") or above.count("{") > above.count("}")


def _field_above(lines: Sequence[str], number: int) -> Field | None:
    """The nearest field above at the left edge."""
    for other in range(number - 1, -1, -1):
        field = _field(lines, other)
        if field is not None and not field.lead:
            return field
    return None


SLIPS_OF_A_LINE: tuple[Callable[[Sequence[str], int, Stumble], Slip | None], ...] = (
    _sign_opens_the_value,
    _backslash_in_double_quotes,
    _text_behind_a_quote,
    _quote_left_open,
    _bracket_left_open,
    _text_behind_a_quoted_item,
    _comma_without_an_item,
    _star_for_a_dash,
    _colon_in_the_text,
    _colon_in_a_later_line,
    _dash_without_a_space,
    _no_key,
)
"""Each judges one line, the lines from the top: the first slip is the one that brought the others about."""


def _uneven_indentation(lines: Sequence[str], at: Stumble) -> Slip | None:
    """A field that stands under no other one, and yet not beside any."""
    field = _field(lines, at.line)
    above = next((number for number in range(at.line - 1, -1, -1) if not _is_bare(lines[number])), None)
    if field is None or above is None:
        return None
    here, there = _indent(lines[at.line]), _indent(lines[above])
    if _is_item(lines[at.line]) and not _is_item(lines[above]):
        return _item_without_a_list(field, here)
    if here == there:
        return None
    beside = above if here > there else _level_below(lines, at.line, here)
    return Slip(
        f"the line begins in column {here + 1}, but nothing that it could belong to begins there",
        at.line,
        0,
        max(here, 1),
        f"begin it in the same column as line {beside + 1}",
    )


def _item_without_a_list(field: Field, here: int) -> Slip:
    """``- kind: method`` among the fields, or an item below a list in brackets."""
    message = "the dash begins an item, but no list is open here"
    hint = "a list stands below a key that has nothing behind its colon, or in brackets behind it"
    if field.key and not here:
        hint = _write(field._replace(lead=""), field.value, "delete the dash")
    return Slip(message, field.number, here, 1, hint)


def _is_item(line: str) -> bool:
    return line.lstrip().startswith("- ")


def _level_below(lines: Sequence[str], number: int, here: int) -> int:
    """The nearest line above that is indented less than the lines between, and at most as far as ``here`` or next to it."""
    levels = [other for other in range(number - 1, -1, -1) if not _is_bare(lines[other])]
    return min(levels, key=lambda other: (abs(_indent(lines[other]) - here), number - other))
