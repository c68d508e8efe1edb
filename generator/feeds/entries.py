"""Papers as entries of feeds, before any format.

An entry's id and time never change: the id is made from the paper's first id and the site's host, the time is the
day the paper entered the index. So a corrected title is corrected in the reader, and nobody is notified again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from html import escape
from typing import NamedTuple
from urllib.parse import urlsplit

from generator.indexes.addresses import paper_address
from generator.indexes.references import cited_address
from generator.model.library import Library
from generator.model.paper import Paper
from generator.model.site_identity import SiteIdentity
from generator.text.maths import mixed_plain
from generator.text.one_line import one_line
from generator.text.slugs import slug_of

LONGEST_FEED = 50
"""Entries; readers ask again and again, and who comes after a long while has the pages."""
MOST_AUTHORS = 40
"""Named in an entry. A paper of a thousand authors stands in the feeds of a thousand authors: with all of them in each it
would take more than all other papers together.
"""
TAG_DATE = "2026-11-20"
"""Part of every id (RFC 4151): the day this way of making ids was settled. It must never change."""


class FeedEntry(NamedTuple):
    """One paper in a feed; all texts plain and on one line but for ``html``."""

    id: str
    title: str
    entered: dt.date
    address: str
    """The paper's page, from the site's root."""
    original: str | None
    """Where the paper itself is found."""
    authors: tuple[str, ...]
    headings: tuple[tuple[str, str], ...]
    """Topics and tags as (id, name)."""
    summary: str
    html: str


def entered(paper: Paper) -> dt.date:
    """The day the paper entered the index; where nobody wrote it down, the day of its first version."""
    return (paper.added or paper.date).earliest_day


def feed_entry(paper: Paper, library: Library, identity: SiteIdentity) -> FeedEntry:
    """The paper as an entry."""
    headings = [(key, library.topics[key].name) for key in paper.topics if key in library.topics]
    headings += [(key, library.tags[key].name) for key in paper.tags if key in library.tags]
    tldr = _plain(paper.tldr or "")
    return FeedEntry(
        id=entry_id(paper, identity),
        title=_plain(paper.title),
        entered=entered(paper),
        address=paper_address(paper.key),
        original=cited_address(paper, identity),
        authors=_named(paper.authors or paper.organizations),
        headings=tuple((key, one_line(name)) for key, name in headings),
        summary=tldr,
        html="".join(f"<p>{escape(paragraph)}</p>" for paragraph in _paragraphs(paper, library)),
    )


def entry_id(paper: Paper, identity: SiteIdentity) -> str:
    """A tag URI. A renamed paper keeps the one of its first id, so that nobody meets it twice."""
    first_id = paper.aliases[0] if paper.aliases else paper.key
    return tag_uri(f"papers/{first_id}", identity)


def tag_uri(name: str, identity: SiteIdentity) -> str:
    """``tag:HOST,DATE:PATH/NAME``; where the site's address is not known, a host under .invalid that nobody can own."""
    site = urlsplit(identity.url or "")
    host = site.hostname or f"{slug_of(identity.name)}.invalid"
    return f"tag:{host},{TAG_DATE}:{site.path.strip('/') + '/' if site.path.strip('/') else ''}{name}"


def _named(names: Sequence[str]) -> tuple[str, ...]:
    """The names in order; of very many the first ones, and how many are not named."""
    more = len(names) - MOST_AUTHORS
    shown = names[:MOST_AUTHORS] if more > 1 else names
    rest = (f"and {more:,} more",) if more > 1 else ()
    return (*map(one_line, shown), *rest)


def _plain(text: str) -> str:
    return mixed_plain(one_line(text))


def _paragraphs(paper: Paper, library: Library) -> list[str]:
    """What a reader of the feed gets to read: the idea, the summary, and the facts on one line."""
    by = ", ".join(_named(paper.authors)) or (f"{paper.author_count} authors" if paper.author_count else "")
    topic = library.topics[paper.topic].name if paper.topic in library.topics else ""
    venue = f"{paper.venue.name} {paper.venue.year or ''}" if paper.venue else ""
    facts = [one_line(fact) for fact in (by, paper.date.in_words, venue, topic) if fact]
    paragraphs = [_plain(paper.tldr or ""), _plain(paper.summary or ""), " · ".join(facts)]
    return [paragraph for paragraph in paragraphs if paragraph]
