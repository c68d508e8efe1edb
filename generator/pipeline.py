"""The whole story of a build: load, check, render, hand over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.api.api_files import api_files, manifest_file
from generator.exports.export_files import export_files
from generator.feeds.change_feed import change_feed_files
from generator.feeds.feed_files import feed_files
from generator.indexes.changes import changes_of
from generator.indexes.indexes import build_indexes
from generator.indexes.standing import removed_papers, standing_library, with_tombstones
from generator.loading.library_loader import LoadedContent, ReadEntries, load_content
from generator.model.engine_site import EngineSite
from generator.model.history import History
from generator.model.library import Library
from generator.model.output_file import OutputFile
from generator.model.problem import Problem
from generator.offline.service_worker import service_worker
from generator.pages.assets import site_assets
from generator.pages.context import PageContext
from generator.pages.frame import Frame
from generator.pages.reading_list_page import aliases_file
from generator.pages.render_pages import build_facts, render_pages, render_papers, written_pages
from generator.pages.sitemap import sitemap_files
from generator.project import Project
from generator.revisions.entry_history import entry_history
from generator.schema.content_schemas import schema_files
from generator.search.index import build_search
from generator.search.library_documents import search_documents
from generator.writing.links import check_links
from generator.writing.site_writer import WrittenSite, write_site

MOST_IN_FIRST_LOOK = 20
"""Edited papers from which on a first look would keep its reader waiting for the whole."""
NOT_FOR_SEARCH_ENGINES = b'<meta name="robots" content="noindex">'


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


def check_project(project: Project, read_entries: ReadEntries | None = None) -> LoadedContent:
    """The content, read and checked. Raises ContentRefused when it has errors."""
    loaded = load_content(project.content, Path.cwd(), read_entries)
    if loaded.has_errors:
        raise ContentRefused(loaded.problems)
    return loaded


def build_project(project: Project, engine_of: Callable[[Project], EngineSite]) -> BuiltSite:
    """Build the whole site. The last good one stays untouched until the new one is whole.

    ``engine_of`` renders the frame and the hand-written pages. Raises ContentRefused for faulty content,
    DeadLinks for a page that links nowhere, and whatever ``engine_of`` raises.
    """
    loaded = check_project(project)
    history = entry_history(project.content)
    written = publish(project, engine_of(project), loaded=loaded, history=history)
    return BuiltSite(len(loaded.library.papers), written, loaded.problems, history)


def publish(
    project: Project,
    engine: EngineSite,
    *,
    loaded: LoadedContent | None = None,
    history: History | None = None,
    in_place: Path | None = None,
) -> WrittenSite:
    """Write the site around the engine's output; ``in_place`` adds to a folder that somebody else serves."""
    content = loaded or check_project(project)
    outputs = list(site_files(content.library, engine, project, history or entry_history(project.content)))
    outputs.append(service_worker(outputs, engine.files, project.templates))
    check_links(outputs, engine.files)
    return write_site(in_place or project.site, engine.files, outputs, in_place=in_place is not None)


def site_files(
    content: Library, engine: EngineSite, project: Project, history: History
) -> Iterator[OutputFile]:
    """Every file of the site that the engine does not make itself."""
    context = page_context(content, engine, project, history)
    library, indexes, identity = context.library, context.indexes, context.identity
    pages = list(render_pages(context, frame_of(context, engine)))
    yield from context.assets.files
    yield from pages
    yield from written_pages(context, engine)
    yield aliases_file(content)
    for_machines = [
        *export_files(library, identity, context.exports),
        *feed_files(library, indexes, identity),
        *change_feed_files(changes_of(library, history), library, identity),
        # Records are kept of removed papers too: they say that it was removed, and why.
        *api_files(with_tombstones(content), indexes, identity),
        *schema_files(library, identity),
    ]
    yield from for_machines
    yield manifest_file(library, indexes, identity, for_machines)
    yield from build_search(search_documents(library))
    yield from sitemap_files(addresses_of(pages, engine.files), identity)


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
    )


def frame_of(context: PageContext, engine: EngineSite) -> Frame:
    """The theme's frame with what stands in its footer."""
    return Frame(engine.frame, engine.identity.name, build_facts(context))


def first_look(
    before: Library, after: Library, engine: EngineSite, project: Project, history: History
) -> list[OutputFile]:
    """The pages of the papers that an edit changed, ahead of the whole site; none after any other change.

    Related papers are left out: they depend on all others. The whole build that follows adds them.
    """
    if before.topics != after.topics or before.tags != after.tags or before.people != after.people:
        return []
    if list(before.papers) != list(after.papers):
        return []
    edited = [key for key, paper in after.papers.items() if paper != before.papers[key]]
    if not 0 < len(edited) <= MOST_IN_FIRST_LOOK:
        return []
    context = page_context(after, engine, project, history)
    return render_papers(context, frame_of(context, engine), edited)


def addresses_of(pages: Iterable[OutputFile], engine_files: Iterable[str]) -> list[str]:
    """The addresses of all pages that a search engine should know."""
    every = {page.address for page in pages if NOT_FOR_SEARCH_ENGINES not in page.content} | {
        name for name in engine_files if name.endswith(".html")
    }
    return sorted(address.removesuffix("index.html") for address in every if address != "404.html")
