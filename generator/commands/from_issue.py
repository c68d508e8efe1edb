"""`paperindex from-issue`: a filled issue form as a change to the content."""

from __future__ import annotations

import os
import sys
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
    today,
)
from generator.commands.finding import found_paper
from generator.editing.file_changes import create_text, replace_text
from generator.editing.from_issue import CannotUse, corrected_entry, suggested_entry
from generator.editing.issue_form import CORRECTION, FilledForm, read_issue
from generator.editing.renaming import CannotEdit
from generator.loading.content_files import entry_files
from generator.loading.library_loader import LoadedContent, load_content
from generator.model.problem import Severity
from generator.reporting import printable


@click.command(name="from-issue")
@config_option
@content_option
@click.option(
    "--env", "variable", metavar="NAME", help="Take the issue's text from this environment variable."
)
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
def from_issue(config_file: Path, content: Path | None, variable: str | None, file: Path | None) -> None:
    """Turn an issue made with one of the forms into a new entry, or a corrected one.

    The text comes from FILE, from an environment variable, or from standard input. It is read as text and never
    run; the outcome is checked like every entry, and with errors nothing is written.

    Exit status: 0 when a file was written (its path is printed), 1 when the issue does not hold what an entry
    needs, 2 for wrong use.

    \b
    Examples:
      paperindex from-issue issue.md
      ISSUE_BODY="$(cat issue.md)" paperindex from-issue --env ISSUE_BODY
    """
    folder = content or opened(config_file).content
    filled = read_issue(_text(variable, file))
    if filled is None:
        stop("this issue was not made with one of the forms; edit the content by hand", EXIT_FAULTS)
    loaded = load_content(folder, Path.cwd())
    try:
        written = (
            _correct(filled, folder, loaded)
            if filled.form is CORRECTION
            else _suggest(filled, folder, loaded)
        )
    except (CannotUse, CannotEdit) as fault:
        stop(f"nothing was written: {printable(str(fault))}", EXIT_FAULTS)
    click.echo(shown_here(written))


def _text(variable: str | None, file: Path | None) -> str:
    if variable is not None:
        text = os.environ.get(variable)
        if text is None:
            stop(f"there is no environment variable {variable}")
        return text
    try:
        data = file.read_bytes() if file else sys.stdin.buffer.read()
    except OSError as error:
        stop(f"the issue cannot be read: {error.strerror}")
    return data.decode("utf-8", "replace")


def _suggest(filled: FilledForm, folder: Path, loaded: LoadedContent) -> Path:
    taken = {file.stem for file in entry_files(folder / "papers", folder, shown_here(folder)).files}
    taken |= {alias for paper in loaded.library.papers.values() for alias in paper.aliases}
    entry = suggested_entry(filled.answers, loaded.library, taken, today())
    path = folder / "papers" / f"{entry.key}.yml"
    try:
        create_text(path, entry.text)
    except OSError as error:
        stop(f"{shown_here(path)} cannot be written: {error.strerror}")
    _keep_if_faultless(path, folder, loaded, None)
    for remark in entry.remarks:
        click.echo(printable(remark), err=True)
    return path


def _correct(filled: FilledForm, folder: Path, loaded: LoadedContent) -> Path:
    named = filled.answers.get("entry", "")
    paper = found_paper(named.strip("`/ ").rpartition("/")[2], loaded.library)
    path = folder / paper.source
    before = path.read_text(encoding="utf-8")
    after = corrected_entry(before, filled.answers)
    if after == before:
        raise CannotUse("the entry says so already")
    try:
        replace_text(path, after)
    except OSError as error:
        stop(f"{shown_here(path)} cannot be written: {error.strerror}")
    _keep_if_faultless(path, folder, loaded, before)
    return path


def _keep_if_faultless(path: Path, folder: Path, loaded: LoadedContent, before: str | None) -> None:
    """Put everything back and leave with status 1 where the checker finds an error that was not there before."""
    known = {(problem.place.path, problem.message) for problem in loaded.problems}
    told = [
        problem
        for problem in load_content(folder, Path.cwd()).problems
        if (problem.place.path, problem.message) not in known
    ]
    if all(problem.severity is not Severity.ERROR for problem in told):
        return
    if before is None:
        path.unlink()
    else:
        replace_text(path, before)
    print_problems(told)
    stop("nothing was written: mend the issue's text and approve it again", EXIT_FAULTS)
