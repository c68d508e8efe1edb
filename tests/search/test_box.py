"""The box in the header: keys, results as typed, what a screen reader is told, and what happens when things break."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from generator.pages.wording import joined
from generator.text.foreign_words import kept_apart
from tests.search.small_site import own_documents, write_site
from tests.support.accessibility import accessibility_violations
from tests.support.browser import OpenPage, Watch
from tests.support.static_server import StaticServer, serving
from tests.text.test_foreign_words import OURS, TITLES

SearchPage = Callable[..., Page]


def test_a_slash_focuses_the_box_but_can_be_typed_in_it(search_page: SearchPage) -> None:
    page = search_page()
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Search the papers")
    expect(box).to_be_focused()
    page.keyboard.type("1/2 tokens")
    expect(box).to_have_value("1/2 tokens")


def test_results_come_while_typing_and_arrows_and_enter_open_one(search_page: SearchPage) -> None:
    page = search_page()
    page.keyboard.press("/")
    page.keyboard.type("kimi lin")
    first = page.get_by_role("option").first
    expect(first).to_contain_text("Kimi Linear")
    expect(page.get_by_role("combobox")).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    assert page.get_by_role("combobox").get_attribute("aria-activedescendant") == first.get_attribute("id")
    page.keyboard.press("Enter")
    page.wait_for_url("**/papers/kimi-linear/")


def test_arrows_go_round_through_the_box_itself(search_page: SearchPage) -> None:
    page = search_page()
    page.keyboard.press("/")
    page.keyboard.type("kimi linear")
    expect(page.get_by_role("option").last).to_have_attribute("href", re.compile("kimi%20linear$"))
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("option").last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)


def test_a_choice_outlives_results_that_come_later(search_page: SearchPage) -> None:
    page = search_page()
    page.keyboard.press("/")
    page.keyboard.type("kimi")
    expect(page.get_by_role("option").first).to_contain_text("Kimi Linear")
    page.keyboard.press("ArrowDown")
    page.keyboard.type(" linear")
    expect(page.get_by_role("option").last).to_have_attribute("href", re.compile("kimi%20linear$"))
    expect(page.locator("[aria-selected=true]")).to_contain_text("Kimi Linear")


def test_enter_without_a_choice_leads_to_the_results_page(search_page: SearchPage) -> None:
    page = search_page()
    page.keyboard.press("/")
    page.keyboard.type("linear attention")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=linear+attention")
    expect(page.locator(".pi-search-result").first).to_contain_text("Linear Attention")


def test_escape_closes_the_list_and_then_empties_the_box(search_page: SearchPage) -> None:
    page = search_page()
    page.keyboard.press("/")
    page.keyboard.type("mamba")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.get_by_role("combobox")).to_have_value("")


def test_results_that_come_late_do_not_open_over_what_the_reader_went_on_to(search_page: SearchPage) -> None:
    page = search_page()
    page.evaluate(
        """() => {
          const { fetch } = window;
          window.late = new Promise((come) => (window.come = come));
          window.asked = new Promise((ask) => {
            window.fetch = (...asked) => (ask(), window.late.then(() => fetch(...asked)));
          });
        }"""
    )
    page.keyboard.press("/")
    page.keyboard.type("mamba")
    page.evaluate("window.asked")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.evaluate("window.come()")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(300)
    expect(page.locator(".pi-search-panel")).to_be_hidden()


def test_the_number_of_results_is_announced(search_page: SearchPage) -> None:
    page = search_page()
    page.keyboard.press("/")
    page.keyboard.type("mamba")
    expect(page.get_by_role("status")).to_contain_text("papers found")
    page.keyboard.type("qqqzzz xxyyzz")
    expect(page.get_by_role("status")).to_contain_text("No paper found")


def test_a_typing_mistake_is_named(search_page: SearchPage) -> None:
    page = search_page()
    page.keyboard.press("/")
    page.keyboard.type("kimi liner")
    expect(page.locator(".pi-search-note")).to_contain_text("linear")


def test_the_open_list_has_no_accessibility_fault_in_light_dark_and_narrow(search_page: SearchPage) -> None:
    for options in ({}, {"dark": True}, {"width": 390}):
        page = search_page(**options)
        page.keyboard.press("/")
        page.keyboard.type("attention")
        expect(page.get_by_role("option").first).to_be_visible()
        page.keyboard.press("ArrowDown")
        assert accessibility_violations(page) == []


def test_markup_in_a_title_stays_text(open_page: OpenPage, tmp_path: Path, watch: Watch) -> None:
    evil = '<img src=x onerror="alert(1)"> <b>bold</b> & <script>alert(2)</script>'
    write_site(tmp_path, [own_documents()[0]._replace(title=evil, tldr=evil, topic_name=evil)])
    with serving(tmp_path) as server:
        page = open_page("search/?q=bold", server=server)
        expect(page.locator(".pi-search-result")).to_contain_text("<img src=x onerror=")
        assert (
            page.locator(".pi-search-result img, .pi-search-result b, .pi-search-result script").count() == 0
        )
        # The server must not go away while the page still asks for its facets.
        expect(page.locator("#pi-search-page:not([aria-busy])")).to_be_attached()
    assert watch.unexpected() == []


def test_a_title_in_another_script_says_its_language_and_direction(
    open_page: OpenPage, search_site: Path
) -> None:
    titles = [(title, language, direction) for title, language, direction in TITLES]
    titles += [(title, "", "") for title in OURS]
    with serving(search_site) as server:
        page = open_page("search/", server=server)
        found = page.evaluate(
            """async (titles) => {
              const { tongue } = await import("/assets/search/view.js");
              return titles.map((title) => [title, tongue(title).lang ?? "", tongue(title).dir ?? ""]);
            }""",
            [title for title, _, _ in titles],
        )
        # The server must not go away while the page still asks for what it shows first.
        expect(page.locator("#pi-search-page:not([aria-busy])")).to_be_attached()
    assert [tuple(one) for one in found] == titles


def test_names_from_the_right_are_kept_apart_as_on_cards(search_page: SearchPage) -> None:
    names = ("محمد علي", "יעל כהן", "Ann Lee")
    assert authors_line(search_page(), names, 0) == joined(tuple(map(kept_apart, names)))


def test_authors_are_named_as_on_cards(search_page: SearchPage) -> None:
    """Nobody is left out as the one who is more."""
    page = search_page()
    names = ("Ada", "Bob", "Cem", "Dov", "Eva")
    assert authors_line(page, (), 0) == ""
    for count in (1, 2, 3, 4):
        assert authors_line(page, names[:count], 0) == joined(names[:count])
    assert authors_line(page, names, 0) == "Ada, Bob, Cem and 2 more"
    assert authors_line(page, names, 9) == "Ada, Bob, Cem and 11 more"


def authors_line(page: Page, authors: tuple[str, ...], more: int) -> str:
    line: str = page.evaluate(
        """async ([authors, more]) => {
          const { authorsLine } = await import("./assets/search/view.js");
          return authorsLine({ authors, more });
        }""",
        [list(authors), more],
    )
    return line


def test_a_missing_shard_gives_a_message_and_a_retry(
    open_page: OpenPage, search_site: Path, tmp_path: Path, watch: Watch
) -> None:
    watch.expect("404|ERR_CONTENT")
    site = tmp_path / "site"
    shutil.copytree(search_site, site)
    shards = sorted(site.glob("search/*/t*.bin"))
    kept = {shard: shard.read_bytes() for shard in shards}
    for shard in shards:
        shard.unlink()
    with serving(site) as server:
        page = open_page("", server=server)
        page.keyboard.press("/")
        page.keyboard.type("mamba")
        retry = page.get_by_role("button", name="Try again")
        expect(retry).to_be_visible()
        expect(page.locator(".pi-search-note")).to_contain_text("search index")
        assert accessibility_violations(page) == []
        for shard, content in kept.items():
            shard.write_bytes(content)
        retry.click()
        expect(page.get_by_role("option").first).to_contain_text("Mamba")


def test_a_broken_shard_is_noticed(
    open_page: OpenPage, search_site: Path, tmp_path: Path, watch: Watch
) -> None:
    watch.expect("could not|Failed")
    site = tmp_path / "site"
    shutil.copytree(search_site, site)
    for shard in site.glob("search/*/t*.bin"):
        content = bytearray(shard.read_bytes())
        content[len(content) // 2] ^= 255
        shard.write_bytes(content)
    with serving(site) as server:
        page = open_page("search/?q=mamba", server=server)
        expect(page.get_by_role("button", name="Try again")).to_be_visible()
        expect(page.locator(".pi-search-status")).to_contain_text("could not be read")


def test_a_page_left_open_over_a_new_build_reads_the_new_routing_table(
    open_page: OpenPage, tmp_path: Path, watch: Watch
) -> None:
    watch.expect("404")
    write_site(tmp_path, own_documents()[:200])
    with serving(tmp_path) as server:
        page = open_page("", server=server)
        page.keyboard.press("/")
        page.keyboard.type("attention")
        expect(page.get_by_role("option").first).to_be_visible()
        old = server_generation(server)
        shutil.rmtree(tmp_path / "search" / old)
        write_site(tmp_path, own_documents())
        assert server_generation(server) != old
        page.get_by_role("combobox").fill("kimi linear expressive")
        expect(page.get_by_role("option").first).to_contain_text("Kimi Linear")


def server_generation(server: StaticServer) -> str:
    """The generation that the routing table names."""
    import json

    table = json.loads((server.folder / "search/index.json").read_text("utf-8"))
    return str(table["generation"])


def test_the_first_ten_results_take_less_than_fifty_kilobytes(open_page: OpenPage, search_site: Path) -> None:
    queries = (
        "linear attention",
        "kimi linear",
        "sparse attention long context",
        "hallucination",
        "vaswani",
        "vision",
    )
    sizes = []
    for query in queries:
        with serving(search_site) as server:
            page = open_page("", server=server)
            script = """async (query) => {
              const { Search } = await import('./assets/search/engine.js');
              await import('./assets/search/view.js');
              return (await new Search('./').find(query, 10)).records.length;
            }"""
            assert page.evaluate(script, query) > 2
            sizes.append(sum(s.size for s in server.served if "search" in s.path and s.status == 200))
    assert sum(sizes) / len(sizes) <= 50_000, sizes


def test_without_javascript_the_form_leads_to_the_page_that_names_other_ways(search_page: SearchPage) -> None:
    page = search_page(javascript=False)
    page.get_by_label("Search the papers").fill("mamba")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**/search/?q=mamba")
    expect(page.get_by_role("link", name="topics")).to_be_visible()
