"""Related papers: the nearest by content, and the words that make them near.

Every paper becomes a vector of its words, weighted by how often they stand in it and how rare they are in the
index (TF-IDF with a logarithmic term frequency, and rarity in steps; Manning, Raghavan and Schütze, *Introduction to
Information Retrieval*, 2008, chapter 6). Nearness is the cosine of two vectors. Words are those of title, short name, tldr,
summary and tags; a tag counts as one word of its own and weighs most, for an editor chose it.

The work stays in proportion to the number of papers: a paper keeps its weightiest words only, and of the lists
of papers behind them so many are looked through that the sum of their lengths stays within a bound. Papers are
asked for in groups, a group in whole columns.
``benchmarks/related`` holds the result against other ways.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np

from generator.indexes.lineage import built_upon_by
from generator.indexes.paper_vectors import Weighed, Weights, weighed_papers
from generator.indexes.paper_words import TAG_MARK, TOPIC_MARK, paper_words, singular
from generator.indexes.related_paper import MOST_RELATED, RelatedPaper, RelatedRow, packed_row, row_in
from generator.model.later_papers import ancestors_of, statuses_of
from generator.model.library import Library
from generator.model.paper import PaperKey
from generator.working.columns import Column, Mask, firsts_of, looked_up, run_places, sorting_order, starts_of

SHARED_SHOWN = 3
MOST_VISITED = 2_000
"""How many places in the words' lists are looked up for one paper, its weightiest words first. So the time for a
paper does not grow with the index; up to some thousand papers it is never reached.
"""
COMPARED = 40
"""Of the papers met there, so many are compared word for word."""
MET_KEPT = 44
"""Of these so many are told to whoever keeps them for the next build: a few more, so that one that falls behind does not
leave a doubt at once who comes next."""
LEAST_NEARNESS = 0.05
"""Below this two papers share a word by chance."""
DIGITS = 6
"""Nearness is rounded, so that sums that differ only in the order of adding stand in one order everywhere."""
FEW_LOOKED_UP, LOOKED_UP_AT_ONCE = 0.05, 2_000
"""Of so few papers only the words that they ask for are looked up, which are found some thousand papers at a time."""
GROUP = 64
"""Papers looked for at once."""


def related_finder(library: Library, most: int = MOST_RELATED, jobs: int = 1) -> RelatedFinder:
    """Finds for each paper the active papers nearest to it, nearest first; papers equally near by key. As many processes as
    ``jobs`` says read the words.

    What a paper builds on and what builds on it is left out: pages tell of that elsewhere.
    """
    words = paper_words(list(library.papers.values()), jobs)
    return RelatedFinder(library, words.words, weighed_papers(words), most)


class Near(NamedTuple):
    """Papers near those of a group: a row for each pair, the nearest of each asked paper first."""

    asked: Column
    """By its place in the group."""
    papers: Column
    nearness: Weights

    def chosen(self, which: Column | Mask) -> Near:
        """Some of the rows."""
        return Near(self.asked[which], self.papers[which], self.nearness[which])

    def ordered(self) -> Column:
        """The rows in order: by who asked, the nearest first, equally near ones by number."""
        return np.lexsort((self.papers, -self.nearness, self.asked))

    def best(self, most: int) -> Near:
        """The first of each asked paper."""
        sorted_rows = self.chosen(self.ordered())
        return sorted_rows.chosen(sorted_rows.ranks() < most)

    def ranks(self) -> Column:
        """For each row, where these are in order, how many of the same paper stand before it."""
        return np.arange(len(self.asked)) - np.searchsorted(self.asked, self.asked)


def both(*parts: Near) -> Near:
    """The rows of several, one behind the other."""
    return Near(
        np.concatenate([part.asked for part in parts]),
        np.concatenate([part.papers for part in parts]),
        np.concatenate([part.nearness for part in parts]),
    )


class Postings(NamedTuple):
    """Where each word stands among some papers: a word's run after the other's, papers in order."""

    spread: Column
    """How many papers stand behind each word."""
    runs: Column
    """Where they begin; one more than words."""
    papers: Column
    weights: Weights


class Asking(NamedTuple):
    """The vectors of papers that ask for those near them."""

    places: Column
    sizes: Column
    """How many words each has."""
    owners: Column
    """A row for each word: who has it, by the place among those that ask."""
    words: Column
    weights: Weights


class Found(NamedTuple):
    """What was found for some papers."""

    rows: list[bytes]
    """Packed."""
    asked: Column
    """The papers met behind the asked words: a row for each pair, by the place of who asked among those papers, the
    nearest first. At most ``MET_KEPT`` of each, and none of a paper with so many kin that more were compared."""
    met: Column
    sums: Weights
    """How near, as far as the asked words tell."""
    nearness: Weights
    """How near they are, rounded; -1 of one that was not compared."""
    every: Mask
    """Of which papers these are all that were met."""


Met: TypeAlias = tuple[Column, Column, Weights, Weights]
"""The columns of ``Found``."""
NONE_MET: Met = np.zeros(0, np.int64), np.zeros(0, np.int32), np.zeros(0), np.zeros(0)


def in_order(rows: list[bytes], met: Iterable[Met], every: Mask) -> Found:
    """What was found, given who was met in several parts, of different papers each."""
    asked, papers, sums, nearness = map(np.concatenate, zip(NONE_MET, *met, strict=True))
    order = np.argsort(asked, kind="stable")
    return Found(rows, asked[order], papers[order], sums[order], nearness[order], every)


def joined(parts: Sequence[Found]) -> Found:
    """What was found for some papers and then for others."""
    starts = np.cumsum([0, *(len(part.rows) for part in parts)])
    asked = (part.asked + start for part, start in zip(parts, starts, strict=False))
    # Each part is in order and they follow each other, so there is nothing to sort: of a large index that would take as
    # much memory again.
    return Found(
        [row for part in parts for row in part.rows],
        np.concatenate([NONE_MET[0], *asked]),
        np.concatenate([NONE_MET[1], *(part.met for part in parts)]),
        np.concatenate([NONE_MET[2], *(part.sums for part in parts)]),
        np.concatenate([NONE_MET[3], *(part.nearness for part in parts)]),
        np.concatenate([np.zeros(0, np.bool_), *(part.every for part in parts)]),
    )


class RelatedFinder:
    """Knows where each word stands, and finds the papers near others."""

    def __init__(
        self,
        library: Library,
        texts: Sequence[str],
        weighed: Weighed,
        most: int = MOST_RELATED,
    ) -> None:
        """``texts`` are the words by the numbers that the names of weighed ones are made of."""
        self._library = library
        self._most = most
        self._keys = tuple(library.papers)
        self._places = {key: place for place, key in enumerate(self._keys)}
        self._ancestors = ancestors_of(library.papers)
        self._heirs = built_upon_by(library, library.papers)
        self._texts = texts
        self._said = _Said(lambda number: said_word(library, self.word(number)))
        self.counting, self.vectors = weighed
        aside = statuses_of(library.papers)
        self.active: Mask = np.array([key not in aside for key in self._keys], dtype=np.bool_)
        self.standing = self._standing()
        """How many active papers stand behind each word."""
        self._postings: Postings | None = None
        self._columns = np.zeros(len(self.counting.names), dtype=np.int32)
        """For each word of the group its column in the group's own table; 0, a column of nothing, for every other word."""

    def _standing(self) -> Column:
        sizes = np.diff(self.vectors.starts)
        words = self.vectors.words
        if not self.active.all():
            words = words[np.repeat(self.active, sizes)]
        return np.bincount(words, minlength=len(self.counting.names))

    def look_up(self, places: Sequence[int]) -> None:
        """Know where words stand before these papers are looked for: of few of them the words that they ask for."""
        if len(places) > FEW_LOOKED_UP * len(self._keys):
            self._postings = self.postings_of(np.flatnonzero(self.active))
            return
        asked = np.zeros(len(self.counting.names), dtype=np.bool_)
        for start in range(0, len(places), LOOKED_UP_AT_ONCE):
            asking = self.asking(np.array(places[start : start + LOOKED_UP_AT_ONCE], dtype=np.int64))
            asked[asking.words[self.asked_words(asking)[0]]] = True
        self._postings = self._postings_of_words(asked)

    def having(self, some: Mask) -> Mask:
        """The papers that have one of some words."""
        starts = self.vectors.starts
        owners = np.flatnonzero(np.diff(starts))
        found = np.zeros(len(self._keys), dtype=np.bool_)
        found[owners] = np.logical_or.reduceat(looked_up(some, self.vectors.words), starts[owners])
        return found

    def _postings_of_words(self, some: Mask) -> Postings:
        """Where some words stand among the active papers."""
        starts = self.vectors.starts
        rows = np.flatnonzero(looked_up(some, self.vectors.words))
        papers = (np.searchsorted(starts, rows, side="right") - 1).astype(np.int32)
        if not self.active.all():
            rows, papers = rows[self.active[papers]], papers[self.active[papers]]
        return self._postings_of_rows(rows, papers)

    def postings_of(self, places: Column) -> Postings:
        """Where each word stands among the papers at some places, in order."""
        starts = self.vectors.starts
        sizes = starts[places + 1] - starts[places]
        return self._postings_of_rows(
            run_places(starts[places], sizes), np.repeat(places.astype(np.int32), sizes)
        )

    def _postings_of_rows(self, rows: Column, papers: Column) -> Postings:
        words = self.vectors.words[rows]
        spread = np.bincount(words, minlength=len(self.counting.names))
        order = sorting_order(words, len(self.counting.names))
        del words
        rows = rows[order]
        return Postings(spread, starts_of(spread), papers[order], self.vectors.weights[rows])

    def __call__(self, key: PaperKey) -> tuple[RelatedPaper, ...]:
        """The papers near one."""
        return self.of([key])[0]

    def of(self, keys: Sequence[PaperKey]) -> list[tuple[RelatedPaper, ...]]:
        """The papers near each of these, in their order."""
        rows = self.found([self._places[key] for key in keys]).rows
        return [
            tuple(RelatedPaper(self._keys[place], nearness, shared) for place, nearness, shared in near)
            for near in map(row_in, rows)
        ]

    def nearest(self, key: PaperKey, most: int) -> list[tuple[PaperKey, float]]:
        """The papers nearest to one, whatever they build on, with their nearness."""
        asking = self._opened(np.array([self._places[key]]))
        asked, whole = self.asked_words(asking)
        near = self._met(asking, asked).best(max(COMPARED, most))
        near = Near(near.asked, near.papers, self._nearness(whole, near)).best(most)
        self._wipe()
        return [
            (self._keys[place], score)
            for place, score in zip(near.papers.tolist(), near.nearness.tolist(), strict=True)
        ]

    def found(self, places: Sequence[int]) -> Found:
        """The papers near each of these, in their order."""
        rows: dict[int, bytes] = {}
        numbers = {place: number for number, place in enumerate(places)}
        every = np.zeros(len(places), dtype=np.bool_)
        columns: list[Met] = []
        for count, group in self._groups(places):
            asking = self._opened(np.array(group, dtype=np.int64))
            asked_words, whole = self.asked_words(asking)
            met = self._met(asking, asked_words)
            best = _heaviest(met, len(group), max(count, MET_KEPT)).best(max(count, MET_KEPT))
            compared = best.ranks() < count
            nearness = np.full(len(best.papers), -1.0)
            nearness[compared] = self._nearness(whole, best.chosen(compared))
            near = Near(best.asked, best.papers, nearness).chosen(compared)
            rows.update(zip(group, self._told(asking.places, near), strict=True))
            self._wipe()
            own = np.array([numbers[place] for place in group], dtype=np.int64)
            if count == COMPARED:
                every[own] = np.bincount(met.asked, minlength=len(group)) <= MET_KEPT
                columns.append((own[best.asked], best.papers, best.nearness, nearness))
        return in_order([rows[place] for place in places], columns, every)

    def _groups(self, places: Sequence[int]) -> Iterable[tuple[int, list[int]]]:
        """Papers to be looked at together, and how many others are compared with each.

        A paper of many kin stands alone: all of them may be near, and none is told.
        """
        usual: list[int] = []
        for place in places:
            count = self._most + len(self._told_elsewhere(place))
            if count > COMPARED:
                yield count, [place]
            else:
                usual.append(place)
        for start in range(0, len(usual), GROUP):
            yield COMPARED, usual[start : start + GROUP]

    def _told_elsewhere(self, place: int) -> set[PaperKey]:
        key = self._keys[place]
        return {*self._ancestors.get(key, ()), *self._heirs.get(key, ())}

    def asking(self, places: Column) -> Asking:
        """The vectors of these papers."""
        vectors = self.vectors
        sizes = vectors.starts[places + 1] - vectors.starts[places]
        rows = run_places(vectors.starts[places], sizes)
        owners = np.repeat(np.arange(len(places)), sizes)
        return Asking(places, sizes, owners, vectors.words[rows], vectors.weights[rows])

    def _opened(self, places: Column) -> Asking:
        """The same of a group, whose words are written into the table."""
        asking = self.asking(places)
        # Not by np.unique, which loads numpy's masked arrays to tell that these are none.
        ordered = np.sort(asking.words)
        self._written = ordered[firsts_of(ordered)]
        self._columns[self._written] = np.arange(1, len(self._written) + 1)
        self._own = np.zeros((len(places), len(self._written) + 1))
        self._own[asking.owners, self._columns[asking.words]] = asking.weights
        return asking

    def _wipe(self) -> None:
        self._columns[self._written] = 0

    def asked_words(self, asking: Asking, standing: Column | None = None) -> tuple[Mask, Mask]:
        """Which of the words of some papers are looked up, and for which papers these are all; or would be, did so many
        papers stand behind each word.

        The weightiest first, as many as stay within the bound; the first of all even where it does not.
        """
        standing = self.standing if standing is None else standing
        sizes, owners = asking.sizes, asking.owners
        columns = np.arange(len(owners)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        spread = np.zeros((int(sizes.max(initial=0)), len(sizes)), dtype=np.int64)
        spread[columns, owners] = standing[asking.words]
        asked = np.zeros(spread.shape, dtype=np.bool_)
        visited = np.zeros(len(sizes), dtype=np.int64)
        for own, taken in zip(spread, asked, strict=True):
            np.logical_and(own > 0, (visited == 0) | (visited + own <= MOST_VISITED), out=taken)
            visited += own * taken
        return asked[columns, owners], (asked | (spread == 0)).all(axis=0)

    def _met(self, asking: Asking, asked_words: Mask) -> Near:
        """The papers that stand behind the asked words of a group, and what those words make of their nearness."""
        if self._postings is None:
            self._postings = self.postings_of(np.flatnonzero(self.active))
        near = summed(met_behind(asking, asked_words, self._postings), len(self._keys))
        return near.chosen(near.papers != asking.places[near.asked])

    def _nearness(self, whole: Mask, near: Near) -> Weights:
        """How near pairs of an opened group are, of all their words, rounded; ``near`` tells it of asked words, and
        ``whole`` for whom these are all.
        """
        partly = ~whole[near.asked]
        nearness = near.nearness.copy()
        nearness[partly] = self._cosines(near.chosen(partly))
        return np.round(nearness, DIGITS)

    def _cosines(self, near: Near) -> Weights:
        """The nearness of pairs of an opened group, of all their words."""
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

    def nearness_again(self, places: Column, near: Near, nearness: Weights, compared: Mask) -> Weights:
        """The rounded nearness of those that a group met and that are compared, of which some is known; the group stays
        opened for `told_again`.
        """
        _, whole = self.asked_words(self._opened(places))
        unknown = compared & (nearness < 0)
        nearness = nearness.copy()
        nearness[unknown] = self._nearness(whole, near.chosen(unknown))
        return nearness

    def told_again(
        self, places: Column, near: Near, known: Mapping[int, Mapping[int, tuple[str, ...]]]
    ) -> dict[int, bytes]:
        """What pages tell of some of an opened group, given by the rounded nearness, by their place in the group; ``known``
        tells for each what it has in common with some others. The group is closed then.
        """
        rows = self._rows(places, near, known)
        self._wipe()
        return {number: packed_row(tuple(rows[number]), self._keys) for number in known}

    def _told(self, places: Column, near: Near) -> list[bytes]:
        """What pages tell of the papers of an opened group, given by the rounded nearness."""
        return [packed_row(tuple(row), self._keys) for row in self._rows(places, near, {})]

    def _rows(
        self, places: Column, near: Near, known: Mapping[int, Mapping[int, tuple[str, ...]]]
    ) -> list[list[RelatedRow]]:
        near = self._to_be_told(places, near)
        pairs = list(zip(near.asked.tolist(), near.papers.tolist(), strict=True))
        shared = [known[asked].get(paper) if known else None for asked, paper in pairs]
        new = np.array([words is None for words in shared], dtype=np.bool_)
        found = iter(map(self._said_words, self._shared(near.chosen(new))))
        rows: list[list[RelatedRow]] = [[] for _ in places]
        for (asked, paper), nearness, words in zip(pairs, near.nearness.tolist(), shared, strict=True):
            rows[asked].append((paper, nearness, next(found) if words is None else words))
        return rows

    def _to_be_told(self, places: Column, near: Near) -> Near:
        asked = near.asked[firsts_of(near.asked)]
        kin = [
            number * len(self._keys) + self._places[other]
            for number, place in zip(asked.tolist(), places[asked].tolist(), strict=True)
            for other in self._told_elsewhere(place)
            if other in self._places
        ]
        stays = near.nearness >= LEAST_NEARNESS
        if kin:
            stays &= ~np.isin(near.asked * len(self._keys) + near.papers, kin)
        return near.chosen(stays).best(self._most)

    def least_told(self, row: tuple[RelatedRow, ...]) -> float:
        """How near one has to be at least to be told beside those that a page tells of."""
        return row[-1][1] if len(row) >= self._most else LEAST_NEARNESS

    def _shared(self, near: Near) -> list[list[int]]:
        """The words that each pair of an opened group has in common, the weightiest first."""
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

    def _said_words(self, words: Iterable[int]) -> tuple[str, ...]:
        return told_words(map(self._said.__getitem__, words))

    def word(self, number: int) -> str:
        """The word of the vectors, or the two words, with this number."""
        first, second = divmod(int(self.counting.names[number]), 1 << 32)
        alone = self._texts[first]
        return f"{alone} {self._texts[second - 1]}" if second else alone


class _Said(dict[int, "Spoken"]):
    """Words by their numbers as pages print them, each made when it is first asked for."""

    def __init__(self, name_of: Callable[[int], str]) -> None:
        super().__init__()
        self._name_of = name_of

    def __missing__(self, number: int) -> Spoken:
        name = self._name_of(number)
        found = self[number] = name, spoken_words(name)
        return found


def met_behind(asking: Asking, asked_words: Mask, postings: Postings) -> Near:
    """Who stands behind the asked words: a row for each word and paper, in the order of the words, with what the word
    adds to their nearness.
    """
    owners, words = asking.owners[asked_words], asking.words[asked_words]
    spread = postings.spread[words]
    rows = run_places(postings.runs[words], spread)
    products = postings.weights[rows] * np.repeat(asking.weights[asked_words], spread)
    return Near(np.repeat(owners, spread), postings.papers[rows], products)


def summed(met: Near, papers: int) -> Near:
    """Each pair of one who asked and one of so many ``papers`` once, in order, with the sum of its rows."""
    rows = len(met.asked)
    shift = rows.bit_length()
    # By pair and row: what is sorted holds nothing twice, and each sum is made in the order given, the same everywhere.
    # A table of all pairs would be larger than what a processor keeps at hand.
    numbered = np.sort((met.asked * papers + met.papers) << shift | np.arange(rows))
    pairs = numbered >> shift
    is_head = np.ones(rows, dtype=np.bool_)
    np.not_equal(pairs[1:], pairs[:-1], out=is_head[1:])
    numbered &= (1 << shift) - 1
    sums = np.bincount(np.cumsum(is_head) - 1, weights=met.nearness[numbered])
    asked, others = np.divmod(pairs[is_head], papers)
    return Near(asked, others.astype(np.int32), sums.astype(np.float64, copy=False))


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


Spoken: TypeAlias = tuple[str, frozenset[str]]
"""What stands on a page, and the words it is made of."""


def told_words(words: Iterable[Spoken]) -> tuple[str, ...]:
    """What two papers have in common as a reader would say it, given all of it, the weightiest first."""
    said: list[Spoken] = []
    for word in words:
        spoken = word[1]
        # A tag, its own word and a pair that holds it say the same.
        for _, known in said:
            if spoken <= known:
                break
        else:
            if len(spoken) > 1:  # a single word holds no other
                said = [one for one in said if not one[1] <= spoken]
            said.append(word)
            if len(said) == SHARED_SHOWN:
                break
    return tuple([name for name, _ in said])


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
