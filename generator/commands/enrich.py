"""`paperindex enrich`: the gaps of entries, filled from arXiv and Crossref as a change to be reviewed."""

from __future__ import annotations

import difflib
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import click

from generator.commands.asking import services_for
from generator.commands.common import EXIT_FAULTS, config_option, content_option, opened, shown_here, stop
from generator.commands.finding import entry_id, paper_ids
from generator.editing.enrichment import enriched_entry, gaps_of, other_paper
from generator.editing.file_changes import replace_text
from generator.fetching.faults import FetchFault, Unreachable
from generator.fetching.record import PaperRecord
from generator.fetching.services import FAILURES_IN_A_ROW, Missing, Services
from generator.loading.content_files import ContentFile, decode_text, entry_files
from generator.loading.library_loader import load_content
from generator.model.library import Library
from generator.model.paper import Paper
from generator.reporting import printable
from generator.text.counting import counted
from generator.text.nearest import did_you_mean


@click.command()
@click.argument("ids", nargs=-1, metavar="[ID|FILE]...", shell_complete=paper_ids)
@config_option
@content_option
@click.option(
    "--with-abstract", is_flag=True, help="Also the authors' abstract; only where you have the right."
)
@click.option("--write", is_flag=True, help="Change the files, instead of printing the change.")
def enrich(
    ids: tuple[str, ...], config_file: Path, content: Path | None, with_abstract: bool, write: bool
) -> None:
    """Fill what entries lack: authors, DOI, venue and, where wished, the abstract.

    Asks arXiv and Crossref about the entries named, or about all that have gaps. What an editor wrote is
    never changed, and nothing is taken from a link that leads to another paper. Prints the change as a diff
    and writes nothing, unless told to with --write.

    Exit status: 0 when every question was answered, 1 when some entry was refused or nobody answered (the
    others are done), 2 for wrong use.

    \b
    Examples:
      paperindex enrich kimi-linear
      paperindex enrich > gaps.diff && git apply gaps.diff
      paperindex enrich --with-abstract --write kimi-linear mamba-2
    """
    folder = content or opened(config_file).content
    loaded = load_content(folder, Path.cwd())
    if not folder.is_dir():
        stop(f"{shown_here(folder)}: there is no such folder; run the command in the folder of an index")
    papers = _chosen(ids, loaded.library, folder)
    if not ids and (unread := loaded.files - len(loaded.library.papers)) > 0:
        click.echo(
            f"{counted(unread, 'entry')} cannot be read: not asked about; see `paperindex check`", err=True
        )
    files = {file.source: file for file in entry_files(folder / "papers", folder, shown_here(folder)).files}
    round_ = _Round(loaded.library, with_abstract=with_abstract, write=write)
    wanting = [paper for paper in papers if round_.can_gain(paper)]
    services = services_for(config_file) if wanting else None
    hidden = len(wanting) < 2 or not sys.stderr.isatty()
    with click.progressbar(length=len(wanting), label="Asking", hidden=hidden, file=sys.stderr) as bar:
        for paper, found in _answers(services, wanting) if services else ():
            round_.take(paper, files[paper.source], found, services)
            bar.update(1)
    round_.tell(asked=len(wanting), chosen=len(papers))
    if round_.refused or round_.failed:
        raise SystemExit(EXIT_FAULTS)


def _chosen(ids: tuple[str, ...], library: Library, folder: Path) -> list[Paper]:
    """The entries named, each once; all active ones where none is named. Leaves with status 2 on a wrong id."""
    ids = tuple(map(entry_id, ids))
    former = {alias: paper.key for paper in library.papers.values() for alias in paper.aliases}
    for key in ids:
        if key in library.papers:
            continue
        if key in former:
            stop(f"'{key}' is now called '{former[key]}'")
        hint = did_you_mean(
            key, library.papers, f"an entry's id is its file's name in {shown_here(folder)}/papers"
        )
        stop(f"there is no entry '{printable(key[:100])}' that can be read; {hint}")
    if ids:
        return [library.papers[key] for key in dict.fromkeys(ids)]
    return [paper for paper in library.papers.values() if paper.status != "removed"]


def _answers(services: Services, papers: list[Paper]) -> Iterator[tuple[Paper, PaperRecord | Missing]]:
    """Each paper with what its first link tells: arXiv in batches, then Crossref one by one."""
    on_arxiv = {paper.links.arxiv: paper for paper in papers if paper.links.arxiv}
    for identifier, found in services.arxiv_papers(list(on_arxiv)):
        yield on_arxiv[identifier], found
    failures = 0
    for paper in papers:
        if paper.links.arxiv or paper.links.doi is None:
            continue
        if failures >= FAILURES_IN_A_ROW:
            yield paper, Missing("not asked: Crossref did not answer")
            continue
        try:
            record: PaperRecord | Missing = services.crossref_paper(paper.links.doi)
            failures = 0
        except FetchFault as fault:
            failures = failures + 1 if isinstance(fault, Unreachable) else 0
            record = Missing(str(fault))
        yield paper, record


@dataclass(slots=True)
class _Round:
    """One run over the entries, and what came of it."""

    library: Library
    with_abstract: bool = field(kw_only=True)
    write: bool = field(kw_only=True)

    filled: Counter[str] = field(default_factory=Counter)
    changed: int = 0
    refused: int = 0
    failed: int = 0
    crossref_failures: int = 0

    def can_gain(self, paper: Paper) -> bool:
        """Whether there is a gap, and somebody to ask."""
        return bool(self.gaps(paper)) and bool(paper.links.arxiv or paper.links.doi)

    def gaps(self, paper: Paper) -> tuple[str, ...]:
        return gaps_of(paper, with_abstract=self.with_abstract)

    def take(
        self, paper: Paper, file: ContentFile, found: PaperRecord | Missing, services: Services | None
    ) -> None:
        """Fill one entry's gaps, or say why not."""
        if isinstance(found, Missing):
            self.failed += 1
            _say(file, "failed", found.why, "red")
            return
        other = other_paper(paper, found)
        if other is not None:
            self.refused += 1
            _say(file, "refused", other.message, "red")
            return
        for warning in found.warnings if paper.is_active else ():
            _say(file, "note", warning, "yellow")
        if services is not None and "venue" in self.gaps(paper):
            found = self._with_venue(paper, file, found, services)
        self._fill(paper, file, found)

    def _with_venue(
        self, paper: Paper, file: ContentFile, found: PaperRecord, services: Services
    ) -> PaperRecord:
        """With the venue that Crossref knows under the DOI, where that is the same paper's."""
        doi = paper.links.doi or found.doi
        if found.venue is not None or doi is None or self.crossref_failures >= FAILURES_IN_A_ROW:
            return found
        if doi.lower().startswith("10.48550/"):
            return found
        try:
            published = services.crossref_paper(doi)
            self.crossref_failures = 0
        except FetchFault as fault:
            self.crossref_failures += isinstance(fault, Unreachable)
            self.failed += 1
            _say(file, "failed", f"the venue could not be asked for: {fault}", "red")
            return found
        other = other_paper(paper, published)
        if other is not None:
            self.refused += 1
            _say(file, "refused", f"DOI {doi}: {other.message}", "red")
            return replace(found, doi=None)
        return replace(found, venue=published.venue)

    def _fill(self, paper: Paper, file: ContentFile, found: PaperRecord) -> None:
        raw = file.path.read_bytes()
        text = decode_text(raw, file.shown)
        if not isinstance(text, str):
            self.failed += 1
            _say(file, "failed", text.message, "red")
            return
        venues = {known.venue.name for known in self.library.papers.values() if known.venue}
        done = enriched_entry(file, text, found, self.gaps(paper), venues)
        for note in done.notes:
            _say(file, "note", note, "yellow")
        if not done.added:
            return
        self.changed += 1
        self.filled.update(done.added)
        if not self.write:
            _print_diff(file.shown, raw.decode("utf-8"), done.text)
            return
        try:
            replace_text(file.path, done.text)
        except OSError as error:
            self.failed += 1
            _say(file, "failed", f"cannot be written: {error.strerror or error}", "red")
        else:
            click.echo(f"{printable(file.shown)}: {', '.join(done.added)} filled in")

    def tell(self, *, asked: int, chosen: int) -> None:
        """The sum, on the side where it spoils no diff."""
        fields = ", ".join(f"{name} {number:,}" for name, number in self.filled.items())
        parts = [
            f"{counted(asked, 'entry')} of {chosen:,} with gaps and a link to ask about",
            f"{self.changed:,} {'filled' if self.write else 'would gain'}"
            + (f" ({fields})" if fields else ""),
            f"{self.refused:,} refused",
            f"{self.failed:,} failed",
        ]
        click.echo("; ".join(parts), err=True)
        if self.changed and not self.write:
            click.echo("Nothing was written: look the change over, and add --write.", err=True)


def _say(file: ContentFile, what: str, words: str, colour: str) -> None:
    click.echo(
        f"{printable(file.shown)}: {click.style(what, fg=colour, bold=True)}: {printable(words)}", err=True
    )


def _print_diff(shown: str, old: str, new: str) -> None:
    """A unified diff, as `git apply` reads it; in colour on a terminal."""
    rows = difflib.unified_diff(
        old.splitlines(keepends=True), new.splitlines(keepends=True), f"a/{shown}", f"b/{shown}"
    )
    colours = {"+": "green", "-": "red", "@": "cyan"}
    for row in rows:
        line = row.rstrip("\n")
        click.echo(click.style(line, fg=colours.get(row[0])) if row[0] in colours else line)
        if not row.endswith("\n"):
            click.echo("\\ No newline at end of file")
