"""Related papers: the nearest by content, and the words that make them near.

Every paper becomes a vector of its words, weighted by how often they stand in it and how rare they are in the
index (TF-IDF with a logarithmic term frequency; Manning, Raghavan and Schütze, *Introduction to Information
Retrieval*, 2008, chapter 6). Nearness is the cosine of two vectors. Words are those of title, short name, tldr,
summary and tags; a tag counts as one word of its own and weighs most, for an editor chose it.

The work stays in proportion to the number of papers: a paper keeps its weightiest words only, and of the lists
of papers behind them so many are looked through that the sum of their lengths stays within a bound.
``benchmarks/related`` holds the result against other ways.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from generator.indexes.lineage import built_upon_by
from generator.model.library import Library
from generator.model.paper import Paper, PaperKey
from generator.text.folding import without_accents
from generator.text.maths import mixed_plain

MOST_RELATED = 6
SHARED_SHOWN = 3
HEAVIEST_WORDS = 60
"""Words kept of a paper: the lighter ones change the order of the nearest papers hardly at all."""
MOST_VISITED = 2_000
"""How many places in the words' lists are looked up for one paper, its weightiest words first. So the time for a
paper does not grow with the index; up to some thousand papers it is never reached.
"""
COMPARED = 40
"""Of the papers met there, so many are compared word for word."""
TITLE_WEIGHT, TAG_WEIGHT, TOPIC_WEIGHT, TEXT_WEIGHT = 3.0, 2.0, 1.5, 1.0
"""Chosen on one half of the rare tags of ``benchmarks/related``; the figures hold on the other."""
LEAST_NEARNESS = 0.05
"""Below this two papers share a word by chance."""
SHORTEST_WORD = 3

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


@dataclass(frozen=True, slots=True)
class RelatedPaper:
    """A paper near another one."""

    paper: PaperKey
    nearness: float
    """Cosine, between 0 and 1."""
    shared: tuple[str, ...]
    """What brings them together, the weightiest first."""


Vector: TypeAlias = dict[str, float]
"""A paper's words and their weights, the weightiest first."""


def related_papers(library: Library, most: int = MOST_RELATED) -> dict[PaperKey, tuple[RelatedPaper, ...]]:
    """For each paper the active papers nearest to it, nearest first; papers equally near by key.

    What a paper builds on and what builds on it is left out: pages tell of that elsewhere.
    """
    find = related_finder(library, most)
    return {key: find(key) for key in library.papers}


def related_finder(
    library: Library, most: int = MOST_RELATED
) -> Callable[[PaperKey], tuple[RelatedPaper, ...]]:
    """Finds what ``related_papers`` gives for one paper, so that several processes can share the papers."""
    vectors = word_vectors(library)
    postings = postings_of(library, vectors)
    heirs = built_upon_by(library, library.papers)

    def find(key: PaperKey) -> tuple[RelatedPaper, ...]:
        told_elsewhere = {*library.papers[key].builds_on, *heirs.get(key, ())}
        near = nearest(key, vectors, postings, most + len(told_elsewhere))
        kept = [
            (other, score) for other, score in near if other not in told_elsewhere and score >= LEAST_NEARNESS
        ]
        return tuple(
            RelatedPaper(other, score, shared_words(library, vectors[key], vectors[other]))
            for other, score in kept[:most]
        )

    return find


def word_vectors(library: Library) -> dict[PaperKey, Vector]:
    """The papers' words with their weights, each vector of length one."""
    counts = {key: weighted_words(paper) for key, paper in library.papers.items()}
    spread = Counter(word for words in counts.values() for word in words)
    papers = len(counts)
    return {
        key: _unit(
            {
                word: (1 + math.log(weight)) * math.log(papers / spread[word])
                for word, weight in words.items()
                # A word of one paper alone brings it near to nobody.
                if 1 < spread[word] < papers
            }
        )
        for key, words in counts.items()
    }


def weighted_words(paper: Paper) -> dict[str, float]:
    """What a paper is about: its words and pairs of words with their weights, ``#tag``, ``@topic``."""
    weights = {f"#{tag}": TAG_WEIGHT for tag in paper.tags} | {
        f"@{topic}": TOPIC_WEIGHT for topic in paper.topics
    }
    for text, weight in (
        (f"{paper.title} {paper.name or ''}", TITLE_WEIGHT),
        (f"{paper.tldr or ''} {paper.summary or ''}", TEXT_WEIGHT),
    ):
        for word in words_of(text):
            weights[word] = weights.get(word, 0.0) + weight
    return weights


def words_of(text: str) -> Iterator[str]:
    """The words that mean something, in lower case, plural and singular alike, and those that stand side by side as
    one: "state space" says more than its parts.
    """
    before = ""
    for part in without_accents(mixed_plain(text)).replace("-", " ").split():
        word = counting_word(part)
        if not word:
            before = ""
            continue
        yield word
        if before:
            yield f"{before} {word}"
        # A comma or a full stop parts what stands on its two sides.
        before = word if part[-1].isalnum() else ""


@lru_cache(maxsize=100_000)
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


def _unit(weights: Vector) -> Vector:
    heaviest = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:HEAVIEST_WORDS]
    length = math.sqrt(sum(weight * weight for _, weight in heaviest))
    return {word: weight / length for word, weight in heaviest} if length else {}


@dataclass(frozen=True, slots=True)
class Postings:
    """Where each word stands among the active papers, in flat columns: a word's run after the other's."""

    numbers: Mapping[str, int]
    """Word → its number."""
    starts: list[int]
    """Where each word's run begins; one more than words."""
    papers: npt.NDArray[np.int64]
    """Places in the order of ``keys``."""
    weights: npt.NDArray[np.float64]
    keys: tuple[PaperKey, ...]
    """All papers, sorted: of two papers equally near the one with the smaller number comes first."""

    firsts: list[int]
    """The same the other way round, a paper's words in a run: where each paper's run begins; one more than papers."""
    words: npt.NDArray[np.int64]
    word_weights: npt.NDArray[np.float64]


def postings_of(library: Library, vectors: Mapping[PaperKey, Vector]) -> Postings:
    """The postings of a library's vectors."""
    keys = tuple(vectors)
    numbers: dict[str, int] = {}
    words: list[int] = []
    papers: list[int] = []
    weights: list[float] = []
    firsts = [0]
    for place, key in enumerate(keys):
        if library.papers[key].is_active:
            words.extend(numbers.setdefault(word, len(numbers)) for word in vectors[key])
            weights.extend(vectors[key].values())
            papers.extend([place] * len(vectors[key]))
        firsts.append(len(words))
    by_paper, by_paper_weights = np.array(words, dtype=np.int64), np.array(weights, dtype=np.float64)
    order = np.argsort(by_paper, kind="stable")
    starts = np.zeros(len(numbers) + 1, dtype=np.int64)
    np.cumsum(np.bincount(by_paper, minlength=len(numbers)), out=starts[1:])
    return Postings(
        numbers,
        starts.tolist(),
        np.array(papers, dtype=np.int64)[order],
        by_paper_weights[order],
        keys,
        firsts,
        by_paper,
        by_paper_weights,
    )


def nearest(
    key: PaperKey, vectors: Mapping[PaperKey, Vector], postings: Postings, most: int
) -> list[tuple[PaperKey, float]]:
    """The papers nearest to one, with their nearness; at most ``most`` of them."""
    own = vectors[key]
    met, scores, whole = papers_met(own, postings)
    others = [
        (place, score)
        for place, score in best_of(met, scores, max(COMPARED, most) + 1)
        if postings.keys[place] != key
    ]
    if not whole:
        places = [place for place, _ in others]
        others = list(zip(places, cosines(own, places, postings), strict=True))
    # Rounded so that sums that differ only in the order of adding stand in one order everywhere.
    rounded = sorted((-round(score, 6), place) for place, score in others[: max(COMPARED, most)])
    return [(postings.keys[place], -score) for score, place in rounded[:most]]


def papers_met(
    own: Vector, postings: Postings
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64], bool]:
    """The papers found under a paper's words, what those words make of their nearness, and whether all words were asked."""
    starts: list[int] = []
    counts: list[int] = []
    weights: list[float] = []
    visited, whole = 0, True
    for word, weight in own.items():
        number = postings.numbers.get(word)
        if number is None:
            continue
        start, end = postings.starts[number], postings.starts[number + 1]
        if visited + end - start > MOST_VISITED and starts:
            whole = False
            continue
        visited += end - start
        starts.append(start)
        counts.append(end - start)
        weights.append(weight)
    lengths = np.array(counts, dtype=np.int64)
    before = np.cumsum(lengths) - lengths
    places = np.arange(visited) + np.repeat(np.array(starts, dtype=np.int64) - before, lengths)
    products = postings.weights[places] * np.repeat(np.array(weights, dtype=np.float64), lengths)
    met, which = np.unique(postings.papers[places], return_inverse=True)
    # bincount adds in the order given, the same everywhere.
    nearness = np.bincount(which, weights=products, minlength=len(met)).astype(np.float64, copy=False)
    return met, nearness, whole


def best_of(
    met: npt.NDArray[np.int64], scores: npt.NDArray[np.float64], count: int
) -> list[tuple[int, float]]:
    """The ``count`` papers with the highest scores, the best first; equal ones by number."""
    if len(met) > count:
        least = np.partition(scores, len(scores) - count)[len(scores) - count]
        chosen = scores >= least
        met, scores = met[chosen], scores[chosen]
    order = np.lexsort((met, -scores))[:count]
    return list(zip(met[order].tolist(), scores[order].tolist(), strict=True))


def cosines(own: Vector, others: list[int], postings: Postings) -> list[float]:
    """The nearness of a paper to each of some others, of all their words."""
    weights = np.zeros(len(postings.numbers))
    for word, weight in own.items():
        number = postings.numbers.get(word)
        if number is not None:
            weights[number] = weight
    runs = [slice(postings.firsts[place], postings.firsts[place + 1]) for place in others]
    return [float(weights[postings.words[run]] @ postings.word_weights[run]) for run in runs]


def shared_words(library: Library, one: Vector, other: Vector) -> tuple[str, ...]:
    """What two papers have in common, the weightiest first, as a reader would say it."""
    common = sorted((-round(one[word] * other[word], 6), word) for word in one.keys() & other.keys())
    said: list[str] = []
    for name in (said_word(library, word) for _, word in common):
        # A tag, its own word and a pair that holds it say the same.
        if not any(spoken_words(name) <= spoken_words(known) for known in said):
            said = [known for known in said if not spoken_words(known) <= spoken_words(name)]
            said.append(name)
        if len(said) == SHARED_SHOWN:
            break
    return tuple(said)


@lru_cache(maxsize=100_000)
def spoken_words(name: str) -> frozenset[str]:
    """The words of a name, plural and singular alike."""
    return frozenset(singular(part) for part in name.lower().split())


def said_word(library: Library, word: str) -> str:
    """A word as pages print it: tags and topics by their names."""
    if word.startswith("#"):
        return library.tags[word[1:]].name if word[1:] in library.tags else word[1:]
    if word.startswith("@"):
        return library.topics[word[1:]].name if word[1:] in library.topics else word[1:]
    return word
