"""Which addresses a library claims: those its pages have, and the former ones that forward."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from generator.indexes.addresses import AUTHORS, ORGANISATIONS, TAGS, VENUES
from generator.indexes.indexes import Indexes
from generator.indexes.name_places import NamePlaces, name_places
from generator.model.extent import FULL, Extent
from generator.model.later_papers import aliases_of
from generator.model.library import Library
from generator.model.paper import PaperKey, TopicKey


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What is promised to those who link here."""

    papers: Mapping[str, PaperKey] = field(default_factory=dict)
    """Every id and every alias, with the id of the paper it leads to."""
    topics: Mapping[str, TopicKey] = field(default_factory=dict)
    names: Mapping[str, Mapping[str, tuple[PaperKey, ...]]] = field(default_factory=dict)
    """``tags/`` and so on: the pages of each, with the papers that stand there as far as known."""


def claims_of(library: Library, indexes: Indexes, extent: Extent = FULL) -> Claims:
    """Every address of a library's papers, topics and names that have pages."""
    places, aliases = name_places(library, indexes, extent), aliases_of(library.papers)
    return Claims(
        papers=_led_to((key, aliases.get(key, ())) for key in library.papers),
        topics=_led_to((topic.key, topic.aliases) for topic in library.topics.values()),
        names={
            TAGS: indexes.by_tag,
            AUTHORS: _with_pages(places.authors),
            ORGANISATIONS: _with_pages(places.organisations),
            VENUES: _with_pages(places.venues),
        },
    )


def _with_pages(places: NamePlaces) -> dict[str, tuple[PaperKey, ...]]:
    return {key: places.names.papers[key] for key in places.pages}


def _led_to(owners: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, aliases in owners:
        found.update(dict.fromkeys(aliases, key))
        found[key] = key
    return dict(sorted(found.items()))
