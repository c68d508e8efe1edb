"""Whether two descriptions are of one paper, and which entries may be the paper that somebody adds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from generator.loading.near_duplicates import near_duplicate_titles
from generator.model.library import Library
from generator.model.paper import Paper
from generator.model.partial_date import PartialDate
from generator.text.folding import folded, folded_words
from generator.text.maths import mixed_plain

AGREEING_TITLES = 0.8
"""Share of matching letters from which two titles are of one paper: versions differ by a word or two."""
SHARED_AUTHORS = 0.6
SHARED_WORDS = 0.5
FEWEST_SHARED_AUTHORS = 2
"""A title changes between preprint and print more often than the list of authors does."""

ARXIV_DOI = "10.48550/arxiv."
NEW = "\n"
"""A key that no entry can have."""


@dataclass(frozen=True, slots=True)
class KnownPaper:
    """An entry that is, or may be, the paper in question."""

    paper: Paper
    why: str
    is_certain: bool


def titles_agree(one: str, other: str) -> bool:
    """Whether two titles can be those of one paper, formulas, capitals and accents aside."""
    first, second = folded(mixed_plain(one)), folded(mixed_plain(other))
    if not first or not second:
        return False
    shorter, longer = sorted((first, second), key=len)
    # A subtitle that one of the two leaves out.
    if len(shorter) >= 15 and longer.startswith(shorter):
        return True
    return SequenceMatcher(None, first, second, autojunk=False).ratio() >= AGREEING_TITLES


def known_papers(
    library: Library,
    *,
    title: str = "",
    arxiv: str | None = None,
    doi: str | None = None,
    authors: Sequence[str] = (),
) -> tuple[KnownPaper, ...]:
    """The entries that are this paper, then those that may be; each once, in the order of their ids."""
    found = [
        known
        for paper in library.papers.values()
        if (known := _same(paper, title, arxiv, doi) or _alike(paper, title, authors)) is not None
    ]
    return tuple(sorted(found, key=lambda known: not known.is_certain))


def _same(paper: Paper, title: str, arxiv: str | None, doi: str | None) -> KnownPaper | None:
    """The paper by what identifies it."""
    if arxiv is not None and arxiv in (paper.links.arxiv, _arxiv_of_doi(paper.links.doi)):
        return KnownPaper(paper, f"it has the arXiv id {arxiv}", True)
    if doi is not None and paper.links.doi is not None and paper.links.doi.lower() == doi.lower():
        return KnownPaper(paper, f"it has the DOI {doi}", True)
    if title and folded(mixed_plain(paper.title)) == folded(mixed_plain(title)) != "":
        return KnownPaper(paper, "it has the same title", True)
    return None


def _arxiv_of_doi(doi: str | None) -> str | None:
    return doi[len(ARXIV_DOI) :] if doi is not None and doi.lower().startswith(ARXIV_DOI) else None


def _alike(paper: Paper, title: str, authors: Sequence[str]) -> KnownPaper | None:
    """The paper by its looks: nearly the same title, or the same people under half the title."""
    mine, theirs = set(folded_words(mixed_plain(title))), set(folded_words(mixed_plain(paper.title)))
    if not mine or not theirs:
        return None
    shared = len(mine & theirs) / max(len(mine), len(theirs))
    if shared >= SHARED_WORDS and _nearly_titled(paper, title):
        return KnownPaper(paper, "its title is nearly the same", False)
    people, known = {folded(name) for name in authors}, {folded(name) for name in paper.authors}
    both = len(people & known)
    if (
        shared >= SHARED_WORDS
        and both >= FEWEST_SHARED_AUTHORS
        and both >= SHARED_AUTHORS * max(len(people), len(known))
    ):
        return KnownPaper(paper, "it is by the same authors and its title is alike", False)
    return None


def _nearly_titled(paper: Paper, title: str) -> bool:
    """By the very rule of the checker's warning, so that what passes here does not surprise there."""
    new = Paper(key=NEW, title=title, date=PartialDate(1), topic="", source="")
    return bool(near_duplicate_titles({NEW: new, paper.key: paper}))
