"""Repairs that cannot go wrong: what an editor plainly meant, written as the entry format has it.

A repair changes how a thing is written, never what it says. Where two readings are possible nothing is
done, and the checker's message stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.loading import typed_dates
from generator.loading.link_rules import ARXIV_ID, DOI
from generator.loading.positioned_yaml import Mapping, Node, Scalar, Sequence, parse_document
from generator.model.library import Library
from generator.model.paper import KINDS, PaperKey, TagKey, TopicKey
from generator.text.folding import folded

ARXIV_TYPED = re.compile(
    r"(?:https?://)?(?:www\.|export\.)?(?:arxiv\.org/(?:abs|pdf|html)/|arxiv:\s*)?"
    r"(?P<id>\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?/?",
    re.IGNORECASE,
)
DOI_TYPED = re.compile(
    r"(?:(?:https?://)?(?:dx\.)?doi\.org/|doi:\s*)?(?P<doi>10\.\d{4,9}/\S+)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Repair:
    """One value written anew."""

    line: int
    """From 1."""
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What an entry's references may have been called before."""

    tags: dict[str, TagKey]
    topics: dict[str, TopicKey]
    papers: dict[str, PaperKey]


def vocabulary_of(library: Library) -> Vocabulary:
    """Every other spelling of a tag, and every former id of a topic or paper, with what it is now."""
    tags = {
        spelling: tag.key
        for tag in library.tags.values()
        for written in (tag.name, *tag.aliases)
        for spelling in (written, folded(written))
        if spelling not in library.tags
    }
    topics = {alias: topic.key for topic in library.topics.values() for alias in topic.aliases}
    papers = {alias: paper.key for paper in library.papers.values() for alias in paper.aliases}
    return Vocabulary(tags, topics, papers)


def repaired(text: str, vocabulary: Vocabulary) -> tuple[str, list[Repair]]:
    """The entry ``text`` with every safe repair made, and what was repaired; untouched where it cannot be read."""
    root = parse_document(text).root
    if not isinstance(root, Mapping):
        return text, []
    lines = text.split("\n")
    repairs = []
    # From the end to the start, so that places found earlier stay true.
    found = sorted(_values(root), key=lambda pair: (-pair[1].line, -pair[1].column))
    for field, node in found:
        new = REPAIRS[field](node.value.strip(), vocabulary) if field in REPAIRS else None
        if new is None or new == node.value.strip() or node.line != node.end_line:
            continue
        line = lines[node.line]
        quote = node.style or ('"' if field in ("arxiv", "doi") else "")
        lines[node.line] = line[: node.column] + quote + new + quote + line[node.end_column :]
        repairs.append(Repair(node.line + 1, field, node.value.strip(), new))
    return "\n".join(lines), repairs[::-1]


def _values(root: Mapping) -> Iterator[tuple[str, Scalar]]:
    """The values that may be repaired, under the name of their rule."""
    for name, (_, node) in root.entries.items():
        if isinstance(node, Scalar):
            yield name, node
        elif isinstance(node, Sequence):
            yield from ((name, item) for item in node.items if isinstance(item, Scalar))
        if name in ("links", "listed", "venue"):
            yield from _inner_values(node)


def _inner_values(node: Node) -> Iterator[tuple[str, Scalar]]:
    for part in node.items if isinstance(node, Sequence) else [node]:
        if isinstance(part, Mapping):
            yield from ((key, value) for key, (_, value) in part.entries.items() if isinstance(value, Scalar))


def bare_arxiv(typed: str, _: Vocabulary) -> str | None:
    """``https://arxiv.org/abs/2401.00010v2`` as ``2401.00010``."""
    match = ARXIV_TYPED.fullmatch(typed)
    return match["id"] if match and ARXIV_ID.fullmatch(match["id"]) else None


def bare_doi(typed: str, _: Vocabulary) -> str | None:
    """``https://doi.org/10.1000/182`` as ``10.1000/182``."""
    match = DOI_TYPED.fullmatch(typed)
    return match["doi"] if match and DOI.fullmatch(match["doi"]) else None


def iso_date(typed: str, _: Vocabulary) -> str | None:
    """``1 March 2024`` as ``2024-03-01``."""
    return typed_dates.iso_date(typed)


def _lower_kind(typed: str, _: Vocabulary) -> str | None:
    return typed.lower() if typed.lower() in KINDS else None


REPAIRS: dict[str, Callable[[str, Vocabulary], str | None]] = {
    "arxiv": bare_arxiv,
    "doi": bare_doi,
    "date": iso_date,
    "added": iso_date,
    "kind": _lower_kind,
    "tags": lambda typed, known: known.tags.get(typed) or known.tags.get(folded(typed)),
    "topic": lambda typed, known: known.topics.get(typed),
    "also_in": lambda typed, known: known.topics.get(typed),
    "builds_on": lambda typed, known: known.papers.get(typed),
    "superseded_by": lambda typed, known: known.papers.get(typed),
}
"""Which rule mends which field."""
