"""The pages of edited entries while somebody serves the site, ahead of the whole one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import NamedTuple

from generator.indexes.addresses import paper_address
from generator.indexes.indexes import Indexes, build_indexes
from generator.indexes.indexes_again import indexes_again
from generator.indexes.related_paper import RelatedPapers
from generator.indexes.standing import standing_library
from generator.last_build import MOST_EDITED
from generator.loading.readings import EntryReading
from generator.model.engine_site import EngineSite
from generator.model.history import History
from generator.model.library import Library
from generator.model.output_file import OutputFile
from generator.model.paper import Paper, PaperKey
from generator.model.problem import Severity
from generator.pages.assets import site_assets
from generator.pages.context import PageContext
from generator.pages.frame import Frame
from generator.pages.render_pages import render_papers
from generator.project import Project
from generator.site_plan import frame_of, page_context

MOST_IN_FIRST_LOOK = 20
"""Edited papers from which on a first look would keep its reader waiting for the whole."""
WORDS = ("title", "name", "tldr", "summary", "results", "abstract", "links")
"""What of an entry no list, index or address of another page is made from, but for its place from A to Z."""


class ServedSite(NamedTuple):
    """The site as it stands, as far as the pages of edited papers are printed from it."""

    content: Library
    indexes: Indexes
    context: PageContext
    frame: Frame
    related: RelatedPapers


def served_site(
    project: Project,
    engine: EngineSite,
    content: Library,
    history: History,
    rows: Sequence[bytes],
    indexes: Indexes,
) -> ServedSite:
    """The site that was built from the ``content``; ``rows`` are its related papers, packed."""
    library = standing_library(content)
    context = page_context(
        content, library, indexes, engine, project, history, site_assets(project.templates)
    )
    return ServedSite(content, indexes, context, frame_of(engine), RelatedPapers(library.papers, rows))


def served_next(
    before: ServedSite,
    project: Project,
    engine: EngineSite,
    content: Library,
    history: History,
    rows: Sequence[bytes],
) -> ServedSite:
    """The same of a site that was built after an edit, in much less time where few papers were edited."""
    touched = _edited(before.content, content) | (before.content.papers.keys() - content.papers.keys())
    if _same_vocabulary(before.content, content) and len(touched) <= MOST_EDITED:
        indexes = indexes_again(before.indexes, standing_library(content), touched)
    else:
        indexes = build_indexes(standing_library(content))
    return served_site(project, engine, content, history, rows, indexes)


def first_look(served: ServedSite, edited: Iterable[EntryReading]) -> list[OutputFile]:
    """The pages of papers whose words were changed, ahead of the whole site; none after any other change.

    ``edited`` are all that are not as they are ``served``. Nothing is looked at but these, so it takes some milliseconds in an
    index of any size; the whole build that follows checks everything, and adds what depends on all papers.
    """
    papers: dict[PaperKey, Paper] = {}
    for reading in edited:
        paper = reading.paper
        before = served.content.papers.get(paper.key) if paper else None
        standing = served.context.library.papers.get(paper.key) if paper else None
        if paper is None or before is None or standing is None:
            return []
        words = {name: getattr(paper, name) for name in WORDS}
        is_faulty = any(problem.severity is Severity.ERROR for problem in reading.problems)
        if is_faulty or replace(before, **words) != paper:
            return []
        papers[paper.key] = replace(standing, **words)
    if not 0 < len(papers) <= MOST_IN_FIRST_LOOK:
        return []
    return render_papers(served.context.with_words(papers), served.frame, papers, served.related)


def second_look(
    served: ServedSite,
    after: Library,
    engine: EngineSite,
    project: Project,
    history: History,
    ahead: AbstractSet[str] = frozenset(),
) -> list[OutputFile]:
    """The pages of papers that are new, or of which more than words was changed, and those at the addresses that are ``ahead``
    of the site already, for they may have to be what they were again; none after any other change than that of a few papers.

    It takes the indexes of the whole library, made from those of the site as it stands, but no page of other papers. Who is
    near to a new paper is told with the whole site.
    """
    edited = _edited(served.content, after)
    if ahead:
        edited |= {key for key in after.papers if f"{paper_address(key)}index.html" in ahead}
    gone = served.content.papers.keys() - after.papers.keys()
    if not _same_vocabulary(served.content, after) or not 0 < len(edited) + len(gone) <= MOST_IN_FIRST_LOOK:
        return []
    library = standing_library(after)
    assets = site_assets(project.templates)
    indexes = indexes_again(served.indexes, library, edited | gone)
    context = page_context(after, library, indexes, engine, project, history, assets)
    shown = sorted(edited & library.papers.keys())
    related = {
        key: tuple(near for near in served.related.get(key, ()) if near.paper in library.papers)
        for key in shown
    }
    return render_papers(context, served.frame, shown, related)


def _same_vocabulary(one: Library, other: Library) -> bool:
    return (one.topics, one.tags, one.people) == (other.topics, other.tags, other.people)


def _edited(before: Library, after: Library) -> set[PaperKey]:
    """The papers of a library that are new or not what they were."""
    return {key for key, paper in after.papers.items() if paper != before.papers.get(key)}
