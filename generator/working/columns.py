"""Columns of numbers: runs of rows one behind the other, and numbers for texts."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import repeat
from typing import Any, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt

Column: TypeAlias = npt.NDArray[np.integer[Any]]
"""Whole numbers of any width; a large collection keeps them narrow."""
Mask: TypeAlias = npt.NDArray[np.bool_]
Scalar = TypeVar("Scalar", bound=np.generic)

LOOKED_UP_AT_ONCE = 1 << 20


class Numbers(dict[str, int]):
    """Numbers for texts, in the order in which they are met."""

    def __missing__(self, text: str) -> int:
        number = self[text] = len(self)
        return number


def narrow(numbers: Column) -> Column:
    """The same numbers, none negative, in the narrowest type that holds them."""
    return numbers.astype(np.min_scalar_type(int(numbers.max(initial=0))))


def number_type(count: int) -> type[np.integer[Any]]:
    """A narrow type for numbers below ``count``, the same for all columns of that many things."""
    return np.uint16 if count <= 1 << 16 else np.int32


def starts_of(sizes: Column) -> Column:
    """Where each of several runs begins, and where the last one ends."""
    starts = np.zeros(len(sizes) + 1, dtype=np.int64)
    np.cumsum(sizes, out=starts[1:])
    return starts


def run_places(starts: Column, sizes: Column) -> Column:
    """The places of several runs one after the other, given where each begins and how long it is."""
    ends = np.cumsum(sizes, dtype=np.int64)
    places: Column = np.arange(int(ends[-1]) if len(ends) else 0)
    places += np.repeat(starts - (ends - sizes), sizes)
    return places


def looked_up(table: npt.NDArray[Scalar], numbers: Column) -> npt.NDArray[Scalar]:
    """What a table holds for each number; for some of them at a time, since places are widened to look them up."""
    found = np.empty(len(numbers), dtype=table.dtype)
    for start in range(0, len(numbers), LOOKED_UP_AT_ONCE):
        some = slice(start, start + LOOKED_UP_AT_ONCE)
        found[some] = table[numbers[some]]
    return found


def with_runs(
    column: npt.NDArray[Scalar], starts: Column, places: Column, runs: npt.NDArray[Scalar], sizes: Column
) -> npt.NDArray[Scalar]:
    """A column of runs where those at some places, in order, are others now: one behind the other in ``runs``."""
    pieces, at, first = [], 0, 0
    for begin, end, size in zip(
        starts[places].tolist(), starts[places + 1].tolist(), sizes.tolist(), strict=True
    ):
        pieces += [column[at:begin], runs[first : first + size]]
        at, first = end, first + size
    return np.concatenate([*pieces, column[at:]])


def firsts_of(sorted_numbers: Column) -> Column:
    """Where each distinct number of a sorted column, none negative, stands first."""
    return np.flatnonzero(np.diff(sorted_numbers, prepend=-1))


def numbers_of(words: Iterable[str], known: dict[str, int]) -> Column:
    """The number of each word; -1 for one that has none."""
    return np.fromiter(map(known.get, words, repeat(-1)), dtype=np.int64)


def sorting_order(numbers: Column, limit: int) -> Column:
    """The places of numbers below ``limit`` in their order, equal ones as they come.

    Numbers of two bytes are sorted several times faster, so larger ones are sorted by their lower half and then
    by their upper one.
    """
    order = np.argsort(numbers.astype(np.uint16), kind="stable")
    if limit > 1 << 16:
        upper = (numbers >> 16).astype(np.uint16)[order]
        order = order[np.argsort(upper, kind="stable")]
    return order
