"""A paper on which a whole field builds, and one whose abstract is a book, have pages like any other."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.exports.citation import LONGEST_ABSTRACT
from generator.pages.kin_view import CARDS, LINES
from tests.support.command_line import run_cli
from tests.support.projects import files_in, make_project

LARGEST_PAGE = 200_000
HEIR = (
    'title: "A Rather Long Title of Paper {number} That Takes up the Idea and Carries It Somewhat Further"\n'
    "authors: [Maximiliana Featherstonehaugh]\ndate: 2020-{month:02d}\ntopic: attention\n"
    "tags: [kernels, sparsity]\ntldr: Goes on where the first paper ended and says in many words what came of it.\n"
    "builds_on: [first-paper]\nlinks: {{arxiv: '2001.{number:05d}', code: 'https://example.org/{number}'}}\n"
)


def site_with(folder: Path, heirs: int) -> dict[str, str]:
    files = {
        f"content/papers/heir-{number}.yml": HEIR.format(number=number, month=number % 12 + 1)
        for number in range(heirs)
    }
    make_project(folder, files)
    run_cli("build", cwd=folder).expect(0)
    pages = files_in(folder / "site")
    return {
        name: pages[name].decode() for name in ("papers/first-paper/index.html", "papers/heir-0/index.html")
    }


def built_upon(page: str) -> str:
    return page[page.index('id="built-upon"') :].partition("</section>")[0]


@pytest.mark.parametrize("heirs", [CARDS, CARDS + 1])
def test_few_heirs_stand_in_full(tmp_path: Path, heirs: int) -> None:
    part = built_upon(site_with(tmp_path, heirs)["papers/first-paper/index.html"])
    assert part.count('class="pi-card ') == heirs
    assert "<details" not in part


def test_of_many_the_newest_stand_in_full_and_others_in_brief(tmp_path: Path) -> None:
    part = built_upon(site_with(tmp_path, CARDS + 30)["papers/first-paper/index.html"])
    assert part.count('class="pi-card ') == CARDS
    assert "<summary>30 more</summary>" in part
    assert part.count("<li class=") == 30
    assert "December 2020" in part.partition("</article>")[0]


def test_a_whole_field_does_not_make_the_page_too_large(tmp_path: Path) -> None:
    page = site_with(tmp_path, CARDS + LINES + 700)["papers/first-paper/index.html"]
    assert len(page.encode()) < LARGEST_PAGE
    assert f"<summary>{LINES + 700} more</summary>" in page
    assert "And 700 others, which" in page


def test_an_abstract_as_long_as_a_book_is_said_once(tmp_path: Path) -> None:
    entry = "title: A Book\nauthors: [Ada Lovelace]\ndate: 2024\ntopic: attention\nabstract: |\n  {}\n"
    words = "a word " * 8_000
    assert len(words) > LONGEST_ABSTRACT
    make_project(tmp_path, {"content/papers/book.yml": entry.format(words)})
    run_cli("build", cwd=tmp_path).expect(0)
    site = files_in(tmp_path / "site")
    page = site["papers/book/index.html"].decode()
    assert page.count("The file holds it, with the whole abstract.") == 3
    assert len(page) < 1.5 * len(words) < LARGEST_PAGE
    assert site["papers/book.bib"].decode().count("a word") == 8_000
