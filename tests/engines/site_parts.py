"""A built site taken apart for comparing: what the index says on a page, and what stands around it."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import urljoin

OF_THE_ENGINE = ("assets/javascripts/", "assets/stylesheets/")
"""Style sheets and scripts that an engine brings; their names hold digests of its version."""
LISTS_ALL_FILES = frozenset({"service-worker.js"})

ARTICLE = '<article class="md-content__inner'
THE_ENGINES_OWN = re.compile(
    r"""
    <link\ rel="stylesheet"\ href="[^"]*assets/stylesheets/
    # Parts of its frame that we do not use, and its way to the content, behind which ours comes.
    | <label\ class="md-overlay" | <div\ class="md-dialog" | <div\ data-md-component="skip"> | </div>
    """,
    re.VERBOSE,
)
"""How the lines begin in which engines may differ."""
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
LANDMARK = re.compile(r"<(?:header|nav|main|form|footer|aside|article)\b[^>]*>")
NAMED = re.compile(r'<\w+|\s(?:role|aria-label|id|class|tabindex)="[^"]*"')
LINK = re.compile(r'<(?:a|form)\b[^>]*?\s(?:href|action|data-root)="([^"#]+)"')
TAG = re.compile(r"<[^>]*>")


def files_of(site: Path) -> dict[str, bytes]:
    """Every file by its address, but for the engine's own."""
    return {
        address: path.read_bytes()
        for address, path in ((path.relative_to(site).as_posix(), path) for path in sorted(site.rglob("*")))
        if path.is_file() and not address.startswith(OF_THE_ENGINE)
    }


def pages_in(files: dict[str, bytes]) -> dict[str, str]:
    """Those of the files that are pages in the theme's frame."""
    marked = ARTICLE.encode()
    return {
        name: content.decode()
        for name, content in files.items()
        if name.endswith(".html") and marked in content
    }


def article(page: str) -> str:
    """What the index says, byte for byte."""
    return page[page.index(ARTICLE) : page.rindex("</article>")]


def around(page: str) -> list[str]:
    """The lines of a generated page outside its article, without the few that are the engine's own."""
    lines = page.replace(article(page), ARTICLE).split("\n")
    return [line for line in lines if not THE_ENGINES_OWN.match(line)]


def policies(page: str) -> list[str]:
    """Each policy that the page gives itself."""
    return POLICY.findall(page)


def landmarks(page: str) -> list[list[str]]:
    """The elements between which a screen reader jumps, in their order, with what names them."""
    return [NAMED.findall(tag) for tag in LANDMARK.findall(page.replace(article(page), ARTICLE + '">'))]


def ways(address: str, page: str) -> list[str]:
    """Where header and footer lead from a page at that address, in their order."""
    return [
        urljoin(f"https://host/base/{address}", way) for way in LINK.findall(page.replace(article(page), ""))
    ]


def words_around(page: str) -> str:
    """What is read around the article, title and description with it."""
    meta = re.findall(r'<meta name="description" content="([^"]*)">', page)
    frame = re.sub(r"(?s)<script.*?</script>|<div data-md-component=\"skip\">.*?</div>", "", page)
    return unescape(" ".join([*meta, *TAG.sub(" ", frame.replace(article(page), "<i>")).split()]))
