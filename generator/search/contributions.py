"""What each document adds to the index, as columns; of many documents at once, and put together from several lots.

A document's part depends on that document alone, so it can be kept from one build to the next: whatever looks at
other documents (averages, rarity, order of shards) is worked out later, from these columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
    """Words as people write them, each once, in any order."""
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
    """One lot out of several. ``places`` gives each document its new number, or -1 to leave it out.

    Within a lot the new numbers must grow.
    """
    count = sum(int((own >= 0).sum()) for own in places)
    if len(lots) == 1 and count == len(places[0]):
        return lots[0]
    postings = [_postings(lot, own) for lot, own in zip(lots, places, strict=True)]
    terms, ranks = _common_terms(lots, postings)
    # Lots are sorted already; a stable sort only merges them.
    keys = np.concatenate(
        [rank[rows.terms] * count + rows.documents for rank, rows in zip(ranks, postings, strict=True)]
    )
    order = np.argsort(keys, kind="stable")
    flags = np.concatenate([rows.flags for rows in postings])
    in_title = (flags & IN_TITLE) > 0
    title_rows = (np.cumsum(in_title) - 1)[order[in_title[order]]]
    keys = keys[order]
    words, word_counts, word_numbers, word_marks, renumbered = _common_words(lots, places)
    lengths = np.zeros(count, dtype=np.int32)
    for lot, own in zip(lots, places, strict=True):
        lengths[own[own >= 0]] = lot.lengths[own >= 0]
    return Contributions(
        lengths=lengths,
        terms=terms,
        counts=np.diff(np.searchsorted(keys, np.arange(len(terms) + 1) * count)),
        documents=(keys % max(1, count)).astype(np.int32),
        weights=np.concatenate([rows.weights for rows in postings])[order],
        flags=flags[order],
        title_places=np.concatenate([rows.title_places for rows in postings])[title_rows],
        title_lengths=np.concatenate([rows.title_lengths for rows in postings])[title_rows],
        title_words=np.concatenate(
            [new[rows.title_words] for new, rows in zip(renumbered, postings, strict=True)]
        )[title_rows],
        words=words,
        word_counts=word_counts,
        word_numbers=word_numbers,
        word_marks=word_marks,
    )


@dataclass(frozen=True, slots=True)
class _Postings:
    """The postings of one lot that stay, under the documents' new numbers."""

    terms: Column
    documents: Column
    weights: Column
    flags: Column
    title_places: Column
    title_lengths: Column
    title_words: Column


def _postings(lot: Contributions, places: Column) -> _Postings:
    terms = np.repeat(np.arange(len(lot.terms), dtype=np.int32), lot.counts)
    documents = places[lot.documents]
    titles = lot.title_places, lot.title_lengths, lot.title_words
    if places.min(initial=0) >= 0:
        return _Postings(terms, documents, lot.weights, lot.flags, *titles)
    stays = documents >= 0
    stays_in_title = stays[(lot.flags & IN_TITLE) > 0]
    rows = terms[stays], documents[stays], lot.weights[stays], lot.flags[stays]
    return _Postings(*rows, *(column[stays_in_title] for column in titles))


def _common_terms(
    lots: Sequence[Contributions], postings: Sequence[_Postings]
) -> tuple[tuple[str, ...], list[Column]]:
    """All terms that are still in use, and for each lot the places of its own among them."""
    used = [
        np.bincount(rows.terms, minlength=len(lot.terms)) > 0
        for lot, rows in zip(lots, postings, strict=True)
    ]
    every = dict.fromkeys(
        term
        for lot, own in zip(lots, used, strict=True)
        for term in (lot.terms if own.all() else _chosen(lot.terms, own))
    )
    terms = in_page_order(every)
    ranks = dict(zip(terms, range(len(terms)), strict=True))
    return terms, [numbers_of(lot.terms, ranks) for lot in lots]


def _common_words(
    lots: Sequence[Contributions], places: Sequence[Column]
) -> tuple[tuple[str, ...], Column, Column, Column, list[Column]]:
    """The words in use, the columns of words, and for each lot the new numbers of its own words."""
    numbers, marks, sources = [], [], []
    every: dict[str, None] = {}
    for lot, own in zip(lots, places, strict=True):
        stays = np.repeat(own >= 0, lot.word_counts)
        numbers.append(lot.word_numbers[stays])
        marks.append(lot.word_marks[stays])
        used = np.bincount(numbers[-1], minlength=len(lot.words)) > 0
        every.update(dict.fromkeys(lot.words if used.all() else _chosen(lot.words, used)))
        sources.append(own[own >= 0])
    words = tuple(every)
    known = dict(zip(words, range(len(words)), strict=True))
    renumbered = [numbers_of(lot.words, known) for lot in lots]
    numbers = [new[own] for new, own in zip(renumbered, numbers, strict=True)]
    # From the lots' order to that of the documents.
    sizes = np.concatenate([lot.word_counts[own >= 0] for lot, own in zip(lots, places, strict=True)])
    order = np.argsort(np.concatenate(sources), kind="stable")
    rows = run_places(starts_of(sizes)[:-1][order], sizes[order])
    return words, sizes[order], np.concatenate(numbers)[rows], np.concatenate(marks)[rows], renumbered


def _chosen(words: Sequence[str], which: npt.NDArray[np.bool_]) -> list[str]:
    return [words[place] for place in np.flatnonzero(which).tolist()]
