"""Every file of the index: columns of all documents are made, then cut into shards."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TypeVar

import numpy as np

from generator.model.output_file import OutputFile
from generator.search.collecting import Collected, collected, contributions_in_lots
from generator.search.documents import HALF_OF_MARK, Documents, Outline, SearchDocument, outline_of
from generator.search.facet_columns import column_files, date_number, digests_of_columns
from generator.search.index import FORMAT_VERSION
from generator.search.kept_lines import KeptLines
from generator.search.kept_outlines import outlines_with_memory
from generator.search.kept_search import documents_with_memory
from generator.search.kept_shards import rules
from generator.search.packing import FreshPack, Pack
from generator.search.places import FOLDER, ROUTING_ADDRESS
from generator.search.records import Lines, record_shards
from generator.search.term_shards import Shard, term_shards
from generator.search.vectors import document_vectors, vector_shards
from generator.search.word_lists import dictionary_words, word_shards
from generator.working.columns import Column
from generator.working.kept_columns import remembered
from generator.working.memory import hand_back_between_steps
from generator.working.workers import promised

T = TypeVar("T")


def index_files(documents: Sequence[SearchDocument], jobs: int) -> list[OutputFile]:
    """The routing table and the shards."""
    outlines = list(map(outline_of, documents))
    ordered = InOrder(documents, order_of(outlines))
    lines = Lines(ordered)
    columns = collected(contributions_in_lots(ordered, jobs))
    records = record_shards((), lines.sizes(range(len(ordered))), lines, FreshPack())
    lines.clear()
    return files_of(ordered, columns, records, lambda: outlines, FreshPack())


def index_files_with_memory(
    documents: Sequence[SearchDocument], marks: Sequence[bytes], file: Path, pack: Pack, jobs: int
) -> list[OutputFile]:
    """The same, where ``file`` keeps what an earlier build read; ``marks`` tell documents from each other."""
    told = hashlib.sha256(b"".join([mark[:HALF_OF_MARK] for mark in marks])).digest()
    outlines = cache(lambda: outlines_with_memory(documents, marks, file.parent / "outlines"))
    # No order is made of titles or texts, so mostly it is what it was.
    order = remembered(file.parent / "order.bin", f"{rules()} {told.hex()}", lambda: order_of(outlines()))
    ordered = InOrder(documents, order)
    own_marks = ordered.of_all(marks)
    lines = Lines(ordered, KeptLines(file.parent / "lines", own_marks))
    read = documents_with_memory(ordered, own_marks, lines, file, jobs)
    records = record_shards(read.marks, read.record_sizes, lines, pack)
    lines.keep()
    lines.clear()
    hand_back_between_steps(len(ordered))
    columns = collected(read.found)
    del read  # of which the columns that the shards are cut from are a part
    # Of words alone no outline is looked at; then nobody waits for the search, and another process would take memory.
    jobs = jobs if outlines.cache_info().currsize else 1
    return files_of(ordered, columns, records, outlines, pack, file.parent, told, jobs)


def files_of(
    ordered: InOrder,
    found: Collected,
    records: tuple[int, list[bytes]],
    outlines: Callable[[], Sequence[Outline]],
    pack: Pack,
    kept: Path | None = None,
    told: bytes = b"",
    jobs: int = 1,
) -> list[OutputFile]:
    """The same of documents in order, their columns, what ``record_shards`` gave, and the outlines of the documents as they
    were given; ``kept`` is a folder for what one build leaves to the next, and ``told`` a digest of the outlines, where
    ``pack`` remembers; ``jobs`` processes may be at work.
    """
    hand_back_between_steps(len(ordered))
    # Where a paper moved both take long, and neither needs the other.
    directions = partial(document_vectors, found, len(ordered), kept and kept / "vectors.bin")
    with promised(directions, jobs) as directed:
        terms = term_shards(found, len(ordered), pack)
        hand_back_between_steps(len(ordered))
        words = dictionary_words(found, len(ordered))
        forward = word_shards(words, len(ordered), pack)
        backward = word_shards(words.backwards(kept and kept / "backwards.bin"), len(ordered), pack)
        vectors = vector_shards(directed(), pack)
    families = {
        "t": [shard.content for shard in terms],
        "f": [shard.content for shard in forward],
        "b": [shard.content for shard in backward],
        "r": records[1],
        "v": vectors,
    }
    in_order = cache(lambda: ordered.of_all(outlines()))
    # Which column has to be made is told by what each is made of; which need not even be looked at, by all outlines.
    own = (
        remembered(
            kept / "columns.bin",
            f"{rules()} {told.hex()}",
            lambda: np.frombuffer(digests_of_columns(in_order()), dtype=np.uint8),
        ).tobytes()
        if kept
        else b""
    )
    columns = column_files(in_order, pack, own)
    shards = {
        name: content for letter, family in families.items() for name, content in numbered(letter, family)
    }
    shards.update(columns)
    generation = content_hash(shards)
    routing = {
        "version": FORMAT_VERSION,
        "generation": generation,
        "documents": len(ordered),
        "bytes": sum(map(len, shards.values())),
        "terms": separators(terms),
        "words": separators(forward),
        "reversed": separators(backward),
        "stride": records[0],
        "files": [[letter, len(family)] for letter, family in families.items()],
        "columns": list(columns),
        # Withdrawn and such: nobody gets to see them who did not ask for them.
        "aside": ordered.aside,
    }
    table = json.dumps(routing, ensure_ascii=False, separators=(",", ":")).encode()
    return [
        OutputFile(ROUTING_ADDRESS, table),
        *(OutputFile(f"{FOLDER}/{generation}/{name}.bin", content) for name, content in shards.items()),
    ]


class InOrder(Documents):
    """Documents in the order of the index."""

    def __init__(self, documents: Sequence[SearchDocument], order: Column) -> None:
        """``order`` is what `order_of` gives."""
        self._documents = documents
        self.places: list[int] = order[: len(documents)].tolist()
        """Of the documents among those given."""
        self.aside: list[int] = order[len(documents) :].tolist()
        """The numbers of those that are not active."""

    def __len__(self) -> int:
        return len(self.places)

    def document(self, place: int) -> SearchDocument:
        """By its number in the index."""
        return self._documents[self.places[place]]

    def of_all(self, given: Sequence[T]) -> list[T]:
        """What is given of the documents, in the order of the index."""
        return list(map(given.__getitem__, self.places))


def order_of(outlines: Sequence[Outline]) -> Column:
    """The place of each document in the order of the index; then the numbers, in that order, of those that are not active."""
    keys = list(map(document_order, outlines))
    order = sorted(range(len(keys)), key=keys.__getitem__)
    aside = [number for number, place in enumerate(order) if outlines[place].status != "active"]
    return np.array([*order, *aside], dtype=np.int32)


def document_order(document: SearchDocument | Outline) -> tuple[str, int, str]:
    """Papers of a topic together, newest first: neighbours share shards, and equal scores show the newer."""
    return document.topic, -date_number(document), document.key


def numbered(letter: str, contents: Sequence[bytes]) -> list[tuple[str, bytes]]:
    """Shards named by a letter for their sort and their number."""
    return [(f"{letter}{number}", content) for number, content in enumerate(contents)]


def separators(shards: Sequence[Shard]) -> str:
    """The first keys of the shards after the first, with spaces between; no key holds a space."""
    return " ".join(shard.first for shard in shards[1:])


def content_hash(shards: dict[str, bytes]) -> str:
    """A name for exactly these shards: twelve hexadecimal digits."""
    digest = hashlib.sha256(b"%d" % FORMAT_VERSION)
    for name, content in shards.items():
        digest.update(f"{name}:{len(content)}:".encode() + content)
    return digest.hexdigest()[:12]
