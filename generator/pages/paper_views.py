"""What templates print of a paper: its card in lists, and everything on its own page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache, partial
from operator import attrgetter
from typing import NamedTuple

from markupsafe import Markup

from generator.indexes.addresses import (
    kind_address,
    paper_address,
    tag_address,
    topic_address,
    year_address,
)
from generator.indexes.hues import topic_hues
from generator.indexes.indexes import Indexes
from generator.indexes.name_places import Places, name_places
from generator.indexes.ordering import initial, title_key
from generator.indexes.time_places import TimePlaces, time_places
from generator.loading.address_rules import address_fault
from generator.model.library import Library
from generator.model.paper import Links, Listing, Paper, PaperKey, TagKey, TopicKey
from generator.pages.lists import Line
from generator.pages.wording import (
    KIND_NAMES,
    LINK_NAMES,
    STATUS_NAMES,
    authors_in_brief,
    source_name,
    venue_in_words,
)
from generator.text.doi_address import doi_address
from generator.text.foreign_words import foreign_tongue
from generator.text.html_words import finished
from generator.text.maths import mixed_html, mixed_plain
from generator.text.one_line import one_blank_between
from generator.working.reads import Reads

ADDRESS = re.compile(r"(https://[^\s<>\"']*[^\s<>\"'.,;:!?)])")
"""An address in a running text; the sign that ends a sentence is not part of it."""
CARDS_KEPT = 20_000
PAPERS_AT_ONCE = 500
"""Whose names are remembered: while a process makes some pages, and then tells what they looked up."""
CARD_LINKS = ("code", "project", "model", "data", "demo")
"""What a card shows the way to. arXiv and PDF nearly every paper has: they wait on the paper's page."""
CARD_LINKS_OF = attrgetter(*CARD_LINKS)
NO_CARD_LINKS = CARD_LINKS_OF(Links())


class Named(NamedTuple):
    """A name that leads to a page of the site."""

    name: str
    address: str


NAMED = partial(tuple.__new__, Named)
"""What ``Named._make`` makes of a pair, without asking whether it is one: a page holds a dozen."""


class WayOut(NamedTuple):
    """A link to another site."""

    sort: str
    name: str
    href: str


class Found(NamedTuple):
    """One listing of a paper."""

    source: str
    date: Named | None
    comments: int


class PaperCard(NamedTuple):
    """A paper in a list."""

    key: PaperKey
    address: str
    title: Markup
    plain_title: str
    authors: str
    date: str
    iso_date: str
    year: int
    venue: str
    kind: str
    kind_name: str
    topic: Named
    hue: int
    tldr: Markup
    links: tuple[WayOut, ...]
    comments: int
    status: str


class PaperPage(NamedTuple):
    """A paper on its own page."""

    card: PaperCard
    name: str
    authors: tuple[Named, ...]
    author_count: int
    organisations: tuple[Named, ...]
    year: Named
    venue: Named | None
    kind: Named | None
    topics: tuple[Named, ...]
    tags: tuple[Named, ...]

    summary: tuple[Markup, ...]
    """In paragraphs."""
    results: tuple[Markup, ...]
    abstract: tuple[Markup, ...]

    links: tuple[WayOut, ...]
    listed: tuple[Found, ...]
    builds_on: tuple[PaperKey, ...]
    heirs: tuple[PaperKey, ...]

    status: str
    status_note: Markup
    successor: PaperCard | None


class PaperNames(NamedTuple):
    """The names on a paper that lead to others of theirs."""

    authors: tuple[Named, ...]
    organisations: tuple[Named, ...]
    venue: Named | None

    def all(self) -> tuple[Named, ...]:
        """Every one of them."""
        return (*self.authors, *self.organisations, *((self.venue,) if self.venue else ()))


class PaperViews:
    """Makes the views of a library's papers."""

    def __init__(
        self,
        library: Library,
        indexes: Indexes,
        places: Places | None = None,
        times: TimePlaces | None = None,
        reads: Reads | None = None,
    ) -> None:
        """``places`` and ``times`` tell where names and times lead to; without them each has a page.

        ``reads`` is told of each card that is asked for, in the place of all that the card is made from.
        """
        self._library = library
        self._indexes = indexes
        self._reads = reads
        self._places = places or name_places(library, indexes)
        self._times = times or time_places(indexes)
        self.hues = topic_hues(library)
        # A paper is shown in a dozen places.
        self._card = lru_cache(maxsize=CARDS_KEPT)(self._made_card)
        if reads is not None:
            reads.made("card", self._card)
            reads.made("titles", self._made_title_line)
        self._names = lru_cache(maxsize=PAPERS_AT_ONCE)(self._made_names)
        if reads is not None:
            # The names themselves are the paper's own.
            reads.made("names", lambda key: [named.address for named in self._names(key).all()])
        # Nobody watches these: an edit of a topic or a tag makes everything anew.
        self._topic = cache(self._named_topic)
        self._tag = cache(self._named_tag)
        self._kind = cache(named_kind)
        self._year = cache(named_year)

    def ready_for_all(self) -> None:
        """Get ready for whoever wants the page of every paper."""
        self._places = self._places.ready_for_all()

    def card(self, key: PaperKey) -> PaperCard:
        """The paper as lists show it."""
        if self._reads is None:
            return self._card(key)
        return self._reads.one("card", key, self._card)

    def title_line(self, key: PaperKey) -> Line:
        """The paper in the list from A to Z."""
        if self._reads is None:
            return self._made_title_line(key)
        return self._reads.one("titles", key, self._made_title_line)

    def _made_title_line(self, key: PaperKey) -> Line:
        paper = self._library.papers[key]
        words, _ = title_key(paper)
        notes = [STATUS_NAMES.get(paper.status, ""), authors_in_brief(paper), str(paper.date.year)]
        return Line(
            letter=initial(words),
            name=title_html(paper.title),
            address=paper_address(key),
            note=", ".join(note for note in notes if note),
            hue=self.hues[paper.topic],
        )

    def _made_card(self, key: PaperKey) -> PaperCard:
        paper = self._library.papers[key]
        topic = self._library.topics[paper.topic]
        return PaperCard(
            key=key,
            address=paper_address(key),
            title=title_html(paper.title),
            plain_title=mixed_plain(paper.title),
            authors=authors_in_brief(paper),
            date=paper.date.in_words,
            iso_date=str(paper.date),
            year=paper.date.year,
            venue=venue_in_words(paper.venue) if paper.venue else "",
            kind=paper.kind or "",
            kind_name=KIND_NAMES[paper.kind][0] if paper.kind else "",
            topic=self._topic(topic.key),
            hue=self.hues[topic.key],
            tldr=maths(paper.tldr or ""),
            links=ways_on_card(paper),
            comments=paper.comments,
            status=STATUS_NAMES.get(paper.status, ""),
        )

    def page(self, key: PaperKey) -> PaperPage:
        """The paper as its own page shows it."""
        paper = self._library.papers[key]
        names = self._names(key) if self._reads is None else self._reads.one("names", key, self._names)
        return PaperPage(
            card=self.card(key),
            name=paper.name or "",
            authors=names.authors,
            author_count=paper.author_count or 0,
            organisations=names.organisations,
            year=self._year(paper.date.year),
            venue=names.venue,
            kind=self._kind(paper.kind) if paper.kind else None,
            topics=tuple(map(self._topic, dict.fromkeys(paper.topics))),
            tags=tuple(map(self._tag, paper.tags)),
            summary=paragraphs(paper.summary),
            results=tuple(map(maths, paper.results)),
            abstract=paragraphs(paper.abstract),
            links=tuple(ways_out(paper)),
            listed=tuple(map(self._found, paper.listed)),
            builds_on=paper.builds_on,
            heirs=self._indexes.heirs.get(key, ()),
            status=STATUS_NAMES.get(paper.status, ""),
            status_note=with_links(paper.status_note or ""),
            successor=self.card(paper.superseded_by) if paper.superseded_by else None,
        )

    def _made_names(self, key: PaperKey) -> PaperNames:
        paper = self._library.papers[key]
        venue, places = paper.venue, self._places
        authors, groups = paper.authors, paper.organizations
        return PaperNames(
            tuple(map(NAMED, zip(authors, places.authors.all_printed(key, authors), strict=True))),
            tuple(map(NAMED, zip(groups, places.organisations.all_printed(key, groups), strict=True)))
            if groups
            else (),
            Named(venue_in_words(venue), places.venues.printed(key, venue.name)) if venue else None,
        )

    def _found(self, listing: Listing) -> Found:
        date = listing.date
        return Found(
            source_name(listing.source),
            None if date is None else Named(date.in_words, self._times.listed(date)),
            listing.comments or 0,
        )

    def _named_topic(self, key: TopicKey) -> Named:
        return Named(self._library.topics[key].name, topic_address(key))

    def _named_tag(self, key: TagKey) -> Named:
        return Named(self._library.tags[key].name, tag_address(key))


def named_kind(kind: str) -> Named:
    """A kind and its list."""
    return Named(KIND_NAMES[kind][0], kind_address(kind))


def named_year(year: int) -> Named:
    """A year and its list."""
    return Named(str(year), year_address(year))


def title_html(title: str) -> Markup:
    """A title safe to print; one in another script says its language and direction, for screen readers and browsers."""
    tongue = foreign_tongue(title)
    if tongue is None:
        return maths(title)
    return Markup('<span lang="{}" dir="{}">{}</span>').format(
        tongue.language, tongue.direction, maths(title)
    )


def maths(text: str) -> Markup:
    """A text with its formulas typeset, safe to print."""
    return finished(mixed_html(text))


def with_links(text: str) -> Markup:
    """A text with its formulas typeset and its https addresses made links, safe to print."""
    if not text:
        return Markup()
    parts = ADDRESS.split(text)
    # split() gives: text, address, text, …
    return Markup("").join(
        Markup('<a href="{0}">{0}</a>').format(part)
        if place % 2 and address_fault(part) is None
        else maths(part)
        for place, part in enumerate(parts)
    )


def paragraphs(text: str | None) -> tuple[Markup, ...]:
    """A text's paragraphs; an empty line parts them."""
    if not text:
        return ()
    return tuple([maths(one_blank_between(part)) for part in text.split("\n\n") if part.strip()])


def ways_on_card(paper: Paper) -> tuple[WayOut, ...]:
    """Those of the `ways_out` that a card shows."""
    # Most papers of a large index have none of them.
    if CARD_LINKS_OF(paper.links) == NO_CARD_LINKS:
        return ()
    return tuple([link for link in ways_out(paper) if link.sort in CARD_LINKS])


def ways_out(paper: Paper) -> Iterator[WayOut]:
    """Everything a paper links to, identifiers made addresses, arXiv's PDF added where no other is given."""
    links = paper.links
    for sort, value in links.given():
        if sort == "arxiv":
            yield WayOut(sort, LINK_NAMES[sort], f"https://arxiv.org/abs/{value}")
            if links.pdf is None:
                yield WayOut("pdf", LINK_NAMES["pdf"], f"https://arxiv.org/pdf/{value}")
        elif sort == "doi":
            yield WayOut(sort, LINK_NAMES[sort], doi_address(value))
        else:
            yield WayOut(sort, LINK_NAMES[sort], value)
