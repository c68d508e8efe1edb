"""Titles and abstracts with JATS, HTML or MathML in them, as plain text.

Publishers send Crossref what they have: ``<jats:p>``, ``<i>``, formulas twice (as TeX and as MathML), all of
it escaped once more by some. Paragraphs stay, formulas that come as TeX stay between dollar signs.
"""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from html.parser import HTMLParser

from generator.text.folding import folded
from generator.text.plain_maths import LOWERED, RAISED

BLOCKS = frozenset({"p", "sec", "title", "list-item", "li", "div", "br", "break", "disp-formula"})
SILENT = frozenset({"script", "style", "annotation", "annotation-xml", "label"})
HEADINGS = frozenset({"abstract", "summary"})
"""Headings that only say what the whole thing is."""
STILL_MARKED = re.compile(r"</?(?:jats:\w|mml:\w|p|i|b|em|sub|sup|strong)\b[^<>]*>|&(?:amp|lt|gt|quot|#\d+);")
DISPLAYED = re.compile(r"\$\$?(.+?)\$\$?", re.DOTALL)


def words_of_markup(text: str) -> str:
    """The text without markup, an empty line between paragraphs."""
    # Some send it escaped twice; a third time has not been seen.
    for _ in range(3):
        if "<" not in text and "&" not in text:
            break
        text = _Words.of(text)
        if STILL_MARKED.search(text) is None:
            break
    return text.strip()


class _Words(HTMLParser):
    """Collects text. Nothing is ever fetched, and entities are characters, not references."""

    def __init__(self, *, has_tex: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.silent = SILENT | {"math"} if has_tex else SILENT
        self.pieces: list[str] = []
        self.skipping: list[str] = []
        self.marks: list[tuple[str, int]] = []
        self.open = Counter[str]()
        """How many of ``marks`` have a name: most ends without a beginning are told by it."""

    @staticmethod
    def of(text: str) -> str:
        words = _Words(has_tex="tex-math" in text)
        # At a section that it does not know, such as <![x[…]]>, the parser of older Pythons ends the program.
        words.feed(text.replace("<![", "&lt;!["))
        # A tag that never ends is text. Closing the parser would say so as well, after looking through the rest once for each "<".
        if "<" in words.rawdata:
            words.handle_data(unescape(words.rawdata))
        else:
            words.close()
        lines = ("".join(words.pieces)).split("\n\n")
        return "\n\n".join(line for part in lines if (line := " ".join(part.split())))

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002  (HTMLParser names it)
        name = tag.rpartition(":")[2]
        if self.skipping:
            if name == self.skipping[0]:
                self.skipping.append(name)
        elif name in self.silent:
            self.skipping.append(name)
        else:
            if name in BLOCKS:
                self.pieces.append("\n\n")
            self.marks.append((name, len(self.pieces)))
            self.open[name] += 1

    def handle_startendtag(self, tag: str, attrs: object) -> None:  # noqa: ARG002  (HTMLParser names it)
        if tag.rpartition(":")[2] in BLOCKS and not self.skipping:
            self.pieces.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if self.skipping:
            if name == self.skipping[0]:
                self.skipping.pop()
            return
        if not self.open[name]:
            return
        place = next(place for place in range(len(self.marks) - 1, -1, -1) if self.marks[place][0] == name)
        start = self.marks[place][1]
        self.open.subtract(closed for closed, _ in self.marks[place:])
        del self.marks[place:]
        self.pieces[start:] = [_inside(name, "".join(self.pieces[start:]))]

    def handle_data(self, data: str) -> None:
        if not self.skipping:
            # Line breaks of the source mean nothing; only elements part paragraphs.
            self.pieces.append(re.sub(r"\s+", " ", data))


def _inside(name: str, text: str) -> str:
    """What an element's text becomes."""
    if name == "sub" or name == "sup":
        return _script(text.strip(), LOWERED if name == "sub" else RAISED, "_" if name == "sub" else "^")
    if name == "tex-math":
        shown = DISPLAYED.search(text)
        return f"${(shown[1] if shown else text).strip()}$"
    if name == "title":
        return "" if folded(text) in HEADINGS else f"{text.strip()}: "
    return f"{text}\n\n" if name in BLOCKS else text


def _script(text: str, letters: dict[int, int], sign: str) -> str:
    if text and all(ord(character) in letters for character in text):
        return text.translate(letters)
    return f"${sign}{{{text}}}$" if re.fullmatch(r"[A-Za-z0-9+*-]{1,12}", text) else text
