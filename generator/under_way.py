"""What a build begins as soon as the content is known, while all else is still being loaded and planned."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from generator.indexes.related_paper import RelatedRow
from generator.indexes.standing import standing_library
from generator.model.library import Library
from generator.model.output_file import OutputFile
from generator.project import Project
from generator.working.work import Work, timed
from generator.working.workers import promised_in_turn

SEARCH = "search index"
"""The step as timings call it."""
MOST_SENT = 10_000
"""Papers up to which the search begins ahead of the pages in a build from nothing too. With more, pages keep all processors
busy anyway, and the files of the search are many to be handed from one process to another."""


class UnderWay(NamedTuple):
    """What takes longest of all that only the content has to be known for."""

    related: Callable[[], list[tuple[RelatedRow, ...]]]
    """Asked for by pages only when they are printed."""
    search: Callable[[], Iterable[OutputFile]] | None = None
    """None where it is made with the rest of the site."""


@contextmanager
def begun(project: Project, content: Library, work: Work, *, after_edit: bool) -> Iterator[UnderWay]:
    """Let a copy of this process begin. After an edit it makes the search too, which then takes longer than all pages, and
    from nothing while there is little else to do but planning.
    """
    library = standing_library(content)
    tasks: list[Callable[[], Any]] = [partial(related_and_map, library, project.cache, work.jobs)]
    if work.jobs > 1 and (after_edit or len(library.papers) <= MOST_SENT):
        tasks.append(lambda: timed(SEARCH, lambda: list(search_files(library, project.cache))))
    with promised_in_turn(tasks, work.jobs) as (related, *search):

        def searched() -> list[OutputFile]:
            files: list[OutputFile]
            files, step = search[0]()
            # How long it was waited for is told by whoever waits.
            work.watch.add(replace(step, seconds=0))
            return files

        yield UnderWay(related, searched if search else None)


def related_and_map(library: Library, cache: Path, jobs: int) -> list[tuple[RelatedRow, ...]]:
    """The related papers, as plain as a process can send them; the map, which is made from them, is left in the cache."""
    # The copy that does it loads what it needs; nobody else has a use for it.
    from generator.indexes.kept_map import keep_map
    from generator.indexes.kept_related import rows_with_memory

    rows = rows_with_memory(library, cache / "related", jobs)
    keep_map(library, rows, cache / "related")
    return rows


def search_files(library: Library, cache: Path) -> Iterable[OutputFile]:
    """The search index; what is known of papers from earlier builds waits in the ``cache``."""
    # Stop words and stems take a while to load, and one process alone needs them.
    from generator.search.index import build_search
    from generator.search.library_documents import search_documents

    kept = cache / "search"
    return build_search(search_documents(library, kept), kept)
