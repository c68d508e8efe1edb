"""The sitemap in files of bearable size, and robots.txt; see https://www.sitemaps.org/protocol.html."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from generator.model.output_file import OutputFile
from generator.model.site_identity import SiteIdentity

ADDRESSES_A_FILE = 40_000
"""The protocol allows 50,000 and 50 MB."""
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def sitemap_files(addresses: Sequence[str], identity: SiteIdentity) -> Iterator[OutputFile]:
    """All pages for search engines. A sitemap needs whole addresses: without the site's own there is none."""
    sitemap = identity.absolute("sitemap.xml")
    if sitemap is None:
        yield OutputFile("robots.txt", b"User-agent: *\nAllow: /\n")
        return
    parts = [
        addresses[start : start + ADDRESSES_A_FILE] for start in range(0, len(addresses), ADDRESSES_A_FILE)
    ]
    if len(parts) < 2:
        yield OutputFile("sitemap.xml", address_list(addresses, identity))
    else:
        names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
        for name, part in zip(names, parts, strict=True):
            yield OutputFile(name, address_list(part, identity))
        entries = "".join(f"<sitemap><loc>{location(name, identity)}</loc></sitemap>\n" for name in names)
        text = f'{DECLARATION}<sitemapindex xmlns="{NAMESPACE}">\n{entries}</sitemapindex>\n'
        yield OutputFile("sitemap.xml", text.encode())
    yield OutputFile("robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n".encode())


def address_list(addresses: Sequence[str], identity: SiteIdentity) -> bytes:
    """One sitemap."""
    entries = "".join(f"<url><loc>{location(address, identity)}</loc></url>\n" for address in addresses)
    return f'{DECLARATION}<urlset xmlns="{NAMESPACE}">\n{entries}</urlset>\n'.encode()


def location(address: str, identity: SiteIdentity) -> str:
    """The whole address of a page, as XML text."""
    return escape(identity.absolute(address) or "")
