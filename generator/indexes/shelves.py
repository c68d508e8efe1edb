"""The shelves of the index: which papers stand under each topic, tag, kind, year and month.

Every shelf is filled in one walk through the papers newest first, so each is in that order without being sorted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import TypeVar

from generator.model.library import Library
from generator.model.paper import KINDS, Paper, PaperKey, TagKey, TopicKey

Heading = TypeVar("Heading")


def papers_by_topic(library: Library, newest: Iterable[PaperKey]) -> dict[TopicKey, tuple[PaperKey, ...]]:
    """Each topic's papers, those it shares with others too; topics in their own order, empty ones as well."""
    filled = _filled(library, newest, lambda paper: paper.topics)
    return {topic: filled.get(topic, ()) for topic in library.topics}


def papers_by_tag(library: Library, newest: Iterable[PaperKey]) -> dict[TagKey, tuple[PaperKey, ...]]:
    """Each tag's papers, tags by key; tags nobody uses are there with no papers."""
    filled = _filled(library, newest, lambda paper: paper.tags)
    return {tag: filled.get(tag, ()) for tag in library.tags}


def papers_by_kind(library: Library, newest: Iterable[PaperKey]) -> dict[str, tuple[PaperKey, ...]]:
    """The papers of each kind, kinds in their stated order; all nine are there."""
    filled = _filled_by(library, newest, attrgetter("kind"))
    return {kind: filled.get(kind, ()) for kind in KINDS}


def papers_by_year(library: Library, newest: Iterable[PaperKey]) -> dict[int, tuple[PaperKey, ...]]:
    """The papers of each year, latest year first."""
    filled = _filled_by(library, newest, attrgetter("date.year"))
    return {year: filled[year] for year in sorted(filled, reverse=True)}


def papers_by_month(
    library: Library, newest: Iterable[PaperKey]
) -> dict[tuple[int, int], tuple[PaperKey, ...]]:
    """The papers of each month, latest month first; papers known only by their year are left out."""
    filled = _filled_by(
        library,
        newest,
        lambda paper: None if paper.date.month is None else (paper.date.year, paper.date.month),
    )
    return {month: filled[month] for month in sorted(filled, reverse=True)}


def _filled_by(
    library: Library, newest: Iterable[PaperKey], heading: Callable[[Paper], Heading | None]
) -> dict[Heading, tuple[PaperKey, ...]]:
    """Where each paper stands under one heading or under none."""
    shelves: dict[Heading, list[PaperKey]] = {}
    for key in newest:
        found = heading(library.papers[key])
        if found is not None:
            shelves.setdefault(found, []).append(key)
    return {heading: tuple(keys) for heading, keys in shelves.items()}


def _filled(
    library: Library, newest: Iterable[PaperKey], headings: Callable[[Paper], Iterable[Heading]]
) -> dict[Heading, tuple[PaperKey, ...]]:
    shelves: dict[Heading, list[PaperKey]] = {}
    for key in newest:
        for heading in dict.fromkeys(headings(library.papers[key])):
            shelves.setdefault(heading, []).append(key)
    return {heading: tuple(keys) for heading, keys in shelves.items()}
