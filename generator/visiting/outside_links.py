"""Every address outside the index that a reader can click on, with the entries that lead there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from generator.model.library import Library
from generator.model.paper import LINK_SORTS, Paper
from generator.text.doi_address import doi_address

PEOPLE_FILE = "people.yml"
HOMEPAGE = "homepage"


@dataclass(frozen=True, slots=True, order=True)
class LinkPlace:
    """Where an address stands: a file below the content folder, and the field."""

    file: str
    sort: str


@dataclass(frozen=True, slots=True, order=True)
class OutsideLink:
    """An address and everybody who names it."""

    address: str
    places: tuple[LinkPlace, ...]

    @property
    def host(self) -> str:
        """Whom a question goes to, in small letters."""
        return (urlsplit(self.address).hostname or "").rstrip(".").lower()


def outside_links(library: Library) -> tuple[OutsideLink, ...]:
    """Each address once, by address. Removed papers have no links any more."""
    places: dict[str, set[LinkPlace]] = {}
    for paper in library.papers.values():
        if paper.status != "removed":
            for sort, address in _addresses_of(paper):
                places.setdefault(address, set()).add(LinkPlace(paper.source, sort))
    for person in library.people.values():
        if person.homepage:
            places.setdefault(person.homepage, set()).add(LinkPlace(PEOPLE_FILE, HOMEPAGE))
    return tuple(OutsideLink(address, tuple(sorted(places[address]))) for address in sorted(places))


def _addresses_of(paper: Paper) -> Iterator[tuple[str, str]]:
    for sort, value in paper.links.given():
        if sort == "arxiv":
            yield sort, f"https://arxiv.org/abs/{value}"
        elif sort == "doi":
            yield sort, doi_address(value)
        else:
            yield sort, value


def chosen_links(links: Iterable[OutsideLink], wish: str) -> list[OutsideLink]:
    """Those of a sort (``code``), of an entry (``kimi-linear``), or on a host and below it (``github.com``)."""
    if wish in (*LINK_SORTS, HOMEPAGE):
        return [link for link in links if any(place.sort == wish for place in link.places)]
    if "." in wish:
        host = wish.lower()
        return [link for link in links if link.host == host or link.host.endswith(f".{host}")]
    endings = (f"/{wish}.yml", f"/{wish}.yaml")
    return [link for link in links if any(place.file.endswith(endings) for place in link.places)]
