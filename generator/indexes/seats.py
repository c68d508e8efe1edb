"""The papers of two builds in one row, so that columns of the one can stand beside those of the other.

Papers come and go, and every column has a row for each, in the order of keys. Seen from a row of all that were or are there,
a new paper is one that said nothing before, and one that is gone says nothing any more.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from generator.model.paper import PaperKey
from generator.working.columns import Column


class Seats(NamedTuple):
    """Where papers stand in the common row."""

    keys: tuple[PaperKey, ...]
    """All that were or are there, sorted."""
    before: Column
    """The places of those that were there, in order."""
    now: Column
    """The places of those that are."""

    @property
    def are_same(self) -> bool:
        """Whether the papers are those that were there."""
        return len(self.keys) == len(self.before) == len(self.now)

    def numbers(self, places: Column) -> Column:
        """For each place of the row where it stands among some, -1 for one that does not."""
        found = np.full(len(self.keys), -1, dtype=np.int64)
        found[places] = np.arange(len(places))
        return found

    def spread(self, column: Column) -> Column:
        """A column of the papers of before, with 0 for the others."""
        found = np.zeros(len(self.keys), dtype=column.dtype)
        found[self.before] = column
        return found


def seats_of(before: Sequence[PaperKey], now: Sequence[PaperKey]) -> Seats:
    """The row of these papers, sorted both."""
    keys = tuple(sorted({*before, *now}))
    places = dict(zip(keys, range(len(keys)), strict=True))
    return Seats(keys, *[np.array([places[key] for key in some], dtype=np.int64) for some in (before, now)])
