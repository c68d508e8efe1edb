"""The shelves of the index: which papers stand under each topic, tag, kind, year and month.

Every shelf is filled in one walk through the papers newest first, so each is in that order without being sorted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import TypeVar

from generator.model.paper import KINDS, Paper, PaperKey, TagKey, TopicKey

Heading = TypeVar("Heading")


def papers_by_topic(
    topics: Iterable[TopicKey], newest: Iterable[Paper]
) -> dict[TopicKey, tuple[PaperKey, ...]]:
    """Each topic's papers, those it shares with others too; ``topics`` stay in their order, empty ones as well."""
    filled = _filled(newest, attrgetter("topics"))
    return {topic: filled.get(topic, ()) for topic in topics}


def papers_by_main_topic(newest: Iterable[Paper]) -> dict[TopicKey, tuple[PaperKey, ...]]:
    """The papers of each topic that is their first one; sorted, those without such a paper are left out."""
    filled = _filled_by(newest, attrgetter("topic"))
    return {topic: filled[topic] for topic in sorted(filled)}


def papers_by_tag(tags: Iterable[TagKey], newest: Iterable[Paper]) -> dict[TagKey, tuple[PaperKey, ...]]:
    """Each tag's papers; ``tags`` stay in their order, those nobody uses are there with no papers."""
    filled = _filled(newest, attrgetter("tags"))
    return {tag: filled.get(tag, ()) for tag in tags}


def papers_by_kind(newest: Iterable[Paper]) -> dict[str, tuple[PaperKey, ...]]:
    """The papers of each kind, kinds in their stated order; all nine are there."""
    filled = _filled_by(newest, attrgetter("kind"))
    return {kind: filled.get(kind, ()) for kind in KINDS}


def papers_by_year(newest: Iterable[Paper]) -> dict[int, tuple[PaperKey, ...]]:
    """The papers of each year, latest year first."""
    filled = _filled_by(newest, attrgetter("date.year"))
    return {year: filled[year] for year in sorted(filled, reverse=True)}


def papers_by_month(newest: Iterable[Paper]) -> dict[tuple[int, int], tuple[PaperKey, ...]]:
    """The papers of each month, latest month first; papers known only by their year are left out."""
    filled = _filled_by(newest, _month_of)
    return {month: filled[month] for month in sorted(filled, reverse=True)}


def _month_of(paper: Paper) -> tuple[int, int] | None:
    date = paper.date
    return None if date.month is None else (date.year, date.month)


def _filled_by(
    papers: Iterable[Paper], heading_of: Callable[[Paper], Heading | None]
) -> dict[Heading, tuple[PaperKey, ...]]:
    """Where each paper stands under one heading or under none."""
    shelves: dict[Heading, list[PaperKey]] = {}
    for paper in papers:
        heading = heading_of(paper)
        if heading is not None:
            shelves.setdefault(heading, []).append(paper.key)
    return {heading: tuple(keys) for heading, keys in shelves.items()}


def _filled(
    papers: Iterable[Paper], headings_of: Callable[[Paper], tuple[Heading, ...]]
) -> dict[Heading, tuple[PaperKey, ...]]:
    shelves: dict[Heading, list[PaperKey]] = {}
    for paper in papers:
        key, headings = paper.key, headings_of(paper)
        for heading in headings if len(headings) < 2 else dict.fromkeys(headings):
            shelves.setdefault(heading, []).append(key)
    return {heading: tuple(keys) for heading, keys in shelves.items()}
