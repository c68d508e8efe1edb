"""Two dictionaries of the words as people write them, forwards and reversed, in small chunks.

A word with one typing mistake keeps its first or its second half unharmed; so the chunks around one half in
the forward dictionary and around the other half in the reversed one hold every word that can be meant.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import compress, pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from generator.search.byte_columns import (
    in_page_order,
    sorted_words_bytes,
    told_words,
    varint,
)
from generator.search.collecting import Collected
from generator.search.kept_shards import rules
from generator.search.packing import Pack
from generator.search.stemming import STOP_WORDS
from generator.search.term_shards import Shard, separator
from generator.working.columns import Column
from generator.working.kept_columns import remembered

LONGEST_ENTRY = 24
CHUNK_SIZES = ((1_000, 3_500), (10_000, 8_000), (10**9, 10_000))
"""Uncompressed bytes aimed at, by number of papers."""
RARE_ENOUGH_TO_DROP = 20_000
"""From so many papers on, a word that one abstract has and no title is more often an error than a word."""


class Dictionary(NamedTuple):
    """Words, and how common each is (whole powers of two)."""

    words: tuple[str, ...]
    """In the page's order."""
    levels: npt.NDArray[np.uint8]

    def backwards(self, kept: Path | None = None) -> Dictionary:
        """The same of the words read from their ends.

        ``kept`` is a file for what one build leaves to the next: sorting takes longest, and most edits bring no new word.
        """
        turned = [word[::-1] for word in self.words]
        order = remembered(kept, self._digest() if kept else "", lambda: _sorting_order(turned))
        return Dictionary(tuple(map(turned.__getitem__, order.tolist())), self.levels[order])

    def _digest(self) -> str:
        return hashlib.sha256(rules().encode() + told_words(self.words)).hexdigest()


def _sorting_order(words: Sequence[str]) -> Column:
    """The numbers of the words in the page's order."""
    numbers = {word: number for number, word in enumerate(words)}
    return np.array(list(map(numbers.__getitem__, in_page_order(words))), dtype=np.int32)


def dictionary_words(collected: Collected, document_count: int) -> Dictionary:
    """Words worth completing or correcting to."""
    least = 2 if document_count >= RARE_ENOUGH_TO_DROP else 1
    lengths = np.fromiter(map(len, collected.words), dtype=np.int64, count=len(collected.words))
    worth = (collected.word_counts >= least) | collected.prominent
    worth &= (lengths > 2) & (lengths <= LONGEST_ENTRY)
    chosen = list(compress(collected.words, worth.tolist()))
    plain = [not word.isdigit() and word not in STOP_WORDS for word in chosen]
    # Of a whole number the exponent is its count of bits.
    levels = (np.frexp(collected.word_counts[worth][plain])[1] - 1).astype(np.uint8)
    words = tuple(compress(chosen, plain))
    ordered = in_page_order(words)
    if ordered != words:
        known = dict(zip(words, levels.tolist(), strict=True))
        levels = np.array([known[word] for word in ordered], dtype=np.uint8)
    return Dictionary(ordered, levels)


def word_shards(dictionary: Dictionary, document_count: int, pack: Pack) -> list[Shard]:
    """The dictionary in chunks, in order."""
    size = next(size for limit, size in CHUNK_SIZES if document_count <= limit)
    words = dictionary.words
    shards = [
        Shard(
            separator(words[begin - 1] if begin else "", words[begin]),
            word_shard(words[begin:end], dictionary.levels[begin:end].tobytes(), pack),
        )
        for begin, end in pairwise(chunk_cuts(words, size))
    ]
    return shards or [Shard("", word_shard((), b"", pack))]


def word_shard(words: Sequence[str], levels: bytes, pack: Pack) -> bytes:
    """A chunk: its words, then how common each is."""
    return pack(
        [b"w", levels, told_words(words)],
        lambda: [varint(len(words)) + sorted_words_bytes(words), levels],
    )


def chunk_cuts(words: Sequence[str], size: int) -> list[int]:
    """Where each chunk begins, and where the last one ends."""
    if not words:
        return [0]
    filled = np.cumsum(4 + np.fromiter(map(len, words), dtype=np.int64, count=len(words)) // 2)
    cuts = [0]
    while cuts[-1] < len(words):
        before = filled[cuts[-1] - 1] if cuts[-1] else 0
        cuts.append(min(len(words), int(np.searchsorted(filled, before + size)) + 1))
    return cuts
