"""How far an edit of some entries reaches: which lists hold other papers now, which pages and files tell of that.

It is told by the indexes before and after. What pages look up is noted and need not be told here (`working/reads.py`);
this is about what they are handed: the papers of a list, the lines of an index, what stands before and behind.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import chain, count
from typing import NamedTuple

from generator.cards.plan import SITE_CARD, card_address
from generator.exports.plan import ExportPlan
from generator.feeds.addresses import feed_address
from generator.feeds.digest import digest_issues
from generator.indexes.addresses import (
    AUTHORS,
    DISCUSSED,
    KINDS,
    LISTED,
    NEWEST,
    ORGANISATIONS,
    PAPERS,
    SEARCH,
    TAGS,
    TOPICS,
    VENUES,
    YEARS,
    kind_address,
    listing_address,
    month_address,
    page_address,
    paper_address,
    tag_address,
    topic_address,
    year_address,
)
from generator.indexes.gatherings import SORTS, Heading, page_of, shelves_of
from generator.indexes.indexes import Indexes
from generator.indexes.moved import differing, moved
from generator.indexes.name_places import NamePlaces, name_places
from generator.indexes.names import authors_of, names_of_venue, organisations_of
from generator.indexes.time_places import TimePlaces, time_places
from generator.model.later import as_made
from generator.model.later_papers import ancestors_of, sources_of
from generator.model.library import Library
from generator.model.paper import KINDS as SORTS_OF_PAPERS
from generator.model.paper import PaperKey
from generator.pages.context import PageContext
from generator.pages.lists import LINES_A_PAGE, stretches
from generator.pages.name_pages import letters_of_titles
from generator.pages.paper_pages import neighbours_in
from generator.working.known_leaves import KnownLeaves
from generator.working.known_reads import KnownReads
from generator.working.reads import SEPARATOR, Read

NAMES_BY_ADDRESS = (
    ("authors", AUTHORS, authors_of),
    ("organisations", ORGANISATIONS, organisations_of),
    ("venues", VENUES, names_of_venue),
)
SORTS_OF_NAMES = frozenset(sort for sort, *_ in NAMES_BY_ADDRESS)
OTHER_SORTS = tuple(sort for sort in SORTS if sort not in SORTS_OF_NAMES)
"""Of lists with feeds and references, beside those of names."""
WATCHED = frozenset(
    {
        "papers",
        "records",
        "card",
        "titles",
        "cards",
        "heirs",
        "names",
        "first",
        "last",
        "listings",
        "exports",
        "followed",
    }
    | {f"{sort}{what}" for sort in SORTS_OF_NAMES for what in ("", " pages")}
)
"""Mappings of which `reach_of` knows where an edit may lead to other values, beside that of related papers."""


class Edited(NamedTuple):
    """What was edited since the last build."""

    papers: frozenset[PaperKey]
    """Those whose entries are new, gone or not as they were."""
    indexes: Indexes | None = None
    """Of the last build; None where nothing but words was edited, so that they are the same."""


class Reach(NamedTuple):
    """What an edit may have changed."""

    reads: frozenset[Read] = frozenset()
    """Of what may be looked up."""
    pages: frozenset[str] = frozenset()
    """Files of pages that may be handed something else; a list's first page stands for all of them."""
    headings: frozenset[Heading] = frozenset()
    """Of lists whose feeds and references may be others."""
    feeds_differ: bool = False
    """Whether there are other feeds than before, or some are called otherwise."""
    cards: frozenset[str] = frozenset()
    """Addresses of pictures that may show something else, or be gone."""
    mails: frozenset[str] = frozenset()
    """Addresses of the last build's mails: a week whose only paper is gone has none any more."""
    shelves: frozenset[str] = frozenset()
    """Addresses of lists that may have had more pages, and all of whose pages are planned."""


def all_reached(edited: Edited, content: Library, standing: Iterable[PaperKey]) -> frozenset[PaperKey]:
    """The papers that are not what they were: those edited, and those that build on one that was removed or came back.

    ``content`` has those too of which only a tombstone is left, ``standing`` are all others.
    """
    if edited.indexes is None:
        return edited.papers
    turned = set(edited.indexes.by_title).symmetric_difference(standing) & content.papers.keys()
    if not turned:
        return edited.papers
    # No successor is ever removed (E311).
    named = {key for key, others in ancestors_of(content.papers).items() if not turned.isdisjoint(others)}
    return edited.papers | named


def reach_of(
    context: PageContext,
    content: Library,
    now: Indexes,
    papers: frozenset[PaperKey],
    before: Indexes,
    known: KnownReads,
) -> Reach:
    """How far an edit of these papers reaches, given the indexes.

    ``content`` is as for `all_reached`, ``known`` is what was looked up for the last build.
    """
    library, extent = context.library, context.extent
    # What looks into these is no page, so nobody has to note it.
    names_now = context.unwatched_places
    names_before = name_places(library, before, extent, like=names_now)
    there = [library.papers[key] for key in papers if key in library.papers]
    times = time_places(before, extent)
    reads: set[Read] = set()
    pages: set[str] = set()
    shelves: set[str] = set()
    headings = {
        (sort, key)
        for sort in OTHER_SORTS
        for key in moved(shelves_of(sort, before), shelves_of(sort, now), papers)
    }
    for (sort, address, names_of), own, other in zip(NAMES_BY_ADDRESS, names_now, names_before, strict=True):
        if own.names is other.names:
            of_names = _reach_of_same_names(sort, own, {paper.key: names_of(paper) for paper in there})
        else:
            of_names = _reach_of_names(sort, address, own, other, papers)
        reads |= of_names.reads
        pages |= of_names.pages
        shelves |= of_names.shelves
        headings |= of_names.headings
    shelves.update(_shelves_moved(before, now, times, context.times, papers))
    if [*before.by_year] != [*now.by_year] or [*times.months] != [*context.times.months]:
        # Each leads to the next newer and the next older one.
        shelves.update(chain(_addresses_of_times(before, times), _addresses_of_times(now, context.times)))
    shelves.add(NEWEST)
    pages.update(map(_first_page, (*shelves, YEARS)))
    pages.update(_indexes_moved(before, now))
    pages.update(_pages_from_a_to_z(before, now, papers))
    beside = _between_others(before, now) if extent.neighbours else set[PaperKey]()
    pages.update(_first_page(paper_address(key)) for key in papers | beside)
    if len(before.by_title) != len(now.by_title):
        pages.add(_first_page(SEARCH))
        shelves.add(PAPERS)

    reads.update(_reads("heirs", differing(before.heirs, now.heirs)))
    reads.update(_reads("listings", differing(times.listings, context.times.listings)))
    reads.update(f"exports{SEPARATOR}{SEPARATOR.join(heading)}" for heading in headings)
    reads.update(_reads("followed", map(page_of, headings)))
    cards = {
        SITE_CARD,
        *(card_address(TOPICS, key) for key in library.topics),
        *(card_address(PAPERS, key) for key in papers),
    }
    reads.update(_reads("cards", cards))
    if papers - content.papers.keys():
        # Nobody knows any more in which files those were.
        sources = set(sources_of(content.papers).values())
        for name in ("first", "last"):
            reads.update(_reads(name, set(known.keys_in(name)) - sources))
    # All pages of these are planned in any case.
    shelves.add(LISTED)
    shelves.update(map(topic_address, library.topics))
    shelves.update(map(listing_address, (*before.by_listing, *before.by_listing_week)))
    issues = digest_issues(before.entered)
    shelves.update(issue.address for issue in issues)
    return Reach(
        frozenset(reads),
        frozenset(pages),
        frozenset(headings),
        feeds_differ=_feeds_differ(before, now, extent.followed),
        cards=frozenset(cards),
        mails=frozenset(issue.mail_address for issue in issues),
        shelves=frozenset(shelves),
    )


def pages_gone(
    leaves: KnownLeaves, papers: Container[PaperKey], shelves: Iterable[str], planned: AbstractSet[str]
) -> set[str]:
    """The files of pages that the last build made and that are not ``planned`` any more: of ``papers`` that are not there,
    of their former addresses, of ``shelves``.
    """
    gone: set[str] = set()
    for name in leaves:
        if name.startswith(PAPERS):
            key = name[len(PAPERS) : -len("/index.html")]
            # papers/ID/index.html; the list from A to Z has other names.
            if key not in papers and name.count("/") == 2 and name not in planned:
                gone.add(name)
    for shelf in shelves:
        gone.update(name for name in _pages_there(shelf, leaves) if name not in planned)
        if shelf.startswith(TOPICS):
            for kind in SORTS_OF_PAPERS:
                gone.update(name for name in _pages_there(f"{shelf}{kind}/", leaves) if name not in planned)
    return gone


def files_gone(leaves: KnownLeaves, reach: Reach, planned: AbstractSet[str]) -> set[str]:
    """The same of feeds, pictures and mails."""
    names = chain((feed_address(*heading, "atom") for heading in reach.headings), reach.cards, reach.mails)
    return {name for name in names if name in leaves and name not in planned}


def lists_gone(
    leaves: KnownLeaves, headings: Iterable[Heading], exports: ExportPlan, planned: AbstractSet[str]
) -> set[str]:
    """The same of lists of references."""
    names = chain.from_iterable(exports.addresses_there(heading, leaves) for heading in headings)
    return {name for name in names if name not in planned}


def headings_with(papers: AbstractSet[PaperKey], indexes: Indexes, sorts: Container[str]) -> set[Heading]:
    """Those of all gatherings of these ``sorts`` that hold any of these papers."""
    return {
        (sort, key)
        for sort in SORTS
        if sort in sorts
        for key, own in as_made(shelves_of(sort, indexes)).items()
        if not papers.isdisjoint(own)
    }


def _reach_of_names(
    sort: str, address: str, now: NamePlaces, before: NamePlaces, papers: AbstractSet[PaperKey]
) -> Reach:
    """Of names of one sort, whose index lies at ``address``."""
    own, other = now.names, before.names
    touched = moved(other.papers, own.papers, papers)
    renamed = differing(other.shown, own.shown)
    respelled = differing(other.by_spelling, own.by_spelling)
    elsewhere = differing(before.pages, now.pages)
    touched |= renamed
    shelves = {
        page for key in touched | elsewhere for page in (before.pages.get(key), now.pages.get(key)) if page
    }
    # Papers with such a name link to another place.
    leads = {key for name in respelled for key in (other.by_spelling.get(name), own.by_spelling.get(name))}
    linking = {
        paper
        for key in (leads | elsewhere) - {None}
        for names in (other, own)
        for paper in names.papers.get(str(key), ())
    }
    reads = {
        *_reads(sort, respelled),
        *_reads(f"{sort} pages", elsewhere),
        *_reads("names", linking),
    }
    recounted = any(len(other.papers.get(key, ())) != len(own.papers.get(key, ())) for key in touched)
    pages = set(map(_first_page, shelves))
    if renamed or elsewhere or recounted:
        pages.add(_first_page(address))
        shelves.add(address)
    headings = frozenset((sort, key) for key in touched if sort in SORTS)
    return Reach(frozenset(reads), frozenset(pages), headings, shelves=frozenset(shelves))


def _reach_of_same_names(sort: str, now: NamePlaces, printed: Mapping[PaperKey, Iterable[str]]) -> Reach:
    """Of names of one sort, where edited papers print the same ones as before, each in its place."""
    touched = {now.names.key_of(paper, name) for paper, names in printed.items() for name in names}
    shelves = {now.pages[key] for key in touched if key in now.pages}
    headings = frozenset((sort, key) for key in touched if sort in SORTS)
    return Reach(pages=frozenset(map(_first_page, shelves)), headings=headings, shelves=frozenset(shelves))


def _shelves_moved(
    before: Indexes, now: Indexes, times: TimePlaces, times_now: TimePlaces, papers: AbstractSet[PaperKey]
) -> Iterator[str]:
    """The addresses of other shelves that may hold other papers; those of topics and listings are planned in any case."""
    yield from map(tag_address, moved(before.by_tag, now.by_tag, papers))
    yield from map(kind_address, moved(before.by_kind, now.by_kind, papers))
    yield from map(year_address, moved(before.by_year, now.by_year, papers))
    for time in moved(before.by_month, now.by_month, papers):
        if time in times.months or time in times_now.months:
            yield month_address(*time)
    if before.discussed != now.discussed or not papers.isdisjoint(now.discussed):
        yield DISCUSSED


def _addresses_of_times(indexes: Indexes, times: TimePlaces) -> Iterator[str]:
    yield from map(year_address, indexes.by_year)
    yield from (month_address(*time) for time in times.months)


def _indexes_moved(before: Indexes, now: Indexes) -> Iterator[str]:
    """The indexes that tell how many papers have a tag or are of a kind, where these are not as many as before."""
    for address, own, other in ((TAGS, now.by_tag, before.by_tag), (KINDS, now.by_kind, before.by_kind)):
        if any(len(papers) != len(other.get(key, ())) for key, papers in own.items()):
            yield _first_page(address)


def _pages_from_a_to_z(before: Indexes, now: Indexes, papers: AbstractSet[PaperKey]) -> Iterator[str]:
    """The pages of the list of all papers that are not as they were."""
    same_for_all = len(before.by_title) == len(now.by_title) and letters_of_titles(
        before
    ) == letters_of_titles(now)
    for stretch in stretches(now.by_title, LINES_A_PAGE, PAPERS):
        start = (stretch.number - 1) * LINES_A_PAGE
        were_there = before.by_title[start : start + LINES_A_PAGE]
        if not same_for_all or stretch.items != were_there or not papers.isdisjoint(stretch.items):
            yield f"{stretch.address}index.html"


def _between_others(before: Indexes, now: Indexes) -> set[PaperKey]:
    """The papers that have other neighbours in their topics."""
    found: set[PaperKey] = set()
    for topic in differing(before.by_main_topic, now.by_main_topic):
        found |= differing(
            dict(neighbours_in(before.by_main_topic.get(topic, ()))),
            dict(neighbours_in(now.by_main_topic.get(topic, ()))),
        )
    return found


def _feeds_differ(before: Indexes, now: Indexes, followed: Container[str]) -> bool:
    """Whether other lists have a feed, or in another order, or some are called otherwise."""
    same = {sort for sort in SORTS_OF_NAMES if getattr(before, sort) is getattr(now, sort)}
    return any(
        _with_feeds(sort, before) != _with_feeds(sort, now)
        for sort in ("topics", "tags", "authors", "organisations")
        if sort in followed and sort not in same
    )


def _with_feeds(sort: str, indexes: Indexes) -> list[tuple[str, str | None]]:
    """The lists of one sort that have a feed; what those are called that are not called by the vocabulary."""
    shown = getattr(indexes, sort).shown if sort in SORTS_OF_NAMES else {}
    shown = as_made(shown)
    return [(key, shown.get(key)) for key, papers in as_made(shelves_of(sort, indexes)).items() if papers]


def _reads(name: str, keys: Iterable[str]) -> Iterator[Read]:
    return (f"{name}{SEPARATOR}{key}" for key in keys)


def _first_page(address: str) -> str:
    return f"{address}index.html"


def _pages_there(address: str, leaves: Container[str]) -> Iterator[str]:
    """The files of a list's pages, as far as there are."""
    for number in count(1):
        name = f"{page_address(address, number)}index.html"
        if name not in leaves:
            return
        yield name
