"""A paper as its curator described it, and the small values it is made of."""

from __future__ import annotations

from dataclasses import dataclass, fields
from operator import attrgetter
from typing import TypeAlias

from generator.model.partial_date import PartialDate

PaperKey: TypeAlias = str
TopicKey: TypeAlias = str
TagKey: TypeAlias = str

KINDS = (
    "method",
    "theory",
    "analysis",
    "survey",
    "benchmark",
    "dataset",
    "system",
    "application",
    "position",
)
"""What sort of contribution a paper makes, in the order in which pages list them."""

STATUSES = ("active", "withdrawn", "retracted", "superseded", "removed")


@dataclass(frozen=True, slots=True)
class Venue:
    """Where a paper was published; the year of the volume may differ from the year of the first version."""

    name: str
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """One find of the curators: a page of a source that showed the paper."""

    source: str
    date: PartialDate | None = None
    comments: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Where a paper and what belongs to it can be found. Identifiers are bare, the rest are https addresses."""

    arxiv: str | None = None
    doi: str | None = None
    pdf: str | None = None
    code: str | None = None
    project: str | None = None
    data: str | None = None
    model: str | None = None
    demo: str | None = None
    video: str | None = None
    slides: str | None = None
    discussion: str | None = None

    def given(self) -> list[tuple[str, str]]:
        """The links that are there, as (sort, value), in the order of the entry format."""
        values = zip(LINK_SORTS, LINKS_OF(self), strict=True)
        return [(sort, value) for sort, value in values if value is not None]


LINK_SORTS = tuple(field.name for field in fields(Links))
LINKS_OF = attrgetter(*LINK_SORTS)
"""All values of `Links` in their order, None where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper as its curator described it."""

    key: PaperKey
    title: str
    """As printed; may carry ``$TeX$``."""
    date: PartialDate
    """The first public version."""
    topic: TopicKey

    authors: tuple[str, ...] = ()
    """Names as printed, in order. Empty where they are not known."""
    author_count: int | None = None
    organizations: tuple[str, ...] = ()
    venue: Venue | None = None
    also_in: tuple[TopicKey, ...] = ()
    tags: tuple[TagKey, ...] = ()
    kind: str | None = None
    name: str | None = None
    """The short name people search for."""

    tldr: str | None = None
    summary: str | None = None
    results: tuple[str, ...] = ()
    abstract: str | None = None

    links: Links = Links()
    builds_on: tuple[PaperKey, ...] = ()
    listed: tuple[Listing, ...] = ()

    status: str = "active"
    status_note: str | None = None
    superseded_by: PaperKey | None = None
    aliases: tuple[PaperKey, ...] = ()
    added: PartialDate | None = None

    source: str
    """Path of the entry's file below the content folder, with forward slashes."""

    @property
    def topics(self) -> tuple[TopicKey, ...]:
        """Every topic the paper stands under, its main one first."""
        return (self.topic, *self.also_in)

    @property
    def is_active(self) -> bool:
        """Whether the paper belongs in feeds, in what is new and among related papers."""
        return self.status == "active"

    @property
    def number_of_authors(self) -> int | None:
        """How many people wrote it, None where nobody knows."""
        return len(self.authors) if self.authors else self.author_count

    @property
    def comments(self) -> int:
        """The most comments any listing counted, 0 where none did."""
        # Most papers of a large index are on no list.
        return max(listing.comments or 0 for listing in self.listed) if self.listed else 0
