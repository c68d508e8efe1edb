"""What of a site stands where, and which of it is on the disk already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from generator.indexes.indexes import Indexes, build_indexes
from generator.indexes.related_paper import RelatedPaper, RelatedPapers
from generator.indexes.standing import removed_papers, standing_library, with_tombstones
from generator.last_build import LastBuild, indexes_since, last_build, stamp_of
from generator.model.engine_site import EngineSite
from generator.model.entry_texts import NO_TEXTS, EntryTexts
from generator.model.history import History
from generator.model.library import Library
from generator.model.output_file import OutputFile
from generator.model.paper import PaperKey
from generator.pages.assets import Assets, site_assets
from generator.pages.context import PageContext
from generator.pages.frame import Frame
from generator.pages.printer import compile_templates
from generator.pages.render_pages import Planned, planned_pages
from generator.pages.told_apart import ToldApart
from generator.project import Project, SiteMemory
from generator.site_agenda import RELATED, Agenda, Reached, agenda_of_edits, reached, whole_agenda
from generator.site_leaves import Grounds
from generator.site_making import make_site
from generator.site_reach import Edited
from generator.under_way import UnderWay, related_and_map
from generator.working.entry_marks import NO_MARKS
from generator.working.kept_build import keep_build
from generator.working.reads import Reads
from generator.working.work import Work
from generator.writing.looking import Look
from generator.writing.site_writer import SiteDiffers, WrittenSite

MOST_WATCHED = 125_000
"""Papers up to which a build notes what each page looked up. The notes take a fifth of a build from nothing and spare four
fifths of one after an edit; how much memory they take was measured for 120,000 and no more: 1.8 GB from nothing, 2.9 after a
new paper."""


def plan_site(
    project: Project,
    engine: EngineSite,
    content: Library,
    history: History,
    work: Work,
    memory: SiteMemory | None = None,
    ahead: UnderWay | None = None,
    texts: EntryTexts = NO_TEXTS,
    anew: frozenset[str] = frozenset(),
) -> SitePlan:
    """What stands where, before anything is printed; with ``memory`` also what of it the last build left there.

    What is ``ahead`` of it is taken from there; ``texts`` are as in `LoadedContent`, ``anew`` as in an `Agenda`.
    """
    library = standing_library(content)
    ahead = ahead or UnderWay(partial(related_and_map, library, project.cache, work.jobs))
    assets = site_assets(project.templates)
    reads = Reads() if len(content.papers) <= MOST_WATCHED else None
    last = None
    if reads is not None and memory is not None:
        with work.watch.step("what is due"):
            stamp = stamp_of(project, engine, content, history, assets, len(library.papers))
            last = last_build(memory, stamp, content, history, work.jobs, texts)
    with work.watch.step("indexes"):
        if last and memory:
            indexes, before = indexes_since(last, library, memory)
        else:
            indexes, before = build_indexes(library), None
        context = page_context(content, library, indexes, engine, project, history, assets, reads)
        edited = edited_since(last, before) if last else None
        plan = SitePlan(
            content,
            library,
            indexes,
            context,
            engine,
            project,
            memory,
            last,
            edited,
            texts,
            ahead.search,
            anew,
        )
        plan.look_ahead()
        plan.related.take(library.papers, ahead.related())
    return plan


def write_plan(
    plan: SitePlan,
    *,
    in_place: Path | None = None,
    work: Work | None = None,
    looked: Callable[[], Look] | None = None,
) -> WrittenSite:
    """Print and write what is not on the disk already. Raises DeadLinks and WriteFault; then the last site stays.

    ``in_place`` is a folder that somebody else serves, and that is added to; ``looked`` is what `looked_ahead` gives.
    """
    work = work or Work()
    memory = plan.memory
    if in_place is not None or memory is None:
        folder, added_to = (plan.project.site, False) if in_place is None else (in_place, True)
        agenda = plan.agenda(work, without_record=True)
        return make_site(plan.grounds, agenda, folder, work, in_place=added_to).written
    make = partial(
        make_site,
        plan.grounds,
        folder=plan.project.site,
        work=work,
        memory=memory,
        looked=looked,
        stamp=plan.last.stamp,
    )
    try:
        made = make(plan.agenda(work))
    except SiteDiffers:
        made = make(plan.agenda(work, without_record=True))
    if made.known is not None:
        with work.watch.step("finish and swap"):
            keep_build(memory.record, made.known, plan.last.known, plan.last.kept)
    return made.written


class SitePlan:
    """Everything that the leaves of a site are made from."""

    def __init__(
        self,
        content: Library,
        library: Library,
        indexes: Indexes,
        context: PageContext,
        engine: EngineSite,
        project: Project,
        memory: SiteMemory | None,
        last: LastBuild | None,
        edited: Edited | None = None,
        texts: EntryTexts = NO_TEXTS,
        search: Callable[[], Iterable[OutputFile]] | None = None,
        anew: frozenset[str] = frozenset(),
    ) -> None:
        """``library`` is what of the ``content`` readers see, ``edited`` what `edited_since` gives; ``search`` gives the files
        of a search under way, and ``anew`` is as in an `Agenda`.
        """
        self.content = content
        self.library = library
        self.project = project
        self.memory = memory
        self.last = last or LastBuild("", NO_MARKS, "")
        self.edited = edited
        self.anew = anew
        self.related = RelatedPapers()
        self.context = context
        self.frame = frame_of(engine)
        reads = context.reads
        self.grounds = Grounds(
            content=content,
            library=library,
            recorded=_watched_records(with_tombstones(content), reads),
            indexes=indexes,
            context=context,
            frame=self.frame,
            engine=engine,
            templates=project.templates,
            cache=project.cache,
            reads=reads,
            texts=texts,
            search_under_way=search,
        )
        self._watched_related = self._watch_related(reads)
        self._reached: Reached | None = None
        self._planned: tuple[Sequence[Planned], ToldApart] | None = None

    def look_ahead(self) -> None:
        """Do what can be done while related papers are looked for: see how far an edit reaches, or plan every page."""
        if self.edited is not None and self.last.known is not None:
            self._reached = reached(self.grounds, self.edited, self.last.known)
        if self._reached is None:
            self.plan_pages()

    def plan_pages(self) -> tuple[Sequence[Planned], ToldApart]:
        """Every page, planned once."""
        if self._planned is None:
            # From nothing everything is made, whatever it is handed.
            are_compared = self.last.known is not None
            self._planned = planned_pages(self.context, self._watched_related, are_compared=are_compared)
        return self._planned

    def agenda(self, work: Work, *, without_record: bool = False) -> Agenda:
        """What is to be looked at; everything ``without_record``."""
        last = self.last
        known = None if without_record else last.known
        with work.watch.step("what is due"):
            if known is not None and self._reached is not None:
                found = agenda_of_edits(
                    self.grounds, self._watched_related, self._reached, last.marks, known, self.anew
                )
                if found is not None:
                    return found
            return whole_agenda(self.grounds, self.plan_pages(), last.marks, known, work, self.anew)

    def _watch_related(self, reads: Reads | None) -> Mapping[PaperKey, tuple[RelatedPaper, ...]]:
        if reads is None:
            return self.related
        watched = reads.watched(RELATED, self.related)
        reads.made(RELATED, self.related.told)
        return watched


def edited_since(last: LastBuild, before: Indexes | None) -> Edited | None:
    """What was edited since the last build, where the pieces of the site can be told by it; ``before`` are its indexes."""
    edits = last.edits
    if edits is None or (before is None and not edits.only_words):
        return None
    return Edited(edits.entries, None if edits.only_words else before)


def _watched_records(recorded: Library, reads: Reads | None) -> Library:
    return replace(recorded, papers=reads.watched("records", recorded.papers)) if reads else recorded


def get_ready(project: Project) -> None:
    """Do what needs neither content nor theme to be known."""
    compile_templates(project.templates, _compiled(project))


def _compiled(project: Project) -> Path:
    return project.cache / "templates"


def page_context(
    content: Library,
    library: Library,
    indexes: Indexes,
    engine: EngineSite,
    project: Project,
    history: History,
    assets: Assets,
    reads: Reads | None = None,
) -> PageContext:
    """What every page is made from."""
    return PageContext(
        library,
        indexes,
        engine.identity,
        assets,
        project.templates,
        removed=removed_papers(content),
        history=history,
        compiled=_compiled(project),
        kept_map=project.cache / "related",
        social_cards=project.social_cards,
        extent=project.extent,
        reads=reads,
    )


def frame_of(engine: EngineSite) -> Frame:
    """The theme's frame, ready to be filled."""
    return Frame(engine.frame, engine.identity.name)
