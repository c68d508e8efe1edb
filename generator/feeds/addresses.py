"""Where the feeds lie, and the tags by which pages tell of them."""

from __future__ import annotations

from html import escape

from generator.indexes.gatherings import ALL
from generator.text.one_line import one_line

ENDINGS = {"atom": ".xml", "json": ".json"}
MEDIA_TYPES = {"atom": "application/atom+xml", "json": "application/feed+json"}
OPML_OF_ALL = "feeds/all.opml"
OPML_OF_TOPICS = "feeds/topics.opml"
DIGEST = "digest"
"""The sort and key of the weekly feed."""
CHANGES_FEED = "changes"
"""The key of the feed of changes, beside the weekly one."""


def feed_address(sort: str, key: str, form: str) -> str:
    """Where a list's feed lies, from the site's root; ``form`` is ``atom`` or ``json``."""
    folder = "feeds" if sort in (ALL, DIGEST) else f"feeds/{sort}"
    return f"{folder}/{key}{ENDINGS[form]}"


def feed_links(sort: str, key: str, name: str, root: str) -> str:
    """Head tags that tell of a list's feeds, on a page from which ``root`` leads to the site's root."""
    title = escape(one_line(name))
    return "\n".join(
        f'<link rel="alternate" type="{kind}" title="{title}" href="{root}/{feed_address(sort, key, form)}">'
        for form, kind in MEDIA_TYPES.items()
    )
