"""Without a connection: what a browser keeps of the site, and that it never keeps too much."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.support.accessibility import accessibility_violations
from tests.support.browser import OpenPage, Watch
from tests.support.static_server import StaticServer, serving

MOST_ENTRIES = 200
STORES = """async () => Object.fromEntries(await Promise.all((await caches.keys()).map(async (name) =>
  [name, (await (await caches.open(name)).keys()).map((request) => new URL(request.url).pathname)])))"""


def with_worker(page: Page) -> None:
    """Wait until the page's service worker answers for it and has kept the page that brought it."""
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    here = urlsplit(page.url).path
    for _ in range(200):
        stores = stored(page)
        if page.evaluate("navigator.serviceWorker.controller !== null") and any(
            here in paths for paths in stores.values()
        ):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"no service worker took over: {stored(page)}")


def stored(page: Page) -> dict[str, list[str]]:
    """The addresses in each of the browser's stores."""
    found: dict[str, list[str]] = page.evaluate(STORES)
    return found


def visited(page: Page) -> list[str]:
    return stored(page).get("paperindex:/attention-index/:visited", [])


@pytest.fixture
def changeable_site(built_site: Path, tmp_path: Path) -> Iterator[StaticServer]:
    """A copy of the site that a test may build anew."""
    folder = tmp_path / "site"
    shutil.copytree(built_site, folder, copy_function=shutil.copyfile)
    with serving(folder, base="/attention-index/") as server:
        yield server


def test_search_and_visited_pages_work_in_flight_mode(open_page: OpenPage, site_server: StaticServer) -> None:
    page = open_page("papers/kimi-linear/")
    with_worker(page)
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("h1")).to_contain_text("Kimi Linear")
    assert page.evaluate("getComputedStyle(document.querySelector('.pi-header__inner')).display") == "flex"
    page.get_by_label("Search the papers").fill("linear attention")
    expect(page.get_by_role("option").first).to_be_visible()
    page.goto(site_server.address("search/?q=kimi+linear"))
    expect(page.locator(".pi-search-result").first).to_contain_text("Kimi Linear")
    page.locator(".pi-search-value input").first.check()
    expect(page.locator(".pi-search-result").first).to_be_visible()


def test_a_page_that_is_not_kept_says_what_there_is_instead(
    open_page: OpenPage, site_server: StaticServer
) -> None:
    page = open_page("papers/kimi-linear/")
    with_worker(page)
    page.context.set_offline(True)
    page.goto(site_server.address("papers/a2mamba/"))
    expect(page.get_by_role("heading", name="No connection")).to_be_visible()
    expect(page.get_by_role("link", name="Kimi Linear: An Expressive")).to_be_visible()
    assert accessibility_violations(page) == []
    page.context.set_offline(False)
    page.get_by_role("link", name="Try again").click()
    expect(page.locator("h1")).to_contain_text("A2Mamba")


def test_the_reading_list_works_in_flight_mode(
    open_page: OpenPage, site_server: StaticServer, watch: Watch
) -> None:
    # References that were never asked for cannot be had now, and the browser says so on its console.
    watch.expect(r"ERR_FAILED \(.*/papers/kimi-linear\.")
    page = open_page("papers/kimi-linear/")
    with_worker(page)
    page.context.set_offline(True)
    page.reload()
    page.get_by_role("button", name="Reading list: Kimi Linear").click()
    page.goto(site_server.address("reading-list/"))
    expect(page.locator(".pi-saved")).to_contain_text("Kimi Linear")
    page.get_by_role("checkbox", name="Read").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Markdown").click()
    assert "- [x] [Kimi Linear" in Path(download.value.path()).read_text("utf-8")
    page.get_by_role("button", name="BibTeX").click()
    expect(page.locator(".pi-along [role=status]")).to_contain_text("Try again with a connection")


def test_what_is_kept_is_bounded_and_the_oldest_goes_first(open_page: OpenPage, built_site: Path) -> None:
    page = open_page("papers/kimi-linear/")
    with_worker(page)
    page.reload()
    papers = sorted(path.parent.name for path in built_site.glob("papers/*/index.html"))
    papers = [paper for paper in papers if paper not in ("kimi-linear", "page")][: MOST_ENTRIES + 40]
    assert len(papers) == MOST_ENTRIES + 40
    page.evaluate("async (ids) => { for (const id of ids) await fetch(`../${id}/`); }", papers)
    last = f"/attention-index/papers/{papers[-1]}/"
    for _ in range(200):
        if last in visited(page):
            break
        page.wait_for_timeout(50)
    kept = visited(page)
    assert len(kept) <= MOST_ENTRIES
    assert last in kept
    assert "/attention-index/papers/kimi-linear/" not in kept
    assert f"/attention-index/papers/{papers[0]}/" not in kept


def test_large_files_and_downloads_are_not_kept(open_page: OpenPage) -> None:
    page = open_page("papers/kimi-linear/")
    with_worker(page)
    page.evaluate(
        "() => Promise.all(['../../exports/all.bib', '../../papers.jsonl', '../../feeds/all.xml', '../kimi-linear.bib']"
        ".map((address) => fetch(address).then((answer) => answer.text())))"
    )
    for _ in range(100):
        if "/attention-index/papers/kimi-linear.bib" in visited(page):
            break
        page.wait_for_timeout(50)
    assert "/attention-index/papers/kimi-linear.bib" in visited(page)
    assert not [path for path in visited(page) if path.endswith((".jsonl", ".xml")) or "/exports/" in path]


def test_a_new_generation_takes_over_and_the_old_one_goes(
    open_page: OpenPage, changeable_site: StaticServer
) -> None:
    page = open_page("papers/kimi-linear/", server=changeable_site)
    with_worker(page)
    page.reload()
    before = [name for name in stored(page) if ":core:" in name]
    worker = changeable_site.folder / "service-worker.js"
    home = changeable_site.folder / "index.html"
    home.write_text(home.read_text("utf-8").replace("<h1", "<h1 data-new", 1), "utf-8")
    old = before[0].rpartition(":")[2]
    now: list[str] = []
    worker.write_text(worker.read_text("utf-8").replace(old, "0123456789ab"), "utf-8")
    page.evaluate(
        "navigator.serviceWorker.getRegistration().then((found) => found.update()).then(() => null)"
    )
    for _ in range(200):
        now = [name for name in stored(page) if ":core:" in name]
        if now == ["paperindex:/attention-index/:core:0123456789ab"]:
            break
        page.wait_for_timeout(50)
    assert len(before) == 1
    assert now == ["paperindex:/attention-index/:core:0123456789ab"]
    assert "/attention-index/papers/kimi-linear/" in visited(page)
    page.context.set_offline(True)
    page.goto(changeable_site.address(""))
    assert page.locator("h1[data-new]").count() == 1


FULL = "Cache.prototype.put = async () => { throw new DOMException('no room', 'QuotaExceededError'); };"
UNREADABLE = "CacheStorage.prototype.match = CacheStorage.prototype.open = async () => { throw new DOMException('damaged', 'UnknownError'); };"


def with_worker_that_hears(site: StaticServer, name: str, change: str) -> None:
    """Let the site's worker carry out `change` once a page sends it `name`."""
    worker = site.folder / "service-worker.js"
    listener = (
        f"self.addEventListener('message', ({{ data }}) => {{ if (data === {name!r}) {{ {change} }} }});"
    )
    worker.write_text(f"{worker.read_text('utf-8')}\n{listener}\n", "utf-8")


def tell_worker(page: Page, name: str) -> None:
    page.evaluate("(name) => navigator.serviceWorker.controller.postMessage(name)", name)


def test_where_there_is_no_room_pages_come_as_before_and_what_is_kept_stays(
    open_page: OpenPage, changeable_site: StaticServer
) -> None:
    with_worker_that_hears(changeable_site, "full", FULL)
    page = open_page("papers/kimi-linear/", server=changeable_site)
    with_worker(page)
    tell_worker(page, "full")
    page.goto(changeable_site.address("papers/dinat/"))
    expect(page.locator("h1")).to_contain_text("Dilated Neighborhood")
    assert page.evaluate("getComputedStyle(document.querySelector('.pi-header__inner')).display") == "flex"
    page.context.set_offline(True)
    page.goto(changeable_site.address("papers/kimi-linear/"))
    expect(page.locator("h1")).to_contain_text("Kimi Linear")
    page.goto(changeable_site.address("papers/dinat/"))
    expect(page.get_by_role("heading", name="No connection")).to_be_visible()


def test_a_worker_without_room_for_the_core_takes_none(
    open_page: OpenPage, changeable_site: StaticServer
) -> None:
    """Half of it serves nobody, and would lie there until a later visit finds room for all."""
    worker = changeable_site.folder / "service-worker.js"
    puts = f"const put = Cache.prototype.put; let room = 3; Cache.prototype.put = function (...all) {{ if (!room--) {{ {FULL} }} return put.apply(this, all); }};"
    worker.write_text(f"{worker.read_text('utf-8')}\n{puts}\n", "utf-8")
    page = open_page("papers/kimi-linear/", server=changeable_site)
    ended = page.evaluate(
        """async () => {
          const { installing } = await navigator.serviceWorker.register("../../service-worker.js");
          await new Promise((resolve) => installing.addEventListener("statechange", resolve));
          return [installing.state, await caches.keys()];
        }"""
    )
    assert ended == ["redundant", []]
    page.reload()
    expect(page.locator("h1")).to_contain_text("Kimi Linear")


def test_a_store_that_cannot_be_read_is_done_without(
    open_page: OpenPage, changeable_site: StaticServer
) -> None:
    with_worker_that_hears(changeable_site, "unreadable", UNREADABLE)
    page = open_page("papers/kimi-linear/", server=changeable_site)
    with_worker(page)
    tell_worker(page, "unreadable")
    page.goto(changeable_site.address("papers/dinat/"))
    expect(page.locator("h1")).to_contain_text("Dilated Neighborhood")
    assert page.evaluate("getComputedStyle(document.querySelector('.pi-header__inner')).display") == "flex"


def test_another_index_on_the_same_host_is_left_alone(open_page: OpenPage) -> None:
    page = open_page("papers/kimi-linear/")
    page.evaluate(
        "caches.open('paperindex:/another-index/:core:abc').then((store) => store.put('/x', new Response('x')))"
    )
    with_worker(page)
    assert stored(page)["paperindex:/another-index/:core:abc"] == ["/x"]


def test_one_worker_serves_the_whole_site(open_page: OpenPage, built_site: Path) -> None:
    page = open_page("search/")
    with_worker(page)
    scopes = page.evaluate(
        "navigator.serviceWorker.getRegistrations().then((all) => all.map(({ scope, active }) => [new URL(scope).pathname, new URL(active.scriptURL).pathname]))"
    )
    assert scopes == [["/attention-index/", "/attention-index/service-worker.js"]]
    assert [path.name for path in built_site.rglob("*offline*.js")] == []


def test_a_connection_that_never_answers_does_not_hold_up_a_kept_page(
    open_page: OpenPage, site_server: StaticServer, watch: Watch
) -> None:
    page = open_page("papers/kimi-linear/")
    with_worker(page)
    page.context.route("**/papers/kimi-linear/", lambda route: None)
    page.goto(site_server.address("papers/kimi-linear/"), timeout=15_000)
    expect(page.locator("h1")).to_contain_text("Kimi Linear")
