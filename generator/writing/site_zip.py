"""A zip file with the same bytes for the same content, whenever and wherever it is written."""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

from generator.writing.addresses import checked_address

EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first moment a zip file can tell: the files' own times would change its bytes."""
PERMISSIONS = 0o100644 << 16
UNIX = 3


def write_zip(target: Path, folder: str, files: Iterable[tuple[str, bytes]]) -> int:
    """Write ``files`` into ``folder`` of the zip file ``target``; gives how many there are.

    The file appears when it is whole. Raises OSError when the system refuses.
    """
    count = 0
    handle, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for address, content in files:
                archive.writestr(_entry(f"{folder}/{checked_address(address)}"), content)
                count += 1
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return count


def _entry(address: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(address, EARLIEST)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = PERMISSIONS
    entry.create_system = UNIX
    return entry
