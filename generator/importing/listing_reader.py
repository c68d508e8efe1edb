"""A listing page taken apart into records.

Two forms are known. In one, blank lines part title, abstract and byline; in the other, titles and abstracts
take turns line by line and nothing else is said. Above the first record stand the site's own lines, the
page's date among them, and the button "Subscribe" may be glued to the first title.

Whatever a page holds, each stretch of it ends in a record or in a problem with its line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.importing.byline import Byline, parse_byline, parse_page_date
from generator.importing.listing_page import DayAndMonth, ListingPage, ListingRecord
from generator.loading.positioned_yaml import FORBIDDEN_CHARACTERS, describe_character
from generator.model.problem import Place, Problem

LONGEST_TITLE = 300
"""Characters. The longest title in thousands of listed papers has 250; the shortest abstracts have more
than 300.
"""

LONGEST_ABSTRACT = 20_000
"""Ten times the longest that the source prints; more is another kind of page."""

SITE_LINE = re.compile(
    r"new|subscribe|daily papers|by\s*\S{1,30} and the research community|get trending papers in your email inbox.*",
    re.IGNORECASE,
)
GLUED_BUTTON = re.compile(r"Subscribe(?=\S)")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together, joined by blanks, and the number of the first."""

    text: str
    line: int

    @property
    def may_be_title(self) -> bool:
        """Whether it is short enough."""
        return len(self.text) <= LONGEST_TITLE


def read_listing(text: str, path: str) -> ListingPage:
    """The page's date and records, in order, with a problem for everything that could not be read."""
    blocks = list(_blocks(text))
    date, start = _past_the_head(blocks)
    blocks = blocks[start:]
    if blocks:
        blocks[0] = replace(blocks[0], text=GLUED_BUTTON.sub("", blocks[0].text, count=1))
    reading = _Reading(path, blocks)
    reading.read()
    if not reading.records and not reading.problems:
        reading.problems.append(
            Problem(
                "E702", "no record was found", Place(path), "a record is a title and, below it, an abstract"
            )
        )
    return ListingPage(path, date, tuple(reading.records), tuple(reading.problems), reading.lost)


def _blocks(text: str) -> Iterator[Block]:
    """The stretches of a page: paragraphs where blank lines part them, else single lines."""
    lines = text.split("\n")
    by_paragraph = any(line.strip() == "·" for line in lines) or _blank_between(lines)
    open_lines: list[str] = []
    for number, line in enumerate([*lines, ""], start=1):
        words = " ".join(line.split())
        if words:
            open_lines.append(words)
        if open_lines and (not words or not by_paragraph or SITE_LINE.fullmatch(words)):
            # The site's own lines stand alone even where no blank line parts them from what follows.
            first = number - len(open_lines) + (1 if words else 0)
            yield Block(" ".join(open_lines), first)
            open_lines = []


def _blank_between(lines: list[str]) -> bool:
    """Whether at least a third of a page's lines are blank between others, as in pages made of paragraphs."""
    inner = "\n".join(lines).strip("\n").split("\n")
    blank = sum(1 for line in inner if not line.strip())
    return blank * 3 >= len(inner) > 1


def _past_the_head(blocks: list[Block]) -> tuple[DayAndMonth | None, int]:
    """The page's date, and the number of blocks that belong to the site."""
    date = None
    for place, block in enumerate(blocks):
        stamp = parse_page_date(block.text)
        if stamp is not None and date is None:
            date = stamp
        elif not SITE_LINE.fullmatch(block.text):
            return date, place
    return date, len(blocks)


class _Reading:
    """One pass over a page's blocks."""

    def __init__(self, path: str, blocks: list[Block]) -> None:
        self.path = path
        self.blocks = blocks
        self.place = 0
        self.records: list[ListingRecord] = []
        self.problems: list[Problem] = []
        self.lost = 0

    def read(self) -> None:
        while self.place < len(self.blocks):
            title = self._next()
            if parse_byline(title.text) is not None:
                self._lose(
                    title,
                    "E703",
                    "a byline follows no title",
                    "copy the record's title and abstract above it",
                )
            elif not title.may_be_title:
                self._lose(
                    title,
                    "E703",
                    f"{len(title.text)} characters stand where a title should be",
                    f"a title has at most {LONGEST_TITLE} characters; is one missing above?",
                )
            else:
                self._record(title)

    def _next(self) -> Block:
        block = self.blocks[self.place]
        self.place += 1
        return block

    def _peek(self, ahead: int = 0) -> Block | None:
        place = self.place + ahead
        return self.blocks[place] if place < len(self.blocks) else None

    def _record(self, title: Block) -> None:
        """The record that begins with a title."""
        abstract = self._abstract()
        byline = self._byline()
        texts = (title.text, abstract.text if abstract else None, byline.organization if byline else None)
        fault = next((fault for text in texts if text and (fault := text_fault(text))), None)
        if fault is not None:
            self._lose(title, "E704", fault, "copy the record again as plain text")
            return
        self.records.append(
            ListingRecord(
                title=title.text,
                abstract=abstract.text if abstract else "",
                line=title.line,
                author_count=byline.author_count if byline else None,
                organization=byline.organization if byline else None,
                date=byline.date if byline else None,
                comments=byline.comments if byline else None,
            )
        )

    def _abstract(self) -> Block | None:
        """The paragraphs up to the byline or the next title; None where a title has no abstract."""
        block = self._peek()
        if block is None or parse_byline(block.text) is not None:
            return None
        following = self._peek(1)
        if block.may_be_title and following is not None and not following.may_be_title:
            # Short, and a long text follows: that one is the abstract of this title.
            return None
        abstract = self._next()
        while (
            (more := self._peek()) is not None and not more.may_be_title and parse_byline(more.text) is None
        ):
            abstract = replace(abstract, text=f"{abstract.text}\n\n{self._next().text}")
        return abstract

    def _byline(self) -> Byline | None:
        block = self._peek()
        byline = parse_byline(block.text) if block is not None else None
        if block is None or byline is None:
            return None
        self.place += 1
        if byline.unread_date is not None:
            self.problems.append(
                Problem(
                    "W701",
                    f"'{shown(byline.unread_date)}' is no date; the record is read without one",
                    Place(self.path, block.line),
                    "dates look like 'Jul 21, 2023', or 'Oct 30 3' with three comments",
                )
            )
        return byline

    def _lose(self, block: Block, code: str, message: str, hint: str) -> None:
        self.lost += 1
        self.problems.append(Problem(code, message, Place(self.path, block.line), hint, shown(block.text)))


def text_fault(text: str) -> str | None:
    """Why a title, abstract or name cannot be taken over."""
    if len(text) > LONGEST_ABSTRACT:
        return f"the record has {len(text)} characters, more than an abstract has"
    forbidden = FORBIDDEN_CHARACTERS.search(text)
    if forbidden is not None:
        return f"the record holds {describe_character(forbidden.group())}"
    for character in text:
        if unicodedata.category(character) in ("Cn", "Co"):
            return f"the record holds a character that nobody can read (U+{ord(character):04X})"
    if not any(character.isalnum() for character in text):
        return "the record holds no letter"
    return None


def shown(text: str, longest: int = 100) -> str:
    """Words of a listing for a message: short, and nothing that a terminal would obey."""
    safe = "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in text[: longest + 1])
    return safe if len(text) <= longest else safe[:longest].rstrip() + "…"
