"""Digests of what is made from entries, kept with the digests of the texts that the entries were read from.

To say anew of each entry what it holds takes a large index seconds, and after an edit all but one text are what they were.
The file is never trusted: it carries a digest of itself and the name of all else that the marks depend on.
"""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from generator.model.entry_texts import EntryTexts
from generator.working.kept_files import keep_file, kept_file
from generator.working.packed import packed_texts, texts_in

UNKNOWN = b""
TEXT_SIZE = hashlib.sha256().digest_size


class KeptMarks(NamedTuple):
    """What one build leaves to the next."""

    sources: list[str]
    texts: list[bytes]
    marks: list[bytes]


def marks_by_texts(
    sources: Sequence[str],
    texts: EntryTexts,
    make: Callable[[Sequence[int]], Iterable[bytes]],
    file: Path,
    rules: str,
) -> list[bytes]:
    """The mark of each entry; of those whose texts are what they were, as it was kept in ``file``.

    ``make`` tells the marks, of as many bytes each, of the entries at some places; ``rules`` tells what they depend on beside
    the entries.
    """
    digests = texts.digests
    own = [digests.get(source, UNKNOWN) for source in sources]
    if not all(own):
        return list(make(range(len(own))))
    name = f"{texts.rules} {rules}"
    kept = _read(file, name)
    same = kept is not None and kept.sources == sources
    if kept is None:
        found = [UNKNOWN] * len(own)
    elif same:
        found = [
            mark if text == was else UNKNOWN
            for text, was, mark in zip(own, kept.texts, kept.marks, strict=True)
        ]
    else:
        known = dict(zip(kept.sources, zip(kept.texts, kept.marks, strict=True), strict=True))
        nothing = UNKNOWN, UNKNOWN
        found = [
            mark if text == was else UNKNOWN
            for text, (was, mark) in zip(own, (known.get(source, nothing) for source in sources), strict=True)
        ]
    asked = [place for place, mark in enumerate(found) if not mark]
    for place, mark in zip(asked, make(asked), strict=True):
        found[place] = mark
    if asked or not same:
        _keep(file, name, KeptMarks(list(sources), own, found))
    return found


def _read(file: Path, name: str) -> KeptMarks | None:
    content, _ = kept_file(file) or (b"", 0)
    body = memoryview(content)[TEXT_SIZE:]
    if hashlib.sha256(body).digest() != content[:TEXT_SIZE]:
        return None
    try:
        own_name, sources, texts, marks = marshal.loads(body)  # noqa: S302  (whole, by its digest)
        names = texts_in(sources)
        if own_name != name or len(names) * TEXT_SIZE != len(texts) or len(marks) % max(1, len(names)):
            return None
        return KeptMarks(names, _cut(texts, TEXT_SIZE), _cut(marks, len(marks) // max(1, len(names))))
    except (ValueError, TypeError, EOFError):
        return None


def _cut(whole: bytes, size: int) -> list[bytes]:
    return [whole[start : start + size] for start in range(0, len(whole), size)] if size else []


def _keep(file: Path, name: str, kept: KeptMarks) -> None:
    try:
        sources = packed_texts(kept.sources)
    except ValueError:
        return
    body = marshal.dumps((name, sources, b"".join(kept.texts), b"".join(kept.marks)))
    keep_file(file, hashlib.sha256(body).digest(), body)
