"""`paperindex build`: the whole site into a folder."""

from __future__ import annotations

import time
from pathlib import Path

import click

from generator.commands.common import (
    EXIT_FAULTS,
    FOLDER,
    config_option,
    content_option,
    opened,
    print_problems,
    stop,
)
from generator.reporting import printable
from generator.text.counting import counted


@click.command()
@config_option
@content_option
@click.option("-d", "--site-dir", type=FOLDER, help="Where the site goes, if not the folder in the settings.")
def build(config_file: Path, content: Path | None, site_dir: Path | None) -> None:
    """Build the site.

    The last good site stays as it is until the new one is whole; with errors in the content it stays
    altogether. Exit status: 0 built, 1 faults in the content, 2 wrong use or a disk that refuses.

    \b
    Examples:
      paperindex build
      paperindex build --site-dir /var/www/papers
    """
    started = time.monotonic()
    project = opened(config_file, content=content, site=site_dir)
    from generator.pipeline import ContentRefused, build_project
    from generator.shell.engine_host import EngineFault, engine_site
    from generator.writing.links import DeadLinks
    from generator.writing.site_writer import WriteFault

    try:
        built = build_project(project, engine_site)
    except ContentRefused as refused:
        print_problems(refused.problems)
        stop("the site was not built; mend the errors above and build again", EXIT_FAULTS)
    except DeadLinks as dead:
        stop(f"the site was not built: {dead}", EXIT_FAULTS)
    except (EngineFault, WriteFault) as fault:
        stop(str(fault))
    print_problems(built.problems)
    if built.history.gap:
        reason = f" ({printable(built.history.reason)})" if built.history.reason else ""
        click.echo(f"note: pages do not say when entries were changed: {built.history.gap}{reason}", err=True)
    written = built.written
    click.echo(
        f"{counted(built.papers, 'paper')}, {counted(written.files, 'file')} in {written.folder.name}/ "
        f"({written.written:,} new or changed, {written.removed:,} removed) in {time.monotonic() - started:.1f} s"
    )
