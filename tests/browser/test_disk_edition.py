"""The zip of the site: unpacked anywhere, opened from the disk, it reads, searches, compares and keeps a list."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from generator.writing.links import links_of, target_of
from tests.support.accessibility import accessibility_violations
from tests.support.browser import OpenPage
from tests.support.command_line import run_cli
from tests.support.static_server import StaticServer


class Disk(StaticServer):
    """Not a server at all: addresses of files, for `open_page`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.origin = "file://"

    def address(self, path: str = "") -> str:
        return f"file://{self.folder}/{path}"


@pytest.fixture(scope="module")
def zipped(built_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("zip") / "index.zip"
    run_cli("zip", "--site-dir", built_site, "--output", target).expect(0)
    return target


@pytest.fixture(scope="module")
def disk(zipped: Path, tmp_path_factory: pytest.TempPathFactory) -> Disk:
    folder = tmp_path_factory.mktemp("a disk (1)")
    with zipfile.ZipFile(zipped) as archive:
        archive.extractall(folder)
    return Disk(folder / "attention-index")


def shown(page: Page) -> str:
    return page.url.partition("attention-index/")[2]


def test_every_link_of_every_page_leads_to_a_file(disk: Disk) -> None:
    pages = sorted(disk.folder.rglob("*.html"))
    assert len(pages) > 1000
    dead = []
    for page in pages:
        folder = page.parent.relative_to(disk.folder).as_posix().removeprefix(".")
        links = set(links_of(page.read_bytes()))
        dead += [(page, link) for link in links if not (disk.folder / target_of(folder, link)).is_file()]
        # Nobody answers for a folder on a disk: a link must name the page itself.
        dead += [
            (page, link)
            for link in links
            if link.partition("#")[0].partition("?")[0].endswith(("/", "/.", ".."))
        ]
    assert dead == []


def test_lists_and_papers_are_browsed_from_the_disk(open_page: OpenPage, disk: Disk) -> None:
    page = open_page("index.html", server=disk)
    page.get_by_role("link", name="Topics", exact=True).first.click()
    expect(page.locator("h1")).to_have_text("Topics")
    page.goto(disk.address("papers/kimi-linear/index.html"))
    assert page.evaluate("getComputedStyle(document.querySelector('.pi-header')).display") == "block"
    # axe would read the style sheets again by a request, which browsers refuse on a disk.
    assert accessibility_violations(page, preload=False) == []
    page.locator(".pi-head__sort a").first.click()
    assert shown(page).startswith("topics/")
    assert shown(page).endswith("/index.html")


def test_the_search_works_from_the_disk(open_page: OpenPage, disk: Disk) -> None:
    page = open_page("topics/index.html", server=disk)
    page.get_by_label("Search the papers").fill("kimi linear")
    page.get_by_role("option", name="Kimi Linear").first.click()
    page.wait_for_url("**/papers/kimi-linear/index.html")
    page.get_by_label("Search the papers").fill("mamba")
    page.get_by_label("Search the papers").press("Enter")
    page.wait_for_url("**/search/index.html?q=mamba")
    expect(page.locator(".pi-search-result").first).to_contain_text("Mamba")
    page.locator(".pi-search-result a").first.click()
    page.wait_for_url("**/papers/*/index.html")


def test_list_and_comparison_work_from_the_disk(open_page: OpenPage, disk: Disk) -> None:
    page = open_page("papers/kimi-linear/index.html", server=disk)
    page.get_by_role("button", name="Reading list: Kimi Linear").click()
    page.goto(disk.address("reading-list/index.html"))
    expect(page.locator(".pi-saved")).to_contain_text("30 October 2025")
    with page.expect_download() as download:
        page.get_by_role("button", name="BibTeX").click()
    assert "{kimi-linear," in Path(download.value.path()).read_text("utf-8")
    with page.expect_download() as download:
        page.get_by_role("button", name="Markdown").click()
    assert "](https://example.github.io/attention-index/papers/kimi-linear/)" in Path(
        download.value.path()
    ).read_text("utf-8")
    page.goto(disk.address("compare/index.html?papers=kimi-linear,mamba"))
    expect(page.locator(".pi-compare thead th")).to_have_count(2)
    page.locator(".pi-compare thead a").last.click()
    page.wait_for_url("**/papers/mamba/index.html")


def test_without_javascript_the_disk_edition_reads_as_well(open_page: OpenPage, disk: Disk) -> None:
    page = open_page("index.html", server=disk, javascript=False)
    page.get_by_role("link", name="Papers", exact=True).first.click()
    assert shown(page) == "papers/index.html"


def test_the_same_site_gives_the_same_bytes(built_site: Path, zipped: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.zip"
    run_cli("zip", "--site-dir", built_site, "--output", again).expect(0)
    assert again.read_bytes() == zipped.read_bytes()


def test_without_a_built_site_the_next_step_is_told(tmp_path: Path) -> None:
    done = run_cli("zip", "--site-dir", tmp_path)
    done.expect(1)
    assert "run 'paperindex build' first" in done.errors
