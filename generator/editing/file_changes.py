"""Changed entry files put back: whole or not at all, and only where something changed."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path


def replace_text(path: Path, text: str) -> None:
    """Write ``text`` to ``path`` in one step, keeping the file's permissions.

    An interrupted or failed write leaves the old file as it was. Raises OSError.
    """
    mode = path.stat().st_mode if path.exists() else 0o644
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        Path(name).chmod(mode & 0o777)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def create_text(path: Path, text: str) -> None:
    """Write a file that must not exist yet, in one step: whole, or not there at all.

    Folders on the way are made. Raises FileExistsError where the name is taken, else OSError.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path.parent)) from None
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        Path(name).chmod(0o644)
        try:
            # A link, unlike a rename, never takes the place of a file that somebody made meanwhile.
            path.hardlink_to(name)
        except FileExistsError:
            raise
        except OSError:
            # Some file systems know no links; there the moment between looking and renaming has to do.
            if path.exists():
                raise FileExistsError(path) from None
            Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
