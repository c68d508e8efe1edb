"""Every index of a library, made once and shared by all that prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.indexes.changes import Entered, entered_by_day
from generator.indexes.lineage import built_upon_by
from generator.indexes.listings import most_discussed, papers_by_listing, papers_by_listing_week
from generator.indexes.names import Names, author_names, mark_of_names, organisation_names, venue_names
from generator.indexes.ordering import from_a_to_z, last_added_first, newest_first
from generator.indexes.reference_sizes import most_bytes
from generator.indexes.shelves import (
    papers_by_kind,
    papers_by_main_topic,
    papers_by_month,
    papers_by_tag,
    papers_by_topic,
    papers_by_year,
)
from generator.model.library import Library
from generator.model.paper import Paper, PaperKey, TagKey, TopicKey
from generator.model.partial_date import PartialDate
from generator.model.week import Week
from generator.working.memory import uncollected


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexes:
    """Who stands where. Papers stand newest first unless a line here says otherwise."""

    newest: tuple[PaperKey, ...]
    by_title: tuple[PaperKey, ...]
    """From A to Z."""
    letters: Mapping[str, int]
    """The place of the first paper under each letter from A to Z."""
    last_added: tuple[PaperKey, ...]
    """Only papers that stand as valid, in the order in which they entered the index, the last first."""
    discussed: tuple[PaperKey, ...]
    """Most comments first, only papers that have some."""

    by_topic: Mapping[TopicKey, tuple[PaperKey, ...]]
    by_main_topic: Mapping[TopicKey, tuple[PaperKey, ...]]
    """Each paper once."""
    by_tag: Mapping[TagKey, tuple[PaperKey, ...]]
    by_kind: Mapping[str, tuple[PaperKey, ...]]
    by_year: Mapping[int, tuple[PaperKey, ...]]
    by_month: Mapping[tuple[int, int], tuple[PaperKey, ...]]
    by_listing: Mapping[PartialDate, tuple[PaperKey, ...]]
    """On each date the most discussed first."""
    by_listing_week: Mapping[Week, tuple[PaperKey, ...]]
    heirs: Mapping[PaperKey, tuple[PaperKey, ...]]
    """The papers that build on a paper."""

    entered: Entered
    latest_addition: str | None
    """The last day on which an entry says that its paper entered, valid or not."""
    latest_entries: tuple[PaperKey, ...]
    """Whose entries say so, by key."""
    main_topics: Mapping[tuple[int, TopicKey], int]
    """How many papers of each year have each main topic."""
    coded: tuple[PaperKey, ...]
    """Those that say where their code is."""
    with_code: Mapping[int, int]
    """How many papers of each year say where their code is."""
    reference_sizes: Mapping[PaperKey, int]
    """No format takes more bytes for a paper's entry."""
    printed: Mapping[PaperKey, int]
    """What `mark_of_names` tells of each paper."""

    authors: Names
    organisations: Names
    venues: Names


@uncollected()
def build_indexes(library: Library) -> Indexes:
    """All indexes of a library."""
    papers = library.papers.values()
    by_title, letters = from_a_to_z(papers)
    newest = newest_first(by_title, library.papers)
    last_added = last_added_first(papers)
    in_order = [library.papers[key] for key in newest]
    by_year, by_main_topic = papers_by_year(in_order), papers_by_main_topic(in_order)
    years = years_of(by_year)
    coded = tuple([paper.key for paper in in_order if paper.links.code is not None])
    latest, latest_entries = latest_addition(papers)
    return Indexes(
        newest=newest,
        by_title=by_title,
        letters=letters,
        last_added=last_added,
        discussed=most_discussed(in_order),
        by_topic=papers_by_topic(library.topics, in_order),
        by_main_topic=by_main_topic,
        by_tag=papers_by_tag(library.tags, in_order),
        by_kind=papers_by_kind(in_order),
        by_year=by_year,
        by_month=papers_by_month(in_order),
        by_listing=papers_by_listing(in_order),
        by_listing_week=papers_by_listing_week(in_order),
        heirs=built_upon_by(library, newest),
        entered=entered_by_day(library, last_added),
        latest_addition=latest,
        latest_entries=latest_entries,
        main_topics=main_topics_of(by_main_topic, years),
        coded=coded,
        with_code=counted_by_year(coded, years),
        reference_sizes={paper.key: most_bytes(paper) for paper in papers},
        printed={paper.key: mark_of_names(paper) for paper in papers},
        authors=author_names(library, newest),
        organisations=organisation_names(library, newest),
        venues=venue_names(library, newest),
    )


def latest_addition(papers: Iterable[Paper]) -> tuple[str | None, tuple[PaperKey, ...]]:
    """The last day on which an entry says that its paper entered, and whose do; None where none says it."""
    days: dict[PartialDate, list[PaperKey]] = {}
    for paper in papers:
        if paper.added is not None:
            days.setdefault(paper.added, []).append(paper.key)
    latest = max(days, key=str, default=None)
    return (None, ()) if latest is None else (str(latest), tuple(sorted(days[latest])))


def years_of(by_year: Mapping[int, Iterable[PaperKey]]) -> dict[PaperKey, int]:
    """The year of each paper."""
    return {key: year for year, keys in by_year.items() for key in keys}


def main_topics_of(
    by_main_topic: Mapping[TopicKey, Iterable[PaperKey]], years: Mapping[PaperKey, int]
) -> dict[tuple[int, TopicKey], int]:
    """How many papers of each year have each main topic, sorted."""
    counts = Counter((years[key], topic) for topic, keys in by_main_topic.items() for key in keys)
    return dict(sorted(counts.items()))


def counted_by_year(keys: Iterable[PaperKey], years: Mapping[PaperKey, int]) -> dict[int, int]:
    """How many of some papers are of each year, sorted."""
    return dict(sorted(Counter(map(years.__getitem__, keys)).items()))
