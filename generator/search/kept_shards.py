"""The index that the last build made: whole, for where no document changed, and shard by shard.

Both give the same bytes as a build without memory. Numpy is not needed here, since it takes longer to load than what
stands here takes to be read.
"""

from __future__ import annotations

import hashlib
import marshal
import unicodedata
import zlib
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TypeVar

from generator.model.output_file import OutputFile
from generator.search.documents import MARSHAL_VERSION
from generator.search.packing import Sections, packed
from generator.search.stemming import STOP_WORDS
from generator.working.kept_files import keep_file, kept_file
from generator.working.workers import run_all

DIGEST_SIZE = hashlib.sha256().digest_size
NUMBER = 8
"""Bytes of the number that tells where the contents begin."""
FEW_MADE = 64
"""Shards that one process makes in a tenth of a second; where there are more, there are many."""
LOTS_OF_A_PROCESS = 8
"""Of those that several make: as not all lots have as many new ones, nobody waits long for the last."""
T = TypeVar("T")


class KeptShards:
    """A ``Pack`` that remembers the shards of one build; and its files."""

    def __init__(self, file: Path, jobs: int = 1) -> None:
        """``jobs`` processes make shards where many are new."""
        self._file = file
        self._jobs = jobs
        self._stamp = b""
        self._files: list[tuple[str, memoryview]] = []
        self._known: dict[bytes, int] = {}
        """By a digest of what it is made of, the number of the file that is the shard."""
        self._asked: dict[bytes, bytes] = {}
        self._made = 0
        """Shards that were not known."""
        kept, _ = kept_file(file) or (b"", 0)
        content = memoryview(kept)
        if hashlib.sha256(content[DIGEST_SIZE:]).digest() != content[:DIGEST_SIZE]:
            return
        start = DIGEST_SIZE + NUMBER
        place = start + int.from_bytes(content[DIGEST_SIZE:start], "little")
        try:
            own_rules, stamp, addresses, known = marshal.loads(content[start:place])  # noqa: S302  (whole, by its digest)
            if own_rules != rules():
                return
            for address, size in addresses:
                self._files.append((address, content[place : place + size]))
                place += size
            self._stamp, self._known = stamp, known
        except (ValueError, TypeError, EOFError):
            self._files = []

    def files_of(self, stamp: bytes) -> list[OutputFile] | None:
        """The index of the documents that have this stamp, None where the last build's had another."""
        if not self._stamp or stamp != self._stamp:
            return None
        return [OutputFile(address, bytes(content)) for address, content in self._files]

    def __call__(self, told: Sequence[bytes], sections: Sections) -> bytes:
        """The shard that is made of what is told."""
        # All at once: many parts are of few bytes, and there are many shards.
        pieces = [piece for part in told for piece in (len(part).to_bytes(8, "little"), part)]
        name = hashlib.sha256(b"".join(pieces)).digest()
        known = self._known.get(name)
        if known is None:
            self._made += 1
            shard = packed(sections())
        else:
            shard = bytes(self._files[known][1])
        self._asked[name] = shard
        return shard

    def all(self, make: Callable[[int], T], count: int) -> list[T]:
        """As a ``Pack`` does it. As soon as some of them had to be made others help with the rest: a paper that moves shifts
        the numbers of all that it passes, and then thousands of shards are new.
        """
        found: list[T] = []
        while len(found) < count and (self._jobs < 2 or self._made < FEW_MADE):
            found.append(make(len(found)))
        size = max(1, (count - len(found)) // (self._jobs * LOTS_OF_A_PROCESS))
        starts = range(len(found), count, size)
        lots = run_all(
            [partial(self._apart, make, start, min(start + size, count)) for start in starts], self._jobs
        )
        for own, asked in lots:
            found += own
            self._asked |= asked
        return found

    def _apart(self, make: Callable[[int], T], start: int, end: int) -> tuple[list[T], dict[bytes, bytes]]:
        """What is made of these numbers, and the shards that were asked for meanwhile: for another process."""
        before, self._asked = self._asked, {}
        try:
            return [make(number) for number in range(start, end)], self._asked
        finally:
            self._asked = before

    def since(self, files: Sequence[OutputFile]) -> list[OutputFile]:
        """The files of this build, each with the address at which the last index had the same one, if it did."""
        before = {address.rpartition("/")[2]: (address, content) for address, content in self._files}
        found = []
        for file in files:
            was, content = before.get(file.address.rpartition("/")[2], ("", b""))
            found.append(file._replace(was=was) if bytes(content) == file.content else file)
        return found

    def keep(self, stamp: bytes, files: Sequence[OutputFile]) -> None:
        """Keep the files of this build, among which are all shards that were asked for."""
        numbers = {file.content: number for number, file in enumerate(files)}
        known = {name: numbers[shard] for name, shard in self._asked.items()}
        addresses = [(file.address, len(file.content)) for file in files]
        head = marshal.dumps((rules(), stamp, addresses, known), MARSHAL_VERSION)
        pieces = [len(head).to_bytes(NUMBER, "little"), head, *(file.content for file in files)]
        digest = hashlib.sha256()
        for piece in pieces:
            digest.update(piece)
        keep_file(self._file, digest.digest(), *pieces)


@cache
def rules() -> str:
    """A digest of all that the kept files depend on besides the documents."""
    digest = hashlib.sha256()
    rooms = Path(__file__).parent.parent
    for path in (*sorted((rooms / "search").glob("*.py")), rooms / "working" / "columns.py"):
        digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    for given in (*sorted(STOP_WORDS), unicodedata.unidata_version, zlib.ZLIB_RUNTIME_VERSION):
        digest.update(f"{given}\n".encode())
    return digest.hexdigest()
