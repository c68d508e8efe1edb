"""The site served from a folder and rebuilt while somebody edits, on MkDocs' own live-reload server."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from mkdocs.livereload import LiveReloadServer

from generator.pipeline import ContentRefused, build_project
from generator.project import Project
from generator.reporting import problem_report
from generator.shell.engine_host import EngineFault, engine_site
from generator.writing.links import DeadLinks
from generator.writing.workshop import workshop


class ServerFault(Exception):
    """The server could not start; the message says what to do."""


def serve_project(
    project: Project, host: str, port: int, *, open_browser: bool, say: Callable[[str], None]
) -> None:
    """Build into a temporary folder, serve it until interrupted, rebuild at each change.

    Raises ServerFault when the first build or the address fails.
    """
    with workshop(Path(tempfile.gettempdir()), "paperindex-serve-") as place:
        served = replace(project, site=place / "site")
        mount = _rebuild(served, say, first=True)
        _run(served, host, port, mount, open_browser, say)


def _rebuild(project: Project, say: Callable[[str], None], *, first: bool = False) -> str:
    """Build once; gives the path below which the site is mounted. Later faults are said and the old site stays."""
    try:
        engine = engine_site(project)
        built = build_project(project, lambda _: engine)
    except ContentRefused as refused:
        text = problem_report(refused.problems)
        if first:
            raise ServerFault(f"the content has errors\n{text}") from None
        say(f"{text}\nthe last good site stays up")
        return "/"
    except (EngineFault, DeadLinks) as fault:
        if first:
            raise ServerFault(str(fault)) from None
        say(f"{fault}\nthe last good site stays up")
        return "/"
    say(f"{built.written.files:,} files, {built.written.written:,} new or changed")
    return urlsplit(engine.identity.url or "/").path or "/"


def _run(
    project: Project, host: str, port: int, mount: str, open_browser: bool, say: Callable[[str], None]
) -> None:
    logging.getLogger("mkdocs.livereload").setLevel(logging.WARNING)

    def rebuild() -> None:
        _rebuild(project, say)

    try:
        server = LiveReloadServer(
            builder=rebuild,
            host=host,
            port=port,
            root=str(project.site),
            mount_path=mount,
        )
    except OSError as error:
        raise ServerFault(f"cannot listen on {host}:{port}: {error}; choose another with --address") from None
    server.error_handler = _not_found(project.site)
    for folder in (project.content, project.docs, *project.templates):
        if folder.is_dir():
            server.watch(str(folder))
    server.watch(str(project.config_file))
    say(f"serving on http://{host}:{port}{mount}  (Ctrl-C ends it)")
    try:
        server.serve(open_in_browser=open_browser)
    except KeyboardInterrupt:
        say("")
    finally:
        server.shutdown()


def _not_found(site: Path) -> Callable[[int], bytes | None]:
    def page(code: int) -> bytes | None:
        path = site / f"{code}.html"
        return path.read_bytes() if path.is_file() else None

    return page
