"""The files of a content folder: which there are, and what text they hold.

Nothing here trusts the folder. Links are named and not followed, pipes and devices are never opened,
and every file that cannot be read becomes a problem with a next step.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from generator.model.problem import Place, Problem

ENTRY_ENDINGS = (".yml", ".yaml")
KNOWN_PARTS = {"papers", "topics", "tags.yml", "people.yml"}
"""What a content folder is made of."""
LARGEST_FILE = 1_000_000
"""Bytes. The longest real entries are a few kilobytes."""
QUIET_FILES = {"LICENSE", "LICENSE.md", "LICENSE.txt", "README.md", "README"}
"""Files that may lie beside the entries without a word."""


class ContentFile(NamedTuple):
    """A regular file of the content folder."""

    location: str | Path
    """For the system."""
    source: str
    """Below the content folder, with forward slashes."""
    shown: str
    """As the editor would type it."""
    size: int
    modified: int
    """Nanoseconds; with the size, enough to tell whether a cached reading still holds."""

    @property
    def path(self) -> Path:
        """Where the file lies."""
        return Path(self.location)

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.source.rpartition("/")[2]

    @property
    def stem(self) -> str:
        """The name without its ending."""
        return self.name.rpartition(".")[0] or self.name


@dataclass(slots=True)
class FolderReading:
    """What walking a folder gave."""

    files: list[ContentFile]
    problems: list[Problem]


def shown_path(path: Path, where: Path) -> str:
    """``path`` relative to the folder ``where`` if it lies below it, else as it is; forward slashes."""
    try:
        return path.resolve(strict=False).relative_to(where.resolve()).as_posix()
    except (ValueError, OSError):
        return path.as_posix()


def entry_files(folder: Path, content: Path, shown_content: str) -> FolderReading:
    """Every YAML file below ``folder``, sorted by path; problems for whatever should not lie there."""
    reading = FolderReading([], [])
    below = folder.relative_to(content).as_posix()
    for name, file in _walk(_Folder(os.fspath(folder), below, f"{shown_content}/{below}"), reading.problems):
        if name.endswith(ENTRY_ENDINGS) and name not in ENTRY_ENDINGS:
            reading.files.append(file)
        elif name not in QUIET_FILES and not name.startswith("."):
            reading.problems.append(
                Problem(
                    "W001",
                    f"'{name}' is not an entry and is left alone",
                    Place(file.shown),
                    _hint_for_stray(name),
                )
            )
    reading.files.sort(key=attrgetter("source"))
    return reading


def _hint_for_stray(name: str) -> str:
    """What becomes of ``a-paper.yml.txt``, ``a-paper.YML`` and the like."""
    found = re.match(r"(?P<stem>[^.]+)\.ya?ml(?:\.txt)?$", name, re.IGNORECASE)
    if found is not None:
        return f"rename it to {found['stem']}.yml"
    return "entries end in .yml; move other files out of content/"


def stray_files(content: Path, shown_content: str) -> list[Problem]:
    """What lies in the content folder itself and looks as if somebody meant it to be read."""
    problems = []
    try:
        found = sorted(os.scandir(content), key=lambda item: item.name)
    except OSError:
        return []
    for item in found:
        if item.name.startswith(".") or item.name in KNOWN_PARTS or item.is_symlink():
            continue
        stem, ending = os.path.splitext(item.name)  # noqa: PTH122  (a name, not a path)
        place = Place(f"{shown_content}/{item.name}")
        if item.is_dir():
            if _holds_yaml(item):
                what = f"the folder '{item.name}' is none of an index and is left alone"
                hint = f"entries lie in {shown_content}/papers/, topics in {shown_content}/topics/"
                problems.append(Problem("W001", what, place, hint))
        elif ending.lower() in ENTRY_ENDINGS:
            singular = stem.lower() in ("tag", "tags", "people", "person", "persons")
            meant = ("tags.yml" if stem.lower().startswith("tag") else "people.yml") if singular else None
            hint = f"rename it to {meant}" if meant else f"move it to {shown_content}/papers/"
            what = f"'{item.name}' lies beside the folders of an index and is left alone"
            problems.append(Problem("W001", what, place, hint))
    return problems


def _holds_yaml(folder: os.DirEntry[str]) -> bool:
    try:
        return any(name.lower().endswith(ENTRY_ENDINGS) for name in os.listdir(folder))  # noqa: PTH208
    except OSError:
        return False


def single_file(path: Path, content: Path, shown_content: str) -> FolderReading:
    """One optional file such as ``tags.yml``: read like the others, and nothing when it is not there."""
    try:
        status = os.lstat(path)
    except FileNotFoundError:
        return FolderReading([], [])
    except OSError as error:
        return FolderReading([], [unreadable(f"{shown_content}/{path.name}", error)])
    source = path.relative_to(content).as_posix()
    file = ContentFile(path, source, f"{shown_content}/{source}", status.st_size, status.st_mtime_ns)
    if not stat.S_ISREG(status.st_mode):
        return FolderReading([], [_no_file(file.shown, status)])
    return FolderReading([file], [])


class _Folder(NamedTuple):
    """A folder of entries, as the system knows it, below the content folder, and as the editor would type it."""

    location: str
    source: str
    shown: str


def _walk(folder: _Folder, problems: list[Problem]) -> Iterator[tuple[str, ContentFile]]:
    """Every regular file below a folder, with its name."""
    # Paths are put together as texts: `Path` takes more time for a file than the system for telling about it.
    try:
        status = os.lstat(folder.location)
        if not stat.S_ISDIR(status.st_mode):
            # The folder itself may be a link that leads out of the repository.
            problems.append(_no_folder(status, folder.shown))
            return
        found = sorted(os.scandir(folder.location), key=attrgetter("name"))
    except FileNotFoundError:
        return
    except OSError as error:
        problems.append(unreadable(folder.shown, error))
        return
    for item in found:
        name = item.name
        source, shown = f"{folder.source}/{name}", f"{folder.shown}/{name}"
        try:
            # What an item tells of itself it also keeps, and all items live until the folder is done.
            status = os.lstat(item.path)
        except OSError as error:
            problems.append(unreadable(shown, error))
            continue
        file = ContentFile(item.path, source, shown, status.st_size, status.st_mtime_ns)
        if stat.S_ISREG(status.st_mode):
            yield name, file
        elif not stat.S_ISDIR(status.st_mode):
            problems.append(_no_file(shown, status))
        elif not name.startswith("."):
            yield from _walk(_Folder(item.path, source, shown), problems)


def _special(shown: str, sort: str) -> Problem:
    """What lies where an entry should."""
    hint = "put the entry itself here; links and special files are not followed"
    return Problem("E004", f"this is {sort}, not a file", Place(shown), hint)


def _no_file(shown: str, status: os.stat_result) -> Problem:
    """What lies where a file should, and is none."""
    return _special(shown, sort_of_special_file(status.st_mode) or "a special file")


def _no_folder(status: os.stat_result, shown: str) -> Problem:
    """What lies where a folder of entries should."""
    sort = sort_of_special_file(status.st_mode) or "a file"
    return Problem(
        "E004",
        f"this is {sort}, not a folder",
        Place(shown),
        "make it a plain folder; links and special files are not followed",
    )


def sort_of_special_file(mode: int) -> str | None:
    """What a file is when it is not a regular one, in words; None for a regular file."""
    if stat.S_ISREG(mode):
        return None
    for test, name in (
        (stat.S_ISLNK, "a symbolic link"),
        (stat.S_ISDIR, "a folder"),
        (stat.S_ISFIFO, "a named pipe"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISCHR, "a device"),
        (stat.S_ISBLK, "a device"),
    ):
        if test(mode):
            return name
    return "a special file"


def unreadable(shown: str, error: OSError) -> Problem:
    """The system's refusal as a problem."""
    reason = (error.strerror or str(error)).lower()
    return Problem("E001", f"cannot be read: {reason}", Place(shown), "check the file's permissions")


FLAGS = (
    os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
)
"""O_NONBLOCK: should a pipe have taken the file's place since it was listed, opening it must not wait."""


def read_text(file: ContentFile) -> str | Problem:
    """The file's text, or why there is none: too large, unreadable or not UTF-8."""
    if file.size > LARGEST_FILE:
        return _too_large(file, file.size)
    try:
        descriptor = os.open(file.location, FLAGS)
        try:
            sort = sort_of_special_file(os.fstat(descriptor).st_mode)
            data = b"" if sort else _all_of(descriptor, file.size)
        finally:
            os.close(descriptor)
    except OSError as error:
        return unreadable(file.shown, error)
    if sort is not None:
        return _special(file.shown, sort)
    if len(data) > LARGEST_FILE:
        return _too_large(file, len(data))  # it grew since it was listed; half of it would be another entry
    return decode_text(data, file.shown)


def _all_of(descriptor: int, size: int) -> bytes:
    """What can be read, up to one byte more than a file may have; ``size`` is how much there should be."""
    data = os.read(descriptor, size + 1)
    if len(data) == size:
        return data  # one byte more was asked for, so this is its end
    while len(data) <= LARGEST_FILE and (more := os.read(descriptor, LARGEST_FILE + 1 - len(data))):
        data += more
    return data


def _too_large(file: ContentFile, size: int) -> Problem:
    return Problem(
        "E003",
        f"the file has {size:,} bytes; at most {LARGEST_FILE:,} are read",
        Place(file.shown),
        "an entry is a few kilobytes: keep data elsewhere and link to it",
    )


def decode_text(data: bytes, shown: str) -> str | Problem:
    """UTF-8 without its byte-order mark, line ends made equal; else a problem with the bad byte's place."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line_start = before.rfind(b"\n") + 1
        place = Place(shown, before.count(b"\n") + 1, len(before[line_start:].decode("utf-8", "replace")) + 1)
        return Problem(
            "E002",
            f"byte 0x{data[error.start]:02X} is not UTF-8",
            place,
            "save the file as UTF-8 (most editors: Save with encoding)",
        )
    text = text.removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
