"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from generator.feeds.atom import Channel, moment
from generator.feeds.entries import FeedEntry
from generator.model.site_identity import SiteIdentity
from generator.text.one_line import encodable, one_line

TO_JSON = json.JSONEncoder(ensure_ascii=False).encode
VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(channel: Channel, items: Iterable[bytes], identity: SiteIdentity) -> bytes:
    """The feed's file: items as `json_item` writes them, each made once for all feeds.

    Addresses must be absolute, so without the site's own they are left out.
    """
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
    return b'%s, "items": [\n%s\n]}\n' % (_written(head)[:-1], b",\n".join(items))


def json_item(entry: FeedEntry, identity: SiteIdentity) -> bytes:
    """An entry as it stands in any feed."""
    return _written(_item(entry, identity))


def _written(value: dict[str, Any]) -> bytes:
    return encodable(TO_JSON(value)).encode()


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
