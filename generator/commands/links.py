"""`paperindex links`: whether the addresses that entries link to still lead somewhere."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.common import (
    EXIT_FAULTS,
    config_option,
    content_option,
    opened,
    shown_here,
    stop,
    today,
)
from generator.editing.file_changes import replace_text
from generator.loading.library_loader import load_content
from generator.reporting import printable
from generator.visiting.link_report import Finding, issue_text, json_text, lines_for_people, summary
from generator.visiting.memory import (
    LARGEST_MEMORY,
    NoMemory,
    Remembered,
    longest_not_asked,
    memory_of,
    memory_text,
    settled,
)
from generator.visiting.outcome import Verdict
from generator.visiting.outside_links import OutsideLink, chosen_links, outside_links

if TYPE_CHECKING:
    from generator.visiting.visit import Visitor

COLOURS = {Verdict.DEAD: "red", Verdict.UNSAFE: "red", Verdict.MOVED: "yellow", Verdict.DOUBTFUL: "yellow"}
FILE = click.Path(path_type=Path, dir_okay=False)
SURE_HOSTS = frozenset({"arxiv.org", "doi.org", "github.com"})
"""Whoever finds none of these is offline, also in a small index that links to nothing else."""


@click.command()
@config_option
@content_option
@click.option(
    "--only",
    multiple=True,
    metavar="WHAT",
    help="A sort of link (code), a host (github.com), or an entry's id.",
)
@click.option(
    "--limit", type=click.IntRange(1), help="So many addresses at most: those not asked for longest."
)
@click.option(
    "--state", type=FILE, help="Remember here what was seen when; a link is dead when two days say so."
)
@click.option("--report", type=FILE, help="Write an issue's text here; empty when there is nothing to mend.")
@click.option("--json", "as_json", is_flag=True, help="Print every address and its verdict as JSON.")
@click.option(
    "--at-once",
    type=click.IntRange(1, 32),
    default=6,
    show_default=True,
    help="So many hosts at the same time.",
)
def links(
    config_file: Path,
    content: Path | None,
    only: tuple[str, ...],
    limit: int | None,
    state: Path | None,
    report: Path | None,
    as_json: bool,
    at_once: int,
) -> None:
    """Call at the outside addresses of the index, politely, and tell what became of them.

    Each is dead (404, 410, no such host), moved (with its new address), blocked (a refusal, a wall against programs,
    silence: nobody knows), unsafe (it leads into a private network), or alive. One host is asked once a second,
    arXiv every three seconds. With --state, a link is doubtful at first, and dead when a later day finds the same.

    Exit status: 0 no link is dead or unsafe, 1 some are, 2 wrong use, a file that cannot be written, or nobody
    answers at all.

    \b
    Examples:
      paperindex links --only code
      paperindex links --state links.json --report issue.md --limit 500
      paperindex links --json --only kimi-linear
    """
    folder = content or opened(config_file).content
    known = _remembered(state)
    every = _every_link(folder)
    chosen = _chosen(every, only)
    asked = longest_not_asked(chosen, known)[:limit] if limit else chosen
    visitor = visitor_for(config_file)
    findings: list[Finding] = []
    memory = {link.address: known[link.address] for link in every if link.address in known}
    try:
        _go_round(asked, visitor, at_once, known if state else None, findings, memory)
    finally:
        # What is known so far stays known when somebody has no patience.
        if state is not None and not _is_offline(findings):
            _write(state, memory_text(memory))
    if _is_offline(findings):
        stop("no host can be found: is this machine online? Nothing was noted")
    findings.sort(key=lambda finding: finding.link)
    if report is not None:
        _write(report, issue_text(findings, shown_here(folder), str(today())))
    _print(findings, shown_here(folder), as_json=as_json)
    if any(finding.outcome.verdict in (Verdict.DEAD, Verdict.UNSAFE) for finding in findings):
        raise SystemExit(EXIT_FAULTS)


def visitor_for(config_file: Path) -> Visitor:
    """Who calls, in the name of the index. Leaves with status 2 where the environment's patience is no number."""
    from generator.commands.asking import tell_person, user_agent
    from generator.fetching.services import WrongSetting, settings_from
    from generator.visiting.pace import Pace
    from generator.visiting.visit import Manners, Visitor

    try:
        factor = settings_from(os.environ).patience
    except WrongSetting as fault:
        stop(str(fault))
    manners = Manners().times(factor)
    return Visitor(agent=user_agent(config_file), manners=manners, pace=Pace(), tell=tell_person)


def _every_link(folder: Path) -> tuple[OutsideLink, ...]:
    if not folder.is_dir():
        stop(f"{shown_here(folder)}: there is no such folder; run the command in the folder of an index")
    loaded = load_content(folder, Path.cwd())
    if loaded.has_errors:
        click.echo(
            "the content has faults: what cannot be read is not asked about; see `paperindex check`", err=True
        )
    return outside_links(loaded.library)


def _chosen(every: tuple[OutsideLink, ...], only: tuple[str, ...]) -> list[OutsideLink]:
    chosen = set() if only else set(every)
    for wish in only:
        found = chosen_links(every, wish)
        if not found:
            stop(
                f"no link is a '{printable(wish[:100])}': name a sort (code), a host (github.com) or an entry's id"
            )
        chosen.update(found)
    return sorted(chosen)


def _remembered(state: Path | None) -> dict[str, Remembered]:
    """What the file says; nothing where there is none yet. Never writes over a file that is something else."""
    if state is None or not state.exists():
        return {}
    try:
        if state.stat().st_size > LARGEST_MEMORY:
            raise NoMemory("is too large")
        return memory_of(state.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, NoMemory) as fault:
        why = fault.strerror if isinstance(fault, OSError) else str(fault)
        why = "is no UTF-8 text" if isinstance(fault, UnicodeDecodeError) else why
        stop(f"{shown_here(state)}: {why}; name another file, or delete this one to begin anew")


def _go_round(
    asked: Iterable[OutsideLink],
    visitor: Visitor,
    at_once: int,
    known: dict[str, Remembered] | None,
    findings: list[Finding],
    memory: dict[str, Remembered],
) -> None:
    """Call at each; ``findings`` and ``memory`` take in what comes back."""
    from generator.visiting.rounds import visited

    wanted = list(asked)
    hidden = len(wanted) < 2 or not sys.stderr.isatty()
    with click.progressbar(length=len(wanted), label="Asking", hidden=hidden, file=sys.stderr) as bar:
        for link, outcome in visited(wanted, visitor, at_once):
            since = None
            if known is not None:
                outcome, now = settled(outcome, known.get(link.address), str(today()))
                if now is not None:
                    memory[link.address] = now
                    since = now.gone_since or now.since
            findings.append(Finding(link, outcome, since))
            bar.update(1)


def _is_offline(findings: list[Finding]) -> bool:
    """Whether the fault is here and not out there."""
    if not findings or not all(finding.outcome.is_unfound for finding in findings):
        return False
    # One name that stands for nothing is a dead link; no name at all that stands for something is a dead line.
    hosts = {finding.link.host for finding in findings}
    is_unsure = any(finding.outcome.verdict is Verdict.BLOCKED for finding in findings)
    return len(hosts) > 1 or is_unsure or bool(hosts & SURE_HOSTS)


def _write(path: Path, text: str) -> None:
    try:
        replace_text(path, text)
    except OSError as error:
        stop(f"{shown_here(path)} cannot be written: {error.strerror or error}")


def _print(findings: list[Finding], content: str, *, as_json: bool) -> None:
    if as_json:
        click.echo(json_text(findings, str(today())))
    else:
        for verdict, line in lines_for_people(findings, content):
            click.echo(
                click.style(printable(line), fg=None if line.startswith(" ") else COLOURS.get(verdict))
            )
    click.echo(summary(findings), err=True)
