"""A new entry as the text of its file, keys in the order of the entry format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.importing.found_paper import FoundPaper
from generator.importing.yaml_text import comment, flow_list, literal, quoted, scalar
from generator.model.paper import Listing, PaperKey, TagKey, TopicKey, Venue
from generator.model.partial_date import PartialDate

PROPOSAL_REMARK = (
    "Proposed by `paperindex import`: id, topic, tags. Delete this line when you have checked them."
)

BARE_IDENTIFIERS = ("arxiv", "doi")
"""Links that are identifiers; quoted always, since YAML reads 2401.00010 as a number."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the tool suggests for a new entry and an editor settles."""

    key: PaperKey
    topic: TopicKey | None
    tags: tuple[TagKey, ...] = ()


def entry_text(paper: FoundPaper, proposal: Proposal, added: PartialDate, *, with_abstract: bool) -> str:
    """The whole file, ending in a line end."""
    return "\n".join(_lines(paper, proposal, added, with_abstract)) + "\n"


def _lines(paper: FoundPaper, proposal: Proposal, added: PartialDate, with_abstract: bool) -> Iterator[str]:
    yield from comment(PROPOSAL_REMARK)
    for remark in paper.remarks:
        yield from comment(remark)
    for address in paper.further_links:
        yield from comment(f"Its record also links to {address}")
    yield f"title: {scalar(paper.title)}"
    yield from lines_of(paper, "authors")
    yield from lines_of(paper, "author_count")
    yield from lines_of(paper, "organizations")
    yield from lines_of(paper, "date")
    yield from lines_of(paper, "venue")
    yield ""
    if proposal.topic:
        yield f"topic: {proposal.topic}"
    if proposal.tags:
        yield from flow_list("tags", proposal.tags)
    if proposal.topic or proposal.tags:
        yield ""
    if with_abstract and paper.abstract:
        yield from literal("abstract", paper.abstract)
        yield ""
    yield from lines_of(paper, "links")
    yield from lines_of(paper, "listed")
    yield f"added: {added}"


def lines_of(paper: FoundPaper, key: str) -> list[str]:
    """One key of the entry with its value, or nothing where the paper has none."""
    match key:
        case "authors" if paper.authors:
            return flow_list("authors", paper.authors)
        case "author_count" if paper.author_count and not paper.authors:
            return [f"author_count: {paper.author_count}"]
        case "organizations" if paper.organizations:
            return flow_list("organizations", paper.organizations)
        case "date" if paper.date:
            return [f"date: {paper.date}"]
        case "venue" if paper.venue:
            return [f"venue: {venue_text(paper.venue)}"]
        case "links" if paper.links:
            return [
                "links:",
                *(f"  {link.sort}: {link_text(link.sort, link.address)}" for link in paper.links),
            ]
        case "listed" if paper.listed:
            return ["listed:", *(f"  - {listing_text(listing)}" for listing in paper.listed)]
    return []


def venue_text(venue: Venue) -> str:
    """A venue between curly brackets."""
    year = f", year: {venue.year}" if venue.year else ""
    return f"{{name: {scalar(venue.name, in_list=True)}{year}}}"


def link_text(sort: str, address: str) -> str:
    """A link as the entry format has it. Quoted where the address holds what YAML or a list would read."""
    if sort in BARE_IDENTIFIERS or any(character in address for character in "#,[]{}'\"&*!|>%@` "):
        return quoted(address)
    return address


def listing_text(listing: Listing) -> str:
    """One item of `listed` between curly brackets."""
    date = f", date: {listing.date}" if listing.date else ""
    comments = f", comments: {listing.comments}" if listing.comments is not None else ""
    return f"{{source: {scalar(listing.source, in_list=True)}{date}{comments}}}"
