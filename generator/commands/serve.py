"""`paperindex serve`: the site in a browser, made anew at every change."""

from __future__ import annotations

from pathlib import Path

import click

from generator.commands.common import (
    collect_seldom,
    config_option,
    content_option,
    end_as_by_ctrl_c,
    engine_option,
    jobs_option,
    opened,
    stop,
)
from generator.commands.progress import shown_progress


@click.command()
@config_option
@content_option
@engine_option
@jobs_option
@click.option(
    "-a", "--address", default="127.0.0.1:8000", show_default=True, help="Host and port to listen on."
)
@click.option("--open/--no-open", "open_browser", default=False, help="Open the site in a browser.")
def serve(
    config_file: Path, content: Path | None, engine: str, jobs: int | None, address: str, open_browser: bool
) -> None:
    """Serve the site and rebuild it when content, pages or templates change.

    The page of an edited or new entry is there at once, the whole site a moment later. A fault in the content is
    printed and the last good site stays up until it is mended. Ctrl-C ends it.
    Exit status: 0, or 2 when the first build or the address fails.

    \b
    Examples:
      paperindex serve
      paperindex serve --address 0.0.0.0:8080
    """
    host, _, port = address.rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65536:
        stop(f"'{address}' is not an address: write it as 127.0.0.1:8000")
    project = opened(config_file, content=content)
    from generator.shell.engine import EngineFault
    from generator.shell.engine_host import engine_called
    from generator.shell.live_server import ServerFault, serve_project
    from generator.working.processors import usual_workers

    collect_seldom()
    end_as_by_ctrl_c()
    try:
        serve_project(
            project,
            host,
            int(port),
            engine=engine_called(engine),
            open_browser=open_browser,
            jobs=jobs or usual_workers(),
            say=click.echo,
            shown=shown_progress,
        )
    except (EngineFault, ServerFault) as fault:
        stop(str(fault))
