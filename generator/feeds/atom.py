"""Atom (RFC 4287)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import TypeAlias

from generator.feeds.entries import FeedEntry
from generator.model.site_identity import SiteIdentity
from generator.text.one_line import one_line

NEVER = dt.date(1970, 1, 1)
"""The time of a feed in which nothing ever stood; the format insists on one."""


Kept: TypeAlias = dict[tuple[str, str], str]
"""Written entries by id and by what stands before their addresses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A feed as a whole."""

    id: str
    title: str
    description: str
    address: str
    """The feed's own file, from the site's root, as Atom."""
    json_address: str
    page: str
    """The page whose news it brings."""


def atom_feed(channel: Channel, entries: Iterable[FeedEntry], identity: SiteIdentity, kept: Kept) -> str:
    """The feed's file. ``kept`` holds entries written before; a paper stands in a dozen feeds."""
    shown = list(entries)
    root = way_to_root(channel, identity)
    written = [_kept(entry, root, kept) for entry in shown]
    return "\n".join([*_head(channel, shown, identity), *written, "</feed>", ""])


def _kept(entry: FeedEntry, root: str, kept: Kept) -> str:
    if (entry.id, root) not in kept:
        kept[entry.id, root] = "\n".join(_entry(entry, root))
    return kept[entry.id, root]


def _head(channel: Channel, entries: Sequence[FeedEntry], identity: SiteIdentity) -> Iterator[str]:
    root = way_to_root(channel, identity)
    latest = max((entry.entered for entry in entries), default=NEVER)
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape(identity.language)}">'
    yield f"<id>{escape(channel.id)}</id>"
    yield f"<title>{escape(channel.title)}</title>"
    if channel.description:
        yield f"<subtitle>{escape(channel.description)}</subtitle>"
    yield f"<updated>{moment(latest)}</updated>"
    yield f"<author><name>{escape(one_line(identity.name))}</name></author>"
    yield _link("self", "application/atom+xml", root + channel.address)
    yield _link("alternate", "text/html", root + channel.page)


def _entry(entry: FeedEntry, root: str) -> Iterator[str]:
    yield "<entry>"
    yield f"<id>{escape(entry.id)}</id>"
    yield f"<title>{escape(entry.title)}</title>"
    yield f"<updated>{moment(entry.entered)}</updated>"
    yield f"<published>{moment(entry.entered)}</published>"
    for name in entry.authors:
        yield f"<author><name>{escape(name)}</name></author>"
    yield _link("alternate", "text/html", root + entry.address)
    if entry.original:
        yield f'<link rel="related" href="{escape(one_line(entry.original))}"/>'
    for key, name in entry.headings:
        yield f'<category term="{escape(key)}" label="{escape(name)}"/>'
    if entry.summary:
        yield f"<summary>{escape(entry.summary)}</summary>"
    yield f'<content type="html">{escape(entry.html)}</content>'
    yield "</entry>"


def _link(relation: str, kind: str, address: str) -> str:
    return f'<link rel="{relation}" type="{kind}" href="{escape(address)}"/>'


def way_to_root(channel: Channel, identity: SiteIdentity) -> str:
    """What stands before an address: the site's own, or where that is not known the way from the feed's file."""
    return identity.url or "../" * channel.address.count("/")


def moment(day: dt.date) -> str:
    """The day's first second (RFC 3339): entries are dated by the day."""
    return f"{day.isoformat()}T00:00:00Z"
