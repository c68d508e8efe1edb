"""Topics and tags: the two vocabularies under which papers stand."""

from __future__ import annotations

from dataclasses import dataclass

from generator.model.paper import PaperKey, TagKey, TopicKey


@dataclass(frozen=True, slots=True)
class FirstReading:
    """A paper to begin a topic with, and why."""

    paper: PaperKey
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One shelf of the index."""

    key: TopicKey
    name: str
    description: str
    order: int
    group: str
    """The heading that gathers neighbouring topics."""

    start_here: tuple[FirstReading, ...] = ()
    aliases: tuple[TopicKey, ...] = ()

    source: str
    """Path of the topic's file below the content folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A word of the shared vocabulary."""

    key: TagKey
    name: str
    description: str | None = None

    aliases: tuple[str, ...] = ()
    """Spellings that mean the same."""
