"""Numbers and words as bytes: the small alphabet in which the shards are written and read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from generator.working.columns import Column, run_places, starts_of


def page_order(word: str) -> bytes:
    """Sorts as JavaScript compares strings, by UTF-16 units; beyond the basic plane code points differ."""
    return word.encode("utf-16-be", "surrogatepass")


def in_page_order(words: Iterable[str]) -> tuple[str, ...]:
    """The words sorted by ``page_order``."""
    given = list(words)
    # Below the surrogates both orders are one, and comparing texts as they are is several times faster.
    if BEYOND_COMMON.search("".join(given)) is None:
        return tuple(sorted(given))
    return tuple(sorted(given, key=page_order))


BEYOND_COMMON = re.compile("[\ud800-\U0010ffff]")


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
    sizes = np.ones(len(numbers), dtype=np.uint8)
    for limit in (7, 14, 21):
        sizes += numbers >= 1 << limit
    starts = starts_of(sizes)
    if starts[-1] == len(numbers):
        return numbers.astype(np.uint8), starts
    out = np.empty(int(starts[-1]), dtype=np.uint8)
    out[starts[:-1]] = numbers & 127
    for place in (1, 2, 3):
        longer = np.flatnonzero(sizes > place)
        places = starts[longer] + place
        out[places - 1] |= 128
        out[places] = (numbers[longer] >> (7 * place)) & 127
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


WORDS_AT_ONCE = 20_000
LONGEST_IN_TABLE = 100
"""Letters; an identifier may be longer, and a table as wide as the longest would be mostly empty."""


def words_bytes(words: Sequence[str], before: Sequence[str]) -> tuple[npt.NDArray[np.uint8], Column]:
    """What ``word_bytes`` makes of many words, each after its own word before, and where each begins."""
    parts = [
        _words_bytes(words[start : start + WORDS_AT_ONCE], before[start : start + WORDS_AT_ONCE])
        for start in range(0, len(words), WORDS_AT_ONCE)
    ]
    if not parts:
        return np.zeros(0, np.uint8), np.zeros(1, np.int64)
    return np.concatenate([out for out, _ in parts]), starts_of(np.concatenate([sizes for _, sizes in parts]))


def sorted_words_bytes(words: Sequence[str]) -> bytes:
    """Words of a shard, each written after the one before it."""
    return words_bytes(words, ["", *words[:-1]])[0].tobytes() if words else b""


def told_words(words: Sequence[str]) -> bytes:
    """Bytes that tell these words from any others; none of them holds a blank."""
    return "\n".join(words).encode("utf-8", "surrogatepass")


def _words_bytes(words: Sequence[str], before: Sequence[str]) -> tuple[npt.NDArray[np.uint8], Column]:
    """The bytes and their sizes. Plain words are compared and written in a table, a letter a column."""
    odd: dict[int, bytes] = {}
    if not (
        "".join(words).isascii() and "".join(before).isascii() and max(map(len, words)) <= LONGEST_IN_TABLE
    ):
        odd = {
            number: word_bytes(word, other)
            for number, (word, other) in enumerate(zip(words, before, strict=True))
            if not (word.isascii() and other.isascii() and len(word) <= LONGEST_IN_TABLE)
        }
        words = ["" if number in odd else word for number, word in enumerate(words)]
        before = [other[:LONGEST_IN_TABLE] if other.isascii() else "" for other in before]
    table, lengths = _letters(words)
    others, _ = _letters(before)
    width = min(table.shape[1], others.shape[1])
    differs = np.ones((len(words), width + 1), dtype=np.bool_)
    np.not_equal(table[:, :width], others[:, :width], out=differs[:, :width])
    # Behind the end of both they are equal, but nothing is shared there.
    shared = np.minimum(differs.argmax(axis=1), lengths)
    written = np.empty((len(words), table.shape[1] + 2), dtype=np.uint8)
    written[:, 0], written[:, 1], written[:, 2:] = shared, lengths - shared, table
    columns = np.arange(-2, table.shape[1])
    stays = (columns < 0) | ((columns >= shared[:, None]) & (columns < lengths[:, None]))
    sizes = 2 + lengths - shared
    if not odd:
        return written[stays], sizes
    plain = np.ones(len(words), dtype=np.bool_)
    plain[list(odd)] = False
    for number, content in odd.items():
        sizes[number] = len(content)
    starts = starts_of(sizes)
    out = np.empty(int(starts[-1]), dtype=np.uint8)
    out[run_places(starts[:-1][plain], sizes[plain])] = written[plain][stays[plain]]
    for number, content in odd.items():
        out[starts[number] : starts[number + 1]] = np.frombuffer(content, dtype=np.uint8)
    return out, sizes


def _letters(words: Sequence[str]) -> tuple[npt.NDArray[np.uint8], Column]:
    """A row for each word with its letters (ASCII), zeros behind them; and the words' lengths."""
    lengths = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
    table = np.zeros((len(words), int(lengths.max(initial=0))), dtype=np.uint8)
    table[np.arange(table.shape[1]) < lengths[:, None]] = np.frombuffer(
        "".join(words).encode(), dtype=np.uint8
    )
    return table, lengths


class ByteReader:
    """Reads back what the functions above wrote."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.place = 0

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
