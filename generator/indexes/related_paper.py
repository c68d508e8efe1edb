"""A paper near another one, and what of papers such nearness depends on."""

from __future__ import annotations

from typing import NamedTuple

from generator.model.paper import Paper, PaperKey

MOST_RELATED = 6


class RelatedPaper(NamedTuple):
    """A paper near another one. A plain tuple, for they go from process to process by the hundred thousand."""

    paper: PaperKey
    nearness: float
    """Cosine, between 0 and 1."""
    shared: tuple[str, ...]
    """What brings them together, the weightiest first."""


def source_of_words(paper: Paper) -> tuple[str | tuple[str, ...] | None, ...]:
    """All that tells what a paper is about."""
    return paper.title, paper.name, paper.tldr, paper.summary, paper.tags, paper.topics
