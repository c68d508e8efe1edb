"""The page that the service worker shows in place of one it does not have."""

from __future__ import annotations

from generator.indexes.addresses import OFFLINE
from generator.pages.context import PageContext
from generator.pages.frame import PageParts


def offline_page(context: PageContext) -> PageParts:
    """The page; search engines have no use for it."""
    return PageParts(
        address=OFFLINE,
        title="No connection",
        description="What can be read here without a connection.",
        body=context.printer.print("offline.html"),
        head='<meta name="robots" content="noindex">\n',
    )
