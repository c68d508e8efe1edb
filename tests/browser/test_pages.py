"""The pages in a real Chromium: what a reader sees, clicks and reaches with the keyboard."""

from __future__ import annotations

import re
import zlib
from collections import Counter

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.accessibility import accessibility_violations
from tests.support.browser import OpenPage, Watch
from tests.support.page_kinds import EVERY_KIND, WIDTHS
from tests.support.static_server import StaticServer

RULES_OF_COLOUR = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""Of axe."""

MIDDLE = "(item) => { const { top, bottom } = item.getBoundingClientRect(); return (top + bottom) / 2; }"
LINES = """(all) => all.map((one) => {
  const words = document.createRange();
  words.selectNodeContents(one);
  return new Set([...words.getClientRects()].map(({ top }) => Math.round(top))).size;
})"""
INDENTS = """(all) => all.map((one) => {
  const words = document.createRange();
  words.selectNodeContents(one);
  const block = one.closest("li, .pi-paper__authors");
  const edge = block.getBoundingClientRect().left + parseFloat(getComputedStyle(block).paddingLeft);
  return Math.round(words.getClientRects()[0].left - edge);
})"""


@pytest.mark.parametrize("path", EVERY_KIND.values(), ids=EVERY_KIND.keys())
def test_every_kind_of_page_is_accessible_and_fits_the_screen(open_page: OpenPage, path: str) -> None:
    page = open_page(path)
    page.wait_for_load_state("networkidle")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
        page.emulate_media(color_scheme="light")
        assert accessibility_violations(page) == [], f"light at {width} pixels"
        page.emulate_media(color_scheme="dark")
        # What the dark changes beside colours, such as the switch that leaves it, is the same at every width.
        rules = {} if width == WIDTHS[0] else {"runOnly": RULES_OF_COLOUR}
        assert accessibility_violations(page, **rules) == [], f"dark at {width} pixels"


def test_the_front_page_shows_what_is_here(open_page: OpenPage) -> None:
    page = open_page()
    expect(page.get_by_role("heading", level=1)).to_have_text("Attention Index")
    # The header has a search too: who jumps from landmark to landmark hears which is which.
    expect(page.get_by_role("search", name="Papers")).to_be_visible()
    papers = page.locator(".pi-numbers div", has_text="papers")
    expect(papers).to_contain_text(re.compile(r"\d{3}"))
    expect(page.locator(".pi-groupbox")).to_have_count(6)
    expect(page.locator("#home-newest + ul .pi-card")).to_have_count(6)


def test_a_topic_leads_to_its_papers(open_page: OpenPage) -> None:
    page = open_page()
    page.locator(".pi-groupbox").get_by_role("link", name="Sparse attention").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sparse attention")
    first = page.locator(".pi-shelf .pi-card").first
    title = first.get_by_role("heading").inner_text()
    first.get_by_role("heading").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_kinds_and_years_filter_a_topic_and_tell_how_many_are_left(open_page: OpenPage) -> None:
    page = open_page("topics/linear-attention/")
    shown = page.locator(".pi-shelf .pi-card:visible")
    everything = shown.count()
    page.get_by_role("radio", name=re.compile("^Methods")).check()
    methods = shown.count()
    assert 0 < methods < everything
    expect(page.locator("[data-pi-told]")).to_have_text(f"{methods} of {everything} papers")
    page.get_by_role("navigation", name="By year").get_by_role("link", name=re.compile("^2025")).click()
    assert 0 < shown.count() < methods
    assert set(shown.evaluate_all("cards => cards.map((card) => card.dataset.year)")) == {"2025"}
    page.get_by_role("navigation", name="By year").get_by_role("link", name=re.compile("^2025")).click()
    page.get_by_role("radio", name=re.compile("^All")).check()
    assert shown.count() == everything


def test_who_comes_back_to_a_shelf_or_the_map_finds_what_was_chosen(open_page: OpenPage) -> None:
    page = open_page("topics/sparse-attention/")
    page.get_by_role("radio", name="Methods").check()
    page.get_by_role("navigation", name="By year").get_by_role("link", name=re.compile("^2025")).click()
    told = page.locator("[data-pi-told]")
    expect(told).to_contain_text("of 53 papers")
    words = told.inner_text()
    shown = page.locator(".pi-card:visible").count()
    page.locator(".pi-card:visible h3 a").first.click()
    page.wait_for_url("**/papers/**")
    page.go_back()
    expect(told).to_have_text(words)
    assert page.locator(".pi-card:visible").count() == shown
    expect(page.locator("[data-pi-year='2025']")).to_have_attribute("aria-current", "true")
    page.goto(page.url.replace("topics/sparse-attention/", "field/"))
    page.get_by_label("Show").select_option(label="Sparse attention")
    dimmed = page.locator(".pi-dimmed").count()
    page.get_by_role("link", name="Papers", exact=True).click()
    page.wait_for_url("**/papers/")
    page.go_back()
    expect(page.locator(".pi-dimmed")).to_have_count(dimmed)
    expect(page.get_by_label("Show")).to_have_value("1")


def test_without_javascript_kinds_still_filter_and_years_are_places(open_page: OpenPage) -> None:
    page = open_page("topics/linear-attention/", javascript=False)
    shown = page.locator(".pi-shelf .pi-card:visible")
    everything = shown.count()
    page.get_by_role("radio", name=re.compile("^Theory")).check()
    assert 0 < shown.count() < everything
    page.get_by_role("radio", name=re.compile("^All")).check()
    page.get_by_role("navigation", name="By year").get_by_role("link", name=re.compile("^2023")).click()
    assert page.url.endswith("#y2023")
    expect(page.locator("#y2023")).to_be_in_viewport()


def test_a_paper_shows_its_idea_results_and_ways_out(open_page: OpenPage) -> None:
    page = open_page("papers/kimi-linear/")
    expect(page.locator(".pi-tldr")).to_be_visible()
    assert page.locator(".pi-results li").count() >= 2
    ways = page.get_by_role("list", name="Links")
    expect(ways.get_by_role("link", name="arXiv")).to_have_attribute(
        "href", "https://arxiv.org/abs/2510.26692"
    )
    expect(ways.get_by_role("link", name="PDF")).to_have_attribute("href", "https://arxiv.org/pdf/2510.26692")
    facts = page.get_by_role("complementary", name="Facts")
    expect(facts).to_contain_text("30 October 2025")
    expect(facts.get_by_role("link", name="11 November 2025")).to_be_visible()


def test_names_from_the_right_stand_in_the_order_of_the_authors(open_page: OpenPage) -> None:
    page = open_page("papers/mamba/")
    places = page.locator(".pi-paper__authors a").evaluate_all(
        """(links, names) => {
          links.forEach((link, number) => (link.textContent = names[number]));
          return links.map((link) => link.getBoundingClientRect().left);
        }""",
        ["محمد علي", "יעל כהן"],
    )
    assert places == sorted(places)


def test_names_and_dates_of_a_card_are_copied_as_words_of_their_own(open_page: OpenPage) -> None:
    page = open_page("topics/linear-attention/")
    line = page.locator(".pi-card__by").filter(has_text="Lukas Fehring").first
    line.evaluate("(line) => getSelection().selectAllChildren(line)")
    assert "Marius Lindauer 3 February 2026 ICML" in page.evaluate("getSelection().toString()")


def test_a_long_list_of_authors_unfolds(open_page: OpenPage) -> None:
    page = open_page("papers/kimi-linear/")
    last = page.get_by_role("link", name="Yulun Du")
    expect(last).to_be_hidden()
    page.get_by_text(re.compile(r"and \d+ more")).click()
    expect(last).to_be_visible()


def test_a_citation_is_copied_with_one_click(open_page: OpenPage) -> None:
    page = open_page("papers/kimi-linear/")
    page.get_by_text("BibTeX", exact=True).click()
    page.locator("details[open]").get_by_role("button", name="Copy").click()
    expect(page.locator("details[open]").get_by_role("button")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()").startswith("@")


def test_a_citation_that_may_not_be_copied_is_selected(open_page: OpenPage) -> None:
    page = open_page("papers/kimi-linear/")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }")
    page.get_by_text("BibTeX", exact=True).click()
    page.locator("details[open]").get_by_role("button", name="Copy").click()
    expect(page.locator("details[open]").get_by_role("button")).to_have_text("Selected")
    assert page.evaluate("getSelection().toString()").startswith("@")


def test_a_citation_is_downloaded_without_javascript(open_page: OpenPage) -> None:
    page = open_page("papers/kimi-linear/", javascript=False)
    page.get_by_text("BibTeX", exact=True).click()
    with page.expect_download() as started:
        page.locator("details[open]").get_by_role("link", name="Download").click()
    assert started.value.suggested_filename == "kimi-linear.bib"


def test_the_switch_of_colours_goes_round_and_is_remembered(open_page: OpenPage) -> None:
    page = open_page()
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    switch = page.get_by_role("button", name=re.compile("^Colours"))
    switch.click()
    expect(switch).to_have_accessible_name("Colours: light")
    switch.click()
    expect(switch).to_have_accessible_name("Colours: dark")
    dark = page.evaluate(ground)
    assert dark != light
    page.reload()
    assert page.evaluate(ground) == dark
    switch.click()
    expect(switch).to_have_accessible_name("Colours: as the system")
    assert page.evaluate(ground) == light


def test_the_system_decides_without_javascript(open_page: OpenPage) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    assert open_page(dark=True).evaluate(ground) != open_page(dark=False).evaluate(ground)
    page = open_page(dark=True, javascript=False)
    expect(page.locator("body")).to_have_css("background-color", "rgb(20, 22, 27)")


def test_the_skip_link_is_first_and_leads_past_the_header(open_page: OpenPage) -> None:
    page = open_page("papers/kimi-linear/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('article') !== null")


def test_the_map_names_the_paper_under_the_pointer_and_under_the_keys(open_page: OpenPage) -> None:
    page = open_page("field/")
    told = page.locator("[data-pi-map-told]")
    dot = page.locator(".pi-map svg a:has(circle)").nth(40)
    title = dot.locator("title").text_content()
    dot.hover()
    expect(told).to_contain_text(str(title))
    page.locator(".pi-map svg a[tabindex='0']:has(circle)").focus()
    before = told.inner_text()
    page.keyboard.press("ArrowRight")
    assert told.inner_text() != before
    expect(page.locator(".pi-map svg a[tabindex='0']:has(circle)")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(".pi-paper")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_lineage_can_be_read_and_its_names_stay_in_their_boxes(open_page: OpenPage, width: int) -> None:
    page = open_page("papers/generalized-neighborhood-attention/", width=width)
    drawing = page.locator(".pi-lineage")
    scale = drawing.evaluate("(svg) => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width")
    assert scale == pytest.approx(1)
    room = drawing.locator("a").evaluate_all(
        """(boxes) => boxes.map((box) => {
          const end = (part) => part.getBoundingClientRect().right;
          return end(box.querySelector("rect")) - end(box.querySelector("text"));
        })"""
    )
    assert len(room) > 1
    assert min(room) >= 0


def test_the_figure_by_topic_says_that_a_paper_counts_once(open_page: OpenPage) -> None:
    """A topic's page lists more than its bar says: also the papers that stand under it beside their main topic."""
    page = open_page("field/")
    expect(page.get_by_role("heading", name="Papers by main topic")).to_be_visible()


def test_the_map_shows_one_topic(open_page: OpenPage) -> None:
    page = open_page("field/")
    page.get_by_label("Show").select_option(label="Speech and audio")
    kept = page.locator(".pi-map g:not(.pi-dimmed) a")
    assert 0 < kept.count() < 40


def test_every_dot_and_column_leads_somewhere_without_javascript(
    open_page: OpenPage, site_server: StaticServer
) -> None:
    page = open_page("field/", javascript=False)
    links = page.locator("svg a").evaluate_all("links => links.map((link) => link.href.baseVal)")
    assert len(links) > 400
    for link in set(links):
        path = site_server.base + link.replace("../", "")
        assert site_server.file_for(path), link


def test_papers_are_picked_and_compared(open_page: OpenPage) -> None:
    page = open_page("papers/kimi-linear/")
    page.get_by_role("list", name="Links").get_by_role("button", name=re.compile("^Compare")).click()
    page.goto(page.url.replace("kimi-linear", "dinat"))
    page.get_by_role("list", name="Links").get_by_role("button", name=re.compile("^Compare")).click()
    page.get_by_role("link", name="Compare 2").click()
    table = page.get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_count(2)
    expect(table.get_by_role("rowheader", name="Idea")).to_be_visible()
    assert accessibility_violations(page) == []
    table.get_by_role("button", name=re.compile("Remove Kimi")).click()
    expect(page.get_by_role("columnheader")).to_have_count(1)
    expect(page.get_by_text("Pick another paper")).to_be_visible()


def test_a_comparison_is_shared_by_its_address(open_page: OpenPage, watch: Watch) -> None:
    watch.expect("404")
    page = open_page("compare/?papers=dinat,kimi-linear,no-such-paper,<b>")
    expect(page.get_by_role("columnheader")).to_have_count(2)


def test_no_more_than_five_papers_are_compared(open_page: OpenPage) -> None:
    page = open_page("topics/linear-attention/")
    picks = page.locator(".pi-shelf [data-pi-pick]")
    for number in range(6):
        picks.nth(number).click()
    expect(page.get_by_role("link", name="Compare 5")).to_be_visible()
    expect(picks.nth(5)).to_have_attribute("aria-pressed", "false")
    # Whoever sees the page is told as well: the button looks as if it had not been pressed.
    message = page.get_by_role("region", name="Message")
    expect(message).to_be_visible()
    expect(message).to_contain_text("5 papers are the most to compare.")


@pytest.mark.parametrize("width", [320, 360, 390, 430])
def test_on_a_phone_the_buttons_of_the_header_stand_beside_the_name(open_page: OpenPage, width: int) -> None:
    page = open_page("topics/linear-attention/", width=width)
    for number in range(2):
        page.locator(".pi-shelf [data-pi-pick]").nth(number).click()
        page.locator(".pi-shelf [data-pi-save]").nth(number).click()
    expect(page.get_by_role("link", name="Compare 2")).to_be_visible()
    row = page.locator(".pi-brand").evaluate(MIDDLE)
    for name in (".pi-picked", ".pi-listlink", ".pi-scheme"):
        assert abs(page.locator(name).evaluate(MIDDLE) - row) < 4, name


@pytest.mark.parametrize("width", [780, 930, 1000, 1024, 1100, 1280])
def test_the_buttons_of_the_header_stand_beside_the_search_box(open_page: OpenPage, width: int) -> None:
    page = open_page("topics/linear-attention/", width=width)
    page.locator("[data-pi-pick]").first.click()
    page.locator("[data-pi-save]").first.click()
    box = page.get_by_role("banner").get_by_role("combobox")
    row = box.evaluate(MIDDLE)
    for name in (".pi-picked", ".pi-listlink", ".pi-scheme"):
        assert abs(page.locator(name).evaluate(MIDDLE) - row) < 4, name
    assert box.evaluate("(item) => item.offsetWidth") >= 150


@pytest.mark.parametrize(
    ("path", "whole"),
    [("", ".pi-numbers a"), ("topics/sparse-attention/", ".pi-takeaway a"), ("listed/", ".pi-days .pi-note")],
)
def test_on_the_narrowest_screen_no_number_and_no_short_name_is_broken(
    open_page: OpenPage, path: str, whole: str
) -> None:
    page = open_page(path, width=320)
    lines = page.locator(whole).evaluate_all(LINES)
    assert len(lines) > 2
    assert set(lines) == {1}


@pytest.mark.parametrize(
    ("path", "begins"), [("papers/", ".pi-titles .pi-note"), ("papers/kimi-linear/", ".pi-more > summary")]
)
def test_what_goes_to_the_next_line_begins_at_its_edge(open_page: OpenPage, path: str, begins: str) -> None:
    page = open_page(path)
    indents: set[int] = set()
    for width in (320, 360, 390, 430):
        page.set_viewport_size({"width": width, "height": 844})
        indents |= set(page.locator(begins).evaluate_all(INDENTS))
    assert 0 in indents
    # Where it goes on in a line it stands far behind the edge.
    assert [indent for indent in indents if 0 < indent < 10] == []


@pytest.mark.parametrize("width", [320, 390, 768, 1000, 1280])
def test_rows_of_months_are_equally_long(open_page: OpenPage, width: int) -> None:
    page = open_page("years/", width=width)
    tops = (
        page.locator(".pi-months")
        .first.locator("li")
        .evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().top)")
    )
    rows = Counter(tops)
    assert sum(rows.values()) == 12
    assert len(set(rows.values())) == 1, rows


@pytest.mark.parametrize("kind", ["home", "paper", "years", "results", "comparison"])
def test_with_letters_twice_as_large_a_phone_does_not_scroll_sideways(open_page: OpenPage, kind: str) -> None:
    """390 pixels are to such letters what half of them are to usual ones."""
    page = open_page(EVERY_KIND[kind], width=195, height=422)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth") <= 195


def test_an_unknown_address_leads_back(open_page: OpenPage, watch: Watch) -> None:
    watch.expect("404")
    page = open_page("papers/no-such-paper/or/deeper/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Page not found")
    page.get_by_role("link", name="All topics").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Topics")


def test_in_forced_colours_icons_and_choices_are_still_told(open_page: OpenPage) -> None:
    page = open_page("topics/linear-attention/", forced_colors=True)
    icon = "getComputedStyle(document.querySelector('.pi-out'), '::before').backgroundColor"
    assert page.evaluate(icon) not in (
        "rgba(0, 0, 0, 0)",
        page.evaluate("getComputedStyle(document.body).backgroundColor"),
    )
    assert accessibility_violations(page) == []


def test_in_forced_colours_what_is_pressed_shared_or_chosen_by_arrows_is_told(open_page: OpenPage) -> None:
    page = open_page("papers/kimi-linear/", forced_colors=True)
    compare = page.get_by_role("button", name="Compare: Kimi Linear")
    assert not outlined(compare)
    compare.click()
    page.get_by_label("Search the papers").fill("mamba")
    expect(page.get_by_role("option").first).to_be_visible()
    assert outlined(compare)
    page.keyboard.press("ArrowDown")
    assert [outlined(option) for option in page.get_by_role("option").all()[:2]] == [True, False]
    page.goto(page.url.replace("papers/kimi-linear/", "compare/?papers=kimi-linear,lizard"))
    shared = page.locator(".pi-chip--shared")
    expect(shared.first).to_be_visible()
    assert all(outlined(chip) for chip in shared.all())


def outlined(place: Locator) -> bool:
    shown: bool = place.evaluate("(element) => getComputedStyle(element).outlineStyle === 'solid'")
    return shown


def test_printed_a_paper_is_the_paper_alone(open_page: OpenPage) -> None:
    page = open_page("papers/kimi-linear/")
    page.emulate_media(media="print")
    expect(page.locator(".pi-header")).to_be_hidden()
    expect(page.locator(".pi-footer")).to_be_hidden()
    expect(page.locator(".pi-tldr")).to_be_visible()
    # Nothing can be pressed or unfolded there.
    expect(page.get_by_role("button", name="Compare: Kimi Linear")).to_be_hidden()
    expect(page.get_by_role("link", name="Yulun Du")).to_be_visible()
    # The citation stands there in one form, and only addresses that lead there from paper.
    expect(page.locator("#cite-apa")).to_be_visible()
    expect(page.locator("#cite-ris")).to_be_hidden()
    assert " (https://arxiv.org/abs/2510.26692)" in address_behind(page, ".pi-i-arxiv")
    page.goto(page.url.replace("papers/kimi-linear/", "topics/linear-attention/"))
    assert address_behind(page, ".pi-start__title") == "none"


def address_behind(page: Page, selector: str) -> str:
    """What paper shows behind a link, a space that is kept being a space."""
    content: str = page.locator(selector).first.evaluate(
        "(link) => getComputedStyle(link, '::after').content"
    )
    return content.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("path", "pressed"),
    [
        ("topics/linear-attention/", ".pi-card .pi-marks"),
        ("search/?q=attention", ".pi-search-facets"),
        ("search/?q=attention", ".pi-search-result .pi-marks"),
        ("search/?q=attention&topic=none", ".pi-search-help button"),
        ("field/", ".pi-map__pick"),
        ("field/", ".pi-chart summary"),
    ],
)
def test_what_can_only_be_pressed_is_not_printed(open_page: OpenPage, path: str, pressed: str) -> None:
    page = open_page(path)
    expect(page.locator(pressed).first).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(pressed).first).to_be_hidden()


@pytest.mark.parametrize("path", ["years/", "papers/kimi-linear/"])
def test_no_empty_sheet_is_printed(open_page: OpenPage, path: str) -> None:
    page = open_page(path)
    page.locator("h1").wait_for()
    # One size of a sheet might end well by chance.
    for size in ("A3", "A4", "A5", "Letter", "Legal"):
        sheets = texts_of_sheets(page.pdf(format=size))
        assert all(sheets), (size, sheets)


def texts_of_sheets(pdf: bytes) -> list[int]:
    """How often each page of a PDF shows text."""
    objects = dict(re.findall(rb"\n(\d+) 0 obj\s(.*?)endobj", pdf, re.DOTALL))
    pages = [one for one in objects.values() if re.search(rb"/Type /Page\b", one)]
    found = []
    for page in pages:
        number = re.search(rb"/Contents (\d+) 0 R", page)
        assert number
        _, _, stream = objects[number[1]].partition(b"stream\n")
        found.append(len(re.findall(rb"T[jJ]\b", zlib.decompressobj().decompress(stream))))
    return found
