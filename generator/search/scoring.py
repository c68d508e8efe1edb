"""The score of a paper for a plan. This is the reference: ``engine.js`` gives the same numbers.

Only sums, products and quotients of doubles in a fixed order, so that both languages agree to the last bit.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.search.planning import Alternative, Plan, Slot
from generator.search.shard_reader import Postings

SURFACE_GAIN = 0.25
"""The title has the word in the very form that was typed."""
COVERAGE_FLOOR = 0.3
"""What is left of the score of a paper that matches next to nothing of the query."""
TITLE_GAIN = 0.8
"""What a title made of nothing but the query's words adds."""
NAME_GAIN = 1.0
"""What a paper gains whose method is called like the query, in the strongest score of one word."""
ADJACENT_GAIN = 0.2
"""What a title adds that has all the query's words side by side and in order."""
NO_PLACE = 63


@dataclass(slots=True)
class Found:
    """What one paper has of the query."""

    score: float = 0.0
    matched: int = 0
    """Words it has."""
    weight: int = 0
    """The rarity of those words."""
    in_title: int = 0
    title_length: int = 0
    adjacent: int = 0
    """Words that follow the word before them in the title as in the query."""
    expected: tuple[int, int] = (-1, -1)
    """The number of the next word of the query and the place in the title where it would follow."""


@dataclass(frozen=True, slots=True)
class Hit:
    """How well one paper satisfies one word."""

    value: float
    in_title: bool
    title_length: int
    place: int
    """The word's place in the title, NO_PLACE where it has none of its own."""


def score_papers(plan: Plan) -> dict[int, Found]:
    """Every paper that has a word of the query."""
    found: dict[int, Found] = {}
    for number, slot in enumerate(plan.slots):
        for document, hit in slot_hits(slot).items():
            paper = found.setdefault(document, Found())
            paper.score += hit.value
            paper.matched += 1
            paper.weight += slot.idf
            if hit.in_title:
                paper.in_title += 1
                paper.title_length = hit.title_length
                if hit.place < NO_PLACE:
                    paper.adjacent += paper.expected == (number, hit.place)
                    paper.expected = (number + 1, hit.place + 1)
    finish(plan, found)
    return found


def finish(plan: Plan, found: dict[int, Found]) -> None:
    """Coverage, the share of the title, words side by side in it, and the method's name."""
    whole = sum(slot.idf for slot in plan.slots)
    named = {document for postings in plan.names for document in postings.documents}
    for document, paper in found.items():
        coverage = paper.weight / whole
        paper.score *= COVERAGE_FLOOR + (1 - COVERAGE_FLOOR) * coverage * coverage
        if paper.in_title:
            length = max(paper.title_length, len(plan.slots), paper.in_title)
            paper.score *= 1 + TITLE_GAIN * (paper.in_title / length)
        if paper.adjacent:
            paper.score *= 1 + ADJACENT_GAIN * (paper.adjacent / (len(plan.slots) - 1))
        if document in named:
            paper.score *= 1 + NAME_GAIN


def slot_hits(slot: Slot) -> dict[int, Hit]:
    """For each paper the best of the word's alternatives."""
    best: dict[int, Hit] = {}
    for alternative in slot.alternatives:
        for document, hit in alternative_hits(alternative, slot.word.field).items():
            known = best.get(document)
            if known is None or hit.value > known.value:
                best[document] = hit
    return best


def alternative_hits(alternative: Alternative, field: str) -> dict[int, Hit]:
    """The papers of one alternative; of several terms all must be there, and the mean counts."""
    parts = [term_hits(postings, alternative, field) for postings in alternative.postings]
    if len(parts) == 1:
        return parts[0]
    common = [document for document in parts[0] if all(document in part for part in parts[1:])]
    return {document: mean_hit([part[document] for part in parts]) for document in common}


def mean_hit(hits: list[Hit]) -> Hit:
    """Several terms of one paper as one hit."""
    total = 0.0
    for hit in hits:  # not sum(): since Python 3.12 it rounds otherwise than the page
        total += hit.value
    title = all(hit.in_title for hit in hits)
    return Hit(total / len(hits), title, max(hit.title_length for hit in hits) if title else 0, NO_PLACE)


def term_hits(postings: Postings, alternative: Alternative, field: str) -> dict[int, Hit]:
    """The papers of one term; ``field`` keeps only title or author matches."""
    needed = {"": 0, "title": 2, "author": 1}[field]
    unit = alternative.weight * alternative.idf
    surface = postings.surfaces.index(alternative.surface) if alternative.surface in postings.surfaces else -1
    hits: dict[int, Hit] = {}
    row = 0
    for document, impact in zip(postings.documents, postings.impacts, strict=True):
        value = unit * (impact >> 2)
        length, place = 0, NO_PLACE
        if impact & 2:
            length, place = postings.title_lengths[row], postings.title_places[row]
            if surface == (postings.title_words[row] if postings.title_words else 0):
                value *= 1 + SURFACE_GAIN
            row += 1
        if impact & needed == needed:
            hits[document] = Hit(value, bool(impact & 2), length, place)
    return hits
