"""The site served from a folder and made anew while somebody edits, on MkDocs' own live-reload server.

After an edit of an entry its page is written first, in the time of a blink, and the browser shows it; then the whole site is
built by a copy of the process and takes its place. Meanwhile pages are given out as before, and the next edit is shown as
soon as the first was.

The server answers in threads while the process is copied (fork(2)): a copy has none of them, and takes no lock that one of
them may hold.
"""

from __future__ import annotations

import gc
import logging
import os
import tempfile
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack, closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeAlias
from urllib.parse import urlsplit

from mkdocs.livereload import LiveReloadServer

from generator.first_look import ServedSite, first_look, second_look, served_next, served_site
from generator.loading.library_loader import LoadedContent
from generator.loading.remembered_readings import RememberedReadings
from generator.model.engine_site import EngineSite
from generator.model.history import NO_HISTORY, History
from generator.model.library import Library
from generator.pages.template_fault import TemplateFault
from generator.pipeline import ContentRefused, build_project, check_project
from generator.project import Project, memory_of
from generator.reporting import problem_report
from generator.shell.engine import Engine, EngineFault
from generator.shell.engine_host import engine_site
from generator.shell.live_reload import (
    allow_reload_script,
    reload_where_seen,
    with_reload_script,
)
from generator.shell.watched_files import FilesNow, files_now
from generator.under_way import PATIENCE
from generator.working.known_files import FileMark
from generator.working.work import Work
from generator.working.workers import Promise, promised
from generator.writing.links import DeadLinks
from generator.writing.looking import mark_at
from generator.writing.site_writer import WriteFault, WrittenSite, write_site
from generator.writing.workshop import workshop

Say = Callable[[str], None]
Shown = Callable[[Work], AbstractContextManager[None]]
"""Shows how long work goes on."""
Fault: TypeAlias = ContentRefused | EngineFault | DeadLinks | TemplateFault | WriteFault
FAULTS = (ContentRefused, EngineFault, DeadLinks, TemplateFault, WriteFault)
"""What keeps a site from being built, and is told."""
LOOK_AT_A_FILE = 8e-6
"""Seconds that the watcher takes for it."""
SHARE_OF_LOOKING = 0.2
"""Of a processor's time, while nobody edits anything."""
SHORTEST_PAUSE, LONGEST_PAUSE = 0.1, 0.5


class ServerFault(Exception):
    """The server could not start; the message says what to do."""


def serve_project(
    project: Project,
    host: str,
    port: int,
    *,
    engine: Engine,
    open_browser: bool,
    jobs: int,
    say: Say,
    shown: Shown,
) -> None:
    """Build into a temporary folder, serve it until interrupted, rebuild at each change; ``jobs`` processes build, and
    ``shown`` is how the first build goes on.

    Raises ServerFault when that or the address fails.
    """
    with workshop(Path(tempfile.gettempdir()), "paperindex-serve-") as place:
        editing = _Editing(replace(project, site=place / "site"), place, say, engine, jobs)
        work = Work(jobs)
        try:
            with shown(work):
                editing.begin(work)
        except FAULTS as fault:
            raise ServerFault(_told(fault)) from None
        with closing(editing):
            _run(editing, host, port, open_browser)


def _told(fault: Fault) -> str:
    if isinstance(fault, ContentRefused):
        return f"the content has errors\n{problem_report(fault.problems)}"
    return fault.told(Path.cwd()) if isinstance(fault, TemplateFault) else str(fault)


class _Whole(NamedTuple):
    """A whole site that was built, or why it was not."""

    fault: str
    """What keeps it from being built, as it is told; empty where nothing did."""
    written: WrittenSite | None = None
    history: History = NO_HISTORY
    related: Sequence[bytes] = ()
    """The papers near each, packed."""


class _UnderWay(NamedTuple):
    """A whole site that a copy of this process builds."""

    files: FilesNow
    """As they were when it began."""
    signal: FileMark | None
    """The mark of the file that the copy touches at its end, before that."""
    content: Library
    engine: EngineSite
    whole: Promise[_Whole]
    end: Callable[[], None]
    """Waits for the copy, or ends it where nobody has heard it."""


class _Editing:
    """One sitting: what is served, and what has to be done at the next change."""

    def __init__(self, project: Project, place: Path, say: Say, engine: Engine, jobs: int) -> None:
        self.project = project
        self.jobs = jobs
        self.memory = place / "memory"
        """What builds know of the site before; it goes with the sitting."""
        self.watched = (project.content, project.docs, *project.templates, project.config_file)
        """Folders and files that the site is made from."""
        self.due = place / "whole-site-is-due"
        self.built = place / "whole-site-is-built"
        """Files that the server watches as well: touching one of them lets it ask what there is to do."""
        self.say = say
        self._readings = RememberedReadings()
        self._engine_used = engine
        self._engine: EngineSite | None = None
        self._served: ServedSite | None = None
        self._ahead: set[str] = set()
        """The addresses of pages that were put into the site that is served."""
        self._under_way: _UnderWay | None = None
        self._served_files: FilesNow = {}
        """What the site that is served was made from; below, the files of the last one that was begun, those that were looked
        at last, those of which all entries were read, and those from which no site could be made."""
        self._begun_with: FilesNow = {}
        self._looked_at: FilesNow = {}
        self._read: FilesNow = {}
        self._refused: FilesNow | None = None
        self.due.touch()
        self.built.touch()

    @property
    def papers(self) -> int:
        """How many papers the site has."""
        return len(self._served.content.papers) if self._served else 0

    @property
    def mount(self) -> str:
        """The path below which the site is served, as it will be where it is published."""
        address = self._engine.identity.url if self._engine else None
        return urlsplit(address or "/").path or "/"

    def begin(self, work: Work) -> None:
        """Build the first site. Raises one of the ``FAULTS``."""
        files = files_now(self.watched)
        memory = memory_of(self.project, self.memory)
        made = build_project(
            self.project, self._render, work, memory=memory, check=lambda: self._check(files)
        )
        engine, plan = self._engine or self._render(self.project), made.plan
        self._served = served_site(
            self.project, engine, plan.content, made.history, plan.related.rows, plan.grounds.indexes
        )
        self._served_files = self._begun_with = self._looked_at = files
        self._tell(made.written)

    def rebuild(self) -> bool:
        """What the server calls at a change: a first look at edited entries, then the whole site. True where there is
        something new to be seen.
        """
        files, is_new = files_now(self.watched), False
        try:
            is_new = self._take_over()
            if files == self._refused:
                return is_new
            if files != self._looked_at and self._take_a_look(files):
                # What is seen now need not wait until the rest is begun.
                self.due.touch()
                return True
            if self._under_way is None and files != self._begun_with:
                self._begin_whole(files)
        except FAULTS as fault:
            self._refused = files
            self._tell_fault(_told(fault))
        return is_new

    def close(self) -> None:
        """End what is under way."""
        if self._under_way is not None:
            self._under_way.end()

    def _take_a_look(self, files: FilesNow) -> bool:
        """Write the pages of the edited entries; False where the change was of another sort."""
        self._looked_at = files
        served, engine = self._served, self._engine
        if served is None or engine is None:
            return False
        # The readings tell what was edited since they were taken, which may be later than the site that is served.
        is_first = self._read == self._served_files
        pages = first_look(served, self._readings.edited()) if is_first else []
        if not pages:
            after = self._check(files).library
            history = served.context.history
            pages = second_look(served, after, engine, self.project, history, self._ahead)
        if pages:
            self._ahead.update(page.address for page in pages)
            write_site(self.project.site, {}, pages, in_place=True)
            self.say(f"{', '.join(page.address for page in pages)} first; the whole site follows")
        return bool(pages)

    def _begin_whole(self, files: FilesNow) -> None:
        """Let a copy of this process build everything. Raises one of the ``FAULTS``."""
        self._begun_with = files
        content = self._check(files)
        engine = self._render(self.project)
        signal, copies = mark_at(os.fspath(self.built)), ExitStack()
        whole = copies.enter_context(promised(partial(self._whole, content, engine, os.getpid()), 2))
        self._under_way = _UnderWay(files, signal, content.library, engine, whole, copies.close)
        # What earlier sites were printed from holds on to itself, and nobody waits for this process now.
        gc.collect()
        if whole.is_there():
            # There is no copy, where the system knows none.
            self.built.touch()

    def _whole(self, content: LoadedContent, engine: EngineSite, origin: int) -> _Whole:
        """Build everything; ``origin`` is the process that asks, in which the next edits are looked at meanwhile."""
        if os.getpid() != origin:
            os.nice(PATIENCE)
        memory = memory_of(self.project, self.memory)
        try:
            made = build_project(
                self.project,
                lambda _: engine,
                Work(self.jobs),
                memory=memory,
                check=lambda: content,
                anew=frozenset(self._ahead),
            )
        except FAULTS as fault:
            return _Whole(_told(fault))
        finally:
            self.built.touch()
        # What is known of each file waits on the disk.
        return _Whole("", made.written._replace(known=None), made.history, made.plan.related.rows)

    def _take_over(self) -> bool:
        """Serve from now on what a copy has built; False where there is nothing new."""
        under_way, served = self._under_way, self._served
        if under_way is None or served is None:
            return False
        # A copy that was killed touches nothing.
        if mark_at(os.fspath(self.built)) == under_way.signal and not under_way.whole.is_there():
            return False
        self._under_way = None
        try:
            made = under_way.whole()
        finally:
            under_way.end()
        if made.written is None:
            self._tell_fault(made.fault)
            return False
        content, engine = under_way.content, under_way.engine
        self._served = served_next(served, self.project, engine, content, made.history, made.related)
        # What was edited since is not in it, although it was seen already.
        self._served_files = self._looked_at = under_way.files
        self._ahead.clear()
        self._tell(made.written)
        return True

    def _tell(self, written: WrittenSite) -> None:
        self.say(f"{written.files:,} files, {written.written:,} new or changed")

    def _tell_fault(self, fault: str) -> None:
        self.say(f"{fault}\nthe last good site stays up")

    def _check(self, files: FilesNow) -> LoadedContent:
        """The content as it is now; ``files`` are those that are there."""
        self._read = files
        return check_project(self.project, self._readings)

    def _render(self, project: Project) -> EngineSite:
        self._engine = engine_site(project, self._engine_used)
        return self._engine


def _run(editing: _Editing, host: str, port: int, open_browser: bool) -> None:
    logging.getLogger("mkdocs.livereload").setLevel(logging.WARNING)
    project, mount = editing.project, editing.mount
    try:
        server = LiveReloadServer(
            builder=lambda: None,
            host=host,
            port=port,
            root=str(project.site),
            mount_path=mount,
            polling_interval=pause_between_looks(editing.papers),
        )
    except OSError as error:
        raise ServerFault(f"cannot listen on {host}:{port}: {error}; choose another with --address") from None
    # MkDocs waits until edits have ceased for a quarter of a second; an editor saves in one step.
    server.build_delay = 0.05
    # A browser asks for more things at once than the five that would wait here, and asks again after a second.
    server.request_queue_size = 64
    server.error_handler = _not_found(server, project.site)
    allow_reload_script(server)
    reload_where_seen(server, editing.rebuild)
    for place in (*editing.watched, editing.due, editing.built):
        if place.exists():
            server.watch(str(place))
    editing.say(f"serving on http://{host}:{port}{mount}  (Ctrl-C ends it)")
    try:
        server.serve(open_in_browser=open_browser)
    except KeyboardInterrupt:
        editing.say("")
    finally:
        server.shutdown()


def pause_between_looks(papers: int) -> float:
    """Seconds between two looks of the watcher at all entries, so that a large index leaves the machine in peace."""
    return min(LONGEST_PAUSE, max(SHORTEST_PAUSE, papers * LOOK_AT_A_FILE / SHARE_OF_LOOKING))


def _not_found(server: LiveReloadServer, site: Path) -> Callable[[int], bytes | None]:
    def page(code: int) -> bytes | None:
        path = site / f"{code}.html"
        return with_reload_script(server, path.read_bytes()) if path.is_file() else None

    return page
