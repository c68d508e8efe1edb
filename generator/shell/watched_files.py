"""The files that a site is made from, as they are now: whether something changed since is seen by comparing two of these."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TypeAlias

from generator.working.known_files import FileMark
from generator.writing.looking import mark_at, mark_of

FilesNow: TypeAlias = dict[str, FileMark | None]
"""The size and time of each, by its path."""


def files_now(places: Iterable[Path]) -> FilesNow:
    """All files at these places and in folders below them; what goes while somebody looks is not there."""
    found: FilesNow = {}
    entered: set[str] = set()
    waiting = []
    for place in map(os.fspath, places):
        if os.path.isdir(place):  # noqa: PTH112  (plain strings: some thousand files, after every edit)
            waiting.append(place)
        else:
            found[place] = mark_at(place)
    while waiting:
        folder = waiting.pop()
        # A link may lead back to where it lies.
        if (real := os.path.realpath(folder)) in entered:
            continue
        entered.add(real)
        with suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                # Who follows links meets each file, as the watcher does.
                if entry.is_dir():
                    waiting.append(entry.path)
                else:
                    with suppress(OSError):
                        found[entry.path] = mark_of(entry.stat())
    return found
