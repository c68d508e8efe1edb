"""Everything the shards are cut from: the columns of a whole collection.

All columns run over terms in ``page_order`` and, within a term, over documents in their order.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from generator.search import weights
from generator.search.contributions import (
    BODY_BITS,
    BODY_LIMIT,
    IN_TITLE,
    Contributions,
    counts_between,
    put_together,
)
from generator.search.document_reading import HEAD_UNIT, contributions_of
from generator.search.documents import SearchDocument
from generator.working.columns import Column, narrow, starts_of
from generator.working.memory import hand_back_memory
from generator.working.workers import run_all

DOCUMENTS_AT_ONCE = 6_000
"""Read as one lot: many share the work on their common words, few share the memory."""


class Collected(NamedTuple):
    """The columns of a whole collection."""

    terms: tuple[str, ...]
    """Every term, in the order of ``page_order``."""
    starts: Column
    """Where each term's postings begin; one more entry than terms."""
    documents: Column
    impacts: Column
    """Impact in the upper six bits, then one bit for the title, one for the authors."""
    title_starts: Column
    title_places: Column
    """The place of the word in the title, from 0."""
    title_lengths: Column
    """Content words of that title."""
    title_words: Column
    """The surface word, a number into ``words``."""
    words: tuple[str, ...]
    """The words as people write them, sorted."""
    body_counts: Column
    """Occurrences anywhere, for the vectors."""
    word_counts: Column
    """In how many documents each word stands, about."""
    prominent: npt.NDArray[np.bool_]
    """Whether the word stands in a title, a name, an author or a tag."""


def contributions_in_lots(documents: Sequence[SearchDocument], jobs: int = 1) -> Contributions:
    """What the documents add to the index, read in lots by as many processes as there are jobs."""
    starts = range(0, max(1, len(documents)), DOCUMENTS_AT_ONCE)

    def read(start: int) -> Contributions:
        lot = contributions_of(documents[start : start + DOCUMENTS_AT_ONCE])
        if len(documents) > DOCUMENTS_AT_ONCE:
            hand_back_memory()
        return lot

    lots = run_all([partial(read, start) for start in starts], jobs)
    places = [start + np.arange(len(lot.lengths)) for start, lot in zip(starts, lots, strict=True)]
    found = put_together(lots, places)
    if len(starts) > 1:
        hand_back_memory()
    return found


def collected(found: Contributions) -> Collected:
    """The columns of the documents together: here averages come in."""
    starts = starts_of(found.counts)
    impacts, body_counts = impacts_and_counts(found)
    word_counts, prominent = word_counts_of(found)
    return Collected(
        terms=found.terms,
        starts=starts,
        documents=found.documents,
        impacts=impacts,
        body_counts=body_counts,
        words=found.words,
        word_counts=word_counts,
        prominent=prominent,
        title_starts=starts_of(counts_between((found.flags & IN_TITLE) > 0, starts)),
        title_places=found.title_places,
        title_lengths=found.title_lengths,
        title_words=found.title_words,
    )


POSTINGS_AT_ONCE = 500_000
"""Worked on in one go, words likewise: their fractions take little memory and stay near the processor."""


def impacts_and_counts(found: Contributions) -> tuple[Column, Column]:
    """BM25F without the rarity, in whole levels from 1 (Robertson and Zaragoza, 2009, section 3.6), with the flags
    below it; and how often each term occurs anywhere.
    """
    average = max(1.0, float(found.lengths.sum()) / max(1, len(found.lengths)))
    share = weights.LENGTH_SHARE
    norms = 1.0 - share + share * (found.lengths / average)
    impacts = np.empty(len(found.documents), dtype=np.uint8)
    counts = np.empty(len(found.documents), dtype=np.int16)
    for start in range(0, len(impacts), POSTINGS_AT_ONCE):
        part = slice(start, start + POSTINGS_AT_ONCE)
        body, head = found.weights[part] & BODY_LIMIT, found.weights[part] >> BODY_BITS
        strength = head / HEAD_UNIT
        strength += body / norms[found.documents[part]]
        strength /= weights.SATURATION + strength
        strength *= weights.IMPACT_LEVELS
        impacts[part] = np.maximum(1, np.rint(strength)).astype(np.uint8) << 2 | found.flags[part]
        counts[part] = body + (head > 0)
    return impacts, narrow(counts)


def word_counts_of(found: Contributions) -> tuple[Column, npt.NDArray[np.bool_]]:
    """In how many documents each word stands, about, and whether it stands out in any."""
    counts = np.zeros(len(found.words), dtype=np.int64)
    prominent = np.zeros(len(found.words), dtype=np.bool_)
    for start in range(0, len(found.word_numbers), POSTINGS_AT_ONCE):
        part = slice(start, start + POSTINGS_AT_ONCE)
        numbers, marks = found.word_numbers[part], found.word_marks[part]
        counts += np.bincount(numbers, weights=marks >> 1, minlength=len(counts)).astype(np.int64)
        prominent[numbers[(marks & 1) > 0]] = True
    return counts, prominent
