"""What a build begins as soon as the content is known, while all else is still being loaded and planned."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from generator.indexes.standing import standing_library
from generator.model.entry_texts import NO_TEXTS, EntryTexts
from generator.model.library import Library
from generator.model.output_file import OutputFile
from generator.project import Project, SiteMemory
from generator.working.kept_files import is_there
from generator.working.work import Work, timed
from generator.working.workers import promised, promised_in_turn

if TYPE_CHECKING:
    from generator.writing.looking import Look

SEARCH = "search index"
"""The step as timings call it."""
PATIENCE = 5
"""By so much a copy is nicer than others that has time until the end; see nice(2)."""
MOST_SENT = 10_000
"""Papers up to which the search begins ahead of the pages in a build from nothing too. With more, pages keep all processors
busy anyway, and the files of the search are many to be handed from one process to another."""


class UnderWay(NamedTuple):
    """What takes longest of all that only the content has to be known for."""

    related: Callable[[], list[bytes]]
    """Packed, as `RelatedPapers` takes them. Asked for by pages only when they are printed."""
    search: Callable[[], Iterable[OutputFile]] | None = None
    """None where it is made with the rest of the site."""


@contextmanager
def begun(
    project: Project, content: Library, work: Work, texts: EntryTexts, *, after_edit: bool
) -> Iterator[UnderWay]:
    """Let a copy of this process begin. After an edit it makes the search too, which then takes longer than all pages, and
    from nothing while there is little else to do but planning. In a large index another copy makes the search.
    """
    library = standing_library(content)
    tasks: list[Callable[[], Any]] = [partial(related_and_map, library, project.cache, work.jobs, texts)]
    if work.jobs > 1 and (after_edit or len(library.papers) <= MOST_SENT):
        # From nothing the other processes have enough to do, and in a smaller index after an edit.
        jobs = work.jobs if after_edit and len(library.papers) > MOST_SENT else 1
        tasks.append(lambda: timed(SEARCH, lambda: list(search_files(library, project.cache, texts, jobs))))
    # In a small index what both load takes longer than what they do with it.
    copies = [tasks] if len(library.papers) <= MOST_SENT else [[task] for task in tasks]
    with ExitStack() as begun_copies:
        related, *search = (
            result
            for one in copies
            for result in begun_copies.enter_context(promised_in_turn(one, work.jobs))
        )

        def searched() -> list[OutputFile]:
            files: list[OutputFile]
            files, step = search[0]()
            # How long it was waited for is told by whoever waits.
            work.watch.add(replace(step, seconds=0))
            return files

        yield UnderWay(related, searched if search else None)


@contextmanager
def looked_ahead(memory: SiteMemory, jobs: int) -> Iterator[Callable[[], Look] | None]:
    """Let a copy of this process look, while all else begins, whether the site that was replaced is as the last build left
    it: the next one begins as its twin. None where nobody is there to do so, or nothing to look at.
    """
    if jobs < 2 or not is_there(memory.record) or not is_there(memory.spare):
        yield None
        return
    with promised(partial(look_at_spare, memory, os.getpid()), jobs) as found:
        yield found


def look_at_spare(memory: SiteMemory, origin: int) -> Look:
    """What is found there; nothing, in no folder, where it is not that of the last build. ``origin`` is the process that
    asks: a copy of it is in no hurry, for its answer is needed last of all.
    """
    if os.getpid() != origin:
        os.nice(PATIENCE)
    from generator.working.kept_build import known_site  # late: only the copy needs it so soon
    from generator.writing.looking import Look, look_at

    known = known_site(memory.record)
    try:
        return (
            look_at(os.fspath(memory.spare), known.files, memory.folder_times, known.looked)
            if known
            else Look(set())
        )
    except OSError:
        return Look(set())


def related_and_map(library: Library, cache: Path, jobs: int, texts: EntryTexts = NO_TEXTS) -> list[bytes]:
    """The related papers, packed for a process to send them; the map, which is made from them, is left in the cache."""
    # The copy that does it loads what it needs; nobody else has a use for it.
    from generator.indexes.kept_map import keep_map
    from generator.indexes.kept_related import rows_with_memory

    rows = rows_with_memory(library, cache / "related", jobs, texts)
    keep_map(library, rows, cache / "related", texts)
    return rows


def search_files(
    library: Library, cache: Path, texts: EntryTexts = NO_TEXTS, jobs: int = 1
) -> Iterable[OutputFile]:
    """The search index, made by ``jobs`` processes; what is known of papers from earlier builds waits in the ``cache``."""
    # Stop words and stems take a while to load, and one process alone needs them.
    from generator.search.index import build_search
    from generator.search.kept_formulas import formulas_remembered
    from generator.search.library_documents import LibraryDocuments

    kept = cache / "search"
    documents = LibraryDocuments(library)
    with formulas_remembered(kept):
        return build_search(documents, kept, jobs, documents.marks(texts, kept))
