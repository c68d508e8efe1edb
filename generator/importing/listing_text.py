"""The bytes of a listing or bibliography as text, or the reason why they are none.

Listings are pasted from a browser, so what arrives may be anything: a saved HTML page, a spreadsheet, the
wrong file. Each gets one message that says what it is.
"""

from __future__ import annotations

import re

from generator.loading.positioned_yaml import INVISIBLE_CHARACTERS
from generator.model.problem import Place, Problem

LARGEST_LISTING = 50_000_000
"""Bytes; about 30,000 records with their abstracts."""

HTML_START = re.compile(r"\s*<(?:!doctype|html|head|body|\?xml)\b", re.IGNORECASE)
OTHER_ENCODINGS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))


def listing_text(content: bytes, path: str) -> str | Problem:
    """The text of a file with line ends as ``\\n``; a problem when it is not a text."""
    for mark, encoding in OTHER_ENCODINGS:
        if content.startswith(mark):
            return unreadable(path, f"the file is in {encoding}, not UTF-8", "save it again as UTF-8")
    if len(content) > LARGEST_LISTING:
        size = f"{len(content) // 1_000_000} MB"
        return unreadable(
            path, f"the file has {size}, more than is read at once", "split it, or check the file's name"
        )
    if b"\0" in content:
        return unreadable(
            path,
            "this is no text file",
            "copy the listing's text from the browser into a file, or export the bibliography as BibTeX, RIS or CSL JSON",
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        return unreadable(path, "the file is not valid UTF-8", "save it again as UTF-8", line)
    if not text.strip():
        return unreadable(
            path, "the file is empty", "copy the listing's text into it, or export the bibliography again"
        )
    if HTML_START.match(text):
        return unreadable(
            path,
            "this is an HTML page, not its text",
            "copy what the browser shows, not the page's source; of a bibliography, export BibTeX, RIS or CSL JSON",
        )
    return without_invisible_characters(text.replace("\r\n", "\n").replace("\r", "\n"))


def without_invisible_characters(text: str) -> str:
    """The text without soft hyphens, blanks of no width and their like, which browsers hand over with a
    copy.
    """
    return INVISIBLE_CHARACTERS.sub("", text.replace("\u2028", " ").replace("\u2029", " "))


def unreadable(path: str, message: str, hint: str, line: int = 1) -> Problem:
    """Why a whole page is left out."""
    return Problem("E701", message, Place(path, line), hint)
