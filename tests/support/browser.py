"""Pages in a real Chromium, watched for everything that must not happen on a good site.

A watched page notes console errors, uncaught exceptions, violations of the page's security policy
and any request to another machine; what was noted fails the test that opened the page.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal, Protocol
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from tests.support.chromium import find_chromium
from tests.support.static_server import StaticServer

WITHIN_THE_PAGE = frozenset({"about", "blob", "data"})

LAUNCH_OPTIONS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    # No name is ever looked up outside: a page that tries to leave fails at once, network or not.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)

# Chromium reports a violation on the console too, but without the directive and the blocked address.
TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`security policy violated: ${event.effectiveDirective} blocked ${event.blockedURI}`);
});
"""


@dataclass  # without slots: Playwright keeps a note on the object whose methods it calls
class Watch:
    """What went wrong on the pages of one test."""

    problems: list[str] = field(default_factory=list)
    origins: set[str] = field(default_factory=set)
    _expected: list[re.Pattern[str]] = field(default_factory=list)

    def expect(self, pattern: str) -> None:
        """Let problems that match this regular expression pass: the test is about them."""
        self._expected.append(re.compile(pattern))

    def unexpected(self) -> list[str]:
        return [
            problem
            for problem in self.problems
            if not any(pattern.search(problem) for pattern in self._expected)
        ]

    def follow(self, context: BrowserContext) -> None:
        """Note from now on what happens on every page of `context`."""
        context.add_init_script(TELL_VIOLATIONS)
        context.on("console", self._note_message)
        context.on("weberror", lambda error: self.problems.append(f"uncaught: {error.error}"))
        context.on("request", self._note_request)

    def _note_message(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.problems.append(f"console: {message.text} ({message.location.get('url', '')})")

    def _note_request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in WITHIN_THE_PAGE or f"{address.scheme}://{address.netloc}" in self.origins:
            return
        self.problems.append(f"request to another place: {request.url}")


class OpenPage(Protocol):
    """Opens a page of the site: `open_page("papers/x/", width=390, dark=True)`."""

    def __call__(
        self,
        path: str = "",
        *,
        width: int = 1280,
        height: int = 900,
        dark: bool = False,
        javascript: bool = True,
        reduced_motion: bool = False,
        forced_colors: bool = False,
        touch: bool = False,
        server: StaticServer | None = None,
    ) -> Page: ...


@contextmanager
def running_browser() -> Iterator[Browser]:
    """One Chromium while the block runs."""
    with sync_playwright() as playwright:
        # Chromium's own sandbox refuses to run as root, as continuous integration often does.
        as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(
            executable_path=find_chromium(),
            headless=True,
            args=[*LAUNCH_OPTIONS, *as_root],
        )
        try:
            yield browser
        finally:
            browser.close()


def page_opener(
    browser: Browser, default: Callable[[], StaticServer], watch: Watch, opened: list[BrowserContext]
) -> OpenPage:
    """A function that opens pages in fresh profiles, watched by `watch` and remembered in `opened`."""

    def open_page(
        path: str = "",
        *,
        width: int = 1280,
        height: int = 900,
        dark: bool = False,
        javascript: bool = True,
        reduced_motion: bool = False,
        forced_colors: bool = False,
        touch: bool = False,
        server: StaticServer | None = None,
    ) -> Page:
        site = server or default()
        watch.origins.add(site.origin)
        motion: Literal["reduce", "no-preference"] = "reduce" if reduced_motion else "no-preference"
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            reduced_motion=motion,
            forced_colors="active" if forced_colors else "none",
            has_touch=touch,
            locale="en-GB",
            timezone_id="UTC",
            permissions=["clipboard-read", "clipboard-write"],
        )
        opened.append(context)
        watch.follow(context)
        page = context.new_page()
        page.goto(site.address(path))
        return page

    return open_page
