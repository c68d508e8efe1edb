"""Text made fit for formats that live on lines: no breaks, no control characters, nothing that cannot be encoded."""

from __future__ import annotations

import re

CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
"""Those that are no white space."""
LEFT_OUT_OF_XML = ("\ufffe", "\uffff")
"""Not in the pattern, which would take ten times as long to compile."""
DIRECTION_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""They turn what follows; the loader refuses them in entries."""
SURROGATE = re.compile("[\ud800-\udfff]")


def encodable(text: str) -> str:
    """``text`` with every lone surrogate replaced: UTF-8 has no form for them."""
    return text if text.isascii() else SURROGATE.sub("\ufffd", text)


def one_line(text: str) -> str:
    """``text`` on one line: each run of white space (whatever Unicode calls so) one blank, no control characters."""
    # Nearly every text is printable as it is: no control, no surrogate, no white space but the blank.
    if not text.isprintable():
        text = CONTROLS.sub("", encodable(text))
        for character in LEFT_OUT_OF_XML:
            text = text.replace(character, "")
    elif "  " not in text and text[:1] != " " != text[-1:]:
        return text
    return " ".join(text.split())


def one_blank_between(text: str) -> str:
    """The words of a text with one blank between them."""
    # A paragraph is long, and nearly always has no other white space anyway.
    if text.isprintable() and "  " not in text and text[:1] != " " != text[-1:]:
        return text
    return " ".join(text.split())


def plain_line(text: str) -> str:
    """A text that no loader has read, such as what a commit says of itself: on one line, in its own direction."""
    return one_line(DIRECTION_MARKS.sub("", text))
