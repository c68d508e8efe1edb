"""Where the feeds lie, and the tags by which pages tell of them."""

from __future__ import annotations

from html import escape

from generator.indexes.gatherings import ALL, Heading
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


def heading_of(address: str) -> Heading | None:
    """The list whose Atom feed would lie there; None for an address of another form."""
    parts = address.removesuffix(ENDINGS["atom"]).split("/")
    if not address.endswith(ENDINGS["atom"]) or parts[0] != "feeds" or not 2 <= len(parts) <= 3:
        return None
    return (parts[1], parts[2]) if len(parts) == 3 else (ALL, ALL) if parts[1] == ALL else None


def feed_links(sort: str, key: str, name: str, root: str) -> str:
    """Head tags that tell of a list's feeds, on a page from which ``root`` leads to the site's root."""
    title = escape(one_line(name))
    return "\n".join(
        f'<link rel="alternate" type="{kind}" title="{title}" href="{root}/{feed_address(sort, key, form)}">'
        for form, kind in MEDIA_TYPES.items()
    )
