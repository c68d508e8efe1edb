"""`paperindex review`: what a change says, entry by entry, and the pages it is about."""

from __future__ import annotations

import shutil
from html import escape
from pathlib import Path

import click

from generator.commands.common import FOLDER, config_option, content_option, opened, shown_here, stop
from generator.commands.comparing import library_at
from generator.loading.library_loader import load_content
from generator.model.library import Library
from generator.model.site_identity import SiteIdentity
from generator.reviewing.changed_pages import changed_pages, page_titles
from generator.reviewing.entry_review import review as review_text
from generator.text.counting import counted
from generator.text.maths import mixed_plain

SHARED = ("assets",)
"""What every page needs, whichever it is."""

LIST = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Changed pages</title></head><body><main><h1>Changed pages</h1>
<p>Only these pages are here; links to others lead nowhere. Serve the folder to see them with their styles:
<code>python3 -m http.server</code>.</p>
<ul>
{items}
</ul></main></body></html>
"""


@click.command()
@config_option
@content_option
@click.option("--against", metavar="REV", required=True, help="The revision that the change starts from.")
@click.option(
    "--pages", type=FOLDER, help="Also copy the changed pages of the built site into this new folder."
)
@click.option("--site-dir", type=FOLDER, help="Folder of the built site, if not the one in the settings.")
def review(
    config_file: Path, content: Path | None, against: str, pages: Path | None, site_dir: Path | None
) -> None:
    """Show what changed since REV as Markdown: each entry before and after, new and changed topics and tags.

    Made for the summary of a pull request's checks. Exit status: 0, 2 for wrong use.

    \b
    Examples:
      paperindex review --against origin/main
      paperindex review --against origin/main >> "$GITHUB_STEP_SUMMARY"
      paperindex review --against origin/main --pages preview
    """
    project = opened(config_file, content=content, site=site_dir)
    before = library_at(project.content, against)
    after = load_content(project.content, Path.cwd()).library
    identity = SiteIdentity(name="", description="", url=project.site_url)
    click.echo(review_text(before, after, identity), nl=False)
    if pages is not None:
        _copy_pages(changed_pages(before, after), after, project.site, pages)


def _copy_pages(addresses: tuple[str, ...], library: Library, site: Path, folder: Path) -> None:
    """The pages, what all pages need, and a list of links to begin with."""
    if folder.exists() and any(folder.iterdir()):
        stop(f"{shown_here(folder)} is not empty: name a new folder with --pages")
    if not (site / "index.html").is_file():
        stop(f"{shown_here(site)} holds no site: build it first")
    items = []
    try:
        for address, title in page_titles(addresses, library).items():
            if (site / address / "index.html").is_file():
                (folder / address).mkdir(parents=True, exist_ok=True)
                shutil.copy(site / address / "index.html", folder / address / "index.html")
                items.append(
                    f'<li><a href="{escape(address)}index.html">{escape(mixed_plain(title))}</a></li>'
                )
        for name in SHARED if items else ():
            if (site / name).is_dir():
                shutil.copytree(site / name, folder / name)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "index.html").write_text(LIST.format(items="\n".join(items)), encoding="utf-8")
    except OSError as error:
        stop(f"{shown_here(folder)} cannot be written: {error.strerror}")
    click.echo(f"{counted(len(items), 'page')} copied into {shown_here(folder)}", err=True)
