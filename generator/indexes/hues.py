"""Which colour a topic has, on pages and in pictures. What the numbers look like stands in site.css."""

from __future__ import annotations

from generator.model.library import Library
from generator.model.paper import TopicKey

HUES = 8
"""How many colours there are for groups of topics; with more groups they come round again."""


def topic_hues(library: Library) -> dict[TopicKey, int]:
    """A colour's number for each topic, one per group, in the groups' order."""
    groups: dict[str, int] = {}
    return {
        key: groups.setdefault(topic.group, len(groups) % HUES + 1) for key, topic in library.topics.items()
    }
