"""The whole story of a build: load, check, render, hand over."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any, NamedTuple

from generator.indexes.indexes import Indexes, build_indexes
from generator.indexes.kept_map import keep_map
from generator.indexes.kept_related import related_of_rows, rows_with_memory
from generator.indexes.related_paper import RelatedPaper, RelatedRow
from generator.indexes.standing import removed_papers, standing_library, with_tombstones
from generator.loading.kept_readings import kept_readings
from generator.loading.library_loader import LoadedContent, ReadEntries, load_content
from generator.loading.readings import EntryReading
from generator.model.engine_site import EngineSite
from generator.model.history import History
from generator.model.library import Library
from generator.model.output_file import OutputFile
from generator.model.paper import Paper, PaperKey
from generator.model.problem import Problem, Severity
from generator.pages.assets import site_assets
from generator.pages.context import PageContext
from generator.pages.frame import Frame
from generator.pages.printer import templates_digest
from generator.pages.render_pages import Planned, planned_pages, render_papers
from generator.pages.told_apart import ToldApart
from generator.project import Project
from generator.revisions.entry_history import entry_history
from generator.search.kept_formulas import recall_formulas
from generator.site_agenda import RELATED, Agenda, agenda_of_words, entry_marks, whole_agenda
from generator.site_leaves import SEARCH, Grounds, search_files
from generator.site_making import make_site
from generator.working.entry_marks import EntryMark, reworded
from generator.working.kept_build import KeptRecord, keep_build, known_build
from generator.working.reads import Reads, digest_of
from generator.working.surroundings import program_digest
from generator.working.traces import KnownBuild
from generator.working.work import Work, timed
from generator.working.workers import beside, promised_in_turn
from generator.writing.site_writer import SiteDiffers, WrittenSite

MOST_IN_FIRST_LOOK = 20
"""Edited papers from which on a first look would keep its reader waiting for the whole."""
WORDS = ("title", "name", "tldr", "summary", "results", "abstract", "links")
"""What of an entry no list, index or address of another page is made from, but for its place from A to Z."""
MOST_WATCHED = 20_000
"""Papers up to which a build notes what each page looked up. Of more the notes would take longer than they spare."""


class ContentRefused(Exception):
    """The content has errors, so no site is built from it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("the content has errors")
        self.problems = problems


class BuiltSite(NamedTuple):
    """What a build did."""

    papers: int
    written: WrittenSite
    problems: tuple[Problem, ...]
    history: History


def check_project(project: Project, read_entries: ReadEntries | None = None, jobs: int = 1) -> LoadedContent:
    """The content, read and checked. Raises ContentRefused when it has errors.

    ``read_entries`` replaces the readings that the project's cache keeps; ``jobs`` processes read what is new.
    """
    # An entry that has to be read may hold some, and the order of the titles asks for all of theirs.
    recall_formulas(project.cache / "search")
    kept = kept_readings(project.cache, project.content, jobs) if read_entries is None else None
    loaded = load_content(project.content, Path.cwd(), kept or read_entries)
    if kept is not None:
        kept.keep()
    if loaded.has_errors:
        raise ContentRefused(loaded.problems)
    return loaded


def build_project(
    project: Project, engine_of: Callable[[Project], EngineSite], work: Work | None = None
) -> BuiltSite:
    """Build the whole site. The last good one stays untouched until the new one is whole.

    ``engine_of`` renders the frame and the hand-written pages. Raises ContentRefused for faulty content,
    DeadLinks for a page that links nowhere, WriteFault where the disk refuses, and whatever ``engine_of`` raises.
    """
    work = work or Work()
    # The engine remembers what it made, so a copy of this process can let it work meanwhile.
    with beside(lambda: engine_of(project), work.jobs) as rendered:
        with work.watch.step("read and check the content"):
            loaded = check_project(project, jobs=work.jobs)
        with work.watch.step("ask git for dates"):
            history = entry_history(project.content)
        with work.watch.step("theme and hand-written pages"):
            rendered()
            engine = engine_of(project)
    written = publish(project, engine, loaded=loaded, history=history, work=work)
    return BuiltSite(len(loaded.library.papers), written, loaded.problems, history)


def publish(
    project: Project,
    engine: EngineSite,
    *,
    loaded: LoadedContent | None = None,
    history: History | None = None,
    in_place: Path | None = None,
    work: Work | None = None,
) -> WrittenSite:
    """Write the site around the engine's output; ``in_place`` adds to a folder that somebody else serves."""
    work = work or Work()
    content = loaded or check_project(project)
    found = history or entry_history(project.content)
    memory = memory_of(project) if in_place is None else None
    with _under_way(project, content, work, memory) as ahead:
        plan = plan_site(project, engine, content, found, work, memory, ahead)
        return write_plan(plan, in_place=in_place, work=work)


class SiteMemory(NamedTuple):
    """Where a build leaves to the next one what it knows, and the site that was replaced."""

    record: Path
    spare: Path


def memory_of(project: Project, folder: Path | None = None) -> SiteMemory:
    """Below ``folder``, or in the project's cache where nothing is said."""
    # Several sites may be built from one index.
    name = hashlib.sha256(os.fsencode(project.site)).hexdigest()[:16]
    place = folder or project.cache
    return SiteMemory(place / "builds" / name, place / "replaced" / name)


class UnderWay(NamedTuple):
    """What takes longest of all that only the content has to be known for."""

    related: Callable[[], list[tuple[RelatedRow, ...]]]
    """Asked for by pages only when they are printed."""
    search: Callable[[], Iterable[OutputFile]] | None = None
    """None where it is made with the rest of the site."""


@contextmanager
def _under_way(
    project: Project, content: LoadedContent, work: Work, memory: SiteMemory | None
) -> Iterator[UnderWay]:
    """Let a copy of this process begin. After an edit it makes the search too, which then takes longer than all pages."""
    library = standing_library(content.library)
    tasks: list[Callable[[], Any]] = [partial(_related_and_map, library, project.cache, work.jobs)]
    has_record = memory is not None and memory.record.exists()
    if work.jobs > 1 and has_record:
        tasks.append(lambda: timed(SEARCH, lambda: list(search_files(library, project.cache))))
    with promised_in_turn(tasks, work.jobs) as (related, *search):

        def searched() -> list[OutputFile]:
            files: list[OutputFile]
            files, step = search[0]()
            # How long it was waited for is told by whoever waits.
            work.watch.add(replace(step, seconds=0))
            return files

        yield UnderWay(related, searched if search else None)


def plan_site(
    project: Project,
    engine: EngineSite,
    content: LoadedContent,
    history: History,
    work: Work,
    memory: SiteMemory | None = None,
    ahead: UnderWay | None = None,
) -> SitePlan:
    """What stands where, before anything is printed; with ``memory`` also what of it the last build left there.

    What is ``ahead`` of it is taken from there.
    """
    library = standing_library(content.library)
    ahead = ahead or UnderWay(partial(_related_and_map, library, project.cache, work.jobs))
    with work.watch.step("indexes"):
        plan = SitePlan(content.library, library, engine, project, history, memory, ahead.search)
    with work.watch.step("what is due"):
        plan.compare()
    with work.watch.step("indexes"):
        if plan.reworded is None:
            plan.plan_pages()
        plan.related.update(related_of_rows(library, ahead.related()))
    return plan


def _related_and_map(library: Library, cache: Path, jobs: int) -> list[tuple[RelatedRow, ...]]:
    """The related papers, as plain as a process can send them; the map, which is made from them, is left in the cache."""
    rows = rows_with_memory(library, cache / "related", jobs)
    keep_map(library, rows, cache / "related")
    return rows


def write_plan(plan: SitePlan, *, in_place: Path | None = None, work: Work | None = None) -> WrittenSite:
    """Print and write what is not on the disk already. Raises DeadLinks and WriteFault; then the last site stays.

    ``in_place`` is a folder that somebody else serves, and that is added to.
    """
    work = work or Work()
    memory = plan.memory
    if in_place is not None or memory is None:
        folder, added_to = (plan.project.site, False) if in_place is None else (in_place, True)
        agenda = plan.agenda(work, without_record=True)
        return make_site(plan.grounds, agenda, folder, work, in_place=added_to).written
    make = partial(
        make_site, plan.grounds, folder=plan.project.site, work=work, spare=memory.spare, stamp=plan.stamp
    )
    try:
        made = make(plan.agenda(work))
    except SiteDiffers:
        made = make(plan.agenda(work, without_record=True))
    if made.known is not None:
        with work.watch.step("finish and swap"):
            keep_build(memory.record, made.known, plan.known, plan.kept)
    return made.written


class SitePlan:
    """Everything that the leaves of a site are made from."""

    def __init__(
        self,
        content: Library,
        library: Library,
        engine: EngineSite,
        project: Project,
        history: History,
        memory: SiteMemory | None,
        search: Callable[[], Iterable[OutputFile]] | None = None,
    ) -> None:
        """``library`` is what of the ``content`` readers see; ``search`` gives the files of a search under way."""
        self.content = content
        self.library = library
        self.project = project
        self.memory = memory
        self.known: KnownBuild | None = None
        """What the last build left."""
        self.kept: KeptRecord | None = None
        """How that lay on the disk."""
        self.reworded: list[PaperKey] | None = None
        """The papers whose words were edited since, where nothing else was."""
        self.related: dict[PaperKey, tuple[RelatedPaper, ...]] = {}
        indexes = build_indexes(library)
        reads = Reads() if len(content.papers) <= MOST_WATCHED else None
        self.context = page_context(content, library, indexes, engine, project, history, reads)
        self.frame = frame_of(engine)
        self.grounds = Grounds(
            content=content,
            library=library,
            recorded=_watched_records(with_tombstones(content), reads),
            indexes=indexes,
            context=self.context,
            frame=self.frame,
            engine=engine,
            templates=project.templates,
            cache=project.cache,
            reads=reads,
            search_under_way=search,
        )
        self._watched_related = self._watch_related(reads)
        self._marks: dict[PaperKey, EntryMark] = {}
        self._planned: tuple[Sequence[Planned], ToldApart] | None = None

    def compare(self) -> None:
        """Look what the last build left, and whether nothing but words was changed since."""
        reads = self.grounds.reads
        if reads is None:
            return
        found = known_build(self.memory.record, self.stamp) if self.memory else None
        if found is not None:
            self.known, self.kept = found
        before = self.known.plan.entries if self.known else {}
        self._marks = entry_marks(self.content, self.context.history, before, reads)
        self.reworded = reworded(before, self._marks) if self.known else None

    def plan_pages(self) -> tuple[Sequence[Planned], ToldApart]:
        """Every page, planned once."""
        if self._planned is None:
            self._planned = planned_pages(self.context, self._watched_related)
        return self._planned

    def agenda(self, work: Work, *, without_record: bool = False) -> Agenda:
        """What is to be looked at; everything ``without_record``."""
        known = None if without_record else self.known
        with work.watch.step("what is due"):
            if known is not None and self.reworded is not None:
                found = agenda_of_words(
                    self.grounds, self._watched_related, self.reworded, self._marks, known
                )
                if found is not None:
                    return found
            return whole_agenda(self.grounds, self.plan_pages(), self._marks, known, work)

    def _watch_related(self, reads: Reads | None) -> Mapping[PaperKey, tuple[RelatedPaper, ...]]:
        if reads is None:
            return self.related
        watched = reads.watched(RELATED, self.related)
        # Pages tell which papers are near and what they share; how near, any edit of any paper may change a little.
        reads.made(RELATED, lambda key: [(near.paper, near.shared) for near in self.related.get(key, ())])
        return watched

    @cached_property
    def stamp(self) -> str:
        """A digest of all that may change any page, but for the entries."""
        content, engine = self.content, self.grounds.engine
        return digest_of(
            (
                program_digest(),
                templates_digest(self.grounds.templates),
                (dict(content.topics), dict(content.tags), dict(content.people)),
                (engine.frame, replace(engine.identity, commit=None)),
                (dict(self.context.assets.addresses), self.context.history.gap, self.context.extent),
            )
        )


def _watched_records(recorded: Library, reads: Reads | None) -> Library:
    return replace(recorded, papers=reads.watched("records", recorded.papers)) if reads else recorded


def page_context(
    content: Library,
    library: Library,
    indexes: Indexes,
    engine: EngineSite,
    project: Project,
    history: History,
    reads: Reads | None = None,
) -> PageContext:
    """What every page is made from."""
    return PageContext(
        library,
        indexes,
        engine.identity,
        site_assets(project.templates),
        project.templates,
        removed=removed_papers(content),
        history=history,
        compiled=project.cache / "templates",
        kept_map=project.cache / "related",
        social_cards=project.social_cards,
        extent=project.extent,
        reads=reads,
    )


def frame_of(engine: EngineSite) -> Frame:
    """The theme's frame, ready to be filled."""
    return Frame(engine.frame, engine.identity.name)


def first_look(plan: SitePlan, edited: Iterable[EntryReading]) -> list[OutputFile]:
    """The pages of papers whose words were changed, ahead of the whole site; none after any other change.

    ``plan`` is that of the site as it stands. Nothing is looked at but the edited entries, so it takes some
    milliseconds in an index of any size; the whole build that follows checks everything, and adds what depends on
    all papers.
    """
    papers: dict[PaperKey, Paper] = {}
    for reading in edited:
        paper = reading.paper
        before = plan.content.papers.get(paper.key) if paper else None
        standing = plan.context.library.papers.get(paper.key) if paper else None
        if paper is None or before is None or standing is None:
            return []
        words = {name: getattr(paper, name) for name in WORDS}
        is_faulty = any(problem.severity is Severity.ERROR for problem in reading.problems)
        if is_faulty or replace(before, **words) != paper:
            return []
        papers[paper.key] = replace(standing, **words)
    if not 0 < len(papers) <= MOST_IN_FIRST_LOOK:
        return []
    return render_papers(plan.context.with_words(papers), plan.frame, papers, plan.related)


def second_look(
    plan: SitePlan, after: Library, engine: EngineSite, project: Project, history: History
) -> list[OutputFile]:
    """The pages of papers of which more than words was changed; none after any other change than that of a few papers.

    It takes the indexes of the whole library, but no page of other papers.
    """
    before = plan.content
    if before.topics != after.topics or before.tags != after.tags or before.people != after.people:
        return []
    if list(before.papers) != list(after.papers):
        return []
    edited = [key for key, paper in after.papers.items() if paper != before.papers[key]]
    if not 0 < len(edited) <= MOST_IN_FIRST_LOOK:
        return []
    library = standing_library(after)
    context = page_context(after, library, build_indexes(library), engine, project, history)
    return render_papers(context, plan.frame, edited, plan.related)
