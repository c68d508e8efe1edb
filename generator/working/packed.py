"""Long rows of texts and numbers as a few large values: a hundred times as many small ones take ten times as long to read.

For `marshal`, which reads texts, bytes and numbers as they are but makes an object of each.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

END = "\x1f"
"""Between two texts: the sign for just that. No entry, name or address may hold it (`loading/odd_text.py`)."""

NUMBER_SIZE = array("q").itemsize

PackedTexts = tuple[int, str]
"""How many, and all of them."""


def packed_texts(texts: Iterable[str]) -> PackedTexts:
    """Texts in a row. Raises ValueError where one holds the sign that stands between them."""
    row = list(texts)
    whole = END.join(row)
    if row and whole.count(END) != len(row) - 1:
        raise ValueError("a text holds the sign that ends one")
    return len(row), whole


def joined_texts(rows: Sequence[PackedTexts]) -> PackedTexts:
    """Packed rows of texts one behind the other."""
    return sum(count for count, _ in rows), END.join([whole for count, whole in rows if count])


def texts_in(packed: PackedTexts) -> list[str]:
    """What was packed. Raises ValueError where it is not as many."""
    count, whole = packed
    row = whole.split(END) if count else []
    if len(row) != count:
        raise ValueError("texts are missing")
    return row


def packed_numbers(numbers: Iterable[int]) -> bytes:
    """Whole numbers of up to 64 bits, in this machine's order of bytes: a cache is not carried to another."""
    return array("q", numbers).tobytes()


def count_of(packed: bytes) -> int:
    """How many numbers were packed."""
    return len(packed) // NUMBER_SIZE


def numbers_in(packed: bytes) -> array[int]:
    """What was packed. Raises ValueError for bytes that are no such row."""
    row = array("q")
    row.frombytes(packed)
    return row
