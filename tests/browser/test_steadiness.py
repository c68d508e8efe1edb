"""Nothing on a page moves while it loads, and scripts do not come one after the other."""

from __future__ import annotations

import pytest

from tests.support.browser import OpenPage, Watch
from tests.support.static_server import StaticServer

FILLED_BY_SCRIPTS = ("search/", "reading-list/", "compare/")
PHONE = (412, 823)
"""Width and height of what Lighthouse pretends to be."""

SHIFTS = """new Promise((tell) => {
  const seen = [];
  new PerformanceObserver((list) => seen.push(...list.getEntries())).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => tell(seen.reduce((sum, shift) => sum + (shift.hadRecentInput ? 0 : shift.value), 0)), 300);
})"""


@pytest.mark.parametrize("path", FILLED_BY_SCRIPTS)
def test_what_scripts_bring_pushes_nothing_out_of_sight(
    open_page: OpenPage, watch: Watch, site_server: StaticServer, path: str
) -> None:
    # The page as it is before its scripts have come.
    watch.expect("ERR_FAILED")
    page = open_page("about/", width=PHONE[0], height=PHONE[1])
    page.route("**/*.js*", lambda route: route.abort())
    page.goto(site_server.address(path), wait_until="domcontentloaded")
    top = page.locator(".pi-footer").evaluate("(footer) => footer.getBoundingClientRect().top")
    assert top >= PHONE[1]


@pytest.mark.parametrize(
    "path", ["", "papers/kimi-linear/", "topics/linear-attention/", "field/", *FILLED_BY_SCRIPTS]
)
def test_nothing_moves_while_a_page_loads(open_page: OpenPage, path: str) -> None:
    page = open_page(path, width=PHONE[0], height=PHONE[1])
    page.wait_for_load_state("networkidle")
    assert page.evaluate(SHIFTS) < 0.1


def test_the_search_page_asks_for_all_its_modules_at_once_and_for_none_twice(
    open_page: OpenPage, site_server: StaticServer
) -> None:
    site_server.served.clear()
    page = open_page("search/")
    page.locator(".pi-search-result").first.wait_for()
    named = set(
        page.locator("link[rel=modulepreload]").evaluate_all(
            "(links) => links.map((link) => new URL(link.href).pathname)"
        )
    )
    asked = [one.path.partition("?")[0] for one in site_server.served if "/assets/search/" in one.path]
    modules = [path for path in asked if path.endswith(".js")]
    assert len(modules) == len(set(modules))
    entries = {f"{site_server.base}assets/search/{name}.js" for name in ("box", "results")}
    assert named == set(modules) - entries
    assert len(named) >= 8
