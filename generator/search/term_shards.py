"""Postings cut into shards of a few kilobytes, each a run of neighbouring terms."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from generator.search import weights
from generator.search.byte_columns import (
    Pack,
    page_order,
    varint,
    varints,
    word_bytes,
    word_list_bytes,
)
from generator.search.collecting import Collected
from generator.working.columns import Column

TITLE_BIT = 2
AUTHOR_BIT = 1


@dataclass(frozen=True, slots=True)
class Shard:
    """A file of the index."""

    first: str
    """Keys from this one on are in it, up to the next shard's."""
    content: bytes


def separator(before: str, first: str) -> str:
    """The shortest beginning of ``first`` that still sorts behind ``before``."""
    for length in range(1, len(first)):
        if page_order(first[:length]) > page_order(before):
            return first[:length]
    return first


def idf_byte(document_count: int, count: int) -> int:
    """How rare a term is, in sixteenths, from 1 to 255 (Robertson and Sparck Jones, as in lunr)."""
    rarity = math.log(1 + (document_count - count + 0.5) / (count + 0.5))
    return max(1, min(255, round(weights.IDF_UNIT * rarity)))


def raw_shard_size(document_count: int) -> int:
    """Uncompressed bytes aimed at: a small index has few terms a shard, a large one few shards."""
    return next(size for limit, size in SHARD_SIZES if document_count <= limit)


SHARD_SIZES = ((1_000, 2_500), (10_000, 5_000), (50_000, 8_000), (10**9, 12_000))


def term_shards(collected: Collected, document_count: int, pack: Pack) -> list[Shard]:
    """All terms in shards, in order."""
    writer = TermWriter(collected, document_count)
    cuts = list(shard_cuts(writer, raw_shard_size(document_count)))
    return [writer.shard(begin, end, pack) for begin, end in cuts] or [Shard("", pack([varint(0)]))]


def shard_cuts(writer: TermWriter, size: int) -> Iterator[tuple[int, int]]:
    """Runs of terms of about ``size`` bytes; a frequent term makes a run of its own."""
    begin, filled = 0, 0
    for number, cost in enumerate(writer.costs):
        if number > begin and (filled + cost > size * 1.25 or filled >= size):
            yield begin, number
            begin, filled = number, 0
        filled += cost
    if len(writer.costs) > begin:
        yield begin, len(writer.costs)


class TermWriter:
    """Holds the columns of the collection in the form in which shards take slices of them."""

    def __init__(self, collected: Collected, document_count: int) -> None:
        self.terms = collected.terms
        self.starts = collected.starts
        self.title_starts = collected.title_starts
        self.counts = np.diff(collected.starts)
        self.title_counts = np.diff(collected.title_starts)
        self.idfs = idf_bytes(self.counts, document_count)
        self.gap_bytes, self.gap_starts = varints(gaps(collected.documents, collected.starts))
        self.impacts = collected.impacts.astype(np.uint8)
        self.places = collected.title_places.astype(np.uint8)
        self.lengths = collected.title_lengths.astype(np.uint8)
        self.surfaces, self.surface_ranks = title_surfaces(collected)
        lengths = [len(term) for term in collected.terms]
        self.costs: list[int] = (
            np.array(lengths) // 2 + 3 + 2 * self.counts + 2 * self.title_counts
        ).tolist()

    def shard(self, begin: int, end: int, pack: Pack) -> Shard:
        """The terms from ``begin`` up to ``end`` as one file."""
        first, last = self.starts[begin], self.starts[end]
        title_first, title_last = self.title_starts[begin], self.title_starts[end]
        numbers, _ = varints(np.concatenate((self.counts[begin:end], self.title_counts[begin:end])))
        words = word_list_bytes(self.terms[begin:end])
        ranked = [
            self.surface_ranks[self.title_starts[term] : self.title_starts[term + 1]].tobytes()
            for term in range(begin, end)
            if len(self.surfaces[term]) > 1
        ]
        sections = [
            varint(end - begin) + words + self.surface_bytes(begin, end),
            numbers.tobytes() + self.idfs[begin:end].tobytes(),
            self.gap_bytes[self.gap_starts[first] : self.gap_starts[last]].tobytes(),
            self.impacts[first:last].tobytes(),
            self.places[title_first:title_last].tobytes(),
            self.lengths[title_first:title_last].tobytes(),
            b"".join(ranked),
        ]
        before = self.terms[begin - 1] if begin else ""
        return Shard(separator(before, self.terms[begin]), pack(sections))

    def surface_bytes(self, begin: int, end: int) -> bytes:
        """The title words of each term; none where the term itself is the only one."""
        out = bytearray()
        for number in range(begin, end):
            term, words = self.terms[number], self.surfaces[number]
            plain = len(words) == 1 and words[0] == term
            out += varint(0 if plain else len(words))
            if not plain:
                for word in words:
                    out += word_bytes(word, term)
        return bytes(out)


def gaps(documents: Column, starts: Column) -> Column:
    """Distances between neighbouring documents of a term less one; a term's first counts from the start."""
    distances = np.diff(documents, prepend=-1) - 1
    heads = starts[:-1][np.diff(starts) > 0]
    distances[heads] = documents[heads]
    return distances


def idf_bytes(counts: Column, document_count: int) -> npt.NDArray[np.uint8]:
    """``idf_byte`` for every term."""
    known = {int(count): idf_byte(document_count, int(count)) for count in np.unique(counts)}
    return np.array([known[count] for count in counts.tolist()], dtype=np.uint8)


def title_surfaces(collected: Collected) -> tuple[list[tuple[str, ...]], npt.NDArray[np.uint8]]:
    """For each term the words that stand for it in titles, sorted; for each title row the number of its word."""
    surfaces: list[tuple[str, ...]] = []
    ranks = np.zeros(len(collected.title_words), dtype=np.uint8)
    bounds = collected.title_starts.tolist()
    numbers = collected.title_words.tolist()
    for begin, end in pairwise(bounds):
        if begin == end:
            surfaces.append(())
            continue
        distinct = sorted({collected.words[number] for number in numbers[begin:end]})[:255]
        surfaces.append(tuple(distinct))
        if len(distinct) > 1:
            places = {word: place for place, word in enumerate(distinct)}
            ranks[begin:end] = [places.get(collected.words[number], 0) for number in numbers[begin:end]]
    return surfaces, ranks
