"""The front door of the search: documents in, every file of the index and of the browser's part out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from generator.model.output_file import OutputFile
from generator.search.browser_files import browser_files
from generator.search.collecting import collect
from generator.search.documents import SearchDocument
from generator.search.facet_columns import column_files, date_number
from generator.search.records import record_shards
from generator.search.term_shards import Shard, term_shards
from generator.search.vectors import document_vectors, vector_shards
from generator.search.word_lists import dictionary_words, word_shards

FORMAT_VERSION = 1
"""Grows when an older page could not read the files; see docs/search-format.md."""
FOLDER = "search"
ROUTING_ADDRESS = f"{FOLDER}/index.json"


def build_search(documents: Sequence[SearchDocument]) -> tuple[OutputFile, ...]:
    """The routing table, the shards and the browser's modules, in the order of their addresses."""
    files = [*index_files(documents), *browser_files()]
    return tuple(sorted(files, key=lambda file: file.address))


def index_files(documents: Sequence[SearchDocument]) -> list[OutputFile]:
    """The routing table and the shards."""
    ordered = sorted(documents, key=document_order)
    collected = collect(ordered)
    terms = term_shards(collected, len(ordered))
    words = dictionary_words(collected, len(ordered))
    forward = word_shards(words, len(ordered), backwards=False)
    backward = word_shards(words, len(ordered), backwards=True)
    stride, records = record_shards(ordered)
    vectors = vector_shards(document_vectors(collected, len(ordered)))
    families = {
        "t": [shard.content for shard in terms],
        "f": [shard.content for shard in forward],
        "b": [shard.content for shard in backward],
        "r": records,
        "v": vectors,
    }
    columns = column_files(ordered)
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
        "stride": stride,
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
