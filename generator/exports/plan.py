"""Which files of references there are, and which papers stand in each: decided before any is written.

Pages link to the files and the files are written elsewhere; both ask the plan. A file stays below the size
that git hosts and browsers handle with ease, so long lists come in parts.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from generator.exports.citation import FILE_FORMATS, file_address
from generator.indexes.gatherings import Gatherings, Heading, former_keys
from generator.indexes.indexes import Indexes
from generator.model.extent import FULL, Extent
from generator.model.library import Library
from generator.model.paper import PaperKey

LARGEST_FILE = 50_000_000
"""Bytes; GitHub warns of larger ones."""
Parts: TypeAlias = tuple[tuple[PaperKey, ...], ...]


class Download(NamedTuple):
    """One file that a page offers."""

    label: str
    address: str
    """From the site's root."""


class ExportPlan(NamedTuple):
    """The parts of each list, as keys of papers."""

    parts: Mapping[Heading, Parts]
    formats: tuple[str, ...] = tuple(FILE_FORMATS)
    """Those of FILE_FORMATS that the site has, in the order in which pages offer them."""
    former: Mapping[Heading, tuple[str, ...]] = MappingProxyType({})
    """The keys that lists had before; their files lie there as well."""

    def downloads(self, sort: str, key: str) -> tuple[Download, ...]:
        """The files that the page of a list offers; none for an empty list.

        ``sort`` and ``key`` are a gathering's: ("topics", "linear-attention"), ("years", "2025"), ("all", "all").
        Who has one paper is offered that paper's own files.
        """
        parts = self.parts.get((sort, key), ())
        return tuple(
            Download(
                f"{label}, part {number}" if len(parts) > 1 else label,
                part_address(sort, key, papers, number, name),
            )
            for name, (_, label) in FILE_FORMATS.items()
            if name in self.formats
            for number, papers in enumerate(parts, 1)
        )

    def files(
        self, headings: Collection[Heading] | None = None
    ) -> Iterator[tuple[str, str, tuple[PaperKey, ...]]]:
        """Every file with references of a list, or of the lists under these ``headings``, at its own and its former
        addresses: its address, its format and its papers.

        Format by format: who puts lists together then needs the papers' entries in one format at a time.
        """
        wanted = self.parts if headings is None else [one for one in sorted(headings) if one in self.parts]
        for name in self.formats:
            for sort, key in wanted:
                for number, papers in enumerate(self.parts[sort, key], 1):
                    for one in self._keys(sort, key):
                        address = part_address(sort, one, papers, number, name)
                        if address.startswith("exports/"):
                            yield address, name, papers

    def addresses_there(self, heading: Heading, there: Container[str]) -> Iterator[str]:
        """The files of a list that are ``there``, whether it has papers now or not."""
        sort, key = heading
        for one in self._keys(sort, key):
            yield from addresses_of_parts((sort, one), self.formats, there)

    def _keys(self, sort: str, key: str) -> tuple[str, ...]:
        return (key, *self.former.get((sort, key), ()))


def addresses_of_parts(heading: Heading, formats: tuple[str, ...], there: Container[str]) -> Iterator[str]:
    """The files of a list that are ``there``, in any number of parts."""
    sort, key = heading
    for name in formats:
        number = 1
        while (address := part_address(sort, key, (), number, name)) in there:
            yield address
            number += 1


def part_address(sort: str, key: str, papers: tuple[PaperKey, ...], number: int, format_name: str) -> str:
    """Where a part of a list lies: ``exports/topics/attention.bib``, then ``attention-part-2.bib``."""
    if sort == "authors" and len(papers) == 1 and number == 1:
        # Most authors have one paper: a copy of its file for each would be a third of the site.
        return file_address(papers[0], format_name)
    ending = FILE_FORMATS[format_name][0]
    # Two hyphens stand in no key, so no other list can have the address.
    part = f"--{number}" if number > 1 else ""
    return f"exports/{key}{part}{ending}" if sort == "all" else f"exports/{sort}/{key}{part}{ending}"


def export_plan(
    library: Library, indexes: Indexes, largest: int = LARGEST_FILE, extent: Extent = FULL
) -> ExportPlan:
    """The plan for a whole library."""
    parts = PlannedParts(library, indexes, extent.exported, largest)
    return ExportPlan(parts, extent.references, former_keys(library))


class PlannedParts(Mapping[Heading, Parts]):
    """The parts of each list, cut when somebody asks for them."""

    def __init__(self, library: Library, indexes: Indexes, sorts: Container[str], largest: int) -> None:
        """``largest`` is in bytes."""
        self._sizes = indexes.reference_sizes
        self._gatherings = Gatherings(library, indexes, sorts)
        self._largest = largest
        self._known: dict[Heading, Parts] = {}

    def __getitem__(self, heading: Heading) -> Parts:
        known = self._known.get(heading)
        if known is None:
            known = self._known[heading] = tuple(self._cut(self._gatherings[heading].papers))
        return known

    def __iter__(self) -> Iterator[Heading]:
        return iter(self._gatherings)

    def __len__(self) -> int:
        return len(self._gatherings)

    def _cut(self, papers: tuple[PaperKey, ...]) -> Iterator[tuple[PaperKey, ...]]:
        """The list cut where the next paper might make a file too large."""
        sizes = list(map(self._sizes.__getitem__, papers))
        if sum(sizes) <= self._largest:
            yield papers
            return
        part: list[PaperKey] = []
        size = 0
        for key, own in zip(papers, sizes, strict=True):
            if part and size + own > self._largest:
                yield tuple(part)
                part, size = [], 0
            part.append(key)
            size += own
        yield tuple(part)
