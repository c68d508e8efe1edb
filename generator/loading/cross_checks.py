"""What only the whole content can tell: references that lead nowhere, things that exist twice.

The checks work on the settled values and name the place of a fault by its field; the file's line and
column are looked up afterwards, by reading the few faulty files once more. So the values can come from
a cache that knows nothing of places.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from generator.loading.lost_references import LostReferences
from generator.loading.near_duplicates import FindAlike, Pairs, alike_titles
from generator.model.library import Library
from generator.model.paper import Paper, PaperKey, TopicKey
from generator.model.person import Person
from generator.model.topic import Topic
from generator.text.folding import folded

FieldPath = tuple[str | int, ...]
"""The way to a value inside a file: ``("tags", 1)`` is the second tag, ``("start_here", 0, "paper")`` …"""


NEVER_ADDED = (9999, 12, 31)


class Fault(NamedTuple):
    """A problem whose place is still a field of a file."""

    source: str
    field: FieldPath
    code: str
    message: str
    hint: str
    target: str = ""
    """What a reference names, where the fault is that it leads nowhere."""


def cross_faults(
    library: Library,
    doubled: Mapping[PaperKey, list[str]],
    find_alike: FindAlike = alike_titles,
) -> list[Fault]:
    """Every fault between the files of a content folder.

    ``doubled`` names the files, beside the one in the library, that claim an id already taken; ``find_alike``
    finds titles that are alike, or knows them.
    """
    faults: list[Fault] = []
    faults.extend(_doubled_ids(library, doubled))
    alike = find_alike(library.papers)
    faults.extend(_doubled_values(_sharing_values(library.papers, alike.same)))
    faults.extend(_vocabulary(library))
    lost = LostReferences(library)
    for paper in _referring_to_unknown(library):
        faults.extend(_references(paper, library, lost))
    superseded = [paper for paper in library.papers.values() if paper.superseded_by is not None]
    faults.extend(_superseded_in_circles(superseded, library.papers))
    faults.extend(_superseded_by_the_gone(superseded, library.papers))
    faults.extend(_aliases(library))
    faults.extend(_first_readings(library, lost))
    faults.extend(_people(library, lost))
    faults.extend(_near_titles(library.papers, alike.near))
    return faults


def _doubled_ids(library: Library, doubled: Mapping[PaperKey, list[str]]) -> Iterator[Fault]:
    for key, sources in doubled.items():
        for source in sources:
            yield _doubled_id(key, source, library.papers[key].source)


def doubled_topics(topics: Iterable[Topic]) -> Iterator[Fault]:
    """Files in different folders, or of both endings, that claim the id of a topic; a library holds one of them."""
    first: dict[TopicKey, Topic] = {}
    for topic in topics:
        if first.setdefault(topic.key, topic) is not topic:
            yield _doubled_id(topic.key, topic.source, first[topic.key].source)


def _doubled_id(key: PaperKey | TopicKey, source: str, taken_by: str) -> Fault:
    return Fault(
        source, (), "E301", f"the id '{key}' is taken by {taken_by}", "give one of the two files another name"
    )


def _sharing_values(papers: Mapping[PaperKey, Paper], same_titles: Iterable[PaperKey]) -> list[Paper]:
    """The few papers that have something in common with another that only one should have."""
    sharing = set(same_titles)
    for values in (
        [(paper.links.arxiv, paper.key) for paper in papers.values() if paper.links.arxiv],
        [(paper.links.doi.lower(), paper.key) for paper in papers.values() if paper.links.doi],
    ):
        often = Counter([value for value, _ in values])
        if len(often) < len(values):
            sharing.update(key for value, key in values if often[value] > 1)
    return [papers[key] for key in sorted(sharing)]


def _doubled_values(papers: Iterable[Paper]) -> Iterator[Fault]:
    """arXiv ids, DOIs and titles that two entries share; told at the one that came later, and once where it is one paper."""
    seen: dict[tuple[str, str], Paper] = {}
    told: set[tuple[PaperKey, PaperKey]] = set()
    # An entry without a day was most likely written by hand just now; of one day, the one that stands later in order.
    for paper in sorted(
        papers, key=lambda paper: (paper.added.sort_key if paper.added else NEVER_ADDED, paper.key)
    ):
        values: list[tuple[str, FieldPath, str, str | None, str]] = [
            ("E302", ("links", "arxiv"), "the arXiv id", paper.links.arxiv, paper.links.arxiv or ""),
            ("E303", ("links", "doi"), "the DOI", paper.links.doi, (paper.links.doi or "").lower()),
            ("E304", ("title",), "the title", paper.title, folded(paper.title)),
        ]
        for code, field, what, shown, compared in values:
            if not compared:
                continue
            first = seen.setdefault((code, compared), paper)
            is_one_paper = folded(first.title) == folded(paper.title)
            if first is not paper and not (is_one_paper and (first.key, paper.key) in told):
                told.add((first.key, paper.key))
                yield Fault(
                    paper.source,
                    field,
                    code,
                    f"{what} '{shown}' is also that of {first.source}",
                    "is it the same paper? then delete one entry and put its id into the other's aliases",
                )


def _referring_to_unknown(library: Library) -> Iterator[Paper]:
    """The papers that name something the index has not, or themselves."""
    topics, tags, papers = frozenset(library.topics), frozenset(library.tags), library.papers.keys()
    for paper in library.papers.values():
        if (
            paper.topic not in topics
            or not tags.issuperset(paper.tags)
            or (paper.also_in and not topics.issuperset(paper.also_in))
            or (paper.superseded_by is not None and paper.superseded_by not in papers)
            or (paper.builds_on and any(base == paper.key or base not in papers for base in paper.builds_on))
        ):
            yield paper


def _references(paper: Paper, library: Library, lost: LostReferences) -> Iterator[Fault]:
    for position, topic in enumerate(paper.topics):
        if topic not in library.topics:
            field: FieldPath = ("topic",) if position == 0 else ("also_in", position - 1)
            message = f"topic '{topic}' is not defined"
            yield Fault(paper.source, field, "E305", message, lost.topic(topic), topic)
    for position, tag in enumerate(paper.tags):
        if tag not in library.tags:
            message = f"tag '{tag}' is not defined"
            yield Fault(paper.source, ("tags", position), "E306", message, lost.tag(tag), tag)
    for position, base in enumerate(paper.builds_on):
        if base == paper.key:
            yield Fault(
                paper.source, ("builds_on", position), "E310", "the paper builds on itself", "delete the item"
            )
        elif base not in library.papers:
            yield _unknown_paper(paper.source, ("builds_on", position), "builds_on", base, lost)
    if paper.superseded_by is not None and paper.superseded_by not in library.papers:
        yield _unknown_paper(paper.source, ("superseded_by",), "superseded_by", paper.superseded_by, lost)


def _unknown_paper(source: str, field: FieldPath, what: str, key: str, lost: LostReferences) -> Fault:
    return Fault(source, field, "E307", f"{what}: there is no paper '{key}'", lost.paper(key), key)


def _superseded_in_circles(superseded: Iterable[Paper], papers: Mapping[PaperKey, Paper]) -> Iterator[Fault]:
    for paper in superseded:
        visited, current = {paper.key}, paper
        while current.superseded_by is not None and current.superseded_by in papers:
            if current.superseded_by == paper.key:
                yield Fault(
                    paper.source,
                    ("superseded_by",),
                    "E310",
                    "superseded_by leads back to the paper itself",
                    "point to the version that readers should use",
                )
            if current.superseded_by in visited:
                break
            visited.add(current.superseded_by)
            current = papers[current.superseded_by]


def _superseded_by_the_gone(superseded: Iterable[Paper], papers: Mapping[PaperKey, Paper]) -> Iterator[Fault]:
    """Papers whose successor sends the reader on again: one step has to lead to what should be read."""
    for paper in superseded:
        successor = papers.get(paper.superseded_by or "")
        if successor is None or successor.status not in ("superseded", "removed"):
            continue
        visited, last = {paper.key}, successor
        while last.key not in visited and (following := papers.get(last.superseded_by or "")) is not None:
            visited.add(last.key)
            last = following
        if last.key in visited:
            continue  # a circle, told as one
        yield Fault(
            paper.source,
            ("superseded_by",),
            "E311",
            f"superseded_by leads to '{successor.key}', which is {successor.status} itself",
            f"write superseded_by: {last.key}"
            if last.is_active
            else "point to the paper that readers should use",
        )


def _aliases(library: Library) -> Iterator[Fault]:
    """Former ids of papers and topics: an address can forward to one place only."""
    yield from _alias_collisions(library.papers, "paper")
    yield from _alias_collisions(library.topics, "topic")


def _alias_collisions(owners: Mapping[str, Paper] | Mapping[str, Topic], what: str) -> Iterator[Fault]:
    claimed: dict[str, str] = {}
    for owner in owners.values():
        for position, alias in enumerate(owner.aliases):
            field = ("aliases", position)
            if alias == owner.key:
                own = f"alias '{alias}' is the {what}'s own id"
                yield Fault(owner.source, field, "E308", own, "delete it: aliases are former ids")
            elif alias in owners:
                yield Fault(
                    owner.source,
                    field,
                    "E308",
                    f"alias '{alias}' is the id of a {what} that exists",
                    "an id is never reused: delete the alias or rename the other entry",
                )
            elif alias in claimed:
                yield Fault(
                    owner.source,
                    field,
                    "E308",
                    f"alias '{alias}' is also claimed by {claimed[alias]}",
                    "only one of the two can be the entry it forwards to",
                )
            claimed.setdefault(alias, owner.source)


def _vocabulary(library: Library) -> Iterator[Fault]:
    claimed: dict[str, str] = {
        folded(spelling): tag.key for tag in library.tags.values() for spelling in (tag.key, tag.name)
    }
    for tag in library.tags.values():
        for position, alias in enumerate(tag.aliases):
            owner = claimed.setdefault(folded(alias), tag.key)
            if owner != tag.key:
                yield Fault(
                    "tags.yml",
                    (tag.key, "aliases", position),
                    "E308",
                    f"'{alias}' already means the tag '{owner}'",
                    "a spelling can mean one tag only",
                )
    yield from _shared_names(library)


def _shared_names(library: Library) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for tag in library.tags.values():
        first = seen.setdefault(folded(tag.name), tag.key)
        if first != tag.key:
            yield Fault(
                "tags.yml",
                (tag.key, "name"),
                "E309",
                f"the name '{tag.name}' is also that of the tag '{first}'",
                "two names that read the same cannot be told apart",
            )
    names: dict[str, Topic] = {}
    for topic in library.topics.values():
        other = names.setdefault(folded(topic.name), topic)
        if other is not topic:
            yield Fault(
                topic.source,
                ("name",),
                "E309",
                f"the name '{topic.name}' is also that of the topic '{other.key}'",
                "two names that read the same cannot be told apart",
            )


def _first_readings(library: Library, lost: LostReferences) -> Iterator[Fault]:
    for topic in library.topics.values():
        for position, first in enumerate(topic.start_here):
            if first.paper not in library.papers:
                yield _unknown_paper(
                    topic.source, ("start_here", position, "paper"), "start_here", first.paper, lost
                )


def _people(library: Library, lost: LostReferences) -> Iterator[Fault]:
    claimed: dict[str, str] = {}
    # Nearly every spelling stands on a paper as it is, so all names are folded only where one does not.
    names = {name for paper in library.papers.values() for name in paper.authors} if library.people else set()
    for person in library.people.values():
        for position, key in enumerate(person.papers):
            if key not in library.papers:
                yield _unknown_paper("people.yml", (person.key, "papers", position), "papers", key, lost)
        for position, spelling in enumerate(person.spellings or (person.name,)):
            if spelling not in names and not lost.is_printed(spelling):
                yield _printed_nowhere(person, position, spelling, lost)
        if person.papers:
            continue  # a shared name is told apart by the papers
        for position, spelling in enumerate((person.name, *person.spellings)):
            owner = claimed.setdefault(spelling, person.key)
            if owner != person.key:
                field: FieldPath = (
                    (person.key, "name") if position == 0 else (person.key, "spellings", position - 1)
                )
                yield Fault(
                    "people.yml",
                    field,
                    "E308",
                    f"'{spelling}' already means the person '{owner}'",
                    "where two people share a name, list each one's papers",
                )


def _printed_nowhere(person: Person, position: int, spelling: str, lost: LostReferences) -> Fault:
    """A spelling of a person, or the name where there is none, that stands on no paper: most likely mistyped here or there."""
    near = lost.printed_name(spelling)
    is_name = not person.spellings
    otherwise = "spell it as the papers do, or " + ("add their spelling" if is_name else "delete it")
    return Fault(
        "people.yml",
        (person.key, "name") if is_name else (person.key, "spellings", position),
        "W406",
        f"no paper prints the name '{spelling}'",
        f"did you mean '{near}'?" if near else otherwise,
    )


def _near_titles(papers: Mapping[PaperKey, Paper], pairs: Pairs) -> Iterator[Fault]:
    for one, other in pairs:
        yield Fault(
            papers[other].source,
            ("title",),
            "W405",
            f"the title is almost that of {papers[one].source}: '{papers[one].title}'",
            "is it the same paper? then keep one entry; else leave it so",
        )


def faults_by_source(faults: Iterable[Fault]) -> dict[str, list[Fault]]:
    """The faults gathered by file."""
    gathered: dict[str, list[Fault]] = defaultdict(list)
    for fault in faults:
        gathered[fault.source].append(fault)
    return gathered
