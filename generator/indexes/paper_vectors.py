"""Papers as vectors of their words: which words count, how much each weighs, and the heaviest of each paper.

The weights are told in `related`. How rare a word is enters every paper that has it, and nothing else of other
papers does: so after an edit the vectors of those papers alone come out otherwise (`weighed_again`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from generator.indexes.paper_words import UNIT, PaperWords
from generator.working.columns import Column, sorting_order, starts_of

STEPS_OF_RARITY = 8
"""For each time that a word is half as common."""
HEAVIEST_WORDS = 60
"""Words kept of a paper: the lighter ones change the order of the nearest papers hardly at all."""
PAPERS_WEIGHED_AT_ONCE = 5_000
ROWS_SORTED_AT_ONCE, MOST_RUNS = 2_000_000, 16

Weights: TypeAlias = npt.NDArray[np.float64]


class CountingWords(NamedTuple):
    """The words that say something: one of one paper alone brings it near to nobody, one of all papers neither."""

    spread: Column
    """In how many papers each stands."""
    names: Column
    """Its two numbers in ``PaperWords`` (`names_of`), in the order of the words as texts, which is theirs."""


class Vectors(NamedTuple):
    """Papers' words and their weights, each paper's of length one: a row for each, a paper's after the other's."""

    starts: Column
    """Where each paper's rows begin; one more than papers."""
    words: Column
    """The weightiest first."""
    weights: Weights


class Weighed(NamedTuple):
    """Papers as vectors, and the words whose numbers stand in them."""

    counting: CountingWords
    vectors: Vectors

    def of(self, places: Column) -> Weighed:
        """Those of the papers at some places, where the others have no words."""
        starts = starts_of(np.diff(self.vectors.starts)[places])
        return self._replace(vectors=self.vectors._replace(starts=starts))


def weighed_papers(found: PaperWords, papers: int | None = None) -> Weighed:
    """Papers as vectors, given what each is about; ``papers`` tells how many there are, where some of the rows are of papers
    that are gone and say nothing.
    """
    papers = len(found.counts) if papers is None else papers
    counting, numbers = counting_words(found, papers)
    return Weighed(counting, weighed(found, numbers, counting.spread, papers))


def weighed(found: PaperWords, numbers: Column, spread: Column, all_papers: int) -> Vectors:
    """The vectors of some papers, given what each is about, for each row the number of its word, -1 where that says
    nothing, and in how many of all papers each word stands.
    """
    papers = len(found.counts)
    rows_at = starts_of(found.counts)
    sizes = np.zeros(papers, dtype=np.int64)
    words: list[Column] = []
    weights: list[Weights] = []
    for first in range(0, papers, PAPERS_WEIGHED_AT_ONCE):
        last = min(papers, first + PAPERS_WEIGHED_AT_ONCE)
        rows = slice(rows_at[first], rows_at[last])
        owners = np.repeat(np.arange(last - first), found.counts[first:last])
        counts = numbers[rows] >= 0
        own = _heaviest_words(
            owners[counts], numbers[rows][counts], found.weights[rows][counts], spread, all_papers
        )
        sizes[first:last] = np.bincount(own[0], minlength=last - first)
        words.append(own[1])
        weights.append(own[2])
    none = np.zeros(0)
    return Vectors(
        starts_of(sizes),
        np.concatenate([none.astype(np.int32), *words]),
        np.concatenate([none, *weights]),
    )


def counting_words(found: PaperWords, papers: int) -> tuple[CountingWords, Column]:
    """The words that count among so many papers, and for each row the number of its word, -1 where it says nothing. Rows are sorted by runs of
    first words, for all of them together would take several times the memory of what they are.
    """
    rows = len(found.firsts)
    numbers = np.full(rows, -1, dtype=np.int32)
    spreads: list[Column] = [np.zeros(0, dtype=np.int64)]
    names: list[Column] = [np.zeros(0, dtype=np.int64)]
    count = 0
    for first, last in _runs_of_words(found):
        inside = np.flatnonzero((found.firsts >= first) & (found.firsts < last)).astype(np.int32)
        firsts, seconds = found.firsts[inside], found.seconds[inside]
        order = sorting_order(seconds, len(found.words) + 1)
        order = order[sorting_order(firsts[order], len(found.words))]
        firsts, seconds = firsts[order], seconds[order]
        is_head = np.ones(len(inside), dtype=np.bool_)
        is_head[1:] = (firsts[1:] != firsts[:-1]) | (seconds[1:] != seconds[:-1])
        heads = np.flatnonzero(is_head)
        spread = np.diff(heads, append=len(inside))
        counts = (spread > 1) & (spread < papers)
        which = inside[order[np.repeat(counts, spread)]]
        spread = spread[counts]
        numbers[which] = np.repeat(np.arange(count, count + len(spread), dtype=np.int32), spread)
        count += len(spread)
        spreads.append(spread)
        heads = heads[counts]
        names.append(names_of(firsts[heads], seconds[heads]))
    return CountingWords(np.concatenate(spreads), np.concatenate(names)), numbers


def names_of(firsts: Column, seconds: Column) -> Column:
    """Two numbers of words as one."""
    return firsts.astype(np.int64) << 32 | seconds


def _runs_of_words(found: PaperWords) -> Iterable[tuple[int, int]]:
    """Numbers of first words from and up to which there is a bearable number of rows."""
    filled = np.cumsum(np.bincount(found.firsts, minlength=len(found.words)))
    total = len(found.firsts)
    # Every run looks at all rows once, so their number is bounded, too.
    step = max(ROWS_SORTED_AT_ONCE, total // MOST_RUNS)
    cuts = np.searchsorted(filled, np.arange(step, total, step)) + 1
    return pairwise(sorted({0, *cuts.tolist(), len(found.words)}))


def _heaviest_words(
    owners: Column, words: Column, halves: Column, spread: Column, papers: int
) -> tuple[Column, Column, Weights]:
    """The weightiest words of some papers, given all of them in the order of the papers and of the words: owners, words,
    weights.
    """
    # Few pairs of weight and spread occur, so each is weighed and ranked once.
    distinct, which = _numbered(halves.astype(np.int64) * (papers + 1) + spread[words])
    values = np.array(
        [_value(pair // (papers + 1), pair % (papers + 1), papers) for pair in distinct.tolist()]
    )
    _, ranks = np.unique(-values, return_inverse=True)
    order = sorting_order(ranks[which], len(values))
    order = order[sorting_order(owners[order], PAPERS_WEIGHED_AT_ONCE)]
    starts = starts_of(np.bincount(owners))
    order = order[np.arange(len(order)) - np.repeat(starts[:-1], np.diff(starts)) < HEAVIEST_WORDS]
    owners = owners[order]
    weights = values[which[order]] if len(order) else np.zeros(0)
    # bincount adds in the order given, the same everywhere.
    lengths = np.sqrt(np.bincount(owners, weights=weights * weights))
    return owners, words[order], weights / lengths[owners]


def _numbered(numbers: Column) -> tuple[Column, Column]:
    """The distinct numbers in order, and for each of the given its place among them."""
    most = int(numbers.max(initial=0))
    if most > MOST_IN_TABLE:
        return np.unique(numbers, return_inverse=True)
    # Without sorting: a table of all that may occur.
    occurs = np.zeros(most + 1, dtype=np.bool_)
    occurs[numbers] = True
    distinct = np.flatnonzero(occurs)
    places = np.zeros(most + 1, dtype=np.int32)
    places[distinct] = np.arange(len(distinct))
    return distinct, places[numbers]


MOST_IN_TABLE = 10_000_000


def _value(halves: int, spread: int, papers: int) -> float:
    return (1 + math.log(halves / UNIT)) * rarity(spread, papers)


def rarity(spread: int, papers: int) -> int:
    """How rare a word is that stands in so many of the papers: the binary logarithm of their ratio, in whole eighths.

    In steps, so that one paper more or less that has a common word changes nobody's weights: an edited sentence would
    otherwise weigh anew whoever shares a word with it, which of a large index is nearly everybody. Both numbers in steps of
    their own, so that a new paper changes hardly any word's rarity either. 0 of a word that does not count.
    """
    return max(1, steps_of(papers) - steps_of(spread)) if spread else 0


def steps_of(papers: int) -> int:
    """A number of papers in steps of rarity; the same for numbers within a twelfth of each other, mostly."""
    return round(STEPS_OF_RARITY * math.log2(papers))


def renamed(names: Column, renumbered: Column) -> Column:
    """Names of words by the new numbers of their parts, -1 for one of which a part is gone."""
    firsts, seconds = names >> 32, names & 0xFFFFFFFF
    after = np.append(-1, renumbered)
    first, second = renumbered[firsts], after[seconds]
    gone = (first < 0) | ((seconds > 0) & (second < 0))
    return np.where(gone, -1, first << 32 | (second + 1))


def places_among(names: Column, sorted_names: Column) -> Column:
    """Where each of these stands in a sorted column, -1 where it does not."""
    places = np.searchsorted(sorted_names, names)
    known = places < len(sorted_names)
    known[known] = sorted_names[places[known]] == names[known]
    return np.where(known, places, -1)
