"""Feeds, read by feedparser and held to the rules of their formats."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
from hypothesis import given
from lxml import etree

from generator.feeds.addresses import feed_address, feed_links, heading_of
from generator.indexes.gatherings import Gatherings
from generator.indexes.indexes import build_indexes
from generator.model.library import Library
from generator.model.partial_date import PartialDate
from generator.model.site_identity import SiteIdentity
from generator.text.maths import mixed_plain
from generator.text.one_line import one_line
from tests.support.odd_texts import some_text
from tests.support.papers import HERE, NOWHERE, TOPIC, a_library, a_paper
from tests.support.whole_rooms import feed_files

ATOM = "{http://www.w3.org/2005/Atom}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

FEED_CHILDREN = {
    "id": 1,
    "title": 1,
    "updated": 1,
    "subtitle": None,
    "author": None,
    "link": None,
    "entry": None,
}
ENTRY_CHILDREN = {
    **{"id": 1, "title": 1, "updated": 1, "published": 1, "content": 1},
    **{"summary": None, "author": None, "link": None, "category": None},
}
"""RFC 4287, 4.1.1 and 4.1.2: what may stand there, and what must stand once. We use no more than this."""


@cache
def atom_grammar() -> etree.RelaxNG:
    return etree.RelaxNG(etree.parse(Path(__file__).with_name("atom.rng")))


def faults_of(text: str) -> list[str]:
    """What the grammar has against a feed."""
    grammar = atom_grammar()
    grammar.validate(etree.fromstring(text.encode()))
    return [fault.message for fault in grammar.error_log]


def files_of(library: Library, identity: SiteIdentity = HERE) -> dict[str, str]:
    return {
        file.address: file.content.decode() for file in feed_files(library, build_indexes(library), identity)
    }


def entries_of(text: str) -> list[Any]:
    parsed = feedparser.parse(text.encode())
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.version == "atom10"
    return list(parsed.entries)


def check_atom(text: str) -> ET.Element:
    """The grammar of RFC 4287, and its rules that no grammar can say."""
    assert faults_of(text) == []
    root = ET.fromstring(text)
    assert root.tag == f"{ATOM}feed"
    assert root.get(LANGUAGE)
    check_children(root, FEED_CHILDREN)
    links = [(link.get("rel"), link.get("type")) for link in root.findall(f"{ATOM}link")]
    assert sorted(links, key=str) == [("alternate", "text/html"), ("self", "application/atom+xml")]
    ids = [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids)
    for entry in root.findall(f"{ATOM}entry"):
        check_children(entry, ENTRY_CHILDREN)
        content = entry.find(f"{ATOM}content")
        assert content is not None
        assert (content.get("type"), list(content)) == ("html", [])
        relations = [link.get("rel") for link in entry.findall(f"{ATOM}link")]
        assert relations.count("alternate") == 1
        assert entry.findall(f"{ATOM}author") or root.findall(f"{ATOM}author")
    return root


def check_children(element: ET.Element, allowed: dict[str, int | None]) -> None:
    names = [child.tag.removeprefix(ATOM) for child in element]
    assert set(names) <= set(allowed)
    assert all(names.count(name) == count for name, count in allowed.items() if count is not None)
    for child in element:
        name = child.tag.removeprefix(ATOM)
        if name == "id":
            assert re.fullmatch(r"(?:tag|https?):[^\s<>\"]+", child.text or "")
        elif name in ("updated", "published"):
            assert datetime.fromisoformat(child.text or "").tzinfo
        elif name == "author":
            assert [part.tag for part in child] == [f"{ATOM}name"]
            assert child[0].text
        elif name == "link":
            assert child.get("href")
        elif name == "category":
            assert child.get("term")


def check_json(text: str) -> dict[str, Any]:
    """The rules of JSON Feed 1.1: what must be there, and that addresses are whole."""
    feed: dict[str, Any] = json.loads(text)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["title"]
    for item in feed["items"]:
        assert item["id"]
        assert item["content_html"]
        assert datetime.fromisoformat(item["date_published"]).tzinfo
        assert all(item[name].startswith("https://") for name in ("url", "external_url") if name in item)
    assert len({item["id"] for item in feed["items"]}) == len(feed["items"])
    return feed


LIBRARY = a_library(
    a_paper("early", added=PartialDate(2026, 11, 2), tags=("kernels",)),
    a_paper(
        "late", added=PartialDate(2026, 11, 9), organizations=("Moonshot AI",), tldr="Keeps $n^2$ & <b> out."
    ),
    a_paper("withdrawn", status="withdrawn", status_note="A mistake.", authors=("Grace Hopper",)),
)


@pytest.mark.parametrize(
    ("form", "instead"),
    [
        (r"<id>.*</id>\n<title>Small", "<title>Small"),
        (r"<updated>([^T]*)T[^<]*", r"<updated>\1"),
        (r"<updated>[^<]*Z", "<updated>2026-11-31T00:00:00Z"),
        (r"<title>([^<]*)</title>", r"<title>\1</title><title>\1</title>"),
        (r"<author><name>[^<]*</name></author>", "<author/>"),
        (r'href="[^"]*"', 'href=""'),
        (r'<category term="[^"]*"', "<category"),
        (r'<content type="html">', '<content type="page">'),
        (r"<summary>", "<abstract>x</abstract><summary>"),
        (r"</entry>\n</feed>", "</entry><subtitle>late</subtitle></feed>"),
        (r'type="application/atom\+xml"', 'type="atom"'),
        (r'xml:lang="en"', 'xml:lang="?"'),
    ],
)
def test_the_grammar_refuses_what_is_no_atom(form: str, instead: str) -> None:
    good = files_of(LIBRARY)["feeds/all.xml"]
    assert faults_of(good) == []
    bad, times = re.subn(form, instead, good, count=1)
    assert times == 1
    assert faults_of(bad) != []


@pytest.mark.parametrize("identity", [HERE, NOWHERE], ids=["known address", "unknown address"])
def test_every_feed_keeps_the_rules(identity: SiteIdentity) -> None:
    files = files_of(LIBRARY, identity)
    feeds = [address for address in files if address.startswith("feeds/")]
    assert {
        *(
            "feeds/all.xml",
            "feeds/topics/attention.xml",
            "feeds/tags/kernels.xml",
            "feeds/authors/ada-lovelace.xml",
        ),
        *("feeds/organisations/moonshot-ai.xml", "feeds/digest.xml"),
    } <= set(feeds)
    for address in feeds:
        if address.endswith(".xml"):
            check_atom(files[address])
            entries_of(files[address])
            check_json(files[address.removesuffix(".xml") + ".json"])


def test_a_feed_tells_by_its_address_which_list_it_follows() -> None:
    headings = [*Gatherings(LIBRARY, build_indexes(LIBRARY))]
    assert len({sort for sort, _ in headings}) > 4
    assert [heading_of(feed_address(sort, key, "atom")) for sort, key in headings] == headings
    for other in (
        "feeds/digest.xml",
        "feeds/all.json",
        "feeds/tags/a/b.xml",
        "papers/x/index.html",
        "feeds.xml",
    ):
        assert heading_of(other) is None, other


def test_a_feed_has_active_papers_the_last_added_first() -> None:
    files = files_of(LIBRARY)
    entries = entries_of(files["feeds/all.xml"])
    assert [entry.id for entry in entries] == [
        "tag:small.example.org,2026-11-20:index/papers/late",
        "tag:small.example.org,2026-11-20:index/papers/early",
    ]
    late = entries[0]
    assert late.updated == "2026-11-09T00:00:00Z"
    assert late.link == "https://small.example.org/index/papers/late/"
    assert late.summary == "Keeps n² & <b> out."
    assert "<p>Keeps n² &amp; &lt;b&gt; out.</p>" in files["feeds/all.json"]
    assert [author.name for author in late.authors] == ["Ada Lovelace", "Alan Turing"]
    assert [item["id"] for item in check_json(files["feeds/all.json"])["items"]] == [
        entry.id for entry in entries
    ]
    assert entries_of(files["feeds/authors/grace-hopper.xml"]) == []


@pytest.mark.parametrize(("count", "named", "last"), [(41, 41, "Author 41"), (1350, 41, "and 1,310 more")])
def test_a_paper_of_a_thousand_authors_names_the_first_ones_in_each_feed(
    count: int, named: int, last: str
) -> None:
    """Each of them has a feed of their own: with all names in all feeds, those would take hundreds of megabytes."""
    library = a_library(a_paper(authors=tuple(f"Author {number}" for number in range(1, count + 1))))
    files = files_of(library)
    (entry,) = entries_of(files["feeds/authors/author-1350.xml" if count > 41 else "feeds/all.xml"])
    assert [author.name for author in entry.authors][-1] == last
    assert len(entry.authors) == named
    (item,) = check_json(files["feeds/all.json"])["items"]
    assert item["authors"][0] == {"name": "Author 1"}
    assert item["authors"][-1] == {"name": last}
    assert f", {last} ·" in item["content_html"]


def test_a_corrected_title_notifies_nobody() -> None:
    def entry(**fields: Any) -> tuple[str, str, str]:
        (found,) = entries_of(files_of(a_library(a_paper(**fields)))["feeds/all.xml"])
        return found.id, found.updated, found.published

    before = entry()
    assert (
        entry(title="Another title altogether", date=PartialDate(2024), authors=("Somebody Else",)) == before
    )
    assert entry(key="new-name", aliases=("kimi-linear",)) == before


def test_without_an_address_ids_are_whole_and_links_lead_from_the_file() -> None:
    files = files_of(LIBRARY, NOWHERE)
    (early,) = entries_of(files["feeds/tags/kernels.xml"])
    assert early.id == "tag:small-index.invalid,2026-11-20:papers/early"
    assert early.link == "../../papers/early/"
    (item,) = check_json(files["feeds/tags/kernels.json"])["items"]
    assert "url" not in item
    assert item["external_url"] == "https://arxiv.org/abs/2510.26692"


def test_a_long_list_gives_a_short_feed() -> None:
    papers = [
        a_paper(f"paper-{number}", added=PartialDate(2026, 1 + number // 28, 1 + number % 28))
        for number in range(80)
    ]
    entries = entries_of(files_of(a_library(*papers))["feeds/all.xml"])
    assert [entry.id.rpartition("/")[2] for entry in entries] == [
        f"paper-{number}" for number in range(79, 29, -1)
    ]


def test_an_empty_index_has_the_feed_that_pages_tell_of() -> None:
    files = files_of(a_library())
    check_atom(files["feeds/all.xml"])
    assert check_json(files["feeds/all.json"])["items"] == []
    assert 'href="../feeds/all.xml"' in feed_links("all", "all", "All papers", "..")
    assert feed_address("all", "all", "json") in files


def test_the_opml_names_every_feed_once() -> None:
    files = files_of(LIBRARY)
    for address, feeds in (
        ("feeds/all.opml", [name for name in files if name.endswith(".xml") and "digest" not in name]),
        ("feeds/topics.opml", ["feeds/all.xml", "feeds/topics/attention.xml"]),
    ):
        root = ET.fromstring(files[address])
        assert (root.tag, root.get("version")) == ("opml", "2.0")
        named = [outline.get("xmlUrl") for outline in root.iter("outline") if outline.get("type") == "rss"]
        assert sorted(named, key=str) == sorted(f"https://small.example.org/index/{feed}" for feed in feeds)


@given(title=some_text, name=some_text, summary=some_text)
def test_any_text_comes_out_as_it_went_in(title: str, name: str, summary: str) -> None:
    library = a_library(a_paper(title=title, authors=(name,), summary=summary, tldr=title))
    files = files_of(library)
    root = check_atom(files["feeds/all.xml"])
    entry = root.find(f"{ATOM}entry")
    assert entry is not None
    plain = mixed_plain(one_line(title))
    assert entry.findtext(f"{ATOM}title") == plain
    assert entry.findtext(f"{ATOM}summary") == plain
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == one_line(name)
    (item,) = check_json(files["feeds/all.json"])["items"]
    assert (item["title"], item["authors"]) == (plain, [{"name": one_line(name)}])
    # The content is HTML: paragraphs, and in them nothing but text.
    body = ET.fromstring(
        f"<div>{item['content_html'].replace('&quot;', '&#34;').replace('&#x27;', '&#39;')}</div>"
    )
    assert {element.tag for element in body} == {"p"}
    assert all(len(element) == 0 for element in body)
    assert body[1].text == mixed_plain(one_line(summary))
    for address, text in files.items():
        if address.endswith((".xml", ".opml")):
            ET.fromstring(text)


@given(some_text, some_text)
def test_any_name_of_a_topic_or_site_is_only_words(topic_name: str, site_name: str) -> None:
    library = a_library(a_paper(), topics=(replace(TOPIC, name=topic_name),))
    identity = SiteIdentity(name=site_name, description=topic_name)
    files = files_of(library, identity)
    root = check_atom(files["feeds/topics/attention.xml"])
    assert root.findtext(f"{ATOM}title") == f"{one_line(site_name)}: {one_line(topic_name)}"
    ET.fromstring(files["feeds/all.opml"])


def test_every_feed_of_the_site_is_atom_brings_something_and_nothing_twice(built_site: Path) -> None:
    feeds = sorted((built_site / "feeds").rglob("*.xml"))
    assert len(feeds) > 2000
    assert (built_site / "feeds/changes.xml") in feeds
    grammar = atom_grammar()
    for path in feeds:
        feed = etree.parse(path)
        assert grammar.validate(feed), (path, grammar.error_log)
        ids = [str(found.text) for found in feed.iterfind(f"{ATOM}entry/{ATOM}id")]
        assert len(set(ids)) == len(ids), path
        # The weekly feed waits for the end of a week; every other one has the papers of its page.
        closed = sum(1 for _ in built_site.glob("digest/*/mail.txt")) - 1
        assert len(ids) == closed if path.name == "digest.xml" else ids, path
        twin = json.loads(path.with_suffix(".json").read_text("utf-8"))
        assert [item["id"] for item in twin["items"]] == ids, path
