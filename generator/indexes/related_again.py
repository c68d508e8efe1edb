"""Related papers after an edit, made from those before it.

A paper's vector changes where its own words were edited or where some other paper took up or dropped a word of its. Those
papers are looked for anew. The others keep what they met (`Found`), and only those of changed vectors are looked up
among their asked words again: so every sum is made of the same numbers in the same order as a build from nothing has
them. Where what is known of a paper does not tell for certain who comes next, it is looked for anew as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from generator.indexes.paper_vectors import Weights
from generator.indexes.related import (
    COMPARED,
    GROUP,
    MET_KEPT,
    MOST_VISITED,
    Found,
    Near,
    RelatedFinder,
    both,
    in_order,
    met_behind,
)
from generator.indexes.related_paper import RelatedRow, moved_row, packed_row, row_in
from generator.indexes.seats import Seats
from generator.model.paper import PaperKey
from generator.working.columns import Column, Mask, looked_up, run_places, with_runs

MOST_CHANGED = 0.5
"""Of the papers; of more all are looked for anew, which then takes no longer."""
MOST_ASKED_AT_ONCE, MOST_HELD_AT_ONCE = 2_000, 20_000
ROOM = 4_000_000
"""Numbers in the table of those that ask and those that changed."""


class Before(NamedTuple):
    """What the last build found for as many papers."""

    found: Found
    standing: Column
    """How many active papers stood behind each word, by its number then."""


def asking_otherwise(finder: RelatedFinder, before: Before, renumbered: Column) -> Mask:
    """The papers that look up other words than before, since more or fewer papers stand behind some; ``renumbered`` tells
    the numbers of the words of then.
    """
    standing = np.zeros(len(finder.standing), dtype=np.int64)
    standing[renumbered[renumbered >= 0]] = before.standing[renumbered >= 0]
    otherwise = finder.having(standing != finder.standing)
    asking = finder.asking(np.flatnonzero(otherwise))
    (asked, whole), (asked_before, whole_before) = (
        finder.asked_words(asking, one) for one in (finder.standing, standing)
    )
    otherwise[asking.places[whole == whole_before]] = False
    otherwise[asking.places[asking.owners[asked != asked_before]]] = True
    return otherwise


def seated(before: Before, seats: Seats) -> Before:
    """What was found, in the common row of the papers of then and of now: for those that are new nothing was."""
    if len(seats.before) == len(seats.keys):
        return before
    found, places = before.found, seats.before
    numbers = places.tolist()
    rows = [packed_row((), ())] * len(seats.keys)
    for place, row in zip(numbers, found.rows, strict=True):
        rows[place] = moved_row(row, numbers)
    every = np.ones(len(seats.keys), dtype=np.bool_)
    every[places] = found.every
    met = places[found.met].astype(np.int32)
    return before._replace(found=found._replace(rows=rows, asked=places[found.asked], met=met, every=every))


def unseated(found: Found, seats: Seats) -> Found:
    """What was found in the common row, of the papers of now: nobody met one that is gone."""
    if len(seats.now) == len(seats.keys):
        return found
    places = seats.numbers(seats.now)
    numbers = places.tolist()
    rows = [moved_row(found.rows[place], numbers) for place in seats.now.tolist()]
    met = places[found.met].astype(np.int32)
    return found._replace(rows=rows, asked=places[found.asked], met=met, every=found.every[seats.now])


def kin_of_others(
    before: Mapping[PaperKey, Sequence[PaperKey]], now: Mapping[PaperKey, Sequence[PaperKey]]
) -> set[PaperKey]:
    """The papers that build on others than before, or of which others do: those are told elsewhere on their pages."""
    found: set[PaperKey] = set()
    for key in before.keys() | now.keys():
        one, other = set(before.get(key, ())), set(now.get(key, ()))
        if one != other:
            found |= {key} | (one ^ other)
    return found


class Again:
    """Finds anew what may have changed."""

    def __init__(self, finder: RelatedFinder, before: Found, changed: Mask, anew: Mask) -> None:
        """``anew`` are those among the unchanged that are looked for anew."""
        self._finder = finder
        self._before = before
        self._changed = changed
        sizes = np.bincount(before.asked, minlength=len(changed))
        # Of papers of many kin nothing is kept.
        self.anew = changed | anew | ~(before.every | (sizes > 0))
        """The papers to be looked for anew; grows while the others are looked through."""
        self._postings = finder.postings_of(np.flatnonzero(changed & finder.active))
        self._numbers = np.cumsum(changed) - 1
        self._starts = np.searchsorted(before.asked, np.arange(len(changed) + 1))

    def look_through(self) -> None:
        """See who of the unchanged met others now; of some it comes out that they are to be looked for anew."""
        hits = self._hits(self._may_meet())
        old = self._before
        touched = np.zeros(len(self.anew), dtype=np.bool_)
        touched[old.asked[looked_up(self._changed, old.met)]] = touched[hits.asked] = True
        touched &= ~self.anew
        places = np.flatnonzero(touched)
        rows = run_places(self._starts[places], np.diff(self._starts)[places])
        rows = rows[~self._changed[old.met[rows]]]
        stay = Near(old.asked[rows], old.met[rows], old.sums[rows])
        order = merged_order(stay, hits)
        near = both(stay, hits).chosen(order)
        was_compared = np.concatenate(
            [rows - self._starts[stay.asked] < COMPARED, np.zeros(len(hits.asked), dtype=np.bool_)]
        )[order]
        nearness = np.concatenate([old.nearness[rows], np.full(len(hits.asked), -1.0)])[order]
        sizes = np.bincount(near.asked, minlength=len(touched))
        # Of one that met more than are known nobody knows who comes next.
        doubtful = touched & ~old.every & (sizes < COMPARED)
        self.anew |= doubtful
        ranks = near.ranks()
        compared = ranks < COMPARED
        known = (ranks < MET_KEPT) & ~doubtful[near.asked]
        pushed_out = np.zeros(len(touched), dtype=np.bool_)
        pushed_out[near.asked[was_compared & ~compared]] = True
        self._near, nearness = near.chosen(known), nearness[known]
        self._touched = np.flatnonzero(touched & ~doubtful)
        self._rows = list(old.rows)
        self._nearness = self._told(nearness, compared[known], (compared & ~was_compared)[known], pushed_out)
        self._every = old.every & (sizes <= MET_KEPT)

    def with_anew(self, found: Found) -> Found:
        """What is found for all papers, given it for those looked for anew."""
        old, near, places = self._before, self._near, np.flatnonzero(self.anew)
        self._every[places] = found.every
        for place, row in zip(places.tolist(), found.rows, strict=True):
            self._rows[place] = row
        others = in_order(
            [],
            [
                (near.asked, near.papers, near.nearness, self._nearness),
                (places[found.asked], found.met, found.sums, found.nearness),
            ],
            self._every,
        )
        # Of a large index hardly any is another one, so the runs of the others are copied as they stand.
        otherwise = self.anew.copy()
        otherwise[self._touched] = True
        replaced = np.flatnonzero(otherwise)
        sizes, counts = np.diff(self._starts), np.bincount(others.asked, minlength=len(self.anew))
        sizes[replaced] = counts[replaced]
        starts, changed_sizes = self._starts, sizes[replaced]
        return Found(
            self._rows,
            np.repeat(np.arange(len(sizes)), sizes),
            with_runs(old.met, starts, replaced, others.met, changed_sizes),
            with_runs(old.sums, starts, replaced, others.sums, changed_sizes),
            with_runs(old.nearness, starts, replaced, others.nearness, changed_sizes),
            self._every,
        )

    def _may_meet(self) -> Column:
        """Those of the unchanged who may look up a word of a changed paper: a word of too many papers is asked for as the
        first one alone.
        """
        finder, vectors = self._finder, self._finder.vectors
        many = finder.standing > MOST_VISITED
        may = finder.having((self._postings.spread > 0) & ~many)
        owners = np.flatnonzero(np.diff(vectors.starts))
        firsts = vectors.words[vectors.starts[owners]]
        may[owners[many[firsts] | (finder.standing[firsts] == 0)]] = True
        return np.flatnonzero(may & ~self.anew)

    def _hits(self, asking_papers: Column) -> Near:
        """The changed papers that stand behind the asked words of some, as far as they may be among those kept."""
        finder, count = self._finder, int(self._changed.sum())
        found = [Near(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))]
        changed = np.flatnonzero(self._changed)
        at_once = max(1, min(MOST_ASKED_AT_ONCE, ROOM // max(1, count)))
        for first in range(0, len(asking_papers), at_once):
            group = asking_papers[first : first + at_once]
            asking = finder.asking(group)
            asked_words, _ = finder.asked_words(asking)
            asked_words &= self._postings.spread[asking.words] > 0
            met = met_behind(asking, asked_words, self._postings)
            # bincount adds in the order given, as the finder does.
            sums = np.bincount(
                met.asked * count + self._numbers[met.papers],
                weights=met.nearness,
                minlength=len(group) * count,
            ).astype(np.float64, copy=False)
            # Most stand behind all those known; they are left out before anything is made of them.
            pairs = np.flatnonzero(sums.reshape(len(group), count) >= self._least(group)[:, np.newaxis])
            hits = Near(group[pairs // count], changed[pairs % count], sums[pairs])
            found.append(hits.chosen(self._within(hits)))
        return both(*found)

    def _least(self, papers: Column) -> Weights:
        """How near one has to be at least to stand among those known of some papers."""
        before = self._before
        last = np.maximum(self._starts[papers + 1] - 1, 0)
        least = np.full(len(papers), np.finfo(np.float64).tiny)
        few = ~before.every[papers]
        least[few] = before.sums[last[few]]
        return least

    def _within(self, hits: Near) -> Mask:
        """Who stands before the last one known of the paper that asks, or is known to be of all that it met."""
        before = self._before
        last = np.maximum(self._starts[hits.asked + 1] - 1, 0)
        sums, papers = before.sums[last], before.met[last]
        within: Mask = (hits.nearness > sums) | ((hits.nearness == sums) & (hits.papers <= papers))
        return within | before.every[hits.asked]

    def _told(self, nearness: Weights, compared: Mask, is_new: Mask, pushed_out: Mask) -> Weights:
        """How near those are that are compared, some of them not before; what pages tell is told anew where one of those
        told is changed or may be compared no more, or where a new one is as near as they are.
        """
        touched, near, finder, nearness = self._touched, self._near, self._finder, nearness.copy()
        starts = np.searchsorted(near.asked, touched)
        ends = np.searchsorted(near.asked, touched, side="right")
        for first in range(0, len(touched), GROUP):
            group = touched[first : first + GROUP]
            own = slice(starts[first], ends[first + len(group) - 1])
            asked = np.searchsorted(group, near.asked[own])
            met = Near(asked, near.papers[own], near.nearness[own])
            nearness[own] = finder.nearness_again(group, met, nearness[own], compared[own])
            rows = [row_in(self._rows[place]) for place in group.tolist()]
            least = np.array([finder.least_told(row) for row in rows])
            otherwise = pushed_out[group]
            otherwise |= [any(self._changed[place] for place, _, _ in row) for row in rows]
            otherwise[asked[is_new[own] & (nearness[own] >= least[asked])]] = True
            known = {number: self._standing(rows[number]) for number in np.flatnonzero(otherwise).tolist()}
            told = Near(asked, met.papers, nearness[own]).chosen(compared[own] & otherwise[asked])
            for number, row in finder.told_again(group, told, known).items():
                self._rows[group[number]] = row
        return nearness

    def _standing(self, row: tuple[RelatedRow, ...]) -> dict[int, tuple[str, ...]]:
        """What an unchanged paper has in common with those near it that are unchanged, too."""
        return {place: shared for place, _, shared in row if not self._changed[place]}


def merged_order(near: Near, others: Near) -> Column:
    """The order of the rows of both, one behind the other, as `Near.ordered` has it; the first are in order already.

    Few others come to each paper, so these are held against the run that they belong to.
    """
    order = others.ordered()
    others = others.chosen(order)
    starts, ends = (np.searchsorted(near.asked, others.asked, side=side) for side in ("left", "right"))
    places = starts.copy()
    for first in range(0, len(order), MOST_HELD_AT_ONCE):
        some = slice(first, first + MOST_HELD_AT_ONCE)
        sizes = (ends - starts)[some]
        rows, which = run_places(starts[some], sizes), np.repeat(np.arange(len(sizes)), sizes)
        sums, own = others.nearness[some][which], near.nearness[rows]
        ahead = (own > sums) | ((own == sums) & (near.papers[rows] < others.papers[some][which]))
        places[some] += np.bincount(which[ahead], minlength=len(sizes))
    return np.insert(np.arange(len(near.asked)), places, len(near.asked) + order)
