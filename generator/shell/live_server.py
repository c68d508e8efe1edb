"""The site served from a folder and made anew while somebody edits, on MkDocs' own live-reload server.

After an edit of an entry its page is written first, in the time of a blink, and the browser shows it; then the
whole site is built and takes its place.

The server answers in threads while copies of the process build (fork(2)): a copy has none of them, and takes no lock that
one of them may hold.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

from mkdocs.livereload import LiveReloadServer

from generator.first_look import first_look, second_look
from generator.loading.remembered_readings import RememberedReadings
from generator.model.engine_site import EngineSite
from generator.pages.template_fault import TemplateFault
from generator.pipeline import ContentRefused, build_project, check_project
from generator.project import Project, memory_of
from generator.reporting import problem_report
from generator.shell.engine import Engine, EngineFault
from generator.shell.engine_host import engine_site
from generator.shell.live_reload import allow_reload_script, with_reload_script
from generator.site_plan import SitePlan
from generator.working.work import Work
from generator.writing.links import DeadLinks
from generator.writing.site_writer import WriteFault, write_site
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
                editing.build_whole(work)
        except FAULTS as fault:
            raise ServerFault(_told(fault)) from None
        _run(editing, host, port, open_browser)


def _told(fault: Fault) -> str:
    if isinstance(fault, ContentRefused):
        return f"the content has errors\n{problem_report(fault.problems)}"
    return fault.told(Path.cwd()) if isinstance(fault, TemplateFault) else str(fault)


class _Editing:
    """One sitting: what is served, and what has to be done at the next change."""

    def __init__(self, project: Project, place: Path, say: Say, engine: Engine, jobs: int) -> None:
        self.project = project
        self.jobs = jobs
        self.memory = place / "memory"
        """What builds know of the site before; it goes with the sitting."""
        self.due = place / "whole-site-is-due"
        """A file that the server watches: touching it asks for the whole site."""
        self.say = say
        self._readings = RememberedReadings()
        self._engine_used = engine
        self._engine: EngineSite | None = None
        self._plan: SitePlan | None = None
        """Of the site that is served."""
        self._whole_is_due = False
        self.due.touch()

    @property
    def papers(self) -> int:
        """How many papers the site has."""
        return len(self._plan.content.papers) if self._plan else 0

    @property
    def mount(self) -> str:
        """The path below which the site is served, as it will be where it is published."""
        address = self._engine.identity.url if self._engine else None
        return urlsplit(address or "/").path or "/"

    def rebuild(self) -> None:
        """What the server calls at a change: a first look at edited entries, then the whole site."""
        try:
            if not self._whole_is_due and self._take_first_look():
                self._whole_is_due = True
                self.due.touch()
            else:
                self._whole_is_due = False
                self.build_whole(Work(self.jobs))
        except FAULTS as fault:
            self._whole_is_due = False
            self.say(f"{_told(fault)}\nthe last good site stays up")

    def _take_first_look(self) -> bool:
        """Write the pages of the edited entries; False where the change was of another sort."""
        if self._plan is None or self._engine is None:
            return False
        pages = first_look(self._plan, self._readings.edited())
        if not pages:
            after = check_project(self.project, self._readings).library
            pages = second_look(self._plan, after, self._engine, self.project, self._plan.context.history)
        if pages:
            write_site(self.project.site, {}, pages, in_place=True)
            self.say(f"{', '.join(page.address for page in pages)} first; the whole site follows")
        return bool(pages)

    def build_whole(self, work: Work) -> None:
        """Build everything. Raises one of the ``FAULTS``; then the last site stays."""
        memory = memory_of(self.project, self.memory)
        built = build_project(self.project, self._render, work, memory=memory, read_entries=self._readings)
        self._plan = built.plan
        self.say(f"{built.written.files:,} files, {built.written.written:,} new or changed")

    def _render(self, project: Project) -> EngineSite:
        self._engine = engine_site(project, self._engine_used)
        return self._engine


def _run(editing: _Editing, host: str, port: int, open_browser: bool) -> None:
    logging.getLogger("mkdocs.livereload").setLevel(logging.WARNING)
    project, mount = editing.project, editing.mount
    try:
        server = LiveReloadServer(
            builder=editing.rebuild,
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
    server.error_handler = _not_found(server, project.site)
    allow_reload_script(server)
    for folder in (project.content, project.docs, *project.templates):
        if folder.is_dir():
            server.watch(str(folder))
    server.watch(str(project.config_file))
    server.watch(str(editing.due))
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
