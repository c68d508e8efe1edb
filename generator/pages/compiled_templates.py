"""Compiled templates kept between builds: compiling them takes longer than a small build's pages.

Jinja keeps its own check of version and source; before a file's bytes are handed to it they must have the digest
they were kept under, because damaged byte code can bring the interpreter down.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache

from generator.working.kept_files import keep_file, kept_file

DIGEST_BYTES = hashlib.sha256().digest_size


class CompiledTemplates(BytecodeCache):
    """A folder of compiled templates. A folder that cannot be read or written is as good as an empty one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket where its template is kept whole."""
        kept, _ = kept_file(self._file(bucket)) or (b"", 0)
        if hashlib.sha256(kept[DIGEST_BYTES:]).digest() == kept[:DIGEST_BYTES]:
            bucket.bytecode_from_string(kept[DIGEST_BYTES:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what is in the bucket; the file appears whole or not at all."""
        code = bucket.bytecode_to_string()
        keep_file(self._file(bucket), hashlib.sha256(code).digest() + code)

    def _file(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}.compiled"
