"""Asks axe, the accessibility checker, about a page."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

MOST_LOOKS = 500


def accessibility_violations(page: Page, **options: Any) -> list[str]:
    """One line for each rule of axe that the page breaks, with the first places; `options` go to axe.run."""
    # axe reads colours off the page, and a colour in the middle of a transition is not its own.
    # Asked from outside: a function that waits inside the page is text to evaluate, which the site's policy forbids.
    for _ in range(MOST_LOOKS):
        if page.evaluate("document.getAnimations().every((motion) => motion.playState !== 'running')"):
            break
        page.wait_for_timeout(20)
    # What a page does well need not be told place by place: on a long list that takes longer than looking at it.
    report = Axe().run(page, options={"resultTypes": ["violations"], **options}).response
    return [_told(violation) for violation in report["violations"]]


def _told(violation: dict[str, Any]) -> str:
    places = [" ".join(str(part) for part in node["target"]) for node in violation["nodes"]]
    more = f" and {len(places) - 3} more" if len(places) > 3 else ""
    summary = violation["nodes"][0].get("failureSummary", "").replace("\n", " ")
    return f"{violation['id']}: {violation['help']} — {'; '.join(places[:3])}{more} — {summary}"
