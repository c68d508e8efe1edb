"""Shards back to values: what ``shards.js`` does in the page."""

from __future__ import annotations

import json
import zlib
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from generator.search.byte_columns import ByteReader, page_order
from generator.search.vectors import DIMENSIONS, PER_SHARD, TOP_LEVEL

Read = Callable[[str], bytes]
"""Brings the bytes of a file by its address below the search folder."""


@dataclass(frozen=True, slots=True)
class Postings:
    """One term: where it occurs and how strongly."""

    idf: int
    documents: list[int]
    impacts: bytes
    title_places: bytes
    title_lengths: bytes
    title_words: bytes
    """Numbers into ``surfaces``; empty where there is only one."""
    surfaces: list[str]


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet: the (id, name) pairs and, for each paper, which of them it has."""

    names: list[tuple[str, str]]
    rows: list[list[int]]


def read_term_shard(content: bytes) -> dict[str, Postings]:
    """The terms of one shard."""
    reader = ByteReader(zlib.decompress(content))
    count = reader.number()
    terms = reader.words(count)
    surfaces = [read_surfaces(reader, term) for term in terms]
    sizes, title_sizes = reader.numbers(count), reader.numbers(count)
    idfs = reader.raw(count)
    documents = [read_documents(reader, size) for size in sizes]
    impacts = [reader.raw(size) for size in sizes]
    places = [reader.raw(size) for size in title_sizes]
    lengths = [reader.raw(size) for size in title_sizes]
    words = [reader.raw(size) if len(surfaces[n]) > 1 else b"" for n, size in enumerate(title_sizes)]
    return {
        term: Postings(
            idfs[n], documents[n], impacts[n], places[n], lengths[n], words[n], surfaces[n] or [term]
        )
        for n, term in enumerate(terms)
    }


def read_surfaces(reader: ByteReader, term: str) -> list[str]:
    """The title words of a term; none written means the term itself."""
    return [reader.word(term) for _ in range(reader.number())]


def read_documents(reader: ByteReader, count: int) -> list[int]:
    """Document numbers from their distances."""
    found: list[int] = []
    last = -1
    for _ in range(count):
        last += reader.number() + 1
        found.append(last)
    return found


def read_word_shard(content: bytes) -> dict[str, int]:
    """Words and how common each is."""
    reader = ByteReader(zlib.decompress(content))
    count = reader.number()
    words = reader.words(count)
    return dict(zip(words, reader.raw(count), strict=True))


def read_vectors(content: bytes) -> list[list[int]]:
    """The vectors of one shard."""
    levels = [level - TOP_LEVEL - 1 for both in zlib.decompress(content) for level in (both >> 4, both & 15)]
    return [levels[start : start + DIMENSIONS] for start in range(0, len(levels), DIMENSIONS)]


def read_facet(content: bytes, documents: int) -> Facet:
    """A facet's column."""
    reader = ByteReader(zlib.decompress(content))
    names = json.loads(reader.raw(reader.number()))
    counts = reader.numbers(documents)
    return Facet([(i, name) for i, name in names], [reader.numbers(count) for count in counts])


@dataclass
class ShardStore:
    """The files of one index, read when first asked for."""

    read: Read
    routing: dict[str, Any]
    known: dict[str, Any] = field(default_factory=dict)
    bounds: dict[str, list[bytes]] = field(default_factory=dict)

    @property
    def documents(self) -> int:
        """How many papers the index has."""
        return int(self.routing["documents"])

    def content(self, name: str) -> bytes:
        """The bytes of one shard."""
        return self.read(f"{self.routing['generation']}/{name}.bin")

    def shard(self, name: str, decode: Callable[[bytes], Any]) -> Any:
        """One shard, decoded once."""
        if name not in self.known:
            self.known[name] = decode(self.content(name))
        return self.known[name]

    def number_of(self, kind: str, key: str) -> int:
        """Which shard is responsible for ``key``."""
        if kind not in self.bounds:
            self.bounds[kind] = [page_order(first) for first in self.routing[kind].split()]
        return bisect_right(self.bounds[kind], page_order(key))

    def postings(self, term: str) -> Postings | None:
        """One term, None where no paper has it."""
        number = self.number_of("terms", term)
        shard: dict[str, Postings] = self.shard(f"t{number}", read_term_shard)
        return shard.get(term)

    def words_between(self, start: str, *, backwards: bool, limit: int) -> dict[str, int]:
        """The dictionary chunks that hold words beginning with ``start``, at most ``limit`` of them."""
        kind, letter = ("reversed", "b") if backwards else ("words", "f")
        first = self.number_of(kind, start)
        last = self.number_of(kind, start + "\uffff")
        found: dict[str, int] = {}
        for number in range(first, min(last, first + limit - 1) + 1):
            found.update(self.shard(f"{letter}{number}", read_word_shard))
        return found

    def facet(self, name: str) -> Facet:
        """One facet's column."""
        facet: Facet = self.shard(f"c-{name}", lambda content: read_facet(content, self.documents))
        return facet

    def numbers(self, name: str) -> list[int]:
        """A column of plain numbers."""
        column: list[int] = self.shard(
            f"n-{name}", lambda content: ByteReader(zlib.decompress(content)).numbers(self.documents)
        )
        return column

    def vector(self, document: int) -> list[int]:
        """What one paper is about."""
        vectors: list[list[int]] = self.shard(f"v{document // PER_SHARD}", read_vectors)
        return vectors[document % PER_SHARD]

    def record(self, document: int) -> list[Any]:
        """What is shown of one paper."""
        stride = int(self.routing["stride"])
        records: list[list[Any]] = self.shard(
            f"r{document // stride}", lambda content: json.loads(zlib.decompress(content))
        )
        return records[document % stride]
