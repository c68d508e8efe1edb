"""What each document adds to the index, as columns; of many documents at once, and put together from several lots.

A document's part depends on that document alone, so it can be kept from one build to the next: whatever looks at
other documents (averages, rarity, order of shards) is worked out later, from these columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from itertools import compress, pairwise

import numpy as np
import numpy.typing as npt

from generator.search.byte_columns import in_page_order
from generator.working.columns import Column, numbers_of, run_places, starts_of

BODY_BITS = 12
BODY_LIMIT = (1 << BODY_BITS) - 1
IN_TITLE, BY_AUTHOR = 2, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Contributions:
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


def put_together(lots: Sequence[Contributions], places: Sequence[Column]) -> Contributions:
    """One lot out of several. ``places`` gives each document its new number, or -1 to leave it out."""
    count = sum(int((own >= 0).sum()) for own in places)
    if len(lots) == 1 and count == len(places[0]):
        return lots[0]
    staying = [_staying(lot, own) for lot, own in zip(lots, places, strict=True)]
    terms, ranks = _merged([lot.terms for lot in staying], in_page_order)
    words = _common_words(lots, places)
    lengths = np.zeros(count, dtype=np.int32)
    for lot, own in zip(lots, places, strict=True):
        lengths[own[own >= 0]] = lot.lengths[own >= 0]
    columns = {
        name: np.empty(sum(len(getattr(lot, name)) for lot in staying), getattr(staying[0], name).dtype)
        for name in POSTING_COLUMNS
    }
    columns["counts"] = np.empty(len(terms), dtype=np.int64)
    # Written piece by piece into their places, since they are what takes most of the memory.
    filled = dict.fromkeys(columns, 0)
    for first, last in pairwise(_bounds(staying, ranks, len(terms))):
        part = _part(staying, ranks, words.renumbered, first, last, count)
        for name, column in columns.items():
            own = getattr(part, name)
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


@dataclass(frozen=True, slots=True)
class _Postings:
    """Postings sorted by term and document, and how many each term has."""

    terms: tuple[str, ...]
    counts: Column
    documents: Column
    weights: Column
    flags: Column
    title_places: Column
    title_lengths: Column
    title_words: Column


POSTING_COLUMNS = tuple(field.name for field in fields(_Postings) if field.name != "terms")


def _staying(lot: Contributions, places: Column) -> _Postings:
    """The postings of one lot that stay, under the documents' new numbers."""
    documents = places.astype(np.int32)[lot.documents]
    titles = lot.title_places, lot.title_lengths, lot.title_words
    if places.min(initial=0) >= 0:
        return _Postings(lot.terms, lot.counts, documents, lot.weights, lot.flags, *titles)
    stays = documents >= 0
    stays_in_title = stays[(lot.flags & IN_TITLE) > 0]
    counts = np.diff(starts_of(stays.view(np.uint8))[starts_of(lot.counts)])
    used = counts > 0
    return _Postings(
        tuple(compress(lot.terms, used.tolist())),
        counts[used],
        documents[stays],
        lot.weights[stays],
        lot.flags[stays],
        *(column[stays_in_title] for column in titles),
    )


def _merged(
    lists: Sequence[Sequence[str]], in_order: Callable[[list[str]], Iterable[str]]
) -> tuple[tuple[str, ...], list[Column]]:
    """The texts of sorted lists, each once, and for each list the places of its own among them.

    Mostly one list is long and the others are short, so only theirs are looked up.
    """
    longest = max(range(len(lists)), key=lambda number: len(lists[number]))
    others = {text for number, one in enumerate(lists) if number != longest for text in one}
    new = others.difference(lists[longest])
    # Two sorted runs are merged by comparing each text once.
    every = tuple(in_order([*lists[longest], *in_order(list(new))]))
    places = {text: place for place, text in enumerate(every) if text in others}
    is_new = np.zeros(len(every), dtype=np.bool_)
    is_new[[places[text] for text in new]] = True
    return every, [
        np.flatnonzero(~is_new) if number == longest else numbers_of(one, places)
        for number, one in enumerate(lists)
    ]


POSTINGS_AT_ONCE = 1_000_000
"""Put in order together: bounds the memory, and stays nearer to the processor."""


def _bounds(lots: Sequence[_Postings], ranks: Sequence[Column], count: int) -> list[int]:
    """Terms at which the postings of all lots are cut into pieces of a bearable size; from 0 to ``count``."""
    sizes = np.zeros(count, dtype=np.int64)
    for lot, own in zip(lots, ranks, strict=True):
        sizes[own] += lot.counts
    filled = np.cumsum(sizes)
    total = int(filled[-1]) if count else 0
    cuts = np.searchsorted(filled, np.arange(POSTINGS_AT_ONCE, total, POSTINGS_AT_ONCE))
    return [0, *sorted({*cuts.tolist()} - {0, count}), count]


def _part(
    lots: Sequence[_Postings],
    ranks: Sequence[Column],
    words: Sequence[Column],
    first: int,
    last: int,
    count: int,
) -> _Postings:
    """The postings of the terms from ``first`` up to ``last``, from all lots together."""
    slices = [_slice(lot, *np.searchsorted(own, (first, last))) for lot, own in zip(lots, ranks, strict=True)]
    keys = np.concatenate(
        [
            np.repeat(own[np.searchsorted(own, first) :][: len(lot.counts)] - first, lot.counts) * count
            + lot.documents
            for lot, own in zip(slices, ranks, strict=True)
        ]
    )
    # Each lot is sorted already but for documents that changed places: a stable sort has little to do but merge.
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    flags = np.concatenate([lot.flags for lot in slices])
    in_title = (flags & IN_TITLE) > 0
    title_rows = (np.cumsum(in_title) - 1)[order[in_title[order]]]
    title_words = [new[lot.title_words] for lot, new in zip(slices, words, strict=True)]
    return _Postings(
        (),
        np.diff(np.searchsorted(keys, np.arange(last - first + 1) * count)),
        np.concatenate([lot.documents for lot in slices])[order],
        np.concatenate([lot.weights for lot in slices])[order],
        flags[order],
        np.concatenate([lot.title_places for lot in slices])[title_rows],
        np.concatenate([lot.title_lengths for lot in slices])[title_rows],
        np.concatenate(title_words)[title_rows],
    )


def _slice(lot: _Postings, begin: int, end: int) -> _Postings:
    """The postings of some of a lot's terms."""
    first, last = int(lot.counts[:begin].sum()), int(lot.counts[:end].sum())
    titles = slice(
        np.count_nonzero(lot.flags[:first] & IN_TITLE), np.count_nonzero(lot.flags[:last] & IN_TITLE)
    )
    return _Postings(
        lot.terms[begin:end],
        lot.counts[begin:end],
        lot.documents[first:last],
        lot.weights[first:last],
        lot.flags[first:last],
        lot.title_places[titles],
        lot.title_lengths[titles],
        lot.title_words[titles],
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """The columns of words of several lots, in the order of the documents."""

    words: tuple[str, ...]
    counts: Column
    numbers: Column
    marks: Column
    renumbered: list[Column]
    """For each lot the new numbers of its own words."""


def _common_words(lots: Sequence[Contributions], places: Sequence[Column]) -> _Words:
    """The words in use; those of documents that are left out are gone."""
    rows: list[tuple[Column, Column]] = []
    used: list[npt.NDArray[np.bool_]] = []
    for lot, own in zip(lots, places, strict=True):
        stays = np.repeat(own >= 0, lot.word_counts)
        rows.append((lot.word_numbers[stays], lot.word_marks[stays]))
        used.append(np.bincount(rows[-1][0], minlength=len(lot.words)) > 0)
    words, ranks = _merged(
        [list(compress(lot.words, stay.tolist())) for lot, stay in zip(lots, used, strict=True)], sorted
    )
    renumbered: list[Column] = [np.full(len(lot.words), -1, dtype=np.int32) for lot in lots]
    for new, stay, own in zip(renumbered, used, ranks, strict=True):
        new[stay] = own
    numbers = np.concatenate([new[numbers] for new, (numbers, _) in zip(renumbered, rows, strict=True)])
    marks = np.concatenate([marks for _, marks in rows])
    owners = np.concatenate([own[own >= 0] for own in places])
    sizes = np.concatenate([lot.word_counts[own >= 0] for lot, own in zip(lots, places, strict=True)])
    if (np.diff(owners) > 0).all():
        return _Words(words, sizes, numbers, marks, renumbered)
    # From the lots' order to that of the documents.
    order = np.argsort(owners, kind="stable")
    moved = run_places(starts_of(sizes)[:-1][order], sizes[order])
    return _Words(words, sizes[order], numbers[moved], marks[moved], renumbered)
