"""`paperindex import`: listing pages and bibliographies become entries.

The door of the importer: reads files and the calendar, asks `import_plan` what to do, writes it, tells the
account.
"""

from __future__ import annotations

import stat
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.common import (
    EXIT_FAULTS,
    EXIT_USAGE,
    config_option,
    content_option,
    opened,
    print_problems,
    stop,
    today,
)
from generator.editing.entry_format import formatted_entry
from generator.importing.account import account_lines
from generator.importing.bibliography_files import format_by_look, format_by_name, in_utf8, read_bibliography
from generator.importing.entry_files import WritingError, entry_path, exact_text, replace_text, write_new
from generator.importing.facts_file import FactsReading, read_facts
from generator.importing.import_plan import ImportPlan, ImportSettings, import_plan
from generator.importing.listing_dates import DatedPage, dated_page
from generator.importing.listing_reader import read_listing
from generator.importing.listing_text import listing_text
from generator.loading.content_files import entry_files, shown_path
from generator.loading.library_loader import load_content
from generator.model.library import Library
from generator.model.partial_date import PartialDate, parse_partial_date
from generator.model.problem import Problem, Severity
from generator.text.nearest import did_you_mean
from generator.text.terminal_words import printable

if TYPE_CHECKING:
    from generator.importing.bibliography import Bibliography

STANDARD_INPUT = "-"
STANDARD_INPUT_NAME = "standard input"
PROGRESS_FROM = 2000
"""New entries; fewer are written faster than a bar is drawn."""


class Day(click.ParamType[PartialDate]):
    """A date as far as known, such as 2025-12-09."""

    name = "date"

    def convert(
        self, value: str | PartialDate, param: click.Parameter | None, ctx: click.Context | None
    ) -> PartialDate:
        """The date, or click's message on what is wrong with it."""
        if isinstance(value, PartialDate):
            return value
        day = parse_partial_date(value)
        if day is None:
            self.fail(f"'{value}' is no date; write YYYY-MM-DD", param, ctx)
        return day


class PageDay(click.ParamType[tuple[str, PartialDate]]):
    """A page's date, alone or with the page's name: 2025-12-09 or daily.txt=2025-12-09."""

    name = "[file=]date"

    def convert(
        self, value: str | tuple[str, PartialDate], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, PartialDate]:
        """The page's name, empty for any page, and its date."""
        if isinstance(value, tuple):
            return value
        path, _, day = value.rpartition("=")
        return path, Day().convert(day, param, ctx)


@click.command("import")
@click.argument("sources", nargs=-1, required=True, metavar="FILE...")
@config_option
@content_option
@click.option("--facts", type=click.Path(path_type=Path), help="Facts by title, a JSON object a line.")
@click.option(
    "--page-date",
    "page_dates",
    type=PageDay(),
    multiple=True,
    help="A page's own date. Left out, its year is the one after the latest year it prints.",
)
@click.option(
    "--year", type=click.IntRange(1990, 2999), help="The year of dates that have none, on every page."
)
@click.option(
    "--source", default="hf-daily-papers", show_default=True, help="What `listed` calls the source."
)
@click.option("--topic", help="The topic of papers for which none can be proposed, an id of content/topics/.")
@click.option("--added", type=Day(), help="The day new entries enter the index.  [default: today]")
@click.option("--with-abstract", is_flag=True, help="Keep the abstract; do so only where you have the right.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
def import_listing(
    sources: tuple[str, ...],
    config_file: Path,
    content: Path | None,
    facts: Path | None,
    page_dates: tuple[tuple[str, PartialDate], ...],
    year: int | None,
    source: str,
    topic: str | None,
    added: PartialDate | None,
    with_abstract: bool,
    dry_run: bool,
) -> None:
    """Read bibliographies, or listing pages of a daily-papers site, into entries.

    A FILE is a bibliography, as Zotero and others write it (BibTeX .bib, RIS .ris, PubMed's .nbib, CSL-JSON .json),
    or a listing page's text as a browser shows it; - stands for standard input. What the name does not tell is told
    by the file's beginning. A paper that is met several times becomes one entry; entries that are there gain
    what they lack and lose nothing. Id, topic and tags are proposals, learned from the content, and marked as
    such.

    Exit status: 0 when everything was read, 1 when some of it was not (the rest is imported), 2 for wrong
    use.

    \b
    Examples:
      paperindex import library.bib --dry-run
      paperindex import citations.ris zotero.json --topic graph-networks
      paperindex import daily.txt --dry-run
      paperindex import page-1.txt page-2.txt --facts facts.jsonl
      pbpaste | paperindex import - --page-date 2025-12-09
    """
    folder = content or opened(config_file).content
    problems: list[Problem] = []
    fact_rows = _facts(facts, problems)
    pages, bibliographies = _read(sources, page_dates, year, problems)
    library, taken = _content(folder)
    if topic is not None and topic not in library.topics:
        stop(
            f"there is no topic '{topic}'; {did_you_mean(topic, library.topics, 'topics live in content/topics/')}"
        )
    settings = ImportSettings(source=source, added=added or today(), with_abstract=with_abstract, topic=topic)
    try:
        plan = import_plan(
            pages,
            fact_rows,
            library,
            settings,
            taken=taken,
            read_entry=lambda below: exact_text(folder / below),
            lost_pages=problems,
            bibliographies=bibliographies,
        )
        _tell_plan(plan, folder, dry_run=dry_run)
        if not dry_run:
            _write(plan, folder)
    except WritingError as fault:
        stop(str(fault), EXIT_FAULTS)
    print_problems(plan.problems)
    for line in account_lines(plan.account, dry_run=dry_run):
        click.echo(line)
    if any(problem.severity is Severity.ERROR for problem in plan.problems):
        raise SystemExit(EXIT_FAULTS)


def _file_content(name: str) -> bytes:
    """What a file holds; leaves with status 2 where it is no file one can read."""
    if name == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    path = Path(name)
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            stop(f"{name}: this is no file; name a file, or - for standard input", EXIT_USAGE)
        return path.read_bytes()
    except (OSError, ValueError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else "no file has such a name"
        stop(f"{name}: {reason}", EXIT_USAGE)


def _read(
    sources: Sequence[str],
    page_dates: Sequence[tuple[str, PartialDate]],
    year: int | None,
    problems: list[Problem],
) -> tuple[list[DatedPage], list[Bibliography]]:
    """Everything that was named: listings, dated, and bibliographies. What is neither is a problem."""
    texts: dict[str, tuple[str, str]] = {}
    for name in sources:
        shown = STANDARD_INPUT_NAME if name == STANDARD_INPUT else shown_path(Path(name), Path.cwd())
        content = _file_content(name)
        if format_by_name(name) is not None:
            content, doubts = in_utf8(content, shown)
            problems += doubts
        text = listing_text(content, shown)
        if isinstance(text, Problem):
            problems.append(text)
        else:
            texts[name] = shown, text
    formats = {name: format_by_name(name) or format_by_look(text) for name, (_, text) in texts.items()}
    listings = [name for name in sources if formats.get(name) is None]
    pages = []
    for name in listings:
        if name in texts:
            shown, text = texts[name]
            day = _given_date(name, listings, page_dates)
            pages.append(dated_page(read_listing(text, shown), day, year))
    return pages, [
        read_bibliography(form, text, shown)
        for name, (shown, text) in texts.items()
        if (form := formats[name]) is not None
    ]


def _given_date(
    name: str, listings: Sequence[str], page_dates: Sequence[tuple[str, PartialDate]]
) -> PartialDate | None:
    """The date the user gave for a page, by the page's name or, for a single page, without."""
    for path, day in page_dates:
        if path not in ("", *listings, *(Path(listing).name for listing in listings)):
            stop(f"--page-date names '{path}', which is none of the listings", EXIT_USAGE)
        if path in (name, Path(name).name):
            return day
        if not path:
            if len(listings) > 1:
                stop("--page-date needs the page's name when there are several: FILE=YYYY-MM-DD", EXIT_USAGE)
            return day
    return None


def _facts(path: Path | None, problems: list[Problem]) -> FactsReading:
    """The rows of the facts file; none where there is no file."""
    if path is None:
        return FactsReading((), ())
    shown = shown_path(path, Path.cwd())
    text = listing_text(_file_content(str(path)), shown)
    if isinstance(text, Problem):
        problems.append(text)
        return FactsReading((), ())
    reading = read_facts(text, shown)
    problems.extend(reading.problems)
    return reading


def _content(folder: Path) -> tuple[Library, frozenset[str]]:
    """What is there already, and the ids of all entry files. Leaves with status 1 when an entry cannot be
    read.
    """
    if not folder.exists():
        return Library(), frozenset()
    loaded = load_content(folder, Path.cwd())
    unread = [problem for problem in loaded.problems if problem.severity is Severity.ERROR]
    if unread and len(loaded.library.papers) < loaded.files:
        print_problems(unread)
        stop("some entries cannot be read, so their papers could come in twice; mend them first", EXIT_FAULTS)
    files = entry_files(folder / "papers", folder, shown_path(folder, Path.cwd())).files
    return loaded.library, frozenset(file.stem for file in files)


def _tell_plan(plan: ImportPlan, folder: Path, *, dry_run: bool) -> None:
    """Each entry that is written or changed, in one line."""
    shown = shown_path(folder, Path.cwd())
    for entry in plan.new:
        verb = "would write" if dry_run else "writes"
        click.echo(
            printable(f"{verb} {shown}/papers/{entry.key}.yml  ({entry.topic or 'no topic'})  {entry.title}")
        )
    for change in plan.changed:
        verb = "would add to" if dry_run else "adds to"
        for addition in change.patch.added:
            click.echo(printable(f"{verb} {shown}/{change.source}: {addition}"))


def _write(plan: ImportPlan, folder: Path) -> None:
    """Put the plan on disk. New entries come first: they cannot harm what is there."""
    hidden = len(plan.new) < PROGRESS_FROM or not sys.stderr.isatty()
    with click.progressbar(plan.new, label="Writing entries", hidden=hidden, file=sys.stderr) as entries:
        for entry in entries:
            write_new(entry_path(folder, entry.key), formatted_entry(entry.text) or entry.text)
    for change in plan.changed:
        replace_text(folder / change.source, change.patch.text)
