"""What holds on every kind of page: it is light, its targets are large, the keyboard goes through and is always seen."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.support.accessibility import accessibility_violations
from tests.support.browser import OpenPage
from tests.support.page_kinds import EVERY_KIND, WIDTHS

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
FIRST_VIEW = 120_000
"""Bytes of a first visit: the page and all that it loads by itself, compressed."""
PAPER = 8_000
"""Bytes of a paper's HTML, compressed."""

SEVEN_TO_ONE = {
    "runOnly": ["color-contrast-enhanced"],
    "rules": {"color-contrast-enhanced": {"enabled": True}},
}
"""What axe asks for on level AAA of WCAG 1.4.6."""

WEIGHT = """[...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
  .map((entry) => [entry.name, entry.encodedBodySize])"""

SMALL_TARGETS = """() => {
  // WCAG 2.2, 2.5.8: at least 24 by 24 pixels, or as much room around; links within sentences are free, and so are
  // the dots and columns of drawings, whose links stand as words beside them.
  const boxes = [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
    .filter((one) => one.checkVisibility({ opacityProperty: false }) && !one.closest("svg, [hidden]"))
    .map((one) => ({ one, box: ((one.matches("input") && one.closest("label")) || one).getBoundingClientRect() }))
    .filter(({ box }) => box.width > 2 && box.height > 2);
  const small = boxes.filter(({ box }) => box.width < 23.9 || box.height < 23.9);
  const inSentence = (one) => getComputedStyle(one).display === "inline" && !!one.closest("p, dd, td, th, figcaption, .pi-paper__authors");
  const near = (box, other) => {
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    const dx = Math.max(other.left - x, 0, x - other.right), dy = Math.max(other.top - y, 0, y - other.bottom);
    return Math.hypot(dx, dy) < 11.9;
  };
  return small.filter(({ one }) => !inSentence(one))
    .filter(({ one, box }) => boxes.some((other) => other.one !== one && !other.one.contains(one) && near(box, other.box)))
    .map(({ one, box }) => `${box.width.toFixed(1)}x${box.height.toFixed(1)} ${one.outerHTML.slice(0, 100)}`);
}"""

FOCUSED = """() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const box = element.getBoundingClientRect();
  const top = document.elementFromPoint(box.left + Math.min(box.width, 8) / 2, box.top + box.height / 2);
  const ring = (one) => one && getComputedStyle(one).outlineStyle !== "none" && parseFloat(getComputedStyle(one).outlineWidth) >= 1;
  const drawn = element.closest("svg") && [...element.querySelectorAll("*")].some((part) =>
    parseFloat(getComputedStyle(part).strokeWidth) >= 2 || getComputedStyle(part).textDecorationLine === "underline");
  return {
    name: element.outerHTML.slice(0, 110),
    inSight: (box.top >= -1 && box.bottom <= innerHeight + 1) || box.height > innerHeight,
    covered: top !== null && !element.contains(top) && !top.contains(element) && !element.closest("label")?.contains(top),
    ringed: !!(ring(element) || ring(element.closest("label")) || drawn),
  };
}"""

WALKED = {
    kind: EVERY_KIND[kind]
    for kind in (
        *("home", "topic", "paper with lineage", "authors", "tag", "years", "listings", "digest", "field"),
        *("results", "comparison", "reading list", "messages", "data"),
    )
}
FIRST_STOPS = 45
LAST_STOPS = 12


@pytest.mark.parametrize("path", EVERY_KIND.values(), ids=EVERY_KIND.keys())
def test_a_first_visit_loads_little_and_targets_are_large_enough(open_page: OpenPage, path: str) -> None:
    page = open_page(path, width=390, height=844, touch=True)
    page.wait_for_load_state("networkidle")
    loaded = page.evaluate(WEIGHT)
    assert len(loaded) >= 4
    assert sum(size for _, size in loaded) <= FIRST_VIEW, sorted(loaded, key=lambda one: -one[1])[:5]
    assert page.evaluate(SMALL_TARGETS) == []


def test_the_html_of_no_paper_is_larger_than_8_kb(built_site: Path) -> None:
    sizes = {
        path.parent.name: len(gzip.compress(path.read_bytes(), mtime=0))
        for path in built_site.glob("papers/*/index.html")
    }
    assert len(sizes) > 430
    assert {paper: size for paper, size in sizes.items() if size > PAPER} == {}


def stops(page: Page, most: int) -> int:
    """Press Tab until the focus leaves the page, at most so often; how many places it stood on, all in good order."""
    for number in range(most):
        page.keyboard.press("Tab")
        place = page.evaluate(FOCUSED)
        if place is None:
            return number
        assert place["inSight"], place
        assert not place["covered"], place
        assert place["ringed"], place
    return most


@pytest.mark.parametrize("path", WALKED.values(), ids=WALKED.keys())
def test_the_keyboard_goes_through_and_the_focus_is_always_seen(open_page: OpenPage, path: str) -> None:
    page = open_page(path)
    page.wait_for_load_state("networkidle")
    page.evaluate("window.scrollTo(0, 0)")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('article, footer') !== null"), "past the header"
    page.locator(".pi-skip").focus()
    assert stops(page, FIRST_STOPS) > 20
    # From near the end the focus comes out of the page: nothing on the way keeps it.
    page.evaluate(
        """(last) => {
          const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
            .filter((one) => one.checkVisibility() && one.tabIndex >= 0);
          all.at(-last).focus();
        }""",
        LAST_STOPS,
    )
    assert stops(page, LAST_STOPS + 20) < LAST_STOPS + 20


@pytest.mark.parametrize("kind", ["paper", "field", "results", "comparison"])
def test_what_is_opened_is_accessible_too(open_page: OpenPage, kind: str) -> None:
    page = open_page(EVERY_KIND[kind])
    page.wait_for_load_state("networkidle")
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    page.locator("#pi-search-input").fill("linear")
    # A map of hundreds of dots keeps axe busy; what unfolds below it is the same at every width.
    for width in WIDTHS if kind != "field" else WIDTHS[1:2]:
        page.set_viewport_size({"width": width, "height": 844})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            expect(page.locator(".pi-search-option").first).to_be_visible()
            assert accessibility_violations(page) == [], f"{scheme} at {width} pixels"
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("Escape")
    expect(page.locator(".pi-search-panel")).to_be_hidden()


@pytest.mark.parametrize("kind", ["home", "topic", "paper", "years", "results", "comparison", "contributing"])
def test_who_asks_for_more_contrast_gets_it(open_page: OpenPage, kind: str) -> None:
    page = open_page(EVERY_KIND[kind])
    page.wait_for_load_state("networkidle")
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    for scheme in SCHEMES:
        page.emulate_media(contrast="more", color_scheme=scheme)
        assert accessibility_violations(page, **SEVEN_TO_ONE) == [], scheme


@pytest.mark.parametrize("kind", ["home", "topic", "paper", "field", "results", "reading list", "about"])
def test_reduced_motion_forced_colours_and_paper_are_served(open_page: OpenPage, kind: str) -> None:
    page = open_page(EVERY_KIND[kind], reduced_motion=True, forced_colors=True)
    page.wait_for_load_state("networkidle")
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter((one) => {
          const { transitionDuration, transitionProperty, animationName } = getComputedStyle(one);
          const seconds = transitionDuration.split(",").map(parseFloat);
          return (transitionProperty !== "none" && seconds.some((one) => one > .001)) || animationName !== "none";
        }).map((one) => one.outerHTML.slice(0, 80)).slice(0, 5)"""
    )
    assert moving == []
    assert accessibility_violations(page) == []
    page.evaluate("document.documentElement.dataset.scheme = 'dark'")
    page.emulate_media(media="print", forced_colors="none", color_scheme="dark")
    for part in (".pi-header", ".pi-footer"):
        expect(page.locator(part)).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    ink = page.locator("h1").evaluate("heading => getComputedStyle(heading).color")
    assert max(map(int, re.findall(r"\d+", ink)[:3])) < 100, "letters on paper are dark"
