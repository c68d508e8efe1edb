"""How entries stood at the last build, in two parts: their words, and all else.

Lists, addresses and titles are made of all else. As long as that is the same, so is the plan of the site, and only what
words stand in has to be looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple


class EntryMark(NamedTuple):
    """Digests of one entry."""

    whole: str
    apart_from_words: str


def marks_of(
    keys: Iterable[str],
    whole: Callable[[str], str],
    apart_from_words: Callable[[str], str],
    known: Mapping[str, EntryMark],
) -> dict[str, EntryMark]:
    """The marks of all entries by their keys, in that order; the two functions tell the digests, ``known`` spares most of
    them.
    """
    found: dict[str, EntryMark] = {}
    for key in keys:
        digest, before = whole(key), known.get(key)
        if before is not None and before.whole == digest:
            found[key] = before
        else:
            found[key] = EntryMark(digest, apart_from_words(key))
    return found


class EntryEdits(NamedTuple):
    """Which entries are not as they were."""

    entries: frozenset[str]
    """New ones and those that are gone among them."""
    only_words: bool
    """Whether nothing but words was changed."""


def edits_since(before: Mapping[str, EntryMark], now: Mapping[str, EntryMark]) -> EntryEdits:
    """What was edited between two builds."""
    changed = {key for key, mark in now.items() if key not in before or before[key].whole != mark.whole}
    gone = before.keys() - now.keys()
    only_words = not gone and all(
        key in before and before[key].apart_from_words == now[key].apart_from_words for key in changed
    )
    return EntryEdits(frozenset(changed | gone), only_words)
