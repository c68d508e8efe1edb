"""The second engine's pages in a real Chromium: they look, work and keep quiet as the first one's do."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.support.accessibility import accessibility_violations
from tests.support.browser import OpenPage, Watch
from tests.support.static_server import StaticServer

KINDS = ["", "papers/kimi-linear/", "contributing/"]


@pytest.mark.parametrize("path", KINDS)
def test_a_page_is_accessible_and_fits_the_screen(
    open_page: OpenPage, zensical_server: StaticServer, path: str
) -> None:
    page = open_page(path, server=zensical_server)
    page.wait_for_load_state("networkidle")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth") <= width, width
        # Nothing is kept free at the side: the header reaches from edge to edge.
        assert page.locator(".pi-header").evaluate("header => header.getBoundingClientRect().width") == width
        for dark in (False, True):
            page.emulate_media(color_scheme="dark" if dark else "light")
            assert accessibility_violations(page) == [], f"{'dark' if dark else 'light'} at {width} pixels"


def test_it_looks_as_with_the_first_engine(open_page: OpenPage, zensical_server: StaticServer) -> None:
    """Size and place of what stands on a page, from the header to the footer."""
    places = """() => [...document.querySelectorAll(".pi-header, h1, .pi-tldr, .pi-footer, article > *, aside")]
        .map((element) => {
            const box = element.getBoundingClientRect(), style = getComputedStyle(element);
            return [element.tagName, box.x, box.y, box.width, box.height, style.color, style.fontSize];
        })"""
    for path in ("", "papers/kimi-linear/", "contributing/"):
        one, other = open_page(path), open_page(path, server=zensical_server)
        for page in (one, other):
            page.wait_for_load_state("networkidle")
        assert one.evaluate(places) == other.evaluate(places), path


def test_search_skip_link_and_colours_work(open_page: OpenPage, zensical_server: StaticServer) -> None:
    page = open_page("papers/kimi-linear/", server=zensical_server)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
    expect(page.locator(".pi-nav [aria-current]")).to_have_text("Papers")
    page.get_by_role("button", name=re.compile("^Colours")).click()
    assert page.evaluate("document.documentElement.dataset.scheme") in ("light", "dark")
    page.get_by_role("combobox", name="Search the papers").fill("kimi linear")
    expect(page.get_by_role("option").first).to_contain_text("Kimi Linear")


def test_the_page_for_unknown_addresses_can_search(
    open_page: OpenPage, zensical_server: StaticServer, watch: Watch
) -> None:
    watch.expect("404")
    page = open_page("papers/no-such/paper/", server=zensical_server)
    page.get_by_role("combobox", name="Search the papers").fill("kimi linear")
    expect(page.get_by_role("option").first).to_contain_text("Kimi Linear")
