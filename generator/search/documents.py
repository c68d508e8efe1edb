"""What the search knows about a paper: plain values, ready to be analysed."""

from __future__ import annotations

import hashlib
import marshal
from abc import abstractmethod
from collections.abc import Iterable, Sequence
from typing import NamedTuple, overload

MARSHAL_VERSION = 2
"""For digests of values: the last one that writes equal values as equal bytes, whoever else refers to them."""


class SearchDocument(NamedTuple):
    """A paper as it is searched and shown among results; every text is plain, without TeX or markup."""

    key: str
    title: str
    address: str
    """Where its page is, relative to the root of the site."""
    topic: str = ""
    topic_name: str = ""

    name: str | None = None
    """The short name people search for."""
    authors: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    also_in: tuple[tuple[str, str], ...] = ()
    """Further topics as (id, name)."""
    tags: tuple[tuple[str, str], ...] = ()
    """Tags as (id, name)."""

    kind: str | None = None
    venue: str | None = None
    year: int | None = None
    date: str = ""
    """ISO 8601 as far as known: ``2025``, ``2025-10`` or ``2025-10-30``."""
    tldr: str | None = None
    summary: str | None = None
    abstract: str | None = None
    arxiv: str | None = None
    doi: str | None = None
    has_code: bool = False
    comments: int = 0
    """The most comments any listing counted."""
    status: str = "active"


class Documents(Sequence[SearchDocument]):
    """Documents that are found by their places."""

    @abstractmethod
    def document(self, place: int) -> SearchDocument:
        """The one at a place. Raises IndexError where there is none."""

    @overload
    def __getitem__(self, place: int) -> SearchDocument: ...
    @overload
    def __getitem__(self, place: slice) -> list[SearchDocument]: ...
    def __getitem__(self, place: int | slice) -> SearchDocument | list[SearchDocument]:
        if isinstance(place, slice):
            return [self.document(one) for one in range(*place.indices(len(self)))]
        return self.document(place)


HALF_OF_MARK = 16
MARK_SIZE = 2 * HALF_OF_MARK
"""Bytes."""
WORDS = tuple(SearchDocument._fields.index(name) for name in ("tldr", "summary", "abstract"))
"""No order, column or facet is made of those."""


def marks_of(documents: Iterable[SearchDocument]) -> list[bytes]:
    """Digests, each of which tells a document from any that differs; the first half tells all but its words."""
    return [_half(without_words(one)) + _half([one[place] for place in WORDS]) for one in documents]


def without_words(document: SearchDocument) -> list[object]:
    """All else that the document says."""
    values: list[object] = list(document)
    for place in WORDS:
        values[place] = None
    return values


def _half(values: list[object]) -> bytes:
    told = marshal.dumps(values, MARSHAL_VERSION)
    return hashlib.blake2b(told, digest_size=HALF_OF_MARK).digest()
