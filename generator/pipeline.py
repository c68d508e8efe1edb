"""The whole story of a build: load, check, render, hand over."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from generator.indexes.indexes import Indexes, build_indexes
from generator.indexes.kept_related import related_with_memory
from generator.indexes.related_paper import RelatedPaper
from generator.indexes.standing import removed_papers, standing_library, with_tombstones
from generator.loading.entry_reader import EntryReading
from generator.loading.kept_readings import kept_readings
from generator.loading.library_loader import LoadedContent, ReadEntries, load_content
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
from generator.pages.render_pages import planned_pages, render_papers
from generator.project import Project
from generator.revisions.entry_history import entry_history
from generator.site_leaves import Grounds
from generator.site_making import make_site
from generator.working.reads import Reads, digest_of
from generator.working.surroundings import program_digest
from generator.working.traces import keep_build, known_build
from generator.working.work import Work
from generator.working.workers import beside, promised
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


@dataclass(frozen=True, slots=True)
class BuiltSite:
    """What a build did."""

    papers: int
    written: WrittenSite
    problems: tuple[Problem, ...]
    history: History


def check_project(project: Project, read_entries: ReadEntries | None = None, jobs: int = 1) -> LoadedContent:
    """The content, read and checked. Raises ContentRefused when it has errors.

    ``read_entries`` replaces the readings that the project's cache keeps; ``jobs`` processes read what is new.
    """
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
    plan = plan_site(project, engine, content, history or entry_history(project.content), work)
    return write_plan(plan, project, in_place=in_place, work=work)


def plan_site(
    project: Project, engine: EngineSite, content: LoadedContent, history: History, work: Work
) -> SitePlan:
    """What stands where, before anything is printed."""
    with work.watch.step("indexes"):
        return SitePlan(content.library, engine, project, history, work.jobs)


def write_plan(
    plan: SitePlan,
    project: Project,
    *,
    in_place: Path | None = None,
    memory: Path | None = None,
    work: Work | None = None,
) -> WrittenSite:
    """Print and write what is not on the disk already. Raises DeadLinks and WriteFault; then the last site stays.

    Below ``memory`` lies what is known of the last build, and the site that was replaced; it is the project's cache
    where nothing is said.
    """
    work = work or Work()
    if in_place is not None:
        return make_site(plan.grounds, in_place, work, in_place=True).written
    # Several sites may be built from one index.
    name = hashlib.sha256(os.fsencode(project.site)).hexdigest()[:16]
    record = (memory or project.cache) / "builds" / name
    spare = (memory or project.cache) / "replaced" / name
    stamp = plan.stamp
    make = partial(make_site, plan.grounds, project.site, work, spare=spare, stamp=stamp)
    try:
        made = make(known=known_build(record, stamp))
    except SiteDiffers:
        made = make()
    if made.known is not None:
        with work.watch.step("finish and swap"):
            keep_build(record, made.known)
    return made.written


class SitePlan:
    """Everything that the leaves of a site are made from."""

    def __init__(
        self, content: Library, engine: EngineSite, project: Project, history: History, jobs: int = 1
    ) -> None:
        self.content = content
        self.library = library = standing_library(content)
        self.related: dict[PaperKey, tuple[RelatedPaper, ...]] = {}
        # The longest of all that is known beforehand, and asked for by pages only when they are printed.
        with promised(lambda: related_with_memory(library, project.cache / "related", jobs), jobs) as found:
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
                pages=planned_pages(self.context, self._watched_related(reads)),
                templates=project.templates,
                cache=project.cache,
                reads=reads,
            )
            self.related.update(found())

    def _watched_related(self, reads: Reads | None) -> Mapping[PaperKey, tuple[RelatedPaper, ...]]:
        if reads is None:
            return self.related
        watched = reads.watched("related", self.related)
        # Pages tell which papers are near and what they share; how near, any edit of any paper may change a little.
        reads.made("related", lambda key: [(near.paper, near.shared) for near in self.related.get(key, ())])
        return watched

    @property
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
