"""The front door of the search: documents in, every file of the index and of the browser's part out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from generator.model.output_file import OutputFile
from generator.search.browser_files import browser_files
from generator.search.byte_columns import Pack, freshly_packed
from generator.search.collecting import Collected, collected, contributions_in_lots
from generator.search.documents import SearchDocument
from generator.search.facet_columns import column_files, date_number
from generator.search.kept_search import KeptShards, documents_with_memory
from generator.search.places import FOLDER, ROUTING_ADDRESS
from generator.search.records import Lines, record_shards
from generator.search.term_shards import Shard, term_shards
from generator.search.vectors import document_vectors, vector_shards
from generator.search.word_lists import dictionary_words, word_shards
from generator.working.memory import hand_back_memory

FORMAT_VERSION = 1
"""Grows when an older page could not read the files; see docs/search-format.md."""


def build_search(
    documents: Sequence[SearchDocument], kept: Path | None = None, jobs: int = 1
) -> tuple[OutputFile, ...]:
    """The routing table, the shards and the browser's modules, in the order of their addresses.

    ``kept`` is a folder for what one build leaves to the next, which makes no difference but to the time;
    ``jobs`` processes read documents that are not known from there.
    """
    files = [*index_files(documents, kept, jobs), *browser_files()]
    return tuple(sorted(files, key=lambda file: file.address))


def index_files(
    documents: Sequence[SearchDocument], kept: Path | None = None, jobs: int = 1
) -> list[OutputFile]:
    """The routing table and the shards."""
    ordered = sorted(documents, key=document_order)
    lines = Lines(ordered)
    if kept is None:
        found = contributions_in_lots(ordered, jobs)
        records = record_shards((), lines.sizes(range(len(ordered))), lines, freshly_packed)
        lines.clear()
        hand_back_memory()
        return files_of(ordered, collected(found), records, freshly_packed)
    shards = KeptShards(kept / "shards.bin")
    read = documents_with_memory(ordered, lines, kept / "documents.bin", jobs)
    records = record_shards(read.marks, read.record_sizes, lines, shards)
    lines.clear()
    hand_back_memory()
    files = files_of(ordered, collected(read.found), records, shards)
    shards.keep()
    return files


def files_of(
    ordered: Sequence[SearchDocument], found: Collected, records: tuple[int, list[bytes]], pack: Pack
) -> list[OutputFile]:
    """The same of documents in order, their columns, and what ``record_shards`` gave."""
    hand_back_memory()
    terms = term_shards(found, len(ordered), pack)
    hand_back_memory()
    words = dictionary_words(found, len(ordered))
    forward = word_shards(words, len(ordered), pack)
    backward = word_shards(words.backwards(), len(ordered), pack)
    vectors = vector_shards(document_vectors(found, len(ordered)), pack)
    families = {
        "t": [shard.content for shard in terms],
        "f": [shard.content for shard in forward],
        "b": [shard.content for shard in backward],
        "r": records[1],
        "v": vectors,
    }
    columns = column_files(ordered, pack)
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
        "aside": [number for number, document in enumerate(ordered) if document.status != "active"],
    }
    table = json.dumps(routing, ensure_ascii=False, separators=(",", ":")).encode()
    return [
        OutputFile(ROUTING_ADDRESS, table),
        *(OutputFile(f"{FOLDER}/{generation}/{name}.bin", content) for name, content in shards.items()),
    ]


def document_order(document: SearchDocument) -> tuple[str, int, str]:
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
