"""The site served from a folder and made anew while somebody edits, on MkDocs' own live-reload server.

After an edit of an entry its page is written first, in the time of a blink, and the browser shows it; then the
whole site is built and takes its place.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from mkdocs.livereload import LiveReloadServer

from generator.first_look import first_look, second_look
from generator.loading.remembered_readings import RememberedReadings
from generator.model.engine_site import EngineSite
from generator.pages.template_fault import TemplateFault
from generator.pipeline import ContentRefused, check_project
from generator.project import Project, memory_of
from generator.reporting import problem_report
from generator.revisions.entry_history import entry_history
from generator.shell.engine import Engine, EngineFault
from generator.shell.engine_host import engine_site
from generator.shell.live_reload import allow_reload_script
from generator.site_plan import SitePlan, plan_site, write_plan
from generator.working.work import Work
from generator.writing.links import DeadLinks
from generator.writing.site_writer import write_site
from generator.writing.workshop import workshop

Say = Callable[[str], None]


class ServerFault(Exception):
    """The server could not start; the message says what to do."""


def serve_project(
    project: Project, host: str, port: int, *, engine: Engine, open_browser: bool, say: Say
) -> None:
    """Build into a temporary folder, serve it until interrupted, rebuild at each change.

    Raises ServerFault when the first build or the address fails.
    """
    with workshop(Path(tempfile.gettempdir()), "paperindex-serve-") as place:
        editing = _Editing(replace(project, site=place / "site"), place, say, engine)
        try:
            editing.build_whole()
        except (ContentRefused, EngineFault, DeadLinks, TemplateFault) as fault:
            raise ServerFault(_told(fault)) from None
        _run(editing, host, port, open_browser)


def _told(fault: ContentRefused | EngineFault | DeadLinks | TemplateFault) -> str:
    if isinstance(fault, ContentRefused):
        return f"the content has errors\n{problem_report(fault.problems)}"
    return fault.told(Path.cwd()) if isinstance(fault, TemplateFault) else str(fault)


class _Editing:
    """One sitting: what is served, and what has to be done at the next change."""

    def __init__(self, project: Project, place: Path, say: Say, engine: Engine) -> None:
        self.project = project
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
                self.build_whole()
        except (ContentRefused, EngineFault, DeadLinks, TemplateFault) as fault:
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

    def build_whole(self) -> None:
        """Build everything. Raises ContentRefused, EngineFault or DeadLinks; then the last site stays."""
        loaded = check_project(self.project, self._readings)
        self._engine = engine_site(self.project, self._engine_used)
        memory = memory_of(self.project, self.memory)
        history = entry_history(self.project.content)
        plan = plan_site(self.project, self._engine, loaded.library, history, Work(), memory)
        written = write_plan(plan)
        self._plan = plan
        self.say(f"{written.files:,} files, {written.written:,} new or changed")


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
            polling_interval=0.1,
        )
    except OSError as error:
        raise ServerFault(f"cannot listen on {host}:{port}: {error}; choose another with --address") from None
    # MkDocs waits until edits have ceased for a quarter of a second; an editor saves in one step.
    server.build_delay = 0.05
    server.error_handler = _not_found(project.site)
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


def _not_found(site: Path) -> Callable[[int], bytes | None]:
    def page(code: int) -> bytes | None:
        path = site / f"{code}.html"
        return path.read_bytes() if path.is_file() else None

    return page
