"""The theme's page frame, rendered once and filled for every page by joining strings.

The engine renders one page whose title, description, address and body are markers. Its address lies
eight folders deep, so every relative link to the site's root reads ``../`` eight times and can be told
from all else. Splitting that one page at the markers gives the frame; filling it costs a fiftieth of
rendering it (architecture: 0.03 ms against 1.1 ms).
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, NamedTuple

from generator.text.html_words import html_words

DEPTH = 8
MARKED_ADDRESS = "paperindex-slot/" + "/".join(str(step) for step in range(1, DEPTH)) + "/"
MARKED_ROOT = "/".join([".."] * DEPTH)
MARKED_TITLE = "paperindex-slot-title"
MARKED_DESCRIPTION = "paperindex-slot-description"
MARKED_BODY = "<!--paperindex:body <h1-->"
"""The theme adds a heading of its own unless it sees one begin."""
HEAD_SLOT = "<!--paperindex:head-->"
POLICY_SLOT = "<!--paperindex:policy-->"

SLOT = re.compile(
    "|".join(
        re.escape(mark) for mark in (MARKED_TITLE, MARKED_DESCRIPTION, MARKED_ADDRESS, MARKED_BODY, HEAD_SLOT)
    )
)
SECTION = re.compile(r' data-pi-section="([a-z-]*)"')
THEME_HOOKS = re.compile(
    r'<input class="md-toggle"[^>]*>\n?|<label class="md-overlay"[^>]*></label>\n?'
    r'|<div data-md-component="(?:skip|announce)">\s*</div>\n?'
    r'|<div class="md-dialog"[^>]*>\s*<div class="md-dialog__inner[^>]*></div>\s*</div>\n?'
)
FOOT_MAP = re.compile(r'<nav class="pi-footer__map".*?</nav>', re.DOTALL)
SHORT_FOOT = (
    f'<nav aria-label="More pages"><a href="{MARKED_ROOT}/years/">Years</a>, <a href="{MARKED_ROOT}/kinds/">kinds</a>, '
    f'<a href="{MARKED_ROOT}/venues/">venues</a> and <a href="{MARKED_ROOT}/">all other pages</a></nav>'
)
INLINE_SCRIPT = re.compile(r"<script(?:\s+[^>]*)?>(.*?)</script>", re.DOTALL)
KEPT_AS_IT_IS = re.compile(r"(<(pre|script|style|textarea)\b.*?</\2>)", re.DOTALL)


class FrameFault(Exception):
    """The engine's page lacks a marker: the theme changed in a way the frame does not know."""


class PageParts(NamedTuple):
    """What one page puts into the frame."""

    address: str
    """Of the page's folder: ``papers/kimi-linear/``; empty for the home page."""
    title: str
    """Plain text, without the site's name."""
    description: str
    body: str = ""
    """Finished HTML: everything inside the article, with one h1."""
    later: partial[Any] | None = None
    """Prints the body where that takes long enough to be shared among processes; ``body`` is empty until then."""
    before: Callable[[], str] | None = None
    """Gives what ``later`` would print, where that was printed together with other pages."""
    head: str = ""
    """Finished HTML for the head: further link and meta elements."""
    section: str = ""
    """Which entry of the navigation is marked as the current one."""
    canonical: str | None = None
    """Another page's address, where this one is only a way to it."""
    source: str | None = None
    speaks_of_all: bool = False
    """Whether its body is printed from all papers, so that any edit may change it."""
    whole_frame: bool = True
    """Whether the foot names every page of the site and not only shows the way to the front page, whose foot does, and
    whether the theme's places for its own scripts are kept, of which none is loaded."""

    def printed(self) -> str:
        """The body, printed where that was put off."""
        return self.body if self.later is None else (self.before or self.later)()


def root_of(address: str) -> str:
    """The relative way from a page to the site's root: ``../..`` for ``papers/kimi-linear/``, ``.`` for the home page."""
    return ("../" * address.count("/"))[:-1] or "."


class Frame:
    """The theme's page with places for a page's parts."""

    def __init__(self, html: str, site_name: str) -> None:
        """Take the engine's marked page. Raises FrameFault when a marker is missing."""
        for mark in (MARKED_TITLE, MARKED_DESCRIPTION, MARKED_ROOT, MARKED_BODY, HEAD_SLOT, POLICY_SLOT):
            if mark not in html:
                raise FrameFault(f"the theme's page holds no '{mark}'")
        self.site_name = site_name
        self._html = squeezed(html)
        self._pieces = lru_cache(maxsize=512)(self._cut)

    def page(
        self,
        parts: PageParts,
        *,
        body: bytes | None = None,
        head: bytes | None = None,
        root: str | None = None,
    ) -> bytes:
        """The whole page; ``body`` and ``head`` stand in for those of the parts, ``root`` is what `root_of` gives.

        In UTF-8 already: a few letters of other alphabets make every step take twice as long on text.
        """
        address = parts.address if parts.canonical is None else parts.canonical
        values = {
            MARKED_TITLE: html_words(parts.title).encode(),
            MARKED_DESCRIPTION: html_words(parts.description).encode(),
            MARKED_ADDRESS: address.encode(),
            MARKED_BODY: parts.body.encode() if body is None else body,
            HEAD_SLOT: parts.head.encode() if head is None else head,
        }
        literal, marks = self._pieces(root or root_of(parts.address), parts.section, parts.whole_frame)
        pieces = list(literal)
        for place, mark in marks:
            pieces[place] = values[mark]
        return b"".join(pieces)

    def _cut(self, root: str, section: str, whole_frame: bool) -> tuple[list[bytes], list[tuple[int, str]]]:
        """The frame for one depth and section: its literal pieces with empty ones between them, and which mark's value
        belongs into each of those.
        """
        html = self._html if whole_frame else THEME_HOOKS.sub("", FOOT_MAP.sub(SHORT_FOOT, self._html))
        html = html.replace(MARKED_ROOT, root)
        html = SECTION.sub(
            lambda match: ' aria-current="true"' if match[1] == section and section else "", html
        )
        html = html.replace(POLICY_SLOT, policy_meta(html))
        pieces: list[bytes] = []
        marks: list[tuple[int, str]] = []
        end = 0
        for match in SLOT.finditer(html):
            marks.append((len(pieces) + 1, match.group()))
            pieces += [html[end : match.start()].encode(), b""]
            end = match.end()
        return [*pieces, html[end:].encode()], marks


def finished_page(html: str, head: str, section: str = "") -> str:
    """A page that the engine rendered from a hand-written text, with our part of the head put in."""
    html = SECTION.sub(lambda match: ' aria-current="true"' if match[1] == section and section else "", html)
    return html.replace(HEAD_SLOT, head).replace(POLICY_SLOT, policy_meta(html))


def policy_meta(html: str) -> str:
    """The Content-Security-Policy of a page: its own files, and the inline scripts the theme brings, by their hash.

    See https://www.w3.org/TR/CSP3/. Blocks of data (``type="application/json"``) do not run and need no hash.
    """
    hashes = []
    for match in INLINE_SCRIPT.finditer(html):
        opening = match.group()[: match.start(1) - match.start()]
        if " src=" not in opening and "application/" not in opening:
            digest = hashlib.sha256(match.group(1).encode()).digest()
            hashes.append(f"'sha256-{base64.b64encode(digest).decode('ascii')}'")
    scripts = " ".join(["'self'", *sorted(set(hashes))])
    policy = (
        f"default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'"
    )
    return f'<meta http-equiv="Content-Security-Policy" content="{policy}">'


def squeezed(html: str) -> str:
    """``html`` without the indentation of the theme's templates; text that shows its spaces keeps them."""
    parts = KEPT_AS_IT_IS.split(html)
    # split() gives: text, whole element, its name, text, …
    kept = []
    for position, part in enumerate(parts):
        if position % 3 == 0:
            kept.append(re.sub(r"\s*\n\s*", "\n", part))
        elif position % 3 == 1:
            kept.append(part)
    return "".join(kept)
