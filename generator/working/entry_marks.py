"""How entries stood at the last build, in two parts: their words, and all else.

Lists, addresses and titles are made of all else. As long as that is the same, so is the plan of the site, and only what
words stand in has to be looked at. Every build compares all entries with those of the last one, so their digests lie in
rows, which are compared in one go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import compress
from operator import ne
from typing import NamedTuple


class EntryMark(NamedTuple):
    """Digests of one entry."""

    whole: str
    apart_from_words: str


class EntryMarks(Mapping[str, EntryMark]):
    """The marks of entries by their keys."""

    def __init__(
        self, order: Sequence[str] = (), whole: Sequence[str] = (), apart_from_words: Sequence[str] = ()
    ) -> None:
        """Rows of equal length, sorted by the first, which has the keys. Raises ValueError where they are not that long."""
        if not len(order) == len(whole) == len(apart_from_words):
            raise ValueError("marks are missing")
        self.order, self.whole, self.apart_from_words = list(order), list(whole), list(apart_from_words)
        self._places: dict[object, int] | None = None

    @staticmethod
    def of(marks: Mapping[str, tuple[str, str]]) -> EntryMarks:
        """Marks by their keys in rows."""
        order = sorted(marks)
        return EntryMarks(order, *zip(*map(marks.__getitem__, order), strict=True)) if order else EntryMarks()

    def __getitem__(self, key: str) -> EntryMark:
        place = self._place(key)
        if place is None:
            raise KeyError(key)
        return EntryMark(self.whole[place], self.apart_from_words[place])

    def __contains__(self, key: object) -> bool:
        return self._place(key) is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self.order)

    def __len__(self) -> int:
        return len(self.order)

    def _place(self, key: object) -> int | None:
        if self._places is None:
            self._places = {key: place for place, key in enumerate(self.order)}
        return self._places.get(key)

    def changes_since(self, before: EntryMarks) -> dict[str, EntryMark | None]:
        """What makes those ``before`` these; None is for an entry that is gone."""
        if self.order == before.order:
            whole = map(ne, self.whole, before.whole)
            rest = map(ne, self.apart_from_words, before.apart_from_words)
            differ = [one or other for one, other in zip(whole, rest, strict=True)]
            return {key: self[key] for key in compress(self.order, differ)}
        old, new = before.pairs(), self.pairs()
        gone: dict[str, EntryMark | None] = {key: None for key in old if key not in new}
        return gone | {key: EntryMark(*pair) for key, pair in new.items() if old.get(key) != pair}

    def with_changes(self, changes: Mapping[str, tuple[str, str] | None]) -> EntryMarks:
        """These with such changes."""
        if all(pair is not None and key in self for key, pair in changes.items()):
            changed = EntryMarks(self.order, self.whole, self.apart_from_words)
            for key, pair in changes.items():
                place = self._place(key)
                if pair is not None and place is not None:
                    changed.whole[place], changed.apart_from_words[place] = pair
            return changed
        merged = {**self.pairs(), **changes}
        return EntryMarks.of({key: pair for key, pair in merged.items() if pair is not None})

    def pairs(self) -> dict[str, tuple[str, str]]:
        """The two digests of each entry."""
        return dict(zip(self.order, zip(self.whole, self.apart_from_words, strict=True), strict=True))


NO_MARKS = EntryMarks()


def marks_of(
    keys: Iterable[str],
    whole: Iterable[str],
    apart_from_words: Callable[[str], str],
    known: EntryMarks = NO_MARKS,
) -> EntryMarks:
    """The marks of all entries, given their sorted ``keys`` and digests of the ``whole`` of each; a function tells the other
    digests, and ``known`` spares most of them.
    """
    order, digests = list(keys), list(whole)
    if order == known.order:
        rest = list(known.apart_from_words)
        for place in compress(range(len(order)), map(ne, digests, known.whole)):
            rest[place] = apart_from_words(order[place])
        return EntryMarks(order, digests, rest)
    before = known.pairs()
    rest = []
    for key, digest in zip(order, digests, strict=True):
        was, stands = before.get(key, ("", ""))
        rest.append(stands if was == digest else apart_from_words(key))
    return EntryMarks(order, digests, rest)


class EntryEdits(NamedTuple):
    """Which entries are not as they were."""

    entries: frozenset[str]
    """New ones and those that are gone among them."""
    only_words: bool
    """Whether nothing but words was changed."""


def edits_since(before: EntryMarks, now: EntryMarks) -> EntryEdits:
    """What was edited between two builds."""
    changes = {
        key: mark
        for key, mark in now.changes_since(before).items()
        if mark is None or key not in before or before[key].whole != mark.whole
    }
    only_words = all(
        mark is not None and key in before and before[key].apart_from_words == mark.apart_from_words
        for key, mark in changes.items()
    )
    return EntryEdits(frozenset(changes), only_words)
