"""Postings cut into shards of a few kilobytes, each a run of neighbouring terms."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import compress, pairwise
from operator import eq
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from generator.search import weights
from generator.search.byte_columns import (
    page_order,
    sorted_words_bytes,
    told_words,
    varint,
    varints,
    word_bytes,
)
from generator.search.collecting import Collected
from generator.search.packing import Pack
from generator.working.columns import Column, starts_of


class Shard(NamedTuple):
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
    runs = list(pairwise(shard_cuts(term_costs(collected), raw_shard_size(document_count))))
    writer = TermWriter(collected, document_count)
    return pack.all(lambda number: writer.shard(*runs[number], pack), len(runs)) or [
        Shard("", pack([b"t"], lambda: [varint(0)]))
    ]


def term_costs(collected: Collected) -> Column:
    """About how many bytes each term takes."""
    lengths = np.fromiter(map(len, collected.terms), dtype=np.int64, count=len(collected.terms))
    costs: Column = lengths // 2 + 3 + 2 * np.diff(collected.starts) + 2 * np.diff(collected.title_starts)
    return costs


def shard_cuts(costs: Column, size: int) -> list[int]:
    """Where each run of terms of about ``size`` bytes begins, and where the last one ends; a frequent term makes
    a run of its own.
    """
    cuts, filled = [0], 0
    for number, cost in enumerate(costs.tolist()):
        if number > cuts[-1] and (filled + cost > size * 1.25 or filled >= size):
            cuts.append(number)
            filled = 0
        filled += cost
    return [*cuts, len(costs)] if len(costs) else cuts


class TermWriter:
    """Holds the columns of the collection in the form in which shards take slices of them."""

    def __init__(self, collected: Collected, document_count: int) -> None:
        self.terms = collected.terms
        self.starts = collected.starts
        self.title_starts = collected.title_starts
        self.counts = np.diff(collected.starts)
        self.title_counts = np.diff(collected.title_starts)
        self.idfs = idf_bytes(self.counts, document_count)
        self.gaps = gaps(collected.documents, collected.starts)
        self.impacts = collected.impacts.astype(np.uint8, copy=False)
        self.places = collected.title_places.astype(np.uint8, copy=False)
        self.lengths = collected.title_lengths.astype(np.uint8, copy=False)
        self.surfaces = title_surfaces(collected)

    def shard(self, begin: int, end: int, pack: Pack) -> Shard:
        """The terms from ``begin`` up to ``end`` as one file."""
        first, last = self.starts[begin], self.starts[end]
        title_first, title_last = self.title_starts[begin], self.title_starts[end]
        terms, counts = self.terms[begin:end], [self.counts[begin:end], self.title_counts[begin:end]]
        surfaces = self.surfaces.part(begin, end)
        gaps, idfs = self.gaps[first:last], self.idfs[begin:end].tobytes()
        columns = [
            self.impacts[first:last].tobytes(),
            self.places[title_first:title_last].tobytes(),
            self.lengths[title_first:title_last].tobytes(),
            surfaces.ranks.tobytes(),
        ]
        numbers = [column.tobytes() for column in (surfaces.sizes, *counts, gaps)]
        told = [b"t", told_words(terms), told_words(surfaces.words), *numbers, idfs, *columns]

        def sections() -> list[bytes]:
            words = varint(end - begin) + sorted_words_bytes(terms) + surface_bytes(surfaces, terms)
            counted, _ = varints(np.concatenate(counts))
            return [words, counted.tobytes() + idfs, varints(gaps)[0].tobytes(), *columns]

        before = self.terms[begin - 1] if begin else ""
        return Shard(separator(before, self.terms[begin]), pack(told, sections))


def gaps(documents: Column, starts: Column) -> Column:
    """Distances between neighbouring documents of a term less one; a term's first counts from the start."""
    distances = np.empty(len(documents), dtype=np.int32)
    np.subtract(documents[1:], documents[:-1], out=distances[1:])
    distances -= 1
    heads = starts[:-1][np.diff(starts) > 0]
    distances[heads] = documents[heads]
    return distances


def idf_bytes(counts: Column, document_count: int) -> npt.NDArray[np.uint8]:
    """``idf_byte`` for every term."""
    distinct, which = np.unique(counts, return_inverse=True)
    return np.array([idf_byte(document_count, count) for count in distinct.tolist()], dtype=np.uint8)[which]


MOST_SURFACES = 255


class Surfaces(NamedTuple):
    """The words that stand for some terms in titles, and which of them stands where."""

    words: Sequence[str]
    """Term by term; none for a term that is itself the only one."""
    sizes: Column
    """How many words each term has."""
    starts: Column
    ranks: npt.NDArray[np.uint8]
    """For each title of a term that has several words, the number of its word."""
    rank_starts: Column

    def part(self, begin: int, end: int) -> Surfaces:
        """The same of the terms from ``begin`` up to ``end``."""
        return Surfaces(
            self.words[self.starts[begin] : self.starts[end]],
            self.sizes[begin:end],
            self.starts[begin : end + 1] - self.starts[begin],
            self.ranks[self.rank_starts[begin] : self.rank_starts[end]],
            self.rank_starts[begin : end + 1] - self.rank_starts[begin],
        )


def title_surfaces(collected: Collected) -> Surfaces:
    """The title words of each term, sorted, at most ``MOST_SURFACES`` of them."""
    count = len(collected.terms)
    used, own = np.unique(collected.title_words, return_inverse=True)
    names = [collected.words[number] for number in used.tolist()]
    terms = np.repeat(np.arange(count), np.diff(collected.title_starts))
    pairs, which = np.unique(terms * max(1, len(names)) + own, return_inverse=True)
    pair_terms = pairs // max(1, len(names))
    sizes = np.bincount(pair_terms, minlength=count)
    numbers = np.arange(len(pairs)) - starts_of(sizes)[pair_terms]
    words = [names[rank] for rank in (pairs % max(1, len(names))).tolist()]
    heads = [collected.terms[term] for term in pair_terms.tolist()]
    is_plain = np.fromiter(map(eq, words, heads), dtype=np.bool_, count=len(words)) & (sizes[pair_terms] == 1)
    told = ~is_plain & (numbers < MOST_SURFACES)
    several = sizes[terms] > 1
    numbers[numbers >= MOST_SURFACES] = 0
    told_sizes = np.bincount(pair_terms[told], minlength=count)
    return Surfaces(
        list(compress(words, told.tolist())),
        told_sizes,
        starts_of(told_sizes),
        numbers[which][several].astype(np.uint8),
        starts_of(np.bincount(terms[several], minlength=count)),
    )


def surface_bytes(surfaces: Surfaces, terms: Sequence[str]) -> bytes:
    """For each term how many words it has, and these, each written after the term."""
    out, words, done = [], iter(surfaces.words), 0
    for number in np.flatnonzero(surfaces.sizes).tolist():
        term, size = terms[number], int(surfaces.sizes[number])
        out += [bytes(number - done), varint(size), *(word_bytes(next(words), term) for _ in range(size))]
        done = number + 1
    return b"".join([*out, bytes(len(terms) - done)])
