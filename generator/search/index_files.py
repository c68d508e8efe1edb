"""Every file of the index: columns of all documents are made, then cut into shards."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

from generator.model.output_file import OutputFile
from generator.search.collecting import Collected, collected, contributions_in_lots
from generator.search.documents import SearchDocument
from generator.search.facet_columns import column_files, date_number
from generator.search.index import FORMAT_VERSION
from generator.search.kept_search import documents_with_memory
from generator.search.packing import Pack, freshly_packed
from generator.search.places import FOLDER, ROUTING_ADDRESS
from generator.search.records import Lines, record_shards
from generator.search.term_shards import Shard, term_shards
from generator.search.vectors import document_vectors, vector_shards
from generator.search.word_lists import dictionary_words, word_shards
from generator.working.memory import hand_back_between_steps


def index_files(documents: Sequence[SearchDocument], jobs: int) -> list[OutputFile]:
    """The routing table and the shards."""
    ordered = sorted(documents, key=document_order)
    lines = Lines(ordered)
    columns = collected(contributions_in_lots(ordered, jobs))
    records = record_shards((), lines.sizes(range(len(ordered))), lines, freshly_packed)
    lines.clear()
    return files_of(ordered, columns, records, freshly_packed)


def index_files_with_memory(
    documents: Sequence[SearchDocument], marks: Sequence[bytes], file: Path, pack: Pack, jobs: int
) -> list[OutputFile]:
    """The same, where ``file`` keeps what an earlier build read; ``marks`` tell documents from each other."""
    order = sorted(range(len(documents)), key=lambda number: document_order(documents[number]))
    ordered = [documents[number] for number in order]
    lines = Lines(ordered)
    read = documents_with_memory(ordered, [marks[number] for number in order], lines, file, jobs)
    records = record_shards(read.marks, read.record_sizes, lines, pack)
    lines.clear()
    hand_back_between_steps(len(ordered))
    columns = collected(read.found)
    del read  # of which the columns that the shards are cut from are a part
    return files_of(ordered, columns, records, pack, file.parent)


def files_of(
    ordered: Sequence[SearchDocument],
    found: Collected,
    records: tuple[int, list[bytes]],
    pack: Pack,
    kept: Path | None = None,
) -> list[OutputFile]:
    """The same of documents in order, their columns, and what ``record_shards`` gave; ``kept`` is a folder for what one
    build leaves to the next.
    """
    hand_back_between_steps(len(ordered))
    terms = term_shards(found, len(ordered), pack)
    hand_back_between_steps(len(ordered))
    words = dictionary_words(found, len(ordered))
    forward = word_shards(words, len(ordered), pack)
    backward = word_shards(words.backwards(kept and kept / "backwards.bin"), len(ordered), pack)
    vectors = vector_shards(document_vectors(found, len(ordered), kept and kept / "vectors.bin"), pack)
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
