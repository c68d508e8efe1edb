"""From what was typed to what is looked up: for each word its alternatives, each with a weight.

``plan.js`` is its twin; the tests hold the two equal.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from generator.search.other_spellings import other_spellings
from generator.search.query import Excluded, Join, ParsedQuery, Phrase, Word
from generator.search.shard_reader import Postings, ShardStore
from generator.search.spelling import completions, corrections, run_together
from generator.search.stemming import STOP_WORDS, stem

COMPLETION_WEIGHT = 0.8
"""A completion of a word that nothing else explains."""
WEAK_COMPLETION_WEIGHT = 0.3
"""A completion of a word that is there as typed: the reader may well have finished it."""
CORRECTION_WEIGHT = 0.7
DOUBTFUL_CORRECTION_WEIGHT = 0.5
"""A correction of a word that one single paper has, perhaps by mistake."""
OTHER_SPELLING_WEIGHT = 0.95
PARTS_WEIGHT = 0.9
JOIN_WEIGHT = 1.0


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way in which a paper can satisfy a word."""

    surface: str
    weight: float
    postings: tuple[Postings, ...]
    """One term, or several that must all be there."""
    idf: int


@dataclass
class Slot:
    """One word of the query and all that counts as finding it."""

    word: Word
    alternatives: list[Alternative] = field(default_factory=list)
    exact: int = 0
    """How rare the word is as typed or in another spelling, 0 where no paper has it."""
    corrected: str | None = None
    """The word that was looked up instead, to be offered to the reader."""

    @property
    def idf(self) -> int:
        """How rare the word is: its rarest alternative decides; an unknown word counts as rare."""
        return max((alternative.idf for alternative in self.alternatives), default=UNKNOWN_IDF)


UNKNOWN_IDF = 96


@dataclass
class Plan:
    """Everything the scoring needs."""

    slots: list[Slot]
    names: list[Postings]
    """Terms of methods' names that the query spells."""
    keys: list[Postings | None]
    """Identifiers; None where no paper has it."""
    excluded: list[tuple[Excluded, tuple[Postings | None, ...], Postings | None]]
    """With its words and its joined form."""
    phrases: list[tuple[Phrase, tuple[Postings | None, ...]]]
    """With its words."""


def make_plan(store: ShardStore, query: ParsedQuery) -> Plan:
    """Look up every word, its joined forms, and where needed its completions and corrections."""
    slots = [Slot(word) for word in query.words]
    for slot in slots:
        add_exact(store, slot)
        add_other_spellings(store, slot)
    for join in query.joins:
        add_join(store, slots, join)
    for slot in slots:
        add_spellings(store, slot)
    return Plan(
        slots=slots,
        names=[postings for name in query.names if (postings := store.postings(name))],
        keys=[store.postings(key) for key in query.keys],
        excluded=[
            (
                one,
                tuple(store.postings(term) for term in one.stems),
                store.postings(one.joined) if one.joined else None,
            )
            for one in query.excluded
        ],
        phrases=[
            (phrase, tuple(store.postings(term) for _, term, _ in phrase.words)) for phrase in query.phrases
        ],
    )


def add_exact(store: ShardStore, slot: Slot) -> None:
    """The word as typed."""
    found = store.postings(slot.word.stem)
    if found:
        slot.exact = found.idf
        slot.alternatives.append(Alternative(slot.word.surface, 1.0, (found,), found.idf))


def add_other_spellings(store: ShardStore, slot: Slot) -> None:
    """The word as others write it. The commonest spelling tells how rare the word is."""
    for surface in other_spellings(slot.word.surface):
        term = stem(surface)
        found = store.postings(term) if term != slot.word.stem else None
        if found:
            slot.exact = min(slot.exact or found.idf, found.idf)
            slot.alternatives.append(Alternative(surface, OTHER_SPELLING_WEIGHT, (found,), found.idf))
    slot.alternatives = [replace(one, idf=slot.exact) for one in slot.alternatives]


def add_join(store: ShardStore, slots: list[Slot], join: Join) -> None:
    """The joined form satisfies each word it covers, with an even share of its weight."""
    found = store.postings(stem(join.surface))
    if found:
        covered = slots[join.first : join.last + 1]
        share = JOIN_WEIGHT / len(covered)
        # Few write the words as one, but that makes it no rarer a subject than the words together are.
        parts = [slot.exact for slot in covered]
        idf = min(found.idf, sum(parts)) if all(parts) else found.idf
        for slot in covered:
            slot.alternatives.append(Alternative(join.surface, share, (found,), idf))


def add_spellings(store: ShardStore, slot: Slot) -> None:
    """Completions of an open word; for an unknown one its parts, else its corrections."""
    word = slot.word
    known = bool(slot.alternatives)
    if word.open:
        weight = WEAK_COMPLETION_WEIGHT if known else COMPLETION_WEIGHT
        add_words(store, slot, [w for w in completions(store, word.surface) if stem(w) != word.stem], weight)
    if not slot.alternatives and word.pieces:
        add_parts(store, slot, word.pieces)
    if not slot.alternatives:
        parts = run_together(store, word.surface)
        if parts:
            add_parts(store, slot, parts)
        found = add_words(store, slot, corrections(store, word.surface, is_known=False), CORRECTION_WEIGHT)
        slot.corrected = found or (" ".join(parts) if parts else None)
    elif known and is_doubtful(slot):
        add_words(store, slot, corrections(store, word.surface, is_known=True), DOUBTFUL_CORRECTION_WEIGHT)


def is_doubtful(slot: Slot) -> bool:
    """Whether only one paper's running text has the word: it may be that paper's own mistake."""
    if len(slot.alternatives) != 1 or slot.word.surface in STOP_WORDS:
        return False
    (postings,) = slot.alternatives[0].postings
    return len(postings.documents) == 1 and not postings.impacts[0] & 3


def add_words(store: ShardStore, slot: Slot, surfaces: list[str], weight: float) -> str | None:
    """Alternatives that share the rarity of the commonest; returns the first that papers have."""
    found = {term: postings for s in surfaces if (postings := store.postings(term := stem(s)))}
    if not found:
        return None
    idf = min(postings.idf for postings in found.values())
    first = None
    for surface in surfaces:
        postings = found.get(stem(surface))
        if postings:
            first = first or surface
            slot.alternatives.append(Alternative(surface, weight, (postings,), idf))
    return first


def add_parts(store: ShardStore, slot: Slot, parts: tuple[str, ...]) -> None:
    """Words that must all be there to stand for the one."""
    found = [store.postings(stem(part)) for part in parts]
    known = tuple(postings for postings in found if postings)
    if known and len(known) == len(parts):
        idf = max(postings.idf for postings in known)
        slot.alternatives.append(Alternative(" ".join(parts), PARTS_WEIGHT, known, idf))
