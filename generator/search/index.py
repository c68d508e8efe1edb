"""The front door of the search: documents in, every file of the index and of the browser's part out."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

from generator.model.output_file import OutputFile
from generator.search.browser_files import browser_files
from generator.search.documents import SearchDocument, marks_of
from generator.search.kept_shards import KeptShards

FORMAT_VERSION = 1
"""Grows when an older page could not read the files; see docs/search-format.md."""


def build_search(
    documents: Sequence[SearchDocument],
    kept: Path | None = None,
    jobs: int = 1,
    marks: list[bytes] | None = None,
) -> tuple[OutputFile, ...]:
    """The routing table, the shards and the browser's modules, in the order of their addresses; those first that the last
    index had under others, for their folder can be moved while nothing else stands at the new address.

    ``kept`` is a folder for what one build leaves to the next, which makes no difference but to the time;
    ``jobs`` processes read documents and make shards that are not known from there. ``marks`` are what `marks_of` tells of the documents,
    where somebody knows that already.
    """
    if kept is not None:
        files = _index_with_memory(documents, marks or marks_of(documents), kept, jobs)
    else:
        from generator.search.index_files import index_files

        files = index_files(documents, jobs)
    return tuple(sorted([*files, *browser_files()], key=lambda file: (not file.was, file.address)))


def _index_with_memory(
    documents: Sequence[SearchDocument], marks: list[bytes], kept: Path, jobs: int
) -> list[OutputFile]:
    """The routing table and the shards; those of the last build where no document changed."""
    shards = KeptShards(kept / "shards.bin", jobs)
    stamp = hashlib.sha256(b"".join(marks)).digest()
    known = shards.files_of(stamp)
    if known is not None:
        return known
    # Not before: with it comes numpy, which takes longer to load than a small index takes to be made.
    from generator.search.index_files import index_files_with_memory

    files = index_files_with_memory(documents, marks, kept / "documents.bin", shards, jobs)
    shards.keep(stamp, files)
    return shards.since(files)
