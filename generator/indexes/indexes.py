"""Every index of a library, made once and shared by all that prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.indexes.lineage import built_upon_by
from generator.indexes.listings import most_discussed, papers_by_listing, papers_by_listing_week
from generator.indexes.names import Names, author_names, organisation_names, venue_names
from generator.indexes.ordering import keys_by_title, last_added_first, newest_first
from generator.indexes.shelves import (
    papers_by_kind,
    papers_by_month,
    papers_by_tag,
    papers_by_topic,
    papers_by_year,
)
from generator.model.library import Library
from generator.model.paper import PaperKey, TagKey, TopicKey
from generator.model.partial_date import PartialDate
from generator.model.week import Week


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexes:
    """Who stands where. Papers stand newest first unless a line here says otherwise."""

    newest: tuple[PaperKey, ...]
    by_title: tuple[PaperKey, ...]
    """From A to Z."""
    last_added: tuple[PaperKey, ...]
    """Only papers that stand as valid, in the order in which they entered the index, the last first."""
    discussed: tuple[PaperKey, ...]
    """Most comments first, only papers that have some."""

    by_topic: Mapping[TopicKey, tuple[PaperKey, ...]]
    by_tag: Mapping[TagKey, tuple[PaperKey, ...]]
    by_kind: Mapping[str, tuple[PaperKey, ...]]
    by_year: Mapping[int, tuple[PaperKey, ...]]
    by_month: Mapping[tuple[int, int], tuple[PaperKey, ...]]
    by_listing: Mapping[PartialDate, tuple[PaperKey, ...]]
    """On each date the most discussed first."""
    by_listing_week: Mapping[Week, tuple[PaperKey, ...]]
    heirs: Mapping[PaperKey, tuple[PaperKey, ...]]
    """The papers that build on a paper."""

    authors: Names
    organisations: Names
    venues: Names


def build_indexes(library: Library) -> Indexes:
    """All indexes of a library."""
    by_title = keys_by_title(library.papers.values())
    newest = newest_first(by_title, library.papers)
    return Indexes(
        newest=newest,
        by_title=by_title,
        last_added=last_added_first(library.papers.values()),
        discussed=most_discussed(library, newest),
        by_topic=papers_by_topic(library, newest),
        by_tag=papers_by_tag(library, newest),
        by_kind=papers_by_kind(library, newest),
        by_year=papers_by_year(library, newest),
        by_month=papers_by_month(library, newest),
        by_listing=papers_by_listing(library, newest),
        by_listing_week=papers_by_listing_week(library, newest),
        heirs=built_upon_by(library, newest),
        authors=author_names(library, newest),
        organisations=organisation_names(library, newest),
        venues=venue_names(library, newest),
    )
