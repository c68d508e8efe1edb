"""The sitemap: whole addresses, in files of bearable size."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from generator.pages.sitemap import ADDRESSES_A_FILE, NAMESPACE, sitemap_files
from tests.support.papers import HERE, NOWHERE


def locations(content: bytes) -> list[str]:
    return [str(element.text) for element in ET.fromstring(content).iter(f"{{{NAMESPACE}}}loc")]


def test_addresses_are_whole() -> None:
    files = {file.address: file.content for file in sitemap_files(["", "papers/x/"], HERE)}
    assert locations(files["sitemap.xml"]) == [
        "https://small.example.org/index/",
        "https://small.example.org/index/papers/x/",
    ]
    assert b"Sitemap: https://small.example.org/index/sitemap.xml" in files["robots.txt"]


def test_without_the_sites_address_there_is_no_sitemap() -> None:
    assert [file.address for file in sitemap_files(["", "papers/x/"], NOWHERE)] == ["robots.txt"]


def test_a_large_site_has_a_sitemap_of_sitemaps() -> None:
    addresses = [f"papers/p{number}/" for number in range(ADDRESSES_A_FILE + 1)]
    files = {file.address: file.content for file in sitemap_files(addresses, HERE)}
    assert locations(files["sitemap.xml"]) == [
        "https://small.example.org/index/sitemap-1.xml",
        "https://small.example.org/index/sitemap-2.xml",
    ]
    assert len(locations(files["sitemap-1.xml"])) == ADDRESSES_A_FILE
    assert locations(files["sitemap-2.xml"]) == [
        f"https://small.example.org/index/papers/p{ADDRESSES_A_FILE}/"
    ]
