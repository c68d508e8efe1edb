"""The whole built site: what must hold on every single page."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

LARGEST_LIST = 200_000
IDS_IN_ATTRIBUTES = frozenset(
    "aria-activedescendant aria-controls aria-describedby aria-details aria-flowto aria-labelledby aria-owns "
    "for form headers list popovertarget commandfor".split()
)
SITE = "https://example.github.io/attention-index/"


class Facts(HTMLParser):
    """What the tests ask about a page."""

    def __init__(self) -> None:
        super().__init__()
        self.count: Counter[str] = Counter()
        self.titles: list[str] = []
        self.description = ""
        self.canonical = ""
        self.moved = False
        self.unlisted = False
        self.ids: Counter[str] = Counter()
        self.outside: set[str] = set()
        self.styled: list[str] = []
        self.headings: list[int] = []
        self.named: set[str] = set()
        """Ids that attributes speak of."""
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.count[tag] += 1
        # A drawing's own <title> is not the page's.
        self._in_title = tag == "title" and not self.count["svg"]
        if tag == "meta" and given.get("name") == "description":
            self.description = given.get("content") or ""
        if tag == "meta" and given.get("http-equiv") == "refresh":
            self.moved = True
        if tag == "meta" and given.get("name") == "robots":
            self.unlisted = given.get("content") == "noindex"
        if tag == "link" and given.get("rel") == "canonical":
            self.canonical = given.get("href") or ""
        if "id" in given:
            self.ids[str(given["id"])] += 1
        for name in IDS_IN_ATTRIBUTES & given.keys():
            self.named.update(str(given[name]).split())
        if "style" in given:
            self.styled.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        for name in ("src", "srcset", "data"):
            if str(given.get(name, "")).startswith(("http:", "https:", "//")):
                self.outside.add(str(given[name]))

    def handle_endtag(self, tag: str) -> None:
        self._in_title = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.titles.append(data)


@cache
def every_page(site: Path) -> dict[str, Facts]:
    pages = {}
    for path in sorted(site.rglob("*.html")):
        facts = Facts()
        facts.feed(path.read_text(encoding="utf-8"))
        pages[path.relative_to(site).as_posix().removesuffix("index.html")] = facts
    return pages


def pages_of(site: Path) -> dict[str, Facts]:
    """The site's own pages; the weekly mails are files for a mail program."""
    return {
        address: facts
        for address, facts in every_page(site).items()
        if address == "404.html" or not address.endswith(".html")
    }


def wrong(pages: dict[str, Facts], answer: object) -> list[str]:
    assert callable(answer)
    assert len(pages) > 2500
    return [address for address, facts in pages.items() if not answer(facts)][:20]


def test_every_page_has_one_h1_one_title_and_a_description(built_site: Path) -> None:
    pages = pages_of(built_site)
    assert wrong(pages, lambda facts: facts.count["h1"] == 1) == []
    assert wrong(pages, lambda facts: len(facts.titles) == 1 and facts.titles[0].strip()) == []
    assert wrong(pages, lambda facts: len(facts.description) > 10) == []


def test_no_two_pages_share_a_title_or_a_description(built_site: Path) -> None:
    pages = pages_of(built_site)
    for found in (
        Counter(facts.titles[0] for facts in pages.values()),
        Counter(facts.description for facts in pages.values()),
    ):
        assert [text for text, times in found.items() if times > 1] == []


def test_every_page_names_its_canonical_address(built_site: Path) -> None:
    pages = {address: facts for address, facts in pages_of(built_site).items() if address != "404.html"}
    assert [
        address for address, facts in pages.items() if not facts.moved and facts.canonical != SITE + address
    ] == []
    for address, facts in pages.items():
        if facts.moved:
            assert facts.canonical.removeprefix(SITE) in pages, address


def test_every_page_has_its_landmarks(built_site: Path) -> None:
    pages = pages_of(built_site)
    assert wrong(pages, lambda facts: facts.count["main"] == 1 and facts.count["footer"] == 1) == []
    assert wrong(pages, lambda facts: "content" in facts.ids and "pi-search-input" in facts.ids) == []


def test_no_heading_skips_a_level(built_site: Path) -> None:
    def steps_down(facts: Facts) -> bool:
        return all(
            after - before <= 1 for before, after in zip(facts.headings, facts.headings[1:], strict=False)
        )

    assert wrong(pages_of(built_site), steps_down) == []


def test_no_id_stands_twice_on_a_page(built_site: Path) -> None:
    assert (
        wrong(
            pages_of(built_site), lambda facts: not [name for name, times in facts.ids.items() if times > 1]
        )
        == []
    )


def test_whatever_an_attribute_names_by_its_id_is_on_the_page(built_site: Path) -> None:
    pages = pages_of(built_site)
    assert sum(len(facts.named) for facts in pages.values()) > len(pages)
    assert wrong(pages, lambda facts: facts.named <= facts.ids.keys()) == []


def test_no_page_carries_styles_or_asks_another_host(built_site: Path) -> None:
    pages = pages_of(built_site)
    assert wrong(pages, lambda facts: not facts.styled and not facts.count["style"]) == []
    assert wrong(pages, lambda facts: not facts.outside) == []


def test_no_list_page_is_larger_than_200_kb(built_site: Path) -> None:
    sizes = {path: path.stat().st_size for path in built_site.rglob("index.html")}
    assert [str(path) for path, size in sizes.items() if size > LARGEST_LIST] == []


def test_every_page_is_reached_from_the_front_page(built_site: Path) -> None:
    """No orphan: whoever follows links comes everywhere but to former addresses and what shows without a connection."""
    pages = every_page(built_site)
    links = re.compile(r'<a [^>]*?href="([^"#?]*)')
    seen, waiting = {""}, [""]
    while waiting:
        address = waiting.pop()
        text = (built_site / address / "index.html").read_text(encoding="utf-8")
        base = "https://site.example/" + address
        for href in links.findall(text):
            target = _below(base, href)
            if target in pages and target not in seen and target.endswith("/"):
                seen.add(target)
                waiting.append(target)
    orphans = [
        address
        for address, facts in pages_of(built_site).items()
        if address not in seen and not facts.unlisted and address != "404.html"
    ]
    assert orphans == []


def _below(base: str, href: str) -> str:
    from urllib.parse import unquote, urljoin

    return unquote(urljoin(base, href)).removeprefix("https://site.example/")
