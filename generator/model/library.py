"""The whole content, read and settled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.model.paper import Paper, PaperKey, TagKey, TopicKey
from generator.model.person import Person, PersonKey
from generator.model.topic import Tag, Topic


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """Everything the editors wrote. Mappings are sorted by key, topics by their order; none is changed later."""

    papers: Mapping[PaperKey, Paper] = field(default_factory=dict)
    topics: Mapping[TopicKey, Topic] = field(default_factory=dict)
    tags: Mapping[TagKey, Tag] = field(default_factory=dict)
    people: Mapping[PersonKey, Person] = field(default_factory=dict)
