"""Readings of entry files kept in memory, so that an edit costs the reading of one file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.loading.content_files import ContentFile
from generator.loading.entry_reader import EntryReading
from generator.loading.library_loader import read_one_by_one


class RememberedReadings:
    """What was read of each file, for as long as its size and time of change stay the same.

    To be used as the ``read_entries`` of `load_content` by a process that reads the same folder again and
    again. A reading depends on a file's name and content only, so a remembered one is as good as a new one.
    """

    def __init__(self) -> None:
        self._kept: dict[str, tuple[int, int, EntryReading]] = {}

    def __call__(self, files: list[ContentFile]) -> Iterable[tuple[ContentFile, EntryReading]]:
        """Each file's reading, in order; only changed files are opened."""
        kept, self._kept = self._kept, {}
        for file in files:
            size, modified, reading = kept.get(file.source) or (-1, -1, None)
            if reading is None or (size, modified) != (file.size, file.modified):
                reading = _read(file)
            self._kept[file.source] = (file.size, file.modified, reading)
            yield file, reading


def _read(file: ContentFile) -> EntryReading:
    readings: Iterator[tuple[ContentFile, EntryReading]] = iter(read_one_by_one([file]))
    return next(readings)[1]
