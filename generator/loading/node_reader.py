"""Turning YAML nodes of one file into typed values, noting what is wrong on the way.

Every reader takes a node and gives the value, or None when the node does not hold one; then the
reason stands among the reading's problems. So a caller reads on, and an editor sees all faults at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from collections.abc import Mapping as MappingOf
from typing import TypeVar

from generator.loading.key_hints import key_hint, meant_key
from generator.loading.plain_yaml import read_document
from generator.loading.positioned_yaml import (
    INVISIBLE_CHARACTERS,
    Document,
    Mapping,
    Node,
    Scalar,
    Sequence,
)
from generator.loading.syntax_slips import LONGEST_SHOWN_LINE, end_of_brackets, in_quotes
from generator.loading.typed_dates import iso_date
from generator.model.partial_date import PartialDate, parse_partial_date
from generator.model.problem import Place, Problem
from generator.text.look_alikes import mixed_script_word
from generator.text.nearest import did_you_mean
from generator.text.settled import settled_line, settled_paragraphs
from generator.text.slugs import identifier_fault

T = TypeVar("T")

FIELDS_OF_ONE_WORD = ("topic", "kind", "status", "superseded_by")
FIELDS_WITHOUT_A_NUMBER_SIGN = (
    *FIELDS_OF_ONE_WORD,
    *("date", "added", "listed date", "author_count", "venue year", "comments", "order", "orcid", "homepage"),
)
"""Quotes would bring into these what they must not hold."""
FIELDS_OF_PARAGRAPHS = ("summary", "abstract", "description")
IN_QUOTES = ("arxiv", "doi")
"""Links that are no addresses."""
DATE_HINT = "write YYYY-MM-DD, for example 2024-03-01 (or YYYY-MM, or YYYY, as far as known)"
SEVERAL_IN_ONE = re.compile(r"\s*[,;]\s*(?:and\s+)?|\s+and\s+")
NOT_IN_A_LIST = re.compile(r"""[\[\]{}",:#&*!|>'%@`]""")
"""Signs for whose sake an item of a list in brackets is quoted."""
CUT_BY_COMMENT = re.compile(r"\s+#\S")
LONGEST_SHOWN_VALUE = 60
ONE_EACH = {
    "an entry": "one file holds one entry: give each a file of its own",
    "a topic": "one file holds one topic: give each a file of its own",
}
SIGNS = {"an entry": "title", "a topic": "description"}
"""A field by which each is known; it must have it."""
WITHOUT_THIS_LINE = "delete this line, and move those below it to the left edge"
WHAT_BELONGS_IN = {
    "an entry": "write an entry; CONTRIBUTING.md shows a whole one",
    "a topic": "write its name:, description:, order: and group:, each on a line of its own",
    "tags": "write a tag, or delete the file",
    "people": "write a person, or delete the file",
}
NOWHERE: MappingOf[str, str] = {}
MOST_PROBLEMS = 200
"""Of one file: whoever meets more mends those first. A file made of nothing else must not make the checker slow."""


MISLEADING = (
    *(("\u00ad", "\u00ad"), ("\u034f", "\u034f"), ("\u0370", "\u1fff"), ("\u200b", "\u200b")),
    *(("\u2028", "\u2029"), ("\u2060", "\u2064"), ("\u206a", "\u206f"), ("\u2c00", "\U0010ffff")),
)
"""From and to: every invisible character and every letter that looks like a Latin one, among much else; hardly ever in
English. No pattern, for to compile one of so many signs takes longer than to read an entry.
"""

ASCII = bytes(range(0x80))


def may_mislead(text: str) -> bool:
    """Whether some sign of a text is among these."""
    # ASCII is left out all at once: sign by sign takes twenty times as long.
    foreign = text.encode("utf-8", "surrogatepass").translate(None, ASCII).decode("utf-8", "surrogatepass")
    return any(first <= sign <= last for sign in set(foreign) for first, last in MISLEADING)


def _hint_for_no_fields(root: Scalar | Sequence, what: str) -> str:
    """What to do about a file that holds no fields."""
    sign = SIGNS.get(what)
    items = [item for item in root.items if isinstance(item, Mapping)] if isinstance(root, Sequence) else []
    whole = [item for item in items if sign in item.entries]
    if len(whole) > 1:
        return f"{ONE_EACH[what]}, without the dash"
    if whole and len(items) == 1:
        return "delete the dash, and move all lines to the left edge"
    without = "delete the dashes: " if whole else ""
    return f"{without}every line at the left edge starts with a key and a colon"


class FileReading:
    """One file being read: its text, its nodes and the problems found so far."""

    def __init__(self, shown: str, text: str) -> None:
        self.shown = shown
        self.text = text
        self.problems: list[Problem] = []
        self.meant: set[str] = set()
        """Keys that are there under a mistyped name, and so are not missing."""
        self.refused: set[int] = set()
        """Lines (from 0) whose text is refused as a whole: what else is odd about it is an echo."""
        self._lines: list[str] | None = None
        # Most files hold no such thing; asking once here spares asking at every value.
        # Two signs take far longer to find than one that most files do not hold.
        self._may_be_cut = "#" in text and (" #" in text or "\t#" in text)
        self._may_mislead = not text.isascii() and (
            may_mislead(text) or "\\" in text  # which may stand for anything
        )

    @property
    def lines(self) -> list[str]:
        """The file's lines without their ends."""
        if self._lines is None:
            self._lines = self.text.split("\n")
        return self._lines

    def line(self, number: int) -> str | None:
        """The line with this number (from 0), or None past the end."""
        return self.lines[number] if 0 <= number < len(self.lines) else None

    def note(self, code: str, message: str, node: Node | None, hint: str | None = None) -> None:
        """Record a problem at a node, or at the file's start where there is no node."""
        if node is None:
            self.note_at(code, message, 0, 0, 1, hint)
        else:
            self.note_at(code, message, node.line, node.column, self._length(node), hint)

    def note_at(self, code: str, message: str, line: int, column: int, length: int, hint: str | None) -> None:
        """Record a problem at a place given in the parser's counting, from 0."""
        if len(self.problems) >= MOST_PROBLEMS:
            return
        place = Place(self.shown, line + 1, column + 1, max(length, 1))
        self.problems.append(Problem(code, message, place, hint, self.line(line)))

    def _length(self, node: Node) -> int:
        if not isinstance(node, Scalar):
            return 1
        if node.end_line == node.line:
            return node.end_column - node.column
        return max(len(self.line(node.line) or "") - node.column, 1)

    def root_mapping(self, what: str, document: Document | None = None) -> Mapping | None:
        """The file's fields. None when the file is broken, empty or something else than fields.

        ``document`` is what the file holds, where it was read already.
        """
        document = document or read_document(self.text)
        for fault in document.faults:
            self.note_at(fault.code, fault.message, fault.line, fault.column, fault.length, fault.hint)
            self.refused.add(fault.line)
        root = document.root
        if root is None or (isinstance(root, Scalar) and not root.value and root.style is None):
            if not document.faults:
                self.note("E107", "the file is empty", None, WHAT_BELONGS_IN[what])
            return None
        if not isinstance(root, Mapping):
            self.note(
                "E107",
                f"the file does not hold {what}",
                root,
                _hint_for_no_fields(root, what),
            )
            return None
        return root

    def lies_deeper(self, root: Mapping, what: str) -> bool:
        """Whether what the file should hold stands below another key; notes it there."""
        sign = SIGNS[what]
        if sign in root.entries:
            return False
        found = [
            key for key, node in root.entries.values() if isinstance(node, Mapping) and sign in node.entries
        ]
        if found:
            hint = f"{ONE_EACH[what]}, without this line" if len(found) > 1 else WITHOUT_THIS_LINE
            self.note("E107", f"{what} stands below '{found[0].value}'", found[0], hint)
        return bool(found)

    # --- values -------------------------------------------------------------------------------

    def text_of(self, node: Node, field: str) -> str | None:
        """Text on one line, in its settled form."""
        if isinstance(node, Scalar) and not self._may_be_cut and not self._may_mislead:
            settled = settled_line(node.value)
            if settled:
                return settled
        value = self._typed_text(node, field)
        return None if value is None else settled_line(value)

    def block_of(self, node: Node, field: str) -> str | None:
        """Text that may have several paragraphs, in its settled form."""
        value = self._typed_text(node, field)
        literal = isinstance(node, Scalar) and node.style == "|"
        return None if value is None else settled_paragraphs(value, lines_as_typed=literal)

    def _typed_text(self, node: Node, field: str) -> str | None:
        """The text as typed, once it is known to be text and free of surprises."""
        if not isinstance(node, Scalar):
            self._note_no_text(node, field)
            return None
        value = node.value.strip()
        if not value:
            self.note("E212", f"{field} is empty", node, self._hint_for_empty(node, field))
            return None
        if node.style is None and self._may_be_cut:
            self._check_cut(node, field)
        if self._may_mislead and not value.isascii():
            self._check_characters(value, node, field)
        return value

    def _note_no_text(self, node: Sequence | Mapping, field: str) -> None:
        """Where text should be stands a list, or a key with a value. Says how the text is written."""
        typed, before = self._typed_from(node)
        if typed[:1] not in ("[", "{"):
            if isinstance(node, Mapping):
                message = f"{field}: this reads like a key and a value, not like text"
                hint = f"put quotes around it: {in_quotes(typed)}"
                if field in FIELDS_OF_PARAGRAPHS and not before.strip():
                    hint = f"put | behind {field}: and leave the lines below it as they are"
                self.note("E205", message, node, hint)
            else:
                self.note(
                    "E205", f"{field} is a list, not text", node, "write the text without a dash before it"
                )
            return
        items = node.items if isinstance(node, Sequence) else []
        words = [item.value for item in items if isinstance(item, Scalar)]
        if words and before.rstrip().endswith("["):
            hint = "delete the inner brackets: the list has some already"
        elif field in FIELDS_OF_ONE_WORD and words:
            more = "" if len(words) == 1 else f"; only one {field} is possible"
            hint = f"write {field}: {words[0]}{more}"
        elif field in ("date", "added", "listed date"):
            hint = DATE_HINT
        elif field.startswith("links "):
            sort = field.removeprefix("links ")
            word = in_quotes(words[0]) if words and sort in IN_QUOTES else "".join(words[:1])
            hint = f"write {sort}: {word}; a second one goes into a comment" if words else "write one address"
        else:
            hint = (
                f"put quotes around it: {in_quotes(typed)}"
                if typed[-1] in "]}"
                else "put quotes around the whole text"
            )
        shape = "a list" if typed[0] == "[" else "a mapping"
        self.note("E205", f"{field}: brackets make this {shape}, not text", node, hint)

    def _typed_from(self, node: Sequence | Mapping) -> tuple[str, str]:
        """What stands in the first line of a list or mapping, and what before it: in brackets others may follow."""
        line = self.line(node.line) or ""
        typed = line[node.column :].rstrip()
        end = None
        if typed[:1] in ("[", "{"):
            end = end_of_brackets(typed)
        elif isinstance(node, Mapping) and node.entries:
            _, last = list(node.entries.values())[-1]
            if isinstance(last, Scalar) and last.end_line == node.line:
                end = last.end_column - node.column
        return typed[:end], line[: node.column]

    def _hint_for_empty(self, node: Scalar, field: str) -> str:
        """Whether a # swallowed the value."""
        line = self.line(node.line) or ""
        comment = re.match(r"\s*(#\S.*)", line[node.column :]) if node.style is None else None
        if comment is None:
            return "fill it in, or delete the line"
        key = field.rpartition(" ")[2]
        return f"a # begins a comment: write {key}: {in_quotes(comment[1].rstrip())}"

    def _check_cut(self, node: Scalar, field: str) -> None:
        line = self.line(node.end_line) or ""
        match = CUT_BY_COMMENT.match(line, node.end_column)
        if match is not None:
            self.note_at(
                "E106",
                f"{field} ends here: YAML takes the rest of the line for a comment",
                node.end_line,
                match.end() - 2,
                len(line) - match.end() + 2,
                self._hint_for_cut(node, line, field),
            )

    def _hint_for_cut(self, node: Scalar, line: str, field: str) -> str:
        if field in FIELDS_WITHOUT_A_NUMBER_SIGN or field.startswith("links "):
            return "put a space behind the # if a comment is meant"
        whole = in_quotes(line[node.column :].rstrip())
        is_short = node.line == node.end_line and len(whole) <= LONGEST_SHOWN_LINE
        return f"put quotes around it: {whole}" if is_short else "put quotes around the whole text"

    def _check_characters(self, value: str, node: Scalar, field: str) -> None:
        match = INVISIBLE_CHARACTERS.search(value)
        if match is not None:
            point = ord(match.group())
            self.note(
                "W401",
                f"{field} holds an invisible character (U+{point:04X})",
                node,
                "type the word again by hand",
            )
        word = mixed_script_word(value)
        if word is not None:
            self.note(
                "W402",
                f"{field}: {word.description}",
                node,
                "type the word again; letters of two alphabets look alike",
            )

    def word_of(self, node: Node, field: str, allowed: Collection[str]) -> str | None:
        """One of a few words."""
        value = self.text_of(node, field)
        if value is None or value in allowed:
            return value
        self.note(
            "E206",
            f"{field} {shown_value(value)} is not one of {', '.join(allowed)}",
            node,
            did_you_mean(value, allowed, "choose one of them"),
        )
        return None

    def identifier_of(self, node: Node, field: str) -> str | None:
        """An id of the index."""
        value = self.text_of(node, field)
        if value is None:
            return None
        fault = identifier_fault(value)
        if fault is not None:
            self.note(
                "E202", f"{field}: the id {shown_value(value)} {fault}", node, "for example: kimi-linear"
            )
            return None
        return value

    def number_of(
        self, node: Node, field: str, least: int, most: int, example: int | None = None
    ) -> int | None:
        """A whole number within bounds."""
        value = self.text_of(node, field)
        if value is None:
            return None
        number = int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None
        if number is None or not least <= number <= most:
            self.note(
                "E211",
                f"{field} {shown_value(value)} is not a whole number from {least} to {most}",
                node,
                f"for example: {max(least, min(most, 12)) if example is None else example}",
            )
            return None
        return number

    def date_of(self, node: Node, field: str) -> PartialDate | None:
        """A day, month or year."""
        value = self.text_of(node, field)
        if value is None:
            return None
        date = parse_partial_date(value)
        if date is None:
            form = re.fullmatch(r"\d{4}(-\d{1,2}){0,2}", value) is not None
            self.note(
                "E203",
                f"{field}: {shown_value(value)} is not a calendar date"
                if form
                else f"{field}: {shown_value(value)} is not a date",
                node,
                f"write {iso_date(value)}" if iso_date(value) else DATE_HINT,
            )
        return date

    def people_of(self, node: Node, field: str) -> tuple[str, ...]:
        """Names in order. Two people of one name do write papers together, so a repeated one is a doubt and stays."""
        return self.texts_of(node, field, namesakes=True)

    def texts_of(
        self, node: Node, field: str, most: int | None = None, *, namesakes: bool = False
    ) -> tuple[str, ...]:
        """Texts on one line each, as `list_of` gives them."""
        if isinstance(node, Sequence) and not self._may_be_cut and not self._may_mislead:
            settled = settled_words(node)
            # Nothing to say of any: the way through the rules would give the same.
            if all(settled) and len(set(settled)) == len(settled) and (most is None or len(settled) <= most):
                return tuple(settled)
        return self.list_of(node, field, self.text_of, most, namesakes=namesakes)

    def list_of(
        self,
        node: Node,
        field: str,
        read: Callable[[Node, str], T | None],
        most: int | None = None,
        *,
        namesakes: bool = False,
        example: str = "",
    ) -> tuple[T, ...]:
        """Every readable item of a list, each only once unless ``namesakes`` may stand in it.

        A single value counts as a fault, not as a list of one. ``example`` is an item, for the hint.
        """
        if not isinstance(node, Sequence):
            self._note_no_list(node, field, example)
            return ()
        # A set beside the list: among a hundred thousand items in a list, looking for a repeated one takes minutes.
        known: set[T] = set()
        values: list[T] = []
        for item in node.items:
            value = read(item, field)
            if value is None:
                continue
            if value in known:
                same = shown_value(value) if isinstance(value, str) else "the same item"
                twice = f"{field}: {same} stands here twice"
                if not namesakes:
                    self.note("E214", twice, item, "delete one of the two")
                    continue
                self.note(
                    "W407",
                    twice,
                    item,
                    "delete one of the two, unless two people of that name wrote the paper",
                )
            known.add(value)
            values.append(value)
        if most is not None and len(node.items) > most:
            self.note(
                "E207",
                f"{field} has {len(node.items)} items, at most {most} are allowed",
                node.items[most],
                "keep those that say most",
            )
        return tuple(values)

    def _note_no_list(self, node: Node, field: str, example: str) -> None:
        """A single value where a list should be. Says how the list is written."""
        if isinstance(node, Scalar) and not node.value.strip():
            self.note("E212", f"{field} is empty", node, self._hint_for_empty(node, field))
            return
        if isinstance(node, Scalar) and node.style is None and node.value.startswith("-"):
            self.note("E205", f"{field} is not a list", node, "put a space behind each dash")
            return
        hint = f"write {field}: [{example or 'first, second'}], or one item a line with a dash before it"
        if isinstance(node, Scalar) and not example and node.line == node.end_line:
            parted = SEVERAL_IN_ONE.split(node.value.strip()) if node.style is None else [node.value.strip()]
            items = [in_quotes(item) if NOT_IN_A_LIST.search(item) else item for item in parted if item]
            whole = f"write {field}: [{', '.join(items)}]"
            hint = whole if len(whole) <= LONGEST_SHOWN_LINE else hint
        self.note("E205", f"{field} is not a list", node, hint)

    def fields_of(
        self,
        node: Node,
        field: str,
        known: Collection[str],
        *,
        example: str = "",
        elsewhere: MappingOf[str, str] = NOWHERE,
    ) -> MappingOf[str, tuple[Scalar, Node]]:
        """The fields of a mapping; unknown ones are noted and left out. ``example`` is a whole one, for the hint."""
        if not isinstance(node, Mapping):
            parts = ", ".join(list(known)[:3])
            if isinstance(node, Scalar) and not node.value.strip():
                self.note("E212", f"{field} is empty", node, self._hint_for_empty_parts(node, parts))
            else:
                shape = "a list" if isinstance(node, Sequence) else "text"
                hint = f"write {example}" if example else f"write its parts below it, indented: {parts}"
                self.note("E205", f"{field} has parts of its own ({parts}), and this is {shape}", node, hint)
            return {}
        return self.known_fields(node, known, f" of {field}", elsewhere)

    def _hint_for_empty_parts(self, node: Scalar, parts: str) -> str:
        below = self.line(node.line + 1) or ""
        if re.match(r"[^\S ]", below):
            return "the line below begins with an invisible character: put two plain spaces there"
        return f"put two spaces in front of its parts on the lines below ({parts}), or delete the line"

    def known_fields(
        self,
        mapping: Mapping,
        known: Collection[str],
        where: str = "",
        elsewhere: MappingOf[str, str] = NOWHERE,
    ) -> dict[str, tuple[Scalar, Node]]:
        """The entries of ``mapping`` under known keys; the others are noted, and remembered as what they were meant for."""
        if all(map(known.__contains__, mapping.entries)):
            return mapping.entries.copy()
        fields = {}
        for name, pair in mapping.entries.items():
            if name in known:
                fields[name] = pair
            elif len(self.problems) < MOST_PROBLEMS:
                short = name[:LONGEST_SHOWN_VALUE]
                self.note("E201", f"unknown key '{short}'{where}", pair[0], key_hint(short, known, elsewhere))
                if not where:
                    self.meant.add(meant_key(name, known) or "")
        return fields


def lacks(mapping: Mapping, name: str, known: Collection[str]) -> bool:
    """Whether a field that has to be there is missing: not there under a mistyped name either, which is told already."""
    mistyped = (key for key in mapping.entries if key not in known)
    return name not in mapping.entries and all(meant_key(key, known) != name for key in mistyped)


def settled_words(node: Sequence) -> list[str]:
    """The texts of a list in their settled form; nothing for an item that is no text."""
    words = node.words
    if words is None:
        return [settled_line(item.value) if isinstance(item, Scalar) else "" for item in node.items]
    # With blanks between them, one at either end of a word would make two, which are none of the settled form.
    together = " , ".join(words)
    return words if settled_line(together) == together else [settled_line(word) for word in words]


def shown_value(value: str) -> str:
    """A value for a message: quoted, and cut where it is long."""
    return f"'{value}'" if len(value) <= LONGEST_SHOWN_VALUE else f"'{value[:LONGEST_SHOWN_VALUE]}…'"
