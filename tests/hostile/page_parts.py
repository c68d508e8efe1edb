"""Finished pages taken apart as a browser would: what elements there are, and what a reader reads where."""

from __future__ import annotations

import re
import warnings
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import html5lib
from html5lib.constants import DataLossWarning

from generator.text.mathml import ALLOWED as MATHML
from tests.hostile.corpus import Shown
from tests.support.repository import ROOT

Element = Any
"""An element of lxml, which publishes no types."""

TEMPLATE_CODE = re.compile(r"\{#.*?#\}|\{%.*?%\}", re.DOTALL)
TEMPLATE_VALUE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
MADE_IN_PYTHON: dict[str, set[str]] = {
    # By the parser where a document leaves them out, and by the theme.
    "html": {"lang", "class"},
    "head": set(),
    "body": {"dir", "class", "data-md-color-scheme", "data-md-color-primary", "data-md-color-accent"},
    "main": {"class", "data-md-component"},
    "tbody": set(),
    # generator/api/head_tags.py, generator/pages/frame.py, generator/feeds/addresses.py
    "meta": {"charset", "name", "property", "content", "http-equiv"},
    "link": {"rel", "type", "href", "title", "media", "crossorigin"},
    "script": {"type", "src", "async", "defer", "integrity"},
    # generator/exports/formatted.py, generator/feeds/digest.py, the facts of the footer
    # A word in another language, in generator/text/foreign_words.py
    "span": {"id", "class", "lang", "dir"},
    **{"i": set(), "em": set(), "br": set(), "strong": set(), "a": {"href", "rel", "title", "class"}},
    # A formula, or one that cannot be shown.
    **{"math": set(), "code": set()},
    **{tag: set(attributes) for tag, attributes in MATHML.items()},
    # Of the theme: its frame and what Markdown makes of the hand-written pages.
    "div": {"class", "id", "data-md-component", "data-md-toggle"},
    "input": {"class", "data-md-toggle", "id", "type", "autocomplete"},
    "label": {"class", "for"},
    **{tag: {"id", "class"} for tag in ("h1", "h2", "h3", "p", "ul", "ol", "li", "pre", "hr")},
}
ADDRESSES = frozenset({"href", "src", "action", "data-script", "data-root", "formaction", "data", "srcset"})
WORDS = frozenset({"content", "title", "aria-label", "data-pi-title", "value"})
"""The attributes that hold words of an entry. In any other, a stranger's word has no business."""
CANARY = re.compile(r"pwned|evil\.example", re.IGNORECASE)


@cache
def allowed_elements() -> dict[str, frozenset[str]]:
    """Every element that a template prints, with the attributes it gives it."""
    found: defaultdict[str, set[str]] = defaultdict(set)

    class Elements(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found[tag].update(name for name, _ in attrs)

    for folder in ("pages", "theme"):
        for template in sorted((ROOT / "site_templates" / folder).rglob("*.html")):
            source = TEMPLATE_VALUE.sub("x", TEMPLATE_CODE.sub(" ", template.read_text("utf-8")))
            Elements().feed(source)
    for tag, attributes in MADE_IN_PYTHON.items():
        found[tag] |= attributes
    return {tag: frozenset(attributes) for tag, attributes in found.items()}


def parsed(html: str) -> Element:
    """The tree that a browser would make of a page."""
    with warnings.catch_warnings():
        # XML allows no -- in a comment; what a comment says is no matter here.
        warnings.simplefilter("ignore", DataLossWarning)
        return html5lib.parse(html, treebuilder="lxml", namespaceHTMLElements=False).getroot()


def faults_of_page(tree: Element) -> list[str]:
    """Whatever stands on a page although no template prints it."""
    return [fault for element in elements(tree) for fault in faults_of_element(element)]


def elements(tree: Element) -> Iterator[Element]:
    """Every element but comments, whose names are no texts."""
    yield from (element for element in tree.iter() if isinstance(element.tag, str))


def name_of(element: Element) -> str:
    """Its name without the namespace that SVG and MathML carry."""
    return str(element.tag).rpartition("}")[2].lower()


def faults_of_element(element: Element) -> Iterator[str]:
    tag = name_of(element)
    known = allowed_elements().get(tag)
    if known is None:
        yield f"<{tag}> is in no template"
        return
    for name, value in element.attrib.items():
        attribute = name.rpartition("}")[2].lower()
        if attribute not in known:
            yield f"<{tag} {attribute}> is in no template"
        elif attribute in ADDRESSES and not is_harmless_address(value):
            yield f'<{tag} {attribute}="{value}"> is no address of ours'
        elif attribute in WORDS:
            if tag == "meta" and element.get("http-equiv", "").lower() == "refresh":
                yield from () if REFRESH.fullmatch(value) else (f"sends readers to {value}",)
        elif CANARY.search(value) and attribute not in ADDRESSES and tag != "a":
            yield f'<{tag} {attribute}="{value}"> holds a stranger\'s words'
    if tag == "script" and (element.text or "").strip() and CANARY.search(element.text):
        if element.get("type") != "application/ld+json":
            yield "a stranger's words in a script"


REFRESH = re.compile(r"0; url=(?:\.\./)+(?:papers|topics)/[a-z0-9-]+/")


def is_harmless_address(value: str) -> bool:
    """Whether it is relative to the site, or https with nothing in it that an attribute or a scheme could end in."""
    scheme = re.match(r"\s*([a-zA-Z][a-zA-Z0-9+.-]*):", value)
    if scheme is not None and scheme[1].lower() not in ("https", "http"):
        return False
    return not re.search(r"[\s\"'<>\\`{|}^]", value) and not re.match(
        r"(?:https?:)?//(?:[^/?#]*@|$)|//", value
    )


def words_of(element: Element) -> str:
    """What a reader reads in an element: its text, each run of white space one blank."""
    return " ".join("".join(element.itertext()).split())


def one(tree: Element, path: str) -> Element:
    """The only element at a path."""
    (found,) = tree.xpath(path)
    return found


def has_class(name: str) -> str:
    """A condition of XPath."""
    return f"contains(concat(' ', @class, ' '), ' {name} ')"


def shown_on_page(tree: Element) -> dict[str, Shown]:
    """What a paper's page shows, by the entry's fields."""
    title = one(tree, "//article//h1")
    if words_of(title) == "This entry was removed":
        note = one(tree, f"//div[{has_class('pi-status')}]/p")
        return {"status_note": words_of(note).removeprefix("Removed. ")}
    facts = {words_of(row[0]): row[1] for row in tree.xpath("//aside//dl/div")}
    shown: dict[str, Shown] = {
        "title": words_of(title),
        "name": words_of(one(tree, f"//nav[{has_class('pi-crumbs')}]//li[@aria-current]")),
        "authors": _each(tree, f"//div[{has_class('pi-paper__authors')}]//a"),
        "organizations": _each(tree, f"//p[{has_class('pi-paper__from')}]/a"),
        "topic": words_of(one(tree, f"//header/p[{has_class('pi-head__sort')}]")),
        "tags": _each(tree, f"//ul[{has_class('pi-tags')}]//a"),
        "tldr": _all(tree, f"//p[{has_class('pi-tldr')}]"),
        "summary": _each(tree, f"//div[{has_class('pi-paper__text')}]/h2[.='Summary']/following-sibling::p"),
        "results": _each(tree, f"//ul[{has_class('pi-results')}]/li"),
        "abstract": _each(tree, f"//details[{has_class('pi-abstract')}]/p"),
        "status_note": _all(tree, f"//div[{has_class('pi-status')}]/p"),
        "links": {
            re.sub(r".*pi-i-(\w+).*", r"\1", link.get("class")): link.get("href")
            for link in tree.xpath(f"//ul[{has_class('pi-ways')}]//a[not({has_class('pi-way--quiet')})]")
        },
    }
    if "Published" in facts:
        shown["venue"] = words_of(facts["Published"])
    if "Listed" in facts:
        shown["listed"] = [re.sub(r"(?:, \d+ \w+ \d{4})?(?:, \d+ comments?)?$", "", words_of(item)) for item in facts["Listed"].iter("li")]  # fmt: skip
    return shown


def _each(tree: Element, path: str) -> list[str]:
    return [words_of(found) for found in tree.xpath(path)]


def _all(tree: Element, path: str) -> str:
    return " ".join(_each(tree, path))


FRAME = re.compile(r'<header class="pi-header".*?</header>|<footer class="pi-footer">.*?</footer>', re.DOTALL)


def with_frames_apart(pages: dict[str, str]) -> dict[str, str]:
    """The pages without header and footer, and each different header and footer once as a page of its own."""
    frames: dict[str, str] = {}

    def put_apart(block: re.Match[str]) -> str:
        frames.setdefault(block.group(), f"frame {len(frames)}")
        return ""

    apart = {address: FRAME.sub(put_apart, html) for address, html in pages.items()}
    return apart | {name: f"<!doctype html>{block}" for block, name in frames.items()}


def page_files(site: Path) -> dict[str, str]:
    """Every HTML file of a built site by its address."""
    return {
        path.relative_to(site).as_posix(): path.read_text("utf-8") for path in sorted(site.rglob("*.html"))
    }
