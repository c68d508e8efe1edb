"""What is withdrawn, retracted, superseded or removed says so, and is put before nobody who did not ask."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.support.command_line import run_cli
from tests.support.projects import make_project

ENTRY = """\
title: "{title}"
authors: [Ada Lovelace, {author}]
date: 2025-0{month}-01
topic: attention
tags: [kernels, sparsity]
kind: method
tldr: Clusters queries and keys by hashing.
added: 2025-06-0{month}
listed:
  - {{source: hf-daily-papers, date: 2025-06-0{month}, comments: 7}}
{rest}"""


def entry(title: str, month: int, rest: str = "", author: str = "Alan Turing") -> bytes:
    return ENTRY.format(title=title, month=month, rest=rest, author=author).encode()


NOTE = "Retracted by its authors, see https://example.org/notice?a=1&b=2."
PAPERS: dict[str, str | bytes | None] = {
    "content/papers/first-paper.yml": b"title: Of Other Things\nauthors: [B C]\ndate: 2019\ntopic: attention\n",
    "content/papers/sound.yml": entry("Sound Hashing", 1, "builds_on: [gone]\n"),
    "content/papers/later.yml": entry("Later Hashing", 2),
    "content/papers/withdrawn.yml": entry(
        "Withdrawn Hashing", 3, "status: withdrawn\nstatus_note: A proof fails.\n"
    ),
    "content/papers/retracted.yml": entry(
        "Retracted Hashing", 4, f'status: retracted\nstatus_note: "{NOTE}"\n'
    ),
    "content/papers/superseded.yml": entry(
        "Superseded Hashing",
        5,
        "status: superseded\nstatus_note: There is a better one.\nsuperseded_by: later\n",
    ),
    "content/papers/gone.yml": entry(
        "Removed Hashing",
        6,
        "status: removed\nstatus_note: Its authors asked for it.\naliases: [was-here]\n",
        "Wanda Withdrawn",
    ),
    "content/topics/attention.yml": """
        name: Attention
        description: How models choose what to look at.
        order: 1
        group: Models
        start_here:
          - {paper: gone, why: It was the first.}
          - {paper: sound, why: It is sound.}
        """,
}
ASIDE = ("withdrawn", "retracted", "superseded")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_project(tmp_path_factory.mktemp("status"), PAPERS)
    run_cli("build", cwd=folder).expect(0)
    return folder


def page(project: Path, address: str) -> str:
    return (project / "site" / address / "index.html").read_text(encoding="utf-8")


def article(project: Path, address: str) -> str:
    return page(project, address).partition("<article")[2].partition("<footer")[0]


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("withdrawn", "<strong>Withdrawn.</strong> A proof fails."),
        ("retracted", "<strong>Retracted.</strong> Retracted by its authors"),
        ("superseded", '<a href="../../papers/later/">Later Hashing</a>'),
    ],
)
def test_a_banner_says_what_happened(key: str, said: str, project: Path) -> None:
    banner = re.search(
        r'<div class="pi-status" role="note">.*?</div>', article(project, f"papers/{key}/"), re.DOTALL
    )
    assert banner is not None
    assert said in banner.group()


def test_an_address_in_the_note_is_a_link(project: Path) -> None:
    assert (
        '<a href="https://example.org/notice?a=1&amp;b=2">https://example.org/notice?a=1&amp;b=2</a>.'
        in article(project, "papers/retracted/")
    )


@pytest.mark.parametrize("key", ASIDE)
def test_it_is_in_no_feed_and_not_among_the_newest(key: str, project: Path) -> None:
    title = f"{key.capitalize()} Hashing"
    feeds = sorted((project / "site/feeds").rglob("*.*"))
    assert feeds
    for feed in feeds:
        assert title not in feed.read_text(encoding="utf-8"), feed
    for address in ("new/", "discussed/", "changes/"):
        assert title not in article(project, address), address
        assert "Sound Hashing" in article(project, address), address
    home = (project / "site/index.html").read_text(encoding="utf-8")
    assert title not in home


@pytest.mark.parametrize("key", ASIDE)
def test_it_is_related_to_nobody_but_stays_on_its_shelf_with_its_status(key: str, project: Path) -> None:
    related = article(project, "papers/sound/").partition('id="related"')[2].partition("</section>")[0]
    assert "Later Hashing" in related
    assert f"papers/{key}/" not in related
    shelf = article(project, "topics/attention/")
    assert f"papers/{key}/" in shelf
    assert f'<p class="pi-card__status">{key.capitalize()}</p>' in shelf


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("hashing", {"sound", "later"}),
        ("retracted hashing", {"sound", "later"}),
        ("hashing status:retracted", {"retracted"}),
        ("status:superseded", {"superseded"}),
        ("hashing -status:withdrawn", {"sound", "later", "retracted", "superseded"}),
        ("", {"sound", "later", "first-paper"}),
    ],
)
def test_searching_shows_it_only_to_those_who_ask(query: str, found: set[str], project: Path) -> None:
    done = run_cli("search", "--json", query, cwd=project).expect(0)
    results = json.loads(done.output)["results"]
    assert {result["address"].split("/")[1] for result in results} == found


def test_a_removed_paper_leaves_a_tombstone_and_nothing_else(project: Path) -> None:
    tombstone = page(project, "papers/gone/")
    assert "<strong>Removed.</strong> Its authors asked for it." in tombstone
    assert '<meta name="robots" content="noindex">' in tombstone
    assert 'url=../../papers/gone/"' in page(project, "papers/was-here/")
    for file in (project / "site").rglob("*"):
        if file.is_file():
            assert b"Removed Hashing" not in file.read_bytes(), file
            assert b"Wanda Withdrawn" not in file.read_bytes(), file
    sitemap = (project / "site/sitemap.xml").read_text(encoding="utf-8")
    assert "/papers/sound/" in sitemap
    assert "/papers/gone/" not in sitemap


def test_what_led_to_a_removed_paper_leads_there_no_more(project: Path) -> None:
    assert "papers/gone/" not in article(project, "papers/sound/")
    shelf = article(project, "topics/attention/")
    assert "It is sound." in shelf
    assert "It was the first." not in shelf
    run_cli("check", cwd=project).expect(0)
