"""Related papers after an edit, made from those before it.

A paper's vector changes where its own words were edited or where some other paper took up or dropped a word of its. Those
papers are looked for anew. The others keep what they met (`Found`), and only those of changed vectors are looked up
among their asked words again: so every sum is made of the same numbers in the same order as a build from nothing has
them. Where what is known of a paper does not tell for certain who comes next, it is looked for anew as well.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from generator.indexes.paper_vectors import Weights
from generator.indexes.related import (
    COMPARED,
    MET_KEPT,
    ROOM,
    Found,
    Near,
    RelatedFinder,
    in_order,
    met_behind,
)
from generator.indexes.related_paper import row_in
from generator.working.columns import Column, Mask, looked_up

MOST_CHANGED = 0.5
"""Of the papers; of more all are looked for anew, which then takes no longer."""
MOST_ASKED_AT_ONCE = 2_000


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
    rows = np.flatnonzero(looked_up(standing != finder.standing, finder.vectors.words))
    otherwise = np.zeros(len(finder.active), dtype=np.bool_)
    otherwise[np.searchsorted(finder.vectors.starts, rows, side="right") - 1] = True
    asking = finder.asking(np.flatnonzero(otherwise))
    (asked, whole), (asked_before, whole_before) = (
        finder.asked_words(asking, one) for one in (finder.standing, standing)
    )
    otherwise[asking.places[whole == whole_before]] = False
    otherwise[asking.places[asking.owners[asked != asked_before]]] = True
    return otherwise


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

    def found(self) -> Found:
        """What is found for all papers; those to be looked for anew have nothing yet."""
        rest = np.flatnonzero(~self.anew)
        hits, whole = self._hits(rest)
        old = self._before
        asked_now, gone = ~self.anew[old.asked], self._changed[old.met]
        touched = np.zeros(len(self.anew), dtype=np.bool_)
        touched[old.asked[asked_now & gone]] = touched[hits.asked] = True
        stays = asked_now & ~gone & touched[old.asked]
        near = Near(
            np.concatenate([old.asked[stays], hits.asked]),
            np.concatenate([old.met[stays], hits.papers]),
            np.concatenate([old.sums[stays], hits.nearness]),
        )
        nearness = np.concatenate([old.nearness[stays], np.full(len(hits.asked), -1.0)])
        order = near.ordered()
        near, nearness = near.chosen(order), nearness[order]
        sizes = np.bincount(near.asked, minlength=len(touched))
        # Of one that met more than are known nobody knows who comes next.
        doubtful = touched & ~old.every & (sizes < COMPARED)
        self.anew |= doubtful
        known = (near.ranks() < MET_KEPT) & ~doubtful[near.asked]
        near, nearness = near.chosen(known), nearness[known]
        touched &= ~doubtful
        rows, nearness = self._told(np.flatnonzero(touched), near, nearness, whole)
        stands = asked_now & ~touched[old.asked] & ~doubtful[old.asked]
        return in_order(
            rows,
            [
                (old.asked[stands], old.met[stands], old.sums[stands], old.nearness[stands]),
                (near.asked, near.papers, near.nearness, nearness),
            ],
            old.every & (sizes <= MET_KEPT),
        )

    def _hits(self, rest: Column) -> tuple[Near, Mask]:
        """The changed papers that stand behind the asked words of the rest, as far as they may be among those kept; and
        who of the rest asks for all words.
        """
        finder, count = self._finder, int(self._changed.sum())
        whole = np.zeros(len(self._changed), dtype=np.bool_)
        found = [Near(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))]
        changed = np.flatnonzero(self._changed)
        at_once = max(1, min(MOST_ASKED_AT_ONCE, ROOM // max(1, count)))
        for first in range(0, len(rest), at_once):
            group = rest[first : first + at_once]
            asking = finder.asking(group)
            asked_words, whole[group] = finder.asked_words(asking)
            met = met_behind(asking, asked_words, self._postings)
            # bincount adds in the order given, as the finder does.
            sums = np.bincount(
                met.asked * count + self._numbers[met.papers],
                weights=met.nearness,
                minlength=len(group) * count,
            ).astype(np.float64, copy=False)
            pairs = np.flatnonzero(sums)
            hits = Near(group[pairs // count], changed[pairs % count], sums[pairs])
            found.append(hits.chosen(self._within(hits)))
        return (
            Near(
                np.concatenate([one.asked for one in found]),
                np.concatenate([one.papers for one in found]),
                np.concatenate([one.nearness for one in found]),
            ),
            whole,
        )

    def _within(self, hits: Near) -> Mask:
        """Who stands before the last one known of the paper that asks, or is known to be of all that it met."""
        before = self._before
        last = np.maximum(self._starts[hits.asked + 1] - 1, 0)
        sums, papers = before.sums[last], before.met[last]
        within: Mask = (hits.nearness > sums) | ((hits.nearness == sums) & (hits.papers <= papers))
        return within | before.every[hits.asked]

    def _told(
        self, touched: Column, near: Near, nearness: Weights, whole: Mask
    ) -> tuple[list[bytes], Weights]:
        """What pages tell of all papers, and how near those are that are compared."""
        rows = list(self._before.rows)
        nearness = nearness.copy()
        compared = near.ranks() < COMPARED
        starts = np.searchsorted(near.asked, touched)
        ends = np.searchsorted(near.asked, touched, side="right")
        step = self._finder.group
        for first in range(0, len(touched), step):
            group = touched[first : first + step]
            own = slice(starts[first], ends[min(first + step, len(touched)) - 1])
            asked = np.searchsorted(group, near.asked[own])
            told, nearness[own] = self._finder.told_again(
                group,
                Near(asked, near.papers[own], near.nearness[own]),
                nearness[own],
                compared[own],
                whole[group],
                [self._standing(rows[place]) for place in group.tolist()],
            )
            for place, row in zip(group.tolist(), told, strict=True):
                rows[place] = row
        return rows, nearness

    def _standing(self, row: bytes) -> dict[int, tuple[str, ...]]:
        """What an unchanged paper has in common with those near it that are unchanged, too."""
        return {place: shared for place, _, shared in row_in(row) if not self._changed[place]}


def with_found(found: Found, places: Column, anew: Found) -> Found:
    """The same with what was found anew for the papers of some places."""
    rows, every = list(found.rows), found.every.copy()
    every[places] = anew.every
    for place, row in zip(places.tolist(), anew.rows, strict=True):
        rows[place] = row
    met = [
        (found.asked, found.met, found.sums, found.nearness),
        (places[anew.asked], anew.met, anew.sums, anew.nearness),
    ]
    return in_order(rows, met, every)
