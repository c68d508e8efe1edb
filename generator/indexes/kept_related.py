"""The related papers of a whole library, remembered as long as nothing changes that they depend on.

Many edits touch none of it (an abstract, a link, an author); then neither words nor numbers are looked at. The file is
never trusted: it carries a digest of itself and the name of all that it was made from.
"""

from __future__ import annotations

import hashlib
import json
import marshal
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from generator.indexes.related_paper import MOST_RELATED, RelatedPaper, source_of_words
from generator.model.library import Library
from generator.model.paper import PaperKey
from generator.working.kept_files import keep_file, kept_file
from generator.working.workers import run_all

PAPERS_AT_ONCE = 2_000
"""Looked through in one go; so few that nobody waits for them are not worth a copy of the process."""
MARSHAL_VERSION = 2
"""The last one that writes equal values as equal bytes, whoever else refers to them."""


def related_with_memory(
    library: Library, kept: Path, jobs: int = 1
) -> dict[PaperKey, tuple[RelatedPaper, ...]]:
    """What `related_papers` gives. ``kept`` is a folder for what one build leaves to the next; ``jobs`` processes
    look for what is not known from there.
    """
    keys = list(library.papers)
    name = name_of_sources(library)
    found = _read(kept / "found.json", name, keys)
    if found is None:
        found = _found(library, keys, kept / "words.bin", jobs)
        _keep(kept / "found.json", name, keys, found)
    return dict(zip(keys, found, strict=True))


def _found(
    library: Library, keys: Sequence[PaperKey], words: Path, jobs: int
) -> list[tuple[RelatedPaper, ...]]:
    # Late, for it loads numpy, which takes longer than all the rest where nothing changed.
    from generator.indexes.related import related_finder

    finder = related_finder(library, kept=words, jobs=jobs)

    def task(start: int) -> Callable[[], list[tuple[RelatedPaper, ...]]]:
        return lambda: finder.of(keys[start : start + PAPERS_AT_ONCE])

    parts = run_all([task(start) for start in range(0, len(keys), PAPERS_AT_ONCE)], jobs)
    return [related for part in parts for related in part]


def name_of_sources(library: Library) -> str:
    """A digest of all that related papers depend on."""
    digest = hashlib.sha256(rules().encode())
    for paper in library.papers.values():
        sources = (paper.key, paper.status, paper.builds_on, source_of_words(paper))
        digest.update(marshal.dumps(sources, MARSHAL_VERSION))
    names = [(key, one.name) for shelf in (library.tags, library.topics) for key, one in shelf.items()]
    digest.update(marshal.dumps(names, MARSHAL_VERSION))
    return digest.hexdigest()


def _read(file: Path, name: str, keys: Sequence[PaperKey]) -> list[tuple[RelatedPaper, ...]] | None:
    content, _ = kept_file(file) or (b"", 0)
    digest, _, body = content.partition(b"\n")
    try:
        if hashlib.sha256(body).hexdigest().encode() != digest:
            return None
        own_name, rows = json.loads(body.decode("utf-8", "surrogatepass"))
        if own_name != name or len(rows) != len(keys):
            return None
        return [
            tuple(RelatedPaper(keys[place], nearness, tuple(shared)) for place, nearness, shared in row)
            for row in rows
        ]
    except (ValueError, TypeError, IndexError, RecursionError):
        return None


def _keep(file: Path, name: str, keys: Sequence[PaperKey], found: Sequence[tuple[RelatedPaper, ...]]) -> None:
    places = {key: place for place, key in enumerate(keys)}
    rows: list[list[Any]] = [
        [(places[one.paper], one.nearness, one.shared) for one in related] for related in found
    ]
    text = json.dumps([name, rows], ensure_ascii=False, separators=(",", ":"))
    body = text.encode("utf-8", "surrogatepass")
    keep_file(file, hashlib.sha256(body).hexdigest().encode(), b"\n", body)


@cache
def rules() -> str:
    """A digest of the code that related papers depend on."""
    package = Path(__file__).parents[1]
    digest = hashlib.sha256(f"{unicodedata.unidata_version} {MOST_RELATED}".encode())
    for room in ("indexes", "text"):
        for path in sorted((package / room).glob("*.py")):
            digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
