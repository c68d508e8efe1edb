"""What the last build knew of each piece of its site.

A large site has some hundred thousand pieces, and a build after an edit asks for some tens of them. So what was read
from the disk stays in rows, one for each sort of fact, and a leaf's trace is put together when somebody asks for it.
What was changed since lies beside them.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import accumulate, chain
from typing import NamedTuple, TypeVar

from generator.working.known_reads import KnownReads
from generator.working.packed import PackedTexts, count_of, numbers_in, packed_numbers, packed_texts, texts_in
from generator.working.reads import Read

T = TypeVar("T")
ASKED_AT_ONCE = 4_096


class LeafTrace(NamedTuple):
    """What is known of one leaf. A plain tuple: a large site has some hundred thousand of them."""

    given: str
    """A digest of what it was handed."""
    reads: tuple[Read, ...]
    addresses: tuple[str, ...]
    """Of the files it made."""
    found: tuple[str, ...] = ()
    """Those of them that search engines should know."""
    digests: tuple[tuple[str, int, str], ...] = ()
    """Address, size and fingerprint of those of them that the manifest lists."""


class PackedLeaves(NamedTuple):
    """The traces of leaves for the disk: for each sort of fact all values of all leaves, and how many each leaf has."""

    names: PackedTexts
    given: PackedTexts
    reads: tuple[bytes, bytes]
    """By their numbers."""
    addresses: tuple[PackedTexts, bytes]
    found: tuple[PackedTexts, bytes]
    listed: tuple[PackedTexts, bytes]
    """Addresses in the manifest."""
    sizes: bytes
    """In bytes, of the files that are listed."""
    fingerprints: PackedTexts


NO_LEAVES = PackedLeaves(
    (0, ""), (0, ""), (b"", b""), ((0, ""), b""), ((0, ""), b""), ((0, ""), b""), b"", (0, "")
)


class Stretches(NamedTuple):
    """Where in a row the values of each leaf end."""

    ends: list[int]

    def of(self, place: int) -> slice:
        """Those of the leaf at a place."""
        return slice(self.ends[place - 1] if place else 0, self.ends[place])

    def owner(self, number: int) -> int:
        """The place of the leaf whose value this is."""
        return bisect_right(self.ends, number)


class LeafRows:
    """The traces of leaves as they lie on the disk; each row is taken apart when somebody asks for it."""

    def __init__(self, packed: PackedLeaves, reads: KnownReads) -> None:
        """``reads`` knows the numbers of what was looked up. Raises ValueError where the rows do not fit together."""
        self.known_reads = reads
        self.packed = packed
        count = packed.names[0]
        if packed.given[0] != count:
            raise ValueError("leaves are missing")
        if not packed.listed[0][0] == count_of(packed.sizes) == packed.fingerprints[0]:
            raise ValueError("fingerprints are missing")
        self.own_reads = _stretches(packed.reads[1], count, count_of(packed.reads[0]))
        self.own_addresses = _stretches(packed.addresses[1], count, packed.addresses[0][0])
        self.own_found = _stretches(packed.found[1], count, packed.found[0][0])
        self.own_listed = _stretches(packed.listed[1], count, packed.listed[0][0])

    @cached_property
    def names(self) -> list[str]:
        """Of the leaves."""
        return texts_in(self.packed.names)

    @cached_property
    def places(self) -> dict[str, int]:
        """Where in that row a name stands."""
        return {name: place for place, name in enumerate(self.names)}

    @cached_property
    def given(self) -> list[str]:
        """Digests of what the leaves were handed."""
        return texts_in(self.packed.given)

    @cached_property
    def reads(self) -> array[int]:
        """What all of them looked up."""
        return numbers_in(self.packed.reads[0])

    @cached_property
    def addresses(self) -> list[str]:
        """Of all files."""
        return texts_in(self.packed.addresses[0])

    @cached_property
    def found(self) -> list[str]:
        """Addresses that search engines should know."""
        return texts_in(self.packed.found[0])

    @cached_property
    def listed(self) -> list[tuple[str, int, str]]:
        """Address, size and fingerprint of all files that the manifest lists."""
        packed = self.packed
        addresses, fingerprints = texts_in(packed.listed[0]), texts_in(packed.fingerprints)
        return list(zip(addresses, numbers_in(packed.sizes), fingerprints, strict=True))

    def trace(self, place: int) -> LeafTrace:
        """What is known of the leaf at a place."""
        listed = self.own_listed.of(place)
        return LeafTrace(
            given=self.given[place],
            reads=tuple(map(self.known_reads.numbered, self.reads[self.own_reads.of(place)])),
            addresses=tuple(self.addresses[self.own_addresses.of(place)]),
            found=tuple(self.found[self.own_found.of(place)]),
            digests=tuple(self.listed[listed]),
        )

    def that_read(self, reads: AbstractSet[Read]) -> set[str]:
        """The names of the leaves that looked up any of these."""
        numbers = {number for read in reads if (number := self.known_reads.number(read)) is not None}
        if not numbers:
            return set()
        hits: list[int] = []
        for start in range(0, len(self.reads), ASKED_AT_ONCE):
            part = self.reads[start : start + ASKED_AT_ONCE]
            # Nearly everywhere none of them stands, and that is told in a third of the time.
            if not numbers.isdisjoint(part):
                hits += [start + place for place, number in enumerate(part) if number in numbers]
        return {self.names[self.own_reads.owner(hit)] for hit in hits}


def _stretches(counts: bytes, leaves: int, values: int) -> Stretches:
    ends = list(accumulate(numbers_in(counts)))
    if len(ends) != leaves or (ends[-1] if ends else 0) != values:
        raise ValueError("values are missing")
    return Stretches(ends)


class KnownLeaves(Mapping[str, LeafTrace]):
    """The traces of all leaves that may stand in the next build, by their names."""

    def __init__(self, changes: Mapping[str, LeafTrace | None], rows: LeafRows | None = None) -> None:
        """``changes`` win over the ``rows``; None is for a leaf that is gone."""
        self.changes = changes
        self.rows = rows or LeafRows(NO_LEAVES, KnownReads({}))

    def edited(self, changes: Mapping[str, LeafTrace | None]) -> KnownLeaves:
        """The same with other traces for some, and without those for which there is None."""
        return KnownLeaves({**self.changes, **changes}, self.rows)

    def given(self, name: str) -> str | None:
        """The digest of what a leaf was handed; None for one that is not known."""
        if name in self.changes:
            changed = self.changes[name]
            return changed and changed.given
        place = self.rows.places.get(name)
        return None if place is None else self.rows.given[place]

    def files_of(self, name: str) -> tuple[Sequence[str], Sequence[str]]:
        """The addresses of the files that a leaf made, and of those that search engines should know."""
        changed = self.changes.get(name)
        if changed is not None:
            return changed.addresses, changed.found
        rows = self.rows
        place = rows.places[name]
        return rows.addresses[rows.own_addresses.of(place)], rows.found[rows.own_found.of(place)]

    def that_read(self, reads: AbstractSet[Read]) -> set[str]:
        """The names of the leaves that looked up any of this."""
        found = {name for name in self.rows.that_read(reads) if name not in self.changes}
        found.update(
            name for name, trace in self.changes.items() if trace and not reads.isdisjoint(trace.reads)
        )
        return found

    def addresses(self) -> list[str]:
        """Of the files that all leaves made."""
        rows = self.rows
        return self._standing(rows.addresses, rows.own_addresses, lambda trace: trace.addresses)

    def found(self) -> list[str]:
        """Those of them that search engines should know."""
        return self._standing(self.rows.found, self.rows.own_found, lambda trace: trace.found)

    def digests(self) -> list[tuple[str, int, str]]:
        """Address, size and fingerprint of those of them that the manifest lists."""
        rows = self.rows
        return self._standing(rows.listed, rows.own_listed, lambda trace: trace.digests)

    def _standing(
        self, row: list[T], stretches: Stretches, changed: Callable[[LeafTrace], Iterable[T]]
    ) -> list[T]:
        """A row without the values of what was changed since, and with those that it has now."""
        places = sorted(place for name in self.changes if (place := self.rows.places.get(name)) is not None)
        standing: list[T] = []
        start = 0
        for own in map(stretches.of, places):
            standing += row[start : own.start]
            start = own.stop
        standing += row[start:]
        for trace in self.changes.values():
            if trace is not None:
                standing += changed(trace)
        return standing

    def __getitem__(self, name: str) -> LeafTrace:
        trace = self.changes[name] if name in self.changes else self.rows.trace(self.rows.places[name])
        if trace is None:
            raise KeyError(name)
        return trace

    def __contains__(self, name: object) -> bool:
        if name in self.changes:
            return self.changes[str(name)] is not None
        return name in self.rows.places

    def __iter__(self) -> Iterator[str]:
        yield from (name for name in self.rows.names if name not in self.changes)
        yield from (name for name, trace in self.changes.items() if trace is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def packed_leaves(leaves: Mapping[str, LeafTrace], numbers: Mapping[Read, int]) -> PackedLeaves:
    """Traces for the disk; ``numbers`` are those of everything that they looked up.

    Raises ValueError where a name or an address holds a sign that none may have.
    """
    traces = list(leaves.values())
    listed = [one for trace in traces for one in trace.digests]
    return PackedLeaves(
        names=packed_texts(leaves),
        given=packed_texts(trace.given for trace in traces),
        reads=(
            packed_numbers(map(numbers.__getitem__, chain.from_iterable(trace.reads for trace in traces))),
            packed_numbers(len(trace.reads) for trace in traces),
        ),
        addresses=(
            packed_texts(address for trace in traces for address in trace.addresses),
            packed_numbers(len(trace.addresses) for trace in traces),
        ),
        found=(
            packed_texts(address for trace in traces for address in trace.found),
            packed_numbers(len(trace.found) for trace in traces),
        ),
        listed=(
            packed_texts(address for address, _, _ in listed),
            packed_numbers(len(trace.digests) for trace in traces),
        ),
        sizes=packed_numbers(size for _, size, _ in listed),
        fingerprints=packed_texts(fingerprint for _, _, fingerprint in listed),
    )
