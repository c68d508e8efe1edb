"""Numbers and words as bytes: the small alphabet in which the shards are written and read."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from generator.working.columns import Column

Pack: TypeAlias = Callable[[Sequence[bytes]], bytes]
"""Makes a shard of its sections, as ``packed`` does."""

COMPRESSION = 9


def page_order(word: str) -> bytes:
    """Sorts as JavaScript compares strings, by UTF-16 units; beyond the basic plane code points differ."""
    return word.encode("utf-16-be", "surrogatepass")


def in_page_order(words: Iterable[str]) -> tuple[str, ...]:
    """The words sorted by ``page_order``."""
    given = list(words)
    # Below the surrogates both orders are one, and comparing texts as they are is several times faster.
    if all(map(str.isascii, given)) or max(map(max, filter(None, given)), default="") < FIRST_SURROGATE:
        return tuple(sorted(given))
    return tuple(sorted(given, key=page_order))


FIRST_SURROGATE = "\ud800"


def varint(number: int) -> bytes:
    """Seven bits a byte, lowest first, the top bit set while more follows."""
    if number < 128:
        return bytes((number,))
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def varints(numbers: Column) -> tuple[npt.NDArray[np.uint8], Column]:
    """The bytes of many numbers below 2**28, and where each begins (one more entry than numbers)."""
    sizes = 1 + (numbers >= 1 << 7) + (numbers >= 1 << 14) + (numbers >= 1 << 21)
    starts = np.zeros(len(numbers) + 1, dtype=np.int64)
    np.cumsum(sizes, out=starts[1:])
    out = np.zeros(int(starts[-1]), dtype=np.uint8)
    for place in range(4):
        having = sizes > place
        part = (numbers[having] >> (7 * place)) & 127
        more = sizes[having] > place + 1
        out[starts[:-1][having] + place] = part | (more * 128)
    return out, starts


def shared_length(one: str, other: str) -> int:
    """How many leading characters two words share."""
    for place, (letter, other_letter) in enumerate(zip(one, other, strict=False)):
        if letter != other_letter:
            return place
    return min(len(one), len(other))


def word_bytes(word: str, before: str) -> bytes:
    """A word written after ``before``: how much is shared, counted in UTF-16 units, and the rest."""
    shared = shared_length(word, before)
    units = shared if word.isascii() else len(page_order(word[:shared])) // 2
    rest = word[shared:].encode()
    if units < 128 and len(rest) < 128:
        return bytes((units, len(rest))) + rest
    return varint(units) + varint(len(rest)) + rest


def word_list_bytes(words: Iterable[str]) -> bytes:
    """Sorted words, each after the one before it."""
    out = bytearray()
    before = ""
    for word in words:
        out += word_bytes(word, before)
        before = word
    return bytes(out)


def packed(sections: Sequence[bytes]) -> bytes:
    """The sections one behind the other, compressed with zlib, whose checksum guards a shard.

    Every section begins a block of its own, because letters, gaps and weights have different habits.
    """
    engine = zlib.compressobj(COMPRESSION, zlib.DEFLATED, 15, 9)
    parts = []
    for section in sections:
        parts.append(engine.compress(section))
        if len(section) > BLOCK_WORTH:
            parts.append(engine.flush(zlib.Z_BLOCK))
    parts.append(engine.flush())
    return b"".join(parts)


BLOCK_WORTH = 700
"""A block's own code table costs about 60 bytes; shorter sections share their neighbour's."""


@dataclass
class ByteReader:
    """Reads back what the functions above wrote."""

    data: bytes
    place: int = 0

    def number(self) -> int:
        """The next varint."""
        value = shift = 0
        while True:
            byte = self.data[self.place]
            self.place += 1
            value |= (byte & 127) << shift
            if byte < 128:
                return value
            shift += 7

    def numbers(self, count: int) -> list[int]:
        """The next ``count`` varints."""
        return [self.number() for _ in range(count)]

    def raw(self, count: int) -> bytes:
        """The next ``count`` bytes."""
        self.place += count
        return self.data[self.place - count : self.place]

    def word(self, before: str) -> str:
        """The next word, written after ``before``."""
        units = self.number()
        start = page_order(before)[: 2 * units].decode("utf-16-be", "surrogatepass")
        return start + self.raw(self.number()).decode()

    def words(self, count: int) -> list[str]:
        """The next ``count`` words of a sorted list."""
        found: list[str] = []
        before = ""
        for _ in range(count):
            before = self.word(before)
            found.append(before)
        return found
