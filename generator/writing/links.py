"""Links between the pages of the site: every one must lead somewhere.

Reads the finished pages, so it sees what readers see, whichever template or frame printed it.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from html import unescape
from urllib.parse import unquote

from generator.model.output_file import Framed

LINK = re.compile(rb"""<[a-zA-Z][^>]*?\s(?:href|src)=(?:"([^"]*)"|'([^']*)')""")
QUICK_LINKS = (
    re.compile(rb'href="(?<=[ \n]href=")([^"]*)"'),
    re.compile(rb'src="(?<=[ \n]src=")([^"]*)"'),
)
"""Find the same in an eighth of the time, for a pattern that begins with letters of its own is looked for faster."""
WANTS_CARE = (re.compile(rb"<code"), re.compile(rb"='(?<=(?:href|.src)=')"))
"""Where one of these stands, a text may look like an attribute (hand-written pages show code with its quotes; in every
other text quotes are escaped), or an attribute has other quotes. Patterns find them faster than ``in`` does.
"""
PLAIN_WAY_DOWN = re.compile(r"(?:[a-zA-Z0-9_-][a-zA-Z0-9_.-]*/)*(?:[a-zA-Z0-9_-][a-zA-Z0-9_.-]*)?")
WAY_DOWN = re.compile(PLAIN_WAY_DOWN.pattern.encode())
PLAINLY_OUTSIDE = (b"https:", b"#")
OUTSIDE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//|#")
MOST_NAMED = 20
MOST_LOOKED_FOR = 40
"""Names of lost files; for more it takes as long as to follow the links."""


class DeadLinks(Exception):
    """Pages link to addresses that the site does not have: a mistake in a template or a hand-written page."""

    def __init__(self, dead: list[tuple[str, str]]) -> None:
        named = "\n".join(f"    {page} links to {target}" for page, target in dead[:MOST_NAMED])
        more = f"\n    and {len(dead) - MOST_NAMED} more" if len(dead) > MOST_NAMED else ""
        super().__init__(f"links that lead nowhere:\n{named}{more}")
        self.dead = dead


class PageLinks:
    """Gathers what the relative links of pages lead to."""

    def __init__(self) -> None:
        self.targets: dict[str, tuple[str, str]] = {}
        """The files linked to, with the page that was the first to do it and its link."""
        # Pages of one depth share most of their links; what climbs to the root is followed once a depth.
        self._followed: dict[str, set[bytes]] = defaultdict(set)
        self._frames: set[tuple[str, str]] = set()

    def read(self, folder: str, address: str, content: bytes, framed: Framed | None = None) -> None:
        """Note the links of the page at ``address``, which lies in ``folder``.

        Where it says what is ``framed`` in it, the links of the frame are followed once for all pages of a depth.
        """
        to_root = way_to_root(folder)
        if framed is None:
            self._follow(folder, to_root, address, raw_links(content))
            return
        links = [link for part in framed.own for link in raw_links(part)]
        if (to_root, framed.frame) not in self._frames:
            every = raw_links(content)
            # A link that does not climb to the root leads elsewhere from every page.
            of_frame = [link.decode("utf-8") for link in Counter(every) - Counter(links)]
            if all(link.startswith(to_root) or OUTSIDE.match(link) for link in of_frame):
                self._frames.add((to_root, framed.frame))
            links = every
        self._follow(folder, to_root, address, links)

    def _follow(self, folder: str, to_root: str, address: str, links: Iterable[bytes]) -> None:
        followed, climbing = self._followed[to_root], to_root.encode()
        for found in dict.fromkeys(links):
            if found in followed or found.startswith(PLAINLY_OUTSIDE):
                continue
            # What is asked at an address changes nothing of where it lies.
            plain = found.partition(b"?")[0]
            if plain in followed:
                continue
            if climbing and plain.startswith(climbing):
                followed.add(plain)
                # Nearly every link climbs to the root and goes down from there, which needs no path arithmetic.
                target = self._down(plain, len(climbing), "")
            elif climbing and plain.startswith(b"../"):
                # Others lead to what lies beside the page: to a paper's own files.
                target = self._down(plain, 3, f"{folder.rpartition('/')[0]}/")
            else:
                target = None
            if target is None:
                link = unescape(found.decode("utf-8"))
                target = target_of(folder, link) if link and OUTSIDE.match(link) is None else None
            if target is not None and target not in self.targets:
                self.targets[target] = address, unescape(found.decode("utf-8"))

    @staticmethod
    def _down(plain: bytes, start: int, above: str) -> str | None:
        """The file to which a link plainly goes down, once it has climbed ``above``; None where that is not so plain."""
        if WAY_DOWN.fullmatch(plain, start) is None:
            return None
        target = f"{above}{plain[start:].decode()}"
        return f"{target}index.html" if not target or target.endswith("/") else target


class LostFiles:
    """Files that are gone, and where a link to one of them may be found without following every link."""

    def __init__(self, addresses: Iterable[str]) -> None:
        """``addresses`` are from the site's root."""
        self._names: set[bytes] | None = set()
        """One of them is in any link to one of the files, but for links from the folders; None where that cannot be told."""
        self._folders: set[str] = set()
        for address in addresses:
            folder, _, name = address.rpartition("/")
            if name == "index.html":
                above, page, number = folder.rpartition("/page/")
                folder = above if page and number.isdigit() else folder
                # Whoever is in that folder may lead there without calling it by name.
                self._folders.add(f"{folder}/")
                name = folder.rpartition("/")[2]
            # What one paper or list has is called alike but for the endings.
            self._note(name.partition(".")[0])

    def _note(self, name: str) -> None:
        # Other names may stand in a link in another form.
        is_plain = bool(name) and PLAIN_WAY_DOWN.fullmatch(name) is not None
        if self._names is not None and is_plain and len(self._names) < MOST_LOOKED_FOR:
            self._names.add(name.encode())
        else:
            self._names = None

    def may_be_linked(self, address: str, content: bytes) -> bool:
        """Whether the page at an address may link to one of them."""
        if self._names is None or any(address.startswith(folder) for folder in self._folders):
            return True
        return any(name in content for name in self._names)


def may_be_written_out(addresses: Iterable[str], text: bytes) -> bool:
    """Whether a template may have a link to one of these files in its own text, and not made of what it is handed."""
    return any(_last_words(address).encode() in text for address in addresses)


def _last_words(address: str) -> str:
    """The end of any link to a file, but for the ending of its name."""
    folder = address.removesuffix("/index.html")
    above, _, number = folder.rpartition("/page/")
    return f"page/{number}" if above else folder.rpartition("/")[2].partition(".")[0]


def raw_links(content: bytes) -> list[bytes]:
    """The values of all attributes that link, as they stand in the page."""
    # Hardly any page holds a single quote, and for one letter there is the quickest search of all.
    if WANTS_CARE[0].search(content) or (b"'" in content and WANTS_CARE[1].search(content)):
        return [double or single for double, single in LINK.findall(content)]
    return [value for pattern in QUICK_LINKS for value in pattern.findall(content)]


def way_to_root(folder: str) -> str:
    """How a link on a page in ``folder`` climbs to the site's root."""
    return "../" * (folder.count("/") + 1 if folder else 0)


def links_of(content: bytes) -> Iterator[str]:
    """The relative links of a page, each once, in the order of the page."""
    for found in dict.fromkeys(raw_links(content)):
        link = unescape(found.decode("utf-8"))
        if link and OUTSIDE.match(link) is None:
            yield link


def target_of(folder: str, link: str) -> str:
    """The file that ``link`` means on a page in ``folder``; an address that ends in a slash means its index.html."""
    # Nearly every link climbs to the root and goes down from there; those need no path arithmetic.
    to_root = way_to_root(folder)
    rest = link[len(to_root) :]
    if link.startswith(to_root) and rest and PLAIN_WAY_DOWN.fullmatch(rest):
        return f"{rest}index.html" if rest.endswith("/") else rest
    # Others climb a part of the way: to a paper's own files, to its neighbours in a list.
    up = 0
    while link.startswith("../", 3 * up):
        up += 1
    rest = link[3 * up :]
    if rest and PLAIN_WAY_DOWN.fullmatch(rest):
        parts = folder.split("/")
        if up < len(parts):
            target = "/".join([*parts[: len(parts) - up], rest])
            return f"{target}index.html" if rest.endswith("/") else target
    return _target_by_arithmetic(folder, link)


def _target_by_arithmetic(folder: str, link: str) -> str:
    path = unquote(re.split(r"[?#]", link, maxsplit=1)[0])
    if not path:
        return posixpath.join(folder, "index.html")
    target = posixpath.normpath(posixpath.join(folder, path))
    if path.endswith(("/", "/.", "/..")) or path in (".", "..") or target == ".":
        return posixpath.normpath(posixpath.join(target, "index.html"))
    return target
