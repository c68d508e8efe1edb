"""Papers side by side: picked anywhere, named by the address, readable on a phone, on paper and without a script."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.support.accessibility import accessibility_violations
from tests.support.browser import OpenPage, Watch

TWO = "compare/?papers=kimi-linear,mamba"


def titles(page: Page) -> list[str]:
    return page.locator(".pi-compare__title").all_inner_texts()


def test_papers_are_picked_from_a_list_the_search_and_the_reading_list(open_page: OpenPage) -> None:
    page = open_page("topics/linear-attention/")
    card = page.locator(".pi-card").first
    card.get_by_role("button", name="Compare:").click()
    page.goto(page.url.replace("topics/linear-attention/", "search/?q=kimi+linear"))
    # Results may still change places while shards come in.
    expect(page.locator("#pi-search-page:not([aria-busy])")).to_be_attached()
    result = page.locator(".pi-search-result").first
    result.get_by_role("button", name="Compare:").click()
    page.goto(page.url.partition("search/")[0] + "papers/mamba/")
    page.get_by_role("button", name="Reading list: Mamba:").click()
    page.get_by_role("link", name="Reading list: 1 saved").click()
    page.locator(".pi-saved").get_by_role("button", name="Compare: Mamba:").click()
    page.get_by_role("link", name="Compare 3").click()
    expect(page.locator(".pi-compare__title")).to_have_count(3)
    assert [title for title in titles(page) if title.startswith(("Kimi Linear", "Mamba"))] == titles(page)[1:]


def test_the_address_follows_every_change(open_page: OpenPage) -> None:
    page = open_page(TWO)
    expect(page.locator(".pi-compare__title")).to_have_count(2)
    page.get_by_label("Add a paper").fill("gated deltanet")
    page.locator(".pi-compare__offers button").first.click()
    expect(page.locator(".pi-compare__title")).to_have_count(3)
    assert re.search(r"\?papers=kimi-linear,mamba,[a-z0-9-]+$", page.url)
    page.get_by_role("button", name="Remove Mamba").click()
    expect(page.locator(".pi-compare__title")).to_have_count(2)
    assert "mamba" not in page.url.partition("?")[2].split(",")
    page.reload()
    expect(page.locator(".pi-compare__title")).to_have_count(2)


def test_whoever_is_quicker_than_the_connection_gets_the_last_choice(open_page: OpenPage) -> None:
    page = open_page(f"{TWO},lizard,based-linear-attention")
    expect(page.locator(".pi-compare__title")).to_have_count(4)
    answering_after(page, 600)
    titles = page.locator(".pi-compare__title").all_inner_texts()
    for title in titles[:2]:
        page.get_by_role("button", name=f"Remove {title}").click()
    expect(page.locator(".pi-compare__title")).to_have_text(titles[2:])
    # The second answer comes before the first one.
    page.get_by_label("Add a paper").fill("kimi linear")
    page.locator(".pi-compare__offers button").first.click()
    page.get_by_label("Add a paper").fill("a2mamba")
    expect(page.locator(".pi-compare__offers button").first).to_contain_text("A2Mamba")
    answering_after(page, 0)
    page.locator(".pi-compare__offers button").first.click()
    expect(page.locator(".pi-compare__title")).to_have_count(4)
    page.wait_for_timeout(700)
    expect(page.locator(".pi-compare__title")).to_have_count(4)
    assert page.url.endswith("?papers=lizard,based-linear-attention,kimi-linear,a2mamba")


def answering_after(page: Page, milliseconds: int) -> None:
    """From now on the pages of papers come so late."""
    page.evaluate(
        """(late) => {
          window.answered ??= window.fetch;
          window.fetch = async (address, ...others) => {
            if (address.includes("papers/")) await new Promise((go) => setTimeout(go, late));
            return window.answered(address, ...others);
          };
        }""",
        milliseconds,
    )


def test_the_field_for_further_papers_says_nothing_of_words_that_are_gone(
    open_page: OpenPage, watch: Watch
) -> None:
    watch.expect("ERR_FAILED")
    page = open_page("compare/")
    field = page.get_by_label("Add a paper")
    told = page.locator(".pi-compare__add [role=status]")
    field.fill("qqqzzzxx")
    expect(told).to_have_text("No paper found.")
    field.fill("")
    expect(told).to_be_empty()
    field.fill("linear attention")
    expect(page.locator(".pi-compare__offers button").first).to_be_visible()
    page.route("**/search/*/*.bin", lambda route: route.abort())
    field.fill("speech recognition")
    expect(told).to_have_text("The search could not be reached.")
    expect(page.locator(".pi-compare__offers button")).to_have_count(0)


def test_the_last_paper_can_be_removed_and_focus_is_not_lost(open_page: OpenPage) -> None:
    page = open_page("compare/?papers=mamba")
    page.get_by_role("button", name="Remove Mamba").click()
    expect(page.get_by_text("No papers are picked yet")).to_be_visible()
    expect(page.get_by_label("Add a paper")).to_be_focused()


def test_shared_tags_are_marked_in_words_too(open_page: OpenPage) -> None:
    page = open_page("compare/?papers=a2mamba,mamba")
    tags = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Tags"))
    expect(tags.get_by_role("link", name=re.compile("State-space models.*shared"))).to_have_count(2)
    expect(tags.get_by_role("link", name="Image classification", exact=True)).to_have_count(1)


def test_more_than_five_papers_are_cut_and_that_is_said(open_page: OpenPage) -> None:
    page = open_page("compare/?papers=mamba,kimi-linear,a2mamba,dinat,a-vl,a2n,mamba")
    expect(page.locator(".pi-compare__title")).to_have_count(5)
    expect(page.get_by_text("Only the first 5 are shown.")).to_be_visible()
    expect(page.get_by_label("Add a paper")).to_have_count(0)


def test_what_is_not_in_the_index_is_said_not_shown(open_page: OpenPage, watch: Watch) -> None:
    watch.expect("404")
    page = open_page("compare/?papers=mamba,no-such-paper,%3Cimg%20src=x%3E")
    expect(page.locator(".pi-compare__title")).to_have_count(1)
    expect(page.get_by_text("could not be read")).to_be_visible()


def test_picks_are_those_of_all_pages(open_page: OpenPage) -> None:
    page = open_page("papers/mamba/")
    other = page.context.new_page()
    other.goto(page.url)
    page.get_by_role("button", name="Compare: Mamba:").click()
    expect(other.get_by_role("button", name="Compare: Mamba:")).to_have_attribute("aria-pressed", "true")
    expect(other.get_by_role("link", name="Compare 1")).to_be_visible()
    other.get_by_role("button", name="Compare: Mamba:").click()
    expect(page.get_by_role("button", name="Compare: Mamba:")).to_have_attribute("aria-pressed", "false")


def test_a_pick_that_the_index_has_no_more_is_dropped(open_page: OpenPage, watch: Watch) -> None:
    watch.expect("404")
    page = open_page("papers/mamba/")
    page.get_by_role("button", name="Compare: Mamba:").click()
    name = "paperindex.compare:/attention-index/"
    page.evaluate(
        "([name, picks]) => localStorage.setItem(name, picks)", [name, '[["gone","Gone"],["mamba","Mamba"]]']
    )
    page.reload()
    page.get_by_role("link", name="Compare 2").click()
    expect(page.get_by_text("could not be read")).to_be_visible()
    expect(page.get_by_role("link", name="Compare 1")).to_be_visible()


def test_a_browser_that_keeps_nothing_says_so(open_page: OpenPage) -> None:
    page = open_page("papers/mamba/")
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    page.get_by_role("button", name="Compare: Mamba:").click()
    expect(page.locator("[data-pi-live]")).to_contain_text("keeps nothing for this site")


def test_what_somebody_else_left_in_the_store_breaks_nothing(open_page: OpenPage) -> None:
    page = open_page("papers/mamba/")
    page.evaluate("localStorage.setItem('paperindex.compare:/attention-index/', '{}')")
    page.reload()
    page.get_by_role("button", name="Compare: Mamba:").click()
    expect(page.get_by_role("link", name="Compare 1")).to_be_visible()


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("dark", [False, True])
def test_the_table_is_accessible_and_fits(open_page: OpenPage, width: int, dark: bool) -> None:
    page = open_page(TWO, width=width, dark=dark)
    expect(page.get_by_role("columnheader")).to_have_count(2)
    for name in ("Authors", "Idea", "Results", "Kind", "Tags", "Code", "First version"):
        expect(page.get_by_role("rowheader", name=name)).to_be_visible()
    assert accessibility_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_phone_two_papers_need_no_scrolling_sideways(open_page: OpenPage) -> None:
    page = open_page(TWO, width=390)
    expect(page.locator(".pi-compare__title")).to_have_count(2)
    assert page.locator(".pi-scroll").evaluate("box => box.scrollWidth <= box.clientWidth + 1")


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("kimi-linear,mamba,none", "1 of the papers named could not be read: it is not in"),
        ("kimi-linear,mamba,none,never", "2 of the papers named could not be read: they are not in"),
    ],
)
def test_papers_that_are_not_here_are_told(open_page: OpenPage, watch: Watch, named: str, told: str) -> None:
    watch.expect("404")
    page = open_page(f"compare/?papers={named}")
    expect(page.locator("#pi-compare [role=status]").first).to_contain_text(told)


def test_on_paper_only_the_papers_are_printed(open_page: OpenPage) -> None:
    page = open_page(TWO)
    expect(page.locator(".pi-compare__title")).to_have_count(2)
    page.emulate_media(media="print")
    expect(page.locator(".pi-compare")).to_be_visible()
    for part in (".pi-header", ".pi-footer", ".pi-compare__drop >> nth=0", ".pi-compare__add"):
        expect(page.locator(part)).to_be_hidden()


def test_on_paper_links_of_a_comparison_can_be_read(open_page: OpenPage) -> None:
    page = open_page("compare/?papers=kimi-linear,mamba,dinat", width=718)
    expect(page.locator(".pi-compare__title")).to_have_count(3)
    page.emulate_media(media="print")
    code = page.locator(".pi-compare .pi-i-code")
    assert code.evaluate_all(
        """(all) => all.map((one) => {
          const words = document.createRange();
          words.selectNodeContents(one);
          return new Set([...words.getClientRects()].map(({ top }) => top)).size;
        })"""
    ) == [1, 1, 1], "four letters stand in one line"


def test_without_javascript_the_page_says_what_else_helps(open_page: OpenPage) -> None:
    page = open_page("compare/", javascript=False)
    expect(page.locator("#pi-compare p")).to_contain_text("needs JavaScript")
    expect(page.locator("#pi-compare").get_by_role("link", name="topics")).to_be_visible()
