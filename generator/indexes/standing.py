"""The library that readers see: without the papers that were removed, and without what led to them."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import TypeVar

from generator.model.later_papers import LaterPapers, PaperFacts, statuses_of
from generator.model.library import Library
from generator.model.paper import Paper, PaperKey

T = TypeVar("T")
REMOVED = "removed"


def standing_library(library: Library) -> Library:
    """The library without its removed papers. Of those a tombstone is left, and the record of it."""
    gone = _removed(library)
    if not gone:
        return library
    return replace(
        library,
        papers=_standing_papers(library.papers, gone),
        topics={
            key: replace(
                topic, start_here=tuple(first for first in topic.start_here if first.paper not in gone)
            )
            for key, topic in library.topics.items()
        },
    )


def with_tombstones(library: Library) -> Library:
    """The library with its removed papers, but without what led to them: what records are made of."""
    standing = standing_library(library)
    if standing is library:
        return library
    papers = library.papers
    if isinstance(papers, LaterPapers):
        facts = papers.facts._replace(builds_on=_without_removed(papers.facts.builds_on, _removed(library)))
        return replace(
            standing,
            papers=LaterPapers(
                len(facts.sources),
                lambda: facts,
                lambda key: standing.papers[key] if key in standing.papers else papers[key],
            ),
        )
    return replace(standing, papers={key: standing.papers.get(key, paper) for key, paper in papers.items()})


def removed_papers(library: Library) -> dict[PaperKey, Paper]:
    """Those of which only a tombstone is left."""
    return {key: library.papers[key] for key in _removed(library)}


def _removed(library: Library) -> AbstractSet[PaperKey]:
    """In the order of the library."""
    return {key: status for key, status in statuses_of(library.papers).items() if status == REMOVED}.keys()


def _standing_papers(
    papers: Mapping[PaperKey, Paper], gone: AbstractSet[PaperKey]
) -> Mapping[PaperKey, Paper]:
    if not isinstance(papers, LaterPapers):
        return {key: _without(paper, gone) for key, paper in papers.items() if key not in gone}
    sources, statuses, builds_on, aliases = papers.facts
    facts = PaperFacts(
        _left(sources, gone),
        _left(statuses, gone),
        _without_removed(_left(builds_on, gone), gone),
        _left(aliases, gone),
    )
    return LaterPapers(len(facts.sources), lambda: facts, lambda key: _without(papers[key], gone))


def _left(fact: Mapping[PaperKey, T], gone: AbstractSet[PaperKey]) -> dict[PaperKey, T]:
    return {key: one for key, one in fact.items() if key not in gone}


def _without_removed(
    builds_on: Mapping[PaperKey, tuple[PaperKey, ...]], gone: AbstractSet[PaperKey]
) -> dict[PaperKey, tuple[PaperKey, ...]]:
    left = {key: tuple(one for one in ancestors if one not in gone) for key, ancestors in builds_on.items()}
    return {key: ancestors for key, ancestors in left.items() if ancestors}


def _without(paper: Paper, gone: AbstractSet[PaperKey]) -> Paper:
    if gone.isdisjoint(paper.builds_on) and paper.superseded_by not in gone:
        return paper
    return replace(
        paper,
        builds_on=tuple(key for key in paper.builds_on if key not in gone),
        superseded_by=None if paper.superseded_by in gone else paper.superseded_by,
    )
