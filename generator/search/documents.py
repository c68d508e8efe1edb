"""What the search knows about a paper: plain values, ready to be analysed."""

from __future__ import annotations

import hashlib
import marshal
from abc import abstractmethod
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any, NamedTuple, overload

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
    venue_year: int | None = None
    """Of the conference or the issue, where it is known; the year above may be that of a preprint."""
    abbreviations: tuple[str, ...] = ()
    """Of what its tags mean, whether or not the paper has them itself."""


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


class Outline(NamedTuple):
    """What of a document the order of the index, the facets and the columns of numbers are made of."""

    key: str
    topic: str
    topic_name: str
    also_in: tuple[tuple[str, str], ...]
    tags: tuple[tuple[str, str], ...]
    organisations: tuple[str, ...]
    kind: str | None
    venue: str | None
    year: int | None
    date: str
    has_code: bool
    comments: int
    status: str


OF_OUTLINE = attrgetter(*Outline._fields)
OF_THE_REST = attrgetter(*(name for name in SearchDocument._fields if name not in Outline._fields))
HALF_OF_MARK = 16
MARK_SIZE = 2 * HALF_OF_MARK
"""Bytes."""


def outline_of(document: SearchDocument) -> Outline:
    """Its outline."""
    return Outline._make(OF_OUTLINE(document))


def marks_of(documents: Iterable[SearchDocument]) -> list[bytes]:
    """Digests, each of which tells a document from any that differs; the first half tells its outline."""
    return [_half(OF_OUTLINE(one)) + _half(OF_THE_REST(one)) for one in documents]


def _half(values: tuple[Any, ...]) -> bytes:
    told = marshal.dumps(values, MARSHAL_VERSION)
    return hashlib.blake2b(told, digest_size=HALF_OF_MARK).digest()
