"""What each document adds to the index, as columns; of many documents at once, and put together from several lots.

A document's part depends on that document alone, so it can be kept from one build to the next: whatever looks at
other documents (averages, rarity, order of shards) is worked out later, from these columns.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import compress, pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from generator.search.byte_columns import in_page_order, page_order
from generator.working.columns import Column, number_type, numbers_of, starts_of
from generator.working.memory import hand_back_between_steps

BODY_BITS = 12
BODY_LIMIT = (1 << BODY_BITS) - 1
IN_TITLE, BY_AUTHOR = 2, 1


class Contributions(NamedTuple):
    """The documents of one lot, numbered from 0 in their order.

    Postings run over terms in the page's order and, within a term, over documents in theirs.
    """

    lengths: Column
    """How many words of running text each document has."""
    terms: tuple[str, ...]
    counts: Column
    """Postings of each term, at least one."""
    documents: Column
    weights: Column
    """Weight from the short fields in the upper bits, occurrences in running text in the lower ``BODY_BITS``."""
    flags: Column
    """Whether the term stands ``IN_TITLE``, ``BY_AUTHOR``."""

    title_places: Column
    """A row for each posting in a title, in their order: the first place of the term there."""
    title_lengths: Column
    """Content words of that title."""
    title_words: Column
    """The surface word, a number into ``words``."""

    words: tuple[str, ...]
    """Words as people write them, each once, sorted."""
    word_counts: Column
    """How many rows of words each document has: its distinct words."""
    word_numbers: Column
    word_marks: Column
    """Twice the number of spellings in which the document has the word, and one more where it stands out."""


NOTHING = Contributions(
    lengths=np.zeros(0, np.int32),
    terms=(),
    counts=np.zeros(0, np.int64),
    documents=np.zeros(0, np.int32),
    weights=np.zeros(0, np.int32),
    flags=np.zeros(0, np.uint8),
    title_places=np.zeros(0, np.uint8),
    title_lengths=np.zeros(0, np.uint8),
    title_words=np.zeros(0, np.int32),
    words=(),
    word_counts=np.zeros(0, np.int32),
    word_numbers=np.zeros(0, np.int32),
    word_marks=np.zeros(0, np.uint8),
)


def put_together(lots: list[Contributions], places: Sequence[Column]) -> Contributions:
    """One lot out of several. ``places`` gives each document its new number, or -1 to leave it out.

    The lots are given away: what is no more needed of them is freed meanwhile, so the list is empty afterwards.
    """
    count = sum(int((own >= 0).sum()) for own in places)
    if len(lots) == 1 and count == len(places[0]):
        return lots.pop()
    lengths = np.zeros(count, dtype=np.int32)
    for lot, own in zip(lots, places, strict=True):
        lengths[own[own >= 0]] = lot.lengths[own >= 0]
    words = _common_words(lots, places)
    nothing = NOTHING._asdict()
    unneeded = {name: nothing[name] for name in ("words", "word_numbers", "word_marks")}
    staying = [_staying(lot._replace(**unneeded), own) for lot, own in zip(lots, places, strict=True)]
    types = {name: getattr(lots[0], name).dtype for name in (*POSTING_COLUMNS, *TITLE_COLUMNS)}
    lots.clear()
    hand_back_between_steps(count)
    terms, ranks = _merged([one.terms for one in staying], page_order, in_page_order)
    # Written piece by piece into their places, since they are what takes most of the memory.
    columns = {
        name: np.empty(sum(one.size_of(name) for one in staying), form) for name, form in types.items()
    }
    columns["counts"] = np.empty(len(terms), dtype=np.int64)
    columns["documents"] = np.empty(len(columns["flags"]), dtype=number_type(count))
    columns["title_words"] = np.empty(len(columns["title_places"]), dtype=number_type(len(words.words)))
    filled = dict.fromkeys(columns, 0)
    for first, last in pairwise(_bounds(staying, ranks, len(terms))):
        part = _part(staying, ranks, words.renumbered, first, last, count)
        for name, column in columns.items():
            own = part[name]
            column[filled[name] : filled[name] + len(own)] = own
            filled[name] += len(own)
    return Contributions(
        lengths=lengths,
        terms=terms,
        words=words.words,
        word_counts=words.counts,
        word_numbers=words.numbers,
        word_marks=words.marks,
        **columns,
    )


POSTING_COLUMNS = ("documents", "weights", "flags")
TITLE_COLUMNS = ("title_places", "title_lengths", "title_words")
"""Those with a row for each posting in a title."""


class _Staying(NamedTuple):
    """A lot of which some documents may be left out."""

    lot: Contributions
    places: Column
    """The new number of each document, -1 of one that goes."""
    terms: tuple[str, ...]
    """Of the documents that stay."""
    counts: Column
    """Postings of each of these terms."""
    starts: Column
    """The first posting in the lot of each of these terms; and one more entry for the end."""
    title_starts: Column
    titles: int
    """Postings in titles."""

    def size_of(self, column: str) -> int:
        """How many rows one of the columns has."""
        return self.titles if column in TITLE_COLUMNS else int(self.counts.sum())

    def part(self, begin: int, end: int) -> dict[str, Column]:
        """The postings of the terms from ``begin`` up to ``end``, under the documents' new numbers."""
        rows = slice(self.starts[begin], self.starts[end])
        titles = slice(self.title_starts[begin], self.title_starts[end])
        columns = {name: getattr(self.lot, name)[rows] for name in POSTING_COLUMNS}
        columns |= {name: getattr(self.lot, name)[titles] for name in TITLE_COLUMNS}
        columns["documents"] = self.places[columns["documents"]]
        stays = columns["documents"] >= 0
        if stays.all():
            return columns
        stays_in_title = stays[(columns["flags"] & IN_TITLE) > 0]
        return {
            name: column[stays_in_title if name in TITLE_COLUMNS else stays]
            for name, column in columns.items()
        }


def _staying(lot: Contributions, places: Column) -> _Staying:
    """The lot without the documents that have no place."""
    places = places.astype(np.int32)
    starts, in_title = starts_of(lot.counts), (lot.flags & IN_TITLE) > 0
    title_starts = starts_of(counts_between(in_title, starts))
    if places.min(initial=0) >= 0:
        return _Staying(lot, places, lot.terms, lot.counts, starts, title_starts, len(lot.title_places))
    stays = (places >= 0)[lot.documents]
    counts = counts_between(stays, starts)
    used = np.flatnonzero(counts)
    ends = np.append(used, len(counts))
    return _Staying(
        lot,
        places,
        tuple(map(lot.terms.__getitem__, used.tolist())),
        counts[used],
        starts[ends],
        title_starts[ends],
        int(np.count_nonzero(stays & in_title)),
    )


def counts_between(marks: npt.NDArray[np.bool_], starts: Column) -> Column:
    """How many are marked from each start up to the next."""
    filled = np.zeros(len(marks) + 1, dtype=np.int32)
    np.cumsum(marks, out=filled[1:])
    return np.diff(filled[starts]).astype(np.int64)


def _merged(
    lists: Sequence[Sequence[str]],
    key: Callable[[str], Any],
    in_order: Callable[[Iterable[str]], Iterable[str]],
) -> tuple[tuple[str, ...], list[Column]]:
    """The texts of sorted lists, each once, and for each list the places of its own among them.

    After an edit one list is long and the others are short, so only theirs are looked up.
    """
    longest = max(range(len(lists)), key=lambda number: len(lists[number]))
    if sum(map(len, lists)) > len(lists[longest]) * (1 + 1 / FEW):
        every = tuple(in_order(set().union(*lists)))
        return every, [_places_of(one, every) for one in lists]
    others = {text for number, one in enumerate(lists) if number != longest for text in one}
    known = list(lists[longest])
    places = {text: bisect_left(known, key(text), key=key) for text in others}
    new = {text for text, place in places.items() if known[place : place + 1] != [text]}
    for text in new:
        known.insert(bisect_left(known, key(text), key=key), text)
    if new:
        places = {text: bisect_left(known, key(text), key=key) for text in others}
    is_new = np.zeros(len(known), dtype=np.bool_)
    is_new[[places[text] for text in new]] = True
    return tuple(known), [
        np.flatnonzero(~is_new) if number == longest else numbers_of(one, places)
        for number, one in enumerate(lists)
    ]


FEW = 20
"""Of so many times as many texts it is quicker to look a text up than to go through all."""


def _places_of(some: Sequence[str], every: Sequence[str]) -> Column:
    """Where some texts stand among all, both in order. Numbers for all of them would take much memory."""
    is_there = map(set(some).__contains__, every)
    return np.flatnonzero(np.fromiter(is_there, dtype=np.bool_, count=len(every)))


POSTINGS_AT_ONCE = 250_000
"""Put in order together: bounds the memory, and stays nearer to the processor."""


def _bounds(lots: Sequence[_Staying], ranks: Sequence[Column], count: int) -> list[int]:
    """Terms at which the postings of all lots are cut into pieces of a bearable size; from 0 to ``count``."""
    sizes = np.zeros(count, dtype=np.int64)
    for lot, own in zip(lots, ranks, strict=True):
        sizes[own] += lot.counts
    filled = np.cumsum(sizes)
    total = int(filled[-1]) if count else 0
    cuts = np.searchsorted(filled, np.arange(POSTINGS_AT_ONCE, total, POSTINGS_AT_ONCE))
    return [0, *sorted({*cuts.tolist()} - {0, count}), count]


def _part(
    lots: Sequence[_Staying],
    ranks: Sequence[Column],
    words: Sequence[Column],
    first: int,
    last: int,
    count: int,
) -> dict[str, Column]:
    """The columns of the terms from ``first`` up to ``last``, from all lots together."""
    parts, keys = [], []
    for lot, own, new in zip(lots, ranks, words, strict=True):
        begin, end = np.searchsorted(own, (first, last)).tolist()
        part = lot.part(begin, end)
        part["title_words"] = new[part["title_words"]]
        parts.append(part)
        keys.append(np.repeat(own[begin:end] - first, lot.counts[begin:end]) * count + part["documents"])
    found = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    key = np.concatenate(keys)
    # Each lot is sorted already but for documents that changed places: a stable sort has little to do but merge.
    order = np.argsort(key, kind="stable")
    in_title = (found["flags"] & IN_TITLE) > 0
    title_order = (np.cumsum(in_title) - 1)[order[in_title[order]]]
    columns = {
        name: column[title_order if name in TITLE_COLUMNS else order] for name, column in found.items()
    }
    columns["counts"] = np.diff(np.searchsorted(key[order], np.arange(last - first + 1) * count))
    return columns


class _Words(NamedTuple):
    """The columns of words of several lots, in the order of the documents."""

    words: tuple[str, ...]
    counts: Column
    numbers: Column
    marks: Column
    renumbered: list[Column]
    """For each lot the new numbers of its own words."""


DOCUMENTS_AT_ONCE = 2_000
"""Whose words are copied in one go, for their new numbers take several times the memory of the old ones."""


def _common_words(lots: Sequence[Contributions], places: Sequence[Column]) -> _Words:
    """The words in use; those of documents that are left out are gone."""
    starts = [starts_of(lot.word_counts) for lot in lots]
    runs = _runs_of_documents(places)
    used = [np.zeros(len(lot.words), dtype=np.bool_) for lot in lots]
    for number, first, last in runs:
        used[number][lots[number].word_numbers[starts[number][first] : starts[number][last]]] = True
    words, ranks = _merged(
        [
            lot.words if is_used.all() else list(compress(lot.words, is_used.tolist()))
            for lot, is_used in zip(lots, used, strict=True)
        ],
        str,
        sorted,
    )
    renumbered: list[Column] = [np.full(len(lot.words), -1, dtype=np.int32) for lot in lots]
    for new, is_used, own in zip(renumbered, used, ranks, strict=True):
        new[is_used] = own
    sizes = np.concatenate(
        [lots[number].word_counts[first:last] for number, first, last in runs] or [NO_SIZES]
    )
    numbers = np.empty(int(sizes.sum(dtype=np.int64)), dtype=number_type(len(words)))
    marks = np.empty(len(numbers), dtype=np.result_type(*(lot.word_marks for lot in lots)))
    filled = 0
    for number, first, last in runs:
        rows = slice(starts[number][first], starts[number][last])
        new_rows = slice(filled, filled + rows.stop - rows.start)
        numbers[new_rows] = renumbered[number][lots[number].word_numbers[rows]]
        marks[new_rows] = lots[number].word_marks[rows]
        filled = new_rows.stop
    return _Words(words, sizes, numbers, marks, renumbered)


NO_SIZES = NOTHING.word_counts


def _runs_of_documents(places: Sequence[Column]) -> list[tuple[int, int, int]]:
    """The documents that stay in their new order: a lot, and from which up to which of its documents."""
    count = sum(int((own >= 0).sum()) for own in places)
    lot_of, number_of = np.zeros(count, dtype=np.int32), np.zeros(count, dtype=np.int32)
    for number, own in enumerate(places):
        lot_of[own[own >= 0]] = number
        number_of[own[own >= 0]] = np.flatnonzero(own >= 0)
    is_next = (np.diff(lot_of) == 0) & (np.diff(number_of) == 1)
    cuts = {0, *(np.flatnonzero(~is_next) + 1).tolist(), *range(0, count, DOCUMENTS_AT_ONCE)}
    bounds = [*sorted(cuts - {count}), count] if count else []
    return [
        (int(lot_of[first]), int(number_of[first]), int(number_of[first]) + last - first)
        for first, last in pairwise(bounds)
    ]
