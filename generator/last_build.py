"""What the last build of a site left, and what was edited since."""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from functools import partial
from operator import attrgetter
from typing import NamedTuple

from generator.cards.plan import are_pictured
from generator.indexes.indexes import Indexes
from generator.indexes.kept_indexes import Since, indexes_with_memory
from generator.loading.plain_readings import MARSHAL_VERSION, row_of
from generator.model.engine_site import EngineSite
from generator.model.entry_texts import NO_TEXTS, EntryTexts
from generator.model.extent import extent_of
from generator.model.history import History
from generator.model.later_papers import sources_of
from generator.model.library import Library
from generator.model.paper import Paper, PaperKey
from generator.pages.assets import Assets
from generator.pages.printer import templates_digest
from generator.project import Project, SiteMemory
from generator.working.entry_marks import NO_MARKS, EntryEdits, EntryMarks, edits_since, marks_of
from generator.working.kept_build import KeptRecord, known_build
from generator.working.reads import DIGEST_SIZE, digest_of
from generator.working.surroundings import program_digest
from generator.working.traces import KnownBuild
from generator.working.workers import as_ready

MOST_EDITED = 100
"""Entries; with more, everything is looked at."""
MARKED_AT_ONCE = 5_000
"""Papers marked in one go; so few that nobody waits for them are not worth a copy of the process."""
APART_FROM_WORDS = attrgetter(
    *(field.name for field in fields(Paper) if field.name not in ("tldr", "summary", "results"))
)
"""No list, address, title or reference is made of those words. An abstract counts in how lists of references are cut into
files."""


class LastBuild(NamedTuple):
    """What is known of the last build, and how the entries stand now."""

    stamp: str
    """A digest of all that may change any page now, but for the entries."""
    marks: EntryMarks
    """Of the entries now."""
    apart_from_words: str
    """A digest of all of them and of the stamp, but for words of papers."""
    known: KnownBuild | None = None
    """What the build left; None where nothing of it may stand."""
    kept: KeptRecord | None = None
    """How that lay on the disk."""
    edits: EntryEdits | None = None
    """What was edited since; None where they are too many to be looked at one by one, or nothing is known."""


def last_build(
    memory: SiteMemory,
    stamp: str,
    content: Library,
    history: History,
    jobs: int = 1,
    texts: EntryTexts = NO_TEXTS,
) -> LastBuild:
    """The last build, compared with the content as it is now. ``stamp`` is what `stamp_of` gives, ``texts`` tell of the
    entries' texts, where somebody knows them.
    """
    known, kept = known_build(memory.record, stamp) or (None, None)
    before = known.plan.entries if known else NO_MARKS
    papers = content.papers
    marks = (
        entry_marks(papers, history, before, texts)
        if known
        else marks_from_nothing(papers, history, jobs, texts)
    )
    edits = edits_since(before, marks) if known else None
    if edits is not None and len(edits.entries) > MOST_EDITED:
        edits = None
    return LastBuild(stamp, marks, all_apart_from_words(stamp, marks), known, kept, edits)


def all_apart_from_words(stamp: str, marks: EntryMarks) -> str:
    """A digest of entries but for their words, and of the stamp."""
    return digest_of((stamp, marks.order, marks.apart_from_words))


def indexes_since(last: LastBuild, library: Library, memory: SiteMemory) -> tuple[Indexes, Indexes | None]:
    """The indexes of what readers see: those of the last build, where nothing but words was edited since; and where more
    was edited those of the last build too, if they are there.
    """
    since = None
    if last.known is not None and last.edits is not None and not last.edits.only_words:
        name = all_apart_from_words(last.stamp, last.known.plan.entries)
        since = Since(name, last.edits.entries)
    return indexes_with_memory(library, last.apart_from_words, memory.indexes, since)


def marks_from_nothing(
    papers: Mapping[PaperKey, Paper], history: History, jobs: int, texts: EntryTexts
) -> EntryMarks:
    """The marks of all papers where none are known. Of many papers copies make them: whoever looks at a text has its memory
    for itself from then on.
    """

    def marks(keys: Sequence[PaperKey]) -> EntryMarks:
        return entry_marks({key: papers[key] for key in keys}, history, texts=texts)

    keys = list(papers)
    parts = [keys[start : start + MARKED_AT_ONCE] for start in range(0, len(keys), MARKED_AT_ONCE)]
    found = list(as_ready([partial(marks, part) for part in parts], jobs))
    return EntryMarks(
        keys,
        [digest for part in found for digest in part.whole],
        [digest for part in found for digest in part.apart_from_words],
    )


def entry_marks(
    papers: Mapping[PaperKey, Paper],
    history: History,
    known: EntryMarks = NO_MARKS,
    texts: EntryTexts = NO_TEXTS,
) -> EntryMarks:
    """The marks of papers, with what git knows of their entries. Of an entry whose text is known by a digest that tells
    the whole; so an edit that changes nothing but the text's form counts as one.
    """
    first, last, sources = history.first, history.last, sources_of(papers)
    digests = texts.digests

    def dates(source: str) -> str:
        return f" {first.get(source)} {last.get(source)}"

    def of_paper(key: PaperKey, dated: str) -> str:
        # As readings are kept: that takes half the time of what a paper says of itself, and every build asks it of all.
        row = marshal.dumps((row_of(papers[key]), dated), MARSHAL_VERSION)
        return hashlib.blake2b(row, digest_size=DIGEST_SIZE).hexdigest()

    def whole() -> Iterator[str]:
        are_dated = bool(first or last)
        for key, source in sources.items():
            text, dated = digests.get(source), dates(source) if are_dated else ""
            if text is None:
                yield of_paper(key, dated)
            else:
                # The text does not say in which folder it lies, but the page leads there.
                elsewhere = "" if source == f"papers/{key}.yml" else digest_of(source)
                yield text[:DIGEST_SIZE].hex() + dated + elsewhere

    def apart_from_words(key: PaperKey) -> str:
        return digest_of((APART_FROM_WORDS(papers[key]), first.get(sources[key])))

    return marks_of(sources, whole(), apart_from_words, known)


def stamp_of(
    project: Project, engine: EngineSite, content: Library, history: History, assets: Assets, papers: int
) -> str:
    """A digest of all that may change any page, but for the entries. ``papers`` are those that readers see."""
    extent = extent_of(papers, project.extent)
    return digest_of(
        (
            program_digest(),
            templates_digest(project.templates),
            (dict(content.topics), dict(content.tags), dict(content.people)),
            (engine.frame, replace(engine.identity, commit=None)),
            (dict(assets.addresses), history.gap, extent),
            # Where papers have no cards, their pages do not ask for any; and there may be none of topics either.
            project.social_cards,
            are_pictured(papers, project.social_cards, extent.pictured_papers),
        )
    )
