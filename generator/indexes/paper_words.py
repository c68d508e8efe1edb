"""What each paper is about: its words and pairs of words, its tags and topics, as columns.

A paper's words depend on that paper alone, so they can be kept from one build to the next. What is rare among all
papers is asked later, in `related`.
"""

from __future__ import annotations

import hashlib
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from itertools import chain, compress
from pathlib import Path
from typing import NamedTuple

import numpy as np

from generator.indexes.related_paper import digest_of_marks
from generator.indexes.seats import Seats, seats_of
from generator.model.paper import Paper, PaperKey
from generator.text.folding import without_accents
from generator.text.maths import mixed_plain
from generator.working.columns import (
    LOOKED_UP_AT_ONCE,
    Column,
    Mask,
    Numbers,
    firsts_of,
    looked_up,
    narrow,
    numbers_of,
    run_places,
    starts_of,
    with_runs,
)
from generator.working.kept_columns import keep_columns, kept_columns
from generator.working.workers import as_ready

TITLE_WEIGHT, TAG_WEIGHT, TOPIC_WEIGHT, TEXT_WEIGHT = 3.0, 2.0, 1.5, 1.0
"""Chosen on one half of the rare tags of ``benchmarks/related``; the figures hold on the other."""
UNIT = 2
"""Weights are counted in halves, so that sums stay whole numbers."""
SHORTEST_WORD = 3
PAPERS_AT_ONCE = 6_000
"""Read as one lot: many share the work on their common words, few share the memory."""
MOST_EDITED = 0.02
"""Of the papers; after edits of more hardly any weighs its words as before, and rows are put together anew."""
TAG_MARK, TOPIC_MARK = "#", "@"
"""Before a tag's and a topic's id, so that neither can equal a word."""

COMMON_WORDS = frozenset(
    """
    about above across after again against all along also although always among and another any are around
    because been before behind being below best better between both but can cannot could did does done down
    due during each either else even every few first for from further gain gains give given gives good has have
    here high higher how however improve improved improves into its itself just keep keeps large larger least
    less like long low lower made make makes many may mean means method methods model models more most much must
    near need needs new next not now number often one only onto other others our out over own paper papers per
    rather reach reaches result results same second several shorter should show shown shows since single small
    smaller some still such take takes task tasks than that the their them then there these they third this those
    three through thus together too towards trained training two under until upon use used uses using very was
    well were what when where whether which while who whole whose why will with within without work works would
    yet
    """.split()
)


class PaperWords(NamedTuple):
    """The words of papers: a row for each word, or pair of words side by side, that a paper has."""

    words: tuple[str, ...]
    """Every word once, sorted; tags and topics with their marks."""
    counts: Column
    """How many rows each paper has; one paper's stand after the other's."""
    firsts: Column
    """The word, or the first of a pair, by its number."""
    seconds: Column
    """The second of a pair, its number and one more; 0 where a word stands for itself."""
    weights: Column
    """In halves."""

    def of(self, places: Column) -> PaperWords:
        """Those of the papers at some places, where the others have none."""
        return self._replace(counts=self.counts[places])


class KnownWords(NamedTuple):
    """The papers' words, and in what they differ from those that the last build read."""

    words: PaperWords
    before: str
    """A digest of what the last build read them from; empty where it is not known in what they differ."""
    edited: Column
    """The places whose papers were read from something else then."""
    were: PaperWords
    """The words that the papers at these places had then, by their numbers of then."""
    renumbered: Column
    """For each of the words of then its number now, -1 for one that nobody has any more."""
    papers: int
    """How many there are; rows of those that are gone are empty."""
    papers_before: int
    """How many there were; rows of those that are new were empty."""


NO_MARK = b""
"""Of a paper that is not there."""
NOTHING = np.zeros(0, np.int64)
NO_WORDS = PaperWords((), NOTHING, NOTHING, NOTHING, NOTHING)


def paper_words(papers: Sequence[Paper], jobs: int = 1) -> PaperWords:
    """The papers' words; ``jobs`` processes read them."""
    return _read_in_lots(papers, jobs)


def words_with_memory(
    papers: Mapping[PaperKey, Paper],
    marks: list[bytes],
    kept: Path,
    jobs: int = 1,
    seats: Seats | None = None,
) -> KnownWords:
    """The papers' words. ``kept`` is the file in which `keep_words` left those of an earlier build, ``marks`` are digests
    that tell what the papers' words are read from. Where it is known which papers there were then, they come in the common
    row of the ``seats``.
    """
    known_marks, known = _kept(kept)
    seats = seats or seats_of(list(papers), list(papers))
    if known is None or len(known_marks) != len(seats.before):
        all_papers = list(papers.values())
        found = _put_together(all_papers, marks, known_marks, known, jobs) if known else None
        return _unlike_any(found or _read_in_lots(all_papers, jobs), seats)
    if seats.are_same and known_marks == marks:
        every = np.arange(len(known.words))
        return KnownWords(
            known, digest_of_marks(marks), NOTHING, NO_WORDS, every, len(marks), len(known_marks)
        )
    return _edited_or_anew(papers, marks, known_marks, known, jobs, seats)


def _edited_or_anew(
    papers: Mapping[PaperKey, Paper],
    marks: list[bytes],
    known_marks: list[bytes],
    known: PaperWords,
    jobs: int,
    seats: Seats,
) -> KnownWords:
    were, are = ([NO_MARK] * len(seats.keys) for _ in range(2))
    for row, places, some in ((were, seats.before, known_marks), (are, seats.now, marks)):
        for place, mark in zip(places.tolist(), some, strict=True):
            row[place] = mark
    edited = [place for place, (one, other) in enumerate(zip(were, are, strict=True)) if one != other]
    if len(edited) > MOST_EDITED * len(marks):
        return _unlike_any(_put_together(list(papers.values()), marks, known_marks, known, jobs), seats)
    standing = [place for place in edited if are[place] != NO_MARK]
    lot = _read_in_lots([papers[seats.keys[place]] for place in standing], jobs)
    places = np.array(edited, dtype=np.int64)
    counts = np.zeros(len(edited), dtype=np.int64)
    counts[np.searchsorted(places, standing)] = lot.counts
    found = with_edited(
        known._replace(counts=seats.spread(known.counts)),
        places,
        lot._replace(counts=counts),
        digest_of_marks(known_marks),
    )
    return found._replace(papers=len(marks), papers_before=len(known_marks))


def _unlike_any(words: PaperWords, seats: Seats) -> KnownWords:
    """Words of which nobody knows in what they differ from others."""
    counts = np.zeros(len(seats.keys), dtype=words.counts.dtype)
    counts[seats.now] = words.counts
    count = len(seats.now)
    return KnownWords(words._replace(counts=counts), "", NOTHING, NO_WORDS, NOTHING, count, count)


def _put_together(
    papers: Sequence[Paper], marks: list[bytes], known_marks: list[bytes], known: PaperWords, jobs: int
) -> PaperWords:
    """The words of papers of which those with some marks are known."""
    places = {mark: place for place, mark in enumerate(known_marks)}
    which = [places.get(mark, -1) for mark in marks]
    new = [paper for paper, place in zip(papers, which, strict=True) if place < 0]
    ends = iter(range(len(known_marks), len(known_marks) + len(new)))
    return _chosen([known, _read_in_lots(new, jobs)], [next(ends) if place < 0 else place for place in which])


def with_edited(known: PaperWords, places: Column, lot: PaperWords, before: str = "") -> KnownWords:
    """The words of papers of which those at some places, in order, have the words of ``lot`` now.

    The rows of all others stay as they are, but for the numbers of words where some are new or gone.
    """
    starts = starts_of(known.counts)
    were = papers_at(known, places)
    at = [bisect_left(known.words, word) for word in lot.words]
    is_new = [
        place == len(known.words) or known.words[place] != word
        for place, word in zip(at, lot.words, strict=True)
    ]
    new = np.array(is_new, dtype=np.bool_)
    own = np.array(at, dtype=np.int64)
    dropped = np.zeros(len(known.words), dtype=np.bool_)
    dropped[were.firsts] = True
    dropped[own[~new]] = False
    gone = np.flatnonzero(dropped)
    gone = gone[~_has_others(known, starts, places, gone)]
    if not len(gone) and not any(is_new):
        words, renumbered = known.words, np.arange(len(known.words))
    else:
        stays = np.ones(len(known.words), dtype=np.bool_)
        stays[gone] = False
        # Two sorted runs, so that each word is compared once.
        words = tuple(sorted(chain(compress(known.words, stays.tolist()), compress(lot.words, is_new))))
        renumbered = np.cumsum(stays) - 1 + np.searchsorted(own[new], np.arange(len(stays)), side="right")
        own = own - np.searchsorted(gone, own) + np.cumsum(new) - new
        renumbered[gone] = -1
    spliced = _spliced(known, starts, places, lot, words, renumbered, own)
    count = len(known.counts)
    return KnownWords(spliced, before, places, were, renumbered, count, count)


def _spliced(
    known: PaperWords,
    starts: Column,
    places: Column,
    lot: PaperWords,
    words: tuple[str, ...],
    renumbered: Column,
    own: Column,
) -> PaperWords:
    """Rows by the numbers of ``words``, with those of ``lot`` at some places; ``renumbered`` and ``own`` tell the numbers
    of the words of both.
    """
    width = np.min_scalar_type(len(words))
    firsts, seconds = known.firsts, known.seconds
    if words is not known.words:
        firsts = looked_up(renumbered.astype(width), firsts)
        seconds = looked_up(np.append(0, renumbered + 1).astype(width), seconds)
    counts = known.counts.copy()
    counts[places] = lot.counts
    columns = [
        with_runs(column, starts, places, runs, lot.counts)
        for column, runs in (
            (firsts, own.astype(width)[lot.firsts]),
            (seconds, np.append(0, own + 1).astype(width)[lot.seconds]),
            (known.weights, lot.weights),
        )
    ]
    return PaperWords(words, counts, *columns)


def papers_at(words: PaperWords, places: Column) -> PaperWords:
    """The words of the papers at some places, by the same numbers."""
    counts = words.counts[places]
    rows = run_places(starts_of(words.counts)[places], counts)
    return PaperWords(words.words, counts, words.firsts[rows], words.seconds[rows], words.weights[rows])


def _has_others(known: PaperWords, starts: Column, places: Column, words: Column) -> Mask:
    """Which of some words stand in papers at other places, too. Each of a pair's words stands for itself as well."""
    seen = np.zeros(len(known.words), dtype=np.bool_)
    begins, ends = np.append(0, starts[places + 1]).tolist(), np.append(starts[places], starts[-1]).tolist()
    for begin, end in zip(begins, ends, strict=True):
        for start in range(begin, end, LOOKED_UP_AT_ONCE):
            # Most are met soon.
            if seen[words].all():
                break
            seen[known.firsts[start : min(end, start + LOOKED_UP_AT_ONCE)]] = True
    return seen[words]


def _kept(file: Path) -> tuple[list[bytes], PaperWords | None]:
    found = kept_columns(file, rules(), ("marks", "counts", "firsts", "seconds", "weights"), ("words",))
    if found is None:
        return [], None
    columns, lists = found
    size = hashlib.sha256().digest_size
    whole = columns.pop("marks").tobytes()
    marks = [whole[start : start + size] for start in range(0, len(whole), size)]
    return marks, PaperWords(lists["words"], **columns)


def keep_words(file: Path, marks: Sequence[bytes], found: PaperWords) -> None:
    """Leave the papers' words to the next build."""
    columns = {
        "marks": np.frombuffer(b"".join(marks), dtype=np.uint8),
        "counts": found.counts,
        "firsts": found.firsts,
        "seconds": found.seconds,
        "weights": found.weights,
    }
    keep_columns(file, rules(), columns, {"words": found.words})


@cache
def rules() -> str:
    """A digest of the code that the words depend on."""
    texts = sorted((Path(__file__).parents[1] / "text").glob("*.py"))
    digest = hashlib.sha256(unicodedata.unidata_version.encode())
    for path in (Path(__file__), *texts):
        digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _read_in_lots(papers: Sequence[Paper], jobs: int) -> PaperWords:
    def task(start: int) -> Callable[[], PaperWords]:
        return lambda: read_words(papers[start : start + PAPERS_AT_ONCE])

    # Of many papers copies look at the texts, which would otherwise be in the memory of this process once more.
    lots = list(as_ready([task(start) for start in range(0, max(1, len(papers)), PAPERS_AT_ONCE)], jobs))
    return lots[0] if len(lots) == 1 else _chosen(lots, range(len(papers)))


def _chosen(lots: Sequence[PaperWords], which: Sequence[int]) -> PaperWords:
    """One lot out of several: the papers of these places, counted through all lots, in this order."""
    counts = np.concatenate([lot.counts for lot in lots])
    places = np.array(which, dtype=np.int64)
    # Sorted runs one behind the other are merged by comparing each word once.
    every = sorted(dict.fromkeys(chain.from_iterable(lot.words for lot in lots)))
    ranks = dict(zip(every, range(len(every)), strict=True))
    # Narrow from the beginning, since rows are what takes the memory.
    width = np.min_scalar_type(len(every))
    new = [np.append(0, numbers_of(lot.words, ranks) + 1).astype(width) for lot in lots]
    firsts = np.concatenate([(own[1:] - 1)[lot.firsts] for own, lot in zip(new, lots, strict=True)])
    seconds = np.concatenate([own[lot.seconds] for own, lot in zip(new, lots, strict=True)])
    weights = np.concatenate([lot.weights for lot in lots])
    if len(places) != len(counts) or (np.diff(places) != 1).any():
        rows = run_places(starts_of(counts)[:-1][places], counts[places])
        firsts, seconds, weights = firsts[rows], seconds[rows], weights[rows]
    used = np.zeros(len(every) + 1, dtype=np.bool_)
    used[1:][firsts] = used[seconds] = True
    if not used[1:].all():
        renumbered = np.append(0, np.cumsum(used[1:]))
        firsts, seconds = narrow(renumbered[1:][firsts] - 1), narrow(renumbered[seconds])
    words = tuple(compress(every, used[1:].tolist()))
    return PaperWords(words, counts[places], firsts, seconds, weights)


def read_words(papers: Sequence[Paper]) -> PaperWords:
    """The words of papers of one lot. Each distinct part of their texts is looked into once."""
    parts, words = Numbers(), Numbers()
    found, sizes, marks, marked, halves = array("i"), array("i"), array("i"), array("i"), array("i")
    number = parts.__getitem__
    for place, paper in enumerate(papers):
        for text in (f"{paper.title} {paper.name or ''}", f"{paper.tldr or ''} {paper.summary or ''}"):
            before = len(found)
            found.extend(map(number, parts_of(text)))
            sizes.append(len(found) - before)
        for mark, keys, weight in (
            (TAG_MARK, paper.tags, TAG_WEIGHT),
            (TOPIC_MARK, paper.topics, TOPIC_WEIGHT),
        ):
            for key in dict.fromkeys(keys):
                marks.append(words[f"{mark}{key}"])
                marked.append(place)
                halves.append(int(weight * UNIT))
    # A comma or a full stop parts what stands on its two sides.
    joins = np.fromiter((part[-1].isalnum() for part in parts), dtype=np.bool_, count=len(parts))
    counted = [counting_word(part) for part in parts]
    word_of = np.fromiter((words[word] if word else -1 for word in counted), dtype=np.int64)
    found_parts = np.frombuffer(found, dtype=np.intc)
    told, texts = word_of[found_parts], np.repeat(np.arange(len(sizes)), np.frombuffer(sizes, dtype=np.intc))
    says = told >= 0
    beside = says[1:] & says[:-1] & joins[found_parts][:-1] & (texts[1:] == texts[:-1])
    owners = np.concatenate([np.array(marked, dtype=np.int64), texts[says] // 2, texts[1:][beside] // 2])
    of_texts = np.where(texts % 2 == 0, int(TITLE_WEIGHT * UNIT), int(TEXT_WEIGHT * UNIT))
    weights = np.concatenate([np.array(halves, dtype=np.int64), of_texts[says], of_texts[1:][beside]])
    ordered = sorted(words)
    ranks = np.empty(len(words), dtype=np.int64)
    ranks[np.fromiter(map(words.__getitem__, ordered), dtype=np.int64)] = np.arange(len(ordered))
    firsts = ranks[np.concatenate([np.array(marks, dtype=np.int64), told[says], told[:-1][beside]])]
    seconds = np.concatenate(
        [np.zeros(len(firsts) - int(beside.sum()), dtype=np.int64), ranks[told[1:][beside]] + 1]
    )
    span = len(words) + 1
    keys = (owners * span + firsts) * span + seconds
    order = np.argsort(keys)
    heads = firsts_of(keys[order])
    rows = order[heads]
    return PaperWords(
        tuple(ordered),
        np.bincount(owners[rows], minlength=len(papers)),
        narrow(firsts[rows]),
        narrow(seconds[rows]),
        narrow(np.add.reduceat(weights[order], heads) if len(heads) else weights),
    )


def parts_of(text: str) -> list[str]:
    """What stands between blanks and hyphens, in lower case, formulas in plain characters."""
    return without_accents(mixed_plain(text)).replace("-", " ").split()


def counting_word(part: str) -> str:
    """What a part of a text counts as: its letters and digits in the singular; empty where it says nothing."""
    word = part if part.isalnum() else "".join(filter(str.isalnum, part))
    if len(word) < SHORTEST_WORD or word in COMMON_WORDS or word.isdigit():
        return ""
    return singular(word)


def singular(word: str) -> str:
    """``heads`` as ``head``: enough to let the two meet, no more."""
    if len(word) > 4 and word.endswith("s") and word[-2] not in "sui":
        return word[:-1]
    return word
