"""The edition of a built site that opens from a disk: no server, no connection, the same pages.

Three things differ from the site on a host. Links name the page in a folder, since nobody answers for the folder
itself. Scripts come as one classic script, and what they fetch as scripts too, because browsers keep modules and
fetching from ``file:`` pages. What only makes sense on a host is left out, and links to it lead there.
"""

from __future__ import annotations

import base64
import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from functools import partial
from html import escape, unescape
from urllib.parse import urljoin

from generator.offline.classic_scripts import classic_script
from generator.writing.links import OUTSIDE, target_of

SCRIPT = "assets/disk.js"
DATA = "disk/"
ONLY_ON_A_HOST = re.compile(
    r"(?:cards|feeds|offline|assets/javascripts)/.*|404\.html|service-worker\.js|(?:manifest|addresses|aliases)\.json|search/.*\.(?:json|bin)"
    r"|.*\.(?:xml|txt|jsonl|gz|opml)|assets/.*\.js"
)
MODULE = re.compile(r"assets/(?!javascripts/).*\.js")
NOT_RUN = re.compile(r"assets/offline\..*")
"""There is no service worker for a disk."""
OWN_FILES = (".bib", ".ris", ".csl.json", ".json")
"""A paper's references and its record, of which a lean site has fewer."""

TAG = re.compile(r"<[a-zA-Z][^>]*>")
ADDRESS_IN_TAG = re.compile(r'(\s)(href|src|action|data-script)="([^"]*)"')
MODULE_TAG = re.compile(r'<script type="module" src="([^"]*)"></script>\n?')
FORWARDING = re.compile(r'(<meta http-equiv="refresh" content="0; url=)([^"]*)(">)')
HEAD_LINK = re.compile(r'<link rel="(?:alternate|search|modulepreload)"[^>]*>\n?')
ARTICLE = re.compile(r"<article\b.*</article>", re.DOTALL)


def disk_edition(site: Mapping[str, bytes], prelude: str, online: str | None) -> Iterator[tuple[str, bytes]]:
    """Every file of the edition by its address, in the order of the addresses.

    ``site`` holds the built site's files by address, ``prelude`` is what runs the modules, ``online`` the site's
    address if it has one: links to what is left out lead there.
    """
    kept = {address for address in site if ONLY_ON_A_HOST.fullmatch(address) is None}
    finish = partial(disk_page, kept=kept, online=online)
    made = {address: site[address] for address in kept if not address.endswith(".html")}
    made.update(
        (address, finish(address, site[address].decode("utf-8")).encode())
        for address in kept
        if address.endswith(".html")
    )
    modules = {
        address: content.decode("utf-8")
        for address, content in site.items()
        if MODULE.fullmatch(address) and not NOT_RUN.fullmatch(address)
    }
    made[SCRIPT] = classic_script(modules, prelude).encode()
    made.update(data_scripts(site))
    yield from sorted(made.items())


def disk_page(address: str, html: str, *, kept: set[str], online: str | None) -> str:
    """The page with links that work on a disk and its modules run by the one script."""
    folder = posixpath.dirname(address)
    modules = [target_of(folder, source) for source in MODULE_TAG.findall(html)]
    run = " ".join(module for module in modules if not NOT_RUN.fullmatch(module))
    way = posixpath.relpath(SCRIPT, folder or ".")
    html = MODULE_TAG.sub("", HEAD_LINK.sub("", html))
    if run:
        html = html.replace("</head>", f'<script defer src="{way}" data-run="{run}"></script>\n</head>', 1)
    html = FORWARDING.sub(lambda found: found[1] + _complete(found[2]) + found[3], html)
    return TAG.sub(lambda tag: _disk_tag(tag.group(), folder, kept, online), html)


def _disk_tag(tag: str, folder: str, kept: set[str], online: str | None) -> str:
    return ADDRESS_IN_TAG.sub(lambda found: _disk_address(found, folder, kept, online), tag)


def _disk_address(found: re.Match[str], folder: str, kept: set[str], online: str | None) -> str:
    space, name, value = found.groups()
    link = unescape(value)
    if not link or OUTSIDE.match(link) or name == "data-script":
        return found.group()
    target = target_of(folder, link)
    if target in kept or target == SCRIPT:
        return f'{space}{name}="{escape(_complete(link))}"'
    if online is None:
        return ""
    return f'{space}{name}="{escape(urljoin(online, target.removesuffix("index.html")))}"'


def _complete(link: str) -> str:
    """A link to a folder as a link to the page in it; what stands behind ? or # stays."""
    path, *rest = re.split(r"(?=[?#])", link, maxsplit=1)
    if path.endswith("/"):
        path += "index.html"
    elif path.rpartition("/")[2] in (".", ".."):
        path += "/index.html"
    return "".join([path, *rest])


def data_scripts(site: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """What modules fetch, as scripts that hand it over: the search index, former ids, and each paper's own files."""
    for address, content in site.items():
        if address.startswith("search/") and address.endswith(".bin"):
            yield data_script(address, {address: [base64.b64encode(content).decode("ascii")]})
        elif address in ("search/index.json", "aliases.json"):
            yield data_script(address, {address: content.decode("utf-8")})
        elif (found := re.fullmatch(r"papers/([a-z0-9-]+)/index\.html", address)) is not None:
            yield data_script(f"papers/{found[1]}", paper_data(site, found[1]))


def paper_data(site: Mapping[str, bytes], key: str) -> dict[str, object]:
    """A paper's own files by their addresses, and the body of its page."""
    page = ARTICLE.search(site[f"papers/{key}/index.html"].decode("utf-8"))
    addresses = [f"papers/{key}{ending}" for ending in OWN_FILES]
    found: dict[str, object] = {
        address: site[address].decode("utf-8") for address in addresses if address in site
    }
    if page is not None and found:
        found[f"papers/{key}/"] = page.group()
    return found


def data_script(address: str, files: Mapping[str, object]) -> tuple[str, bytes]:
    """A script that hands ``files`` over, and its address."""
    return f"{DATA}{address}.js", f"paperindexDisk({json.dumps(files, ensure_ascii=False)});\n".encode()
