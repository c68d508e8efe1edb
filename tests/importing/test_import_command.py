"""`paperindex import` from the outside: files in, entries out, every record accounted for."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.commands.main import cli
from generator.loading.library_loader import load_content
from generator.model.paper import Listing, Venue
from generator.model.partial_date import PartialDate
from tests.importing.made_up import PAGE_OF_DECEMBER, PAGE_WITHOUT_BYLINES, abstract

TOPIC = "name: {name}\ndescription: {words}\norder: 1\ngroup: All\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An index with two topics, two tags, no papers, and two listings beside it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    (tmp_path / "content" / "topics").mkdir(parents=True)
    (tmp_path / "content" / "topics" / "attention.yml").write_text(
        TOPIC.format(name="Attention", words="Heads, tokens and the cost of looking at every pair"),
        encoding="utf-8",
    )
    (tmp_path / "content" / "topics" / "graphs.yml").write_text(
        TOPIC.format(name="Graphs", words="Walking on graphs, nodes and edges"), encoding="utf-8"
    )
    (tmp_path / "content" / "tags.yml").write_text(
        "pruning: {name: Pruning, description: Taking parts away}\ngraph-walks: {name: Graph walks, description: Walking graphs}\n",
        encoding="utf-8",
    )
    (tmp_path / "december.txt").write_text(PAGE_OF_DECEMBER, encoding="utf-8")
    (tmp_path / "plain.txt").write_text(PAGE_WITHOUT_BYLINES, encoding="utf-8")
    return tmp_path


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, ["import", "--content", "content", *arguments], input=stdin)


def counts(result: Result) -> dict[str, int]:
    """The numbers of the account by their words."""
    found = re.findall(r"^ {2,}(\d+) (.+)$", result.stdout, re.MULTILINE)
    return {words.split(",")[0]: int(number) for number, words in found}


def entries(folder: Path) -> dict[str, str]:
    return {
        path.stem: path.read_text(encoding="utf-8")
        for path in sorted((folder / "content" / "papers").glob("*.yml"))
    }


def test_two_pages_become_entries_and_every_record_is_accounted_for(folder: Path) -> None:
    result = run("december.txt", "plain.txt")
    assert result.exit_code == 0, result.output
    assert "6 records in 2 files:" in result.stdout
    assert counts(result) == {
        "new entries": 5,
        "further records of papers in this run": 1,
        "of papers already there": 0,
        "could not be read": 0,
    }
    loaded = load_content(folder / "content", folder)
    papers = loaded.library.papers
    quiet = papers["quiet-heads"]
    assert quiet.title == "Quiet Heads: Pruning Attention by Listening"
    assert (quiet.author_count, str(quiet.date)) == (4, "2024-07-21")
    assert quiet.links.code == "https://github.com/example/quiet-heads"
    assert quiet.listed == (Listing("hf-daily-papers", PartialDate(2025, 12, 9)),)
    assert quiet.added == PartialDate(2026, 1, 1)
    assert quiet.topic == "attention"
    assert quiet.abstract is None
    assert {problem.code for problem in loaded.problems if problem.code.startswith("E")} == {"E204"}


def test_a_paper_on_two_pages_keeps_each_listing(folder: Path) -> None:
    run("december.txt", "plain.txt")
    text = entries(folder)["slow-mixers-are-enough"]
    assert 'title: "Slow Mixers Are Enough"\norganizations: [Example Lab]\ndate: 2025-10-30\n' in text
    assert (
        "  - {source: hf-daily-papers, date: 2025-12-09, comments: 3}\n  - {source: hf-daily-papers}\n"
        in text
    )


def test_a_second_run_finds_nothing_to_add(folder: Path) -> None:
    facts = folder / "facts.jsonl"
    rows = [{"title": title, "authors": ["Ada Lovelace"], "arxiv": f"2401.0000{number}"} for number, title in enumerate(
        ["Slow mixers are enough", "A Third Way to Count Tokens", "Walking Graphs with Two Left Feet"])]  # fmt: skip
    facts.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    first = run("december.txt", "plain.txt", "--facts", "facts.jsonl")
    assert first.exit_code == 0, first.output
    before = entries(folder)
    second = run("december.txt", "plain.txt", "--facts", "facts.jsonl")
    assert second.exit_code == 0, second.output
    assert entries(folder) == before
    assert counts(second)["new entries"] == 0
    assert re.search(r"5 of papers already there, nothing to add", second.stdout)


def test_an_editors_words_survive(folder: Path) -> None:
    papers = folder / "content" / "papers"
    papers.mkdir()
    written = (
        "# mine\ntitle: 'Slow mixers are ENOUGH'   # as on the poster\nauthors: [Ada Lovelace]\ndate: 2025-09\n"
        "topic: graphs\ntldr: My own words.\n\nlisted:\n  - {source: hf-daily-papers, date: 2025-11-11, comments: 9}\n"
    )
    (papers / "mixers.yml").write_text(written, encoding="utf-8")
    result = run("december.txt", "plain.txt")
    assert result.exit_code == 0, result.output
    assert entries(folder)["mixers"] == written.replace("date: 2025-09\n", "date: 2025-09\n").replace(
        "authors: [Ada Lovelace]\n", "authors: [Ada Lovelace]\norganizations: [Example Lab]\n"
    ).replace(
        "comments: 9}\n", "comments: 9}\n  - {source: hf-daily-papers, date: 2025-12-09, comments: 3}\n"
    )
    assert re.search(r"1 of papers already there, whose entries gained something", result.stdout)


def test_two_records_of_one_entry_are_added_to_it_together(folder: Path) -> None:
    """One is known by its title, the other by its arXiv id under another title."""
    papers = folder / "content" / "papers"
    papers.mkdir()
    written = "title: Slow mixers are enough\ndate: 2025-09\ntopic: graphs\nlinks: {arxiv: '2401.00010'}\nlisted: []\n"
    (papers / "mixers.yml").write_text(written, encoding="utf-8")
    row = {"title": "A Third Way to Count Tokens", "arxiv": "2401.00010"}
    (folder / "facts.jsonl").write_text(json.dumps(row), encoding="utf-8")
    (folder / "third.txt").write_text(
        f"Daily Papers\n\nDec 10, 2025\n\nA Third Way to Count Tokens\n\n{abstract()}\n", encoding="utf-8"
    )
    (folder / "mixers.txt").write_text(
        f"Daily Papers\n\nDec 9, 2025\n\nSlow Mixers Are Enough\n\n{abstract()}\n", encoding="utf-8"
    )
    result = run("mixers.txt", "third.txt", "--facts", "facts.jsonl")
    assert result.exit_code == 0, result.output
    assert list(entries(folder)) == ["mixers"]
    (paper,) = load_content(folder / "content", folder).library.papers.values()
    assert [str(listing.date) for listing in paper.listed] == ["2025-12-09", "2025-12-10"]


def test_facts_fill_in_what_listings_do_not_say(folder: Path) -> None:
    row = {
        "title": "Walking graphs with two left feet!",
        "arxiv": "2401.00010v2",
        "authors": ["Ada Lovelace", "Alan Turing"],
        "venue": "Made-up Conference",
        "venue_year": 2025,
        "code": "https://github.com/example/feet.git",
        "note": "the second author is missing in version 1",
    }
    (folder / "facts.jsonl").write_text(json.dumps(row) + "\nnot json\n", encoding="utf-8")
    result = run("plain.txt", "--facts", "facts.jsonl")
    assert result.exit_code == 1
    assert "facts.jsonl:2:1: error[E705]" in result.stderr
    paper = load_content(folder / "content", folder).library.papers["walking-graphs-with-two"]
    assert paper.authors == ("Ada Lovelace", "Alan Turing")
    assert str(paper.date) == "2024-01"
    assert paper.venue == Venue("Made-up Conference", 2025)
    assert (paper.links.arxiv, paper.links.code) == ("2401.00010", "https://github.com/example/feet")
    assert paper.links.data == "https://huggingface.co/datasets/example/feet"
    assert "# the second author is missing in version 1" in entries(folder)["walking-graphs-with-two"]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"arxiv": 2401.00010}, "'arxiv' is no text"),
        ({"arxiv": "24.1"}, "'arxiv' is no arXiv id"),
        ({"venue": "  "}, "'venue' is no text"),
        ({"venue_year": "2025"}, "'venue_year' is no year"),
        ({"authors": "Ada Lovelace"}, "'authors' is no list of names"),
    ],
)
def test_facts_of_another_kind_are_told_and_left_out(
    folder: Path, value: dict[str, object], words: str
) -> None:
    row = {"title": "Walking graphs with two left feet!", "code": "https://example.org/feet", **value}
    (folder / "facts.jsonl").write_text(json.dumps(row), encoding="utf-8")
    result = run("plain.txt", "--facts", "facts.jsonl")
    assert result.exit_code == 1
    assert f"facts.jsonl:1:1: error[E705] {words}" in result.stderr
    assert "https://example.org/feet" not in entries(folder)["walking-graphs-with-two"]


def test_facts_that_disagree_are_told(folder: Path) -> None:
    row = {
        "title": "Quiet Heads: Pruning Attention by Listening",
        "arxiv": "2512.00010",
        "authors": ["Ada Lovelace"],
    }
    (folder / "facts.jsonl").write_text(json.dumps(row), encoding="utf-8")
    result = run("december.txt", "--facts", "facts.jsonl")
    assert result.exit_code == 0
    assert result.stderr.count("warning[W704]") == 2
    text = entries(folder)["quiet-heads"]
    assert "# the listing counts 4 authors, the facts name 1\n" in text
    assert "date: 2024-07-21" in text


def test_the_abstract_comes_only_when_asked_for(folder: Path) -> None:
    run("december.txt", "--with-abstract")
    loaded = load_content(folder / "content", folder)
    paper = loaded.library.papers["reducing-the-o-n2"]
    assert paper.title == "Reducing the $O(n^2)$ Cost of Looking"
    assert paper.abstract == abstract("16×16 words")


def test_a_dry_run_writes_nothing(folder: Path) -> None:
    result = run("december.txt", "--dry-run")
    assert result.exit_code == 0
    assert "would write content/papers/quiet-heads.yml  (attention)  Quiet Heads" in result.stdout
    assert not (folder / "content" / "papers").exists()


def test_standard_input_is_a_listing_too(folder: Path) -> None:
    result = run("-", "--page-date", "2025-12-09", stdin=PAGE_WITHOUT_BYLINES.encode())
    assert result.exit_code == 0, result.output
    assert "{source: hf-daily-papers, date: 2025-12-09}" in entries(folder)["slow-mixers-are-enough"]


def test_a_page_can_be_dated_by_its_name(folder: Path) -> None:
    result = run("december.txt", "plain.txt", "--page-date", "plain.txt=2025-12-10", "--added", "2026-02-03")
    assert result.exit_code == 0, result.output
    text = entries(folder)["walking-graphs-with-two"]
    assert "date: 2025-12-10}" in text
    assert "added: 2026-02-03" in text


def test_ids_are_never_given_twice(folder: Path) -> None:
    (folder / "content" / "papers").mkdir()
    (folder / "content" / "papers" / "other.yml").write_text(
        "title: Another Paper\nauthor_count: 1\ndate: 2024\ntopic: graphs\naliases: [quiet-heads]\n",
        encoding="utf-8",
    )
    run("december.txt")
    assert "quiet-heads" not in entries(folder)
    assert "quiet-heads-pruning" in entries(folder)


def test_an_entry_that_cannot_be_read_stops_the_import(folder: Path) -> None:
    (folder / "content" / "papers").mkdir()
    (folder / "content" / "papers" / "broken.yml").write_text("title: [", encoding="utf-8")
    result = run("december.txt")
    assert result.exit_code == 1
    assert "content/papers/broken.yml" in result.stderr
    assert list(entries(folder)) == ["broken"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\0\1\2", "no text file"),
        (b"<html><body>", "HTML"),
        (b"\xff\xfeA\0", "UTF-16"),
        (b"", "empty"),
        (b"\xc3\x28", "UTF-8"),
    ],
)
def test_a_page_that_is_none_does_not_keep_the_others_out(folder: Path, content: bytes, words: str) -> None:
    (folder / "odd.txt").write_bytes(content)
    result = run("odd.txt", "plain.txt")
    assert result.exit_code == 1
    assert "odd.txt:1:1: error[E701]" in result.stderr
    assert words in result.stderr
    assert len(entries(folder)) == 2
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("missing.txt",),
        ("content",),
        ("december.txt", "--page-date", "yesterday"),
        ("december.txt", "--page-date", "other.txt=2025-12-09"),
        ("december.txt", "plain.txt", "--page-date", "2025-12-09"),
        ("december.txt", "--facts", "missing.jsonl"),
        ("december.txt", "--year", "25"),
    ],
)
def test_wrong_use_is_told_and_writes_nothing(folder: Path, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stderr
    assert "Traceback" not in result.output
    assert not (folder / "content" / "papers").exists()


def test_terminal_codes_of_a_listing_stay_off_the_terminal(folder: Path) -> None:
    (folder / "evil.txt").write_text(
        f"A \x1b[31mred Title\n{abstract()}\nA Fine Title\n{abstract()}\n", encoding="utf-8"
    )
    result = run("evil.txt")
    assert result.exit_code == 1
    assert "\x1b[31m" not in result.output
    assert counts(result)["could not be read"] == 1
    assert counts(result)["new entries"] == 1
