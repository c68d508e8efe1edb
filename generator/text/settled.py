"""Text in its settled form: the same sentence typed on two machines is stored alike."""

from __future__ import annotations

import re
import unicodedata

from generator.text.printable import is_printable

# What PDF files make of letter pairs; nobody types them.
LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
LIGATURE = re.compile(f"[{''.join(LIGATURES)}]")
PARAGRAPH = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


def settled_line(text: str) -> str:
    """``text`` on one line: composed letters (NFC), no ligatures, single spaces, nothing at the ends."""
    if not text.isascii():
        text = LIGATURE.sub(lambda found: LIGATURES[found[0]], unicodedata.normalize("NFC", text))
    if "  " not in text and is_printable(text) and text[:1] != " " != text[-1:]:
        return text  # no white space but single blanks, so there is nothing to do
    return " ".join(text.split())


def settled_paragraphs(text: str, *, lines_as_typed: bool = True) -> str:
    """``text`` with each paragraph on one line and an empty line between paragraphs.

    Where lines stand as typed (YAML's ``|``), a single break inside a paragraph is how an editor's window
    wrapped it and means nothing. In YAML's other styles the parser has joined those already, and every
    break left is an empty line of the file.
    """
    if "\n" not in text[:-1]:
        return settled_line(text)
    parts = PARAGRAPH.split(text) if lines_as_typed else text.split("\n")
    paragraphs = (settled_line(part) for part in parts)
    return "\n\n".join(part for part in paragraphs if part)
