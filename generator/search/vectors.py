"""What papers are about, as short vectors computed from this collection alone.

The documents' weighted words span a space of many thousand directions; its 32 strongest ones are found by
subspace iteration (Halko, Martinsson and Tropp, 2011, algorithm 4.4) and every paper is projected on them.
Only angles between papers are ever asked for, so any orthonormal basis of that subspace serves and no
singular value needs to be told from its neighbour. Coordinates are kept as whole numbers from -7 to 7, which
also makes the bytes independent of the last digit in which two machines' arithmetic may differ.
"""

from __future__ import annotations

import hashlib
import math
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from generator.search.collecting import Collected
from generator.search.kept_shards import rules
from generator.search.packing import Pack
from generator.working.columns import Column, run_places, sorting_order, starts_of
from generator.working.kept_columns import remembered

Matrix = npt.NDArray[np.float64]
Levels = npt.NDArray[np.int8]

DIMENSIONS = 32
"""Sixty-four gained nothing measurable over thirty-two and cost twice the bytes."""
ITERATIONS = 3
LARGEST_SAMPLE = 4_000
"""Papers from which the directions are learnt; more change them little and cost their share of time."""
LARGEST_VOCABULARY = 12_000
COMMON_SHARE = 0.3
"""A term of more papers than that separates nothing."""
TOP_LEVEL = 7
TINY = 1e-12
PER_SHARD = 32
MOST_BLOCKS = 12
"""Into which documents are parted to be projected."""
ENTRIES_AT_ONCE = 200_000
ROWS_AT_ONCE = 2_000
"""So few that they stay in a processor's cache from the gathering to the sum."""


class SparseRows:
    """A matrix that is asked for its products with dense ones.

    The first entry of every row, then the second of every row that has one, and so on: each of these layers is added
    in one operation, and every row is summed in the order of its entries.
    """

    def __init__(self, sizes: Column, columns: Column, values: Matrix, order: Column | None = None) -> None:
        """``order`` gives the entries row by row, of each so many; else they come so."""
        self._order = np.argsort(-sizes, kind="stable")
        """Longest rows first, so that a layer's rows are the first ones."""
        ordered = sizes[self._order]
        depths: Column = np.arange(int(ordered.max(initial=0)))
        self._layers = np.searchsorted(-ordered, -depths)
        """How many rows have more entries than the layer's depth."""
        places: Column = np.repeat(depths, self._layers)
        places += starts_of(sizes)[self._order[run_places(np.zeros_like(self._layers), self._layers)]]
        if order is not None:
            places = order[places]
        self._columns, self._values = columns[places], values[places, None]

    def times(self, dense: Matrix) -> Matrix:
        """The product with a dense matrix."""
        sums = np.zeros((len(self._order), dense.shape[1]))
        # One room for all: to ask for a new one each time takes longer than to fill it.
        room = np.empty((min(ROWS_AT_ONCE, len(sums)), dense.shape[1]))
        begin = 0
        for rows in self._layers.tolist():
            for first in range(0, rows, ROWS_AT_ONCE):
                part = slice(begin + first, begin + min(rows, first + ROWS_AT_ONCE))
                count = part.stop - part.start
                gathered = dense.take(self._columns[part], axis=0, mode="clip", out=room[:count])
                gathered *= self._values[part]
                sums[first : first + count] += gathered
            begin += rows
        out = np.empty_like(sums)
        out[self._order] = sums
        return out


def sparse_rows(rows: Column, columns: Column, values: Matrix, count: int) -> SparseRows:
    """Entries in any order as a matrix of ``count`` rows."""
    return SparseRows(np.bincount(rows, minlength=count), columns, values, sorting_order(rows, count))


def document_vectors(collected: Collected, document_count: int, kept: Path | None = None) -> Levels:
    """One row of whole numbers per document; a document without any shared term has zeros.

    ``kept`` is a file for what one build leaves to the next: many edits touch no term that two papers share.
    """
    if document_count < 2:
        return np.zeros((document_count, DIMENSIONS), dtype=np.int8)
    entries = weighted_entries(collected, document_count)
    name = entries.digest() if kept else ""
    levels = remembered(kept, name, lambda: levels_of(entries, document_count).reshape(-1))
    return levels.reshape(document_count, DIMENSIONS)


def levels_of(entries: Entries, document_count: int) -> Levels:
    """The same of the terms that count."""
    levels = np.zeros((document_count, DIMENSIONS), dtype=np.int8)
    step = -(-document_count // LARGEST_SAMPLE)
    sampled = np.flatnonzero(entries.rows % step == 0)
    basis = strongest_directions(
        entries.rows[sampled] // step,
        entries.columns[sampled],
        entries.values(sampled),
        -(-document_count // step),
        len(entries.rarities),
    )
    del sampled
    size = max(LARGEST_SAMPLE, document_count // MOST_BLOCKS)
    for first in range(0, document_count, size):
        block = levels[first : first + size]
        own = np.flatnonzero((entries.rows >= first) & (entries.rows < first + size))
        rows = sparse_rows(entries.rows[own] - first, entries.columns[own], entries.values(own), len(block))
        block[:] = in_levels(rows.times(basis))
    return levels


class Entries(NamedTuple):
    """Every term of every document that counts, term by term; each document has length one.

    Their values would take more memory than all the rest, so they are worked out for some at a time.
    """

    rows: Column
    columns: Column
    logarithms: Matrix
    """By number of occurrences."""
    counts: Column
    rarities: Matrix
    """By column."""
    lengths: Matrix
    """By row."""

    def digest(self) -> str:
        """Tells the entries from any others."""
        # Documents that share no term with others have no entry.
        digest = hashlib.sha256(f"{len(self.lengths)} {rules()}".encode())
        for column in (self.rows, self.columns, self.logarithms, self.counts, self.rarities):
            whole = np.ascontiguousarray(column)
            digest.update(f"{whole.dtype.str} {len(whole)}".encode())
            digest.update(whole.view(np.uint8).data)
        return digest.hexdigest()

    def values(self, some: Column | slice) -> Matrix:
        """The values of some entries."""
        found = self.raw_values(some)
        found /= self.lengths[self.rows[some]]
        return found

    def raw_values(self, some: Column | slice) -> Matrix:
        """The same before the documents are made equally long."""
        found = self.logarithms[self.counts[some]]
        found *= self.rarities[self.columns[some]]
        return found


def weighted_entries(collected: Collected, document_count: int) -> Entries:
    """The terms that tell documents from each other."""
    counts = np.diff(collected.starts)
    common = max(2.0, COMMON_SHARE * document_count)
    useful = (counts >= 2) & (counts < document_count) & (counts <= common)
    chosen = np.flatnonzero(useful)
    if len(chosen) > LARGEST_VOCABULARY:
        commonest = np.lexsort((chosen, -counts[chosen]))[:LARGEST_VOCABULARY]
        chosen = np.sort(chosen[commonest])
    kept = np.repeat(np.isin(np.arange(len(counts)), chosen), counts)
    entries = Entries(
        rows=collected.documents[kept],
        columns=np.repeat(np.arange(len(chosen), dtype=np.int16), counts[chosen]),
        logarithms=logarithms(collected.body_counts),
        counts=collected.body_counts[kept],
        rarities=rarities(counts[chosen], document_count),
        lengths=np.zeros(document_count),
    )
    for start in range(0, len(entries.rows), ENTRIES_AT_ONCE):
        some = slice(start, start + ENTRIES_AT_ONCE)
        np.add.at(entries.lengths, entries.rows[some], entries.raw_values(some) ** 2)
    np.sqrt(entries.lengths, out=entries.lengths)
    return entries


def logarithms(counts: Column) -> Matrix:
    """1 + ln(n) up to the largest count. The standard library's logarithm, because numpy's depends on the processor."""
    return np.array([0.0] + [1.0 + math.log(n) for n in range(1, int(counts.max(initial=1)) + 1)])


def rarities(counts: Column, document_count: int) -> Matrix:
    """ln(N/n) for every term."""
    distinct, which = np.unique(counts, return_inverse=True)
    known = np.array([math.log(document_count / n) for n in distinct.tolist()], dtype=np.float64)
    return np.asarray(known[which], dtype=np.float64)


def strongest_directions(
    rows: Column, columns: Column, values: Matrix, row_count: int, column_count: int
) -> Matrix:
    """An orthonormal basis of the directions in which the documents differ most."""
    width = min(DIMENSIONS, row_count, column_count)
    if width == 0:
        return np.zeros((column_count, DIMENSIONS))
    documents = sparse_rows(rows, columns, values, row_count)
    # The entries come term by term already.
    terms = SparseRows(np.bincount(columns, minlength=column_count), rows, values)
    # Orthogonal enough at the start; what matters is that the products do not grow alike.
    basis = starting_signs(column_count, width)
    for _ in range(ITERATIONS - 1):
        # Either side will do to keep the columns apart, and documents are fewer than terms.
        basis = terms.times(orthonormal(documents.times(basis)))
    basis = orthonormal(terms.times(documents.times(basis)))
    padded = np.zeros((column_count, DIMENSIONS))
    padded[:, :width] = basis
    return padded


def starting_signs(rows: int, columns: int) -> Matrix:
    """A matrix of plus and minus one without pattern, the same everywhere (a multiplicative hash of the place)."""
    places = np.arange(rows * columns, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (places ^ (places >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    return np.where(mixed >> np.uint64(63), 1.0, -1.0).reshape(rows, columns)


def orthonormal(matrix: Matrix) -> Matrix:
    """The columns made orthogonal and of length one: Cholesky's factor of their products, divided out.

    Written out in sums of whole columns, which every machine adds in the same order; a library's own routine
    may split them among threads and processors' habits.
    """
    # Columns laid out as rows: each is then worked on in one piece.
    rest = np.ascontiguousarray(matrix.T)
    width = len(rest)
    products = np.zeros((width, width))
    for column in range(width):
        products[column, : column + 1] = (rest[: column + 1] * rest[column]).sum(axis=1)
    factor = cholesky(products)
    for column in range(width):
        rest[column] /= factor[column, column]
        for later in range(column + 1, width):
            rest[later] -= rest[column] * factor[later, column]
    return np.ascontiguousarray(rest.T)


def cholesky(products: Matrix) -> Matrix:
    """The lower triangle whose product with its own transpose is ``products``, of which only the lower half is read."""
    rest, factor = products.copy(), np.zeros_like(products)
    for column in range(len(rest)):
        # A direction that the collection does not have keeps a tiny length instead of none.
        factor[column, column] = math.sqrt(max(rest[column, column], TINY))
        below = rest[column + 1 :, column] / factor[column, column]
        factor[column + 1 :, column] = below
        rest[column + 1 :, column + 1 :] -= below[:, None] * below
    return factor


def in_levels(vectors: Matrix) -> Levels:
    """Each row stretched to its largest coordinate and rounded: angles do not ask for length."""
    largest = np.abs(vectors).max(axis=1, keepdims=True, initial=0.0)
    scaled = vectors * (TOP_LEVEL / np.where(largest > 0, largest, 1.0))
    return np.rint(scaled).astype(np.int8)


def vector_shards(vectors: Levels, pack: Pack) -> list[bytes]:
    """Two coordinates a byte, 32 papers a shard."""
    shifted = (vectors + TOP_LEVEL + 1).astype(np.uint8)
    both = shifted[:, 0::2] << 4 | shifted[:, 1::2]

    def shard(rows: bytes) -> bytes:
        return pack([b"v", rows], lambda: [rows])

    return [shard(both[start : start + PER_SHARD].tobytes()) for start in range(0, len(both), PER_SHARD)]
