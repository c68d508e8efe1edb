"""The library that readers see: without the papers that were removed, and without what led to them."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace

from generator.model.library import Library
from generator.model.paper import Paper, PaperKey


def standing_library(library: Library) -> Library:
    """The library without its removed papers. Of those a tombstone is left, and the record of it."""
    gone = removed_papers(library).keys()
    if not gone:
        return library
    return replace(
        library,
        papers={key: _without(paper, gone) for key, paper in library.papers.items() if key not in gone},
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
    papers = {key: standing.papers.get(key, paper) for key, paper in library.papers.items()}
    return replace(standing, papers=papers)


def removed_papers(library: Library) -> dict[PaperKey, Paper]:
    """Those of which only a tombstone is left."""
    return {key: paper for key, paper in library.papers.items() if paper.status == "removed"}


def _without(paper: Paper, gone: AbstractSet[PaperKey]) -> Paper:
    if gone.isdisjoint(paper.builds_on) and paper.superseded_by not in gone:
        return paper
    return replace(
        paper,
        builds_on=tuple(key for key in paper.builds_on if key not in gone),
        superseded_by=None if paper.superseded_by in gone else paper.superseded_by,
    )
