"""Who may link to a file that is gone is found by its name; whoever does link to one is never passed over."""

from __future__ import annotations

import posixpath
import random

import pytest

from generator.writing.links import MOST_LOOKED_FOR, LostFiles, PageLinks, may_be_written_out

LOST = (
    "authors/ada-lovelace/index.html",
    "authors/ada-lovelace/page/2/index.html",
    "papers/one/index.html",
    "papers/one.bib",
    "feeds/authors/ada-lovelace.xml",
)


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("index.html", "authors/ada-lovelace/"),
        ("papers/two/index.html", "../../authors/ada-lovelace/"),
        ("papers/two/index.html", "../../authors/ada-lovelace/index.html"),
        ("papers/two/index.html", "../../authors/ada-lovelace/page/2/#2024"),
        ("authors/index.html", "ada-lovelace/"),
        ("authors/ada-lovelace/page/3/index.html", "../2/"),
        ("authors/ada-lovelace/page/3/index.html", "../../"),
        ("papers/two/index.html", "../one/"),
        ("papers/two/index.html", "../one.bib"),
        ("topics/memory/index.html", "../../feeds/authors/ada-lovelace.xml"),
    ],
)
def test_who_links_to_a_lost_file_is_among_those_who_may(address: str, link: str) -> None:
    page = f'<p><a href="{link}">there</a></p>'.encode()
    links = PageLinks()
    links.read(posixpath.dirname(address), address, page)
    assert set(links.targets) & set(LOST)
    assert LostFiles(LOST).may_be_linked(address, page)


def test_most_pages_are_known_not_to() -> None:
    lost = LostFiles(LOST)
    assert not lost.may_be_linked(
        "papers/two/index.html", b'<a href="../three/">three</a> <a href="../../page/2/">'
    )
    assert not lost.may_be_linked("authors/ada/index.html", b'<a href="../../tags/kernels/">Kernels</a>')


def test_names_that_may_be_written_otherwise_and_very_many_are_looked_for_on_every_page() -> None:
    for lost in (
        ["papers/a b/index.html"],
        [f"papers/p{one}.bib" for one in range(MOST_LOOKED_FOR + 1)],
        ["index.html"],
        [".nojekyll"],
    ):
        assert LostFiles(lost).may_be_linked("tags/index.html", b"")


def test_any_link_by_any_way_is_found() -> None:
    chance = random.Random(20261122)
    folders = ["", "a/", "a/b/", "a/b/page/2/", "a/b/page/3/", "c/b/", "c/", "page/2/"]
    files = [*(f"{folder}index.html" for folder in folders), "a/b.bib", "c/a.json"]
    for _ in range(2_000):
        lost = chance.sample(files, chance.randint(1, 3))
        folder, target = chance.choice(folders), chance.choice(lost)
        there = target.removesuffix("index.html")
        link = posixpath.relpath(f"/{there}", f"/{folder}") + (
            "/" if there.endswith("/") or not there else ""
        )
        page = f'<a href="{link}">'.encode()
        links = PageLinks()
        links.read(folder.rstrip("/"), f"{folder}index.html", page)
        assert target in links.targets, (folder, link)
        assert LostFiles(lost).may_be_linked(f"{folder}index.html", page), (lost, folder, link)


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("authors/ada-lovelace/index.html", "{{ root }}/authors/ada-lovelace/"),
        ("authors/ada-lovelace/index.html", "../ada-lovelace/index.html"),
        ("authors/ada-lovelace/page/12/index.html", "../page/12/"),
        ("papers/one.bib", "../one.bib"),
        ("papers/one.csl.json", "../{{ name }}/one.csl.json"),
    ],
)
def test_a_link_that_is_written_out_is_seen(address: str, link: str) -> None:
    text = f"<a href='{link}'>".encode()
    assert may_be_written_out(["tags/other/index.html", address], text)
    assert not may_be_written_out(["tags/other/index.html", address], b"<a href='{{ root }}/authors/'>")
