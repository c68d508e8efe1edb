"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from generator.feeds.atom import Channel, Kept, moment
from generator.feeds.entries import FeedEntry
from generator.model.site_identity import SiteIdentity
from generator.text.one_line import encodable, one_line

VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(channel: Channel, entries: Iterable[FeedEntry], identity: SiteIdentity, kept: Kept) -> str:
    """The feed's file. Addresses must be absolute, so without the site's own they are left out."""
    head = _given(
        {
            "version": VERSION,
            "title": channel.title,
            "home_page_url": identity.absolute(channel.page),
            "feed_url": identity.absolute(channel.json_address),
            "description": channel.description,
            "language": identity.language,
            "authors": [_given({"name": one_line(identity.name), "url": identity.url})],
        }
    )
    items = ",\n".join(_kept(entry, identity, kept) for entry in entries)
    # Items are joined as written text, so that each is made once for all feeds.
    return f'{_written(head)[:-1]}, "items": [\n{items}\n]}}\n'


def _kept(entry: FeedEntry, identity: SiteIdentity, kept: Kept) -> str:
    if (entry.id, "json") not in kept:
        kept[entry.id, "json"] = _written(_item(entry, identity))
    return kept[entry.id, "json"]


def _written(value: dict[str, Any]) -> str:
    return encodable(json.dumps(value, ensure_ascii=False))


def _item(entry: FeedEntry, identity: SiteIdentity) -> dict[str, Any]:
    return _given(
        {
            "id": entry.id,
            "url": identity.absolute(entry.address),
            "external_url": entry.original,
            "title": entry.title,
            "content_html": entry.html,
            "summary": entry.summary,
            "date_published": moment(entry.entered),
            "authors": [{"name": name} for name in entry.authors],
            "tags": [name for _, name in entry.headings],
        }
    )


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}
