"""Longer queries are re-ranked by meaning: the first papers found say what the query is about.

The best papers' vectors, each weighted by its score, are added up (Rocchio, 1971, without the negative
part); the closer a paper of the first forty lies to that sum, the further up it moves. Short queries ask
for words or names and are left as they are. ``meaning.js`` gives the same numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

LEAST_WORDS = 4
"""A query of up to three words asks for those words."""
RERANKED = 40
FEEDBACK = 12
"""Papers that say what the query is about."""
MEANING_SHARE = 1.3
"""The cosine's weight against the score of the best paper."""

Vector = Sequence[int]


def reranked_scores(
    best: Sequence[tuple[int, float]], vector_of: Callable[[int], Vector]
) -> dict[int, float]:
    """New scores for the best papers, given as (document, score) in their order; above all others' scores."""
    if not best or best[0][1] <= 0:
        return {}
    top = best[0][1]
    vectors = {document: vector_of(document) for document, _ in best}
    lengths = {document: math.sqrt(sum(x * x for x in vector)) or 1.0 for document, vector in vectors.items()}
    subject = [0.0] * len(vectors[best[0][0]])
    for document, score in best[:FEEDBACK]:
        # To the fourth power: the first papers say much more of what is meant than the last of them.
        square = (score / top) * (score / top)
        share = square * square / lengths[document]
        for place, x in enumerate(vectors[document]):
            subject[place] += share * x
    squares = 0.0
    for coordinate in subject:
        squares += coordinate * coordinate
    length = math.sqrt(squares) or 1.0
    scores: dict[int, float] = {}
    for document, score in best:
        product = 0.0
        for place, x in enumerate(vectors[document]):
            product += subject[place] * x
        cosine = product / (length * lengths[document])
        # The cosine is at least -1, so two more keep every one of these before the papers left alone.
        scores[document] = top * (score / top + MEANING_SHARE * cosine + 2)
    return scores
