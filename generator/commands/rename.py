"""`paperindex rename`: a paper's id changed everywhere, its old address kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import click

from generator.commands.common import (
    EXIT_FAULTS,
    config_option,
    content_option,
    opened,
    print_problems,
    shown_here,
    stop,
)
from generator.commands.finding import entry_id, paper_ids
from generator.editing.file_changes import create_text, replace_text
from generator.editing.renaming import CannotEdit, mentions, renamed_entry, with_references
from generator.loading.content_files import ContentFile, entry_files, read_text, single_file
from generator.loading.library_loader import load_content
from generator.model.library import Library
from generator.reporting import printable
from generator.text.counting import counted
from generator.text.nearest import did_you_mean
from generator.text.slugs import identifier_fault


@dataclass(frozen=True, slots=True)
class Change:
    """A file that refers to the paper, and its new text."""

    file: ContentFile
    text: str


@click.command()
@config_option
@content_option
@click.option("--dry-run", is_flag=True, help="Say what would change, change nothing.")
@click.argument("old", metavar="OLD", shell_complete=paper_ids)
@click.argument("new", metavar="NEW")
def rename(config_file: Path, content: Path | None, dry_run: bool, old: str, new: str) -> None:
    """Give the paper OLD the id NEW. Both may also be said as files.

    The entry's file gets the new name, the old id becomes one of its aliases, so that its page forwards, and
    everything that names the paper follows: builds_on, superseded_by, start_here of topics, people.yml. Comments
    and layout stay, so git sees a renamed file.

    Exit status: 0 when it is done, 1 when a file cannot be changed (then none is), 2 for wrong use.

    \b
    Examples:
      paperindex rename kimi kimi-linear
      paperindex rename kimi kimi-linear --dry-run
    """
    folder = content or opened(config_file).content
    old, new = entry_id(old), entry_id(new)
    library = load_content(folder, Path.cwd()).library
    files = _content_files(folder)
    entry = _entry(old, library, files)
    _refuse_taken(new, old, library, files)
    try:
        text = renamed_entry(_text(entry), old, new)
        text = with_references(text, old, new)
    except CannotEdit as fault:
        stop(f"{entry.shown}: {fault}", EXIT_FAULTS)
    changes = _changes([file for file in files if file != entry], old, new)
    target = entry.path.with_name(new + entry.path.suffix)
    if not dry_run:
        _carry_out(entry, target, text, changes)
    verb = "would become" if dry_run else "is now"
    click.echo(f"{entry.shown} {verb} {shown_here(target)}")
    for change in changes:
        click.echo(f"{change.file.shown} {'would follow' if dry_run else 'follows'}")
    click.echo(f"papers/{old}/ {'would forward' if dry_run else 'forwards'} to papers/{new}/", err=True)
    if not dry_run:
        _tell_faults(folder, {shown_here(target), *(change.file.shown for change in changes)})


def _content_files(folder: Path) -> list[ContentFile]:
    shown = shown_here(folder)
    return [
        *entry_files(folder / "papers", folder, shown).files,
        *entry_files(folder / "topics", folder, shown).files,
        *single_file(folder / "people.yml", folder, shown).files,
    ]


def _entry(old: str, library: Library, files: list[ContentFile]) -> ContentFile:
    """The file of the paper; leaves with status 2 where there is none."""
    found = next((file for file in files if file.stem == old and file.source.startswith("papers/")), None)
    if found is not None:
        return found
    owner = next((paper.key for paper in library.papers.values() if old in paper.aliases), None)
    if owner is not None:
        why = f"'{old}' is a former id of '{owner}': rename that one"
    else:
        hint = did_you_mean(old, library.papers, "its id is its file's name without .yml")
        why = f"there is no paper '{printable(old)}'; {hint}"
    return stop(why)


def _refuse_taken(new: str, old: str, library: Library, files: list[ContentFile]) -> None:
    fault = identifier_fault(new)
    if fault is not None:
        stop(f"the id '{printable(new)}' {fault}; for example: kimi-linear")
    if new == old:
        stop("both ids are the same")
    if any(file.stem == new and file.source.startswith("papers/") for file in files):
        stop(f"the id '{new}' is taken; choose another one")
    owner = next((paper.key for paper in library.papers.values() if new in paper.aliases), old)
    if owner != old:
        stop(f"'{new}' is a former id of '{owner}', and its address leads there; choose another one")


def _text(file: ContentFile) -> str:
    text = read_text(file)
    if not isinstance(text, str):
        print_problems([text])
        stop(f"{file.shown} cannot be changed", EXIT_FAULTS)
    return text


def _changes(files: list[ContentFile], old: str, new: str) -> list[Change]:
    """Every other file that names the paper, as it will be; leaves with status 1 where one cannot be changed."""
    changes = []
    for file in files:
        before = read_text(file)
        if not isinstance(before, str) or not mentions(before, old):
            continue
        try:
            after = with_references(before, old, new)
        except CannotEdit as fault:
            stop(f"{file.shown}: {fault}", EXIT_FAULTS)
        if after != before:
            changes.append(Change(file, after))
    return changes


def _carry_out(entry: ContentFile, target: Path, text: str, changes: list[Change]) -> None:
    """The new file first, the old one goes last: whatever happens between, no entry is lost."""
    try:
        create_text(target, text)
        for change in changes:
            replace_text(change.file.path, change.text)
        entry.path.unlink()
    except FileExistsError:
        stop(f"{shown_here(target)} is there already")
    except OSError as error:
        stop(f"not everything could be written ({error.strerror}); `git status` shows what was", EXIT_FAULTS)


def _tell_faults(folder: Path, touched: set[str]) -> None:
    """What the checker says of the files that were changed."""
    problems = [
        problem for problem in load_content(folder, Path.cwd()).problems if problem.place.path in touched
    ]
    if problems:
        click.echo(f"{counted(len(problems), 'problem')} in these files, as before or now:", err=True)
        print_problems(problems)
