"""The part of a page's head that speaks to machines: catalogue tags, feeds, and the search for browsers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from html import unescape

from generator.api.head_tags import paper_head, site_head
from generator.api.opensearch import opensearch_link
from generator.cards.plan import CardPlan
from generator.exports.plan import Download
from generator.feeds.addresses import feed_address, feed_links
from generator.indexes.addresses import PAPERS
from generator.indexes.gatherings import ALL, Gathering, Gatherings, GatheringsByPage
from generator.indexes.indexes import Indexes
from generator.model.extent import FULL, Extent
from generator.model.library import Library
from generator.model.site_identity import SiteIdentity
from generator.pages.frame import PageParts
from generator.text.maths import mixed_plain

FORMATS = (("Atom", "atom"), ("JSON Feed", "json"))
TITLE = re.compile(r"<title>([^<]*)</title>")
DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)">')


class HeadTags:
    """Knows which lists can be followed, and writes the tags of every page."""

    def __init__(
        self,
        library: Library,
        indexes: Indexes,
        identity: SiteIdentity,
        cards: CardPlan,
        extent: Extent = FULL,
    ) -> None:
        self.library = library
        self.identity = identity
        self.cards = cards
        self.extent = extent
        self.of_any = cache(self._of_any)
        self.followed: Mapping[str, Gathering] = GatheringsByPage(
            Gatherings(library, indexes, extent.followed)
        )

    def list_at(self, address: str) -> Gathering | None:
        """The list with a feed whose page, or one of whose pages, lies at ``address``."""
        return self.followed.get(address.partition("page/")[0]) if address else None

    def feeds_of(self, address: str) -> tuple[Download, ...]:
        """The feeds that a list's page offers to its readers."""
        found = self.list_at(address)
        if found is None:
            return ()
        return tuple(Download(label, feed_address(found.sort, found.key, form)) for label, form in FORMATS)

    def of_page(self, parts: PageParts, root: str) -> str:
        """The tags of a generated page but for those that `of_any` gives; of one that only forwards there are none."""
        if parts.canonical is not None:
            return ""
        key = parts.address.removeprefix(PAPERS).rstrip("/") if parts.address.startswith(PAPERS) else ""
        paper = self.library.papers.get(key)
        feed = ""
        if paper is not None:
            own = paper_head(
                paper, self.library, self.identity, self.cards.of_page(parts.address), self.extent
            )
        else:
            title, description = mixed_plain(parts.title), mixed_plain(parts.description)
            own = self._told(title, description, parts.address, in_short=not parts.whole_frame)
            feed = self._list_feed(parts.address, root)
        return f"{own}\n{feed}" if feed and own else feed or own

    def of_written(self, html: str, address: str, root: str) -> str:
        """The tags of a hand-written page, told by the title and the description in its ``html``."""
        description = DESCRIPTION.search(html)
        title = TITLE.search(html) if address else None
        own = self._told(
            unescape(title[1]) if title else self.identity.name,
            unescape(description[1]) if description else self.identity.description,
            address,
        )
        return f"{own}\n{self.of_any(root)}"

    def _told(self, title: str, description: str, address: str, *, in_short: bool = False) -> str:
        picture = self.cards.of_page(address)
        return site_head(title, description, address, self.identity, picture, in_short=in_short)

    def _of_any(self, root: str) -> str:
        """What every page tells: the feed of everything, and the search."""
        tags = (feed_links(ALL, ALL, self.identity.name, root), opensearch_link(self.identity, root))
        return "\n".join(filter(None, tags))

    def _list_feed(self, address: str, root: str) -> str:
        found = self.list_at(address)
        return feed_links(found.sort, found.key, f"{self.identity.name}: {found.name}", root) if found else ""
