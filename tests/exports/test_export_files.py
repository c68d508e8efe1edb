"""Which files there are, that pages link to nothing else, and that none grows too large."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from pathlib import Path

import rispy
from bibtexparser.entrypoint import parse_string as parse_bibtex
from pybtex.database import parse_string as parse_pybtex

from generator.exports.citation import FILE_FORMATS, citation_of
from generator.exports.export_files import around_entries, list_again
from generator.exports.plan import addresses_of_parts, export_plan
from generator.indexes.indexes import build_indexes
from generator.indexes.reference_sizes import most_bytes
from generator.model.library import Library
from tests.support.odd_texts import PAYLOADS
from tests.support.papers import HERE, a_library, a_paper
from tests.support.whole_rooms import export_files


def files_of(library: Library, largest: int = 50_000_000) -> dict[str, str]:
    plan = export_plan(library, build_indexes(library), largest)
    files = list(export_files(library, HERE, plan))
    assert len({file.address for file in files}) == len(files)
    return {file.address: file.content.decode() for file in files}


LIBRARY = a_library(
    a_paper("one", tags=("kernels",)),
    a_paper("two", tags=("kernels", "sparsity"), authors=("Ada Lovelace",)),
    a_paper("gone", status="removed", status_note="Asked for."),
)


def test_each_list_has_its_files() -> None:
    plan = export_plan(LIBRARY, build_indexes(LIBRARY))
    files = files_of(LIBRARY)
    lists = [
        ("all", "all"),
        ("topics", "attention"),
        ("tags", "kernels"),
        ("years", "2025"),
        ("authors", "ada-lovelace"),
    ]
    for sort, key in lists:
        downloads = plan.downloads(sort, key)
        assert [download.label for download in downloads] == ["BibTeX", "RIS", "CSL-JSON"]
        bib, ris, csl = (files[download.address] for download in downloads)
        expected = {"one", "two"}
        assert {entry.key for entry in parse_bibtex(bib).entries} == expected
        assert {record["id"] for record in rispy.loads(ris)} == expected
        assert {item["id"] for item in json.loads(csl)} == expected
    assert plan.downloads("tags", "nobody-uses-it") == ()


def test_an_author_of_one_paper_is_offered_that_papers_files() -> None:
    downloads = export_plan(LIBRARY, build_indexes(LIBRARY)).downloads("authors", "alan-turing")
    assert [download.address for download in downloads] == [
        "papers/one.bib",
        "papers/one.ris",
        "papers/one.csl.json",
    ]
    assert not any("alan-turing" in address for address in files_of(LIBRARY))


def test_a_removed_paper_is_offered_nowhere() -> None:
    files = files_of(LIBRARY)
    assert not any("gone" in address or "gone" in text for address, text in files.items())
    assert citation_of(LIBRARY.papers["gone"], LIBRARY, HERE) is None


def test_the_cite_box_shows_what_the_files_hold() -> None:
    files = files_of(LIBRARY)
    citation = citation_of(LIBRARY.papers["one"], LIBRARY, HERE)
    assert citation is not None
    assert citation.key == "one"
    assert [form.name for form in citation.forms] == ["bibtex", "apa", "ieee", "ris", "csl-json"]
    for form in citation.forms:
        assert (form.address is None) == (form.html is not None)
        if form.address is not None:
            assert form.text == files[form.address].replace("\r\n", "\n").rstrip()


def test_long_lists_come_in_parts_that_lose_nobody() -> None:
    papers = [a_paper(f"paper-{number}") for number in range(10, 40)]
    library = a_library(*papers)
    largest = 3 * most_bytes(papers[0])
    files = files_of(library, largest)
    plan = export_plan(library, build_indexes(library), largest)
    downloads = [one for one in plan.downloads("topics", "attention") if one.label.startswith("BibTeX")]
    assert len(downloads) == 10
    assert downloads[1].label == "BibTeX, part 2"
    assert downloads[1].address == "exports/topics/attention--2.bib"
    keys = [entry.key for one in downloads for entry in parse_bibtex(files[one.address]).entries]
    assert sorted(keys) == sorted(library.papers)
    # As are found again by whoever looks for what an earlier build left.
    some = [("topics", "attention"), ("years", "2025")]
    planned = [address for address, _, _ in plan.files(some)]
    assert {one.address for one in downloads} < set(planned)
    found = [one for heading in some for one in addresses_of_parts(heading, plan.formats, files)]
    assert sorted(found) == sorted(planned)
    assert list(plan.files([("topics", "nowhere")])) == []


def test_no_entry_is_larger_than_reckoned() -> None:
    for payload in PAYLOADS:
        text = payload * 20
        paper = a_paper(title=f"Word {text}", authors=(text, *["Ada Lovelace"] * 50), abstract=text)
        library = a_library(paper)
        for address, content in files_of(library).items():
            assert len(content.encode()) <= most_bytes(paper), address


def test_the_order_of_reading_changes_nothing() -> None:
    turned = Library(
        papers=dict(reversed(list(LIBRARY.papers.items()))), topics=LIBRARY.topics, tags=LIBRARY.tags
    )
    assert files_of(turned) == files_of(LIBRARY)


def test_everything_is_read_alike_by_the_parsers_of_others(built_site: Path) -> None:
    keys = sorted(path.stem for path in (built_site / "papers").glob("*.bib"))
    assert len(keys) > 430
    text = (built_site / "exports/all.bib").read_text("utf-8")
    library = parse_bibtex(text)
    assert library.failed_blocks == []
    assert sorted(entry.key for entry in library.entries) == keys
    assert sorted(parse_pybtex(text, "bibtex").entries) == keys
    records = rispy.loads((built_site / "exports/all.ris").read_text("utf-8"))
    assert sorted(record["id"] for record in records) == keys
    items = json.loads((built_site / "exports/all.csl.json").read_text("utf-8"))
    assert sorted(item["id"] for item in items) == keys
    titles = {item["id"]: item["title"] for item in items}
    assert {record["id"]: record["title"] for record in records} == titles
    largest = max((built_site / "exports").rglob("*.*"), key=lambda path: path.stat().st_size)
    assert largest.stat().st_size < 50_000_000


def a_list(name: str, entries: Mapping[str, bytes], papers: list[str]) -> bytes:
    head, between, tail = around_entries(name)
    return head + between.join(entries[key] for key in papers) + tail


def test_a_list_made_from_the_last_one_is_the_one_made_from_nothing() -> None:
    chance = random.Random(20261123)
    keys = [f"p{number}" for number in range(12)]
    made = 0
    for turn in range(600):
        name = chance.choice(tuple(FILE_FORMATS))
        # Now and then two entries are alike, or one stands within another.
        words = 3 if turn % 5 == 0 else 1_000
        old = {key: f"{{entry {chance.randrange(words)}}}".encode() for key in keys}
        before = chance.sample(keys, chance.randint(0, 10))
        touched = set(chance.sample(keys, chance.randint(0, 4)))
        now = [key for key in before if key not in touched]
        for key in sorted(touched):
            if chance.random() < 0.7:
                now.insert(chance.randint(0, len(now)), key)
        new = {
            key: f"{{anew {chance.randrange(words)}}}".encode()
            if key in touched and chance.random() < 0.5
            else entry
            for key, entry in old.items()
        }
        again = list_again(a_list(name, old, before), name, before, now, touched, old.get, new.__getitem__)
        assert again in (a_list(name, new, now), None)
        made += again is not None
    assert made > 400


def test_a_list_is_made_anew_where_more_has_changed_than_is_known() -> None:
    entries = {key: f"{{{key}}}\n".encode() for key in "abcd"}
    left = a_list("bibtex", entries, ["a", "b", "c"])

    def again(left: bytes, now: list[str], touched: set[str], before: str = "abc") -> bytes | None:
        return list_again(left, "bibtex", before, now, touched, entries.get, entries.__getitem__)

    assert again(left, ["a", "c", "d"], {"b", "d"}) == a_list("bibtex", entries, ["a", "c", "d"])
    assert again(left, ["c", "b", "a"], {"b"}) is None
    assert again(left, [], {"a", "b", "c"}) is None
    assert again(left, ["d"], {"d"}, before="") is None
    assert again(left.replace(b"{b}", b"{x}"), ["a", "c"], {"b"}) is None
    assert again(left.replace(b"{a}", b"{x}"), ["a", "d", "b", "c"], {"d"}) is None
    assert list_again(left, "bibtex", "abc", "ac", {"b"}, lambda _: None, entries.__getitem__) is None
    many = {f"p{number}": f"{{{number}}}\n".encode() for number in range(50)}
    whole = a_list("bibtex", many, [*many])
    assert list_again(whole, "bibtex", [*many], [*many], {*many}, many.get, many.__getitem__) is None
