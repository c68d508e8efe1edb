"""Folders in which something is made before it takes its place, and the clearing up after builds that were killed.

A build that is killed leaves its folder behind. The next one removes it, but never the folder of a build
that is still running: each holds a lock on its own (flock(2)), which the system lets go of when the
process ends, however it ends.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Workshop:
    """A folder of our own. ``close`` removes what then lies at its path."""

    def __init__(self, parent: Path, prefix: str, begun: Path | None = None) -> None:
        """Make a folder in ``parent``, after removing those of the same prefix that nobody works in any more.

        It is new and empty, or the one at ``begun`` if that is there and nobody else works in it.
        """
        sweep(parent, prefix)
        self.path, self._lock = (
            _taken_over(begun, parent, prefix) if begun is not None else None
        ) or _locked_folder(parent, prefix)

    def close(self) -> None:
        """Remove the folder, if it is still there, and let go of it."""
        shutil.rmtree(self.path, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


@contextmanager
def workshop(parent: Path, prefix: str, begun: Path | None = None) -> Iterator[Path]:
    """A folder of our own while the block runs."""
    own = Workshop(parent, prefix, begun)
    try:
        yield own.path
    finally:
        own.close()


def _locked_folder(parent: Path, prefix: str) -> tuple[Path, int | None]:
    while True:
        path = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
        lock = _lock_on(path)
        # Between making and locking it, another build may have taken the folder for an abandoned one.
        if path.is_dir():
            return path, lock
        if lock is not None:
            os.close(lock)


def _taken_over(begun: Path, parent: Path, prefix: str) -> tuple[Path, int] | None:
    """The folder at ``begun`` under a name of ours; None where it cannot be had."""
    try:
        lock = _lock_on(begun) if begun.is_dir() and not begun.is_symlink() else None
    except OSError:
        return None  # what may not be looked at cannot be had either
    if lock is None:
        return None
    path = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    try:
        # Onto an empty folder, in one step; it fails across file systems, and where another build was quicker.
        begun.rename(path)
        if os.path.samestat(os.fstat(lock), os.lstat(path)):
            return path, lock
    except OSError:
        pass
    shutil.rmtree(path, ignore_errors=True)
    os.close(lock)
    return None


def sweep(parent: Path, prefix: str) -> None:
    """Remove the folders with this prefix whose builds have ended."""
    try:
        found = sorted(path for path in parent.iterdir() if path.name.startswith(prefix))
    except OSError:
        return
    for path in found:
        lock = _lock_on(path) if path.is_dir() and not path.is_symlink() else None
        if lock is not None:
            shutil.rmtree(path, ignore_errors=True)
            os.close(lock)


def _lock_on(path: Path) -> int | None:
    """A lock on a folder; None where somebody else holds it, or where the file system knows no locks."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor
