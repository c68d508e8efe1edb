"""Where readers find what stands under a name: on a page of its own, or by the search. Everything that links to an
author, an organisation or a venue asks here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple

from generator.indexes.addresses import (
    author_address,
    named_in_search,
    organisation_address,
    venue_address,
)
from generator.indexes.indexes import Indexes
from generator.indexes.names import NameKey, Names
from generator.model.extent import FULL, Extent
from generator.model.later import as_made
from generator.model.library import Library
from generator.model.paper import PaperKey


class NamePlaces(NamedTuple):
    """The places of names of one sort."""

    names: Names
    pages: Mapping[NameKey, str]
    """The addresses of the names that have a page, in the order of lists from A to Z."""
    field: str
    """What the search calls names of this sort."""
    least: int
    """Papers from which a name has a page."""
    by_spelling: Mapping[str, str] | None = None
    """The same addresses by each spelling of the names that have a page; None until somebody asks for `ready_for_all`."""

    @property
    def are_all(self) -> bool:
        """Whether every name has a page."""
        return len(self.pages) == len(self.names.shown)

    def address(self, key: NameKey) -> str:
        """Where the papers under a name stand."""
        return self.pages.get(key) or named_in_search(self.field, self.names.shown[key])

    def printed(self, paper: PaperKey, name: str) -> str:
        """Where the papers under a name stand, as it is printed on a paper."""
        return self.all_printed(paper, (name,))[0]

    def all_printed(self, paper: PaperKey, names: Sequence[str]) -> list[str]:
        """The same for several names on one paper."""
        pages, field = self.pages, self.field
        if self.by_spelling is not None:
            return [self.by_spelling.get(name) or named_in_search(field, name) for name in names]
        if self.names.exceptions:
            keys = [self.names.key_of(paper, name) for name in names]
        else:
            keys = list(map(self.names.by_spelling.__getitem__, names))
        return [pages.get(key) or named_in_search(field, name) for key, name in zip(keys, names, strict=True)]

    def ready_for_all(self) -> NamePlaces:
        """The same for whoever asks for the names of all papers.

        Most names of a large index stand on one paper and have no page, so what is looked up then is small. It need not
        be fetched from all over the memory, of which a process that shares it would have to make a copy.
        """
        names, pages = self.names, self.pages
        if names.exceptions:
            return self
        if len(names.by_spelling) == len(names.shown):
            # Nobody is spelled in two ways.
            spelled = [(names.shown[key], key) for key in pages]
            if all(names.by_spelling.get(name) == key for name, key in spelled):
                return self._replace(by_spelling={name: pages[key] for name, key in spelled})
        several = {name: pages[key] for name, key in names.by_spelling.items() if key in pages}
        return self._replace(by_spelling=several)


class Places(NamedTuple):
    """The places of names of every sort."""

    authors: NamePlaces
    organisations: NamePlaces
    venues: NamePlaces

    def ready_for_all(self) -> Places:
        """Those of each sort as `NamePlaces.ready_for_all` gives them."""
        return Places(*[places.ready_for_all() for places in self])


def name_places(
    library: Library, indexes: Indexes, extent: Extent = FULL, like: Places | None = None
) -> Places:
    """The places of all names of a library. Who is described in people.yml has a page with any number of papers.

    Of names that are the very ones in ``like``, places for the same people and extent, they are taken from there.
    """

    def of(
        names: Names,
        field: str,
        address: Callable[[NameKey], str],
        known: NamePlaces | None,
        described: Collection[NameKey] = (),
    ) -> NamePlaces:
        if known is not None and known.names is names:
            return known
        least, several, shown = extent.names_from, as_made(names.several), as_made(names.shown)
        if least <= 1:
            pages = {key: address(key) for key in shown}
        elif not any(key in shown and key not in several for key in described):
            # Of a large index only few names have several papers, and all names take a while to be looked through.
            pages = {
                key: address(key) for key, count in several.items() if count >= least or key in described
            }
        else:
            pages = {key: address(key) for key in shown if several.get(key, 1) >= least or key in described}
        return NamePlaces(names=names, pages=pages, field=field, least=least)

    authors, organisations, venues = like or (None, None, None)
    return Places(
        authors=of(indexes.authors, "author", author_address, authors, library.people),
        organisations=of(indexes.organisations, "org", organisation_address, organisations),
        venues=of(indexes.venues, "venue", venue_address, venues),
    )
