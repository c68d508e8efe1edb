"""What each paper is about: its words and pairs of words, its tags and topics, as columns.

A paper's words depend on that paper alone, so they can be kept from one build to the next. What is rare among all
papers is asked later, in `related`.
"""

from __future__ import annotations

import hashlib
import unicodedata
from array import array
from collections.abc import Callable, Sequence
from functools import cache
from itertools import chain, compress
from pathlib import Path
from typing import NamedTuple

import numpy as np

from generator.indexes.related_paper import digest_of_marks
from generator.model.paper import Paper
from generator.text.folding import without_accents
from generator.text.maths import mixed_plain
from generator.working.columns import (
    Column,
    Numbers,
    firsts_of,
    narrow,
    numbers_of,
    run_places,
    starts_of,
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


class KnownWords(NamedTuple):
    """The papers' words, and in what they differ from those that the last build read."""

    words: PaperWords
    before: str
    """A digest of what the last build read them from; empty where nothing is known of it."""
    edited: Column
    """The places whose papers were read from something else then; of as many papers only."""
    renumbered: Column
    """For each of the words of then its number now, -1 for one that nobody has any more."""


def paper_words(papers: Sequence[Paper], jobs: int = 1) -> PaperWords:
    """The papers' words; ``jobs`` processes read them."""
    return _read_in_lots(papers, jobs)


def words_with_memory(papers: Sequence[Paper], marks: list[bytes], kept: Path, jobs: int = 1) -> KnownWords:
    """The papers' words. ``kept`` is a file for what one build leaves to the next, ``marks`` are digests that tell what
    the papers' words are read from.
    """
    known_marks, known = _kept(kept)
    if known is None:
        found = _read_in_lots(papers, jobs)
        _keep(kept, marks, found)
        nothing = np.zeros(0, np.int64)
        return KnownWords(found, "", nothing, nothing)
    before = digest_of_marks(known_marks)
    if known_marks == marks:
        return KnownWords(known, before, np.zeros(0, np.int64), np.arange(len(known.words)))
    places = {mark: place for place, mark in enumerate(known_marks)}
    which = [places.get(mark, -1) for mark in marks]
    new = [paper for paper, place in zip(papers, which, strict=True) if place < 0]
    ends = iter(range(len(known_marks), len(known_marks) + len(new)))
    found, renumbered = _chosen(
        [known, _read_in_lots(new, jobs)], [next(ends) if place < 0 else place for place in which]
    )
    _keep(kept, marks, found)
    edited = [
        place for place, (one, other) in enumerate(zip(known_marks, marks, strict=False)) if one != other
    ]
    return KnownWords(found, before, np.array(edited, dtype=np.int64), renumbered)


def _kept(file: Path) -> tuple[list[bytes], PaperWords | None]:
    found = kept_columns(file, rules(), ("marks", "counts", "firsts", "seconds", "weights"), ("words",))
    if found is None:
        return [], None
    columns, lists = found
    size = hashlib.sha256().digest_size
    whole = columns.pop("marks").tobytes()
    marks = [whole[start : start + size] for start in range(0, len(whole), size)]
    return marks, PaperWords(lists["words"], **columns)


def _keep(file: Path, marks: Sequence[bytes], found: PaperWords) -> None:
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
    return lots[0] if len(lots) == 1 else _chosen(lots, range(len(papers)))[0]


def _chosen(lots: Sequence[PaperWords], which: Sequence[int]) -> tuple[PaperWords, Column]:
    """One lot out of several: the papers of these places, counted through all lots, in this order. And for each of the
    first lot's words its new number, -1 for one that is in use no more.
    """
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
    renumbered = np.append(0, np.where(used[1:], np.cumsum(used[1:]), 0))
    if not used[1:].all():
        firsts, seconds = narrow(renumbered[1:][firsts] - 1), narrow(renumbered[seconds])
    words = tuple(compress(every, used[1:].tolist()))
    return PaperWords(words, counts[places], firsts, seconds, weights), renumbered[new[0][1:]] - 1


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
