"""`paperindex new`: the file of an entry, filled in as far as arXiv or Crossref know the paper."""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import click

from generator.commands.asking import index_setting, services_for
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
from generator.editing.file_changes import create_text
from generator.editing.new_entry import WANTED, EntryDraft, new_entry_text, open_fields
from generator.editing.same_paper import KnownPaper, known_papers, titles_agree
from generator.editing.venue_names import familiar_venue
from generator.fetching.faults import FetchFault
from generator.fetching.record import PaperRecord
from generator.fetching.references import ArxivReference, DoiReference, PageReference, Reference, reference_of
from generator.importing.abstract_links import links_in
from generator.importing.found_paper import month_of_arxiv_id, sorted_links
from generator.loading.address_rules import address_fault
from generator.loading.content_files import ContentFile, entry_files
from generator.loading.entry_reader import read_entry
from generator.loading.library_loader import LoadedContent, load_content
from generator.loading.link_rules import ODD_SIGN_IN_A_DOI
from generator.model.library import Library
from generator.reporting import printable
from generator.schema.content_schemas import ENTRY
from generator.suggesting.identifiers import IdentifierProposals, common_words, name_in
from generator.suggesting.shelving import learned_shelving
from generator.text.counting import counted
from generator.text.maths import mixed_plain
from generator.text.nearest import did_you_mean
from generator.text.slugs import identifier_fault, slug_of

STILL_OPEN = ("E204", "E205", "E207", "E212")
"""What the checker says of fields that wait for the editor; told as next steps instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the person said about the entry."""

    identifier: str | None
    topic: str | None
    title: str
    with_abstract: bool
    schema: str


@click.command()
@click.argument("paper", metavar="[LINK|ARXIV-ID|DOI]", required=False)
@config_option
@content_option
@click.option("--id", "identifier", help="The entry's id, its address for good.  [default: proposed]")
@click.option("--topic", help="One id of content/topics/.  [default: proposed]")
@click.option("--title", default="", help="The title, where nobody is asked for it (with --offline).")
@click.option("--offline", is_flag=True, help="Ask nobody; make an empty form.")
@click.option("--no-abstract", is_flag=True, help="Leave the authors' abstract out.")
@click.option("--dry-run", is_flag=True, help="Print the file, write nothing.")
@click.option("--yes", is_flag=True, help="Go on although entries look alike.")
def new(
    paper: str | None,
    config_file: Path,
    content: Path | None,
    identifier: str | None,
    topic: str | None,
    title: str,
    offline: bool,
    no_abstract: bool,
    dry_run: bool,
    yes: bool,
) -> None:
    """Make the file of a new entry from a link, an arXiv id or a DOI.

    arXiv or Crossref is asked for title, authors, date, abstract and venue; id, topic and tags are proposed
    from what the index holds. Entries that may be the same paper are shown before anything is written.

    Exit status: 0 when the file was written, 1 when it was not (the paper is here already, or nobody
    answered), 2 for wrong use or a folder that cannot be written.

    \b
    Examples:
      paperindex new 2510.26692
      paperindex new https://doi.org/10.1145/3292500.3330701 --topic sparse-attention
      paperindex new https://arxiv.org/abs/2510.26692 --dry-run
      paperindex new --offline --title "A Paper That Is Nowhere Else"
    """
    folder = content or opened(config_file).content
    reference = _reference(paper, offline=offline)
    if title and not offline:
        stop("--title goes with --offline; otherwise the service tells the title")
    loaded = load_content(folder, Path.cwd())
    _judge_wishes(folder, loaded, identifier, topic)
    _stop_if_known(_known_by_reference(loaded.library, reference), folder)
    wishes = Wishes(
        identifier=identifier,
        topic=topic,
        title=title,
        with_abstract=not no_abstract,
        schema=_schema(config_file, folder),
    )
    record = None if offline else _record(config_file, reference)
    for warning in record.warnings if record else ():
        click.echo(f"{click.style('warning', fg='yellow', bold=True)}: {printable(warning)}", err=True)
    draft = _draft(record, reference, wishes, loaded.library)
    known = _known_by_record(loaded.library, record, draft)
    _stop_if_known(known, folder)
    key = identifier or _proposed_id(folder, loaded.library, draft, reference)
    file = _file(folder, key)
    text = new_entry_text(draft)
    if dry_run:
        _tell_alike(known, folder)
        click.echo(f"would write {file.shown}", err=True)
        click.echo(text, nl=False)
    else:
        _confirm(known, folder, yes=yes)
        _write(file, text)
        click.echo(file.shown)
    _tell_next_steps(file, text, draft, is_named=identifier is not None or bool(draft.title), dry_run=dry_run)


def _reference(paper: str | None, *, offline: bool) -> Reference | None:
    """What was typed, understood; leaves with status 2 where nobody could be asked about it."""
    if paper is None:
        if not offline:
            stop("name the paper by a link, an arXiv id or a DOI, or add --offline for an empty form")
        return None
    reference = reference_of(paper)
    if reference is None and (odd := ODD_SIGN_IN_A_DOI.search(paper)):
        stop(
            f"this DOI holds the sign {printable(odd['sign'])}, which an entry's links cannot hold\n"
            "    hint: make an empty form (--offline) and write the address of the paper's page under links, as project"
        )
    if reference is None:
        stop(
            f"'{printable(paper[:100])}' is no arXiv id, DOI or link; write it as 2510.26692, 10.1145/3292500.3330701 "
            "or https://arxiv.org/abs/2510.26692"
        )
    if isinstance(reference, PageReference) and not offline:
        stop(
            f"nobody can be asked about this page: {reference.why}\n"
            "    hint: look for the paper's arXiv id or DOI, or make an empty form with the link in it: add --offline"
        )
    return reference


def _judge_wishes(folder: Path, loaded: LoadedContent, identifier: str | None, topic: str | None) -> None:
    """Leaves with status 2 where an option cannot be met, before anybody is asked anything."""
    library = loaded.library
    if not folder.is_dir():
        stop(f"{shown_here(folder)}: there is no such folder; run the command in the folder of an index")
    if topic is not None and topic not in library.topics:
        stop(
            f"there is no topic '{topic}'; "
            + did_you_mean(topic, library.topics, "topics live in content/topics/")
        )
    if identifier is not None:
        if (fault := identifier_fault(identifier)) is not None:
            stop(f"the id '{printable(identifier)}' {fault}; for example: kimi-linear")
        if identifier in _taken(folder, library):
            stop(f"the id '{identifier}' is taken; choose another one")
    unread = loaded.files - len(library.papers)
    if unread > 0:
        click.echo(
            f"{counted(unread, 'entry')} cannot be read and so cannot be compared; see `paperindex check`",
            err=True,
        )


def _taken(folder: Path, library: Library) -> set[str]:
    """Every id that is or was in use, also by files that cannot be read."""
    files = entry_files(folder / "papers", folder, shown_here(folder)).files
    aliases = {alias for paper in library.papers.values() for alias in paper.aliases}
    return {file.stem for file in files} | aliases


def _record(config_file: Path, reference: Reference | None) -> PaperRecord:
    """What the service knows; leaves with status 1 and one sentence where it does not answer."""
    if not isinstance(reference, ArxivReference | DoiReference):
        raise AssertionError("only what can be asked about comes this far")
    services = services_for(config_file)
    try:
        record = services.paper(reference)
    except FetchFault as fault:
        stop(
            f"{printable(str(fault))}\n    hint: nothing was written; an empty form needs no network: add --offline",
            EXIT_FAULTS,
        )
    if record.service == "arXiv" and record.doi is not None:
        try:
            published = services.crossref_paper(record.doi)
        except FetchFault as fault:
            return replace(record, remarks=(*record.remarks, f"The venue could not be asked for: {fault}"))
        if not titles_agree(record.title, published.title):
            remark = (
                f"The DOI {record.doi}, given on arXiv, is of a paper called '{published.title}'; left out"
            )
            return replace(record, doi=None, remarks=(*record.remarks, remark))
        return replace(
            record,
            venue=published.venue,
            remarks=(*record.remarks, *published.remarks),
            warnings=(*record.warnings, *published.warnings),
        )
    return record


def _draft(
    record: PaperRecord | None, reference: Reference | None, wishes: Wishes, library: Library
) -> EntryDraft:
    """The entry as far as it is known, and proposals for the rest."""
    if record is None:
        draft = _empty_draft(reference, wishes)
        text = wishes.title
    else:
        draft = _filled_draft(record, wishes, library)
        text = f"{record.title}\n{record.abstract}"
    if not text:
        return draft
    shelving = learned_shelving(library)
    topics = [suggestion.key for suggestion in shelving.topics_for(text)]
    common = common_words(paper.title for paper in library.papers.values())
    return replace(
        draft,
        topic=wishes.topic or next(iter(topics), None),
        other_topics=tuple(topics[1:]),
        tags=shelving.tags_for(text),
        name=name_in(mixed_plain(draft.title), common),
    )


def _empty_draft(reference: Reference | None, wishes: Wishes) -> EntryDraft:
    links: tuple[tuple[str, str], ...] = ()
    date = None
    match reference:
        case ArxivReference(identifier):
            links, date = (("arxiv", identifier),), month_of_arxiv_id(identifier)
        case DoiReference():
            links = (("doi", reference.identifier),)
        case PageReference(address) if address_fault(address) is None:
            links = ((_sort_of_page(address), address),)
    return EntryDraft(
        added=today(),
        schema=wishes.schema,
        title=wishes.title,
        date=date,
        topic=wishes.topic,
        topic_is_given=wishes.topic is not None,
        links=links,
    )


def _sort_of_page(address: str) -> str:
    """The link that a paper's page most likely is."""
    if re.search(r"[./]pdf\b", address):
        return "pdf"
    return "discussion" if "openreview.net" in address else "project"


def _filled_draft(record: PaperRecord, wishes: Wishes, library: Library) -> EntryDraft:
    identifiers = {"arxiv": record.arxiv, "doi": record.doi}
    named, further = sorted_links(links_in(f"{record.abstract}\n{record.comment}"))
    venues = {paper.venue.name for paper in library.papers.values() if paper.venue}
    advice = ("Does it belong here? Then write status: withdrawn or retracted, and a status_note.",)
    remarks = [*record.warnings, *(advice if record.warnings else ()), *record.remarks]
    remarks += [*(f"The abstract also links to {address}" for address in further)]
    if record.categories:
        remarks.append(f"Categories on arXiv: {', '.join(record.categories)}")
    return EntryDraft(
        added=today(),
        schema=wishes.schema,
        origin=f"{record.service} ({record.arxiv if record.service == 'arXiv' else record.doi})",
        title=record.title,
        authors=record.authors,
        date=record.date,
        venue=familiar_venue(record.venue, venues) if record.venue else None,
        topic_is_given=wishes.topic is not None,
        abstract=record.abstract if wishes.with_abstract else "",
        links=tuple(
            [(sort, value) for sort, value in identifiers.items() if value]
            + [(link.sort, link.address) for link in named if address_fault(link.address) is None]
        ),
        remarks=tuple(remarks),
    )


def _known_by_reference(library: Library, reference: Reference | None) -> tuple[KnownPaper, ...]:
    """The paper's entry, where what was typed says so already and nobody needs to be asked."""
    if isinstance(reference, ArxivReference):
        return known_papers(library, arxiv=reference.identifier)
    if isinstance(reference, DoiReference):
        return known_papers(library, doi=reference.identifier)
    return ()


def _known_by_record(
    library: Library, record: PaperRecord | None, draft: EntryDraft
) -> tuple[KnownPaper, ...]:
    """The entries that are or may be the paper."""
    return known_papers(
        library,
        title=draft.title,
        arxiv=record.arxiv if record else None,
        doi=record.doi if record else None,
        authors=draft.authors,
    )


def _stop_if_known(known: tuple[KnownPaper, ...], folder: Path) -> None:
    """Leaves with status 1, naming the entry, where the paper is here already."""
    certain = [entry for entry in known if entry.is_certain]
    if certain:
        for entry in certain:
            click.echo(printable(_known_line(entry, folder)), err=True)
        stop("the paper is in the index already; nothing was written", EXIT_FAULTS)


def _known_line(known: KnownPaper, folder: Path) -> str:
    return f"{shown_here(folder)}/{known.paper.source}: {known.why}: {printable(known.paper.title)}"


def _tell_alike(known: tuple[KnownPaper, ...], folder: Path) -> None:
    for entry in known:
        click.echo(
            click.style("may be the same paper: ", fg="yellow") + printable(_known_line(entry, folder)),
            err=True,
        )


def _confirm(known: tuple[KnownPaper, ...], folder: Path, *, yes: bool) -> None:
    """Ask before a paper comes in that may be here; leaves with status 1 where nobody says yes."""
    if not known:
        return
    _tell_alike(known, folder)
    if yes:
        return
    if not sys.stdin.isatty():
        stop(
            "nothing was written; look at the entries above, and add --yes when it is another paper",
            EXIT_FAULTS,
        )
    if not click.confirm("Is it another paper? Write the entry", err=True):
        stop("nothing was written", EXIT_FAULTS)


def _proposed_id(folder: Path, library: Library, draft: EntryDraft, reference: Reference | None) -> str:
    """A free id: from the title, else from the identifier."""
    taken = _taken(folder, library)
    if draft.title:
        titles = [*(paper.title for paper in library.papers.values()), draft.title]
        return IdentifierProposals(taken, titles).propose(draft.title)
    if isinstance(reference, ArxivReference | DoiReference):
        sort = "arxiv" if isinstance(reference, ArxivReference) else "doi"
        stem = slug_of(f"{sort} {reference.identifier}")
    else:
        stem = "untitled"
    numbered = (f"{stem[:70]}-{number}" for number in range(2, len(taken) + 3))
    return next(key for key in (stem, *numbered) if key not in taken)


def _file(folder: Path, key: str) -> ContentFile:
    source = f"papers/{key}.yml"
    return ContentFile(folder / source, source, f"{shown_here(folder)}/{source}", 0, 0)


def _write(file: ContentFile, text: str) -> None:
    try:
        create_text(file.path, text)
    except FileExistsError:
        stop(f"{file.shown}: a file of this name is there already; nothing was written", EXIT_FAULTS)
    except OSError as error:
        stop(f"{file.shown} cannot be written: {error.strerror or error}")


def _schema(config_file: Path, folder: Path) -> str:
    """Where the rules of the format are: on the published site, else in the site that a build makes here."""
    site = index_setting(config_file, "site_url")
    if site.startswith("https://"):
        return f"{site.rstrip('/')}/{ENTRY}"
    built = config_file.absolute().parent / (index_setting(config_file, "site_dir") or "site") / ENTRY
    return Path(os.path.relpath(built, (folder / "papers").absolute())).as_posix()


def _tell_next_steps(
    file: ContentFile, text: str, draft: EntryDraft, *, is_named: bool, dry_run: bool
) -> None:
    """What is left to the editor, and what the checker would say besides."""
    others = [problem for problem in read_entry(file, text).problems if problem.code not in STILL_OPEN]
    steps = [f"fill in {name}: {WANTED[name]}" for name in open_fields(draft)]
    if not is_named:
        steps.insert(0, "rename the file: its name is the paper's id and address for good")
    if draft.title:
        steps.append("judge what is proposed: the file's name, topic, tags, name")
    steps.append("run `paperindex check`")
    click.echo("Next steps:" if not dry_run else "Next steps, once it is written:", err=True)
    for number, step in enumerate(steps, 1):
        click.echo(f"  {number}. {step}", err=True)
    print_problems(sorted(others, key=lambda problem: problem.sort_key))
