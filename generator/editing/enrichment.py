"""Filling the gaps of an entry from what a service knows, without touching a word that an editor wrote.

An addition is put into the text as a line of its own, and the settled form brings it to its place. The
result must read as the old entry with exactly the additions; otherwise nothing is changed and the editor is
told what to add by hand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from collections.abc import Sequence as SequenceOf
from dataclasses import dataclass, replace

from generator.editing.entry_format import WIDTH, formatted_entry, quoted, wrapped, written
from generator.editing.same_paper import titles_agree
from generator.editing.venue_names import familiar_venue
from generator.fetching.record import PaperRecord
from generator.loading.content_files import ContentFile
from generator.loading.entry_reader import read_entry
from generator.loading.positioned_yaml import Mapping, Scalar, Sequence, parse_document
from generator.model.paper import Paper, Venue
from generator.model.problem import Severity
from generator.text.counting import counted

EMPTY_LIST = re.compile(r"\[\s*\]")
FILLABLE = ("authors", "doi", "venue", "abstract")
"""What the services know of an entry's fields, in the order of the summary."""


@dataclass(frozen=True, slots=True)
class Enriched:
    """An entry's new text, and what was and what was not done."""

    text: str
    added: tuple[str, ...] = ()
    """The fields that were filled."""
    notes: tuple[str, ...] = ()
    """What an editor should look at by hand."""


@dataclass(frozen=True, slots=True)
class OtherPaper:
    """The link leads to another paper: what the entry calls it, and what the service does."""

    ours: str
    theirs: str
    service: str

    @property
    def message(self) -> str:
        """Both titles, for the editor to judge."""
        return f"the link leads to another paper: the entry says '{self.ours}', {self.service} says '{self.theirs}'"


def gaps_of(paper: Paper, *, with_abstract: bool) -> tuple[str, ...]:
    """The fields of an entry that a service may know and the entry does not."""
    missing = {
        "authors": not paper.authors,
        "doi": paper.links.doi is None,
        "venue": paper.venue is None,
        "abstract": with_abstract and paper.abstract is None,
    }
    return tuple(field for field in FILLABLE if missing[field])


def other_paper(paper: Paper, record: PaperRecord) -> OtherPaper | None:
    """The refusal, when a record is not of the entry's paper; None when it is."""
    if titles_agree(paper.title, record.title):
        return None
    return OtherPaper(paper.title, record.title, record.service)


def enriched_entry(
    file: ContentFile, text: str, record: PaperRecord, gaps: SequenceOf[str], known_venues: Iterable[str]
) -> Enriched:
    """The entry with its gaps filled as far as the record goes. ``text`` must be readable as ``file``'s entry."""
    before = read_entry(file, text)
    if before.paper is None:
        return Enriched(text, notes=("the entry has faults; `paperindex check` names them",))
    paper, added, notes = before.paper, [], []
    known = {problem.message for problem in before.problems}
    for addition in _additions(paper, record, gaps, known_venues):
        if isinstance(addition, str):
            notes.append(addition)
            continue
        changed = formatted_entry(addition.change(text))
        wanted = addition.expected(paper)
        reading = read_entry(file, changed) if changed is not None else None
        is_clean = reading is not None and all(
            problem.severity is not Severity.ERROR or problem.message in known for problem in reading.problems
        )
        if changed is None or reading is None or reading.paper != wanted or not is_clean:
            notes.append(f"add by hand: {addition.shown}")
            continue
        text, paper = changed, wanted
        added.append(addition.field)
    return Enriched(text, tuple(added), tuple(notes))


@dataclass(frozen=True, slots=True)
class _Addition:
    """One field to fill: how the text changes, and how the paper must have changed then."""

    field: str
    shown: str
    change: Callable[[str], str]
    expected: Callable[[Paper], Paper]


def _additions(
    paper: Paper, record: PaperRecord, gaps: SequenceOf[str], known_venues: Iterable[str]
) -> Iterable[_Addition | str]:
    """What can be added, and sentences about what cannot."""
    if "authors" in gaps and record.authors:
        if paper.author_count in (None, len(record.authors)):
            yield _authors(record.authors)
        else:
            yield (
                f"author_count says {paper.author_count}, {record.service} names "
                f"{counted(len(record.authors), 'author')}; left as it is"
            )
    if "doi" in gaps and record.doi:
        yield _doi(record.doi)
    if "venue" in gaps and record.venue:
        yield _venue(familiar_venue(record.venue, known_venues))
    if "abstract" in gaps and record.abstract:
        yield _abstract(record.abstract)


def _authors(names: tuple[str, ...]) -> _Addition:
    line = f"authors: [{', '.join(written(name, inside=True) for name in names)}]"

    def change(text: str) -> str:
        """In the place of what stood for the names: a count, or an empty list."""
        fields = _root(text).entries
        given = next((name for name in ("author_count", "authors") if name in fields), None)
        return _replaced(text, given, line) if given else _with_field(text, [line])

    return _Addition("authors", line, change, lambda old: replace(old, authors=names, author_count=None))


def _doi(doi: str) -> _Addition:
    line = f"doi: {quoted(doi)}"
    return _Addition(
        "doi",
        f"links: {line}",
        lambda text: _with_link(text, line),
        lambda old: replace(old, links=replace(old.links, doi=doi)),
    )


def _venue(venue: Venue) -> _Addition:
    year = f", year: {venue.year}" if venue.year else ""
    line = f"venue: {{name: {written(venue.name, inside=True)}{year}}}"
    return _Addition(
        "venue", line, lambda text: _with_field(text, [line]), lambda old: replace(old, venue=venue)
    )


def _abstract(abstract: str) -> _Addition:
    lines = ["abstract: |"]
    for number, paragraph in enumerate(abstract.split("\n\n")):
        lines += [""] * (number > 0) + [f"  {row}" for row in wrapped(paragraph, WIDTH)]
    return _Addition(
        "abstract",
        "abstract: …",
        lambda text: _with_field(text, lines),
        lambda old: replace(old, abstract=abstract),
    )


def _root(text: str) -> Mapping:
    root = parse_document(text).root
    if not isinstance(root, Mapping):
        raise AssertionError("an entry that was read holds fields")
    return root


def _with_field(text: str, new: list[str]) -> str:
    """The text with a field before its first one: no comment stands between the heading and that place."""
    first = min(key.line for key, _ in _root(text).entries.values())
    lines = text.split("\n")
    return "\n".join([*lines[:first], *new, *lines[first:]])


def _replaced(text: str, name: str, line: str) -> str:
    """The text with one field written anew, a plain value or an empty list; a comment behind it stays."""
    key, value = _root(text).entries[name]
    lines = text.split("\n")
    if isinstance(value, Scalar) and value.end_line == key.line:
        end = value.end_column
    elif isinstance(value, Sequence) and (empty := EMPTY_LIST.match(lines[key.line], value.column)):
        end = empty.end()
    else:
        return text
    lines[key.line] = line + lines[key.line][end:]
    return "\n".join(lines)


def _with_link(text: str, item: str) -> str:
    """The text with one more link, whichever way the others are written."""
    root = _root(text)
    if "links" not in root.entries:
        return _with_field(text, ["links:", f"  {item}"])
    _, links = root.entries["links"]
    lines = text.split("\n")
    if not isinstance(links, Mapping):
        return text
    if lines[links.line][links.column : links.column + 1] == "{":
        comma = ", " if links.entries else ""
        row = lines[links.line]
        lines[links.line] = row[: links.column + 1] + item + comma + row[links.column + 1 :]
        return "\n".join(lines)
    # Behind the last link: the comments above the others stay theirs.
    _, (last, value) = list(links.entries.items())[-1]
    end = value.end_line if isinstance(value, Scalar) else last.line
    return "\n".join([*lines[: end + 1], " " * last.column + item, *lines[end + 1 :]])
