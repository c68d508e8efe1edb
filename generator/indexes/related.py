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
from functools import lru_cache
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
LARGEST_GROUP = 64
ROOM = 4_000_000
"""Numbers in the tables of a group: more of them than a processor keeps at hand cost more than they save."""

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
    codes = found.firsts.astype(np.int64) << 32 | found.seconds
    order = np.argsort(codes, kind="stable")
    codes = codes[order]
    heads = firsts_of(codes)
    spread = np.diff(heads, append=len(codes))
    # A word of one paper alone brings it near to nobody.
    counts = (spread > 1) & (spread < papers)
    rows = order[np.repeat(counts, spread)]
    spread = spread[counts]
    words = np.repeat(np.arange(len(spread), dtype=np.int64), spread)
    owners = np.repeat(np.arange(papers), found.counts)[rows]
    # Few pairs of weight and spread occur, so each is weighed and ranked once.
    pairs = found.weights[rows].astype(np.int64) * (papers + 1) + spread[words]
    distinct, which = np.unique(pairs, return_inverse=True)
    values = np.array(
        [_value(pair // (papers + 1), pair % (papers + 1), papers) for pair in distinct.tolist()]
    )
    _, ranks = np.unique(-values, return_inverse=True)
    order = np.argsort(owners * (len(values) + 1) + ranks[which], kind="stable")
    starts = starts_of(np.bincount(owners, minlength=papers))
    order = order[np.arange(len(order)) - np.repeat(starts[:-1], np.diff(starts)) < HEAVIEST_WORDS]
    owners = owners[order]
    weights = values[which[order]] if len(order) else np.zeros(0)
    # bincount adds in the order given, the same everywhere.
    lengths = np.sqrt(np.bincount(owners, weights=weights * weights, minlength=papers))
    return Vectors(
        starts_of(np.bincount(owners, minlength=papers)),
        words[order],
        weights / lengths[owners],
        codes[heads[counts]],
    )


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
        self._words = found
        self._said: dict[int, tuple[str, frozenset[str]]] = {}
        self.vectors = weighed(found)
        self._index_words()
        self._group = max(1, min(LARGEST_GROUP, ROOM // (len(self._keys) + len(self.vectors.names) + 1)))
        # Written for a group and wiped behind it, since clean tables for each would cost more than the search.
        self._sums = np.zeros(self._group * len(self._keys))
        self._seen = np.zeros(self._group * len(self._keys), dtype=np.int64)
        self._own = np.zeros(self._group * len(self.vectors.names))

    def _index_words(self) -> None:
        """Where each word stands among the active papers: a word's run after the other's, papers in order."""
        active = np.array([paper.is_active for paper in self._library.papers.values()], dtype=np.bool_)
        sizes = np.diff(self.vectors.starts)
        rows = np.flatnonzero(np.repeat(active, sizes))
        words = self.vectors.words[rows]
        order = np.argsort(words, kind="stable")
        self._spread = np.bincount(words, minlength=len(self.vectors.names))
        self._runs = starts_of(self._spread)
        self._papers = np.repeat(np.arange(len(self._keys)), sizes)[rows[order]]
        self._weights = self.vectors.weights[rows[order]]

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
        self._written = owners * len(vectors.names) + words
        self._own[self._written] = weights
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
        words = np.repeat(near.asked * len(self.vectors.names), sizes) + self.vectors.words[rows]
        products = self._own[words] * self.vectors.weights[rows]
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
        own = self._own[np.repeat(near.asked * len(self.vectors.names), sizes) + words]
        common = own > 0
        pairs = np.repeat(np.arange(len(sizes)), sizes)[common]
        words = words[common]
        products = np.round(own[common] * self.vectors.weights[rows[common]], DIGITS)
        order = np.lexsort((words, -products, pairs))
        numbers = words[order].tolist()
        bounds = np.searchsorted(pairs, np.arange(len(sizes) + 1)).tolist()
        return [numbers[bounds[pair] : bounds[pair + 1]] for pair in range(len(sizes))]

    def _wipe(self) -> None:
        self._own[self._written] = 0.0

    def _said_words(self, words: Iterable[int]) -> tuple[str, ...]:
        return told_words(self._said.get(number) or self._said_word(number) for number in words)

    def _said_word(self, number: int) -> tuple[str, frozenset[str]]:
        name = said_word(self._library, self.word(number))
        self._said[number] = name, spoken_words(name)
        return self._said[number]

    def word(self, number: int) -> str:
        """The word of the vectors, or the two words, with this number."""
        first, second = divmod(int(self.vectors.names[number]), 1 << 32)
        alone = self._words.words[first]
        return f"{alone} {self._words.words[second - 1]}" if second else alone


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


@lru_cache(maxsize=100_000)
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
