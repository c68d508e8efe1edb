"""Values as an editor would type them into an entry: plain where that is safe, quoted where YAML would
misread them.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Sequence

LINE_WIDTH = 110

PLAIN = re.compile(r"[^\W\d_](?:[\w .()'’+/&;%$^=–—-]|,(?=\s)|:(?=\S)|[!?])*", re.UNICODE)
"""Starts with a letter and holds nothing that YAML reads as its own, in lists as well as alone."""

YAML_WORDS = frozenset("y n yes no on off true false null none nan inf".split())
INVISIBLE = re.compile(r"[^\S ]|[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]")


def scalar(text: str, *, in_list: bool = False) -> str:
    """A one-line text as a YAML value; `in_list` for one between square or curly brackets."""
    plain = (
        PLAIN.fullmatch(text)
        and text == text.strip()
        and text.lower() not in YAML_WORDS
        and not INVISIBLE.search(text)
        and not (in_list and ("," in text or ":" in text))
    )
    return text if plain else quoted(text)


def quoted(text: str) -> str:
    """A text in quotes: double ones, but single ones where backslashes would have to be doubled."""
    if "\\" in text and not INVISIBLE.search(text):
        return "'" + text.replace("'", "''") + "'"
    return json.dumps(text, ensure_ascii=False) if not INVISIBLE.search(text) else json.dumps(text)


def flow_list(key: str, items: Sequence[str]) -> list[str]:
    """A list on one line where it fits, else folded onto further lines."""
    values = [scalar(item, in_list=True) for item in items]
    lines, line = [], f"{key}: ["
    for place, value in enumerate(values):
        word = value + ("]" if place == len(values) - 1 else ",")
        if len(line) + len(word) + 1 > LINE_WIDTH and not line.isspace() and place:
            lines.append(line.rstrip())
            line = "  "
        line += word if line.endswith(("[", "  ")) else " " + word
    return [*lines, line]


def literal(key: str, text: str) -> list[str]:
    """A longer text as a block, paragraphs parted by blank lines."""
    lines = [f"{key}: |"]
    for place, paragraph in enumerate(text.split("\n\n")):
        wrapped = textwrap.wrap(paragraph, LINE_WIDTH - 2, break_long_words=False, break_on_hyphens=False)
        lines += [""] * bool(place) + ["  " + line for line in wrapped]
    return lines


def comment(text: str) -> list[str]:
    """A remark as comment lines."""
    words = INVISIBLE.sub(" ", text)
    return textwrap.wrap(
        words,
        LINE_WIDTH,
        initial_indent="# ",
        subsequent_indent="# ",
        break_long_words=False,
        break_on_hyphens=False,
    )
