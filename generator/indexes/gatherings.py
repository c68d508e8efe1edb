"""The lists of papers that are worth taking along or following: feeds and exports exist for these.

A *gathering* is one list with its name and its page. The indexes hold keys by heading, each sort in its own
way; here they all look alike.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from typing import NamedTuple, TypeAlias

from generator.indexes.addresses import (
    author_address,
    organisation_address,
    tag_address,
    topic_address,
    year_address,
)
from generator.indexes.indexes import Indexes
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


SORTS = (ALL, "topics", "tags", "authors", "organisations", "years")


def gatherings(library: Library, indexes: Indexes, sorts: Container[str] = SORTS) -> Iterator[Gathering]:
    """Every gathering of these sorts that holds a paper, sort by sort; all papers first."""
    removed = {key for key, paper in library.papers.items() if paper.status == "removed"}
    for sort in SORTS:
        if sort in sorts:
            for key, name, address, papers in _HEADINGS[sort](library, indexes):
                standing = tuple(one for one in papers if one not in removed) if removed else papers
                if standing:
                    yield Gathering(sort=sort, key=key, name=name, address=address, papers=standing)


Heading: TypeAlias = tuple[str, str, str, tuple[PaperKey, ...]]
"""Key, name, page, papers."""


def _of_all(_: Library, indexes: Indexes) -> Iterator[Heading]:
    yield ALL, "All papers", "", indexes.newest


def _of_topics(library: Library, indexes: Indexes) -> Iterator[Heading]:
    for key, papers in indexes.by_topic.items():
        yield key, library.topics[key].name, topic_address(key), papers


def _of_tags(library: Library, indexes: Indexes) -> Iterator[Heading]:
    for key, papers in indexes.by_tag.items():
        yield key, library.tags[key].name, tag_address(key), papers


def _of_authors(_: Library, indexes: Indexes) -> Iterator[Heading]:
    for key, name in indexes.authors.shown.items():
        yield key, name, author_address(key), indexes.authors.papers[key]


def _of_organisations(_: Library, indexes: Indexes) -> Iterator[Heading]:
    for key, name in indexes.organisations.shown.items():
        yield key, name, organisation_address(key), indexes.organisations.papers[key]


def _of_years(_: Library, indexes: Indexes) -> Iterator[Heading]:
    for year, papers in indexes.by_year.items():
        yield f"{year:04d}", str(year), year_address(year), papers


_HEADINGS: Mapping[str, Callable[[Library, Indexes], Iterator[Heading]]] = {
    ALL: _of_all,
    "topics": _of_topics,
    "tags": _of_tags,
    "authors": _of_authors,
    "organisations": _of_organisations,
    "years": _of_years,
}
