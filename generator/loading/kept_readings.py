"""Readings of faultless entries kept on disk between builds, so that an unchanged file is neither parsed nor checked.

A reading depends on an entry's path, its text and the rules, so it is kept under all three. The file is a
convenience and never trusted: it carries a digest of itself, and what is damaged, of other rules or of another form
is as good as none. Entries with problems are not kept: they are few, and their messages are made from the text.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple, fields
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from generator.loading.content_files import ContentFile, read_text
from generator.loading.entry_reader import EntryReading, read_entry
from generator.model.paper import LINK_SORTS, Links, Listing, Paper, Venue
from generator.model.partial_date import PartialDate
from generator.model.problem import Problem
from generator.working.kept_files import keep_file, kept_file
from generator.working.workers import run_all

Row: TypeAlias = list[Any]
"""A paper's fields in their order, made of texts, numbers and lists."""

ROOMS_OF_THE_RULES = ("loading", "model", "text")
NAMES = tuple(field.name for field in fields(Paper))
DATES = ("date", "added")
LISTS = ("authors", "organizations", "also_in", "tags", "results", "builds_on", "aliases")


FILES_AT_ONCE = 250
"""Read in one go; so few files that nobody waits for them are not worth a copy of the process."""


class Known(NamedTuple):
    """What is kept of one entry."""

    size: int
    modified: int
    """Nanoseconds."""
    digest: str
    row: Row


Kept: TypeAlias = dict[str, Known]
"""By path."""


class KeptReadings:
    """To be used as the ``read_entries`` of `load_content`; ``keep`` afterwards writes what is new."""

    def __init__(self, file: Path, jobs: int = 1) -> None:
        """``file`` holds what earlier builds kept; it need not exist. ``jobs`` processes read what is new."""
        self._file = file
        self._jobs = jobs
        self._written, self._kept = _read_file(file)
        self._now: Kept = {}

    def __call__(self, files: list[ContentFile]) -> Iterable[tuple[ContentFile, EntryReading]]:
        """Each file's reading, in order."""
        asked = iter(self._looked_into([file for file in files if not self._is_settled(file)]))
        for file in files:
            found = self._kept[file.source] if self._is_settled(file) else next(asked)
            if isinstance(found, EntryReading):
                yield file, found
            else:
                self._now[file.source] = found
                yield file, EntryReading(paper_of(found.row), ())

    def _is_settled(self, file: ContentFile) -> bool:
        known = self._kept.get(file.source)
        # A file changed after the readings were kept, or at that very moment, is looked into whatever its time says.
        return (
            known is not None
            and (known.size, known.modified) == (file.size, file.modified)
            and file.modified < self._written
        )

    def _looked_into(self, files: list[ContentFile]) -> Iterator[Known | EntryReading]:
        """What is to be kept of each file, or its reading where nothing is."""

        def task(start: int) -> Callable[[], list[Known | EntryReading]]:
            return lambda: [self._look_into(file) for file in files[start : start + FILES_AT_ONCE]]

        for part in run_all([task(start) for start in range(0, len(files), FILES_AT_ONCE)], self._jobs):
            yield from part

    def _look_into(self, file: ContentFile) -> Known | EntryReading:
        text = read_text(file)
        if isinstance(text, Problem):
            return EntryReading(None, (text,))
        known = self._kept.get(file.source)
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        if known and known.digest == digest:
            return Known(file.size, file.modified, digest, known.row)
        reading = read_entry(file, text)
        if reading.paper is None or reading.problems:
            return reading
        return Known(file.size, file.modified, digest, row_of(reading.paper))

    def keep(self) -> None:
        """Keep what was read, if anything is new; a cache that cannot be written is no fault."""
        if self._now == self._kept:
            return
        body = json.dumps([rules(), self._now], ensure_ascii=False, separators=(",", ":")).encode()
        keep_file(self._file, hashlib.sha256(body).hexdigest().encode() + b"\n" + body)


def kept_readings(cache: Path, content: Path, jobs: int = 1) -> KeptReadings:
    """The readings of a content folder, in the file that an index's cache has for it."""
    name = hashlib.sha256(os.fsencode(content.resolve())).hexdigest()[:16]
    return KeptReadings(cache / "readings" / f"{name}.json", jobs)


def _read_file(file: Path) -> tuple[int, Kept]:
    """When the readings were kept (nanoseconds), and what they are."""
    content, written = kept_file(file) or (b"", 0)
    digest, _, body = content.partition(b"\n")
    try:
        if hashlib.sha256(body).hexdigest().encode() != digest:
            return 0, {}
        kept_rules, kept = json.loads(body)
        if kept_rules != rules():
            return 0, {}
        return written, {source: Known(*known) for source, known in kept.items()}
    except (ValueError, TypeError, AttributeError, RecursionError):
        return 0, {}


@cache
def rules() -> str:
    """A digest of the code that readings depend on."""
    package = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for path in _sources(package):
        digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _sources(package: Path) -> Iterator[Path]:
    for room in ROOMS_OF_THE_RULES:
        yield from sorted((package / room).glob("*.py"))


def row_of(paper: Paper) -> Row:
    """A paper as plain values."""
    values: dict[str, Any] = {name: getattr(paper, name) for name in NAMES}
    for name in DATES:
        values[name] = values[name] and astuple(values[name])
    values["venue"] = paper.venue and astuple(paper.venue)
    values["links"] = astuple(paper.links)
    values["listed"] = [(one.source, one.date and astuple(one.date), one.comments) for one in paper.listed]
    row: Row = json.loads(json.dumps(list(values.values()), ensure_ascii=False))
    return row


def paper_of(row: Row) -> Paper:
    """The paper that `row_of` made plain."""
    values: dict[str, Any] = dict(zip(NAMES, row, strict=True))
    for name in LISTS:
        values[name] = tuple(values[name])
    for name in DATES:
        values[name] = _date(values[name])
    values["venue"] = Venue(*values["venue"]) if values["venue"] else None
    values["links"] = _links(values["links"])
    values["listed"] = tuple(Listing(source, _date(date), count) for source, date, count in values["listed"])
    return Paper(**values)


def _date(parts: list[int | None] | None) -> PartialDate | None:
    return PartialDate(*parts) if parts else None  # type: ignore[arg-type]  # as kept: the year is always there


def _links(row: Row) -> Links:
    given: dict[str, str] = {
        sort: value for sort, value in zip(LINK_SORTS, row, strict=True) if value is not None
    }
    return Links(**given)
