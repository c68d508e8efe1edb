"""Where readers find what stands under a name: on a page of its own, or by the search. Everything that links to an
author, an organisation or a venue asks here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from generator.indexes.addresses import (
    author_address,
    named_in_search,
    organisation_address,
    venue_address,
)
from generator.indexes.indexes import Indexes
from generator.indexes.names import NameKey, Names
from generator.model.extent import FULL, Extent
from generator.model.library import Library
from generator.model.paper import PaperKey


@dataclass(frozen=True, slots=True, kw_only=True)
class NamePlaces:
    """The places of names of one sort."""

    names: Names
    pages: Mapping[NameKey, str]
    """The addresses of the names that have a page, in the order of lists from A to Z."""
    field: str
    """What the search calls names of this sort."""

    def address(self, key: NameKey) -> str:
        """Where the papers under a name stand."""
        return self.pages.get(key) or named_in_search(self.field, self.names.shown[key])

    def printed(self, paper: PaperKey, name: str) -> str:
        """Where the papers under a name stand, as it is printed on a paper."""
        return self.pages.get(self.names.key_of(paper, name)) or named_in_search(self.field, name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The places of names of every sort."""

    authors: NamePlaces
    organisations: NamePlaces
    venues: NamePlaces


def name_places(library: Library, indexes: Indexes, extent: Extent = FULL) -> Places:
    """The places of all names of a library. Who is described in people.yml has a page with any number of papers."""
    least = extent.names_from
    authors, organisations, venues = indexes.authors, indexes.organisations, indexes.venues
    return Places(
        authors=NamePlaces(
            names=authors, pages=_pages(authors, author_address, least, library.people), field="author"
        ),
        organisations=NamePlaces(
            names=organisations, pages=_pages(organisations, organisation_address, least), field="org"
        ),
        venues=NamePlaces(names=venues, pages=_pages(venues, venue_address, least), field="venue"),
    )


def _pages(
    names: Names, address: Callable[[NameKey], str], least: int, described: Collection[NameKey] = ()
) -> dict[NameKey, str]:
    return {key: address(key) for key in names.shown if len(names.papers[key]) >= least or key in described}
