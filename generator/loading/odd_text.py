"""Text that reads as if it came from elsewhere: names the wrong way round, several in one, marks of other formats.

Everything here is a doubt, not a fault: now and then a paper's title does stand in quotes, and a group may be called
"Alpha, Beta". So each rule prefers to be silent where it could be wrong.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import NamedTuple


class Oddity(NamedTuple):
    """What is odd, and what was probably meant."""

    message: str
    hint: str


ODD_SIGN = re.compile(r"[,;&*†‡§¶\d]")
NO_PLAIN_SIGN = re.compile(r"[^A-Za-z .\n-]")
"""Most names have none, and so no odd one either; that is told in a third of the time."""
ODD_WORD = re.compile(r"\b(?:and|et al|others)\b", re.IGNORECASE)
OTHERS = re.compile(r"\b(?:et\.? al\.?|(?:and |& )?others)$", re.IGNORECASE)
AND_FIRST = re.compile(r"(and|&)\s+(?=\w)")
SEVERAL = re.compile(r"\s*;\s*|\s+(?:and|&)\s+")
FOOTNOTE_MARKS = re.compile(r"(?<=[^\W\d_])(?:[\d*†‡§¶]+(?:,[\d*†‡§¶]+)*)$")
BEHIND_A_COMMA = frozenset("jr jr. sr sr. ii iii iv phd ph.d. md inc inc. ltd ltd. llc gmbh ag".split())
"""What stands behind a name and a comma and is no given name."""
WORD_OF_A_NAME = re.compile(r"[^\W\d_][\w.'’-]*")
OF_A_GROUP = re.compile(
    r"\b(?:team|group|lab|labs|laboratory|research|collaboration|consortium|university|institute|project|ai|google"
    r"|meta|microsoft|authors)\b",
    re.IGNORECASE,
)
FEWEST_CUT_NAMES = 4

WRAPPING_QUOTES = (("“", "”"), ("„", "“"), ("«", "»"), ("‘", "’"), ("”", "”"), ("‚", "‘"))
ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,30}|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
HTML_TAG = re.compile(
    r"</?(?:a|b|br|em|i|p|scp|small|span|strong|sub|sup|tt|u)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
BOLD = re.compile(r"(?<!\w)(?:\*\*(?=\S)([^*]+?)(?<=\S)\*\*|__(?=\S)([^_]+?)(?<=\S)__)(?!\w)")


def may_hold_odd_name(names: Sequence[str]) -> bool:
    """Whether `odd_name` could find something in one of the names, told by looking at all at once."""
    text = "\n".join(names)
    if NO_PLAIN_SIGN.search(text) is not None and ODD_SIGN.search(text) is not None:
        return True
    return _has_odd_word(text)


def _has_odd_word(text: str) -> bool:
    # The pattern alone would say the same, and take ten times as long for the many texts that hold no such letters.
    plain = text.casefold()
    return ("and" in plain or "et al" in plain or "others" in plain) and ODD_WORD.search(text) is not None


def odd_name(name: str) -> Oddity | None:
    """Why an author's name looks like none, or like several; None where it looks well."""
    if ODD_SIGN.search(name) is None and ODD_WORD.search(name) is None:
        return None
    if OTHERS.search(name):
        return Oddity(
            f"'{name}' stands for names that are left out",
            "name every author, as the paper does, or write author_count: and their number instead of authors:",
        )
    and_first = AND_FIRST.match(name)
    if and_first is not None:
        return Oddity(f"'{name}' begins with {and_first[1]}", f"write {name[and_first.end() :]}")
    parts = [part for part in SEVERAL.split(name) if part]
    if len(parts) > 1 and all(_is_full_name(part) for part in parts):
        return Oddity(
            f"'{name}' looks like {len(parts)} authors", f"write them one by one: {', '.join(parts)}"
        )
    marks = FOOTNOTE_MARKS.search(name)
    if marks is not None and " " in name and not OF_A_GROUP.search(name):
        return Oddity(f"'{name}' ends in a footnote's mark", f"write {name[: marks.start()].rstrip(', ')}")
    last, comma, first = (part.strip() for part in name.partition(","))
    if comma and not OF_A_GROUP.search(name) and _is_turned_round(last, first):
        return Oddity(f"'{name}' has the family name first", f"write {first} {last}")
    return None


def _is_full_name(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= 4 and text[0].isupper() and not OF_A_GROUP.search(text)


def _is_turned_round(last: str, first: str) -> bool:
    if first.lower() in BEHIND_A_COMMA or "," in first:
        return False
    words = [*last.split(), *first.split()]
    return len(words) <= 5 and last.count(" ") <= 2 and all(WORD_OF_A_NAME.fullmatch(word) for word in words)


def odd_names(names: Sequence[str]) -> Oddity | None:
    """Whether commas cut names apart: ``[Lovelace, Ada, Turing, Alan]`` gives four authors of one word each."""
    if len(names) < FEWEST_CUT_NAMES or " " in names[0]:  # as in nearly every list
        return None
    if any(" " in name or not name[1:].islower() for name in names):
        return None
    return Oddity(
        f"all {len(names)} authors have one word only",
        f"write each name whole, without a comma in it: [{names[1]} {names[0]}, …]",
    )


def may_hold_marks(file: str) -> bool:
    """Whether `odd_marks` could find something in a text of this file: what it looks for has one of these signs."""
    # A backslash may stand for any other sign.
    if "&" in file or "<" in file or "\\" in file:
        return True
    # Two signs take far longer to find than one that most files do not hold.
    if ("*" in file and "**" in file) or ("_" in file and "__" in file):
        return True
    return not file.isascii() and any(opening in file for opening, _ in WRAPPING_QUOTES)


def odd_marks(text: str) -> Oddity | None:
    """Marks of other formats in a line of text: typographic quotes around it, HTML, Markdown."""
    for opening, closing in WRAPPING_QUOTES:
        inner = text[1:-1]
        if (
            len(text) > 2
            and text[0] == opening
            and text[-1] == closing
            and not {opening, closing} & set(inner)
        ):
            message = f"the quotes {opening} and {closing} are part of the text, and readers will see them"
            return Oddity(message, 'use straight quotes (") around a value, or none')
    entity = ENTITY.search(text)
    if entity is not None and (sign := html.unescape(entity.group())) != entity.group():
        return Oddity(
            f"{entity.group()} is shown as it is typed",
            f"write {sign} itself" if sign.isprintable() and sign.strip() else "write a space",
        )
    tag = HTML_TAG.search(text)
    if tag is not None:
        return Oddity(
            f"{tag.group()} is shown as it is typed",
            "delete the marks: text is plain, but for formulas between dollar signs",
        )
    bold = BOLD.search(text) if "$" not in text else None
    if bold is not None:
        return Oddity(f"{bold.group()} is shown as it is typed", f"write {bold[1] or bold[2]}")
    return None
