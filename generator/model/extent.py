"""How much a site holds of what can be told of its papers: everything, or what fits a free host at many thousand papers.

This is the one place that decides. Whoever makes files asks the facts here and never how large the index is.
"""

from __future__ import annotations

from dataclasses import dataclass

EXTENTS = ("full", "lean")
MOST_PAPERS_IN_FULL = 10_000
"""A full site takes 110 to 180 kB and 19 to 27 files a paper, so this many pass the 1 GB that GitHub Pages holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """What a site holds."""

    names_from: int = 1
    """Papers from which an author, an organisation or a venue has a page; who has fewer is found by the search."""
    most_listed: int | None = None
    """Papers that one list shows as cards; the search and the list from A to Z have the others."""
    in_lines: tuple[str, ...] = ()
    """The sorts of lists that give each paper a line instead of a card, and so have room for all of them."""
    kinds_of_topics: bool = True
    """Whether each kind of papers below a long topic has a list of its own."""
    repeated_times: bool = True
    """Whether months and days have lists of their own, though that of the year or of the week shows the same papers."""

    followed: tuple[str, ...] = ("all", "topics", "tags", "authors", "organisations")
    """The sorts of lists that have feeds."""
    exported: tuple[str, ...] = ("topics", "tags", "authors", "years", "all")
    """The sorts of lists whose references can be taken along."""
    references: tuple[str, ...] = ("bibtex", "ris", "csl-json")
    """The formats of the files of references, for each paper and each of those lists."""
    sentences: tuple[str, ...] = ("apa", "ieee")
    """The forms of a reference that stand on a paper's page only."""
    markdown: bool = True
    """Whether each paper's page is there as Markdown too."""
    indented_records: bool = True
    """Whether a paper's record is laid out for people, or takes one line."""

    whole_frame: bool = True
    """Whether papers' and names' pages have all of the frame: a foot that names every page of the site, the theme's places
    for scripts of its own, and a head that repeats for one reader what another reads there anyway (the paper as JSON-LD
    beside its citation tags, words and address for chats beside those for everybody)."""
    most_related: int | None = None
    """Related papers that a paper's page names; None for all that were found."""
    neighbours: bool = True
    """Whether a paper's page leads to the next newer and the next older paper of its topic."""
    pictured_papers: int = 5_000
    """Up to this number of papers each has a picture for links to it; beyond it, those of the topics stand in."""


FULL = Extent()
LEAN = Extent(
    names_from=3,
    most_listed=300,
    in_lines=("years", "authors", "organisations", "venues"),
    kinds_of_topics=False,
    repeated_times=False,
    followed=("all", "topics"),
    exported=("topics", "all"),
    references=("bibtex",),
    sentences=("apa",),
    markdown=False,
    indented_records=False,
    whole_frame=False,
    most_related=4,
    neighbours=False,
    pictured_papers=0,
)


def extent_of(papers: int, wanted: str | None = None) -> Extent:
    """What a site of so many papers holds; ``wanted`` is one of the EXTENTS, None leaves it to the number."""
    chosen = wanted or ("full" if papers <= MOST_PAPERS_IN_FULL else "lean")
    return FULL if chosen == "full" else LEAN
