"""Related papers: the nearest by content, and the words that make them near.

Every paper becomes a vector of its words, weighted by how often they stand in it and how rare they are in the
index (TF-IDF with a logarithmic term frequency; Manning, Raghavan and Schütze, *Introduction to Information
Retrieval*, 2008, chapter 6). Nearness is the cosine of two vectors. Words are those of title, short name, tldr,
summary and tags; a tag counts as one word of its own and weighs most, for an editor chose it.

The work stays in proportion to the number of papers: a paper keeps its weightiest words only, and of the lists
of papers behind them so many are looked through that the sum of their lengths stays within a bound. Papers are
asked for in groups, a group in whole columns.
``benchmarks/related`` holds the result against other ways.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from generator.indexes.lineage import built_upon_by
from generator.indexes.paper_words import (
    TAG_MARK,
    TOPIC_MARK,
    UNIT,
    PaperWords,
    paper_words,
    singular,
)
from generator.indexes.related_paper import MOST_RELATED, RelatedPaper
from generator.model.library import Library
from generator.model.paper import PaperKey
from generator.working.columns import Column, firsts_of, run_places, starts_of

SHARED_SHOWN = 3
HEAVIEST_WORDS = 60
"""Words kept of a paper: the lighter ones change the order of the nearest papers hardly at all."""
MOST_VISITED = 2_000
"""How many places in the words' lists are looked up for one paper, its weightiest words first. So the time for a
paper does not grow with the index; up to some thousand papers it is never reached.
"""
COMPARED = 40
"""Of the papers met there, so many are compared word for word."""
LEAST_NEARNESS = 0.05
"""Below this two papers share a word by chance."""
DIGITS = 6
"""Nearness is rounded, so that sums that differ only in the order of adding stand in one order everywhere."""
LARGEST_GROUP, SMALLEST_GROUP = 64, 8
ROOM = 4_000_000
"""Numbers in the tables of a group: more of them than a processor keeps at hand cost more than they save. In a very large
index they do all the same, for a group that is too small costs still more.
"""
PAPERS_WEIGHED_AT_ONCE = 5_000
ROWS_SORTED_AT_ONCE, MOST_RUNS = 2_000_000, 16

Weights: TypeAlias = npt.NDArray[np.float64]


def related_papers(library: Library, most: int = MOST_RELATED) -> dict[PaperKey, tuple[RelatedPaper, ...]]:
    """For each paper the active papers nearest to it, nearest first; papers equally near by key.

    What a paper builds on and what builds on it is left out: pages tell of that elsewhere.
    """
    keys = list(library.papers)
    return dict(zip(keys, related_finder(library, most).of(keys), strict=True))


def related_finder(
    library: Library, most: int = MOST_RELATED, kept: Path | None = None, jobs: int = 1
) -> RelatedFinder:
    """Finds what ``related_papers`` gives, so that several processes can share the papers.

    ``kept`` is a file for what one build leaves to the next, which makes no difference but to the time; ``jobs``
    processes read the papers that are not known from there.
    """
    return RelatedFinder(library, paper_words(list(library.papers.values()), kept, jobs), most)


@dataclass(frozen=True, slots=True)
class Vectors:
    """Papers' words and their weights, each paper's of length one: a row for each, a paper's after the other's."""

    starts: Column
    """Where each paper's rows begin; one more than papers."""
    words: Column
    """The weightiest first."""
    weights: Weights
    names: Column
    """For each word of the vectors its two numbers in ``PaperWords``, in the order of the words as texts."""


def weighed(found: PaperWords) -> Vectors:
    """The vectors of papers, given what each is about."""
    papers = len(found.counts)
    numbers, spread, names = _counting_words(found)
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
            owners[counts], numbers[rows][counts], found.weights[rows][counts], spread, papers
        )
        sizes[first:last] = np.bincount(own[0], minlength=last - first)
        words.append(own[1])
        weights.append(own[2])
    none = np.zeros(0)
    return Vectors(
        starts_of(sizes),
        np.concatenate([none.astype(np.int32), *words]),
        np.concatenate([none, *weights]),
        names,
    )


def _counting_words(found: PaperWords) -> tuple[Column, Column, Column]:
    """For each row the number of its word, -1 where it says nothing; each word's number of papers; and its name.

    A word of one paper alone brings it near to nobody, one of all papers neither. Rows are sorted by runs of first
    words, for all of them together would take several times the memory of what they are.
    """
    papers, rows = len(found.counts), len(found.firsts)
    numbers = np.full(rows, -1, dtype=np.int32)
    spreads, names = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
    count = 0
    for first, last in _runs_of_words(found):
        inside = np.flatnonzero((found.firsts >= first) & (found.firsts < last))
        codes = found.firsts[inside].astype(np.int64) << 32 | found.seconds[inside]
        order = np.argsort(codes, kind="stable")
        codes = codes[order]
        heads = firsts_of(codes)
        spread = np.diff(heads, append=len(codes))
        counts = (spread > 1) & (spread < papers)
        which = inside[order[np.repeat(counts, spread)]]
        spread = spread[counts]
        numbers[which] = np.repeat(np.arange(count, count + len(spread), dtype=np.int32), spread)
        count += len(spread)
        spreads.append(spread)
        names.append(codes[heads[counts]])
    return numbers, np.concatenate(spreads), np.concatenate(names)


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
    pairs = halves.astype(np.int64) * (papers + 1) + spread[words]
    distinct, which = np.unique(pairs, return_inverse=True)
    values = np.array(
        [_value(pair // (papers + 1), pair % (papers + 1), papers) for pair in distinct.tolist()]
    )
    _, ranks = np.unique(-values, return_inverse=True)
    order = np.argsort(owners * (len(values) + 1) + ranks[which], kind="stable")
    starts = starts_of(np.bincount(owners))
    order = order[np.arange(len(order)) - np.repeat(starts[:-1], np.diff(starts)) < HEAVIEST_WORDS]
    owners = owners[order]
    weights = values[which[order]] if len(order) else np.zeros(0)
    # bincount adds in the order given, the same everywhere.
    lengths = np.sqrt(np.bincount(owners, weights=weights * weights))
    return owners, words[order], weights / lengths[owners]


def _value(halves: int, spread: int, papers: int) -> float:
    return (1 + math.log(halves / UNIT)) * math.log(papers / spread)


def word_vectors(library: Library) -> dict[PaperKey, dict[str, float]]:
    """The papers' words with their weights, each vector of length one."""
    finder = related_finder(library)
    bounds = finder.vectors.starts.tolist()
    words = [finder.word(number) for number in finder.vectors.words.tolist()]
    weights = finder.vectors.weights.tolist()
    return {
        key: dict(
            zip(
                words[bounds[place] : bounds[place + 1]],
                weights[bounds[place] : bounds[place + 1]],
                strict=True,
            )
        )
        for place, key in enumerate(library.papers)
    }


@dataclass(frozen=True, slots=True)
class Near:
    """Papers near those of a group: a row for each pair, the nearest of each asked paper first."""

    asked: Column
    """By its place in the group."""
    papers: Column
    nearness: Weights

    def chosen(self, which: Column | npt.NDArray[np.bool_]) -> Near:
        """Some of the rows."""
        return Near(self.asked[which], self.papers[which], self.nearness[which])

    def best(self, most: int) -> Near:
        """The first of each asked paper: the nearest, equally near ones by number."""
        sorted_rows = self.chosen(np.lexsort((self.papers, -self.nearness, self.asked)))
        starts = np.searchsorted(sorted_rows.asked, sorted_rows.asked)
        return sorted_rows.chosen(np.arange(len(starts)) - starts < most)


class RelatedFinder:
    """Knows where each word stands, and finds the papers near others."""

    def __init__(self, library: Library, found: PaperWords, most: int = MOST_RELATED) -> None:
        self._library = library
        self._most = most
        self._keys = tuple(library.papers)
        self._places = {key: place for place, key in enumerate(self._keys)}
        self._heirs = built_upon_by(library, library.papers)
        self._texts = found.words
        self._said: dict[int, tuple[str, frozenset[str]]] = {}
        self.vectors = weighed(found)
        self._index_words()
        self._group = max(SMALLEST_GROUP, min(LARGEST_GROUP, ROOM // (len(self._keys) + 1)))
        # Written for a group and wiped behind it, since clean tables for each would cost more than the search.
        self._sums = np.zeros(self._group * len(self._keys))
        self._seen = np.zeros(self._group * len(self._keys), dtype=np.int32)
        self._columns = np.zeros(len(self.vectors.names), dtype=np.int32)
        """For each word of the group its column in the group's own table; 0, a column of nothing, for every other word."""

    def _index_words(self) -> None:
        """Where each word stands among the active papers: a word's run after the other's, papers in order."""
        active = np.array([paper.is_active for paper in self._library.papers.values()], dtype=np.bool_)
        sizes = np.diff(self.vectors.starts)
        rows = np.flatnonzero(np.repeat(active, sizes))
        words = self.vectors.words[rows]
        rows = rows[np.argsort(words, kind="stable")]
        self._spread = np.bincount(words, minlength=len(self.vectors.names))
        self._runs = starts_of(self._spread)
        self._papers = np.repeat(np.arange(len(self._keys), dtype=np.int32), sizes)[rows]
        self._weights = self.vectors.weights[rows]

    def __call__(self, key: PaperKey) -> tuple[RelatedPaper, ...]:
        """The papers near one."""
        return self.of([key])[0]

    def of(self, keys: Sequence[PaperKey]) -> list[tuple[RelatedPaper, ...]]:
        """The papers near each of these, in their order."""
        answers: dict[PaperKey, tuple[RelatedPaper, ...]] = {}
        for count, group in self._groups(keys):
            answers.update(zip(group, self._answers(group, count), strict=True))
        return [answers[key] for key in keys]

    def nearest(self, key: PaperKey, most: int) -> list[tuple[PaperKey, float]]:
        """The papers nearest to one, whatever they build on, with their nearness."""
        near = self._near([key], max(COMPARED, most)).best(most)
        self._wipe()
        return [
            (self._keys[place], score)
            for place, score in zip(near.papers.tolist(), near.nearness.tolist(), strict=True)
        ]

    def _groups(self, keys: Sequence[PaperKey]) -> Iterable[tuple[int, list[PaperKey]]]:
        """Papers to be looked at together, and how many others are compared with each.

        A paper of many kin stands alone: all of them may be near, and none is told.
        """
        usual: list[PaperKey] = []
        for key in keys:
            count = self._most + len(self._told_elsewhere(key))
            if count > COMPARED:
                yield count, [key]
            else:
                usual.append(key)
        for start in range(0, len(usual), self._group):
            yield COMPARED, usual[start : start + self._group]

    def _told_elsewhere(self, key: PaperKey) -> set[PaperKey]:
        return {*self._library.papers[key].builds_on, *self._heirs.get(key, ())}

    def _answers(self, group: Sequence[PaperKey], count: int) -> Iterable[tuple[RelatedPaper, ...]]:
        near = self._near(group, count)
        kin = [
            place * len(self._keys) + self._places[other]
            for place, key in enumerate(group)
            for other in self._told_elsewhere(key)
            if other in self._places
        ]
        stays = near.nearness >= LEAST_NEARNESS
        if kin:
            stays &= ~np.isin(near.asked * len(self._keys) + near.papers, kin)
        near = near.chosen(stays).best(self._most)
        shared = self._shared(near)
        self._wipe()
        found: list[list[RelatedPaper]] = [[] for _ in group]
        rows = zip(near.asked.tolist(), near.papers.tolist(), near.nearness.tolist(), shared, strict=True)
        for asked, paper, nearness, words in rows:
            found[asked].append(RelatedPaper(self._keys[paper], nearness, self._said_words(words)))
        return map(tuple, found)

    def _near(self, group: Sequence[PaperKey], count: int) -> Near:
        """The papers nearest to each of a group, at most ``count``, in no order. Leaves their words in the table."""
        vectors = self.vectors
        places = np.array([self._places[key] for key in group], dtype=np.int64)
        sizes = vectors.starts[places + 1] - vectors.starts[places]
        rows = run_places(vectors.starts[places], sizes)
        owners = np.repeat(np.arange(len(group)), sizes)
        words, weights = vectors.words[rows], vectors.weights[rows]
        # Not by np.unique, which loads numpy's masked arrays to tell that these are none.
        ordered = np.sort(words)
        self._written = ordered[firsts_of(ordered)]
        self._columns[self._written] = np.arange(1, len(self._written) + 1)
        self._own = np.zeros((len(group), len(self._written) + 1))
        self._own[owners, self._columns[words]] = weights
        asked, whole = self._asked_words(owners, words, sizes)
        met = self._met(owners[asked], words[asked], weights[asked])
        met = met.chosen(met.papers != places[met.asked])
        best = _heaviest(met, len(group), count).best(count)
        partly = ~whole[best.asked]
        nearness = best.nearness
        nearness[partly] = self._cosines(best.chosen(partly))
        return Near(best.asked, best.papers, np.round(nearness, DIGITS))

    def _asked_words(
        self, owners: Column, words: Column, sizes: Column
    ) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
        """Which of the words of a group are looked up, and for which papers these are all.

        The weightiest first, as many as stay within the bound; the first of all even where it does not.
        """
        columns = np.arange(len(words)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        spread = np.zeros((int(sizes.max(initial=0)), len(sizes)), dtype=np.int64)
        spread[columns, owners] = self._spread[words]
        asked = np.zeros(spread.shape, dtype=np.bool_)
        visited = np.zeros(len(sizes), dtype=np.int64)
        for own, taken in zip(spread, asked, strict=True):
            np.logical_and(own > 0, (visited == 0) | (visited + own <= MOST_VISITED), out=taken)
            visited += own * taken
        return asked[columns, owners], (asked | (spread == 0)).all(axis=0)

    def _met(self, owners: Column, words: Column, weights: Weights) -> Near:
        """The papers that stand behind words, and what those words make of their nearness."""
        count, spread = len(self._keys), self._spread[words]
        rows = run_places(self._runs[words], spread)
        asked, papers = np.repeat(owners, spread), self._papers[rows]
        pairs = asked * count + papers
        # One after the other in the order given, so the sums are the same everywhere.
        np.add.at(self._sums, pairs, self._weights[rows] * np.repeat(weights, spread))
        numbers = np.arange(len(pairs))
        self._seen[pairs] = numbers
        once = np.flatnonzero(self._seen[pairs] == numbers)
        sums = self._sums[pairs[once]]
        self._sums[pairs] = 0.0
        return Near(asked[once], papers[once], sums)

    def _cosines(self, near: Near) -> Weights:
        """The nearness of pairs, of all their words."""
        rows, sizes = self._rows_of(near)
        pairs = np.repeat(np.arange(len(sizes)), sizes)
        own = self._own[np.repeat(near.asked, sizes), self._columns[self.vectors.words[rows]]]
        products = own * self.vectors.weights[rows]
        return np.bincount(pairs, weights=products, minlength=len(sizes)).astype(np.float64, copy=False)

    def _rows_of(self, near: Near) -> tuple[Column, Column]:
        """The rows of the words of near papers, and how many each has."""
        starts = self.vectors.starts[near.papers]
        sizes = self.vectors.starts[near.papers + 1] - starts
        return run_places(starts, sizes), sizes

    def _shared(self, near: Near) -> list[list[int]]:
        """The words that each pair has in common, the weightiest first."""
        rows, sizes = self._rows_of(near)
        words = self.vectors.words[rows]
        own = self._own[np.repeat(near.asked, sizes), self._columns[words]]
        common = own > 0
        pairs = np.repeat(np.arange(len(sizes)), sizes)[common]
        words = words[common]
        products = np.round(own[common] * self.vectors.weights[rows[common]], DIGITS)
        order = np.lexsort((words, -products, pairs))
        numbers = words[order].tolist()
        bounds = np.searchsorted(pairs, np.arange(len(sizes) + 1)).tolist()
        return [numbers[bounds[pair] : bounds[pair + 1]] for pair in range(len(sizes))]

    def _wipe(self) -> None:
        self._columns[self._written] = 0

    def _said_words(self, words: Iterable[int]) -> tuple[str, ...]:
        return told_words(self._said.get(number) or self._said_word(number) for number in words)

    def _said_word(self, number: int) -> tuple[str, frozenset[str]]:
        name = said_word(self._library, self.word(number))
        self._said[number] = name, spoken_words(name)
        return self._said[number]

    def word(self, number: int) -> str:
        """The word of the vectors, or the two words, with this number."""
        first, second = divmod(int(self.vectors.names[number]), 1 << 32)
        alone = self._texts[first]
        return f"{alone} {self._texts[second - 1]}" if second else alone


def _heaviest(near: Near, group: int, count: int) -> Near:
    """Without most of those that cannot be among the first ``count`` of the paper that asked."""
    sizes = np.bincount(near.asked, minlength=group)
    most = int(sizes.max(initial=0))
    if most <= count:
        return near
    table = np.full((group, most), -1.0)
    table[near.asked, np.arange(len(near.asked)) - np.repeat(np.cumsum(sizes) - sizes, sizes)] = near.nearness
    least = np.partition(table, most - count, axis=1)[:, most - count]
    return near.chosen(near.nearness >= least[near.asked])


def told_words(words: Iterable[tuple[str, frozenset[str]]]) -> tuple[str, ...]:
    """What two papers have in common as a reader would say it, given all of it, the weightiest first."""
    said: list[tuple[str, frozenset[str]]] = []
    for name, spoken in words:
        # A tag, its own word and a pair that holds it say the same.
        for _, known in said:
            if spoken <= known:
                break
        else:
            said = [(other, known) for other, known in said if not known <= spoken]
            said.append((name, spoken))
            if len(said) == SHARED_SHOWN:
                break
    return tuple(name for name, _ in said)


def spoken_words(name: str) -> frozenset[str]:
    """The words of a name, plural and singular alike."""
    return frozenset(singular(part) for part in name.lower().split())


def said_word(library: Library, word: str) -> str:
    """A word as pages print it: tags and topics by their names."""
    if word.startswith(TAG_MARK):
        return library.tags[word[1:]].name if word[1:] in library.tags else word[1:]
    if word.startswith(TOPIC_MARK):
        return library.topics[word[1:]].name if word[1:] in library.topics else word[1:]
    return word
