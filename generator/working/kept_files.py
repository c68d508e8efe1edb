"""Single files of the cache: put in place whole or not at all, and read only where they are plain files.

The cache is a convenience: a disk that refuses is no fault, and whoever reads a file must judge its content. What
builds that were killed left half-written is removed by the next one that keeps something in the same folder.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import BinaryIO

from generator.working.ending import ended_later

PREFIX = ".keeping-"
WRITTEN_AT_ONCE = 1 << 20
"""Bytes. What is kept of a large index has a hundred thousand pieces and a hundred megabytes."""
MANY = 10_000
FEW = 8


def may_stand(entries: int, edited: int) -> bool:
    """Whether a file with what is known of so many entries may stay as it is, though some were edited since: to look at
    those again takes the next build less time than it takes this one to write a hundred megabytes anew.
    """
    return entries >= MANY and edited <= FEW


def keep_file(target: Path, *content: bytes | memoryview) -> None:
    """Keep ``content``, in one piece or several, at ``target``, whatever lies there; where the system refuses, nothing
    is kept.
    """
    with suppress(OSError), ended_later():
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep(target.parent)
        # Named before it is there: whoever is interrupted at the very moment when it is made removes it as well.
        new = target.parent / f"{PREFIX}{secrets.token_hex(16)}"
        try:
            with open(new, "xb", WRITTEN_AT_ONCE, opener=_for_oneself) as stream:
                # As long as it is held, no other build takes it for one that was left behind.
                fcntl.flock(stream, fcntl.LOCK_EX)
                stream.writelines(content)
                stream.flush()
                if target.is_dir() and not target.is_symlink():
                    shutil.rmtree(target)
                new.replace(target)
        except BaseException:
            new.unlink(missing_ok=True)
            raise


def _for_oneself(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def kept_file(path: Path, most: int = -1) -> tuple[bytes, int] | None:
    """The bytes of a kept file, or the first ``most`` of them, and when it was kept (nanoseconds); None where there is no
    plain file to read.
    """
    try:
        with kept_stream(path) as stream:
            if stream is None:
                return None
            status = os.fstat(stream.fileno())
            # Not more than there is: what is asked for may itself come from a damaged file.
            return stream.read(min(most, status.st_size)), status.st_mtime_ns
    except OSError:
        return None


def is_there(path: Path) -> bool:
    """Whether anything lies at a path; what may not be looked at is as good as nothing."""
    return os.path.exists(path)  # noqa: PTH110  (a path raises where the system refuses)


@contextmanager
def kept_stream(path: Path) -> Iterator[BinaryIO | None]:
    """A kept file to be read bit by bit; None where there is no plain file. Raises OSError where the disk refuses.

    Neither a link is followed nor a pipe waited for.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            with os.fdopen(descriptor, "rb", closefd=False) as stream:
                yield stream
        else:
            yield None
    finally:
        os.close(descriptor)


@cache
def _sweep(folder: Path) -> None:
    """Remove what killed builds left in a folder; once in a process."""
    for path in folder.iterdir():
        if path.name.startswith(PREFIX):
            with suppress(OSError), path.open("rb") as stream:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()
