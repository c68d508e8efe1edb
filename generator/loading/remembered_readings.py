"""Readings of entry files kept in memory, so that an edit costs the reading of one file."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping

from generator.loading.content_files import ContentFile
from generator.loading.library_loader import read_one_by_one
from generator.loading.near_duplicates import NO_TITLES, AlikeTitles, alike_titles_now
from generator.loading.readings import EntryReading
from generator.model.paper import Paper, PaperKey


class RememberedReadings:
    """What was read of each file, for as long as its size and time of change stay the same.

    To be used as the ``read_entries`` of `load_content` by a process that reads the same folder again and
    again. A reading depends on a file's name and content only, so a remembered one is as good as a new one.
    """

    def __init__(self) -> None:
        self._kept: dict[str, tuple[ContentFile, EntryReading]] = {}
        self._titles = NO_TITLES

    def __call__(self, files: list[ContentFile]) -> Iterable[tuple[ContentFile, EntryReading]]:
        """Each file's reading, in order; only changed files are opened."""
        kept, self._kept = self._kept, {}
        for file in files:
            known = kept.get(file.source)
            if known is not None and (known[0].size, known[0].modified) == (file.size, file.modified):
                reading = known[1]
            else:
                reading = _read(file)
            self._kept[file.source] = (file, reading)
            yield file, reading

    def alike_titles(self, papers: Mapping[PaperKey, Paper]) -> AlikeTitles:
        """What the function of this name finds; where few titles have changed, without looking at all."""
        self._titles = alike_titles_now(papers, self._titles)
        return self._titles.alike

    def edited(self) -> list[EntryReading]:
        """New readings of the files that changed since they were read; new and removed files are not looked for."""
        return [_read(file) for file, _ in self._kept.values() if _has_changed(file)]


def _has_changed(file: ContentFile) -> bool:
    try:
        status = os.lstat(file.location)
    except OSError:
        return False
    return stat.S_ISREG(status.st_mode) and (status.st_size, status.st_mtime_ns) != (file.size, file.modified)


def _read(file: ContentFile) -> EntryReading:
    readings: Iterator[tuple[ContentFile, EntryReading]] = iter(read_one_by_one([file]))
    return next(readings)[1]
