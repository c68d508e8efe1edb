"""What the search remembers from one build to the next: documents already read, and shards already compressed.

Both give the same bytes as a build without memory; ``kept`` names the folder of the cache that they lie in.
"""

from __future__ import annotations

import hashlib
import marshal
import unicodedata
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from operator import attrgetter
from pathlib import Path

import numpy as np

from generator.search.byte_columns import Sections, packed
from generator.search.collecting import contributions_in_lots
from generator.search.contributions import Contributions, put_together
from generator.search.documents import MARSHAL_VERSION, SearchDocument
from generator.search.records import Lines
from generator.search.stemming import STOP_WORDS
from generator.working.columns import Column, starts_of
from generator.working.kept_columns import keep_columns, kept_columns

WORD_LISTS = ("terms", "words")
COLUMNS = tuple(field.name for field in fields(Contributions) if field.name not in WORD_LISTS)
DIGEST_SIZE = hashlib.sha256().digest_size

values_of = attrgetter(*(field.name for field in fields(SearchDocument)))


@dataclass(frozen=True, slots=True)
class ReadDocuments:
    """What the documents, in order, add to the index."""

    marks: list[bytes]
    """Digests that tell them from any others."""
    record_sizes: Column
    """How many characters the record of each has."""
    found: Contributions


def documents_with_memory(
    documents: Sequence[SearchDocument], lines: Lines, file: Path, jobs: int = 1
) -> ReadDocuments:
    """What the documents, in order, add to the index; only those are read that an earlier build did not keep.

    ``lines`` are their records.
    """
    marks = [hashlib.sha256(marshal.dumps(values_of(one), MARSHAL_VERSION)).digest() for one in documents]
    known = _read(file)
    if known is not None and known.marks == marks:
        return known
    places, new = _places(known.marks if known else (), marks)
    found = contributions_in_lots([documents[number] for number in new.tolist()], jobs)
    sizes = np.zeros(len(documents), np.int32)
    sizes[new] = lines.sizes(new.tolist())
    if known is not None:
        sizes[places[places >= 0]] = known.record_sizes[places >= 0]
        found = put_together([known.found, found], [places, new])
    read = ReadDocuments(marks, sizes, found)
    _keep(file, read)
    return read


def _places(before: Sequence[bytes], now: Sequence[bytes]) -> tuple[Column, Column]:
    """For each document of before its number now, -1 where it is gone; and the numbers of those that are new."""
    waiting = {digest: number for number, digest in enumerate(now)}
    places = np.array([waiting.pop(digest, -1) for digest in before], dtype=np.int64)
    is_new = np.ones(len(now), dtype=np.bool_)
    is_new[places[places >= 0]] = False
    return places, np.flatnonzero(is_new)


def _read(file: Path) -> ReadDocuments | None:
    kept = kept_columns(file, rules(), (*COLUMNS, "marks", "record_sizes"), WORD_LISTS)
    if kept is None:
        return None
    columns, words = kept
    whole, sizes = columns.pop("marks").tobytes(), columns.pop("record_sizes")
    marks = [whole[start : start + DIGEST_SIZE] for start in range(0, len(whole), DIGEST_SIZE)]
    return ReadDocuments(marks, sizes, Contributions(**columns, terms=words["terms"], words=words["words"]))


def _keep(file: Path, read: ReadDocuments) -> None:
    columns: dict[str, Column] = {name: getattr(read.found, name) for name in COLUMNS}
    columns["marks"] = np.frombuffer(b"".join(read.marks), dtype=np.uint8)
    columns["record_sizes"] = read.record_sizes
    keep_columns(file, rules(), columns, {"terms": read.found.terms, "words": read.found.words})


class KeptShards:
    """A ``Pack`` that remembers; ``keep`` afterwards writes what was asked for, if anything was new."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._known: dict[bytes, memoryview | bytes] = {}
        self._asked: dict[bytes, bytes] = {}
        found = kept_columns(file, rules(), ("digests", "sizes", "shards"), ())
        if found is not None:
            digests, sizes, shards = (found[0][name] for name in ("digests", "sizes", "shards"))
            whole, content = digests.tobytes(), shards.data
            starts = starts_of(sizes).tolist()
            for number in range(len(sizes)):
                digest = whole[number * DIGEST_SIZE : (number + 1) * DIGEST_SIZE]
                self._known[digest] = content[starts[number] : starts[number + 1]]

    def __call__(self, told: Sequence[bytes], sections: Sections) -> bytes:
        """The shard that is made of what is told."""
        digest = hashlib.sha256()
        for part in told:
            digest.update(len(part).to_bytes(8, "little"))
            digest.update(part)
        name = digest.digest()
        known = self._known.get(name)
        shard = self._asked[name] = packed(sections()) if known is None else bytes(known)
        return shard

    def keep(self) -> None:
        """Keep exactly the shards that were asked for."""
        if self._asked.keys() == self._known.keys():
            return
        columns: dict[str, Column] = {
            "digests": np.frombuffer(b"".join(self._asked), dtype=np.uint8),
            "sizes": np.array([len(shard) for shard in self._asked.values()], dtype=np.int64),
            "shards": np.frombuffer(b"".join(self._asked.values()), dtype=np.uint8),
        }
        keep_columns(self._file, rules(), columns, {})


@cache
def rules() -> str:
    """A digest of all that the kept files depend on besides the documents."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    for given in (*sorted(STOP_WORDS), unicodedata.unidata_version, zlib.ZLIB_RUNTIME_VERSION):
        digest.update(f"{given}\n".encode())
    return digest.hexdigest()
