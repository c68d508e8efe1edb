"""How good a ranking is."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

from benchmarks.search.corpora import Judged

DEPTH = 10


def ndcg(found: Sequence[str], wanted: frozenset[str]) -> float:
    """Normalised discounted cumulative gain of the first ten, every wanted document worth the same."""
    gain = sum(1 / math.log2(place + 2) for place, key in enumerate(found[:DEPTH]) if key in wanted)
    return gain / sum(1 / math.log2(place + 2) for place in range(min(DEPTH, len(wanted))))


def reciprocal_rank(found: Sequence[str], wanted: frozenset[str]) -> float:
    """One over the place of the first wanted document among the first ten, else 0."""
    return next((1 / place for place, key in enumerate(found[:DEPTH], start=1) if key in wanted), 0.0)


def by_group(
    queries: Iterable[Judged], answers: Iterable[Sequence[str]], half: int | None
) -> dict[str, float]:
    """The mean of each group of queries, of one half or of all."""
    scores: dict[str, list[float]] = defaultdict(list)
    for query, found in zip(queries, answers, strict=True):
        if half is None or query.half == half:
            measure = ndcg if query.group == "cranfield" else reciprocal_rank
            scores[query.group].append(measure(found, query.answers))
    return {group: sum(values) / len(values) for group, values in scores.items()}
