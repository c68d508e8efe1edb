"""Readings of entries kept on disk between builds, so that an unchanged file is neither parsed nor checked.

A reading depends on an entry's name, its text and the rules, so it is kept under all three. The file is a
convenience and never trusted: it carries digests of itself, and what is damaged, of other rules or of another form
is as good as none.

The file: a digest (hexadecimal, and a line's end) of the list that follows, eight bytes that tell the list's length, the list
(`KeptList`), then what is known of the titles and the readings, one after the other. Where nothing has changed and nobody
wants to see a paper, the list says all there is to say, and no more is read. A reading is taken apart only when it is asked
for, and put into a new file as it is.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache, cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from generator.loading.content_files import ContentFile, read_text
from generator.loading.cross_checks import Fault
from generator.loading.kept_vocabulary import (
    NOT_KEPT,
    KeptVocabulary,
    plain_vocabulary,
    texts_digest,
    whole_vocabulary,
)
from generator.loading.near_duplicates import NO_TITLES, AlikeTitles, KnownTitles, alike_titles_now
from generator.loading.plain_readings import (
    MARSHAL_VERSION,
    Row,
    apart_from_words,
    paper_of,
    paper_row,
    plain_problem,
    plain_reading,
    whole_problem,
    whole_reading,
)
from generator.loading.readings import EntryReading, Findings, Vocabulary
from generator.loading.standing_faults import Edit, identifiers_of, standing_after
from generator.loading.standing_faults import Known as KnownPapers
from generator.model.entry_texts import EntryTexts
from generator.model.later_papers import LaterPapers, PaperFacts, facts_of
from generator.model.paper import Paper, PaperKey
from generator.model.problem import Problem
from generator.working.kept_files import keep_file, kept_file, may_stand
from generator.working.packed import PackedTexts, packed_texts, texts_in
from generator.working.surroundings import installed_packages

ROOMS_OF_THE_RULES = ("loading", "model", "text")
LENGTH_OF_NUMBER = 8
SIZE_OF_DIGEST = hashlib.sha256().digest_size
LENGTH_OF_DIGEST = 2 * SIZE_OF_DIGEST
"""In hexadecimal."""

MOST_EDITED = 50
"""Entries that are read here one by one before anybody asks what else has changed."""
FILES_AT_ONCE = 250
"""Read in one go; so few files that nobody waits for them are not worth a copy of the process."""
FILES_IN_A_LOT = 25
"""Of those, read step by step. Lots of five save less time; larger ones save no more and hold more at once."""


class Known(NamedTuple):
    """What is kept of one entry."""

    size: int
    modified: int
    """Nanoseconds."""
    digest: bytes
    reading: bytes | memoryview
    """As `plain_reading` made it."""


Kept: TypeAlias = Mapping[str, Known]
"""By path."""
KeptFacts: TypeAlias = tuple[
    PackedTexts, PackedTexts, dict[PaperKey, Any], dict[PaperKey, Any], dict[PaperKey, Any]
]
"""Keys and sources of the papers, and the rest of `PaperFacts`."""
Told: TypeAlias = Mapping[str, list[Row]]
"""The problems of the entries that have some, by the source of the entry."""


class KeptFindings(NamedTuple):
    """What was found in all entries together."""

    facts: KeptFacts
    shared: tuple[PackedTexts, list[PaperKey]]
    """Identifiers of the papers, and those that took another's place."""
    told: list[tuple[int, list[Row]]]
    """The problems of the entries that have some, by the entry's place."""
    faults: list[Row]
    """Between the files."""


class KeptList(NamedTuple):
    """What is kept of a content folder but for the readings themselves. A column has an item for each entry."""

    rules: str
    vocabulary: KeptVocabulary
    found: KeptFindings | None
    """In these entries with this vocabulary."""
    sources: list[str]
    sizes: list[int]
    times: list[int]
    digests: bytes
    lengths: list[int]
    """Of the readings, as bytes."""
    length_of_titles: int
    digest: bytes
    """Of what follows the list."""


NO_MARK = -1, -1
"""The size and time of no file."""
NOTHING_KEPT = KeptList("", NOT_KEPT, None, [], [], [], b"", [], 0, b"")


class KeptRows(Mapping[str, Known]):
    """What is kept of entries, as it lies on the disk; of each it is put together when somebody asks for it."""

    def __init__(self, kept: KeptList, rest: memoryview) -> None:
        """``rest`` is what follows the list. Raises ValueError where the columns do not fit together."""
        count = len(kept.sources)
        columns = kept.sizes, kept.times, kept.lengths
        if any(len(column) != count for column in columns) or len(kept.digests) != count * SIZE_OF_DIGEST:
            raise ValueError("entries are missing")
        self._list = kept
        self._rest = rest
        self._places = {source: place for place, source in enumerate(kept.sources)}
        self._ends = list(accumulate(kept.lengths, initial=kept.length_of_titles))

    def get(self, source: str, default: Any = None) -> Any:
        """As a mapping does it, in a third of the time."""
        place = self._places.get(source)
        if place is None:
            return default
        kept, (start, end) = self._list, self._ends[place : place + 2]
        digest = kept.digests[place * SIZE_OF_DIGEST : (place + 1) * SIZE_OF_DIGEST]
        return Known(kept.sizes[place], kept.times[place], digest, self._rest[start:end])

    def __getitem__(self, source: str) -> Known:
        known: Known | None = self.get(source)
        if known is None:
            raise KeyError(source)
        return known

    def __iter__(self) -> Iterator[str]:
        return iter(self._list.sources)

    def __len__(self) -> int:
        return len(self._list.sources)

    def __contains__(self, source: object) -> bool:
        return source in self._places


class ChangedMeanwhile(Exception):
    """An entry that gave a paper when it was looked at gives none when that is asked for."""

    def __init__(self, source: str) -> None:
        super().__init__(f"{source} was changed while it was read; run the command again")


class KeptReadings:
    """To be used as the ``read_entries`` of `load_content`; ``keep`` afterwards writes what is new."""

    def __init__(self, file: Path, jobs: int = 1) -> None:
        """``file`` holds what earlier builds kept; it need not exist. ``jobs`` processes read what is new."""
        self._file = file
        self._jobs = jobs
        self._list, self._written, self._start = _read_list(file)
        self._vocabulary = self._list.vocabulary
        self._known_vocabulary: Vocabulary | None = None
        """Where that stands."""
        self._found: KeptFindings | None = None
        """What to keep with the entries that were read, once it is told, but for problems of single ones."""
        self._told: dict[str, list[Row]] = {}
        """Those, as `Told` has them."""
        self._now: dict[str, Known] = {}
        """Of all that was read."""
        self._edited: dict[str, Known] | None = None
        """Of what was read where nothing else has changed; None where everything was asked for."""
        self._sources: list[str] = []
        """Of all entries, where nothing else has changed."""
        self._is_new = False
        self._looked_at = 0
        """Files whose texts were asked for, or that are gone."""

    @cached_property
    def _kept_parts(self) -> tuple[Kept, KnownTitles]:
        """What stands behind the list: the readings, and what is known of the titles."""
        return _read_parts(self._file, self._list, self._start)

    @property
    def _kept(self) -> Kept:
        return self._kept_parts[0]

    @cached_property
    def _titles(self) -> KnownTitles:
        return self._kept_parts[1]

    def __call__(self, files: list[ContentFile]) -> Iterable[tuple[ContentFile, EntryReading]]:
        """Each file's reading, in order."""
        known = self._settled(files)
        asked = self._looked_into([file for file, found in zip(files, known, strict=True) if found is None])
        now = self._now
        for file, settled in zip(files, known, strict=True):
            found = settled or next(asked)
            if isinstance(found, EntryReading):
                yield file, found
                continue
            now[file.source] = found
            reading = whole_reading(found.reading, file.shown) or self._read_again(file)
            if reading.problems:
                self._told[file.source] = [plain_problem(one) for one in reading.problems]
            yield file, reading
        self._is_new = self._is_new or now.keys() != self._kept.keys()

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
        self._looked_at += len(files)
        # Late, here and below: what reads entries takes longer to load than all kept readings to be taken apart.
        from generator.working.workers import as_ready

        if len(files) > FILES_AT_ONCE and not self._kept:
            # Once for all copies, since each would load it anew; where texts are known, none may need it.
            import generator.loading.entry_reader  # noqa: F401

        def task(start: int) -> Callable[[], list[Known | EntryReading]]:
            part = files[start : start + FILES_AT_ONCE]
            return lambda: [
                found
                for lot in range(0, len(part), FILES_IN_A_LOT)
                for found in self._look_into_lot(
                    [(file, self._kept.get(file.source)) for file in part[lot : lot + FILES_IN_A_LOT]]
                )
            ]

        for part in as_ready([task(start) for start in range(0, len(files), FILES_AT_ONCE)], self._jobs):
            yield from part

    def _look_into(self, file: ContentFile, known: Known | None) -> Known | EntryReading:
        return self._look_into_lot([(file, known)])[0]

    def _look_into_lot(self, lot: list[tuple[ContentFile, Known | None]]) -> list[Known | EntryReading]:
        """What is to be kept of each file, of which this was known, or its reading where nothing is; each step for all of
        them, as in `read_entries`.
        """
        texts = [read_text(file) for file, _ in lot]
        looked = [_known_again(*one, text) for one, text in zip(lot, texts, strict=True)]
        unread = [
            (file, text)
            for (file, _), text, found in zip(lot, texts, looked, strict=True)
            if isinstance(text, str) and isinstance(found, bytes)
        ]
        readings = _plain_readings(unread) if unread else iter(())
        return [
            Known(file.size, file.modified, found, next(readings)) if isinstance(found, bytes) else found
            for (file, _), found in zip(lot, looked, strict=True)
        ]

    def vocabulary(
        self, topics: list[ContentFile], tags: list[ContentFile], people: list[ContentFile]
    ) -> Vocabulary:
        """What `read_vocabulary` finds; where no text has changed, without reading it again."""
        digest = texts_digest((topics, tags, people))
        if digest is not None and digest == self._vocabulary[0]:
            with suppress(ValueError, TypeError, LookupError):
                self._known_vocabulary = whole_vocabulary(self._vocabulary)
                return self._known_vocabulary
        from generator.loading.vocabulary_readers import read_vocabulary

        found = read_vocabulary(topics, tags, people)
        now = plain_vocabulary(digest, found) if digest and not found.problems else NOT_KEPT
        self._is_new = self._is_new or now != self._vocabulary
        self._vocabulary = now
        return found

    @property
    def texts(self) -> EntryTexts:
        """A digest of the text of each entry that was read."""
        if self._edited is None:
            return EntryTexts(rules(), {source: known.digest for source, known in self._now.items()})
        whole = self._list.digests
        digests = (whole[start : start + SIZE_OF_DIGEST] for start in range(0, len(whole), SIZE_OF_DIGEST))
        all_digests = dict(zip(self._list.sources, digests, strict=True))
        all_digests.update((source, known.digest) for source, known in self._edited.items())
        if len(all_digests) > len(self._sources):
            all_digests = {source: all_digests[source] for source in self._sources}
        return EntryTexts(rules(), all_digests)

    def alike_titles(self, papers: Mapping[PaperKey, Paper]) -> AlikeTitles:
        """What the function of this name finds; where few titles have changed, without looking at all."""
        now = alike_titles_now(papers, self._titles)
        self._is_new = self._is_new or now is not self._titles
        self._titles = now
        return now.alike

    def found_before(self, files: list[ContentFile]) -> Findings | None:
        """What was found in these entries by an earlier build, and what is found in the few that were edited since, are new or
        gone; None where more were, or where something else may be found between the files now, or in the vocabulary.

        To be asked after the vocabulary. Of entries that nobody touched nothing is read.
        """
        kept = self._list
        if kept.found is None or self._known_vocabulary is None:
            return None
        with suppress(ValueError, TypeError, IndexError, EOFError):
            found, told = kept.found, {kept.sources[place]: rows for place, rows in kept.found.told}
            keys, sources, *_ = found.facts
            if keys[0] != sources[0]:
                raise ValueError("papers are missing")
            touched, gone = self._touched(files)
            if touched or gone:
                again = self._found_again(touched, gone, found, told, self._known_vocabulary)
                if again is None:
                    return None
                found, told = again
            own = [
                whole_problem(file.shown, *row)
                for file in files
                if file.source in told
                for row in told[file.source]
            ]
            self._sources = [file.source for file in files]
            self._edited = self._edited or {}
            papers = self._later_papers(files, found.facts)
            return Findings(papers, own, [Fault(*row) for row in found.faults])
        return None

    def _touched(self, files: list[ContentFile]) -> tuple[list[ContentFile], list[str]]:
        """The files that are new or may not be what they were, and the sources of those that are gone."""
        kept = self._list
        marks: Iterable[tuple[int, int]] = zip(kept.sizes, kept.times, strict=True)
        gone: list[str] = []
        if kept.sources != [file.source for file in files]:
            known = dict(zip(kept.sources, marks, strict=True))
            gone = [*(known.keys() - {file.source for file in files})]
            marks = [known.get(file.source, NO_MARK) for file in files]
        return [
            file
            for file, (size, modified) in zip(files, marks, strict=True)
            if not (file.size == size and file.modified == modified < self._written)
        ], sorted(gone)

    def _found_again(
        self,
        touched: list[ContentFile],
        gone: list[str],
        found: KeptFindings,
        told: Told,
        vocabulary: Vocabulary,
    ) -> tuple[KeptFindings, dict[str, list[Row]]] | None:
        """The same after some files were ``touched`` and others are ``gone``; None where one of them gives or gave no paper, or
        where something else may be found between the files.
        """
        if len(touched) + len(gone) > MOST_EDITED:
            return None
        now: dict[str, Known] = {}
        told = {source: rows for source, rows in told.items() if source not in gone}
        edits: list[Edit] = []
        for file in touched:
            known: Known | None = self._kept.get(file.source)
            looked = self._look_into(file, known)
            if not isinstance(looked, Known):
                return None
            was = known and paper_row(known.reading)
            row, problems = marshal.loads(looked.reading)  # noqa: S302  (made a moment ago, or its digest was asked)
            if row is None or (was is None and known is not None):
                return None
            if was is None or apart_from_words(row) != apart_from_words(was):
                edits.append(Edit(paper_of(was) if was else None, paper_of(row)))
            told[file.source] = problems
            now[file.source] = looked
        for source in gone:
            known = self._kept.get(source)
            was = known and paper_row(known.reading)
            if was is None:
                return None
            edits.append(Edit(paper_of(was), None))
        stands = self._standing(edits, found, vocabulary) if edits else found
        if stands is None:
            return None
        self._edited, self._found = now, stands
        self._told = {source: rows for source, rows in told.items() if rows}
        self._looked_at += len(now) + len(gone)
        return stands, self._told

    def _standing(
        self, edits: list[Edit], before: KeptFindings, vocabulary: Vocabulary
    ) -> KeptFindings | None:
        """What was found between the files, with all that is known of them after these edits; None where that may be something
        else now.
        """
        identifiers, successors = before.shared
        known = KnownPapers(
            _facts_in(before.facts),
            lambda: frozenset(texts_in(identifiers)),
            frozenset(successors),
            self._titles,
            vocabulary,
            [Fault(*row) for row in before.faults],
        )
        now = standing_after(edits, known)
        if now is None:
            return None
        facts = before.facts if now.facts is known.facts else _packed_facts(now.facts)
        if now.new or now.gone:
            identifiers = packed_texts(sorted((known.identifiers() - now.gone) | now.new))
        self._titles = now.titles
        return before._replace(facts=facts, shared=(identifiers, successors))

    def _later_papers(self, files: list[ContentFile], facts: KeptFacts) -> LaterPapers:
        """The papers of the entries, as they are asked for."""

        def paper(key: PaperKey) -> Paper:
            source = papers.facts.sources[key]
            known = (self._edited or {}).get(source) or self._kept.get(source)
            made = known and whole_reading(known.reading, source)
            if not made or made.paper is None:
                # What was kept is damaged behind the list, or nothing that this program wrote.
                file = next(file for file in files if file.source == source)
                found = self._look_into(file, None)
                made = None if isinstance(found, EntryReading) else whole_reading(found.reading, source)
            if made is None or made.paper is None:
                raise ChangedMeanwhile(source)
            return made.paper

        papers = LaterPapers(facts[0][0], lambda: _facts_in(facts), paper)
        return papers

    def note_found(self, papers: Mapping[PaperKey, Paper], faults: Iterable[Fault]) -> None:
        """Take in what was found between the files that were read."""
        all_papers = papers.values()
        identifiers = {one for paper in all_papers for one in identifiers_of(paper)}
        successors = {paper.superseded_by for paper in all_papers if paper.superseded_by is not None}
        try:
            facts, shared = _packed_facts(facts_of(papers)), packed_texts(sorted(identifiers))
        except ValueError:
            # A file may be called anything, but none of these is well read.
            return
        found = KeptFindings(facts, (shared, sorted(successors)), [], [tuple(fault) for fault in faults])
        before = self._list.found
        self._is_new = self._is_new or before is None or found != before._replace(told=[])
        self._found = found

    def keep(self) -> None:
        """Keep what was read, if anything is new; a cache that cannot be written is no fault."""
        entries = len(self._now if self._edited is None else self._sources)
        if not self._is_new and (not self._looked_at or may_stand(entries, self._looked_at)):
            return
        now = self._now
        if self._edited is not None:
            now = {source: self._edited.get(source) or self._kept[source] for source in self._sources}
        found = self._found
        if found is not None:
            told = [(place, self._told[source]) for place, source in enumerate(now) if source in self._told]
            found = found._replace(told=told)
        known = list(now.values())
        own = self._titles
        titles = marshal.dumps([dict(own.titles), dict(own.words), *own.alike], MARSHAL_VERSION)
        parts = [titles, *(one.reading for one in known)]
        digest = hashlib.sha256()
        for part in parts:
            digest.update(part)
        kept = KeptList(
            rules=rules(),
            vocabulary=self._vocabulary,
            found=found,
            sources=list(now),
            sizes=[one.size for one in known],
            times=[one.modified for one in known],
            digests=b"".join([one.digest for one in known]),
            lengths=[len(one.reading) for one in known],
            length_of_titles=len(titles),
            digest=digest.digest(),
        )
        listed = marshal.dumps(_plain_list(kept), MARSHAL_VERSION)
        head = len(listed).to_bytes(LENGTH_OF_NUMBER) + listed
        # In pieces: of a large index it is a hundred megabytes.
        keep_file(self._file, hashlib.sha256(head).hexdigest().encode(), b"\n", head, *parts)


def _known_again(file: ContentFile, known: Known | None, text: str | Problem) -> Known | EntryReading | bytes:
    """What is to be kept of a file whose text is known, or its reading where it has none; else the digest of its text."""
    if isinstance(text, Problem):
        return EntryReading(None, (text,))
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    if known is not None and known.digest == digest:
        return Known(file.size, file.modified, digest, bytes(known.reading))
    return digest


def _plain_list(kept: KeptList) -> tuple[Any, ...]:
    """Tuples of no kind of their own, as `marshal` writes them."""
    return tuple([tuple(value) if isinstance(value, KeptFindings) else value for value in kept])


def _plain_readings(entries: list[tuple[ContentFile, str]]) -> Iterator[bytes]:
    from generator.loading.entry_reader import read_entries

    return map(plain_reading, read_entries(entries))


def kept_readings(cache: Path, content: Path, jobs: int = 1) -> KeptReadings:
    """The readings of a content folder, in the file that an index's cache has for it."""
    name = hashlib.sha256(os.fsencode(content.resolve())).hexdigest()[:16]
    return KeptReadings(cache / "readings" / f"{name}.readings", jobs)


def _read_list(file: Path) -> tuple[KeptList, int, int]:
    """What is kept, when it was (nanoseconds), and where in the file its list ends."""
    nothing = (NOTHING_KEPT, 0, 0)
    before = LENGTH_OF_DIGEST + 1 + LENGTH_OF_NUMBER
    beginning, _ = kept_file(file, before) or (b"", 0)
    end = before + int.from_bytes(beginning[-LENGTH_OF_NUMBER:])
    content, written = kept_file(file, end) or (b"", 0)
    digest, _, head = content.partition(b"\n")
    if hashlib.sha256(head).hexdigest().encode() != digest:
        return nothing
    # Past this point the bytes are those that were written, unless somebody means harm; whoever can write here can
    # as well write into the content.
    try:
        kept = KeptList(*marshal.loads(memoryview(head)[LENGTH_OF_NUMBER:]))  # noqa: S302
        if kept.found is not None:
            kept = kept._replace(found=KeptFindings(*kept.found))
        if kept.rules != rules():
            return nothing
        if len(kept.vocabulary) != len(NOT_KEPT):
            return nothing
        return kept, written, end
    except (ValueError, TypeError, EOFError):
        return nothing


def _read_parts(file: Path, kept: KeptList, start: int) -> tuple[Kept, KnownTitles]:
    """The readings that stand behind a list, which ends at ``start``, and what is known of the titles."""
    nothing: tuple[Kept, KnownTitles] = ({}, NO_TITLES)
    content, _ = (kept_file(file) if kept.rules else None) or (b"", 0)
    # If another build has kept its own since, this is none of the list's.
    rest = memoryview(content)[start:]
    if not rest or hashlib.sha256(rest).digest() != kept.digest:
        return nothing
    try:
        titles, words, same, near = marshal.loads(rest[: kept.length_of_titles])  # noqa: S302
        readings = KeptRows(kept, rest)
        return readings, KnownTitles(dict(titles), dict(words), AlikeTitles(list(same), list(near)))
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


def _packed_facts(facts: PaperFacts) -> KeptFacts:
    """Raises as `packed_texts` does."""
    keys, sources = packed_texts(facts.sources), packed_texts(facts.sources.values())
    return keys, sources, dict(facts.statuses), dict(facts.builds_on), dict(facts.aliases)


def _facts_in(packed: KeptFacts) -> PaperFacts:
    keys, sources, statuses, builds_on, aliases = packed
    by_key = dict(zip(texts_in(keys), texts_in(sources), strict=True))
    return PaperFacts(by_key, statuses, builds_on, aliases)
