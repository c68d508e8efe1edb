"""The results page: its state is the address; facets, sorting, exports and empty states."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.search.small_site import own_documents
from tests.support.accessibility import accessibility_violations
from tests.support.browser import OpenPage, Watch

SearchPage = Callable[..., Page]


def results(page: Page) -> list[str]:
    """The titles shown, once the page has come to rest."""
    expect(page.locator("#pi-search-page:not([aria-busy])")).to_be_attached()
    return page.locator(".pi-search-result h2").all_inner_texts()


def total(page: Page) -> int:
    """The number of papers that the status line names."""
    results(page)
    status = page.locator(".pi-search-status").inner_text()
    found = re.match(r"([\d,]+) paper", status)
    assert found, status
    return int(found.group(1).replace(",", ""))


def test_found_words_are_marked_in_titles_and_snippets(search_page: SearchPage) -> None:
    page = search_page("search/?q=linear+attention")
    assert len(results(page)) == 10
    expect(page.locator(".pi-search-result h2 mark").first).to_have_text(
        re.compile("linear|attention", re.IGNORECASE)
    )
    assert page.locator(".pi-search-snippet mark").count() > 0


def test_an_empty_query_shows_all_papers_newest_first(search_page: SearchPage) -> None:
    page = search_page("search/")
    assert total(page) == len(own_documents())
    newest = max(document.date for document in own_documents())
    expect(page.locator(".pi-search-facts").first).to_contain_text(newest[:4])


@pytest.mark.parametrize("query", ["kind:method", "-survey", "year:2020..2026 has:code"])
def test_where_only_filters_are_asked_for_the_newest_come_first(search_page: SearchPage, query: str) -> None:
    """They match alike, and the order of the index is no order for readers."""
    page = search_page(f"search/?{urlencode({'q': query})}")
    first = results(page)
    expect(page.get_by_label("Sort by")).to_have_value("newest")
    page.get_by_label("Sort by").select_option("newest")
    page.wait_for_url("**sort=newest**")
    assert results(page) == first


def test_the_order_is_named_as_it_stands(search_page: SearchPage) -> None:
    """Without words nothing matches best; with words that is what nobody need choose."""
    page = search_page("search/")
    order = page.get_by_label("Sort by")
    expect(order).to_have_value("newest")
    expect(order.locator("option").first).to_be_disabled()
    query = page.get_by_label("Search the papers").last
    query.fill("attention")
    query.press("Enter")
    expect(order).to_have_value("relevance")
    expect(order.locator("option").first).to_be_enabled()
    assert "sort" not in page.url
    order.select_option("oldest")
    page.wait_for_url("**sort=oldest**")
    query.fill("")
    query.press("Enter")
    page.wait_for_url("**/search/?sort=oldest")
    expect(order).to_have_value("oldest")


def test_show_more_adds_ten_and_keeps_the_place(search_page: SearchPage) -> None:
    page = search_page("search/?q=attention")
    first = results(page)
    page.get_by_role("button", name="Show more").click()
    expect(page.locator(".pi-search-result")).to_have_count(20)
    assert results(page)[:10] == first
    assert "n=20" in page.url
    expect(page.locator(".pi-search-result a").nth(10)).to_be_focused()


def test_a_facet_narrows_and_its_count_was_true(search_page: SearchPage) -> None:
    page = search_page("search/?q=attention")
    before = total(page)
    value = page.locator("fieldset", has=page.locator("legend", has_text="Topic")).locator("li").first
    count = int(value.locator(".pi-search-count").inner_text().strip("()"))
    value.get_by_role("checkbox").check()
    assert total(page) == count < before
    assert "topic=" in page.url


def test_values_of_a_facet_add_up_and_two_facets_combine(search_page: SearchPage) -> None:
    one = total(search_page("search/?q=attention&topic=sparse-attention"))
    other = total(search_page("search/?q=attention&topic=linear-attention"))
    both = total(search_page("search/?q=attention&topic=sparse-attention&topic=linear-attention"))
    assert max(one, other) < both <= one + other
    with_code = total(search_page("search/?q=attention&topic=sparse-attention&has=code"))
    without = total(search_page("search/?q=attention&topic=sparse-attention&not-has=code"))
    assert with_code + without == one


def test_leaving_out_a_value_is_a_button_that_says_so(search_page: SearchPage) -> None:
    page = search_page("search/?q=attention")
    before = total(page)
    button = page.get_by_role("button", name="Leave out method")
    button.click()
    expect(page.get_by_role("button", name="Leave out method")).to_have_attribute("aria-pressed", "true")
    assert total(page) < before
    assert "not-kind=method" in page.url
    page.get_by_role("button", name="Clear all filters").click()
    assert total(page) == before


def test_years_from_and_to(search_page: SearchPage) -> None:
    page = search_page("search/?q=attention")
    results(page)
    page.get_by_label("from").select_option("2017")
    page.get_by_label("to", exact=True).select_option("2019")
    expect(page.locator(".pi-search-result").first).to_be_visible()
    total(page)
    assert "years=2017..2019" in page.url
    years = [text.split(" · ")[0] for text in page.locator(".pi-search-facts").all_inner_texts()]
    assert years
    assert all("2017" <= year <= "2019" for year in years), years


def test_sorting_by_date_and_by_discussion(search_page: SearchPage) -> None:
    page = search_page("search/?q=attention")
    results(page)
    page.get_by_label("Sort by").select_option("oldest")
    results(page)
    years = [re.findall(r"\d{4}", text)[0] for text in page.locator(".pi-search-facts").all_inner_texts()]
    assert years == sorted(years)
    page.get_by_label("Sort by").select_option("discussed")
    results(page)
    shown = page.locator(".pi-search-facts").all_inner_texts()
    comments = [int(n.group(1)) if (n := re.search(r"(\d+) comment", text)) else 0 for text in shown]
    assert comments == sorted(comments, reverse=True)
    assert comments[0] > 0


def test_the_address_brings_everything_back_and_so_does_the_back_key(search_page: SearchPage) -> None:
    page = search_page("search/?q=attention&sort=newest&kind=method&n=20")
    shown = results(page)
    assert len(shown) == 20
    expect(page.get_by_label("Sort by")).to_have_value("newest")
    expect(page.get_by_role("checkbox", name=re.compile("^method"))).to_be_checked()
    page.reload()
    assert results(page) == shown
    page.get_by_label("Sort by").select_option("oldest")
    page.wait_for_url("**sort=oldest**")
    page.go_back()
    expect(page.get_by_label("Sort by")).to_have_value("newest")


def test_the_title_of_the_page_names_the_query(search_page: SearchPage) -> None:
    page = search_page("search/?q=kimi+linear")
    expect(page).to_have_title("kimi linear · Search")
    page.get_by_label("Search the papers").last.fill("")
    expect(page).to_have_title("Search")


def test_the_page_shows_how_it_read_the_query(search_page: SearchPage) -> None:
    page = search_page("search/?q=author%3Abuehler+graph+-protein+year%3A2020..2025")
    results(page)
    reading = page.locator(".pi-search-reading").inner_text()
    for part in ("author", "buehler", "graph", "without", "protein", "year", "2020..2025"):
        assert part in reading


def test_on_paper_the_query_the_filters_and_the_order_are_a_line_of_text(search_page: SearchPage) -> None:
    page = search_page(
        "search/?q=attention&topic=linear-attention&not-kind=survey&not-kind=none&years=2020.."
    )
    results(page)
    asked = page.locator(".pi-search-asked")
    expect(asked).to_be_hidden()
    page.emulate_media(media="print")
    expect(asked).to_be_visible()
    expect(asked).to_have_text(
        "attention · Year: from 2020 · Topic: Linear and low-rank attention · Kind: without survey, none"
        " · Best match · the first 10 of them"
    )
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Clear all filters").click()
    page.get_by_label("Search the papers").last.fill("kimi linear")
    page.get_by_label("Sort by").select_option("oldest")
    expect(asked).to_have_text(re.compile(r"^kimi linear · Oldest first( · the first 10 of them)?$"))


def test_a_phrase_that_no_title_has_is_said_to_be_words(search_page: SearchPage) -> None:
    page = search_page("search/?q=%22linear+attention%22+-self-attention")
    results(page)
    reading = page.locator(".pi-search-reading")
    expect(reading).to_contain_text("in the title")
    expect(reading).to_contain_text("self-attention")
    page = search_page("search/?q=%22attention+linear+model%22")
    assert results(page)
    expect(page.locator(".pi-search-reading")).to_contain_text("in no title, so its words")


def test_did_you_mean_leads_to_the_corrected_query(search_page: SearchPage) -> None:
    page = search_page("search/?q=kimi+liner")
    link = page.locator(".pi-search-better a")
    expect(link).to_have_text("kimi linear")
    link.click()
    page.wait_for_url("**q=kimi+linear")


def test_nothing_found_offers_ways_on(search_page: SearchPage) -> None:
    page = search_page("search/?q=qqqzzz+xxyyzz&kind=method")
    results(page)
    expect(page.get_by_role("heading", name="Nothing found")).to_be_visible()
    expect(page.get_by_role("button", name="Clear all filters").last).to_be_visible()
    expect(page.get_by_role("link", name="topics")).to_have_attribute("href", "../topics/")
    expect(page.get_by_role("link", name="qqqzzz", exact=True)).to_be_visible()


def test_fewer_words_keep_quotations_whole(search_page: SearchPage) -> None:
    page = search_page("search/?q=qqqzzz+-author%3A%22Yu+Zhang%22&kind=method")
    fewer = page.locator("li", has_text="Fewer words:").get_by_role("link")
    expect(fewer).to_have_text("qqqzzz")


def test_the_header_box_hands_its_query_over(search_page: SearchPage) -> None:
    page = search_page("search/")
    results(page)
    page.evaluate("window.stayed = true")
    page.locator("#pi-search-input").fill("mamba")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=mamba")
    expect(page.locator(".pi-search-result").first).to_contain_text("Mamba")
    assert page.evaluate("window.stayed") is True


def test_bibtex_of_what_was_found_is_that_of_the_papers_pages(open_page: OpenPage, built_site: Path) -> None:
    page = open_page("search/?q=mamba+selective+state+spaces")
    count = total(page)
    page.get_by_role("button", name="Copy BibTeX").click()
    expect(page.locator(".pi-search-status")).to_have_text("Copied.")
    entries = page.evaluate("navigator.clipboard.readText()")
    assert entries.count("\n@") + 1 == count
    # The venue's year is another one than that of the first version.
    assert (built_site / "papers/mamba.bib").read_text("utf-8") in entries
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save BibTeX").click()
    assert saved.value.path().read_text("utf-8") == entries
    assert saved.value.suggested_filename == "papers.bib"


def test_papers_that_cannot_be_read_are_not_copied_and_that_is_said(
    open_page: OpenPage, watch: Watch
) -> None:
    watch.expect("ERR_FAILED")
    page = open_page("search/?q=kimi+linear")
    total(page)
    page.route("**/*.bib", lambda route: route.abort())
    for name in ("Copy BibTeX", "Save BibTeX"):
        page.get_by_role("button", name=name).click()
        expect(page.locator(".pi-search-status")).to_contain_text("The papers could not be read")
        page.get_by_role("button", name="Copy CSV").click()
        expect(page.locator(".pi-search-status")).to_have_text("Copied.")


@pytest.mark.parametrize(
    "browser_without",
    [
        # As at any address that is not secure, such as http:// within a house.
        "Object.defineProperty(navigator, 'clipboard', {value: undefined})",
        "navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))",
    ],
)
def test_a_browser_that_does_not_copy_is_not_told_of_as_a_lost_connection(
    search_page: SearchPage, browser_without: str
) -> None:
    page = search_page("search/?q=kimi+linear")
    total(page)
    page.evaluate(f"() => {{ {browser_without}; }}")
    page.get_by_role("button", name="Copy CSV").click()
    expect(page.locator(".pi-search-status")).to_have_text(
        "The browser did not allow copying; saving works too."
    )


def test_csv_of_what_was_found(search_page: SearchPage) -> None:
    page = search_page("search/?q=kimi+linear")
    count = total(page)
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save CSV").click()
    rows = list(csv.reader(io.StringIO(saved.value.path().read_text("utf-8"))))
    assert rows[0][:3] == ["title", "authors", "date"]
    assert len(rows) == count + 1
    assert saved.value.suggested_filename == "papers.csv"


def test_every_state_has_no_accessibility_fault(search_page: SearchPage) -> None:
    for query in ("?q=attention", "?q=qqqzzz", "?q=attention&kind=method&not-has=code", ""):
        for options in ({}, {"dark": True}, {"width": 390}):
            page = search_page(f"search/{query}", **options)
            results(page)
            assert accessibility_violations(page) == [], query


def test_a_narrow_page_does_not_scroll_sideways(search_page: SearchPage) -> None:
    page = search_page("search/?q=attention", width=390)
    results(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_everything_can_be_done_with_the_keyboard(search_page: SearchPage) -> None:
    page = search_page("search/?q=attention")
    results(page)
    page.get_by_role("checkbox", name=re.compile("^method")).focus()
    page.keyboard.press("Space")
    page.wait_for_url("**kind=method**")
    results(page)
    expect(page.get_by_role("checkbox", name=re.compile("^method"))).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Leave out method")).to_be_focused()


def test_what_is_shown_stays_where_more_cannot_be_had(search_page: SearchPage, watch: Watch) -> None:
    watch.expect("ERR_FAILED")
    page = search_page("search/?q=attention")
    before = results(page)
    page.route("**/*.bin", lambda route: route.abort())
    page.get_by_role("button", name="Show more").click()
    expect(page.locator(".pi-search-status")).to_have_text("A part of the search index could not be read.")
    assert results(page) == before
    expect(page.get_by_role("button", name="Try again")).to_be_focused()
    page.unroute("**/*.bin")
    page.keyboard.press("Enter")
    expect(page.locator(".pi-search-result")).to_have_count(20)
    expect(page.locator(".pi-search-result a").nth(10)).to_be_focused()


def test_papers_that_were_found_stay_where_the_filters_cannot_be_had(
    search_page: SearchPage, watch: Watch
) -> None:
    watch.expect("ERR_FAILED")
    page = search_page()
    page.route("**/c-*.bin", lambda route: route.abort())
    page.goto(page.url + "search/?q=attention")
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    assert len(results(page)) == 10
    page.unroute("**/c-*.bin")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("checkbox", name=re.compile("^method"))).to_be_visible()
    assert len(results(page)) == 10


def test_of_two_copies_the_last_one_is_in_the_clipboard(open_page: OpenPage) -> None:
    page = open_page("search/?q=mamba")
    total(page)
    page.evaluate(
        """() => {
          const { fetch } = window;
          const late = new Promise((come) => (window.come = come));
          window.fetch = (address, ...others) =>
            address.endsWith(".bib") ? late.then(() => fetch(address, ...others)) : fetch(address, ...others);
        }"""
    )
    page.get_by_role("button", name="Copy BibTeX").click()
    page.get_by_role("button", name="Copy CSV").click()
    expect(page.locator(".pi-search-status")).to_have_text("Copied.")
    page.evaluate("window.come()")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    assert page.evaluate("navigator.clipboard.readText()").startswith('"title","authors"')


def test_what_became_of_an_export_is_not_said_of_another_query(open_page: OpenPage) -> None:
    page = open_page("search/?q=mamba")
    total(page)
    page.evaluate(
        """() => {
          window.copies = new Promise((begin) => {
            navigator.clipboard.writeText = () => (begin(), new Promise((end) => (window.copied = end)));
          });
        }"""
    )
    page.get_by_role("button", name="Copy CSV").click()
    page.evaluate("window.copies")
    page.locator("#pi-search-query").fill("kimi linear")
    page.wait_for_url("**q=kimi+linear")
    told = page.locator(".pi-search-status")
    expect(told).to_have_text(re.compile("^1 paper|with all the words"))
    page.evaluate("window.copied()")
    page.evaluate("new Promise((go) => setTimeout(go))")
    expect(told).not_to_have_text("Copied.")


def test_a_search_that_cannot_be_loaded_says_so(open_page: OpenPage, watch: Watch) -> None:
    watch.expect("ERR_FAILED")
    page = open_page("about/")
    # What a service worker asks for, no route sees.
    page.evaluate("navigator.serviceWorker.ready.then((worker) => worker.unregister())")
    page.route("**/search/engine.js*", lambda route: route.abort())
    page.goto(page.url.replace("about/", "search/?q=kimi"))
    expect(page.get_by_role("alert")).to_contain_text("The search could not be loaded")
    page.unroute("**/search/engine.js*")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".pi-search-result").first).to_contain_text("Kimi")


def test_a_better_spelling_keeps_what_was_chosen(search_page: SearchPage) -> None:
    page = search_page("search/?q=atention&kind=survey&sort=newest&n=20")
    results(page)
    link = page.locator(".pi-search-better a")
    expect(link).to_have_attribute("href", "?q=attention&kind=survey&sort=newest")


def test_the_header_box_asks_the_whole_index(search_page: SearchPage) -> None:
    page = search_page("search/?q=mamba&kind=survey&sort=newest")
    results(page)
    page.locator("#pi-search-input").fill("kimi")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=kimi")
    assert total(page) > 0


def test_going_back_from_a_typed_query_leads_to_the_one_before(search_page: SearchPage) -> None:
    page = search_page("search/?q=mamba")
    results(page)
    field = page.locator("#pi-search-query")
    field.fill("")
    for typed in ("kimi", "kimi linear"):
        field.fill(typed)
        page.wait_for_url(f"**/search/?q={typed.replace(' ', '+')}")
    page.keyboard.press("Enter")
    results(page)
    page.go_back()
    page.wait_for_url("**/search/?q=mamba")
    expect(field).to_have_value("mamba")


def test_an_address_typed_by_hand_is_read_as_far_as_it_goes(search_page: SearchPage) -> None:
    page = search_page("search/?q=attention&sort=toString&years=1900..2023")
    assert total(page) > 0
    expect(page.get_by_label("Sort by")).to_have_value("relevance")
    expect(page.get_by_label("from")).to_have_value("1900")
    expect(page.get_by_label("to", exact=True)).to_have_value("2023")


def test_whoever_presses_a_button_that_goes_is_led_on(search_page: SearchPage) -> None:
    page = search_page("search/?q=attention")
    results(page)
    tags = page.locator("fieldset", has=page.locator("legend", has_text="Tag"))
    tags.get_by_role("button", name=re.compile(r"^\d+ more$")).press("Enter")
    expect(tags.get_by_role("checkbox").nth(8)).to_be_focused()
    tags.get_by_role("checkbox").first.check()
    page.locator("#pi-search-clear").press("Enter")
    expect(page.locator(".pi-search-facets summary")).to_be_focused()
    page = search_page("search/?q=attention&years=1900..1901")
    results(page)
    page.locator(".pi-search-help").get_by_role("button", name="Clear all filters").press("Enter")
    expect(page.locator(".pi-search-result a").first).to_be_focused()


def test_a_long_page_of_results_comes_back_where_it_was(search_page: SearchPage) -> None:
    page = search_page("search/?q=attention&n=60")
    results(page)
    page.evaluate("scrollTo(0, 5000)")
    page.reload()
    results(page)
    assert abs(page.evaluate("scrollY") - 5000) < 50
