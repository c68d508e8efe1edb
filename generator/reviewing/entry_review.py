"""A change to the content, entry by entry, as Markdown for whoever judges it: what a field said and what it says.

Everything in it may come from a stranger's pull request, so every text is escaped: it shows as it is and does
nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from generator.api.paper_markdown import paper_markdown
from generator.model.library import Library
from generator.model.paper import Paper, PaperKey
from generator.model.site_identity import SiteIdentity
from generator.reporting import printable
from generator.text.counting import counted
from generator.text.markdown_text import markdown_words

SHOWN_WHOLE = 25
"""Entries shown with all their words; a change of more is a sweep, and the summary of a step has an end."""
LONGEST_LIST = 200
NOT_SHOWN = ("source", "key")
CALLING = re.compile(r"\\[@#]|\bGH-(?=\d)(?![^\s<>\\]*>)", re.IGNORECASE)
"""Before a name or a number: what calls somebody, or closes an issue, where a host looks for it behind the backslashes of
Markdown, as GitHub does. Addresses stand between < and > and hold no backslash."""
RELATIVE_LINK = re.compile(r"\]\(<(?![a-z]+:)")


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One paper before and after; None where it was not, or is not any more."""

    key: PaperKey
    before: Paper | None
    after: Paper | None

    @property
    def in_words(self) -> str:
        """``added``, ``deleted``, ``renamed from kimi`` or ``changed``."""
        if self.after is None:
            return "deleted"
        if self.before is None:
            return "added"
        return f"renamed from {self.before.key}" if self.before.key != self.key else "changed"


def changed_entries(before: Library, after: Library) -> tuple[EntryChange, ...]:
    """The papers that differ, by id; moving a file between folders is no difference."""
    renamed = {
        alias: paper.key
        for paper in after.papers.values()
        for alias in paper.aliases
        if alias in before.papers and alias not in after.papers and paper.key not in before.papers
    }
    found = [
        EntryChange(key, before.papers.get(key), after.papers.get(key))
        for key in before.papers.keys() | after.papers.keys()
        if key not in renamed
        and key not in renamed.values()
        and _differs(before.papers.get(key), after.papers.get(key))
    ]
    found += [EntryChange(new, before.papers[old], after.papers[new]) for old, new in renamed.items()]
    return tuple(sorted(found, key=lambda change: change.key))


def _differs(before: Paper | None, after: Paper | None) -> bool:
    if before is None or after is None:
        return before is not after
    return replace(before, source="") != replace(after, source="")


def review(before: Library, after: Library, identity: SiteIdentity) -> str:
    """The whole change as Markdown, in which nobody is called and no issue is named."""
    changes = changed_entries(before, after)
    lines = ["## Entries", ""]
    if not changes:
        lines += ["No entry says anything else than before.", ""]
    for change in changes[:SHOWN_WHOLE]:
        lines += [*_entry_lines(change, after, identity), ""]
    rest = changes[SHOWN_WHOLE:]
    if rest:
        lines += [f"And {counted(len(rest), 'entry')} more:", ""]
        lines += [f"- `{change.key}` {change.in_words}" for change in rest[:LONGEST_LIST]]
        lines += ["", *_not_listed(len(rest))]
    for heading, old, new in (
        ("Topics", before.topics, after.topics),
        ("Tags", before.tags, after.tags),
        ("People", before.people, after.people),
    ):
        lines += _vocabulary_lines(heading, old, new)
    # A comment in between is the one thing that shows nothing, is copied with nothing, and keeps the two apart.
    return CALLING.sub(r"\g<0><!-- -->", "\n".join(lines))


def _entry_lines(change: EntryChange, library: Library, identity: SiteIdentity) -> Iterator[str]:
    yield f"### `{change.key}` {change.in_words}"
    yield ""
    if change.before is not None and change.after is not None:
        yield from _table(change.before, change.after)
        yield ""
    shown = change.after or change.before
    if shown is not None:
        name = "The entry" if change.before is None else "The whole entry afterwards"
        yield from _folded(name if change.after else "What it said", shown, library, identity)


def _folded(name: str, paper: Paper, library: Library, identity: SiteIdentity) -> Iterator[str]:
    """The entry in words behind a heading that unfolds it; open where there is nothing else to see."""
    yield f"<details{'' if name.startswith('The whole') else ' open'}><summary>{name}</summary>"
    yield ""
    for line in paper_markdown(paper, library, identity).rstrip("\n").split("\n"):
        if (
            RELATIVE_LINK.search(line) is None
        ):  # beside the page such a link leads somewhere, here it does not
            yield f"###{line}" if line.startswith("#") else line
    yield ""
    yield "</details>"


def _vocabulary_lines(heading: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    changed = [key for key in sorted(before.keys() | after.keys()) if before.get(key) != after.get(key)]
    if not changed:
        return
    yield from (f"## {heading}", "")
    for key in changed[:LONGEST_LIST]:
        old, new = before.get(key), after.get(key)
        if old is not None and new is not None:
            yield from (f"### `{key}` changed", "", *_table(old, new), "")
        else:
            value = old if new is None else new
            yield from (f"### `{key}` {'deleted' if new is None else 'added'}", "", *_listed(value), "")
    yield from _not_listed(len(changed))


def _not_listed(count: int) -> Iterator[str]:
    """What is said of those that a list of so many leaves out."""
    if count > LONGEST_LIST:
        yield from (f"{count - LONGEST_LIST:,} more are not listed here.", "")


def _table(before: Any, after: Any) -> Iterator[str]:
    """The fields that differ, side by side."""
    yield "| Field | Before | After |"
    yield "|---|---|---|"
    for field in fields(before):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old != new and field.name not in NOT_SHOWN:
            yield f"| {field.name} | {in_cell(old)} | {in_cell(new)} |"


def _listed(value: Any) -> Iterator[str]:
    for field in fields(value):
        if field.name not in NOT_SHOWN and getattr(value, field.name):
            yield f"- {field.name}: {in_cell(getattr(value, field.name))}"


def in_cell(value: object) -> str:
    """A value of the model as a cell: items and paragraphs under one another."""
    if value is None or value == ():
        return "–"
    if isinstance(value, tuple):
        return "<br>".join(in_cell(item) for item in value)
    if is_dataclass(value) and not hasattr(value, "in_words"):
        named = [(field.name, getattr(value, field.name)) for field in fields(value)]
        return "<br>".join(f"{name}: {in_cell(part)}" for name, part in named if part is not None) or "–"
    return "<br>".join(markdown_words(printable(part)) for part in str(value).split("\n\n"))
