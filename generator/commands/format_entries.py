"""`paperindex format`: entry files in their one settled form."""

from __future__ import annotations

from pathlib import Path

import click

from generator.commands.common import EXIT_FAULTS, config_option, content_option, opened, shown_here, stop
from generator.commands.finding import is_in, named_places, paper_ids, settled_path
from generator.editing.entry_format import formatted_entry
from generator.editing.file_changes import replace_text
from generator.loading.content_files import ContentFile, entry_files, read_text
from generator.loading.entry_reader import read_entry
from generator.model.problem import Problem
from generator.text.counting import counted
from generator.text.terminal_words import printable


@click.command(name="format")
@config_option
@content_option
@click.option(
    "--check", "only_check", is_flag=True, help="Change nothing; exit status 1 if a file would change."
)
@click.argument("names", nargs=-1, metavar="[ID|FILE|FOLDER]...", shell_complete=paper_ids)
def format_entries(config_file: Path, content: Path | None, only_check: bool, names: tuple[str, ...]) -> None:
    """Put entries into their settled form: order of keys, quotes, wrapping. Comments stay.

    Where none is named all entries of the content are formatted. What an entry says does not change; a file with
    faults of syntax is left alone and named. Exit status: 0, 1 when --check found files that would change, 2 for
    wrong use.

    \b
    Examples:
      paperindex format
      paperindex format kimi-linear
      paperindex format content/papers/kimi-linear.yml
      paperindex format --check
    """
    folder = content or opened(config_file).content
    found = entry_files(folder / "papers", folder, shown_here(folder)).files
    places = named_places(names, folder, config_file)
    paths = {settled_path(file.path): file for file in found} if names else {}
    chosen = [file for path, file in paths.items() if is_in(path, frozenset(places))] if names else found
    reached = {place for path in paths for place in (path, *path.parents)}
    for name, place in zip(names, places, strict=True):
        if place not in reached:
            stop(f"{printable(name[:200])} is not an entry of {shown_here(folder)}/papers")
    changed = [file for file in chosen if _formatted(file, only_check)]
    for file in changed:
        click.echo(f"{'would change' if only_check else 'formatted'} {printable(file.shown)}")
    click.echo(
        f"{counted(len(changed), 'file')} of {len(chosen):,} {'would change' if only_check else 'changed'}",
        err=True,
    )
    if only_check and changed:
        raise SystemExit(EXIT_FAULTS)


def _formatted(file: ContentFile, only_check: bool) -> bool:
    """Format one file; whether it changed or would change."""
    text = read_text(file)
    new = None if isinstance(text, Problem) else formatted_entry(text)
    if new is None or isinstance(text, Problem):
        click.echo(f"left alone: {file.shown} cannot be read; `paperindex check` says why", err=True)
        return False
    raw = file.path.read_bytes()
    if new.encode() == raw:
        return False
    # Belt and braces: a form that would change what the entry says is our mistake, not the editor's loss.
    if read_entry(file, new).paper != read_entry(file, text).paper:
        raise AssertionError(f"formatting would change what {file.shown} says")
    if not only_check:
        try:
            replace_text(file.path, new)
        except OSError as error:
            stop(f"{file.shown} cannot be written: {error.strerror}")
    return True
