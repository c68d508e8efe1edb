"""Whoever judges a change sees each entry before and after, and nothing in it can act."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.model.topic import Tag
from generator.reviewing.entry_review import LONGEST_LIST, SHOWN_WHOLE, review
from tests.support.command_line import run_cli
from tests.support.git_folder import commit_all
from tests.support.papers import HERE, a_library, a_paper
from tests.support.projects import make_project

NEW = """\
title: "Hashing <script>alert(1)</script> | $O(n)$ [click](https://example.org/x)"
authors: ["@everyone", Ada Lovelace]
date: 2025-05-01
topic: attention
tags: [kernels, sparsity]
tldr: "![x](https://example.org/y.png) closes #1 and GH-1>"
summary: |
  One.

  Two </details> three.
links:
  code: https://example.org/GH-1#2
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_project(
        tmp_path_factory.mktemp("review"),
        {
            ".gitignore": "site/\n.cache/\npreview/\n",
            "content/papers/old-name.yml": b"title: A Paper to Be Renamed\nauthors: [B C]\ndate: 2024\ntopic: attention\n",
            "content/papers/leaving.yml": b"title: One That Leaves\nauthors: [D E]\ndate: 2023\ntopic: attention\n",
            "content/papers/moving.yml": b"title: One That Moves\nauthors: [F G]\ndate: 2022\ntopic: attention\n",
        },
    )
    commit_all(folder, "Begin")
    papers = folder / "content/papers"
    first = (papers / "first-paper.yml").read_text(encoding="utf-8")
    (papers / "first-paper.yml").write_text(
        first.replace("kind: method", "kind: theory\nresults: [One, Two]"), "utf-8"
    )
    (papers / "hashing.yml").write_text(NEW, encoding="utf-8")
    (papers / "leaving.yml").unlink()
    (papers / "2022").mkdir()
    (papers / "moving.yml").rename(papers / "2022/moving.yml")
    tags = folder / "content/tags.yml"
    tags.write_text(
        tags.read_text(encoding="utf-8").replace("Code close", "Programs close"), encoding="utf-8"
    )
    run_cli("rename", "old-name", "new-name", cwd=folder).expect(0)
    return folder


@pytest.fixture(scope="module")
def told(project: Path) -> str:
    return run_cli("review", "--against", "HEAD", cwd=project).expect(0).output


def test_each_change_is_named(told: str) -> None:
    headings = re.findall(r"^### (.*)$", told, re.MULTILINE)
    assert headings == [
        "`first-paper` changed",
        "`hashing` added",
        "`leaving` deleted",
        "`new-name` renamed from old-name",
        "`kernels` changed",
    ]


def test_fields_stand_side_by_side(told: str) -> None:
    assert "| kind | method | theory |" in told
    assert "| results | – | One<br>Two |" in told
    assert "| description | Code close to the hardware. | Programs close to the hardware. |" in told
    assert "| aliases | – | old-name |" in told


def test_nothing_in_an_entry_can_act(told: str) -> None:
    section = told.partition("### `hashing`")[2].partition("### `leaving`")[0]
    assert len(re.findall(r"(?<!\\)<details", section)) == len(re.findall(r"(?<!\\)</details", section)) == 1
    assert not re.search(r"(?<!\\)<script", section)
    assert not re.search(r"(?<!\\)!\[", section)
    assert "](<https://example.org/GH-1#2>)" in section
    # GitHub looks for names and numbers in what is shown, where no backslash is left.
    shown = section.replace("https://example.org/GH-1#2", "").replace("\\", "")
    assert "closes #<!-- -->1 and GH-<!-- -->1>" in shown
    assert "@<!-- -->everyone" in shown
    assert not re.search(r"[@#]\w|GH-\d", shown)


def test_the_changed_pages_can_be_taken_along(project: Path) -> None:
    run_cli("build", cwd=project).expect(0)
    run_cli("review", "--against", "HEAD", "--pages", "preview", cwd=project).expect(0)
    pages = sorted(
        path.relative_to(project / "preview").as_posix() for path in (project / "preview").rglob("*.html")
    )
    assert pages == [
        "index.html",
        "papers/first-paper/index.html",
        "papers/hashing/index.html",
        "papers/new-name/index.html",
        "papers/old-name/index.html",
        "tags/kernels/index.html",
    ]
    listed = (project / "preview/index.html").read_text(encoding="utf-8")
    assert "<script>" not in listed
    assert 'href="papers/hashing/index.html"' in listed
    sheets = re.findall(
        r'<link rel="stylesheet" href="\.\./\.\./([^"?]*)',
        (project / "preview/papers/hashing/index.html").read_text("utf-8"),
    )
    assert sheets
    assert all((project / "preview" / sheet).is_file() for sheet in sheets)
    again = run_cli("review", "--against", "HEAD", "--pages", "preview", cwd=project).expect(2)
    assert "is not empty" in again.errors


def test_no_change_says_so(tmp_path: Path) -> None:
    make_project(tmp_path)
    commit_all(tmp_path, "Begin")
    assert (
        "No entry says anything else" in run_cli("review", "--against", "HEAD", cwd=tmp_path).expect(0).output
    )


def test_a_sweep_is_told_in_short_and_what_is_not_listed_is_counted() -> None:
    count = SHOWN_WHOLE + LONGEST_LIST + 1
    papers = [a_paper(f"p{number:03}") for number in range(count)]
    tags = tuple(Tag(key=f"t{number:03}", name="T", description="D") for number in range(LONGEST_LIST + 2))
    told = review(a_library(), a_library(*papers, tags=tags), HERE)
    assert told.count("\n### `p") == SHOWN_WHOLE
    assert f"\nAnd {count - SHOWN_WHOLE} entries more:\n\n- `p{SHOWN_WHOLE:03}` added\n" in told
    assert told.count("` added\n") == SHOWN_WHOLE + 2 * LONGEST_LIST
    assert told.count("\n1 more are not listed here.\n") == 1
    assert told.count("\n2 more are not listed here.\n") == 1
    assert "not listed" not in review(a_library(), a_library(*papers[: count - 1], tags=tags[:-2]), HERE)


def test_an_entry_is_shown_in_words(project: Path) -> None:
    for name in ("new-name", "old-name", "content/papers/new-name.yml"):
        assert run_cli("show", name, cwd=project).expect(0).output.startswith("# A Paper to Be Renamed\n")
    assert "did you mean 'hashing'?" in run_cli("show", "hasing", cwd=project).expect(2).errors


def test_showing_a_faulty_entry_says_what_is_wrong(tmp_path: Path) -> None:
    make_project(
        tmp_path,
        {"content/papers/faulty.yml": "title: X\ndate: 2024-13-01\ntopic: attention\nauthors: [B]\n"},
    )
    shown = run_cli("show", "faulty", cwd=tmp_path).expect(1)
    assert "E203" in shown.errors
