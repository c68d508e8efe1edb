"""A paper as a bibliography sees it, before any format: what BibTeX, RIS, CSL and the head tags agree on."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from generator.indexes.venue_sorts import VenueSort, venue_sort
from generator.model.library import Library
from generator.model.paper import Paper, PaperKey
from generator.model.partial_date import PartialDate
from generator.model.site_identity import SiteIdentity
from generator.text.doi_address import doi_address
from generator.text.folding import folded
from generator.text.maths import mixed_plain
from generator.text.one_line import one_line
from generator.text.person_name import PersonName, is_rest_of_authors, plain_names, split_names

LINKS_TO_CITE = ("pdf", "project", "code", "data", "model", "discussion", "video", "slides", "demo")
"""Where a paper without identifiers can be found, best first."""

STATUS_IN_WORDS = {
    "withdrawn": "Withdrawn",
    "retracted": "Retracted",
    "superseded": "Superseded",
    "removed": "Removed from the index",
}

KEYWORDS_KEPT = 2_000
"""Names of tags, each of which stands on many papers."""


class Reference(NamedTuple):
    """What a bibliography says about one paper. All texts stand on one line."""

    key: PaperKey
    """The citation key: the paper's permanent id, so nothing that others write can change it."""
    former_keys: tuple[str, ...]
    title: str
    """With ``$TeX$`` as the editor typed it."""
    plain_title: str
    authors: tuple[PersonName, ...]
    more_authors: bool
    """Whether there are authors beyond those named."""
    number_of_authors: int | None
    """Where nobody is named: how many they are."""
    sort: VenueSort
    venue: str | None
    issued: PartialDate
    """Of the publication; its day is known only for preprints."""
    url: str | None
    arxiv: str | None = None
    doi: str | None = None
    keywords: tuple[str, ...] = ()
    abstract: str | None = None
    note: str | None = None
    plain_names: tuple[str, ...] = ()
    """``Lovelace, Ada`` for each author, where all have names of which `plain_names` knows the parts."""


REFERENCES_KEPT = 500
"""Of the papers whose pages are printed together: each page, its head and its files ask for the same."""

_latest: dict[PaperKey, tuple[Paper, Library, SiteIdentity, Reference]] = {}
"""The references made last."""


def reference_to(paper: Paper, library: Library, identity: SiteIdentity) -> Reference:
    """What is to be cited when somebody cites ``paper``."""
    known = _latest.get(paper.key)
    if known is not None and known[0] is paper and known[1] is library and known[2] is identity:
        return known[3]
    if len(_latest) >= REFERENCES_KEPT:
        _latest.clear()
    reference = _reference(paper, library, identity)
    _latest[paper.key] = (paper, library, identity, reference)
    return reference


def _reference(paper: Paper, library: Library, identity: SiteIdentity) -> Reference:
    plain = _plain_authors(paper)
    authors, more_authors = (plain, False) if plain else _any_authors(paper)
    title = one_line(paper.title)
    return Reference(
        key=paper.key,
        former_keys=paper.aliases,
        title=title,
        plain_title=mixed_plain(title),
        authors=authors,
        more_authors=more_authors,
        number_of_authors=None if paper.authors else paper.author_count,
        sort=sort_of(paper),
        venue=one_line(paper.venue.name) if paper.venue else None,
        issued=issued(paper),
        url=cited_address(paper, identity),
        arxiv=paper.links.arxiv,
        doi=paper.links.doi,
        keywords=tuple([_keyword(library.tags[tag].name) for tag in paper.tags if tag in library.tags]),
        abstract=one_line(paper.abstract) if paper.abstract else None,
        note=note_on(paper),
        plain_names=tuple([f"{name.family}, {name.given}" for name in plain]),
    )


def _plain_authors(paper: Paper) -> tuple[PersonName, ...]:
    """The authors where all have plain names and none is one of the paper's organisations."""
    plain = plain_names(paper.authors)
    if plain and paper.organizations:
        groups = set(map(folded, paper.organizations))
        return plain if groups.isdisjoint(map(folded, paper.authors)) else ()
    return plain


def _any_authors(paper: Paper) -> tuple[tuple[PersonName, ...], bool]:
    """The authors that are named, and whether there are more."""
    named = [name for name in paper.authors if not is_rest_of_authors(name)]
    if named:
        return tuple(split_names(named, paper.organizations)), len(named) < len(paper.authors)
    # Where the authors are not known, the group they belong to signs for them (APA 7, section 9.11).
    return tuple([PersonName(literal=one_line(name)) for name in paper.organizations]), bool(
        paper.organizations
    )


@lru_cache(maxsize=KEYWORDS_KEPT)
def _keyword(name: str) -> str:
    return one_line(name)


def sort_of(paper: Paper) -> VenueSort:
    """As what the paper was published."""
    if paper.venue is not None:
        return venue_sort(paper.venue.name)
    return VenueSort.PREPRINT if paper.links.arxiv else VenueSort.NONE


def issued(paper: Paper) -> PartialDate:
    """When what is cited came out: of a volume only the year is known, of a preprint the first version's date."""
    if paper.venue is None or sort_of(paper) is VenueSort.PREPRINT:
        return paper.date
    return PartialDate(paper.venue.year or paper.date.year)


def cited_address(paper: Paper, identity: SiteIdentity) -> str | None:
    """Where a reader of the citation finds the paper: an archive first, the page of this index last."""
    links = paper.links
    if links.arxiv:
        return f"https://arxiv.org/abs/{links.arxiv}"
    if links.doi:
        return doi_address(links.doi)
    found = next((link for link in map(links.__getattribute__, LINKS_TO_CITE) if link is not None), None)
    return found or identity.absolute(f"papers/{paper.key}/")


def note_on(paper: Paper) -> str | None:
    """What nobody should cite the paper without knowing: that it was retracted, or who its authors hide behind."""
    if not paper.is_active:
        why = f": {mixed_plain(one_line(paper.status_note))}" if paper.status_note else ""
        return f"{STATUS_IN_WORDS.get(paper.status, paper.status)}{why}"
    if not paper.authors and paper.author_count:
        return f"{paper.author_count} author{'s' if paper.author_count > 1 else ''}"
    return None
