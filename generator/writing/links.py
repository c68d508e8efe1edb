"""Links between the pages of the site: every one must lead somewhere.

Reads the finished pages, so it sees what readers see, whichever template or frame printed it.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from generator.model.output_file import OutputFile

LINK = re.compile(rb"""<[a-zA-Z][^>]*?\s(?:href|src)=(?:"([^"]*)"|'([^']*)')""")
PLAIN_WAY_DOWN = re.compile(r"(?:[a-zA-Z0-9_-][a-zA-Z0-9_.-]*/)*(?:[a-zA-Z0-9_-][a-zA-Z0-9_.-]*)?")
OUTSIDE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|#")
MOST_NAMED = 20


class DeadLinks(Exception):
    """Pages link to addresses that the site does not have: a mistake in a template or a hand-written page."""

    def __init__(self, dead: list[tuple[str, str]]) -> None:
        named = "\n".join(f"    {page} links to {target}" for page, target in dead[:MOST_NAMED])
        more = f"\n    and {len(dead) - MOST_NAMED} more" if len(dead) > MOST_NAMED else ""
        super().__init__(f"links that lead nowhere:\n{named}{more}")
        self.dead = dead


def check_links(outputs: Iterable[OutputFile], engine_files: Mapping[str, Path]) -> None:
    """Raise DeadLinks unless every relative link of every page leads to a file of the site."""
    pages = {output.address: output.content for output in outputs}
    known = set(pages) | set(engine_files)
    # Pages of one depth share most of their links; what climbs to the root is followed once a depth.
    followed: dict[str, set[tuple[bytes, bytes]]] = defaultdict(set)
    dead: list[tuple[str, str]] = []
    for address, content in pages.items():
        if not address.endswith(".html") or address == "404.html":
            continue
        folder = posixpath.dirname(address)
        to_root = way_to_root(folder)
        good = followed[to_root]
        for found in set(LINK.findall(content)) - good:
            link = unescape((found[0] or found[1]).decode("utf-8"))
            if link and OUTSIDE.match(link) is None and target_of(folder, link) not in known:
                dead.append((address, link))
            elif link.startswith(to_root):
                good.add(found)
    if dead:
        raise DeadLinks(sorted(set(dead)))


def way_to_root(folder: str) -> str:
    """How a link on a page in ``folder`` climbs to the site's root."""
    return "../" * (folder.count("/") + 1 if folder else 0)


def links_of(content: bytes) -> Iterator[str]:
    """The relative links of a page, each once, in the order of the page."""
    for found in dict.fromkeys(LINK.findall(content)):
        link = unescape((found[0] or found[1]).decode("utf-8"))
        if link and OUTSIDE.match(link) is None:
            yield link


def target_of(folder: str, link: str) -> str:
    """The file that ``link`` means on a page in ``folder``; an address that ends in a slash means its index.html."""
    # Nearly every link climbs to the root and goes down from there; those need no path arithmetic.
    to_root = way_to_root(folder)
    rest = link[len(to_root) :]
    if link.startswith(to_root) and rest and PLAIN_WAY_DOWN.fullmatch(rest):
        return f"{rest}index.html" if rest.endswith("/") else rest
    return _target_by_arithmetic(folder, link)


def _target_by_arithmetic(folder: str, link: str) -> str:
    path = unquote(re.split(r"[?#]", link, maxsplit=1)[0])
    if not path:
        return posixpath.join(folder, "index.html")
    target = posixpath.normpath(posixpath.join(folder, path))
    if path.endswith(("/", "/.", "/..")) or path in (".", "..") or target == ".":
        return posixpath.normpath(posixpath.join(target, "index.html"))
    return target
