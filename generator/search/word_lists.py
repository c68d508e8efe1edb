"""Two dictionaries of the words as people write them, forwards and reversed, in small chunks.

A word with one typing mistake keeps its first or its second half unharmed; so the chunks around one half in
the forward dictionary and around the other half in the reversed one hold every word that can be meant.
"""

from __future__ import annotations

from generator.search.byte_columns import Pack, page_order, varint, word_list_bytes
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
    entries = [(word[::-1] if backwards else word, level) for word, level in words.items()]
    entries.sort(key=lambda entry: page_order(entry[0]))
    shards: list[Shard] = []
    chunk: list[tuple[str, int]] = []
    filled = 0
    before = ""
    for word, level in entries:
        chunk.append((word, level))
        filled += 4 + len(word) // 2
        if filled >= size:
            shards.append(word_shard(chunk, before, pack))
            before = word
            chunk, filled = [], 0
    if chunk or not shards:
        shards.append(word_shard(chunk, before, pack))
    return shards


def word_shard(chunk: list[tuple[str, int]], before: str, pack: Pack) -> Shard:
    """One chunk: how many, the words, their levels."""
    words = [word for word, _ in chunk]
    levels = bytes(min(255, level) for _, level in chunk)
    first = separator(before, words[0]) if words else ""
    return Shard(first, pack([varint(len(words)) + word_list_bytes(words), levels]))
