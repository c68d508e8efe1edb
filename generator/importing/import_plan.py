"""The story of an import: pages and bibliographies in, a plan out. Nothing here reads or writes a file.

listing texts → records → pages with their year ┐
BibTeX, RIS, CSL-JSON → records                 ┴→ papers, each once → facts → what the content folder lacks of them
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from generator.importing.account import Account
from generator.importing.entry_patch import PatchedEntry, missing_parts, patched_entry
from generator.importing.entry_text import Proposal, entry_text
from generator.importing.facts_file import FactsReading, PaperFacts
from generator.importing.found_paper import FoundPaper, folded_title, joined, merged_papers, with_facts
from generator.importing.listing_dates import DatedPage
from generator.model.library import Library
from generator.model.paper import Paper, PaperKey, TopicKey
from generator.model.partial_date import PartialDate
from generator.model.problem import Problem
from generator.suggesting.identifiers import IdentifierProposals
from generator.suggesting.shelving import Shelving, learned_shelving

if TYPE_CHECKING:
    # What reads bibliographies is loaded by whoever has some.
    from generator.importing.bibliography import Bibliography


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSettings:
    """What the user chose."""

    source: str
    """The `source` of each listing."""
    added: PartialDate
    """The day the new entries enter the index."""
    with_abstract: bool = False
    topic: TopicKey | None = None
    """Of papers for which none can be proposed."""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry to write."""

    key: PaperKey
    text: str
    title: str
    topic: str | None


@dataclass(frozen=True, slots=True)
class ChangedEntry:
    """An entry of the content folder that gains something."""

    source: str
    """Its path below the content folder."""
    patch: PatchedEntry


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """What is to be written, and what became of every record."""

    new: tuple[NewEntry, ...]
    changed: tuple[ChangedEntry, ...]
    account: Account
    problems: tuple[Problem, ...]


ReadEntry = Callable[[str], str]
"""The text of an entry, by its path below the content folder."""


def import_plan(
    pages: Sequence[DatedPage],
    facts: FactsReading,
    library: Library,
    settings: ImportSettings,
    *,
    taken: frozenset[str] = frozenset(),
    read_entry: ReadEntry,
    lost_pages: Sequence[Problem] = (),
    bibliographies: Sequence[Bibliography] = (),
) -> ImportPlan:
    """What an import would do. `taken` are ids that may not be given out besides those of the library."""
    found = [
        *merged_papers(pages, settings.source),
        *(paper for one in bibliographies for paper in one.papers),
    ]
    papers, fact_problems = _with_all_facts(found, facts.rows)
    shelving = learned_shelving(library, [paper.words for paper in papers])
    planning = _Planning(library, settings, read_entry, _proposals(library, papers, taken), shelving)
    for paper in planning.each_once(papers):
        planning.place(paper)
    problems = [*lost_pages, *fact_problems, *planning.problems]
    for page in pages:
        problems += [*page.page.problems, *page.problems]
    problems += [problem for one in bibliographies for problem in one.problems]
    lost = sum(page.page.lost for page in pages) + sum(one.lost for one in bibliographies)
    account = planning.account(files=len(pages) + len(bibliographies), lost=lost)
    return ImportPlan(
        tuple(planning.new),
        tuple(planning.changed),
        account,
        tuple(sorted(problems, key=lambda p: p.sort_key)),
    )


def _with_all_facts(
    papers: Sequence[FoundPaper], facts: Sequence[PaperFacts]
) -> tuple[list[FoundPaper], list[Problem]]:
    """Each paper with the facts of the same title; the first row of a title counts."""
    by_title: dict[str, PaperFacts] = {}
    for facts_of_one in facts:
        by_title.setdefault(folded_title(facts_of_one.title), facts_of_one)
    full: list[FoundPaper] = []
    problems: list[Problem] = []
    for paper in papers:
        row = by_title.get(paper.folded_title)
        if row is None:
            full.append(paper)
            continue
        paper, doubts = with_facts(paper, row)
        full.append(paper)
        problems += doubts
    return full, problems


def _proposals(library: Library, papers: Sequence[FoundPaper], taken: frozenset[str]) -> IdentifierProposals:
    """Ids are proposed against everything that has one, and told apart by all titles in sight."""
    aliases = {alias for paper in library.papers.values() for alias in paper.aliases}
    titles = [paper.title for paper in library.papers.values()] + [paper.title for paper in papers]
    return IdentifierProposals(taken | aliases | library.papers.keys(), titles)


@dataclass(slots=True)
class _Planning:
    """Takes the papers one by one and decides what each needs."""

    library: Library
    settings: ImportSettings
    read_entry: ReadEntry
    identifiers: IdentifierProposals
    shelving: Shelving

    new: list[NewEntry] = field(default_factory=list)
    changed: list[ChangedEntry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    known_titles: Mapping[str, Paper] = field(init=False)
    known_ids: Mapping[str, Paper] = field(init=False)
    known_dois: Mapping[str, Paper] = field(init=False)

    def __post_init__(self) -> None:
        entries = self.library.papers.values()
        self.known_titles = {folded_title(entry.title): entry for entry in entries}
        self.known_ids = {entry.links.arxiv: entry for entry in entries if entry.links.arxiv}
        self.known_dois = {entry.links.doi.lower(): entry for entry in entries if entry.links.doi}

    def each_once(self, papers: Sequence[FoundPaper]) -> list[FoundPaper]:
        """The papers, those joined that are one entry, or that have one arXiv id, one DOI or one title."""
        known: list[FoundPaper] = []
        places: dict[str, int] = {}
        for paper in papers:
            entry = self._entry_of(paper)
            told = (entry and f"entry {entry.key}", paper.arxiv, paper.doi, f"title {paper.folded_title}")
            signs = [sign for sign in told if sign]
            met = [places[sign] for sign in signs if sign in places]
            place = next((one for one in met if paper.arxiv in (None, known[one].arxiv or paper.arxiv)), None)
            if place is None:
                place = len(known)
                known.append(paper)
            else:
                known[place] = joined(known[place], paper)
            places.update(dict.fromkeys(signs, place))
        return known

    def place(self, paper: FoundPaper) -> None:
        """Decide whether a paper is new, known, or known with gaps."""
        self._count("merged", len(paper.places) - 1)
        entry = self._entry_of(paper)
        if entry is None:
            self._plan_new(paper)
            return
        missing = missing_parts(entry, paper, with_abstract=self.settings.with_abstract)
        patch = patched_entry(self.read_entry(entry.source), missing)
        self._count("added_to" if patch.added else "known")
        if patch.added:
            self.changed.append(ChangedEntry(entry.source, patch))
        for what in patch.by_hand:
            message = f"'{paper.title}' is in {entry.source}; add by hand: {what}"
            self.problems.append(
                Problem(
                    "W705", message, paper.places[0], "the entry's layout is unusual, so it was left alone"
                )
            )

    def _entry_of(self, paper: FoundPaper) -> Paper | None:
        """The paper's entry, by its arXiv id or DOI (titles change between versions) or by its title."""
        if paper.arxiv is not None and paper.arxiv in self.known_ids:
            return self.known_ids[paper.arxiv]
        if paper.doi is not None and paper.doi in self.known_dois:
            return self.known_dois[paper.doi]
        return self.known_titles.get(paper.folded_title)

    def _plan_new(self, paper: FoundPaper) -> None:
        text = paper.words
        topic = self.shelving.topic_for(text) or self.settings.topic
        proposal = Proposal(self.identifiers.propose(paper.title), topic, self.shelving.tags_for(text))
        whole = entry_text(paper, proposal, self.settings.added, with_abstract=self.settings.with_abstract)
        self.new.append(NewEntry(proposal.key, whole, paper.title, topic))
        self._count("new")
        self._count("undated", paper.date is None)
        self._count("unsigned", not paper.authors and paper.author_count is None)
        self._count("unshelved", topic is None)

    def _count(self, what: str, number: int = 1) -> None:
        self.counts[what] = self.counts.get(what, 0) + number

    def account(self, *, files: int, lost: int) -> Account:
        return Account(files=files, lost=lost, **self.counts)
