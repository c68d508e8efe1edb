"""The files of a site by which the next build knows them again: address, size and time of each.

A large site has some hundred thousand, and a build after an edit asks for some tens of them and lets all others stand.
So those that were read from the disk stay in rows, and what was changed since lies beside them.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import compress
from typing import TypeAlias

from generator.working.packed import PackedTexts, count_of, numbers_in, packed_numbers, packed_texts, texts_in

FileMark = tuple[int, int]
"""A file's size in bytes and its time of change in nanoseconds."""
PackedFiles: TypeAlias = tuple[PackedTexts, bytes, bytes]
"""Addresses, sizes and times, each in one row."""
NO_FILES: PackedFiles = ((0, ""), b"", b"")


class FileRows:
    """Files as they lie on the disk; each row is taken apart when somebody asks for it."""

    def __init__(self, packed: PackedFiles) -> None:
        """Raises ValueError where the rows do not fit together."""
        self._names, self._packed_sizes, self._packed_times = packed
        if not self._names[0] == count_of(self._packed_sizes) == count_of(self._packed_times):
            raise ValueError("marks are missing")

    @cached_property
    def addresses(self) -> list[str]:
        """Of the files."""
        return texts_in(self._names)

    @cached_property
    def places(self) -> dict[str, int]:
        """Where in that row an address stands."""
        return dict(zip(self.addresses, range(len(self.addresses)), strict=True))

    @cached_property
    def sizes(self) -> array[int]:
        """In bytes."""
        return numbers_in(self._packed_sizes)

    @cached_property
    def times(self) -> array[int]:
        """In nanoseconds."""
        return numbers_in(self._packed_times)

    def mark(self, address: str) -> FileMark | None:
        """Of one file; None where there is no such file."""
        place = self.places.get(address)
        return None if place is None else (self.sizes[place], self.times[place])


class KnownFiles(Mapping[str, FileMark]):
    """The marks of a site's files by their addresses."""

    def __init__(self, changes: Mapping[str, FileMark | None], rows: FileRows | None = None) -> None:
        """``changes`` win over the ``rows``; None is for a file that is gone."""
        self._changes = changes
        self._rows = rows or FileRows(NO_FILES)

    def edited(self, changes: Mapping[str, FileMark | None]) -> KnownFiles:
        """The same with other marks for some, and without those for which there is None."""
        return KnownFiles({**self._changes, **changes}, self._rows)

    def changes_since(self, before: KnownFiles) -> dict[str, FileMark | None]:
        """What makes those ``before`` these, which were `edited` from them."""
        old = before._changes
        return {
            address: mark
            for address, mark in self._changes.items()
            if mark != (old[address] if address in old else self._rows.mark(address))
        }

    def worth_keeping(self, changes: Mapping[str, FileMark | None]) -> dict[str, FileMark | None]:
        """These changes of the rows but for those of files that came and went since, of which there is nothing to be told."""
        there = self._rows.places
        return {address: mark for address, mark in changes.items() if mark is not None or address in there}

    def marks(self) -> Iterator[tuple[str, int, int]]:
        """Address, size and time of each."""
        rows, changes = self._rows, self._changes
        stands = (address not in changes for address in rows.addresses)
        yield from compress(zip(rows.addresses, rows.sizes, rows.times, strict=True), stands)
        yield from ((address, *mark) for address, mark in self._changes.items() if mark)

    @property
    def bytes(self) -> int:
        """Of all of them together."""
        rows = self._rows
        replaced = sum(rows.sizes[rows.places[one]] for one in self._changes if one in rows.places)
        return sum(rows.sizes) - replaced + sum(mark[0] for mark in self._changes.values() if mark)

    def __getitem__(self, address: str) -> FileMark:
        mark = self._changes[address] if address in self._changes else self._rows.mark(address)
        if mark is None:
            raise KeyError(address)
        return mark

    def __contains__(self, address: object) -> bool:
        if address in self._changes:
            return self._changes[str(address)] is not None
        return address in self._rows.places

    def __iter__(self) -> Iterator[str]:
        yield from (address for address in self._rows.addresses if address not in self._changes)
        yield from (address for address, mark in self._changes.items() if mark)

    def __len__(self) -> int:
        places = self._rows.places
        return len(places) + sum(
            (mark is not None) - (address in places) for address, mark in self._changes.items()
        )


def packed_files(files: Mapping[str, FileMark]) -> PackedFiles:
    """For the disk. Raises ValueError where an address holds a sign that none may have."""
    return (
        packed_texts(files),
        packed_numbers(size for size, _ in files.values()),
        packed_numbers(time for _, time in files.values()),
    )
