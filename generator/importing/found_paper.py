"""One paper out of all records and facts about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from generator.importing.abstract_links import FoundLink, links_in
from generator.importing.facts_file import PaperFacts
from generator.importing.listing_dates import DatedPage
from generator.importing.listing_page import ListingRecord
from generator.importing.title_repair import repaired_prose, repaired_title
from generator.model.paper import LINK_SORTS, Listing, Venue
from generator.model.partial_date import PartialDate
from generator.model.problem import Place, Problem
from generator.text.folding import folded
from generator.text.maths import mixed_plain


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPaper:
    """What the listings and the facts say about one paper. Empty where they say nothing."""

    title: str
    """Repaired; may carry ``$TeX$``."""
    places: tuple[Place, ...]
    """Where its records stand, in reading order."""

    authors: tuple[str, ...] = ()
    author_count: int | None = None
    organizations: tuple[str, ...] = ()
    date: PartialDate | None = None
    venue: Venue | None = None
    abstract: str = ""
    links: tuple[FoundLink, ...] = ()
    """At most one of each sort, in the order of the entry format."""
    further_links: tuple[str, ...] = ()
    listed: tuple[Listing, ...] = ()
    remarks: tuple[str, ...] = ()
    """For a comment at the head of the entry: where sources disagree."""
    keywords: str = ""
    """Words by which topic and tags are proposed besides those of title and abstract."""

    @property
    def folded_title(self) -> str:
        """What makes two titles the same."""
        return folded_title(self.title)

    @property
    def arxiv(self) -> str | None:
        """The arXiv id, where a fact gives it."""
        return self._address_of("arxiv")

    @property
    def doi(self) -> str | None:
        """The DOI, in small letters: capitals make no difference in it."""
        doi = self._address_of("doi")
        return doi.lower() if doi else None

    @property
    def words(self) -> str:
        """What topic and tags are proposed by."""
        return "\n".join(filter(None, (self.title, self.abstract, self.keywords)))

    def _address_of(self, sort: str) -> str | None:
        return next((link.address for link in self.links if link.sort == sort), None)


def folded_title(title: str) -> str:
    """A title for comparing: letters and digits only, formulas read as plain characters."""
    return folded(mixed_plain(title))


@dataclass(slots=True)
class _Gathering:
    """The records of one title, in reading order."""

    records: list[tuple[DatedPage, ListingRecord]] = field(default_factory=list)


def merged_papers(pages: Sequence[DatedPage], source: str) -> tuple[FoundPaper, ...]:
    """The papers of all pages, each once, in the order in which they first appear."""
    gatherings: dict[str, _Gathering] = {}
    for page in pages:
        for record in page.page.records:
            key = folded_title(repaired_title(record.title))
            gatherings.setdefault(key, _Gathering()).records.append((page, record))
    return tuple(_paper(gathering.records, source) for gathering in gatherings.values())


def _paper(records: list[tuple[DatedPage, ListingRecord]], source: str) -> FoundPaper:
    """One paper from its records: the first that says a thing is believed, of dates the earliest."""
    dates = [date for page, record in records if (date := page.full_date(record.date)) is not None]
    counts = [record.author_count for _, record in records if record.author_count is not None]
    abstract = max((record.abstract for _, record in records), key=len)
    links, further = sorted_links(links_in(abstract))
    return FoundPaper(
        title=repaired_title(records[0][1].title),
        places=tuple(Place(page.page.path, record.line) for page, record in records),
        author_count=counts[0] if counts else None,
        organizations=_in_order(record.organization for _, record in records if record.organization),
        date=min(dates, key=lambda date: date.sort_key) if dates else None,
        abstract=repaired_prose(abstract),
        links=links,
        further_links=further,
        listed=merged_listings(Listing(source, page.date, record.comments) for page, record in records),
    )


def _in_order(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def merged_listings(listings: Iterable[Listing]) -> tuple[Listing, ...]:
    """Each source and day once, with the most comments seen, oldest first; those without a day last."""
    seen: dict[tuple[str, PartialDate | None], Listing] = {}
    for listing in listings:
        known = seen.get((listing.source, listing.date))
        if known is None or (listing.comments or 0) > (known.comments or 0):
            seen[listing.source, listing.date] = listing
    return tuple(
        sorted(
            seen.values(),
            key=lambda item: (item.date is None, (item.date and item.date.sort_key) or (), item.source),
        )
    )


def sorted_links(found: Iterable[FoundLink]) -> tuple[tuple[FoundLink, ...], tuple[str, ...]]:
    """The first link of each sort in the entry's order, and the addresses left over."""
    first: dict[str, FoundLink] = {}
    further: list[str] = []
    for link in found:
        if link.sort in first:
            further.append(link.address)
        else:
            first[link.sort] = link
    return tuple(first[sort] for sort in LINK_SORTS if sort in first), tuple(further)


def joined(first: FoundPaper, second: FoundPaper) -> FoundPaper:
    """Two records of one paper: the first is believed, the second fills what it lacks; listings and links come together."""
    links, further = sorted_links((*first.links, *(link for link in second.links if link not in first.links)))
    return replace(
        first,
        places=(*first.places, *second.places),
        authors=first.authors or second.authors,
        author_count=None if first.authors or second.authors else first.author_count or second.author_count,
        date=first.date or second.date,
        venue=first.venue or second.venue,
        abstract=first.abstract or second.abstract,
        keywords=first.keywords or second.keywords,
        links=links,
        further_links=_in_order((*first.further_links, *second.further_links, *further)),
        listed=merged_listings((*first.listed, *second.listed)),
    )


def with_facts(paper: FoundPaper, facts: PaperFacts) -> tuple[FoundPaper, tuple[Problem, ...]]:
    """The paper with the facts of another source of record; where both speak, the facts' names and links
    lead.
    """
    remarks = list(paper.remarks)
    problems: list[Problem] = []

    def disagree(message: str, hint: str) -> None:
        remarks.append(message)
        problems.append(Problem("W704", f"'{paper.title}': {message}", paper.places[0], hint))

    if facts.authors and paper.author_count not in (None, len(facts.authors)):
        disagree(
            f"the listing counts {paper.author_count} authors, the facts name {len(facts.authors)}",
            "compare with the paper's first version",
        )
    identified = month_of_arxiv_id(facts.arxiv) if facts.arxiv else None
    if identified and paper.date and _months_apart(paper.date, identified) > 1:
        disagree(
            f"the listing dates it {paper.date}, its arXiv id {facts.arxiv} is of {identified}",
            "compare with the submission history on arXiv",
        )
    if facts.note:
        remarks.append(facts.note)
    given = [FoundLink("arxiv", facts.arxiv)] if facts.arxiv else []
    given += [FoundLink("code", facts.code)] if facts.code else []
    links, further = sorted_links([*given, *(link for link in paper.links if link not in given)])
    full = replace(
        paper,
        authors=facts.authors or paper.authors,
        author_count=None if facts.authors else paper.author_count,
        date=paper.date or identified,
        venue=facts.venue or paper.venue,
        links=links,
        further_links=(*further, *paper.further_links),
        remarks=tuple(remarks),
    )
    return full, tuple(problems)


def month_of_arxiv_id(identifier: str) -> PartialDate | None:
    """The month in which arXiv gave out an id: 2510.26692 is of October 2025."""
    digits = identifier[:4]
    if not digits.isdigit() or not 1 <= int(digits[2:]) <= 12:
        return None
    return PartialDate(2000 + int(digits[:2]), int(digits[2:]))


def _months_apart(one: PartialDate, other: PartialDate) -> int:
    """Between two dates known to the month; 0 where one is not."""
    if one.month is None or other.month is None:
        return 0
    return abs(12 * (one.year - other.year) + one.month - other.month)
