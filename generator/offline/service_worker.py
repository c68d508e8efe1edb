"""The service worker, told which files make the core of this very build.

The core is what every visit without a connection needs: style sheets and scripts, the front page, the search page with
its index, the reading list, comparing. The worker's text holds a digest of all of it, so that a browser that looks
after the worker sees at once whether anything changed, and fetches the new core whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from generator.indexes.addresses import COMPARE, HOME, OFFLINE, READING_LIST, SEARCH, TOPICS
from generator.model.output_file import OutputFile
from generator.search.places import ROUTING_ADDRESS
from generator.text.script_text import without_comments
from generator.writing.links import links_of, target_of

ADDRESS = "service-worker.js"
SOURCE = "offline/service-worker.js"
CORE_PAGES = (HOME, SEARCH, READING_LIST, COMPARE, OFFLINE, TOPICS)
LARGEST_INDEX = 600_000
"""Bytes. A search index up to this size is fetched whole with the core; of a larger one only what was asked for is kept."""


def service_worker(
    addresses: Iterable[str], read: Callable[[str], bytes], templates: tuple[Path, ...]
) -> OutputFile:
    """The worker for the site that has ``addresses``; ``read`` gives the content of each."""
    core = sorted(set(core_addresses(addresses, read)))
    text = without_comments(_source(templates))
    digest = hashlib.sha256(text.encode())
    for address in core:
        content = read(address)
        digest.update(f"\0{address}\0{len(content)}\0".encode() + content)
    constants = {
        "GENERATION": digest.hexdigest()[:12],
        "SEARCH": json.loads(read(ROUTING_ADDRESS))["generation"],
        "CORE": [address.removesuffix("index.html") for address in core],
    }
    head = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in constants.items())
    return OutputFile(ADDRESS, (head + text).encode())


def core_addresses(addresses: Iterable[str], read: Callable[[str], bytes]) -> Iterator[str]:
    """The files of the core."""
    every = [address for address in addresses if address.startswith(("assets/", "search/"))]
    yield ROUTING_ADDRESS
    yield "aliases.json"
    yield from (
        address for address in every if address.startswith("assets/") and address.endswith((".js", ".css"))
    )
    for page in CORE_PAGES:
        address = f"{page}index.html"
        yield address
        targets = (target_of(page.rstrip("/"), link) for link in links_of(read(address)))
        yield from (target for target in targets if target.startswith("assets/"))
    routing = json.loads(read(ROUTING_ADDRESS))
    if routing["bytes"] <= LARGEST_INDEX:
        yield from (address for address in every if address.startswith(f"search/{routing['generation']}/"))


def _source(templates: tuple[Path, ...]) -> str:
    return next(place / SOURCE for place in templates if (place / SOURCE).is_file()).read_text("utf-8")
