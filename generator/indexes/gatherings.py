"""The lists of papers that are worth taking along or following: feeds and exports exist for these.

A *gathering* is one list with its name and its page. The indexes hold keys by heading, each sort in its own
way; here they all look alike. A large library has tens of thousands, of which a build after an edit asks for some tens.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from generator.indexes.addresses import (
    author_address,
    organisation_address,
    tag_address,
    topic_address,
    year_address,
)
from generator.indexes.indexes import Indexes
from generator.indexes.standing import removed_papers
from generator.model.library import Library
from generator.model.paper import PaperKey

ALL = "all"


class Gathering(NamedTuple):
    """Papers that one heading gathers, newest first; removed ones are left out."""

    sort: str
    """``all``, ``topics``, ``tags``, ``authors``, ``organisations`` or ``years``: also the folder of its files."""
    key: str
    name: str
    address: str
    """Its page, from the site's root."""
    papers: tuple[PaperKey, ...]


Heading: TypeAlias = tuple[str, str]
"""A gathering's sort and key."""
SORTS = (ALL, "topics", "tags", "authors", "organisations", "years")


class Gatherings(Mapping[Heading, Gathering]):
    """The gatherings of some sorts that hold a paper, sort by sort; all papers first. Each is made when it is asked for."""

    def __init__(self, library: Library, indexes: Indexes, sorts: Container[str] = SORTS) -> None:
        self._library = library
        self._indexes = indexes
        self._shelves = {sort: _SORTS[sort].shelves(indexes) for sort in SORTS if sort in sorts}
        self._removed = removed_papers(library).keys()

    def __getitem__(self, heading: Heading) -> Gathering:
        sort, key = heading
        papers = self._standing(self._shelves.get(sort, {}).get(key, ()))
        if not papers:
            raise KeyError(heading)
        facts = _SORTS[sort]
        return Gathering(sort, key, facts.name(self._library, self._indexes, key), facts.address(key), papers)

    def __iter__(self) -> Iterator[Heading]:
        for sort, shelves in self._shelves.items():
            yield from ((sort, key) for key, papers in shelves.items() if self._standing(papers))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _standing(self, papers: tuple[PaperKey, ...]) -> tuple[PaperKey, ...]:
        return tuple([one for one in papers if one not in self._removed]) if self._removed else papers


class GatheringsByPage(Mapping[str, Gathering]):
    """The same by the addresses of their pages."""

    def __init__(self, gatherings: Gatherings) -> None:
        self._gatherings = gatherings

    def __getitem__(self, address: str) -> Gathering:
        sort, _, key = address.rstrip("/").partition("/")
        found = self._gatherings[(sort, key) if address else (ALL, ALL)]
        if found.address != address:
            raise KeyError(address)
        return found

    def __iter__(self) -> Iterator[str]:
        return (found.address for found in self._gatherings.values())

    def __len__(self) -> int:
        return len(self._gatherings)


def former_keys(library: Library) -> dict[Heading, tuple[str, ...]]:
    """The keys that gatherings had before they were renamed: whoever follows or includes their files knows them by those."""
    return {("topics", key): topic.aliases for key, topic in library.topics.items() if topic.aliases}


def shelves_of(sort: str, indexes: Indexes) -> Mapping[str, tuple[PaperKey, ...]]:
    """The papers of all gatherings of a sort, by their keys; some may have none."""
    return _SORTS[sort].shelves(indexes)


def page_of(heading: Heading) -> str:
    """The address of a gathering's page."""
    sort, key = heading
    return _SORTS[sort].address(key)


class _Sort(NamedTuple):
    """How the indexes hold the gatherings of a sort."""

    shelves: Callable[[Indexes], Mapping[str, tuple[PaperKey, ...]]]
    name: Callable[[Library, Indexes, Any], str]
    """Of a key."""
    address: Callable[[Any], str]


def _years(indexes: Indexes) -> dict[str, tuple[PaperKey, ...]]:
    return {f"{year:04d}": papers for year, papers in indexes.by_year.items()}


_SORTS: Mapping[str, _Sort] = {
    ALL: _Sort(lambda indexes: {ALL: indexes.newest}, lambda *_: "All papers", lambda _: ""),
    "topics": _Sort(
        lambda indexes: indexes.by_topic, lambda library, _, key: library.topics[key].name, topic_address
    ),
    "tags": _Sort(
        lambda indexes: indexes.by_tag, lambda library, _, key: library.tags[key].name, tag_address
    ),
    "authors": _Sort(
        lambda indexes: indexes.authors.papers,
        lambda _, indexes, key: indexes.authors.shown[key],
        author_address,
    ),
    "organisations": _Sort(
        lambda indexes: indexes.organisations.papers,
        lambda _, indexes, key: indexes.organisations.shown[key],
        organisation_address,
    ),
    "years": _Sort(_years, lambda _, __, key: str(int(key)), lambda key: year_address(int(key))),
}
