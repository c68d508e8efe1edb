"""Atom (RFC 4287)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from generator.feeds.entries import FeedEntry
from generator.model.site_identity import SiteIdentity
from generator.text.html_words import html_words
from generator.text.one_line import one_line

NEVER = dt.date(1970, 1, 1)
"""The time of a feed in which nothing ever stood; the format insists on one."""


class Channel(NamedTuple):
    """A feed as a whole."""

    id: str
    title: str
    description: str
    address: str
    """The feed's own file, from the site's root, as Atom."""
    json_address: str
    page: str
    """The page whose news it brings."""


def atom_feed(
    channel: Channel, latest: dt.date | None, entries: Iterable[bytes], identity: SiteIdentity
) -> bytes:
    """The feed's file: entries as `atom_entry` writes them, the ``latest`` of which entered on that day."""
    head = "\n".join(_head(channel, latest or NEVER, identity)).encode()
    return b"\n".join([head, *entries, b"</feed>\n"])


def atom_entry(entry: FeedEntry, root: str) -> bytes:
    """An entry as it stands in a feed from which ``root`` leads to the site's root."""
    return "\n".join(_entry(entry, root)).encode()


def _head(channel: Channel, latest: dt.date, identity: SiteIdentity) -> Iterator[str]:
    root = way_to_root(channel, identity)
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{html_words(identity.language)}">'
    yield f"<id>{html_words(channel.id)}</id>"
    yield f"<title>{html_words(channel.title)}</title>"
    if channel.description:
        yield f"<subtitle>{html_words(channel.description)}</subtitle>"
    yield f"<updated>{moment(latest)}</updated>"
    yield f"<author><name>{html_words(one_line(identity.name))}</name></author>"
    yield _link("self", "application/atom+xml", root + channel.address)
    yield _link("alternate", "text/html", root + channel.page)


def _entry(entry: FeedEntry, root: str) -> Iterator[str]:
    yield "<entry>"
    yield f"<id>{html_words(entry.id)}</id>"
    yield f"<title>{html_words(entry.title)}</title>"
    yield f"<updated>{moment(entry.entered)}</updated>"
    yield f"<published>{moment(entry.entered)}</published>"
    for name in entry.authors:
        yield f"<author><name>{html_words(name)}</name></author>"
    yield _link("alternate", "text/html", root + entry.address)
    if entry.original:
        yield f'<link rel="related" href="{html_words(one_line(entry.original))}"/>'
    for key, name in entry.headings:
        yield f'<category term="{html_words(key)}" label="{html_words(name)}"/>'
    if entry.summary:
        yield f"<summary>{html_words(entry.summary)}</summary>"
    yield f'<content type="html">{html_words(entry.html)}</content>'
    yield "</entry>"


def _link(relation: str, kind: str, address: str) -> str:
    return f'<link rel="{relation}" type="{kind}" href="{html_words(address)}"/>'


def way_to_root(channel: Channel, identity: SiteIdentity) -> str:
    """What stands before an address: the site's own, or where that is not known the way from the feed's file."""
    return identity.url or "../" * channel.address.count("/")


def moment(day: dt.date) -> str:
    """The day's first second (RFC 3339): entries are dated by the day."""
    return f"{day.isoformat()}T00:00:00Z"
