"""`paperindex search`: the site's own search in the terminal."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Any

import click

from generator.commands.common import FOLDER, config_option, opened, stop
from generator.search.engine import Answer, answer, open_index
from generator.search.index import FORMAT_VERSION
from generator.search.places import ROUTING_ADDRESS
from generator.search.records import named_record
from generator.search.shard_reader import ShardStore
from generator.text.counting import counted
from generator.text.terminal_words import printable, printable_json

SHOWN_AUTHORS = 3


@click.command()
@click.argument("query")
@config_option
@click.option("--site-dir", type=FOLDER, help="Folder of the built site, if not the one in the settings.")
@click.option(
    "-n", "--limit", type=click.IntRange(1, 1000), default=10, show_default=True, help="Most results."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of text.")
def search(query: str, config_file: Path, site_dir: Path | None, limit: int, as_json: bool) -> None:
    """Find papers in the built site, ranked as on its search page.

    All words by default; "words of a title" in quotes (of the text, where no title has them), -without, begin*, field:value with title, author, tag,
    topic, org, venue, year (2020..2024), kind, status and has:code; arXiv ids and DOIs as they are. Papers that were
    withdrawn, retracted or superseded are shown to those who ask for a status. Exit status: 0 when something was
    found, 1 when nothing was, 2 for wrong use or a site without a search index.

    \b
    Examples:
      paperindex search "linear attention"
      paperindex search "author:vaswani year:..2018"
      paperindex search --json -n 3 kimi
    """
    folder = site_dir or opened(config_file).site
    try:
        store = index_of(folder)
        found = answer(store, query)
        records = [named_record(store.record(result.document)) for result in found.results[:limit]]
    except (OSError, ValueError, LookupError, zlib.error) as fault:
        stop(f"the search index in {folder} cannot be read ({fault}); build the site anew: paperindex build")
    if as_json:
        click.echo(printable_json(report(query, found, records)))
    else:
        print_results(found, records)
    if not found.results:
        raise SystemExit(1)


def index_of(folder: Path) -> ShardStore:
    """The search index of a built site; leaves with exit status 2 when there is none or it is of another format."""
    search_folder = folder / Path(ROUTING_ADDRESS).parent
    if not (folder / ROUTING_ADDRESS).is_file():
        stop(f"{folder} has no search index; build the site first: paperindex build")
    store = open_index(lambda address: (search_folder / address).read_bytes())
    if store.routing.get("version") != FORMAT_VERSION:
        stop(f"{folder} was built by another version of paperindex; build it anew: paperindex build")
    return store


def report(query: str, found: Answer, records: list[dict[str, Any]]) -> dict[str, Any]:
    """The answer as a value for machines."""
    corrected = {slot.word.surface: slot.corrected for slot in found.plan.slots if slot.corrected}
    results = [
        {"score": round(result.score, 3), **record}
        for result, record in zip(found.results, records, strict=False)
    ]
    return {
        "query": query,
        "found": len(found.results),
        "with_all_words": found.complete,
        "corrected": corrected,
        "in_no_title": list(found.scattered),
        "results": results,
    }


def print_results(found: Answer, records: list[dict[str, Any]]) -> None:
    """The answer for people."""
    for slot in found.plan.slots:
        if slot.corrected:
            click.echo(
                printable(f"No paper has '{slot.word.surface}'; looked for '{slot.corrected}'."), err=True
            )
    for text in found.scattered:
        click.echo(printable(f'No title has "{text}"; looked for its words.'), err=True)
    for number, record in enumerate(records, start=1):
        click.echo(f"{number:2}. {click.style(printable(record['title']), bold=True)}")
        click.echo(f"    {printable(facts(record))}")
        click.echo(f"    {record['address']}")
    click.echo(f"{counted(len(found.results), 'paper')} found", err=True)


def facts(record: dict[str, Any]) -> str:
    """Authors, year, venue and topic in one line."""
    authors = list(record["authors"][:SHOWN_AUTHORS])
    hidden = len(record["authors"]) + record["more_authors"] - len(authors)
    names = ", ".join(authors) + (f" and {hidden} more" if hidden else "")
    return " · ".join(part for part in (names, record["date"][:4], record["venue"], record["topic"]) if part)
