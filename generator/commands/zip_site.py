"""`paperindex zip`: the built site as one file that opens from a disk."""

from __future__ import annotations

import json
from pathlib import Path

import click

from generator.commands.common import EXIT_FAULTS, FOLDER, config_option, opened, shown_here, stop
from generator.text.counting import counted


@click.command("zip")
@config_option
@click.option("-d", "--site-dir", type=FOLDER, help="The built site, if not the folder in the settings.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The zip file; without it, named after the index.",
)
def zip_site(config_file: Path, site_dir: Path | None, output: Path | None) -> None:
    """Pack the built site for reading without a server.

    Unpack it anywhere and open index.html: pages, search, comparing and the reading list work from the disk.
    The same site gives the same bytes. Exit status: 0 packed, 1 there is no built site, 2 wrong use or a disk
    that refuses.

    \b
    Examples:
      paperindex build && paperindex zip
      paperindex zip --output /mnt/stick/papers.zip
    """
    project = opened(config_file, site=site_dir)
    from generator.offline.disk_edition import disk_edition
    from generator.offline.site_folder import NoSite, disk_prelude, read_site
    from generator.text.slugs import slug_of
    from generator.writing.site_zip import write_zip

    try:
        site = read_site(project.site)
    except NoSite:
        stop(f"{shown_here(project.site)} holds no built site: run 'paperindex build' first", EXIT_FAULTS)
    about = json.loads(site["manifest.json"])
    folder = slug_of(about["name"])
    target = output or Path(f"{folder}.zip")
    try:
        count = write_zip(target, folder, disk_edition(site, disk_prelude(project.templates), about["url"]))
    except OSError as error:
        stop(f"{shown_here(target)} could not be written: {error.strerror or error}")
    size = target.stat().st_size / 1_000_000
    click.echo(
        f"{counted(count, 'file')} in {shown_here(target)}, {size:.1f} MB: unpack it and open {folder}/index.html"
    )
