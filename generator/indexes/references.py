"""A paper as a bibliography sees it, before any format: what BibTeX, RIS, CSL and the head tags agree on."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from generator.indexes.venue_sorts import VenueSort, venue_sort
from generator.model.library import Library
from generator.model.paper import Paper, PaperKey
from generator.model.partial_date import PartialDate
from generator.model.site_identity import SiteIdentity
from generator.text.maths import mixed_plain
from generator.text.one_line import one_line
from generator.text.person_name import PersonName, are_plain, is_rest_of_authors, split_names

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
    names_are_plain: bool = False
    """Whether the authors' names are such that `are_plain` says so; where nobody has asked, they may be of any sort."""


_latest: list[tuple[Paper, Library, SiteIdentity, Reference]] = []
"""The reference made last: a paper's page, its head and its files ask for it one after the other."""


def reference_to(paper: Paper, library: Library, identity: SiteIdentity) -> Reference:
    """What is to be cited when somebody cites ``paper``."""
    for known in _latest:
        if known[0] is paper and known[1] is library and known[2] is identity:
            return known[3]
    reference = _reference(paper, library, identity)
    _latest[:] = [(paper, library, identity, reference)]
    return reference


def _reference(paper: Paper, library: Library, identity: SiteIdentity) -> Reference:
    named = tuple([name for name in paper.authors if not is_rest_of_authors(name)])
    # Where the authors are not known, the group they belong to signs for them (APA 7, section 9.11).
    signing = named or paper.organizations
    title = one_line(paper.title)
    authors = tuple(
        split_names(named, paper.organizations)
        if named
        else [PersonName(literal=one_line(name)) for name in signing]
    )
    return Reference(
        key=paper.key,
        former_keys=paper.aliases,
        title=title,
        plain_title=mixed_plain(title),
        authors=authors,
        more_authors=bool(signing) and (len(named) < len(paper.authors) or not named),
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
        names_are_plain=are_plain(authors),
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
        return f"https://doi.org/{links.doi}"
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
