"""The outlines of documents, kept for a build in which another order, facet or column has to be made of them all.

The file is never trusted: it carries a digest of itself and the name of the rules that it was made by.
"""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Sequence
from pathlib import Path

from generator.search.documents import HALF_OF_MARK, Outline, SearchDocument, outline_of
from generator.search.kept_shards import rules
from generator.working.kept_files import keep_file, kept_file

DIGEST_SIZE = hashlib.sha256().digest_size


def outlines_with_memory(
    documents: Sequence[SearchDocument], marks: Sequence[bytes], file: Path
) -> list[Outline]:
    """The outlines of documents; of a document whose mark an earlier build knew, as it was kept in ``file``.

    ``marks`` are what `marks_of` tells of the documents.
    """
    names = [mark[:HALF_OF_MARK] for mark in marks]
    known = _read(file)
    if not known:
        found = list(map(outline_of, documents[:]))
    else:
        found = [
            known[name] if name in known else outline_of(documents[place]) for place, name in enumerate(names)
        ]
    if known.keys() != set(names):
        body = marshal.dumps((rules(), b"".join(names), list(map(tuple, found))))
        keep_file(file, hashlib.sha256(body).digest(), body)
    return found


def _read(file: Path) -> dict[bytes, Outline]:
    content, _ = kept_file(file) or (b"", 0)
    body = memoryview(content)[DIGEST_SIZE:]
    if hashlib.sha256(body).digest() != content[:DIGEST_SIZE]:
        return {}
    try:
        own_rules, names, rows = marshal.loads(body)  # noqa: S302  (whole, by its digest)
        if own_rules != rules() or len(names) != len(rows) * HALF_OF_MARK:
            return {}
        places = range(0, len(names), HALF_OF_MARK)
        return {
            names[start : start + HALF_OF_MARK]: Outline._make(row)
            for start, row in zip(places, rows, strict=True)
        }
    except (ValueError, TypeError, EOFError):
        return {}
