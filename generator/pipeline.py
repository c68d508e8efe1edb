"""The whole story of a build: load, check, render, hand over."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from generator.api.api_files import LISTED_IN_MANIFEST, api_files, manifest_file
from generator.cards.card_files import card_files
from generator.exports.export_files import export_files
from generator.feeds.addresses import FOLLOWED
from generator.feeds.change_feed import change_feed_files
from generator.feeds.feed_files import feed_files
from generator.indexes.changes import changes_of
from generator.indexes.gatherings import gatherings
from generator.indexes.indexes import build_indexes
from generator.indexes.related import RelatedPaper, related_finder
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
from generator.offline.service_worker import service_worker
from generator.pages.assets import site_assets
from generator.pages.context import PageContext
from generator.pages.frame import Frame
from generator.pages.reading_list_page import aliases_file
from generator.pages.render_pages import (
    planned_pages,
    render_papers,
    set_into_frame,
    written_pages,
)
from generator.pages.sitemap import sitemap_files
from generator.project import Project
from generator.revisions.entry_history import entry_history
from generator.schema.content_schemas import schema_files
from generator.search.index import build_search
from generator.search.library_documents import search_documents
from generator.working.work import Step, Work, timed
from generator.working.workers import beside, run_all
from generator.writing.notes import Notes, check_targets, noted
from generator.writing.site_writer import NewSite, WrittenSite, new_site

MOST_IN_FIRST_LOOK = 20
"""Edited papers from which on a first look would keep its reader waiting for the whole."""
WORDS = ("title", "name", "tldr", "summary", "results", "abstract", "links")
"""What of an entry no list, index or address of another page is made from, but for its place from A to Z."""
PAPERS_AT_ONCE = 250
"""Looked through for their related papers in one go; a small index is not worth a copy of the process."""
CARDS_AT_ONCE = 100
PAGES_AT_ONCE = 200
"""Enough that handing out work costs nothing, so few that no process waits long for the last one."""


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
    plan: SitePlan, project: Project, *, in_place: Path | None = None, work: Work | None = None
) -> WrittenSite:
    """Print and write everything. Raises DeadLinks and WriteFault; then the last site stays."""
    work = work or Work()
    spare = project.cache / "replaced" / name_of(project.site) if in_place is None else None
    with new_site(in_place or project.site, in_place=in_place is not None, spare=spare) as site:
        notes = Notes()
        for part in shared_work(plan, site, work):
            notes.add(part)
        with work.watch.step("finish and swap"):
            notes.add(noted(finishing_files(plan, notes, site), site.put, ()))
            for address, path in plan.engine.files.items():
                if address not in notes.addresses:
                    notes.written += site.put(address, path)
                    notes.addresses[address] = None
            check_targets(notes)
            return site.publish(notes.addresses, notes.written)


def name_of(site: Path) -> str:
    """Under which name the cache knows a site's folder: several may be built from one index."""
    return hashlib.sha256(os.fsencode(site)).hexdigest()[:16]


def shared_work(plan: SitePlan, site: NewSite, work: Work) -> list[Notes]:
    """The parts of the site, written by as many processes as were asked for."""

    def done(result: tuple[Notes, Step]) -> None:
        work.watch.add(result[1])
        work.progress(len(result[0].addresses))

    def task(part: SitePart) -> Callable[[], tuple[Notes, Step]]:
        return lambda: timed(part.name, lambda: noted(part.make(), site.put, LISTED_IN_MANIFEST))

    parts = site_parts(plan)
    expected = sum(part.files for part in parts)
    work.expect(expected)
    made = [notes for notes, _ in run_all([task(part) for part in parts], work.jobs, done)]
    work.progress(max(0, expected - sum(len(notes.addresses) for notes in made)))
    return made


class SitePlan:
    """Everything that the parts of a site are made from."""

    def __init__(
        self, content: Library, engine: EngineSite, project: Project, history: History, jobs: int = 1
    ) -> None:
        self.content = content
        self.engine = engine
        self.templates = project.templates
        self.kept_cards = project.cache / "cards"
        self.context = page_context(content, engine, project, history)
        self.frame = frame_of(engine)
        self.related = shared_related(self.context.library, jobs)
        self.pages = planned_pages(self.context, self.related)


def shared_related(library: Library, jobs: int) -> dict[PaperKey, tuple[RelatedPaper, ...]]:
    """The related papers of every paper, looked for by as many processes as were asked for."""
    find = related_finder(library)
    keys = list(library.papers)

    def task(start: int) -> Callable[[], list[tuple[RelatedPaper, ...]]]:
        return lambda: [find(key) for key in keys[start : start + PAPERS_AT_ONCE]]

    found = run_all([task(start) for start in range(0, len(keys), PAPERS_AT_ONCE)], jobs)
    return dict(zip(keys, (related for part in found for related in part), strict=True))


@dataclass(frozen=True, slots=True)
class SitePart:
    """Files that one process makes in one go."""

    name: str
    make: Callable[[], Iterable[OutputFile]]
    files: int
    """How many there will be, about."""


def site_parts(plan: SitePlan) -> list[SitePart]:
    """All files but those that speak of the finished site. The long tasks come first: the last ones fill the gaps."""
    context, engine = plan.context, plan.engine
    library, indexes, identity = context.library, context.indexes, context.identity
    papers = len(library.papers)
    changes = partial(change_feed_files, changes_of(library, context.history), library, identity)
    designs = context.cards.designs
    feeds = 2 * sum(one.sort in FOLLOWED for one in gatherings(library, indexes))
    return [
        SitePart("search index", lambda: build_search(search_documents(library)), 100),
        *(
            SitePart("pages", partial(printed, plan, start), min(PAGES_AT_ONCE, len(plan.pages) - start))
            for start in range(0, len(plan.pages), PAGES_AT_ONCE)
        ),
        *(
            SitePart("cards", partial(card_files, some, plan.kept_cards), len(some))
            for start in range(0, len(designs), CARDS_AT_ONCE)
            if (some := designs[start : start + CARDS_AT_ONCE])
        ),
        SitePart("exports", lambda: export_files(library, identity, context.exports), 4 * papers),
        SitePart("feeds", lambda: (*feed_files(library, indexes, identity), *changes()), feeds),
        # Records are kept of removed papers too: they say that it was removed, and why.
        SitePart("records", lambda: api_files(with_tombstones(plan.content), indexes, identity), 2 * papers),
        SitePart("schemas and assets", lambda: small_files(plan), 50),
        SitePart("hand-written pages", lambda: written_pages(context, engine), len(engine.files)),
    ]


def printed(plan: SitePlan, start: int) -> Iterator[OutputFile]:
    """The pages from ``start`` on, as many as one process prints at once."""
    for parts in plan.pages[start : start + PAGES_AT_ONCE]:
        yield set_into_frame(plan.context, plan.frame, parts)


def small_files(plan: SitePlan) -> Iterator[OutputFile]:
    """What takes no time."""
    yield from plan.context.assets.files
    yield aliases_file(plan.content)
    yield from schema_files(plan.context.library, plan.context.identity)


def finishing_files(plan: SitePlan, notes: Notes, site: NewSite) -> Iterator[OutputFile]:
    """The files that speak of all others."""
    context, files = plan.context, plan.engine.files
    yield manifest_file(context.library, context.indexes, context.identity, notes.digests)
    yield from sitemap_files(addresses_of(notes.found, files), context.identity)

    def read(address: str) -> bytes:
        return site.read(address) if address in notes.addresses else files[address].read_bytes()

    yield service_worker(notes.addresses, read, plan.templates)


def page_context(content: Library, engine: EngineSite, project: Project, history: History) -> PageContext:
    """What every page is made from."""
    library = standing_library(content)
    return PageContext(
        library,
        build_indexes(library),
        engine.identity,
        site_assets(project.templates),
        project.templates,
        removed=removed_papers(content),
        history=history,
        compiled=project.cache / "templates",
        social_cards=project.social_cards,
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
    return render_papers(page_context(after, engine, project, history), plan.frame, edited, plan.related)


def addresses_of(pages: Iterable[str], engine_files: Iterable[str]) -> list[str]:
    """The addresses of all pages that a search engine should know."""
    every = {*pages, *(name for name in engine_files if name.endswith(".html"))}
    return sorted(address.removesuffix("index.html") for address in every if address != "404.html")
