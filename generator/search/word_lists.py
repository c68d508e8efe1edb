"""Two dictionaries of the words as people write them, forwards and reversed, in small chunks.

A word with one typing mistake keeps its first or its second half unharmed; so the chunks around one half in
the forward dictionary and around the other half in the reversed one hold every word that can be meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from generator.search.byte_columns import (
    Pack,
    in_page_order,
    sorted_words_bytes,
    told_words,
    varint,
)
from generator.search.collecting import Collected
from generator.search.stemming import STOP_WORDS
from generator.search.term_shards import Shard, separator

LONGEST_ENTRY = 24
CHUNK_SIZES = ((1_000, 3_500), (10_000, 8_000), (10**9, 10_000))
"""Uncompressed bytes aimed at, by number of papers."""
RARE_ENOUGH_TO_DROP = 20_000
"""From so many papers on, a word that one abstract has and no title is more often an error than a word."""


def dictionary_words(collected: Collected, document_count: int) -> dict[str, int]:
    """Words worth completing or correcting to, and how common each is (whole powers of two)."""
    least = 2 if document_count >= RARE_ENOUGH_TO_DROP else 1
    worth = (collected.word_counts >= least) | collected.prominent
    return {
        word: count.bit_length() - 1
        for word, count, is_worth in zip(
            collected.words, collected.word_counts.tolist(), worth.tolist(), strict=True
        )
        if is_worth and 2 < len(word) <= LONGEST_ENTRY and not word.isdigit() and word not in STOP_WORDS
    }


def word_shards(words: dict[str, int], document_count: int, pack: Pack, *, backwards: bool) -> list[Shard]:
    """The dictionary in chunks, in order."""
    size = next(size for limit, size in CHUNK_SIZES if document_count <= limit)
    levels_of = {word[::-1]: level for word, level in words.items()} if backwards else words
    ordered = in_page_order(levels_of)
    levels = np.minimum(255, np.fromiter(map(levels_of.__getitem__, ordered), dtype=np.int64)).astype(
        np.uint8
    )
    cuts = chunk_cuts(ordered, size)
    shards = [
        Shard(
            separator(ordered[begin - 1] if begin else "", ordered[begin]),
            word_shard(ordered[begin:end], levels[begin:end].tobytes(), pack),
        )
        for begin, end in pairwise(cuts)
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
