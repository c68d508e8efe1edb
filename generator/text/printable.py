"""Whether all signs of a text can be printed, told quickly."""

from __future__ import annotations

LONG = 200
"""Characters from which on it pays to look at a text as bytes."""
PRINTABLE = bytes(range(0x20, 0x7F))
"""ASCII's signs that can be printed."""


def is_printable(text: str) -> bool:
    """As the method of this name tells it; of a long text in ASCII, as nearly all are, in half of the time."""
    if len(text) < LONG or not text.isascii():
        return text.isprintable()
    return not text.encode().translate(None, PRINTABLE)


def are_printable(lines: str) -> bool:
    """The same of a text of several lines, whose ends do not count."""
    if lines.isascii():
        return not lines.encode().translate(None, PRINTABLE).strip(b"\n")
    return lines.replace("\n", "").isprintable()
