"""Papers that are made when somebody asks for them, and what is known of all of them before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from generator.model.paper import Paper, PaperKey

ACTIVE = "active"


class PaperFacts(NamedTuple):
    """What is asked of every paper of an index, even where only one was edited."""

    sources: Mapping[PaperKey, str]
    """The files of all papers, in the order of the library."""
    statuses: Mapping[PaperKey, str]
    """Of those that are not active."""
    builds_on: Mapping[PaperKey, tuple[PaperKey, ...]]
    """Of those that build on others."""
    aliases: Mapping[PaperKey, tuple[PaperKey, ...]]
    """Of those that have had other keys."""


class LaterPapers(Mapping[PaperKey, Paper]):
    """A library's papers, each made when somebody asks for it."""

    def __init__(
        self, count: int, facts: Callable[[], PaperFacts], make: Callable[[PaperKey], Paper]
    ) -> None:
        """``facts`` gives those of the papers, of which there are so many, and ``make`` one of them."""
        self._count = count
        self._facts = facts
        self._make = make
        self._made: dict[PaperKey, Paper] = {}

    @cached_property
    def facts(self) -> PaperFacts:
        """What is known of all of them."""
        return self._facts()

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[PaperKey]:
        return iter(self.facts.sources)

    def __contains__(self, key: object) -> bool:
        return key in self.facts.sources

    def __getitem__(self, key: PaperKey) -> Paper:
        made = self._made.get(key)
        if made is None:
            if key not in self.facts.sources:
                raise KeyError(key)
            made = self._made[key] = self._make(key)
        return made


def facts_of(papers: Mapping[PaperKey, Paper]) -> PaperFacts:
    """The facts of papers."""
    return PaperFacts(sources_of(papers), statuses_of(papers), ancestors_of(papers), aliases_of(papers))


def sources_of(papers: Mapping[PaperKey, Paper]) -> Mapping[PaperKey, str]:
    """The files of papers, in their order."""
    if isinstance(papers, LaterPapers):
        return papers.facts.sources
    return {key: paper.source for key, paper in papers.items()}


def statuses_of(papers: Mapping[PaperKey, Paper]) -> Mapping[PaperKey, str]:
    """How papers stand that are not active."""
    if isinstance(papers, LaterPapers):
        return papers.facts.statuses
    return {key: paper.status for key, paper in papers.items() if paper.status != ACTIVE}


def ancestors_of(papers: Mapping[PaperKey, Paper]) -> Mapping[PaperKey, tuple[PaperKey, ...]]:
    """What papers build on, of those that build on any."""
    if isinstance(papers, LaterPapers):
        return papers.facts.builds_on
    return {key: paper.builds_on for key, paper in papers.items() if paper.builds_on}


def aliases_of(papers: Mapping[PaperKey, Paper]) -> Mapping[PaperKey, tuple[PaperKey, ...]]:
    """The former keys of papers, of those that have some."""
    if isinstance(papers, LaterPapers):
        return papers.facts.aliases
    return {key: paper.aliases for key, paper in papers.items() if paper.aliases}
