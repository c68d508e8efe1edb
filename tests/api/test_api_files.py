"""Records, their schema, and the texts for language models."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from generator.api.api_files import LARGEST_FILE, all_papers, all_papers_again
from generator.api.paper_markdown import paper_markdown
from generator.api.paper_record import record_schema
from generator.indexes.indexes import build_indexes
from generator.model.library import Library
from generator.model.paper import Links, Listing, Venue
from generator.model.partial_date import PartialDate
from generator.model.site_identity import SiteIdentity
from generator.text.maths import mixed_plain
from generator.text.one_line import one_line
from tests.support.odd_texts import some_text
from tests.support.papers import HERE, NOWHERE, a_library, a_paper
from tests.support.whole_rooms import api_files

FULL = a_paper(
    "one",
    title="Costs of $O(n^2)$",
    venue=Venue("NeurIPS", 2025),
    organizations=("Moonshot AI",),
    tags=("kernels",),
    kind="method",
    name="Kimi",
    tldr="Short.",
    summary="Longer.\nStill.",
    results=("A fact",),
    abstract="Their words.",
    links=Links(arxiv="2510.26692", code="https://github.com/example/x"),
    builds_on=("two",),
    listed=(Listing("daily", PartialDate(2025, 11, 11), 0),),
    aliases=("uno",),
)
LIBRARY = a_library(
    FULL,
    a_paper("two", authors=(), author_count=59),
    a_paper("gone", status="removed", status_note="Asked for.", summary="Nobody should read this."),
)


def files_of(library: Library, identity: SiteIdentity = HERE, **options: Any) -> dict[str, str]:
    return {
        file.address: file.content.decode()
        for file in api_files(library, build_indexes(library), identity, **options)
    }


def test_a_record_has_the_keys_of_the_entry() -> None:
    record = json.loads(files_of(LIBRARY)["papers/one.json"])
    assert record == {
        "id": "one",
        "title": "Costs of $O(n^2)$",
        "title_plain": "Costs of O(n²)",
        "authors": ["Ada Lovelace", "Alan Turing"],
        "author_count": 2,
        "organizations": ["Moonshot AI"],
        "date": "2025-10-30",
        "venue": {"name": "NeurIPS", "year": 2025},
        "topic": "attention",
        "tags": ["kernels"],
        "kind": "method",
        "name": "Kimi",
        "tldr": "Short.",
        "summary": "Longer.\nStill.",
        "results": ["A fact"],
        "abstract": "Their words.",
        "links": {"arxiv": "2510.26692", "code": "https://github.com/example/x"},
        "builds_on": ["two"],
        "listed": [{"source": "daily", "date": "2025-11-11", "comments": 0}],
        "status": "active",
        "aliases": ["uno"],
        "added": "2026-11-20",
        "page": "https://small.example.org/index/papers/one/",
    }


def test_every_record_follows_the_published_schema() -> None:
    files = files_of(LIBRARY)
    schema = json.loads(files["paper.schema.json"])
    jsonschema.Draft7Validator.check_schema(schema)
    assert schema == record_schema(LIBRARY)
    judge = jsonschema.Draft7Validator(schema)
    records = [json.loads(line) for line in files["papers.jsonl"].splitlines()]
    assert [record["id"] for record in records] == ["gone", "one", "two"]
    for record in records:
        assert list(judge.iter_errors(record)) == []
        assert record == json.loads(files[f"papers/{record['id']}.json"])
    assert list(judge.iter_errors({**records[1], "topic": "astrology"}))
    assert list(judge.iter_errors({"id": "x", "status": "active"}))


def test_of_a_removed_paper_only_its_end_is_told() -> None:
    files = files_of(LIBRARY)
    assert json.loads(files["papers/gone.json"]) == {
        "id": "gone",
        "status": "removed",
        "status_note": "Asked for.",
    }
    assert "papers/gone.md" not in files
    assert not any("Nobody should read" in text for text in files.values())


def test_many_records_come_in_parts() -> None:
    whole = files_of(LIBRARY)["papers.jsonl"]
    parts = files_of(LIBRARY, largest=900)
    assert "papers--2.jsonl" in parts
    assert "papers--1.jsonl" not in parts
    joined = parts["papers.jsonl"] + parts["papers--2.jsonl"] + parts.get("papers--3.jsonl", "")
    assert joined == whole
    assert all(len(parts[name]) <= 900 for name in parts if name.endswith(".jsonl"))


@pytest.mark.parametrize("largest", [900, LARGEST_FILE])
def test_after_an_edit_the_other_records_are_taken_over(largest: int) -> None:
    left = {file.address: file.content for file in all_papers(LIBRARY, HERE, largest)}
    before = list(LIBRARY.papers)
    key, paper = next(iter(LIBRARY.papers.items()))
    other = replace(paper, tldr="Quite other words. " * 5)
    edited = replace(LIBRARY, papers={**LIBRARY.papers, key: other})
    expected = list(all_papers(edited, HERE, largest))
    assert list(all_papers_again(edited, HERE, before, {key}, left.get, largest)) == expected
    # Only those that were edited are looked at.
    untold = all_papers_again(edited, HERE, before, set(), left.get, largest)
    assert {one.address: one.content for one in untold} == left
    # One is gone, and one is new in the midst of the others.
    papers = {one: paper for one, paper in LIBRARY.papers.items() if one != "one"}
    moved = replace(LIBRARY, papers=dict(sorted({**papers, "oracle": replace(paper, key="oracle")}.items())))
    expected = list(all_papers(moved, HERE, largest))
    assert list(all_papers_again(moved, HERE, before, {"one", "oracle"}, left.get, largest)) == expected


@pytest.mark.parametrize(
    "lost", [lambda _: None, lambda content: content[: len(content) // 2], lambda content: content + b"{}\n"]
)
def test_records_that_cannot_be_taken_over_are_told_anew(lost: Callable[[bytes], bytes | None]) -> None:
    expected = list(all_papers(LIBRARY, HERE))
    assert expected[0].address == "papers.jsonl"
    left = {"papers.jsonl": lost(expected[0].content)}
    assert list(all_papers_again(LIBRARY, HERE, list(LIBRARY.papers), set(), left.get)) == expected


def test_browsers_can_add_the_search() -> None:
    files = files_of(LIBRARY)
    root = ET.fromstring(files["opensearch.xml"])
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert root.tag == f"{space}OpenSearchDescription"
    template = root.find(f"{space}Url")
    assert template is not None
    assert template.get("template") == "https://small.example.org/index/search/?q={searchTerms}"
    assert 0 < len(root.findtext(f"{space}ShortName") or "") <= 16
    assert "opensearch.xml" not in files_of(LIBRARY, NOWHERE)


@given(some_text, some_text)
def test_no_name_of_a_site_breaks_the_description(name: str, description: str) -> None:
    identity = SiteIdentity(name=f"The {name}", description=description, url="https://a.example.org/")
    root = ET.fromstring(files_of(a_library(), identity)["opensearch.xml"])
    assert len(list(root)) == 5


def shown_by_markdown(text: str) -> tuple[list[str], set[str]]:
    """The words of each block and the kinds of all tokens, as a CommonMark reader with tables and bare links has it."""
    judge = MarkdownIt("gfm-like", {"linkify": False})
    words, kinds = [], set()
    for token in judge.parse(text):
        kinds.add(token.type)
        for child in token.children or ():
            kinds.add(child.type)
        if token.type == "inline":
            words.append(
                "".join(child.content for child in token.children or () if child.type.startswith("text"))
            )
    return words, kinds


@given(title=some_text, tldr=some_text, summary=some_text, result=some_text)
def test_any_text_is_only_words_in_markdown(title: str, tldr: str, summary: str, result: str) -> None:
    paper = a_paper(
        title=title, tldr=tldr, summary=summary.replace("\n\n", " "), results=(result,), authors=()
    )
    words, kinds = shown_by_markdown(paper_markdown(paper, a_library(paper), HERE))
    shown = [one_line(mixed_plain(text)) for text in (title, tldr, paper.summary or "", result)]
    assert words[:2] == shown[:2]
    assert shown[2] in words
    assert shown[3] in words
    assert kinds <= {
        *(
            "heading_open",
            "heading_close",
            "inline",
            "text",
            "text_special",
            "blockquote_open",
            "blockquote_close",
        ),
        *("paragraph_open", "paragraph_close", "bullet_list_open", "bullet_list_close", "list_item_open"),
        *("list_item_close", "link_open", "link_close"),
    }


def test_the_map_for_language_models_names_topics_and_data() -> None:
    text = files_of(LIBRARY)["llms.txt"]
    assert text.startswith("# Small Index\n\n> A few papers for a test.\n\n2 papers under 1 topic, each with")
    assert (
        "- [Attention](<https://small.example.org/index/topics/attention/>): What to look at. (3 papers)"
        in text
    )
    assert "(<papers.jsonl>)" in files_of(LIBRARY, NOWHERE)["llms.txt"]
