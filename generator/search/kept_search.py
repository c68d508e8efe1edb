"""What the search remembers from one build to the next: documents already read, and shards already compressed.

Both give the same bytes as a build without memory; ``kept`` names the folder of the cache that they lie in.
"""

from __future__ import annotations

import hashlib
import marshal
import unicodedata
import zlib
from collections.abc import Sequence
from dataclasses import fields
from functools import cache
from operator import attrgetter
from pathlib import Path

import numpy as np

from generator.search.byte_columns import packed
from generator.search.collecting import contributions_in_lots
from generator.search.contributions import Contributions, put_together
from generator.search.documents import SearchDocument
from generator.search.stemming import STOP_WORDS
from generator.working.columns import Column, starts_of
from generator.working.kept_columns import keep_columns, kept_columns

WORD_LISTS = ("terms", "words")
COLUMNS = tuple(field.name for field in fields(Contributions) if field.name not in WORD_LISTS)
DIGEST_SIZE = hashlib.sha256().digest_size
MARSHAL_VERSION = 2
"""The last one that writes equal values as equal bytes, whoever else refers to them."""

values_of = attrgetter(*(field.name for field in fields(SearchDocument)))


def contributions_with_memory(
    documents: Sequence[SearchDocument], file: Path, jobs: int = 1
) -> Contributions:
    """What the documents, in order, add to the index; only those are read that an earlier build did not keep."""
    digests = [hashlib.sha256(marshal.dumps(values_of(one), MARSHAL_VERSION)).digest() for one in documents]
    known_digests, known = _read(file)
    if known is not None and known_digests == digests:
        return known
    if known is None:
        found = contributions_in_lots(documents, jobs)
    else:
        places, new = _places(known_digests, digests)
        read = contributions_in_lots([documents[number] for number in new.tolist()], jobs)
        found = put_together([known, read], [places, new])
    _keep(file, digests, found)
    return found


def _places(before: Sequence[bytes], now: Sequence[bytes]) -> tuple[Column, Column]:
    """For each document of before its number now, -1 where it is gone; and the numbers of those that are new."""
    waiting = {digest: number for number, digest in enumerate(now)}
    places = np.array([waiting.pop(digest, -1) for digest in before], dtype=np.int64)
    is_new = np.ones(len(now), dtype=np.bool_)
    is_new[places[places >= 0]] = False
    return places, np.flatnonzero(is_new)


def _read(file: Path) -> tuple[list[bytes], Contributions | None]:
    found = kept_columns(file, rules(), (*COLUMNS, "digests"), WORD_LISTS)
    if found is None:
        return [], None
    columns, words = found
    whole = columns.pop("digests").tobytes()
    digests = [whole[start : start + DIGEST_SIZE] for start in range(0, len(whole), DIGEST_SIZE)]
    return digests, Contributions(**columns, terms=words["terms"], words=words["words"])


def _keep(file: Path, digests: Sequence[bytes], found: Contributions) -> None:
    columns: dict[str, Column] = {name: getattr(found, name) for name in COLUMNS}
    columns["digests"] = np.frombuffer(b"".join(digests), dtype=np.uint8)
    keep_columns(file, rules(), columns, {"terms": found.terms, "words": found.words})


class KeptShards:
    """To be used in place of ``packed``; ``keep`` afterwards writes what was asked for, if anything was new."""

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

    def __call__(self, sections: Sequence[bytes]) -> bytes:
        """The sections as one shard."""
        digest = hashlib.sha256()
        for section in sections:
            digest.update(len(section).to_bytes(8, "little"))
            digest.update(section)
        name = digest.digest()
        known = self._known.get(name)
        shard = self._asked[name] = packed(sections) if known is None else bytes(known)
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
