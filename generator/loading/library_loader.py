"""The content folder read whole: a library, and every problem found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

from generator.loading.content_files import (
    ContentFile,
    FolderReading,
    entry_files,
    read_text,
    shown_path,
    single_file,
    stray_files,
)
from generator.loading.cross_checks import Fault, cross_faults, doubled_topics
from generator.loading.near_duplicates import FindAlike, alike_titles
from generator.loading.readings import EntryReading, Findings, Vocabulary
from generator.model.entry_texts import NO_TEXTS, EntryTexts
from generator.model.library import Library
from generator.model.paper import Paper, PaperKey
from generator.model.problem import Place, Problem, Severity
from generator.working.memory import uncollected

T = TypeVar("T")


class _Keyed(Protocol):
    @property
    def key(self) -> str: ...


Keyed = TypeVar("Keyed", bound=_Keyed)


class LoadedContent(NamedTuple):
    """What a content folder holds. With errors among the problems the library is incomplete."""

    library: Library
    problems: tuple[Problem, ...]
    """Sorted by place."""
    files: int
    """How many entry files were read."""
    texts: EntryTexts = NO_TEXTS
    """Of whoever remembers readings by them."""

    @property
    def has_errors(self) -> bool:
        """Whether a site must not be built from it."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


ReadEntries = Callable[[list[ContentFile]], Iterable[tuple[ContentFile, EntryReading]]]
"""How the entries of a list of files are read, in its order; a cache or several processes may stand behind it.

What remembers readings may also remember what `alike_titles` found, as a method of that name, and what
`read_vocabulary` found, as a method ``vocabulary``.

What knows a text again by a digest tells those as ``texts`` afterwards.

What remembers what was found among all files tells it as ``found_before`` and is told it as ``note_found``
(see `KeptReadings`)."""
ReadVocabulary = Callable[[list[ContentFile], list[ContentFile], list[ContentFile]], Vocabulary]


def load_content(
    content: Path,
    where: Path,
    read_entries: ReadEntries | None = None,
    *,
    editorial: bool = False,
    papers_later: bool = False,
) -> LoadedContent:
    """Read and check everything below ``content``.

    ``where`` is the folder the tool was run in: messages name files as seen from there. ``read_entries``
    replaces the plain reading of one file after the other; ``editorial`` adds the warnings of style. With
    ``papers_later``, papers are made when somebody looks at one, where it is known what is found among them all. Never
    raises for what the folder holds.
    """
    with uncollected():
        return _load_content(content, where, read_entries or read_one_by_one, editorial, papers_later)


def _load_content(
    content: Path, where: Path, read_entries: ReadEntries, editorial: bool, papers_later: bool
) -> LoadedContent:
    shown = shown_path(content, where)
    if not content.is_dir():
        missing = Problem(
            "E006",
            "there is no such folder",
            Place(shown),
            "run the command in the folder that holds content/, or name it with --content",
        )
        return LoadedContent(Library(), (missing,), 0)
    problems = stray_files(content, shown)
    entries = _noted(entry_files(content / "papers", content, shown), problems)
    topics = _noted(entry_files(content / "topics", content, shown), problems)
    tags = _noted(single_file(content / "tags.yml", content, shown), problems)
    people = _noted(single_file(content / "people.yml", content, shown), problems)
    vocabulary = _vocabulary(read_entries, topics, tags, people)
    problems.extend(vocabulary.problems)
    # Read or not, a tags.yml that is wrong explains references to tags; that is known of no other content.
    broken_tags = any(problem.place.path == f"{shown}/tags.yml" for problem in problems)
    found = _found_before(read_entries, entries) if papers_later and not broken_tags else None
    papers: Mapping[PaperKey, Paper]
    if found is None:
        papers, doubled = _papers(read_entries(entries), problems)
    else:
        papers, doubled = found.papers, {}
        problems.extend(found.problems)
    library = Library(
        papers=papers,
        topics=_by_key(sorted(vocabulary.topics, key=lambda topic: (topic.order, topic.key))),
        tags=_by_key(sorted(vocabulary.tags, key=lambda tag: tag.key)),
        people=_by_key(sorted(vocabulary.people, key=lambda person: person.key)),
    )
    if found is None:
        stems = _Stems(entries, topics, broken_tags)
        find_alike: FindAlike = getattr(read_entries, "alike_titles", alike_titles)
        faults = _without_echoes(cross_faults(library, doubled, find_alike), stems)
        if not broken_tags:
            _note_found(read_entries, papers, faults)
    else:
        faults = found.faults
    faults = [*faults, *doubled_topics(vocabulary.topics)]
    if editorial:
        from generator.loading.editorial_checks import editorial_faults  # late: most checks do without

        faults.extend(editorial_faults(library))
    if faults:
        # Late, as all that reads files: whose files are known and without fault need not wait for it.
        from generator.loading.fault_places import placed

        problems.extend(placed(faults, content, shown))
    unique = sorted(set(problems), key=lambda problem: problem.sort_key)
    return LoadedContent(library, tuple(unique), len(entries), getattr(read_entries, "texts", NO_TEXTS))


def read_one_by_one(files: list[ContentFile]) -> Iterable[tuple[ContentFile, EntryReading]]:
    """Each file's reading, in order."""
    from generator.loading.entry_reader import read_entry  # late: see _load_content

    for file in files:
        text = read_text(file)
        yield file, EntryReading(None, (text,)) if isinstance(text, Problem) else read_entry(file, text)


def _found_before(read_entries: ReadEntries, entries: list[ContentFile]) -> Findings | None:
    """What is found in the content, where somebody can tell it by what was found before."""
    remembered: Callable[[list[ContentFile]], Findings | None] | None
    remembered = getattr(read_entries, "found_before", None)
    return remembered(entries) if remembered is not None else None


def _note_found(read_entries: ReadEntries, papers: Mapping[PaperKey, Paper], faults: Iterable[Fault]) -> None:
    note: Callable[[Mapping[PaperKey, Paper], Iterable[Fault]], None] | None
    note = getattr(read_entries, "note_found", None)
    if note is not None:
        note(papers, faults)


def _vocabulary(
    read_entries: ReadEntries,
    topics: list[ContentFile],
    tags: list[ContentFile],
    people: list[ContentFile],
) -> Vocabulary:
    """What the files beside the entries hold, as it is remembered where somebody remembers it."""
    remembered: ReadVocabulary | None = getattr(read_entries, "vocabulary", None)
    if remembered is not None:
        return remembered(topics, tags, people)
    from generator.loading.vocabulary_readers import read_vocabulary  # late: see _load_content

    return read_vocabulary(topics, tags, people)


def _noted(reading: FolderReading, problems: list[Problem]) -> list[ContentFile]:
    problems.extend(reading.problems)
    return reading.files


def _papers(
    readings: Iterable[tuple[ContentFile, EntryReading]], problems: list[Problem]
) -> tuple[dict[PaperKey, Paper], dict[PaperKey, list[str]]]:
    """The papers by key, sorted; and the files that claim a key already taken."""
    papers: dict[PaperKey, Paper] = {}
    doubled: dict[PaperKey, list[str]] = defaultdict(list)
    for file, (paper, own) in readings:
        if own:
            problems.extend(own)
        if paper is None:
            continue
        if paper.key in papers:
            doubled[paper.key].append(file.source)
        else:
            papers[paper.key] = paper
    return dict(sorted(papers.items())), doubled


@dataclass(frozen=True)
class _Stems:
    """The names of the files that are there, readable or not; gathered when a reference leads nowhere."""

    entries: list[ContentFile]
    of_topics: list[ContentFile]
    tags_are_faulty: bool

    @cached_property
    def papers(self) -> set[str]:
        return {file.stem for file in self.entries}

    @cached_property
    def topics(self) -> set[str]:
        return {file.stem for file in self.of_topics}

    def explain(self, fault: Fault) -> bool:
        """Whether a reference leads nowhere only because the file it names is faulty itself."""
        if fault.code == "E305":
            return fault.target in self.topics
        return fault.target in self.papers if fault.code == "E307" else self.tags_are_faulty


def _by_key(values: Iterable[Keyed]) -> dict[str, Keyed]:
    """The values under their keys, in order."""
    return {value.key: value for value in values}


def _without_echoes(faults: Iterable[Fault], stems: _Stems) -> list[Fault]:
    """The faults but for references to things whose own file is there and could not be read: mending that mends them."""
    return [fault for fault in faults if not fault.target or not stems.explain(fault)]
