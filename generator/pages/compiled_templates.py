"""Compiled templates kept between builds: compiling them takes longer than a small build's pages.

Jinja keeps its own check of version and source; before a file's bytes are handed to it they must have the digest
they were kept under, because damaged byte code can bring the interpreter down.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache

DIGEST_BYTES = hashlib.sha256().digest_size


class CompiledTemplates(BytecodeCache):
    """A folder of compiled templates. A folder that cannot be read or written is as good as an empty one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket where its template is kept whole."""
        with suppress(OSError):
            kept = self._file(bucket).read_bytes()
            if hashlib.sha256(kept[DIGEST_BYTES:]).digest() == kept[:DIGEST_BYTES]:
                bucket.bytecode_from_string(kept[DIGEST_BYTES:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what is in the bucket; the file appears whole or not at all."""
        code = bucket.bytecode_to_string()
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(dir=self._folder)
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(hashlib.sha256(code).digest() + code)
            Path(name).replace(self._file(bucket))

    def _file(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}.compiled"
