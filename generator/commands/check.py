"""`paperindex check`: every rule of the entry format over the whole content."""

from __future__ import annotations

from pathlib import Path

import click

from generator.commands.common import (
    EXIT_FAULTS,
    config_option,
    content_option,
    opened,
    print_problems,
    shown_here,
)
from generator.editing.entry_format import formatted_entry
from generator.editing.file_changes import replace_text
from generator.editing.repairs import repaired, vocabulary_of
from generator.loading.content_files import entry_files, read_text
from generator.loading.library_loader import LoadedContent, load_content
from generator.reporting import github_annotation
from generator.text.counting import counted


@click.command()
@config_option
@content_option
@click.option("--editorial", is_flag=True, help="Also warn of what a careful editor would mend.")
@click.option("--fix", is_flag=True, help="Make every repair that cannot go wrong, and format what changed.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "github"]),
    default="text",
    show_default=True,
    help="How problems are printed; github marks them on the lines of a pull request.",
)
def check(config_file: Path, content: Path | None, editorial: bool, fix: bool, form: str) -> None:
    """Check every entry, topic and tag.

    Prints all faults of all files at once, each with its place and a way to mend it. Exit status: 0 when
    there are no errors (warnings may be), 1 when there are, 2 for wrong use.

    \b
    Examples:
      paperindex check
      paperindex check --editorial
      paperindex check --fix
      paperindex check --content ../other-index/content
    """
    folder = content or opened(config_file).content
    loaded = load_content(folder, Path.cwd(), editorial=editorial)
    if fix and loaded.problems:
        _repair_entries(folder, loaded)
        loaded = load_content(folder, Path.cwd(), editorial=editorial)
    if form == "github":
        for problem in loaded.problems:
            click.echo(github_annotation(problem))
    else:
        print_problems(loaded.problems, err=False)
    if loaded.has_errors:
        raise SystemExit(EXIT_FAULTS)
    if not loaded.problems:
        topics, tags = len(loaded.library.topics), len(loaded.library.tags)
        papers = len(loaded.library.papers)
        click.echo(
            f"{counted(papers, 'paper')}, {counted(topics, 'topic')} and {counted(tags, 'tag')}: no problems"
        )


def _repair_entries(folder: Path, loaded: LoadedContent) -> None:
    """Repair the entries that have problems, and say what was done."""
    vocabulary = vocabulary_of(loaded.library)
    faulty = {problem.place.path for problem in loaded.problems}
    for file in entry_files(folder / "papers", folder, shown_here(folder)).files:
        text = read_text(file) if file.shown in faulty else None
        if not isinstance(text, str):
            continue
        new, repairs = repaired(text, vocabulary)
        for repair in repairs:
            click.echo(
                f"{file.shown}:{repair.line}: {repair.field}: '{repair.old}' is now '{repair.new}'", err=True
            )
        if repairs:
            replace_text(file.path, formatted_entry(new) or new)
