"""Whether a folder still holds exactly the files that are known, found with as few questions to the system as will do.

Every file tells its size and its time. That nothing else lies there is told by the folders: the system gives a folder
another time (ctime) with every name that is made, removed or replaced in it, and nobody can set that time. So a look
keeps the times of the folders in which it found nothing strange, and the next one reads the names only in the others.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import stat
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from generator.working.kept_files import keep_file, kept_file
from generator.working.known_files import FileMark, KnownFiles
from generator.working.packed import numbers_in, packed_numbers, packed_texts, texts_in
from generator.working.traces import Folder

UNLIKE_ANY: FileMark = (-1, -1)
"""The mark of a link, a pipe, a device: of nothing that a build makes."""
STILL = 2_000_000_000
"""Nanoseconds for which a folder must have been left alone: two changes at nearly one moment may get the same time."""

FolderTimes = dict[str, int]


class Look(NamedTuple):
    """What somebody found who looked at all files."""

    strange: set[str]
    """The addresses at which the folder does not hold what is known."""
    folder: Folder | None = None
    """Where it was looked."""
    kept: str = ""
    """A digest of the times of folders as they were kept; empty where none were."""


def look_at(folder: str, known: KnownFiles, times: Path | None = None, kept: str = "") -> Look:
    """Compare the files of a folder with the ``known`` ones.

    In the file ``times`` one look leaves the times of folders to the next; ``kept`` is what the last one gave. The times
    of two folders are kept, since two sites take turns. They may only be given back to somebody who knows every change
    of ``known`` since then to have been made in the folder itself.
    """
    now = time.time_ns()
    # Held, for the folder may get another name meanwhile.
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        status = os.fstat(descriptor)
        own = status.st_dev, status.st_ino
        all_times = _read(times, kept) if times and kept else {}
        strange = _strange_files(descriptor, known)
        found, still = _strange_names(descriptor, known, all_times.get(own, {}))
    finally:
        os.close(descriptor)
    others = {one: before for one, before in all_times.items() if one != own}
    old = {name: changed for name, changed in still.items() if changed < now - STILL}
    return Look(strange | found, own, _keep(times, own, old, others) if times else "")


def _strange_files(descriptor: int, known: KnownFiles) -> set[str]:
    """The known files that are not there as they are known."""
    strange, look, is_plain = set(), os.stat, stat.S_ISREG
    for address, size, changed in known.marks():
        try:
            status = look(address, dir_fd=descriptor, follow_symlinks=False)
        except OSError:
            strange.add(address)
            continue
        if status.st_mtime_ns != changed or status.st_size != size or not is_plain(status.st_mode):
            strange.add(address)
    return strange


def _strange_names(descriptor: int, known: KnownFiles, times: FolderTimes) -> tuple[set[str], FolderTimes]:
    """What lies there and is not known; and the times of the folders in which there is no such thing."""
    strange: set[str] = set()
    still: FolderTimes = {}
    folders = folders_of(known)
    expected = folders.union(known)
    for name in folders:
        try:
            # Before its names are read: what somebody makes meanwhile gives it another time.
            status = os.stat(name or ".", dir_fd=descriptor, follow_symlinks=False)
        except OSError:
            continue  # with files, which are missed already
        if not stat.S_ISDIR(status.st_mode):
            strange.add(name)
        elif times.get(name) == status.st_ctime_ns or _is_clean(descriptor, name, expected, strange):
            still[name] = status.st_ctime_ns
    return strange, still


def _is_clean(descriptor: int, name: str, expected: set[str], strange: set[str]) -> bool:
    """Whether one folder has ``expected`` names only; files of others are put among the ``strange`` ones."""
    start = f"{name}/" if name else ""
    # Of what sort they are is asked where they are looked at themselves.
    new = {f"{start}{one}" for one in _names_in(descriptor, name)} - expected
    for address in new:
        # The time of such a folder is not kept, and a name in it would change no other.
        strange.update(_files_at(descriptor, address))
    return not new


def _names_in(descriptor: int, name: str) -> list[str]:
    try:
        own = os.open(name or ".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=descriptor)
    except FileNotFoundError:
        return []
    try:
        return os.listdir(own)  # noqa: PTH208  (a path knows no descriptors)
    finally:
        os.close(own)


def _files_at(descriptor: int, address: str) -> Iterator[str]:
    """What lies there, or everything below it but folders; what goes while somebody looks is not there."""
    with suppress(FileNotFoundError):
        if not stat.S_ISDIR(os.stat(address, dir_fd=descriptor, follow_symlinks=False).st_mode):
            yield address
            return
        for name in _names_in(descriptor, address):
            yield from _files_at(descriptor, f"{address}/{name}")


def folders_of(addresses: Iterable[str]) -> set[str]:
    """Every folder in which one of these files lies, at any remove; the outermost is empty."""
    found = {address.rpartition("/")[0] for address in addresses}
    for folder in tuple(found):
        while folder:
            folder = folder.rpartition("/")[0]
            if folder in found:
                break
            found.add(folder)
    return found | {""}


def files_in(folder: str) -> set[str]:
    """The addresses of all files below a folder; what goes while somebody looks is not there."""
    found: set[str] = set()
    start = len(folder) + 1
    waiting = [folder]
    while waiting:
        with suppress(FileNotFoundError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                else:
                    found.add(entry.path[start:])
    return found


def mark_of(status: os.stat_result) -> FileMark:
    """By what a plain file is known."""
    return status.st_size, status.st_mtime_ns


def mark_at(path: str) -> FileMark | None:
    """The mark of what lies there; None where there is nothing, or a folder."""
    try:
        status = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    if stat.S_ISREG(status.st_mode):
        return mark_of(status)
    return None if stat.S_ISDIR(status.st_mode) else UNLIKE_ANY


def _read(file: Path, kept: str) -> dict[Folder, FolderTimes]:
    """The times that were kept under this digest; nothing where there is no such file."""
    content, _ = kept_file(file) or (b"", 0)
    if hashlib.sha256(content).hexdigest() != kept:
        return {}
    try:
        rows = marshal.loads(content)  # noqa: S302  (whole, by its digest)
        return {
            place: dict(zip(texts_in(names), numbers_in(changed), strict=True))
            for place, names, changed in rows
        }
    except (ValueError, TypeError, EOFError):
        return {}


def _keep(file: Path, own: Folder, times: FolderTimes, others: Mapping[Folder, FolderTimes]) -> str:
    kept = [(own, times), *list(others.items())[:1]]
    try:
        rows = [(place, packed_texts(found), packed_numbers(found.values())) for place, found in kept]
    except ValueError:
        return ""
    content = marshal.dumps(rows)
    keep_file(file, content)
    return hashlib.sha256(content).hexdigest()
