"""The whole story of a build: load, check, render, hand over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from generator.loading.kept_readings import kept_readings
from generator.loading.library_loader import LoadedContent, ReadEntries, load_content
from generator.model.engine_site import EngineSite
from generator.model.history import History
from generator.model.problem import Problem
from generator.project import Project, SiteMemory, memory_of
from generator.revisions.entry_history import entry_history
from generator.search.kept_formulas import recall_formulas
from generator.under_way import begun, looked_ahead
from generator.working.kept_files import is_there
from generator.working.work import Work
from generator.working.workers import beside
from generator.writing.site_writer import WrittenSite

if TYPE_CHECKING:
    from generator.site_plan import SitePlan


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
    plan: SitePlan
    """What it was made from. Who lets go of it waits until it is freed, paper by paper."""


def check_project(
    project: Project, read_entries: ReadEntries | None = None, jobs: int = 1, *, papers_later: bool = False
) -> LoadedContent:
    """The content, read and checked. Raises ContentRefused when it has errors.

    ``read_entries`` replaces the readings that the project's cache keeps; ``jobs`` processes read what is new. With
    ``papers_later``, papers are made when somebody asks for them, where few were edited and what is found between them stands.
    """
    # An entry that has to be read may hold some, and the order of the titles asks for all of theirs.
    recall_formulas(project.cache / "search")
    kept = kept_readings(project.cache, project.content, jobs) if read_entries is None else None
    loaded = load_content(project.content, Path.cwd(), kept or read_entries, papers_later=papers_later)
    if kept is not None:
        kept.keep()
    if loaded.has_errors:
        raise ContentRefused(loaded.problems)
    return loaded


def build_project(
    project: Project,
    engine_of: Callable[[Project], EngineSite],
    work: Work | None = None,
    *,
    memory: SiteMemory | None = None,
    check: Callable[[], LoadedContent] | None = None,
    anew: frozenset[str] = frozenset(),
) -> BuiltSite:
    """Build the whole site. The last good one stays untouched until the new one is whole.

    ``engine_of`` renders the frame and the hand-written pages; ``memory`` replaces the project's own, and ``check`` what
    `check_project` gives; at the addresses in ``anew`` somebody put other pages since the last build. Raises ContentRefused for
    faulty content, DeadLinks for a page that links nowhere, WriteFault where the disk refuses, and whatever ``engine_of`` raises.
    """
    work = work or Work()
    memory = memory or memory_of(project)
    after_edit = is_there(memory.record)
    # The engine remembers what it made, so a copy of this process can let it work meanwhile.
    with (
        looked_ahead(memory, work.jobs) as looked,
        beside(lambda: engine_of(project), work.jobs) as rendered,
    ):
        with work.watch.step("read and check the content"):
            loaded = check() if check else check_project(project, jobs=work.jobs, papers_later=after_edit)
        with begun(project, loaded.library, work, loaded.texts, after_edit=after_edit) as ahead:
            with work.watch.step("ask git for dates"):
                history = entry_history(project.content)
            # All that prints pages takes a while to load, and templates to compile: meanwhile copies are at work.
            from generator.site_plan import get_ready, plan_site, write_plan

            get_ready(project)
            with work.watch.step("theme and hand-written pages"):
                rendered()
                engine = engine_of(project)
            plan = plan_site(
                project, engine, loaded.library, history, work, memory, ahead, loaded.texts, anew
            )
            written = write_plan(plan, work=work, looked=looked)
    return BuiltSite(len(loaded.library.papers), written, loaded.problems, history, plan)


def publish(
    project: Project, engine: EngineSite, loaded: LoadedContent, in_place: Path | None = None
) -> WrittenSite:
    """Write the site around the output of an engine that calls us; ``in_place`` adds to a folder that somebody else serves.

    Raises DeadLinks and WriteFault.
    """
    from generator.site_plan import plan_site, write_plan

    memory = memory_of(project) if in_place is None else None
    plan = plan_site(project, engine, loaded.library, entry_history(project.content), Work(), memory)
    return write_plan(plan, in_place=in_place)
