"""Papers as vectors after an edit, made from those before it.

The words of few papers were edited, so few words stand in more or fewer papers than before; only the papers that have
one of those are weighed anew, by the same formula and in the same order as in a build from nothing. What is kept is known
by what it was made from and never trusted.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np

from generator.indexes.paper_vectors import (
    CountingWords,
    Vectors,
    Weighed,
    names_of,
    places_among,
    rarity,
    renamed,
    steps_of,
    weighed,
    weighed_papers,
)
from generator.indexes.paper_words import KnownWords, PaperWords, papers_at
from generator.indexes.seats import Seats
from generator.working.columns import (
    LOOKED_UP_AT_ONCE,
    Column,
    Mask,
    firsts_of,
    looked_up,
    narrow,
    starts_of,
    with_runs,
)
from generator.working.kept_columns import keep_columns, kept_columns

MOST_WEIGHED = 0.1
"""Of the papers; to weigh more of them one by one takes as long as to weigh all together."""
COLUMNS = ("names", "spread", "sizes", "words", "weights")


class WeighedAgain(NamedTuple):
    """Papers as vectors, and in what they differ from those that the last build weighed."""

    weighed: Weighed
    changed: Mask | None
    """The papers whose vectors may be others than before; None where nothing is known of that."""
    renumbered: Column
    """For each of the words that counted then its number now, -1 for one that counts no more."""


def weighed_with_memory(
    known: KnownWords, kept: Path, before: str, seats: Seats | None = None
) -> WeighedAgain:
    """Papers as vectors. ``kept`` is the file in which `keep_weighed` left those of ``before`` the edit; the ``seats`` are
    those of the words.
    """
    last = _kept(kept, before) if known.before else None
    if last is not None and seats is not None:
        if len(last.vectors.starts) != len(seats.before) + 1:
            last = None
        else:
            sizes = seats.spread(np.diff(last.vectors.starts))
            last = last._replace(vectors=last.vectors._replace(starts=starts_of(sizes)))
    if last is None or not _is_on_one_scale(known):
        found = WeighedAgain(weighed_papers(known.words, known.papers), None, np.zeros(0, dtype=np.int64))
    elif len(known.edited):
        found = weighed_again(known, last)
    else:
        nobody = np.zeros(len(known.words.counts), dtype=np.bool_)
        found = WeighedAgain(last, nobody, np.arange(len(last.counting.names)))
    return found


def _is_on_one_scale(known: KnownWords) -> bool:
    """Whether a word that stands in as many papers as before is as rare as before."""
    if known.papers == known.papers_before:
        return True
    if steps_of(max(1, known.papers)) != steps_of(max(1, known.papers_before)):
        return False
    words = known.words
    # One of all papers does not count. The words of a pair stand there alone as well.
    alone = words.firsts[words.seconds == 0]
    most = int(np.bincount(alone).max(initial=0))
    return most < min(known.papers, known.papers_before)


def weighed_again(known: KnownWords, last: Weighed) -> WeighedAgain:
    """Papers as vectors, given those before the words of some were edited."""
    words, papers = known.words, known.papers
    names = _taken_up_or_dropped(known)
    owners, which = _standing(words, names)
    spread = np.bincount(which, minlength=len(names))
    counts = (spread > 1) & (spread < papers)
    before = renamed(last.counting.names, known.renumbered)
    counting, was, renumbered = _recounted(last.counting, before, names, np.where(counts, spread, 0))
    changed = np.zeros(len(words.counts), dtype=np.bool_)
    # Mostly a word is as rare as before with one paper more or less.
    differs = [
        rarity(now, papers) != rarity(then, papers)
        for now, then in zip(np.where(counts, spread, 0).tolist(), was.tolist(), strict=True)
    ]
    changed[owners[np.array(differs, dtype=np.bool_)[which]]] = True
    changed[known.edited] = True
    if changed.mean() > MOST_WEIGHED:
        return WeighedAgain(weighed_papers(words, papers), changed, renumbered)
    vectors = _spliced(known, counting, last.vectors, renumbered, np.flatnonzero(changed))
    return WeighedAgain(Weighed(counting, vectors), changed, renumbered)


def _taken_up_or_dropped(known: KnownWords) -> Column:
    """The names of the words that some edited paper has now and had not, or had and has no more; without those that nobody
    has.
    """
    now, were = papers_at(known.words, known.edited), known.were
    gone = np.append(0, known.renumbered + 1)
    firsts, seconds = known.renumbered[were.firsts], gone[were.seconds]
    stands = (firsts >= 0) & ((were.seconds == 0) | (seconds > 0))
    span = len(known.words.words) + 1
    keys = [
        (np.repeat(np.arange(len(counts)), counts) * span + firsts) * span + seconds
        for counts, firsts, seconds in ((now.counts, now.firsts, now.seconds), (were.counts, firsts, seconds))
    ]
    both = np.sort(np.concatenate([keys[0], keys[1][stands]]))
    # What a paper has now and had then stands there twice.
    differs = np.ones(len(both) + 1, dtype=np.bool_)
    differs[1:-1] = both[1:] != both[:-1]
    once = both[differs[1:] & differs[:-1]] % (span * span)
    names = np.sort(names_of(once // span, once % span))
    return names[firsts_of(names)]


def _standing(words: PaperWords, names: Column) -> tuple[Column, Column]:
    """Who has words of these names: a row for each paper and word, the word by its place among the names."""
    is_first = np.zeros(len(words.words), dtype=np.bool_)
    is_second = np.zeros(len(words.words) + 1, dtype=np.bool_)
    is_first[names >> 32] = is_second[names & 0xFFFFFFFF] = True
    starts = starts_of(words.counts)
    owners: list[Column] = [np.zeros(0, dtype=np.int32)]
    which: list[Column] = [np.zeros(0, dtype=np.int32)]
    for start in range(0, len(words.firsts), LOOKED_UP_AT_ONCE):
        rows = start + np.flatnonzero(is_first[words.firsts[start : start + LOOKED_UP_AT_ONCE]])
        rows = rows[is_second[words.seconds[rows]]]
        places = places_among(names_of(words.firsts[rows], words.seconds[rows]), names)
        stands = places >= 0
        # Narrow, for common words stand in most papers.
        owners.append((np.searchsorted(starts, rows[stands], side="right") - 1).astype(np.int32))
        which.append(places[stands].astype(np.int32))
    return np.concatenate(owners), np.concatenate(which)


def _recounted(
    last: CountingWords, before: Column, names: Column, spread: Column
) -> tuple[CountingWords, Column, Column]:
    """The words that count, where those of some names have another spread now, 0 for one that does not count: these, the
    spread that each of them had, and the new numbers of those that counted.

    ``before`` are the names of now for those that counted, -1 for one that has none.
    """
    stays = before >= 0
    known, spreads = before[stays], last.spread[stays].astype(np.int64)
    places = places_among(names, known)
    counted = places >= 0
    was = np.zeros(len(names), dtype=np.int64)
    was[counted] = spreads[places[counted]]
    spreads[places[counted]] = spread[counted]
    new = (spread > 0) & ~counted
    at = np.searchsorted(known, names[new])
    remains = spreads > 0
    numbers = np.cumsum(remains) - 1 + np.cumsum(np.bincount(at, minlength=len(known) + 1))[:-1]
    renumbered = np.full(len(before), -1, dtype=np.int64)
    renumbered[stays] = np.where(remains, numbers, -1)
    counting = [
        np.insert(column, at, some)[np.insert(remains, at, True)]
        for column, some in ((spreads, spread[new]), (known, names[new]))
    ]
    return CountingWords(*counting), was, renumbered


def _spliced(
    known: KnownWords, counting: CountingWords, last: Vectors, renumbered: Column, changed: Column
) -> Vectors:
    """The vectors of before by the new numbers of words, with those of changed papers weighed anew."""
    own = papers_at(known.words, changed)
    numbers = places_among(names_of(own.firsts, own.seconds), counting.names).astype(np.int32)
    anew = weighed(own, numbers, counting.spread, known.papers)
    numbered = last.words
    if len(renumbered) != len(counting.names) or (np.diff(renumbered) != 1).any():
        numbered = looked_up(renumbered.astype(np.int32), numbered)
    sizes, new_sizes = np.diff(last.starts), np.diff(anew.starts)
    sizes[changed] = new_sizes
    return Vectors(
        starts_of(sizes),
        with_runs(numbered, last.starts, changed, anew.words, new_sizes),
        with_runs(last.weights, last.starts, changed, anew.weights, new_sizes),
    )


def keep_weighed(file: Path, name: str, found: Weighed) -> None:
    """Leave them to the next build; ``name`` tells what they are made from."""
    columns = {
        "names": found.counting.names,
        "spread": found.counting.spread.astype(np.int32),
        "sizes": narrow(np.diff(found.vectors.starts)),
        "words": found.vectors.words,
        "weights": found.vectors.weights,
    }
    keep_columns(file, name, columns, {})


def _kept(file: Path, name: str) -> Weighed | None:
    kept = kept_columns(file, name, COLUMNS, ())
    if kept is None:
        return None
    columns = kept[0]
    vectors = Vectors(starts_of(columns["sizes"]), columns["words"], columns["weights"])
    return Weighed(CountingWords(columns["spread"], columns["names"]), vectors)
