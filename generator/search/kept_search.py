"""What the search remembers from one build to the next of documents that it has read."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from generator.search.collecting import contributions_in_lots
from generator.search.contributions import Contributions, put_together
from generator.search.documents import MARK_SIZE, SearchDocument
from generator.search.kept_shards import rules
from generator.search.records import Lines
from generator.working.columns import Column
from generator.working.kept_columns import keep_columns, kept_columns
from generator.working.kept_files import may_stand

WORD_LISTS = ("terms", "words")
COLUMNS = tuple(name for name in Contributions._fields if name not in WORD_LISTS)


class ReadDocuments(NamedTuple):
    """What the documents, in order, add to the index."""

    marks: list[bytes]
    """Digests that tell them from any others."""
    record_sizes: Column
    """How many characters the record of each has."""
    found: Contributions


def documents_with_memory(
    documents: Sequence[SearchDocument], marks: list[bytes], lines: Lines, file: Path, jobs: int = 1
) -> ReadDocuments:
    """What the documents, in order, add to the index; only those are read that an earlier build did not keep.

    ``marks`` tell them from others, ``lines`` are their records.
    """
    known = _read(file)
    if known is not None and known.marks == marks:
        return known
    places, new = _places(known.marks if known else (), marks)
    found = contributions_in_lots([documents[number] for number in new.tolist()], jobs)
    sizes = np.zeros(len(documents), np.int32)
    sizes[new] = lines.sizes(new.tolist())
    stands = known is not None and may_stand(len(known.marks), len(new)) and len(known.marks) == len(marks)
    if known is not None:
        sizes[places[places >= 0]] = known.record_sizes[places >= 0]
        lots = [known.found, found]
        # What of it is no more needed can be freed only when nobody else holds it.
        del known, found
        found = put_together(lots, [places, new])
    read = ReadDocuments(marks, sizes, found)
    if not stands:
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
    marks = [whole[start : start + MARK_SIZE] for start in range(0, len(whole), MARK_SIZE)]
    return ReadDocuments(marks, sizes, Contributions(**columns, terms=words["terms"], words=words["words"]))


def _keep(file: Path, read: ReadDocuments) -> None:
    columns: dict[str, Column] = {name: getattr(read.found, name) for name in COLUMNS}
    columns["marks"] = np.frombuffer(b"".join(read.marks), dtype=np.uint8)
    columns["record_sizes"] = read.record_sizes
    keep_columns(file, rules(), columns, {"terms": read.found.terms, "words": read.found.words})
