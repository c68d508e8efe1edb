"""Takes pictures of the built site in a real Chromium.

python -m tools.pictures                      renews docs/pictures from site/
python -m tools.pictures --every FOLDER       every kind of page, light and dark, at three widths, to look at
python -m tools.pictures --every FOLDER --only topic --only paper
"""

from __future__ import annotations

import argparse
import base64
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page

from tests.support.browser import running_browser
from tests.support.page_kinds import EVERY_KIND
from tests.support.static_server import StaticServer, serving

PICTURES = Path("docs/pictures")
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDTHS = (1280, 768, 390)
TALLEST = 2600
"""More of a page is more of the same."""
QUALITY = 82
"""Of WebP: letters stay clean, and a page of cards takes some 60 kB."""
SMALL = 0.3125
SMALL_QUALITY = 55
"""A page of the site shows several of the small ones at once, and may load 120 kB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One picture of the documentation."""

    name: str
    path: str
    dark: bool = False
    width: int = 1280
    height: int = 860
    before: Callable[[Page], object] | None = None
    """What a reader does first."""


def _typed(page: Page) -> None:
    page.get_by_label("Search the papers").fill("memory of long contexts")
    page.get_by_role("option").first.wait_for()


def _saved(page: Page) -> None:
    """Three papers on the list, one of them read and one with a note."""
    here = page.url
    for paper in ("perceiver", "mamba", "kimi-linear"):
        page.goto(here.replace("reading-list/", f"papers/{paper}/"))
        page.get_by_role("list", name="Links").get_by_role("button", name="Reading list:").click()
    page.goto(here)
    page.get_by_role("checkbox", name=re.compile("^Read: ")).nth(1).check()


def _at(place: str) -> Callable[[Page], object]:
    """Where a link to a heading leads."""
    return lambda page: page.locator(place).evaluate(
        "heading => scrollTo(0, scrollY + heading.getBoundingClientRect().top - 30)"
    )


def _cited(page: Page) -> None:
    page.get_by_text("APA 7", exact=True).click()
    page.get_by_text("BibTeX", exact=True).click()
    _at("#cite")(page)


SHOTS = (
    Shot(name="home", path=""),
    Shot(name="topics", path="topics/"),
    Shot(name="topic", path="topics/linear-attention/"),
    Shot(name="paper", path="papers/dinat/"),
    Shot(name="paper-dark", path="papers/kimi-linear/", dark=True),
    Shot(name="paper-phone", path="papers/kimi-linear/", width=390, height=844),
    Shot(name="cite", path="papers/dinat/", before=_cited),
    Shot(name="search-box", path="topics/", before=_typed),
    Shot(name="search", path="search/?q=linear+attention"),
    Shot(name="map", path="field/", dark=True, before=_at("#map")),
    Shot(name="figures", path="field/", before=_at("#by-year")),
    Shot(name="compare", path="compare/?papers=kimi-linear,mamba,perceiver"),
    Shot(name="reading-list", path="reading-list/", dark=True, before=_saved),
    Shot(name="years", path="years/"),
    Shot(name="listings", path="listed/2025-W50/"),
    Shot(name="digest", path="digest/"),
    Shot(name="tags", path="tags/", dark=True),
    Shot(name="messages", path="messages/#e203"),
)


@contextmanager
def opened(
    browser: Browser, server: StaticServer, path: str, *, width: int, height: int = 860, dark: bool
) -> Iterator[Page]:
    """A page of the site in a fresh profile, at rest."""
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="UTC",
    )
    try:
        page = context.new_page()
        page.goto(server.address(path))
        page.wait_for_load_state("networkidle")
        yield page
    finally:
        context.close()


def picture_of(page: Page, *, tallest: int | None = None, small: bool = False) -> bytes:
    """The window as WebP; with `tallest` the whole page, down to there; `small` at a third of its size."""
    size = page.viewport_size or {"width": WIDTHS[0], "height": 0}
    width, height = size["width"], size["height"]
    if tallest:
        # Part by part would show the header again and again: the window itself grows.
        height = min(int(page.evaluate("document.documentElement.scrollHeight")), tallest)
        page.set_viewport_size({"width": width, "height": height})
        page.wait_for_timeout(100)
    place = page.evaluate("[scrollX, scrollY]")
    asked = {
        "format": "webp",
        "quality": SMALL_QUALITY if small else QUALITY,
        "clip": {
            "x": place[0],
            "y": place[1],
            "width": width,
            "height": height,
            "scale": SMALL if small else 1,
        },
    }
    taken = page.context.new_cdp_session(page).send("Page.captureScreenshot", asked)
    return base64.b64decode(taken["data"])


def renew(browser: Browser, server: StaticServer, folder: Path) -> None:
    """The documentation's pictures, in the present look of the site."""
    (folder / "small").mkdir(parents=True, exist_ok=True)
    for shot in SHOTS:
        with opened(browser, server, shot.path, width=shot.width, height=shot.height, dark=shot.dark) as page:
            if shot.before:
                shot.before(page)
                page.wait_for_load_state("networkidle")
            (folder / f"{shot.name}.webp").write_bytes(picture_of(page))
            (folder / "small" / f"{shot.name}.webp").write_bytes(picture_of(page, small=True))


def take_every(browser: Browser, server: StaticServer, folder: Path, only: list[str]) -> None:
    """Each kind of page in both schemes at all widths, as `topic-dark-390.webp`."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind, path in EVERY_KIND.items():
        if only and kind not in only:
            continue
        for scheme in SCHEMES:
            for width in WIDTHS:
                with opened(browser, server, path, width=width, dark=scheme == "dark") as page:
                    name = f"{kind.replace(' ', '-')}-{scheme}-{width}.webp"
                    (folder / name).write_bytes(picture_of(page, tallest=TALLEST))


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--site", type=Path, default=Path("site"), help="the built site")
    asked.add_argument("--every", type=Path, metavar="FOLDER", help="every kind of page, into this folder")
    asked.add_argument("--only", action="append", default=[], metavar="KIND")
    options = asked.parse_args()
    if not (options.site / "index.html").is_file():
        print(f"{options.site} holds no site; run 'make site' first", file=sys.stderr)
        return 1
    with running_browser() as browser, serving(options.site, base="/attention-index/") as server:
        if options.every:
            take_every(browser, server, options.every, options.only)
        else:
            renew(browser, server, PICTURES)
    return 0


if __name__ == "__main__":
    sys.exit(main())
