"""A paper gets another id: everything follows, nothing else changes, and no link breaks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.command_line import run_cli
from tests.support.projects import make_project

ENTRY = """\
# Why this file looks as it does: its editor likes it so.
title:   "A First Paper on Attention"   # as printed
authors: [Ada Lovelace,
          Alan Turing]
date: 2025-03-01
topic: attention
tags: [kernels, sparsity]
kind: method
added: 2025-04-01
"""
HEIR = """\
title: A Second Paper
authors: [Ada Lovelace]
date: 2025-05-01
topic: attention
builds_on:
  - first-paper   # its idea
  - 'first-paper-of-another'
tldr: A sequel to first-paper.
"""
OTHERS = {
    "content/papers/first-paper.yml": ENTRY.encode(),
    "content/papers/2025/heir.yml": HEIR.encode(),
    "content/papers/first-paper-of-another.yml": b"title: Another\nauthors: [B C]\ndate: 2024\ntopic: attention\n",
    "content/papers/old-version.yml": b"title: An Old One\nauthors: [B C]\ndate: 2023\ntopic: attention\n"
    b'status: superseded\nstatus_note: See the first paper.\nsuperseded_by: "first-paper"\n',
    "content/topics/attention.yml": b"name: Attention\ndescription: What to look at.\norder: 1\ngroup: Models\n"
    b"start_here:\n  - {paper: first-paper, why: It began with first-paper.}\n",
    "content/people.yml": b"ada-lovelace:\n  name: Ada Lovelace\n  papers: [first-paper, heir]\n",
}


def test_everything_follows_and_nothing_else_changes(tmp_path: Path) -> None:
    make_project(tmp_path, OTHERS)
    done = run_cli("rename", "first-paper", "routing", cwd=tmp_path).expect(0)
    papers = tmp_path / "content/papers"
    assert not (papers / "first-paper.yml").exists()
    renamed = ENTRY.replace("added:", "aliases: [first-paper]\nadded:")
    assert (papers / "routing.yml").read_text() == renamed
    assert (papers / "2025/heir.yml").read_text() == HEIR.replace("- first-paper  ", "- routing  ")
    assert 'superseded_by: "routing"\n' in (papers / "old-version.yml").read_text()
    topic = (tmp_path / "content/topics/attention.yml").read_text()
    assert "{paper: routing, why: It began with first-paper.}" in topic
    assert "papers: [routing, heir]" in (tmp_path / "content/people.yml").read_text()
    assert "content/papers/first-paper.yml is now content/papers/routing.yml" in done.output
    run_cli("check", cwd=tmp_path).expect(0)


def test_the_old_address_forwards(tmp_path: Path) -> None:
    make_project(tmp_path, OTHERS)
    run_cli("rename", "first-paper", "routing", cwd=tmp_path).expect(0)
    run_cli("build", cwd=tmp_path).expect(0)
    page = (tmp_path / "site/papers/first-paper/index.html").read_text(encoding="utf-8")
    assert 'http-equiv="refresh" content="0; url=../../papers/routing/"' in page
    assert '<link rel="canonical" href="https://small.example.org/papers/routing/">' in page
    assert 'href="../../papers/routing/"' in page


def test_back_and_forth_ends_where_it_began_but_for_the_alias(tmp_path: Path) -> None:
    make_project(tmp_path, OTHERS)
    run_cli("rename", "first-paper", "routing", cwd=tmp_path).expect(0)
    run_cli("rename", "routing", "first-paper", cwd=tmp_path).expect(0)
    text = (tmp_path / "content/papers/first-paper.yml").read_text()
    assert text == ENTRY.replace("added:", "aliases: [routing]\nadded:")
    run_cli("check", cwd=tmp_path).expect(0)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("aliases: [older]  # once\n", "aliases: [older, first-paper]  # once\n"),
        (
            "aliases:\n  - older\n  - oldest # the first\n",
            "aliases:\n  - older\n  - oldest # the first\n  - first-paper\n",
        ),
        ("aliases: []\n", "aliases: [first-paper]\n"),
        ("aliases: [routing, older]\n", "aliases: [older, first-paper]\n"),
        ("aliases: [older, routing]\n", "aliases: [older, first-paper]\n"),
        ("aliases:\n  - routing\n  - older\n", "aliases:\n  - older\n  - first-paper\n"),
        ("id: first-paper\n", "id: routing\naliases: [first-paper]\n"),
    ],
)
def test_aliases_are_kept_as_they_are_laid_out(before: str, after: str, tmp_path: Path) -> None:
    entry = ENTRY.replace("added: 2025-04-01\n", "")
    make_project(tmp_path, {"content/papers/first-paper.yml": (entry + before).encode()})
    run_cli("rename", "first-paper", "routing", cwd=tmp_path).expect(0)
    assert (tmp_path / "content/papers/routing.yml").read_text() == entry + after
    run_cli("check", cwd=tmp_path).expect(0)


def test_a_dry_run_only_tells(tmp_path: Path) -> None:
    make_project(tmp_path, OTHERS)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    done = run_cli("rename", "first-paper", "routing", "--dry-run", cwd=tmp_path).expect(0)
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before
    assert "would become content/papers/routing.yml" in done.output
    assert done.output.count("would follow") == 4


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("first-paper", "heir"), "is taken"),
        (("first-paper", "Heir Apparent"), "may hold only"),
        (("frist-paper", "routing"), "did you mean 'first-paper'"),
        (("first-paper", "first-paper"), "both ids are the same"),
        (("heir", "long-ago"), "former id of 'with-alias'"),
        (("long-ago", "routing"), "rename that one"),
    ],
)
def test_what_cannot_be_is_refused(words: tuple[str, str], said: str, tmp_path: Path) -> None:
    alias = b"title: With Alias\nauthors: [B C]\ndate: 2024\ntopic: attention\naliases: [long-ago]\n"
    make_project(tmp_path, {**OTHERS, "content/papers/with-alias.yml": alias})
    refused = run_cli("rename", *words, cwd=tmp_path).expect(2)
    assert said in refused.errors
    assert (tmp_path / "content/papers/first-paper.yml").read_bytes() == ENTRY.encode()


def test_a_file_that_cannot_be_read_stops_it_before_anything_is_written(tmp_path: Path) -> None:
    make_project(tmp_path, {**OTHERS, "content/papers/broken.yml": b"builds_on: [first-paper\n"})
    refused = run_cli("rename", "first-paper", "routing", cwd=tmp_path).expect(1)
    assert "content/papers/broken.yml" in refused.errors
    assert (tmp_path / "content/papers/first-paper.yml").exists()
    assert not (tmp_path / "content/papers/routing.yml").exists()
