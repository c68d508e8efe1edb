"""What a service knows about one paper."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model.paper import Venue
from generator.model.partial_date import PartialDate


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRecord:
    """A paper as a service describes it, in Unicode; formulas stay between dollar signs."""

    service: str
    """Who says so: arXiv or Crossref."""
    title: str
    authors: tuple[str, ...] = ()
    date: PartialDate | None = None
    """The first public version that the service knows."""

    arxiv: str | None = None
    doi: str | None = None
    venue: Venue | None = None
    """With the name as the service has it, which is often longer than what people say."""
    categories: tuple[str, ...] = ()
    abstract: str = ""
    comment: str = ""
    """What the authors told arXiv beside the abstract: pages, venue, project page."""
    remarks: tuple[str, ...] = ()
    """Sentences for the editor: what fits no field, what looks odd."""
    warnings: tuple[str, ...] = ()
    """Sentences about a paper that was taken back: to be read before anything else."""
