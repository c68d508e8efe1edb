"""Every file that others take along, and that the judges notice when an escape is missing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType

import pytest
from lxml import etree

from generator.api import api_files as api
from generator.api import paper_markdown
from generator.exports import bibtex, plan
from generator.feeds import atom, entries, feed_files, opml
from generator.indexes.indexes import build_indexes
from generator.indexes.standing import standing_library
from generator.model.library import Library
from generator.model.site_identity import SiteIdentity
from tests.hostile.judges import (
    SITE,
    Wanted,
    judged_atom,
    judged_bibtex,
    judged_characters,
    judged_csl,
    judged_json_feed,
    judged_json_ld,
    judged_markdown,
    judged_opml,
    judged_record,
    judged_ris,
    judged_sitemap,
    wanted_papers,
)
from tests.hostile.page_parts import Element
from tests.support import whole_rooms

HERE = SiteIdentity(name="Small Index", description="A few papers for a test.", url=SITE)
LISTED = (".bib", ".ris", ".csl.json")
TEXTS = (".bib", ".ris", ".json", ".jsonl", ".md", ".xml", ".txt", ".opml", ".html")


SHORT_FEEDS = ("feeds/authors/", "feeds/organisations/", "feeds/tags/")
"""Their entries are those of the feeds of topics; with hundreds of them, being read at all must do."""
OF_PAPERS: dict[str, Callable[[str, Mapping[str, Wanted]], Iterator[str]]] = {
    r"(?:exports/all|papers/.*)\.bib": judged_bibtex,
    r"(?:exports/all|papers/.*)\.ris": judged_ris,
    r"(?:exports/all|papers/.*)\.csl\.json": judged_csl,
    r"feeds/.*\.xml": judged_atom,
    r"feeds/.*\.json": judged_json_feed,
}


def faults_of(files: dict[str, str]) -> Iterator[str]:
    """What all judges together find in the files of a site."""
    wanted = wanted_papers()
    for address, text in files.items():
        yield from judged_characters(address, text)
        judge = next((judge for shape, judge in OF_PAPERS.items() if re.fullmatch(shape, address)), None)
        if address.endswith(LISTED) and "exports/all.bib" in files and not address.startswith("exports/all."):
            yield from not_in_all(address, text, files)
        elif address.startswith(SHORT_FEEDS):
            yield from unreadable(address, text)
        elif judge is not None:
            yield from judge(text, wanted)
        else:
            yield from faults_of_other(address, text, wanted, files)


def unreadable(address: str, text: str) -> Iterator[str]:
    """Nothing, for a file that its parser takes."""
    try:
        etree.fromstring(text.encode()) if address.endswith(".xml") else json.loads(text)
    except (etree.XMLSyntaxError, ValueError) as fault:
        yield f"{address}: {fault}"


def faults_of_other(
    address: str, text: str, wanted: Mapping[str, Wanted], files: dict[str, str]
) -> Iterator[str]:
    """What the judges of the other files find."""
    record = re.fullmatch(r"papers/([a-z0-9-]+)\.(json|md)", address)
    if address.endswith(".opml"):
        yield from judged_opml(text)
    elif re.fullmatch(r"sitemap.*\.xml", address):
        yield from judged_sitemap(text, files)
    elif record is not None:
        of_paper = judged_markdown(text, wanted.get(record[1]))
        yield from of_paper if record[2] == "md" else judged_record(json.loads(text), wanted)
    elif address == "llms.txt":
        yield from judged_markdown(text, None)
    elif address.endswith((".json", ".xml")):
        yield from unreadable(address, text)


def not_in_all(address: str, text: str, files: dict[str, str]) -> Iterator[str]:
    """Every entry of a shorter list stands in the list of all, letter by letter; that one goes to the judges."""
    whole = files[f"exports/all.{address.rpartition('/')[2].partition('.')[2]}"]
    for entry in re.split(
        r",\n(?=\{)|(?<=\n)\n(?=@)|(?<=ER  - \r\n)\r\n", text.removeprefix("[\n").removesuffix("\n]\n")
    ):
        if entry.strip() not in whole:
            yield f"{address}: not in the list of all: {entry[:80]!r}"


@pytest.fixture(scope="session")
def site_files(hostile_site: Path) -> dict[str, str]:
    return {
        path.relative_to(hostile_site).as_posix(): path.read_bytes().decode("utf-8")
        for path in sorted(hostile_site.rglob("*"))
        if path.suffix in TEXTS and "assets" not in path.parts
    }


def test_every_file_of_the_site_says_what_was_typed(site_files: dict[str, str]) -> None:
    sorts = {address.rpartition(".")[2] for address in site_files}
    assert sorts >= {"bib", "ris", "json", "jsonl", "md", "xml", "txt", "opml", "html"}
    assert list(faults_of(site_files)) == []


def test_every_paper_is_in_every_list(site_files: dict[str, str]) -> None:
    wanted = wanted_papers()
    for key in wanted:
        for ending in (".bib", ".ris", ".csl.json", ".json", ".md"):
            assert f"papers/{key}{ending}" in site_files
        assert (
            f"\n@misc{{{key},\n" in f"\n{site_files['exports/all.bib']}"
            or f"{{{key},\n" in site_files["exports/all.bib"]
        )
    records = [json.loads(line) for line in site_files["papers.jsonl"].split("\n") if line]
    assert [
        record for record in records if record != json.loads(site_files[f"papers/{record['id']}.json"])
    ] == []
    assert {record["id"] for record in records} >= wanted.keys()


def test_the_data_in_a_page_says_what_was_typed(trees: dict[str, Element]) -> None:
    faults = [
        fault
        for key, paper in wanted_papers().items()
        for fault in judged_json_ld(trees[f"papers/{key}/index.html"], paper)
    ]
    assert faults == []


# ---- every feed has fifty entries; made longer, one holds all cases; and with a defence switched off --


def made_anew(library: Library) -> dict[str, str]:
    """The lists of all papers, each made as a build makes it."""
    standing = standing_library(library)
    indexes = build_indexes(standing)
    exports = whole_rooms.export_files(standing, HERE, plan.export_plan(standing, indexes))
    feeds = whole_rooms.feed_files(standing, indexes, HERE)
    records = whole_rooms.api_files(standing, indexes, HERE)
    kept = {
        file.address: file.content.decode("utf-8", "surrogatepass")
        for made in (exports, feeds, records)
        for file in made
    }
    lists = ("exports/all.", "feeds/all.", "llms.txt")
    return {
        address: text
        for address, text in kept.items()
        if address.startswith(lists) or address.endswith(".md")
    }


@pytest.fixture
def long_feeds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_files, "LONGEST_FEED", 10_000)


def test_a_feed_of_all_cases_says_what_was_typed(library: Library, long_feeds: None) -> None:
    files = made_anew(library)
    assert files["feeds/all.xml"].count("<entry>") > 200
    assert list(faults_of(files)) == []


def as_it_is(text: str, *more: object) -> str:
    return text


@pytest.mark.parametrize(
    ("room", "name"),
    [
        (bibtex, "tex_words"),
        (bibtex, "tex_title"),
        (atom, "html_words"),
        (entries, "escape"),
        (opml, "escape"),
        (paper_markdown, "markdown_words"),
        (api, "markdown_words"),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)).rpartition(".")[2],
)
def test_the_judges_notice_when_a_defence_is_off(
    small_library: Library, monkeypatch: pytest.MonkeyPatch, room: ModuleType, name: str
) -> None:
    assert next(faults_of(made_anew(small_library)), None) is None
    monkeypatch.setattr(room, name, as_it_is)
    assert next(faults_of(made_anew(small_library)), None) is not None
