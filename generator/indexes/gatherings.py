"""The lists of papers that are worth taking along or following: feeds and exports exist for these.

A *gathering* is one list with its name and its page. The indexes hold keys by heading, each sort in its own
way; here they all look alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """Papers that one heading gathers, newest first; removed ones are left out."""

    sort: str
    """``all``, ``topics``, ``tags``, ``authors``, ``organisations`` or ``years``: also the folder of its files."""
    key: str
    name: str
    address: str
    """Its page, from the site's root."""
    papers: tuple[PaperKey, ...]


def gatherings(library: Library, indexes: Indexes) -> Iterator[Gathering]:
    """Every gathering that holds a paper, sort by sort; all papers first."""
    for gathering in _with_removed_papers(library, indexes):
        papers = tuple(key for key in gathering.papers if library.papers[key].status != "removed")
        if papers:
            yield Gathering(
                sort=gathering.sort,
                key=gathering.key,
                name=gathering.name,
                address=gathering.address,
                papers=papers,
            )


def _with_removed_papers(library: Library, indexes: Indexes) -> Iterator[Gathering]:
    yield Gathering(sort=ALL, key=ALL, name="All papers", address="", papers=indexes.newest)
    for key, papers in indexes.by_topic.items():
        name = library.topics[key].name
        yield Gathering(sort="topics", key=key, name=name, address=topic_address(key), papers=papers)
    for key, papers in indexes.by_tag.items():
        name = library.tags[key].name
        yield Gathering(sort="tags", key=key, name=name, address=tag_address(key), papers=papers)
    for key, name in indexes.authors.shown.items():
        papers = indexes.authors.papers[key]
        yield Gathering(sort="authors", key=key, name=name, address=author_address(key), papers=papers)
    for key, name in indexes.organisations.shown.items():
        papers = indexes.organisations.papers[key]
        yield Gathering(
            sort="organisations", key=key, name=name, address=organisation_address(key), papers=papers
        )
    for year, papers in indexes.by_year.items():
        yield Gathering(
            sort="years", key=f"{year:04d}", name=str(year), address=year_address(year), papers=papers
        )
