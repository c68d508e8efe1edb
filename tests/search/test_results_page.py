"""The results page: its state is the address; facets, sorting, exports and empty states."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.search.small_site import own_documents
from tests.support.accessibility import accessibility_violations

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


def test_the_page_shows_how_it_read_the_query(search_page: SearchPage) -> None:
    page = search_page("search/?q=author%3Abuehler+graph+-protein+year%3A2020..2025")
    results(page)
    reading = page.locator(".pi-search-reading").inner_text()
    for part in ("author", "buehler", "graph", "without", "protein", "year", "2020..2025"):
        assert part in reading


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


def test_the_header_box_hands_its_query_over(search_page: SearchPage) -> None:
    page = search_page("search/")
    results(page)
    page.evaluate("window.stayed = true")
    page.locator("#pi-search-input").fill("mamba")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=mamba")
    expect(page.locator(".pi-search-result").first).to_contain_text("Mamba")
    assert page.evaluate("window.stayed") is True


def test_bibtex_and_csv_of_what_was_found(search_page: SearchPage) -> None:
    page = search_page("search/?q=kimi+linear")
    count = total(page)
    page.get_by_role("button", name="Copy BibTeX").click()
    expect(page.locator(".pi-search-status")).to_have_text("Copied.")
    entries = page.evaluate("navigator.clipboard.readText()")
    assert entries.count("\n@") + 1 == count
    assert "@misc{kimi-linear,\n  title = {{Kimi Linear: An Expressive" in entries
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
