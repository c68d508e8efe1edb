"""From decided files to a folder on disk, all at once or not at all.

A build is written beside the old site and takes its place in one step, so whoever looks sees one
whole site, old or new. Files that did not change are carried over as they are (hard links), with
their times: what a server or a copy tool watches sees only what is really new.
"""

from __future__ import annotations

import ctypes
import errno
import io
import os
import shutil
import stat
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.model.output_file import OutputFile
from generator.writing.addresses import checked_address

RENAME_EXCHANGE = 2
"""Linux, renameat2(2): two paths change places in one step."""
AT_FDCWD = -100


class WriteFault(Exception):
    """The system would not let us write; the message says what to do. The old site is still there."""


@dataclass(frozen=True, slots=True)
class WrittenSite:
    """What changed on disk."""

    files: int
    written: int
    """How many files are new or differ from the last site."""
    removed: int
    folder: Path


def write_site(
    folder: Path, engine_files: Mapping[str, Path], outputs: Iterable[OutputFile], *, in_place: bool = False
) -> WrittenSite:
    """Make ``folder`` hold exactly the given files; on one address an output wins over an engine's file.

    ``in_place`` writes into a folder that somebody else made and serves: nothing is removed there.
    Raises WriteFault when the disk is full, read-only or closed to us; then the old site is untouched.
    """
    contents: dict[str, bytes | Path] = {
        checked_address(address): path for address, path in engine_files.items()
    }
    contents.update((checked_address(output.address), output.content) for output in outputs)
    try:
        if in_place:
            return _write_into(folder, contents)
        return _replace(folder, contents)
    except OSError as error:
        raise WriteFault(_explained(error, folder)) from error


def _write_into(folder: Path, contents: Mapping[str, bytes | Path]) -> WrittenSite:
    written = 0
    for address, content in contents.items():
        target = folder / address
        data = content.read_bytes() if isinstance(content, Path) else content
        if not _holds(os.fspath(target), data):
            target.parent.mkdir(parents=True, exist_ok=True)
            _write(os.fspath(target), data)
            written += 1
    return WrittenSite(len(contents), written, 0, folder)


def _replace(folder: Path, contents: Mapping[str, bytes | Path]) -> WrittenSite:
    folder.parent.mkdir(parents=True, exist_ok=True)
    _refuse_foreign(folder)
    workshop = Path(tempfile.mkdtemp(prefix=f".{folder.name}-new-", dir=folder.parent))
    try:
        written = _fill(workshop, folder, contents)
        removed = len(_addresses_in(folder) - set(contents)) if folder.is_dir() else 0
        # mkdtemp makes folders private; a site is there to be served.
        workshop.chmod(0o755)
        _take_place(workshop, folder)
    finally:
        shutil.rmtree(workshop, ignore_errors=True)
    return WrittenSite(len(contents), written, removed, folder)


def _refuse_foreign(folder: Path) -> None:
    """Never replace a folder that is not a built site: a mistyped path must not cost anybody their files."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise WriteFault(f"{folder} is not a folder: name another one with --site-dir")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / "index.html").is_file():
        raise WriteFault(
            f"{folder} holds files but no site: empty it, or name another folder with --site-dir"
        )


def _fill(workshop: Path, old: Path, contents: Mapping[str, bytes | Path]) -> int:
    """Write every file below ``workshop``, carrying over what ``old`` holds unchanged; how many were new."""
    # Plain strings and system calls: at a hundred thousand files, path objects cost more than the writing.
    there, here = os.fspath(old), os.fspath(workshop)
    written = 0
    made: set[str] = set()
    for address, content in contents.items():
        parent = address.rpartition("/")[0]
        if parent not in made:
            (workshop / parent).mkdir(parents=True, exist_ok=True)
            made.add(parent)
        data = content.read_bytes() if isinstance(content, Path) else content
        target = f"{here}/{address}"
        if _holds(f"{there}/{address}", data) and _linked(f"{there}/{address}", target):
            continue
        _write(target, data)
        written += 1
    return written


def _holds(path: str, data: bytes) -> bool:
    """Whether a regular file lies at ``path`` with exactly this content."""
    try:
        status = os.lstat(path)
        if status.st_size != len(data) or not stat.S_ISREG(status.st_mode):
            return False
        with io.FileIO(path) as stream:
            return stream.readall() == data
    except OSError:
        return False


def _write(path: str, data: bytes) -> None:
    with io.FileIO(path, "w") as stream:
        left = memoryview(data)
        while left:
            left = left[stream.write(left) :]


def _linked(old: str, new: str) -> bool:
    """Carry a file over; False where the file system has no hard links, and the file is written anew."""
    try:
        os.link(old, new)
    except OSError as error:
        if error.errno in (errno.EPERM, errno.EXDEV, errno.EMLINK, errno.ENOTSUP, errno.ENOENT):
            return False
        raise
    return True


def _addresses_in(folder: Path) -> set[str]:
    """The addresses of all files below a folder."""
    start = len(str(folder)) + 1
    return {f"{place}/{name}"[start:] for place, _, names in os.walk(folder) for name in names}


def _take_place(new: Path, folder: Path) -> None:
    """Put ``new`` where ``folder`` is. Afterwards the old site, if there was one, lies at ``new``."""
    if not folder.exists():
        new.rename(folder)
    elif not _exchanged(new, folder):
        aside = new.with_name(new.name + "-old")
        folder.rename(aside)
        new.rename(folder)
        aside.rename(new)


def _exchanged(one: Path, other: Path) -> bool:
    """Swap two folders in one step where the system can (Linux), so that no reader meets a gap."""
    try:
        swap = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return bool(swap(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), RENAME_EXCHANGE) == 0)


def _explained(error: OSError, folder: Path) -> str:
    next_step = {
        errno.ENOSPC: "the disk is full: free some space and build again",
        errno.EDQUOT: "your share of the disk is used up: free some space and build again",
        errno.EROFS: "the disk is read-only: name another folder with --site-dir",
        errno.EACCES: "no permission to write there: change it, or name another folder with --site-dir",
        errno.EPERM: "no permission to write there: change it, or name another folder with --site-dir",
    }.get(error.errno or 0, "build again once that is mended")
    return f"{folder} could not be written ({error.strerror or error}); the last site is untouched. {next_step[:1].upper()}{next_step[1:]}"
