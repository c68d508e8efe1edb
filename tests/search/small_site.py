"""A site of nothing but the search: the index, the browser's files, and the two pages of the README's contract."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from generator.loading.library_loader import load_content
from generator.search.documents import SearchDocument
from generator.search.engine import answer, open_index
from generator.search.index import build_search
from generator.search.index_files import document_order
from generator.search.library_documents import LibraryDocuments
from generator.search.shard_reader import ShardStore
from tests.support.repository import ROOT

POLICY = "default-src 'self'; script-src 'self'; style-src 'self'; base-uri 'self'; form-action 'self'"

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><meta http-equiv="Content-Security-Policy" content="{policy}">
<link rel="icon" href="{root}assets/icon.svg">
<link rel="stylesheet" href="{root}assets/search/search.css">
<script type="module" src="{root}assets/search/box.js"></script></head>
<body><header>
<form class="pi-search" role="search" aria-label="Site" action="{root}search/" method="get" data-pi-search
 data-root="{root}"><label class="pi-search-label" for="pi-search-input">Search the papers</label>
<input class="pi-search-input" id="pi-search-input" type="search" name="q" autocomplete="off" spellcheck="false">
<button class="pi-search-go" type="submit">Search</button></form>
</header><main><h1>{title}</h1>{body}</main></body></html>
"""
RESULTS = """<div id="pi-search-page" class="pi-search-page" data-root="../"><noscript>
<p>Searching needs JavaScript: <a href="../topics/">topics</a>.</p></noscript></div>
<script type="module" src="../assets/search/results.js"></script>"""
ICON = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'


@cache
def own_documents() -> tuple[SearchDocument, ...]:
    """The papers of this repository."""
    return tuple(LibraryDocuments(load_content(ROOT / "content", ROOT).library))


def write_site(folder: Path, documents: Sequence[SearchDocument]) -> None:
    """Write the small site; a page for every paper, so that results lead somewhere."""
    pages = {
        "index.html": PAGE.format(title="Home", policy=POLICY, root="./", body="<p>Press / to search.</p>"),
        "search/index.html": PAGE.format(title="Search", policy=POLICY, root="../", body=RESULTS),
        "assets/icon.svg": ICON,
        **{
            f"{document.address}index.html": PAGE.format(
                title="A paper", policy=POLICY, root="../../", body=""
            )
            for document in documents
        },
    }
    contents = {address: page.encode() for address, page in pages.items()}
    contents |= {file.address: file.content for file in build_search(documents)}
    for address, content in contents.items():
        path = folder / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def store_of(documents: Sequence[SearchDocument]) -> ShardStore:
    """The reference engine over an index in memory."""
    files = {file.address.removeprefix("search/"): file.content for file in build_search(documents)}
    return open_index(files.__getitem__)


def keys_in_order(documents: Sequence[SearchDocument]) -> list[str]:
    """The papers' keys by their numbers in the index."""
    return [document.key for document in sorted(documents, key=document_order)]


def found_keys(documents: Sequence[SearchDocument], query: str, most: int = 10) -> list[str]:
    """What the reference engine finds, best first."""
    keys = keys_in_order(documents)
    return [keys[result.document] for result in answer(store_of(documents), query).results[:most]]
