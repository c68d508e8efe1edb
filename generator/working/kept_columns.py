"""Columns of numbers and lists of words, kept in one file of the cache.

The file is a convenience and never trusted: it begins with a digest of itself and names the rules that its content
was made by, so what is damaged, of other rules or of another form is as good as none.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

import numpy as np
import numpy.typing as npt

from generator.working.kept_files import keep_file, kept_stream

Column: TypeAlias = npt.NDArray[Any]
Words: TypeAlias = tuple[str, ...]

WORDS = "words"
BREAK = "\n"
"""Between words; a list that has one inside a word is not kept."""
DIGEST_SIZE = hashlib.sha256().digest_size
ROOM = 8
"""Every part begins at a multiple of this, where a processor likes to find numbers."""


def keep_columns(file: Path, rules: str, columns: Mapping[str, Column], words: Mapping[str, Words]) -> None:
    """Keep columns (of one dimension) and lists of words by their names; on failure nothing is kept."""
    joined = {name: BREAK.join(given) for name, given in words.items()}
    if any(text.count(BREAK) != max(0, len(words[name]) - 1) for name, text in joined.items()):
        return
    parts: list[tuple[str, str, int, bytes | memoryview]] = [
        (name, WORDS, len(words[name]), text.encode("utf-8", "surrogatepass"))
        for name, text in joined.items()
    ]
    for name, column in columns.items():
        whole = np.ascontiguousarray(column)
        parts.append((name, whole.dtype.str, len(whole), whole.data.cast("B") if len(whole) else b""))
    head = json.dumps([rules, [[name, form, count, len(data)] for name, form, count, data in parts]]).encode()
    pieces: list[bytes | memoryview] = [len(head).to_bytes(ROOM, "little")]
    for data in (head, *(part[-1] for part in parts)):
        pieces += [data, bytes(-len(data) % ROOM)]
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    keep_file(file, digest.digest(), *pieces)


def kept_columns(
    file: Path, rules: str, columns: Iterable[str], words: Iterable[str]
) -> tuple[dict[str, Column], dict[str, Words]] | None:
    """The columns and the lists of words of these names, None where the file does not have them all."""
    try:
        with kept_stream(file) as stream:
            found = dict(_parts(stream, rules)) if stream else {}
        return {name: found[name] for name in columns}, {name: found[name] for name in words}
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def remembered(file: Path | None, rules: str, make: Callable[[], Column]) -> Column:
    """A column that an earlier build kept alone in ``file`` under these rules, else what ``make`` gives, which is kept."""
    found = kept_columns(file, rules, (ALONE,), ()) if file else None
    if found is not None:
        return found[0][ALONE]
    column = make()
    if file:
        keep_columns(file, rules, {ALONE: column}, {})
    return column


ALONE = "column"


def _parts(stream: BinaryIO, rules: str) -> Iterable[tuple[str, Any]]:
    """Every part by its name; none where the rules are others. Raises ValueError for a file that is not as it was kept.

    Each part has memory of its own, so that whoever needs one no more can free it.
    """
    digest, left = hashlib.sha256(), os.fstat(stream.fileno()).st_size

    def read(size: int) -> bytes:
        nonlocal left
        if not 0 <= size <= left:
            raise ValueError("the file ends before its parts")
        left -= size
        content = stream.read(size)
        digest.update(content)
        return content

    known = stream.read(DIGEST_SIZE)
    left -= len(known)
    size = int.from_bytes(read(ROOM), "little")
    own_rules, parts = json.loads(read(size + -size % ROOM)[:size])
    if own_rules != rules:
        return []
    found = [
        (name, form, count, read(length + -length % ROOM), length) for name, form, count, length in parts
    ]
    if digest.digest() != known or left:
        raise ValueError("the file is not what was kept")
    return [(name, _part(form, count, content, length)) for name, form, count, content, length in found]


def _part(form: str, count: int, content: bytes, length: int) -> Any:
    if form == WORDS:
        return tuple(content[:length].decode("utf-8", "surrogatepass").split(BREAK)) if count else ()
    return np.frombuffer(content, dtype=form, count=count)
