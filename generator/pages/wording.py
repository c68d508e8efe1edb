"""The words that pages use for the model's values."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from generator.model.paper import Paper, Venue
from generator.text.counting import counted
from generator.text.foreign_words import kept_apart
from generator.text.maths import mixed_plain
from generator.text.one_line import one_blank_between

KIND_NAMES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "method": ("Method", "Methods"),
        "theory": ("Theory", "Theory"),
        "analysis": ("Analysis", "Analyses"),
        "survey": ("Survey", "Surveys"),
        "benchmark": ("Benchmark", "Benchmarks"),
        "dataset": ("Dataset", "Datasets"),
        "system": ("System", "Systems"),
        "application": ("Application", "Applications"),
        "position": ("Position", "Positions"),
    }
)
"""One paper of a kind, several."""

KIND_MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        "method": "A new technique or model.",
        "theory": "Proofs, and formal models of what can be expressed or learned.",
        "analysis": "A study of things that exist already.",
        "survey": "An overview of a field and its literature.",
        "benchmark": "A way of measuring, and what it measured.",
        "dataset": "Data made for others to use.",
        "system": "A library, a kernel, hardware, or the report on a whole system.",
        "application": "A known technique put to use in a field of its own.",
        "position": "An argument about where a field should go.",
    }
)

LINK_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "arxiv": "arXiv",
        "pdf": "PDF",
        "doi": "DOI",
        "code": "Code",
        "project": "Project page",
        "data": "Data",
        "model": "Model",
        "demo": "Demo",
        "video": "Video",
        "slides": "Slides",
        "discussion": "Discussion",
    }
)

STATUS_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "withdrawn": "Withdrawn",
        "retracted": "Retracted",
        "superseded": "Superseded",
        "removed": "Removed",
    }
)

SOURCE_NAMES: Mapping[str, str] = MappingProxyType({"hf-daily-papers": "Daily Papers"})
NAMED_AUTHORS = 3
LONGEST_DESCRIPTION = 300


def authors_in_brief(paper: Paper) -> str:
    """The first authors, and how many more there are; their number where the names are not known."""
    names = paper.authors
    if not names:
        return counted(paper.author_count, "author") if paper.author_count else ""
    if len(names) <= NAMED_AUTHORS + 1:
        return joined(tuple(map(kept_apart, names)))
    return f"{', '.join(map(kept_apart, names[:NAMED_AUTHORS]))} and {len(names) - NAMED_AUTHORS} more"


def joined(names: tuple[str, ...]) -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def venue_in_words(venue: Venue) -> str:
    """``NeurIPS 2025``; the year only once where the name holds it."""
    year = str(venue.year) if venue.year is not None else ""
    return venue.name if not year or year in venue.name else f"{venue.name} {year}"


def source_name(source: str) -> str:
    """The name of a listing source as readers know it."""
    return SOURCE_NAMES.get(source) or source.replace("-", " ").capitalize()


def description_of(paper: Paper) -> str:
    """A page's description for search engines: the idea, else what is known of the paper."""
    text = mixed_plain(paper.tldr) if paper.tldr else ""
    if not text:
        by = authors_in_brief(paper)
        text = f"{mixed_plain(paper.title)}{f', by {by}' if by else ''}, {paper.date.in_words}."
    return shortened(text, LONGEST_DESCRIPTION)


def shortened(text: str, limit: int) -> str:
    """``text`` on one line, cut at a word where it is longer than ``limit``."""
    line = one_blank_between(text)
    if len(line) <= limit:
        return line
    return line[: limit - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"
