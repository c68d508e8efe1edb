"""Readings of entries kept on disk between builds, so that an unchanged file is neither parsed nor checked.

A reading depends on an entry's name, its text and the rules, so it is kept under all three. The file is a
convenience and never trusted: it carries a digest of itself, and what is damaged, of other rules or of another form
is as good as none.

The file: the digest of all that follows (hexadecimal, and a line's end), eight bytes that tell the length of the
list, the list (rules, what is known of the titles, the vocabulary, and each entry's path, size, time, digest and length), then the
readings one after the other. A reading is taken apart only when it is asked for, and put into a new file as it is.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import fields
from functools import cache, lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from generator.loading.content_files import ContentFile, read_text
from generator.loading.kept_vocabulary import (
    NOT_KEPT,
    KeptVocabulary,
    plain_vocabulary,
    texts_digest,
    whole_vocabulary,
)
from generator.loading.near_duplicates import NO_TITLES, AlikeTitles, KnownTitles, alike_titles_now
from generator.loading.readings import EntryReading, Vocabulary
from generator.model.filled import filled
from generator.model.paper import LINK_SORTS, Links, Listing, Paper, PaperKey, Venue
from generator.model.partial_date import PartialDate
from generator.model.problem import Place, Problem
from generator.working.kept_files import keep_file, kept_file
from generator.working.surroundings import installed_packages

Row: TypeAlias = tuple[Any, ...]
"""A paper's fields in their order, made of texts, numbers and tuples."""

ROOMS_OF_THE_RULES = ("loading", "model", "text")
NAMES = tuple(field.name for field in fields(Paper))
LENGTH_OF_NUMBER = 8

MARSHAL_VERSION = 2
"""The last one whose bytes depend on nothing but the value; later ones tell how often a text is used elsewhere."""

FILES_AT_ONCE = 250
"""Read in one go; so few files that nobody waits for them are not worth a copy of the process."""


class Known(NamedTuple):
    """What is kept of one entry."""

    size: int
    modified: int
    """Nanoseconds."""
    digest: bytes
    reading: bytes | memoryview
    """As `plain_reading` made it."""


Kept: TypeAlias = dict[str, Known]
"""By path."""


class KeptReadings:
    """To be used as the ``read_entries`` of `load_content`; ``keep`` afterwards writes what is new."""

    def __init__(self, file: Path, jobs: int = 1) -> None:
        """``file`` holds what earlier builds kept; it need not exist. ``jobs`` processes read what is new."""
        self._file = file
        self._jobs = jobs
        self._written, self._kept, self._titles, self._vocabulary = _read_file(file)
        self._now: Kept = {}
        self._is_new = False

    def __call__(self, files: list[ContentFile]) -> Iterable[tuple[ContentFile, EntryReading]]:
        """Each file's reading, in order."""
        known = self._settled(files)
        asked = self._looked_into([file for file, found in zip(files, known, strict=True) if found is None])
        for file, settled in zip(files, known, strict=True):
            found = settled or next(asked)
            if isinstance(found, EntryReading):
                yield file, found
            else:
                self._now[file.source] = found
                yield file, whole_reading(found.reading, file.shown) or self._read_again(file)
        self._is_new = self._is_new or self._now.keys() != self._kept.keys()

    def _read_again(self, file: ContentFile) -> EntryReading:
        """Of a file whose kept reading is right in form, but nothing that this program wrote."""
        self._is_new = True
        found = self._look_into(file, None)
        if isinstance(found, EntryReading):
            del self._now[file.source]
            return found
        self._now[file.source] = found
        reading = whole_reading(found.reading, file.shown)
        assert reading is not None  # noqa: S101  (made a moment ago)
        return reading

    def _settled(self, files: list[ContentFile]) -> list[Known | None]:
        """What is known of each file that nobody has touched since."""
        kept, written = self._kept, self._written
        # A file changed after the readings were kept, or at that very moment, is looked into whatever its time says.
        return [
            known
            if (known := kept.get(file.source)) is not None
            and known.modified == file.modified < written
            and known.size == file.size
            else None
            for file in files
        ]

    def _looked_into(self, files: list[ContentFile]) -> Iterator[Known | EntryReading]:
        """What is to be kept of each file, or its reading where nothing is."""
        if not files:
            return
        self._is_new = True
        # Late, here and below: what reads entries takes longer to load than all kept readings to be taken apart.
        from generator.working.workers import run_all

        def task(start: int) -> Callable[[], list[Known | EntryReading]]:
            return lambda: [
                self._look_into(file, self._kept.get(file.source))
                for file in files[start : start + FILES_AT_ONCE]
            ]

        for part in run_all([task(start) for start in range(0, len(files), FILES_AT_ONCE)], self._jobs):
            yield from part

    def _look_into(self, file: ContentFile, known: Known | None) -> Known | EntryReading:
        text = read_text(file)
        if isinstance(text, Problem):
            return EntryReading(None, (text,))
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
        if known is not None and known.digest == digest:
            return Known(file.size, file.modified, digest, bytes(known.reading))
        from generator.loading.entry_reader import read_entry

        return Known(file.size, file.modified, digest, plain_reading(read_entry(file, text)))

    def vocabulary(
        self, topics: list[ContentFile], tags: list[ContentFile], people: list[ContentFile]
    ) -> Vocabulary:
        """What `read_vocabulary` finds; where no text has changed, without reading it again."""
        digest = texts_digest((topics, tags, people))
        if digest is not None and digest == self._vocabulary[0]:
            with suppress(ValueError, TypeError, LookupError):
                return whole_vocabulary(self._vocabulary)
        from generator.loading.vocabulary_readers import read_vocabulary

        found = read_vocabulary(topics, tags, people)
        now = plain_vocabulary(digest, found) if digest and not found.problems else NOT_KEPT
        self._is_new = self._is_new or now != self._vocabulary
        self._vocabulary = now
        return found

    def alike_titles(self, papers: Mapping[PaperKey, Paper]) -> AlikeTitles:
        """What the function of this name finds; where few titles have changed, without looking at all."""
        now = alike_titles_now(papers, self._titles)
        self._is_new = self._is_new or now is not self._titles
        self._titles = now
        return now.alike

    def keep(self) -> None:
        """Keep what was read, if anything is new; a cache that cannot be written is no fault."""
        if not self._is_new:
            return
        entries = [
            (source, known.size, known.modified, known.digest, len(known.reading))
            for source, known in self._now.items()
        ]
        head = marshal.dumps(
            [rules(), self._titles.titles, *self._titles.alike, self._vocabulary, entries], MARSHAL_VERSION
        )
        parts = [len(head).to_bytes(LENGTH_OF_NUMBER), head, *(known.reading for known in self._now.values())]
        digest = hashlib.sha256()
        for part in parts:
            digest.update(part)
        # In pieces: of a large index it is a hundred megabytes.
        keep_file(self._file, digest.hexdigest().encode(), b"\n", *parts)


def kept_readings(cache: Path, content: Path, jobs: int = 1) -> KeptReadings:
    """The readings of a content folder, in the file that an index's cache has for it."""
    name = hashlib.sha256(os.fsencode(content.resolve())).hexdigest()[:16]
    return KeptReadings(cache / "readings" / f"{name}.readings", jobs)


def _read_file(file: Path) -> tuple[int, Kept, KnownTitles, KeptVocabulary]:
    """When the readings were kept (nanoseconds), what they are, and what is kept with them."""
    content, written = kept_file(file) or (b"", 0)
    nothing = (0, Kept(), NO_TITLES, NOT_KEPT)
    end_of_digest = content.find(b"\n")
    body = memoryview(content)[end_of_digest + 1 :]
    if hashlib.sha256(body).hexdigest().encode() != content[: max(end_of_digest, 0)]:
        return nothing
    # Past this point the bytes are those that were written, unless somebody means harm; whoever can write here can
    # as well write into the content.
    try:
        start = LENGTH_OF_NUMBER + int.from_bytes(body[:LENGTH_OF_NUMBER])
        head = marshal.loads(body[LENGTH_OF_NUMBER:start])  # noqa: S302
        kept_rules, titles, same, near, (digest, topics, tags, people), entries = head
        if kept_rules != rules():
            return nothing
        kept = Kept()
        for source, size, modified, entry_digest, length in entries:
            kept[source] = Known(size, modified, entry_digest, body[start : start + length])
            start += length
        known_titles = KnownTitles(dict(titles), AlikeTitles(list(same), list(near)))
        return written, kept, known_titles, (digest, topics, tags, people)
    except (ValueError, TypeError, EOFError):
        return nothing


@cache
def rules() -> str:
    """A digest of the code that readings depend on."""
    package = Path(__file__).parents[1]
    # The tables of characters and the form of what is kept belong to a Python, what is valid YAML to its parser.
    parser = [name for name in installed_packages() if name.lower().startswith("pyyaml-")]
    digest = hashlib.sha256(f"{sys.version} {parser}".encode("utf-8", "surrogateescape"))
    for path in _sources(package):
        digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _sources(package: Path) -> Iterator[Path]:
    for room in ROOMS_OF_THE_RULES:
        yield from sorted((package / room).glob("*.py"))


# --- readings as plain values -----------------------------------------------------------------------


def plain_reading(reading: EntryReading) -> bytes:
    """A reading as bytes; of its problems' places all but the path, which depends on where the tool runs."""
    problems = [
        (one.code, one.message, one.place.line, one.place.column, one.place.length, one.hint, one.source_line)
        for one in reading.problems
    ]
    row = None if reading.paper is None else row_of(reading.paper)
    return marshal.dumps((row, problems), MARSHAL_VERSION)


def whole_reading(kept: bytes | memoryview, shown: str) -> EntryReading | None:
    """The reading that `plain_reading` made plain, of the file ``shown``; None where it made no such bytes."""
    try:
        row, problems = marshal.loads(kept)  # noqa: S302  (its digest was asked before)
        told = tuple([_problem(shown, *problem) for problem in problems]) if problems else ()
        return EntryReading(None if row is None else paper_of(row), told)
    except (ValueError, TypeError, EOFError):
        return None


def _problem(
    shown: str,
    code: str,
    message: str,
    line: int,
    column: int,
    length: int,
    hint: str | None,
    source_line: str | None,
) -> Problem:
    return Problem(code, message, Place(shown, line, column, length), hint, source_line)


ALL_FIELDS = attrgetter(*NAMES)
ALL_LINKS = attrgetter(*LINK_SORTS)
PARTS_OF_A_DATE = attrgetter("year", "month", "day")
DATE, ADDED, VENUE, LINKS, LISTED, TOPIC, ALSO_IN, TAGS = (
    NAMES.index(name) for name in ("date", "added", "venue", "links", "listed", "topic", "also_in", "tags")
)


def row_of(paper: Paper) -> Row:
    """A paper as plain values."""
    row = list(ALL_FIELDS(paper))
    row[DATE] = PARTS_OF_A_DATE(paper.date)
    row[ADDED] = paper.added and PARTS_OF_A_DATE(paper.added)
    row[VENUE] = paper.venue and (paper.venue.name, paper.venue.year)
    row[LINKS] = ALL_LINKS(paper.links)
    row[LISTED] = tuple(
        [(one.source, one.date and PARTS_OF_A_DATE(one.date), one.comments) for one in paper.listed]
    )
    return tuple(row)


def paper_of(row: Row) -> Paper:
    """The paper that `row_of` made plain."""
    values = list(row)
    values[DATE] = _date(row[DATE])
    values[ADDED] = _date(row[ADDED])
    values[VENUE] = row[VENUE] and Venue(*row[VENUE])
    values[LINKS] = filled(Links, row[LINKS])
    values[LISTED] = tuple([Listing(source, _date(date), count) for source, date, count in row[LISTED]])
    # The same few words in every entry: one copy of each, which is also found faster.
    values[TOPIC] = sys.intern(row[TOPIC])
    values[ALSO_IN] = tuple(map(sys.intern, row[ALSO_IN]))
    values[TAGS] = tuple(map(sys.intern, row[TAGS]))
    return filled(Paper, values)


@lru_cache(maxsize=20_000)
def _date(parts: tuple[int, int | None, int | None] | None) -> PartialDate | None:
    """One and the same date for all papers of a day."""
    return PartialDate(*parts) if parts else None
