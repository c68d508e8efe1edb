"""A paper near another one, and what of papers such nearness depends on."""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

from generator.model.paper import Paper, PaperKey

MOST_RELATED = 6


class RelatedPaper(NamedTuple):
    """A paper near another one. A plain tuple, for they go from process to process by the hundred thousand."""

    paper: PaperKey
    nearness: float
    """Cosine, between 0 and 1."""
    shared: tuple[str, ...]
    """What brings them together, the weightiest first."""


RelatedRow: TypeAlias = tuple[int, float, tuple[str, ...]]
"""The same with the paper by its place in the library."""


def source_of_words(paper: Paper) -> tuple[str | tuple[str, ...] | None, ...]:
    """All that tells what a paper is about."""
    return paper.title, paper.name, paper.tldr, paper.summary, paper.tags, paper.topics


MARSHAL_VERSION = 2
"""The last one that writes equal values as equal bytes, whoever else refers to them."""


def marks_of(papers: Iterable[Paper]) -> list[bytes]:
    """For each paper a digest of that."""
    return [
        hashlib.sha256(marshal.dumps(source_of_words(paper), MARSHAL_VERSION)).digest() for paper in papers
    ]


def digest_of_marks(marks: Iterable[bytes]) -> str:
    """One for all of them."""
    return hashlib.sha256(b"".join(marks)).hexdigest()
