"""An OPML 2.0 list of feeds, which feed readers import (http://opml.org/spec2.opml)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from generator.feeds.atom import Channel
from generator.model.site_identity import SiteIdentity
from generator.text.one_line import one_line


def opml_file(groups: Mapping[str, Iterable[Channel]], identity: SiteIdentity, address: str) -> str:
    """The list, group by group; an empty group name puts its feeds at the top."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">']
    lines += [f"<head><title>{escape(one_line(identity.name))}</title></head>", "<body>"]
    up = "../" * address.count("/")
    for name, channels in groups.items():
        outlines = [_outline(channel, identity, up) for channel in channels]
        if outlines:
            lines += [f'<outline text="{escape(name)}">', *outlines, "</outline>"] if name else outlines
    return "\n".join([*lines, "</body>", "</opml>", ""])


def _outline(channel: Channel, identity: SiteIdentity, up: str) -> str:
    feed = identity.absolute(channel.address) or up + channel.address
    page = identity.absolute(channel.page) or up + channel.page
    title = escape(channel.title)
    return f'<outline type="rss" text="{title}" title="{title}" xmlUrl="{escape(feed)}" htmlUrl="{escape(page)}"/>'
