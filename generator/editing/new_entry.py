"""A new entry's file: what is known filled in, what is not left open, and a comment beside each choice.

The text comes in the settled form. Fields that only an editor can fill stand empty, so that `check` names
them until they are filled; what an entry may do without stands in a comment.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.editing.entry_format import WIDTH, formatted_entry, quoted, wrapped, written
from generator.model.paper import KINDS, LINK_SORTS, TagKey, TopicKey, Venue
from generator.model.partial_date import PartialDate

LONGEST_TLDR = 160
BARE_IDENTIFIERS = ("arxiv", "doi")


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDraft:
    """What a new entry starts with. Empty where nobody knows."""

    added: PartialDate
    schema: str
    """Where an editor's program finds the rules of the format: an address, or a path from the file."""
    origin: str = ""
    """Who told: "arXiv (2510.26692)"."""

    title: str = ""
    authors: tuple[str, ...] = ()
    date: PartialDate | None = None
    venue: Venue | None = None
    topic: TopicKey | None = None
    other_topics: tuple[TopicKey, ...] = ()
    """The next likely ones, for the editor to compare."""
    topic_is_given: bool = False
    tags: tuple[TagKey, ...] = ()
    name: str | None = None
    abstract: str = ""
    links: tuple[tuple[str, str], ...] = ()
    """At most one of each sort."""
    remarks: tuple[str, ...] = ()
    """Sentences about this paper that the editor should see."""


def new_entry_text(draft: EntryDraft) -> str:
    """The whole file in its settled form."""
    text = formatted_entry("\n".join(_lines(draft)) + "\n")
    if text is None:
        raise AssertionError("a new entry cannot be read back")
    return text


def open_fields(draft: EntryDraft) -> tuple[str, ...]:
    """The fields that only an editor can fill, in the order of the file."""
    known = {
        "title": draft.title,
        "authors": draft.authors,
        "date": draft.date,
        "topic": draft.topic,
        "tags": len(draft.tags) >= FEWEST_TAGS,
        "kind": False,
        "tldr": False,
        "summary": False,
    }
    return tuple(name for name, value in known.items() if not value)


FEWEST_TAGS = 2

WANTED = {
    "title": "As the paper prints it, between the quotes; formulas between dollar signs.",
    "authors": "As printed, in order: [Ada Lovelace, Alan Turing]. Where only the number is known, write "
    "author_count: 12 instead.",
    "date": "The first public version: YYYY-MM-DD, YYYY-MM or YYYY, as far as known.",
    "topic": "One id of content/topics/.",
    "tags": "Two to eight ids of content/tags.yml: [kv-cache, long-context].",
    "kind": f"One of: {', '.join(KINDS)}.",
    "tldr": f"One sentence, at most {LONGEST_TLDR} characters, that says what is new. Begin with the thing itself.",
    "summary": "Two to five sentences in your own words: the problem, the idea, what it achieves. Write | behind "
    "the colon and the text on the lines below, two blanks in front of each.",
}
"""What each open field wants."""

OPTIONAL = {
    "venue": "venue: {name: NeurIPS, year: 2025}",
    "organizations": "organizations: [Moonshot AI]",
    "name": "name: the short name that people search for",
    "results": "results: up to four facts worth quoting, each with its setting, on lines that begin with a dash",
}
"""What an entry may have besides, as an example of how it is written."""


def _lines(draft: EntryDraft) -> Iterator[str]:
    yield f"# yaml-language-server: $schema={draft.schema}"
    if draft.origin:
        yield from _comment(
            f"Filled in from {draft.origin} by `paperindex new`. Proposed, for you to judge: the file's name, "
            "which is the paper's id for good, topic, tags and name. Delete the comments when you are done; the line above may stay."
        )
    else:
        yield from _comment(
            "An empty form. The file's name is the paper's id for good: rename it to the method's own name, such "
            "as kimi-linear.yml, before you propose it. Delete the comments when you are done; the line above may stay."
        )
    for remark in draft.remarks:
        yield from _comment(remark)
    yield from _field("title", quoted(draft.title) if draft.title else '""', is_open=not draft.title)
    yield from _field("authors", _list(draft.authors) if draft.authors else "", is_open=not draft.authors)
    yield from _field("date", str(draft.date or ""), is_open=draft.date is None)
    if draft.venue:
        year = f", year: {draft.venue.year}" if draft.venue.year else ""
        yield f"venue: {{name: {written(draft.venue.name, inside=True)}{year}}}"
    yield from _shelf(draft)
    yield from _field("kind", "", is_open=True)
    if draft.name:
        yield f"name: {written(draft.name)}"
    yield from _field("tldr", "", is_open=True)
    yield from _field("summary", "", is_open=True)
    yield from _abstract(draft.abstract)
    yield from _comment(f"Wherever you know it, add: {'; '.join(_missing_options(draft))}.")
    if draft.links:
        yield "links:"
        yield from (
            f"  {sort}: {quoted(value) if sort in BARE_IDENTIFIERS else written(value)}"
            for sort, value in sorted(draft.links, key=lambda link: LINK_SORTS.index(link[0]))
        )
    yield f"added: {draft.added}"


def _field(name: str, value: str, *, is_open: bool) -> Iterator[str]:
    """A field, below what it wants when it is still open."""
    if is_open:
        yield from _comment(WANTED[name])
    yield f"{name}: {value}".rstrip()


def _shelf(draft: EntryDraft) -> Iterator[str]:
    if draft.topic is None:
        yield from _comment(WANTED["topic"])
    elif draft.other_topics and not draft.topic_is_given:
        yield from _comment(f"The nearest topic by its words; then come {', '.join(draft.other_topics)}.")
    yield f"topic: {draft.topic or ''}".rstrip()
    if len(draft.tags) >= FEWEST_TAGS:
        yield f"tags: {_list(draft.tags)}"
    else:
        yield from _comment(WANTED["tags"] + (f" One that fits: {draft.tags[0]}." if draft.tags else ""))
        yield "tags:"


def _abstract(text: str) -> Iterator[str]:
    if not text:
        return
    yield from _comment("The authors' own words. Keep them only where their licence lets you.")
    yield "abstract: |"
    for number, paragraph in enumerate(text.split("\n\n")):
        if number:
            yield ""
        yield from (f"  {row}" for row in wrapped(paragraph, WIDTH))


def _missing_options(draft: EntryDraft) -> list[str]:
    given = {"venue": draft.venue, "name": draft.name}
    return [example for option, example in OPTIONAL.items() if not given.get(option)]


def _list(items: Sequence[str]) -> str:
    return f"[{', '.join(written(item, inside=True) for item in items)}]"


def _comment(text: str) -> Sequence[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent="# ",
        subsequent_indent="# ",
        break_long_words=False,
        break_on_hyphens=False,
    )
