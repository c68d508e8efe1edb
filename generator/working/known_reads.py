"""The digests of all that was looked up for the last build.

They are gathered by the mapping that was asked, so that a build after an edit finds those that tell of the edited entry
without going through all. What was changed since they were read from the disk lies beside them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from generator.working.packed import PackedTexts, packed_texts, texts_in
from generator.working.reads import SEPARATOR, WHOLE, Read


class ReadGroup:
    """What was looked up in one mapping."""

    def __init__(self, packed: PackedTexts, first: int) -> None:
        """``first`` is the number of the first one; the others follow."""
        self._packed = packed
        self.first = first

    @cached_property
    def keys(self) -> list[str]:
        """In the order of their numbers."""
        return texts_in(self._packed)

    @cached_property
    def places(self) -> dict[str, int]:
        """Where in that row a key stands."""
        return dict(zip(self.keys, range(len(self.keys)), strict=True))


PackedReads = tuple[tuple[tuple[str, PackedTexts], ...], PackedTexts]
"""Mapping by mapping its name and the keys; then the digests of all, in that order."""


class KnownReads(Mapping[Read, str]):
    """The digest of each value that a leaf looked up."""

    def __init__(self, changes: Mapping[Read, str], packed: PackedReads = ((), (0, ""))) -> None:
        """``changes`` win over what is ``packed``. Raises ValueError where that does not fit together."""
        self.packed = packed
        groups, digests = packed
        self.changes = changes
        self._groups: dict[str, ReadGroup] = {}
        first = 0
        for name, keys in groups:
            self._groups[name] = ReadGroup(keys, first)
            first += keys[0]
        if first != digests[0]:
            raise ValueError("digests are missing")

    def edited(self, changes: Mapping[Read, str]) -> KnownReads:
        """The same with other digests for some."""
        other = object.__new__(KnownReads)
        other.__dict__.update(self.__dict__)
        other.changes = {**self.changes, **changes}
        return other

    def used_by(self, traces: Iterable[Iterable[Read]]) -> dict[Read, str]:
        """Those that any of the traces names, which has no other."""
        if not self._groups:
            return dict(self.changes)
        return {read: self[read] for read in set().union(*traces)}

    def number(self, read: Read) -> int | None:
        """The number under which traces on the disk know it."""
        name, _, key = read.partition(SEPARATOR)
        group = self._groups.get(name)
        if group is None:
            return None
        place = group.places.get(key)
        return None if place is None else group.first + place

    def numbered(self, number: int) -> Read:
        """What has this number."""
        name = self._names[bisect_right(self._firsts, number) - 1]
        group = self._groups[name]
        return _read(name, group.keys[number - group.first])

    def keys_in(self, name: str) -> list[str]:
        """The keys under which something was looked up in one mapping."""
        group = self._groups.get(name)
        later = [read.partition(SEPARATOR) for read in self.changes]
        return [*(group.keys if group else ()), *(key for own, sign, key in later if sign and own == name)]

    def names(self) -> set[str]:
        """Of the mappings in which anything was looked up."""
        return {
            name.removesuffix(WHOLE)
            for name in (*self._groups, *(read.partition(SEPARATOR)[0] for read in self.changes))
        }

    def changed_in(self, name: str, digest: Callable[[str], str]) -> set[Read]:
        """All that was looked up in one mapping and is not the same now; ``digest`` tells how it is, by its key."""
        changed = {
            read
            for read, before in self.changes.items()
            if read.startswith(f"{name}{SEPARATOR}") and digest(read.partition(SEPARATOR)[2]) != before
        }
        group = self._groups.get(name)
        if group is not None:
            before = self._digests[group.first : group.first + len(group.keys)]
            others = (key for key, one in zip(group.keys, before, strict=True) if digest(key) != one)
            changed.update(read for key in others if (read := _read(name, key)) not in self.changes)
        return changed

    def about(self, keys: Iterable[str]) -> Iterator[Read]:
        """All that was looked up under these keys, whatever the mapping, and what was looked through as a whole."""
        wanted = set(keys)
        for name in self._groups:
            asked = [name] if name.endswith(WHOLE) else [_read(name, key) for key in wanted]
            yield from (read for read in asked if self.number(read) is not None)
        for read in self.changes:
            _, separator, key = read.partition(SEPARATOR)
            if not separator or key in wanted:
                yield read

    def __getitem__(self, read: Read) -> str:
        found = self.changes.get(read)
        if found is not None:
            return found
        number = self.number(read)
        if number is None:
            raise KeyError(read)
        return self._digests[number]

    def __iter__(self) -> Iterator[Read]:
        for name, group in self._groups.items():
            yield from (_read(name, key) for key in group.keys)
        yield from (read for read in self.changes if self.number(read) is None)

    def __len__(self) -> int:
        return self.packed[1][0] + sum(self.number(read) is None for read in self.changes)

    @cached_property
    def _digests(self) -> list[str]:
        return texts_in(self.packed[1])

    @cached_property
    def _names(self) -> list[str]:
        return list(self._groups)

    @cached_property
    def _firsts(self) -> list[int]:
        return [group.first for group in self._groups.values()]


def packed_reads(reads: Mapping[Read, str]) -> tuple[PackedReads, dict[Read, int]]:
    """For the disk, and the numbers that each read has there.

    Raises ValueError where a key holds a sign that none may have.
    """
    groups: dict[str, tuple[list[str], list[Read]]] = {}
    for read in reads:
        name, _, key = read.partition(SEPARATOR)
        keys, own = groups.get(name) or groups.setdefault(name, ([], []))
        keys.append(key)
        own.append(read)
    order = [read for _, own in groups.values() for read in own]
    packed = tuple((name, packed_texts(keys)) for name, (keys, _) in groups.items())
    digests = packed_texts(map(reads.__getitem__, order))
    return (packed, digests), dict(zip(order, range(len(order)), strict=True))


def _read(name: str, key: str) -> Read:
    return name if name.endswith(WHOLE) else f"{name}{SEPARATOR}{key}"
