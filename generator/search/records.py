"""What the page shows of a result, in shards of a few neighbouring papers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from generator.search.documents import SearchDocument
from generator.search.kept_lines import KeptLines
from generator.search.packing import Pack
from generator.working.columns import Column

FORMAT = (
    "address",
    "title",
    "authors",
    "more_authors",
    "date",
    "venue",
    "topic",
    "kind",
    "tldr",
    "text",
    "comments",
    "arxiv",
    "doi",
    "code",
    "status",
)
"""The places of a record; what is missing at the end is left out."""

MOST_AUTHORS = 12
"""A BibTeX entry may end with 'and others'; a result line shows three."""
LONGEST_TEXT = 280
FEW_LINES = 50
"""It takes less time to write so many than to read all that were kept."""
RAW_SHARD = ((1_000, 3_000), (50_000, 3_500), (10**9, 4_500))
"""Uncompressed bytes aimed at: the ten results of a query lie in up to ten shards, so these stay small."""


ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def record(document: SearchDocument) -> list[object]:
    """One paper in the places of ``FORMAT``."""
    text = document.summary or ("" if document.tldr else document.abstract) or ""
    fields: list[object] = [
        document.address,
        document.title,
        list(document.authors[:MOST_AUTHORS]),
        max(0, len(document.authors) - MOST_AUTHORS),
        document.date or (str(document.year) if document.year else ""),
        document.venue or "",
        document.topic_name,
        document.kind or "",
        document.tldr or "",
        clipped(text),
        document.comments,
        document.arxiv or "",
        document.doi or "",
        int(document.has_code),
        "" if document.status == "active" else document.status,
    ]
    while fields and not fields[-1]:
        fields.pop()
    return fields


def clipped(text: str) -> str:
    """The beginning of ``text``, cut between words."""
    # Mostly the beginning tells it all, and an abstract is several times as long.
    beginning = " ".join(text[: 2 * LONGEST_TEXT].split())
    text = beginning if len(beginning) > LONGEST_TEXT else " ".join(text.split())
    if len(text) <= LONGEST_TEXT:
        return text
    return text[:LONGEST_TEXT].rpartition(" ")[0] + " …"


class Lines(dict[int, str]):
    """The records of documents by their numbers, each written when it is asked for."""

    def __init__(self, documents: Sequence[SearchDocument], kept: KeptLines | None = None) -> None:
        super().__init__()
        self._documents = documents
        self._kept = kept
        self._written = 0

    def __missing__(self, number: int) -> str:
        line = self._kept.line(number) if self._kept and self._written >= FEW_LINES else None
        if line is None:
            line = ENCODER.encode(record(self._documents[number]))
            self._written += 1
        self[number] = line
        return line

    def keep(self) -> None:
        """Leave the lines to the next build, where many had to be written."""
        if self._kept and self._written > 2 * FEW_LINES:
            self._kept.keep(self)

    def sizes(self, numbers: Iterable[int]) -> Column:
        """How many characters some of them have."""
        return np.array([len(self[number]) for number in numbers], dtype=np.int32)


def record_shards(marks: Sequence[bytes], sizes: Column, lines: Lines, pack: Pack) -> tuple[int, list[bytes]]:
    """How many papers share a shard, and the shards.

    ``marks`` tell the documents from any others, where somebody remembers them; ``sizes`` are those of their records.
    """
    count = len(sizes)
    average = int(sizes.sum(dtype=np.int64)) / max(1, count)
    aim = next(size for limit, size in RAW_SHARD if count <= limit)
    stride = max(2, min(32, round(aim / max(1.0, average))))

    def shard(number: int) -> bytes:
        start = number * stride
        numbers = range(start, min(start + stride, count))
        return pack(
            [b"r", *marks[start : start + stride]],
            lambda: [f"[{','.join(map(lines.__getitem__, numbers))}]".encode("utf-8", "surrogatepass")],
        )

    return stride, pack.all(shard, -(-count // stride))


EMPTY: dict[str, Any] = {
    **dict.fromkeys(FORMAT, ""),
    "authors": [],
    "more_authors": 0,
    "comments": 0,
    "code": 0,
}


def named_record(fields: Sequence[object]) -> dict[str, Any]:
    """A record by the names of its places; what was left out is empty."""
    return {**EMPTY, **dict(zip(FORMAT, fields, strict=False))}
