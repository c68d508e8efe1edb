"""The index that the last build made: whole, for where no document changed, and shard by shard.

Both give the same bytes as a build without memory. Numpy is not needed here, since it takes longer to load than what
stands here takes to be read.
"""

from __future__ import annotations

import hashlib
import marshal
import unicodedata
import zlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from generator.model.output_file import OutputFile
from generator.search.documents import MARSHAL_VERSION
from generator.search.packing import Sections, packed
from generator.search.stemming import STOP_WORDS
from generator.working.kept_files import keep_file, kept_file

DIGEST_SIZE = hashlib.sha256().digest_size
NUMBER = 8
"""Bytes of the number that tells where the contents begin."""


class KeptShards:
    """A ``Pack`` that remembers the shards of one build; and its files."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._stamp = b""
        self._files: list[tuple[str, memoryview]] = []
        self._known: dict[bytes, int] = {}
        """By a digest of what it is made of, the number of the file that is the shard."""
        self._asked: dict[bytes, bytes] = {}
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
        shard = self._asked[name] = packed(sections()) if known is None else bytes(self._files[known][1])
        return shard

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
