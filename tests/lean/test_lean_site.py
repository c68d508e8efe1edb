"""A lean site: small, whole, and every paper within reach of links."""

from __future__ import annotations

import json
import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from benchmarks.build.synthetic import write_index
from generator.offline.disk_edition import paper_data
from generator.search.engine import answer, open_index
from generator.writing.links import links_of, target_of
from tests.support.accessibility import accessibility_violations
from tests.support.browser import OpenPage
from tests.support.command_line import run_cli
from tests.support.static_server import StaticServer, serving

PAPERS = 320
"""More than one list shows as cards."""
MOST_SHOWN = 300
MOST_BYTES = 20_000
"""Of the files to which every paper adds, the search's and the lists' own bytes included: a gigabyte for 50,000 papers.
Lists that end (topics, tags, kinds, newest, feeds) weigh on a small index, not on a large one."""
GROWING = (
    "papers/",
    "authors/",
    "years/",
    "search/",
    "exports/",
    "papers.jsonl",
    "sitemap",
    "addresses.json",
)
"""Where that stands which every paper adds to, however many there are."""


@pytest.fixture(scope="module")
def lean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lean site of a made-up index."""
    folder = tmp_path_factory.mktemp("lean")
    write_index(folder, PAPERS, 7)
    settings = folder / "mkdocs.yml"
    whole = settings.read_text("utf-8")
    settings.write_text(
        whole.replace("- paperindex\n", "- paperindex:\n      extent: lean\n"), encoding="utf-8"
    )
    run_cli("build", cwd=folder).expect(0)
    return folder / "site"


@pytest.fixture(scope="module")
def server(lean: Path) -> Iterator[StaticServer]:
    """The lean site on a web server."""
    with serving(lean) as running:
        yield running


def files_in(site: Path) -> dict[str, int]:
    """Every file's address with its size."""
    return {
        path.relative_to(site).as_posix(): path.stat().st_size for path in site.rglob("*") if path.is_file()
    }


def test_it_has_few_files_of_each_sort(lean: Path) -> None:
    files = files_in(lean)
    endings = Counter(
        "".join(Path(one).suffixes) for one in files if re.fullmatch(r"papers/paper-\d+\..*", one)
    )
    assert endings == {".json": PAPERS, ".bib": PAPERS}
    assert {one.split("/")[1] for one in files if one.startswith("exports/")} == {"all.bib", "topics"}
    assert {one for one in files if one.startswith("exports/topics/") and not one.endswith(".bib")} == set()
    followed = {one.split("/")[1] for one in files if one.startswith("feeds/") and one.count("/") > 1}
    assert followed == {"topics"}
    assert not [one for one in files if one.startswith("cards/papers/")]
    assert not [one for one in files if re.fullmatch(r"years/\d+/\d+/.*", one)]
    manifest = json.loads((lean / "manifest.json").read_text("utf-8"))
    assert {one["path"] for one in manifest["files"]} <= set(files)


def test_a_paper_takes_little_room(lean: Path) -> None:
    files = files_in(lean)
    growing = sum(size for one, size in files.items() if one.startswith(GROWING))
    assert growing / PAPERS < MOST_BYTES
    pages = [size for one, size in files.items() if re.fullmatch(r"papers/paper-\d+/index.html", one)]
    assert len(pages) == PAPERS
    assert sum(pages) / PAPERS < 12_000
    records = [path.read_bytes() for path in (lean / "papers").glob("*.json")]
    assert all(record.count(b"\n") == 1 for record in records)


def test_every_paper_is_reached_by_links_alone(lean: Path) -> None:
    reached, waiting = {"index.html"}, ["index.html"]
    while waiting:
        page = waiting.pop()
        for link in links_of((lean / page).read_bytes()):
            target = target_of(posixpath.dirname(page), link)
            # From page to page of the lists, not from paper to related paper.
            if target.endswith(".html") and target not in reached and not page.startswith("papers/paper-"):
                reached.add(target)
                waiting.append(target)
    assert {f"papers/paper-{number:06d}/index.html" for number in range(PAPERS)} <= reached


def test_a_name_without_a_page_leads_to_a_search_that_finds_its_papers(lean: Path) -> None:
    store = open_index(lambda address: (lean / "search" / address).read_bytes())
    asked = set()
    for number in range(0, PAPERS, 8):
        key = f"paper-{number:06d}"
        html = (lean / "papers" / key / "index.html").read_text("utf-8")
        authors = re.search(r'<div class="pi-paper__authors">.*?</div>', html, re.DOTALL)
        assert authors is not None
        for link in re.findall(r'href="([^"]*)"', authors[0]):
            if "/search/?" in link:
                (query,) = parse_qs(urlsplit(unescape(link)).query)["q"]
                found = {store.record(result.document)[0] for result in answer(store, query).results}
                assert f"papers/{key}/" in found
                asked.add(query)
    assert len(asked) > 20


def test_names_have_pages_from_three_papers_on(lean: Path) -> None:
    html = "".join(page.read_text("utf-8") for page in (lean / "authors").rglob("index.html"))
    counts = [int(count) for count in re.findall(r'<span class="pi-count">(\d+)</span>', html)]
    assert counts
    assert min(counts) == 3
    pages = [place for place in (lean / "authors").iterdir() if place.is_dir() and place.name != "page"]
    assert len(pages) == len(counts)
    index = (lean / "authors" / "index.html").read_text("utf-8")
    assert "Listed are those with 3 papers or more" in index


def test_a_long_list_ends_and_says_where_the_others_are(lean: Path) -> None:
    html = (lean / "new" / "index.html").read_text("utf-8")
    assert f"The first {MOST_SHOWN} of {PAPERS} papers stand here." in html
    assert 'href="../search/?sort=newest"' in html
    shown = "".join(page.read_text("utf-8") for page in (lean / "new").rglob("index.html"))
    assert shown.count('<article class="pi-card') == MOST_SHOWN


def test_a_year_has_a_line_for_each_paper_below_its_month(lean: Path) -> None:
    html = (lean / "years" / "2015" / "index.html").read_text("utf-8")
    assert html.count('<span class="pi-note">') == len(range(0, PAPERS, 11))
    assert '<h2 class="pi-group__head" id="m12">December 2015</h2>' in html
    assert 'href="../years/2015/#m12"' in (lean / "years" / "index.html").read_text("utf-8")


def test_a_paper_page_tells_of_what_there_is(lean: Path) -> None:
    html = (lean / "papers" / "paper-000007" / "index.html").read_text("utf-8")
    assert re.findall(r'<link rel="alternate"[^>]* href="([^"]*)"', html) == [
        "../paper-000007.bib",
        "../paper-000007.json",
    ]
    assert re.findall(r'<pre id="cite-([a-z-]+)"|<p id="cite-([a-z-]+)"', html) == [
        ("bibtex", ""),
        ("", "apa"),
    ]
    assert "application/ld+json" not in html
    assert '<meta name="citation_title"' in html
    assert '<meta property="og:title"' in html
    # The way to everything else stands in the front page's foot.
    assert 'class="pi-footer__map"' not in html
    assert 'class="pi-footer__map"' in (lean / "index.html").read_text("utf-8")


def test_the_addresses_it_promises_are_there(lean: Path) -> None:
    promised = json.loads((lean / "addresses.json").read_text("utf-8"))
    for family in ("authors", "organisations", "venues", "tags"):
        for key in promised[family]:
            assert (lean / family / key / "index.html").is_file()


@pytest.mark.parametrize(
    ("path", "width", "dark"),
    [
        ("papers/paper-000007/", 1280, True),
        ("papers/paper-000007/", 390, False),
        ("years/2015/", 390, True),
    ],
)
def test_its_pages_are_accessible(
    open_page: OpenPage, server: StaticServer, path: str, width: int, dark: bool
) -> None:
    page = open_page(path, width=width, dark=dark, server=server)
    assert accessibility_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_reading_list_works_with_what_there_is(open_page: OpenPage, server: StaticServer) -> None:
    page = open_page("papers/paper-000007/", server=server)
    title = page.locator("h1").inner_text()
    links = page.get_by_role("list", name="Links")
    expect(links.get_by_role("button", name=f"Compare: {title}")).to_be_visible()
    links.get_by_role("button", name=f"Reading list: {title}").click()
    page.get_by_role("link", name="Reading list: 1 saved").click()
    expect(page.locator(".pi-saved__title")).to_have_text(title)
    # Title, names and date are read off the record.
    expect(page.locator(".pi-saved__by")).to_contain_text("August 2022")
    offered = page.locator("[data-format]")
    expect(offered).to_have_text(["BibTeX", "Markdown", "All of it, for another browser"])
    with page.expect_download() as download:
        page.get_by_role("button", name="BibTeX", exact=True).click()
    assert "{paper-000007," in Path(download.value.path()).read_text("utf-8")


def test_the_search_opened_by_a_name_shows_its_papers(open_page: OpenPage, server: StaticServer) -> None:
    page = open_page("papers/paper-000007/", server=server)
    title = page.locator("h1").inner_text()
    page.locator('.pi-paper__authors a[href*="/search/?"]').first.click()
    expect(page.locator(".pi-search-result h3, .pi-search-result h2").filter(has_text=title)).to_have_count(1)


def test_its_edition_for_a_disk_hands_over_records(lean: Path) -> None:
    names = ("papers/paper-000007/index.html", "papers/paper-000007.bib", "papers/paper-000007.json")
    data = paper_data({name: (lean / name).read_bytes() for name in names}, "paper-000007")
    assert set(data) == {"papers/paper-000007/", *names[1:]}
