"""The records of documents as they are written, kept for a build in which many of them stand in other shards than before.

The file is never trusted: it carries a digest of itself and the name of the rules that it was made by. After the digest come
the rules, the marks of the documents in a row, and a line for each.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path

from generator.search.documents import MARK_SIZE
from generator.search.kept_shards import rules
from generator.working.kept_files import keep_file, kept_file

DIGEST_SIZE = hashlib.sha256().digest_size
END = b"\n"
"""Within a line of JSON there is none."""
LINES_AT_ONCE = 1_000
"""Written in one piece: few large pieces are kept in less time, one of all lines takes much memory."""
FORM = "surrogatepass"
"""Half of a pair of signs is written as it is."""


class KeptLines:
    """What one build leaves to the next."""

    def __init__(self, file: Path, marks: Sequence[bytes]) -> None:
        """``marks`` tell the documents from any others."""
        self._file = file
        self._marks = marks
        self._known: Mapping[bytes, bytes] | None = None

    def line(self, number: int) -> str | None:
        """The record of the document of this number; None where it is not known."""
        if self._known is None:
            self._known = self._read()
        line = self._known.get(self._marks[number])
        return None if line is None else line.decode("utf-8", FORM)

    def keep(self, lines: Mapping[int, str]) -> None:
        """Keep the records of all documents. ``lines`` makes those that it does not have."""
        digest = hashlib.sha256()
        pieces = [rules().encode(), END, len(self._marks).to_bytes(8, "little"), b"".join(self._marks)]
        numbers = iter(range(len(self._marks)))
        while some := list(islice(numbers, LINES_AT_ONCE)):
            pieces.append("".join([f"{lines[number]}\n" for number in some]).encode("utf-8", FORM))
        for piece in pieces:
            digest.update(piece)
        keep_file(self._file, digest.digest(), *pieces)

    def _read(self) -> Mapping[bytes, bytes]:
        content, _ = kept_file(self._file) or (b"", 0)
        body = memoryview(content)[DIGEST_SIZE:]
        if hashlib.sha256(body).digest() != content[:DIGEST_SIZE]:
            return {}
        own_rules, _, rest = content[DIGEST_SIZE:].partition(END)
        if own_rules != rules().encode():
            return {}
        count = int.from_bytes(rest[:8], "little")
        end = 8 + count * MARK_SIZE
        marks = (rest[start : start + MARK_SIZE] for start in range(8, end, MARK_SIZE))
        # The last line has an end, too.
        return dict(zip(marks, rest[end:].split(END)[:-1], strict=True))
