"""Whether an edit of a few entries leaves what was found between all files as it is, told without looking at the others.

The rules are those of `loading/cross_checks.py`. Where one of them may come to another verdict, all papers are looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple, TypeVar

from generator.loading.cross_checks import Fault
from generator.loading.near_duplicates import KnownTitles, known_titles_again
from generator.loading.readings import Vocabulary
from generator.model.later_papers import PaperFacts, facts_of
from generator.model.paper import Paper, PaperKey
from generator.text.folding import folded

ERROR = "E"
"""The first letter of what refuses a build."""
NAME_PRINTED_NOWHERE = "W406"
T = TypeVar("T")


class Edit(NamedTuple):
    """A paper before and after; None where there was or is none."""

    before: Paper | None
    now: Paper | None


class Known(NamedTuple):
    """What is known of all papers before some were edited."""

    facts: PaperFacts
    identifiers: Callable[[], AbstractSet[str]]
    """As `identifiers_of` tells them."""
    successors: AbstractSet[PaperKey]
    """The papers that others were superseded by."""
    titles: KnownTitles
    vocabulary: Vocabulary
    faults: Sequence[Fault]
    """That were found between the files."""


class Standing(NamedTuple):
    """What is known after an edit that leaves the faults as they are."""

    facts: PaperFacts
    titles: KnownTitles
    gone: AbstractSet[str]
    new: AbstractSet[str]
    """Identifiers that no paper has any more, and such as none had."""


def standing_after(edits: Sequence[Edit], known: Known) -> Standing | None:
    """What is known after these edits, each of another paper; None where they may change what is found between the files."""
    if any(fault.code.startswith(ERROR) for fault in known.faults):
        # Any edit may be the one that mends it.
        return None
    facts, titles = _facts_again(known.facts, edits), _titles_again(known.titles, edits)
    if facts is None or titles is None or not _names_stand(edits, known):
        return None
    if not all(_stands_alone(edit, known, facts) for edit in edits):
        return None
    before = {one for edit in edits for one in identifiers_of(edit.before)}
    now = [one for edit in edits for one in identifiers_of(edit.now)]
    new = set(now) - before
    if len(now) != len(set(now)) or (new and not new.isdisjoint(known.identifiers())):
        return None
    return Standing(facts, titles, before.difference(now), new)


def identifiers_of(paper: Paper | None) -> list[str]:
    """By what a paper is known elsewhere, as it is compared. No arXiv id looks like a DOI."""
    found = (paper.links.arxiv, paper.links.doi and paper.links.doi.lower()) if paper else ()
    return [one for one in found if one]


def _stands_alone(edit: Edit, known: Known, facts: PaperFacts) -> bool:
    """Whether a paper names nothing that is not there, and nothing names it that did not before; ``facts`` are those now."""
    before, now = edit
    vocabulary = known.vocabulary
    if now is None:
        assert before is not None  # noqa: S101  (of an edit there is one of the two)
        return not _is_named(before.key, known, facts)
    if before is None:
        # What a key was once is told to whoever gives it to another paper.
        is_taken = any(now.key in aliases for aliases in facts.aliases.values())
        if is_taken or now.aliases or now.superseded_by is not None:
            return False
    elif (before.aliases, before.superseded_by, before.status) != (
        now.aliases,
        now.superseded_by,
        now.status,
    ):
        return False
    return (
        {topic.key for topic in vocabulary.topics}.issuperset(now.topics)
        and {tag.key for tag in vocabulary.tags}.issuperset(now.tags)
        and all(base in facts.sources and base != now.key for base in now.builds_on)
    )


def _is_named(key: PaperKey, known: Known, facts: PaperFacts) -> bool:
    """Whether somebody speaks of a paper that is gone."""
    return (
        key in known.successors
        or any(key in others for others in facts.builds_on.values())
        or any(first.paper == key for topic in known.vocabulary.topics for first in topic.start_here)
        or any(key in person.papers for person in known.vocabulary.people)
    )


def _names_stand(edits: Iterable[Edit], known: Known) -> bool:
    """Whether each name in the vocabulary is printed where it was, or nowhere as before."""
    people = known.vocabulary.people
    if not people:
        return True
    turned = {
        name
        for before, now in edits
        for name in set(before.authors if before else ()) ^ set(now.authors if now else ())
    }
    if turned and any(fault.code == NAME_PRINTED_NOWHERE for fault in known.faults):
        # It may have been meant for one of these.
        return False
    told = {folded(name) for person in people for name in (person.name, *person.spellings)}
    return told.isdisjoint(map(folded, turned))


def _facts_again(facts: PaperFacts, edits: Sequence[Edit]) -> PaperFacts | None:
    """The facts of all papers now; None where a paper's key was that of another file."""
    new = [edit.now.key for edit in edits if edit.now and not edit.before]
    if len(set(new)) < len(new) or not facts.sources.keys().isdisjoint(new):
        return None
    edited = {paper.key for edit in edits for paper in edit if paper}
    now = {edit.now.key: edit.now for edit in edits if edit.now}
    if not new and len(now) == len(edits) and all(_base_of(before) == _base_of(own) for before, own in edits):
        return facts  # of which the long ones lie packed, and may stay so
    own = facts_of(now)
    return PaperFacts(
        _merged(facts.sources, own.sources, edited),
        _merged(facts.statuses, own.statuses, edited),
        _merged(facts.builds_on, own.builds_on, edited),
        _merged(facts.aliases, own.aliases, edited),
    )


def _base_of(paper: Paper | None) -> tuple[PaperKey, ...]:
    return paper.builds_on if paper else ()


def _merged(
    before: Mapping[PaperKey, T], now: Mapping[PaperKey, T], edited: AbstractSet[PaperKey]
) -> dict[PaperKey, T]:
    """What is known of papers, in the order of a library."""
    left = {key: value for key, value in before.items() if key not in edited}
    return dict(sorted({**left, **now}.items()))


def _titles_again(titles: KnownTitles, edits: Iterable[Edit]) -> KnownTitles | None:
    """The titles now; None where one of them is, or was, like another."""
    gone = {edit.before.key for edit in edits if edit.before and not edit.now}
    changed = {
        edit.now.key: edit.now.title
        for edit in edits
        if edit.now and not (edit.before and edit.before.title == edit.now.title)
    }
    if not gone and not changed:
        return titles
    now = known_titles_again(titles, changed, gone)
    concerned = {*gone, *changed}
    if now.alike != titles.alike or any(not concerned.isdisjoint(pair) for pair in titles.alike.near):
        return None
    return now
