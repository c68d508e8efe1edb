"""A paper near another one, and what of papers such nearness depends on."""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from generator.model.paper import Paper, PaperKey

MOST_RELATED = 6
MARSHAL_VERSION = 2
"""The last one that writes equal values as equal bytes, whoever else refers to them."""


class RelatedPaper(NamedTuple):
    """A paper near another one. A plain tuple, for they go from process to process by the hundred thousand."""

    paper: PaperKey
    nearness: float
    """Cosine, between 0 and 1."""
    shared: tuple[str, ...]
    """What brings them together, the weightiest first."""


RelatedRow: TypeAlias = tuple[int, float, tuple[str, ...]]
"""The same with the paper by its place in the library."""


TOLD_SIZE = 10
"""Bytes of the digest before a packed row; so few that their hexadecimal form stands for itself (`digest_of`)."""


def packed_row(row: tuple[RelatedRow, ...], keys: Sequence[PaperKey]) -> bytes:
    """The papers near one as a few bytes, which hardly anybody unpacks after an edit; before them a digest of what pages
    tell: which papers are near and what they share, not how near, for that any edit of any paper may change a little.
    """
    told = marshal.dumps([(keys[place], shared) for place, _, shared in row], MARSHAL_VERSION)
    return hashlib.blake2b(told, digest_size=TOLD_SIZE).digest() + marshal.dumps(row, MARSHAL_VERSION)


def row_in(packed: bytes) -> tuple[RelatedRow, ...]:
    """What was packed."""
    row: tuple[RelatedRow, ...] = marshal.loads(packed[TOLD_SIZE:])  # noqa: S302  (our own, and whole)
    return row


def moved_row(packed: bytes, numbers: Sequence[int]) -> bytes:
    """The same row where papers stand at other places now; ``numbers`` tells where, by their places then."""
    row = tuple([(numbers[place], nearness, shared) for place, nearness, shared in row_in(packed)])
    return packed[:TOLD_SIZE] + marshal.dumps(row, MARSHAL_VERSION)


class RelatedPapers(Mapping[PaperKey, tuple[RelatedPaper, ...]]):
    """The related papers of a library, those of one paper put together when somebody asks for them."""

    def __init__(self, keys: Iterable[PaperKey] = (), rows: Sequence[bytes] = ()) -> None:
        """``rows`` are packed, one for each of the papers; where they are not known yet, `take` hands them in later."""
        self.take(keys, rows)

    def take(self, keys: Iterable[PaperKey], rows: Sequence[bytes]) -> None:
        """From now on tell these."""
        self._keys = tuple(keys)
        self._rows = dict(zip(self._keys, rows, strict=True))

    @property
    def rows(self) -> list[bytes]:
        """As `take` took them."""
        return list(self._rows.values())

    def told(self, key: PaperKey) -> str:
        """Tells whether pages say the same of those near a paper; empty where none are known."""
        return self._rows.get(key, b"")[:TOLD_SIZE].hex()

    def __getitem__(self, key: PaperKey) -> tuple[RelatedPaper, ...]:
        keys = self._keys
        row = row_in(self._rows[key])
        return tuple([RelatedPaper(keys[place], nearness, shared) for place, nearness, shared in row])

    def __iter__(self) -> Iterator[PaperKey]:
        return iter(self._keys)

    def __len__(self) -> int:
        return len(self._keys)


def source_of_words(paper: Paper) -> tuple[str | tuple[str, ...] | None, ...]:
    """All that tells what a paper is about."""
    return paper.title, paper.name, paper.tldr, paper.summary, paper.tags, paper.topics


def marks_of(papers: Iterable[Paper]) -> list[bytes]:
    """For each paper a digest of that."""
    return [
        hashlib.sha256(marshal.dumps(source_of_words(paper), MARSHAL_VERSION)).digest() for paper in papers
    ]


def digest_of_marks(marks: Iterable[bytes]) -> str:
    """One for all of them."""
    return hashlib.sha256(b"".join(marks)).hexdigest()
