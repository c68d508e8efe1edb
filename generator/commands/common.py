"""Options and manners that several commands share."""

from __future__ import annotations

import datetime as dt
import gc
import os
import signal
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

import click

from generator.loading.content_files import shown_path
from generator.model.engine_site import ENGINES
from generator.model.partial_date import PartialDate
from generator.model.problem import Problem, Severity
from generator.project import Project, open_project
from generator.reporting import problem_text, summary_line
from generator.settings.reading import SettingsFault
from generator.text.terminal_words import printable
from generator.working.ending import end_surely

FOLDER = click.Path(path_type=Path, file_okay=False)
EXIT_FAULTS, EXIT_USAGE = 1, 2

config_option = click.option(
    "-f", "--config-file", type=click.Path(path_type=Path, dir_okay=False), default=Path("mkdocs.yml"),
    show_default=True, help="The index's settings."
)  # fmt: skip
content_option = click.option(
    "--content", type=FOLDER, help="Folder of the entries, if not the one in the settings."
)

engine_option = click.option(
    "--engine", type=click.Choice(ENGINES), default=ENGINES[0], show_default=True,
    help="What makes the page frame and the hand-written pages.",
)  # fmt: skip
jobs_option = click.option(
    "-j", "--jobs", type=click.IntRange(min=1),
    help="Processes at work; as many as there are processors, if not said.",
)  # fmt: skip


def collect_seldom() -> None:
    """Let Python look seldom for what nobody needs any more: hardly anything that a build loads or makes is freed before
    its end, and looking for it again and again costs a tenth.
    """
    gc.set_threshold(100_000, 50, 50)


def end_as_by_ctrl_c() -> None:
    """Let this process tidy up behind itself also when its terminal is closed or somebody ends it, as with a Ctrl-C. What
    the shell lets go on without a terminal goes on.
    """
    for told in (signal.SIGHUP, signal.SIGTERM):
        if signal.getsignal(told) is signal.SIG_DFL:
            signal.signal(told, signal.default_int_handler)
    end_surely()


def keep_to_the_end(thing: object) -> None:
    """Never free something large: the process ends at once when a command is done (`QuickEnd`), and the system then takes
    back its memory as a whole.
    """
    _KEPT.append(thing)


_KEPT: list[object] = []


def shown_here(path: Path) -> str:
    """A path as the person who runs the command would type it."""
    return shown_path(path, Path.cwd())


def opened(config_file: Path, **places: Any) -> Project:
    """The project, or exit status 2 with the reason."""
    try:
        return open_project(config_file, **places)
    except SettingsFault as fault:
        print_problems(fault.problems)
        stop(f"{fault}; mend the errors above" if fault.problems else str(fault))


def stop(message: str, status: int = EXIT_USAGE) -> NoReturn:
    """Say why and leave."""
    told = "\n".join(printable(line) for line in message.split("\n"))
    click.echo(f"paperindex: {told}", err=True)
    raise SystemExit(status)


def print_problems(problems: Iterable[Problem], *, err: bool = True, most: int | None = None) -> None:
    """Every problem with its place marked in colour on a terminal, and the count; errors first where not all are shown."""
    listed = list(problems)
    shown = listed
    if most is not None and len(listed) > most:
        shown = sorted(listed, key=lambda problem: problem.severity is not Severity.ERROR)[:most]
    for problem in shown:
        colour = "red" if problem.severity is Severity.ERROR else "yellow"
        first, *rest = problem_text(problem).split("\n")
        place, _, message = first.partition(f"{problem.severity.value}[")
        click.echo(place + click.style(f"{problem.severity.value}[", fg=colour, bold=True) + message, err=err)
        for line in rest:
            click.echo(click.style(line, fg=colour) if set(line.strip()) == {"^"} else line, err=err)
    if len(shown) < len(listed):
        click.echo(f"… and {len(listed) - len(shown):,} more: paperindex check shows them all", err=err)
    if listed:
        click.echo(summary_line(listed), err=err)


def today() -> PartialDate:
    """The day by the user's calendar, or by SOURCE_DATE_EPOCH where that is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isascii() and epoch.isdigit() and len(epoch) < 12:
        day = dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
    else:
        day = dt.datetime.now().astimezone().date()
    return PartialDate(day.year, day.month, day.day)
