"""Texts as vectors of weighted words, for telling which of several shelves a text is nearest to.

The weighting is the usual one of term frequency and inverse document frequency, with logarithms on both
(Salton and Buckley 1988, "ltc"): a word counts more when a text repeats it, and less the more texts have it.
Everything is plain arithmetic in a fixed order, so the same texts give the same numbers on every machine.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from generator.text.folding import folded_words

Vector = Mapping[str, float]


def terms_of(text: str) -> list[str]:
    """The words of a text and each two neighbours, in one spelling; plurals lose their s."""
    words = [_singular(word) for word in folded_words(text) if len(word) > 1]
    return words + [f"{one} {two}" for one, two in pairwise(words)]


def _singular(word: str) -> str:
    return (
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
    )


class Weighting:
    """How much a word tells, learned from a collection of texts."""

    def __init__(self, documents: Sequence[Iterable[str]]) -> None:
        """`documents` are the terms of each text."""
        frequency: Counter[str] = Counter()
        for terms in documents:
            frequency.update(set(terms))
        self.rarity = {
            term: math.log((1 + len(documents)) / (1 + number)) + 1 for term, number in frequency.items()
        }

    def vector(self, terms: Iterable[str]) -> Vector:
        """A text's words with their weights, of length one; words that no text had are left out."""
        counts = Counter(term for term in terms if term in self.rarity)
        return unit({term: (1 + math.log(number)) * self.rarity[term] for term, number in counts.items()})


def unit(vector: Vector) -> Vector:
    """The same direction, length one; the empty vector stays empty."""
    length = math.sqrt(math.fsum(weight * weight for weight in vector.values()))
    return {term: weight / length for term, weight in vector.items()} if length else {}


def centre(vectors: Iterable[Vector]) -> Vector:
    """The direction between several vectors."""
    total: dict[str, float] = {}
    for vector in vectors:
        for term, weight in vector.items():
            total[term] = total.get(term, 0.0) + weight
    return unit(total)


def likeness(one: Vector, other: Vector) -> float:
    """The cosine of two vectors of length one: 0 for nothing in common, 1 for the same."""
    if len(other) < len(one):
        one, other = other, one
    return math.fsum(weight * other[term] for term, weight in one.items() if term in other)
