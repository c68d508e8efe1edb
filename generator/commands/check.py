"""`paperindex check`: every rule of the entry format over the whole content."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator import __version__
from generator.commands.common import (
    EXIT_FAULTS,
    config_option,
    content_option,
    print_problems,
    shown_here,
    stop,
)
from generator.loading.content_files import entry_files, read_text
from generator.loading.kept_readings import ChangedMeanwhile, kept_readings
from generator.loading.library_loader import LoadedContent, load_content
from generator.model.problem import Problem, Severity
from generator.project import open_project
from generator.settings.reading import SettingsFault
from generator.text.counting import counted
from generator.text.terminal_words import printable
from generator.working.memory import uncollected
from generator.working.processors import usual_workers

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from generator.model.library import Library


def complete_papers(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[str] | list[CompletionItem]:
    """As `paper_ids`, which no check needs."""
    from generator.commands.finding import paper_ids  # late: see REPORTS

    return paper_ids(context, parameter, incomplete)


@dataclass(frozen=True, slots=True)
class Checked:
    """What is to be reported."""

    folder: Path
    loaded: LoadedContent
    problems: tuple[Problem, ...]
    changed: tuple[str, ...]
    site_url: str | None
    named: tuple[str, ...] = ()
    """What alone is to be told of, as it was typed; everything where it is empty."""
    elsewhere: int = 0
    """Problems of other files."""


@click.command()
@click.argument("names", nargs=-1, metavar="[ID|FILE|FOLDER]...", shell_complete=complete_papers)
@config_option
@content_option
@click.option("--editorial", is_flag=True, help="Also warn of what a careful editor would mend.")
@click.option("--fix", is_flag=True, help="Make every repair that cannot go wrong, and format what changed.")
@click.option(
    "--against",
    metavar="REV|MANIFEST",
    help="Also compare with a revision, or with the manifest.json of a published site (its file or address): "
    "no address may vanish.",
)
@click.option("--changed", multiple=True, metavar="FILE", help="A file whose problems come first.")
@click.option("--changed-from", metavar="REV", help="Problems of files changed since REV come first.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "github", "json", "sarif"]),
    default="text",
    show_default=True,
    help="How problems are printed; github marks them on the lines of a pull request.",
)
@uncollected()
def check(
    names: tuple[str, ...],
    config_file: Path,
    content: Path | None,
    editorial: bool,
    fix: bool,
    against: str | None,
    changed: tuple[str, ...],
    changed_from: str | None,
    form: str,
) -> None:
    """Check every entry, topic and tag.

    Prints all faults of all files at once, each with its place and a way to mend it. Where ids, files or folders are
    named, everything is checked as well, since entries speak of each other, but only these are told of and mended.
    With --format github the first ten errors and ten warnings become annotations; all others go into the table of
    the step's summary. Exit status: 0 when no errors are told (warnings may be), 1 when some are, 2 for wrong use.

    \b
    Examples:
      paperindex check
      paperindex check content/papers/kimi-linear.yml
      paperindex check --editorial kimi-linear mamba-2
      paperindex check --fix
      paperindex check --against origin/main
      paperindex check --against https://example.org/index/manifest.json
      paperindex check --format github --changed-from origin/main
      paperindex check --content ../other-index/content
    """
    folder, problems = (content, ()) if content else _settings(config_file)
    is_named = _is_named(names, folder, config_file)
    loaded = _read(folder, config_file, editorial=editorial)
    if fix and loaded.problems:
        _repair_entries(folder, list(filter(is_named, loaded.problems)), loaded.library)
        loaded = _read(folder, config_file, editorial=editorial)
    first = [shown_here(Path(name)) for name in changed]
    first += _changed_paths(changed_from) if changed_from is not None else []
    problems += _with_vanished(folder, loaded, against, config_file)
    shown = tuple(filter(is_named, problems))
    elsewhere = len(problems) - len(shown)
    told = Checked(folder, loaded, shown, tuple(first), _site_url(config_file), names, elsewhere)
    REPORTS[form](told)
    if any(problem.severity is Severity.ERROR for problem in told.problems):
        raise SystemExit(EXIT_FAULTS)


def _is_named(names: tuple[str, ...], folder: Path, config_file: Path) -> Callable[[Problem], bool]:
    """Whether a problem is one of the files that are named; every one is where none is."""
    if not names:
        return lambda _: True
    from generator.commands.finding import is_in, named_places, settled_path  # late: see REPORTS

    places = frozenset(named_places(names, folder, config_file))
    return lambda problem: is_in(settled_path(Path(problem.place.path)), places)


def _settings(config_file: Path) -> tuple[Path, tuple[Problem, ...]]:
    """Where the settings say that the content lies, and what is wrong with them: then it is looked for where it usually is."""
    try:
        return open_project(config_file).content, ()
    except SettingsFault as fault:
        if not fault.problems:
            stop(str(fault))
        return config_file.parent / "content", fault.problems


def _read(folder: Path, config_file: Path, *, editorial: bool) -> LoadedContent:
    """The content; where it belongs to an index, unchanged entries come from the index's cache."""
    try:
        kept = kept_readings(open_project(config_file).cache, folder, usual_workers())
    except SettingsFault:
        return load_content(folder, Path.cwd(), editorial=editorial)
    # Where nothing has changed since the last check, hardly anybody asks for a paper.
    try:
        loaded = load_content(folder, Path.cwd(), kept, editorial=editorial, papers_later=True)
    except ChangedMeanwhile as fault:
        stop(str(fault))
    kept.keep()
    return loaded


def _changed_paths(since: str) -> list[str]:
    from generator.commands.comparing import changed_paths  # late: see _with_vanished

    return changed_paths(since)


def _site_url(config_file: Path) -> str | None:
    try:
        return open_project(config_file).site_url
    except SettingsFault:
        return None


def _with_vanished(
    folder: Path, loaded: LoadedContent, against: str | None, config_file: Path
) -> tuple[Problem, ...]:
    """The content's problems, with those of addresses that ``against`` has and it has not."""
    if against is None or not folder.is_dir():
        return loaded.problems
    # Late: what pages there are is asked here only, and takes as long to load as a small index to check.
    from generator.commands.comparing import extent_wanted, published
    from generator.reviewing.vanished import vanished_addresses

    shown = shown_here(folder)
    stems = {
        file.stem for part in ("papers", "topics") for file in entry_files(folder / part, folder, shown).files
    }
    unread = stems - loaded.library.papers.keys() - loaded.library.topics.keys()
    before = published(folder, against, config_file)
    gone = vanished_addresses(before, loaded.library, unread, shown, extent_wanted(config_file))
    return tuple(sorted({*loaded.problems, *gone}, key=lambda problem: problem.sort_key))


def _in_order(told: Checked) -> Sequence[Problem]:
    """The problems, those of changed files first where some are named."""
    from generator.reports.github_report import changed_first  # late: see REPORTS

    return changed_first(told.problems, told.changed) if told.changed else told.problems


def _print_text(told: Checked) -> None:
    if told.problems:
        from generator.messages.every_message import MESSAGES  # late: see REPORTS

        print_problems(_in_order(told), err=False)
        code = told.problems[0].code
        more = (
            f"{told.site_url}{MESSAGES}#{code.lower()}" if told.site_url else f"`paperindex explain {code}`"
        )
        click.echo(f"What a code means, with examples: {more}")
    else:
        _print_no_problems(told)
    if told.elsewhere:
        click.echo(
            f"{counted(told.elsewhere, 'problem')} in other files: `paperindex check` tells all", err=True
        )


def _print_no_problems(told: Checked) -> None:
    if told.named:
        these = told.named[0] if len(told.named) == 1 else f"{len(told.named)} names"
        click.echo(f"{printable(these)}: no problems")
        return
    library = told.loaded.library
    click.echo(
        f"{counted(len(library.papers), 'paper')}, {counted(len(library.topics), 'topic')} and "
        f"{counted(len(library.tags), 'tag')}: no problems"
    )
    if not (library.papers or (told.folder / "papers").is_dir()):
        click.echo(f"note: {shown_here(told.folder)} has no folder papers/, where entries lie", err=True)


def _print_github(told: Checked) -> None:
    """Annotations for as many as GitHub shows, and all the others where they can be read."""
    from generator.reporting import github_annotation  # late: see REPORTS
    from generator.reports.github_report import changed_first, shown_and_rest, summary_table

    shown, rest = shown_and_rest(changed_first(told.problems, told.changed))
    for problem in shown:
        click.echo(github_annotation(problem))
    summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if rest and summary:
        heading = "Further problems of the content: the first ones stand on their lines"
        _append(Path(summary), summary_table(rest, told.site_url, heading=heading))
    elif rest:
        print_problems(rest, err=False)
    if not told.problems:
        _print_no_problems(told)


def _append(file: Path, text: str) -> None:
    try:
        with file.open("a", encoding="utf-8") as stream:
            stream.write(text)
    except OSError as error:
        stop(f"the step's summary {file} cannot be written: {error.strerror}")


def _print_json(told: Checked) -> None:
    from generator.reports.json_report import json_report  # late: see REPORTS

    click.echo(json_report(_in_order(told), told.site_url))


def _print_sarif(told: Checked) -> None:
    from generator.reports.sarif import sarif_report  # late: see REPORTS

    click.echo(sarif_report(_in_order(told), told.site_url, __version__))


REPORTS: dict[str, Callable[[Checked], None]] = {
    "text": _print_text,
    "github": _print_github,
    "json": _print_json,
    "sarif": _print_sarif,
}
"""By what ``--format`` says. Each loads what it needs when it is asked for: most checks find nothing to tell, and
what words a problem, or repairs it, takes as long to load as all entries of an index to look through."""


def _repair_entries(folder: Path, problems: Sequence[Problem], library: Library) -> None:
    """Repair the entries that have these problems, and say what was done."""
    from generator.editing.entry_format import formatted_entry  # late: see REPORTS
    from generator.editing.file_changes import replace_text
    from generator.editing.repairs import repaired, vocabulary_of

    vocabulary = vocabulary_of(library)
    faulty = {problem.place.path for problem in problems}
    for file in entry_files(folder / "papers", folder, shown_here(folder)).files:
        text = read_text(file) if file.shown in faulty else None
        if not isinstance(text, str):
            continue
        new, repairs = repaired(text, vocabulary)
        for repair in repairs:
            click.echo(
                printable(
                    f"{file.shown}:{repair.line}: {repair.field}: '{repair.old}' is now '{repair.new}'"
                ),
                err=True,
            )
        if repairs:
            replace_text(file.path, formatted_entry(new) or new)
