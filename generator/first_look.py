"""The pages of edited entries while somebody serves the site, ahead of the whole one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from generator.indexes.indexes_again import indexes_again
from generator.indexes.standing import standing_library
from generator.loading.readings import EntryReading
from generator.model.engine_site import EngineSite
from generator.model.history import History
from generator.model.library import Library
from generator.model.output_file import OutputFile
from generator.model.paper import Paper, PaperKey
from generator.model.problem import Severity
from generator.pages.assets import site_assets
from generator.pages.render_pages import render_papers
from generator.project import Project
from generator.site_plan import SitePlan, page_context

MOST_IN_FIRST_LOOK = 20
"""Edited papers from which on a first look would keep its reader waiting for the whole."""
WORDS = ("title", "name", "tldr", "summary", "results", "abstract", "links")
"""What of an entry no list, index or address of another page is made from, but for its place from A to Z."""


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
    """The pages of papers that are new, or of which more than words was changed; none after any other change than that of a
    few papers.

    It takes the indexes of the whole library, made from those of the site as it stands, but no page of other papers. Who is
    near to a new paper is told with the whole site.
    """
    before = plan.content
    if before.topics != after.topics or before.tags != after.tags or before.people != after.people:
        return []
    edited = [key for key, paper in after.papers.items() if paper != before.papers.get(key)]
    gone = before.papers.keys() - after.papers.keys()
    if not 0 < len(edited) + len(gone) <= MOST_IN_FIRST_LOOK:
        return []
    library = standing_library(after)
    assets = site_assets(project.templates)
    indexes = indexes_again(plan.grounds.indexes, library, {*edited, *gone})
    context = page_context(after, library, indexes, engine, project, history, assets)
    shown = [key for key in edited if key in library.papers]
    related = {
        key: tuple(near for near in plan.related.get(key, ()) if near.paper in library.papers)
        for key in shown
    }
    return render_papers(context, plan.frame, shown, related)
