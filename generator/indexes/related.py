"""Related papers: the nearest by content, and the words that make them near.

Every paper becomes a vector of its words, weighted by how often they stand in it and how rare they are in the
index (TF-IDF with a logarithmic term frequency; Manning, Raghavan and Schütze, *Introduction to Information
Retrieval*, 2008, chapter 6). Nearness is the cosine of two vectors. Words are those of title, short name, tldr,
summary and tags; a tag counts as one word of its own and weighs most, for an editor chose it.

The work stays in proportion to the number of papers: a paper keeps its heaviest words only, and a word that
stands in very many papers brings nobody nearer.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.model.library import Library
from generator.model.paper import Paper, PaperKey
from generator.text.folding import without_accents
from generator.text.maths import mixed_plain

RELATED_SHOWN = 5
SHARED_SHOWN = 3
HEAVIEST_WORDS = 40
"""Words kept of a paper: the lighter ones change the order of the nearest papers hardly at all."""
MOST_PAPERS_OF_A_WORD = 400
"""Above this a word's list of papers costs more than it tells."""
TITLE_WEIGHT, TAG_WEIGHT, TEXT_WEIGHT = 3.0, 4.0, 1.0
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


Vector = dict[str, float]


def related_papers(library: Library) -> dict[PaperKey, tuple[RelatedPaper, ...]]:
    """For each paper the active papers nearest to it, nearest first; papers equally near by key."""
    vectors = word_vectors(library)
    postings = _postings(library, vectors)
    return {key: _nearest(library, key, vectors, postings) for key in library.papers}


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
    """What a paper is about: its words with their weights, tags as ``#tag``."""
    weights: dict[str, float] = {f"#{tag}": TAG_WEIGHT for tag in paper.tags}
    for text, weight in (
        (f"{paper.title} {paper.name or ''}", TITLE_WEIGHT),
        (f"{paper.tldr or ''} {paper.summary or ''}", TEXT_WEIGHT),
    ):
        for word in words_of(text):
            weights[word] = weights.get(word, 0.0) + weight
    return weights


def words_of(text: str) -> Iterable[str]:
    """The words that mean something, in lower case, plural and singular alike."""
    for part in without_accents(mixed_plain(text)).replace("-", " ").split():
        word = "".join(character for character in part if character.isalnum())
        if len(word) >= SHORTEST_WORD and word not in COMMON_WORDS and not word.isdigit():
            yield singular(word)


def singular(word: str) -> str:
    """``heads`` as ``head``: enough to let the two meet, no more."""
    if len(word) > 4 and word.endswith("s") and word[-2] not in "sui":
        return word[:-1]
    return word


def _unit(weights: Vector) -> Vector:
    heaviest = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:HEAVIEST_WORDS]
    length = math.sqrt(sum(weight * weight for _, weight in heaviest))
    return {word: weight / length for word, weight in heaviest} if length else {}


def _postings(library: Library, vectors: Mapping[PaperKey, Vector]) -> dict[str, list[tuple[PaperKey, float]]]:
    """Word → the active papers that have it, with its weight there."""
    postings: dict[str, list[tuple[PaperKey, float]]] = {}
    for key, vector in vectors.items():
        if library.papers[key].is_active:
            for word, weight in vector.items():
                postings.setdefault(word, []).append((key, weight))
    return {word: found for word, found in postings.items() if len(found) <= MOST_PAPERS_OF_A_WORD}


def _nearest(
    library: Library,
    key: PaperKey,
    vectors: Mapping[PaperKey, Vector],
    postings: Mapping[str, list[tuple[PaperKey, float]]],
) -> tuple[RelatedPaper, ...]:
    scores: dict[PaperKey, float] = {}
    for word, weight in vectors[key].items():
        for other, other_weight in postings.get(word, ()):
            scores[other] = scores.get(other, 0.0) + weight * other_weight
    lineage = {key, *library.papers[key].builds_on}
    # Rounded so that sums that differ only in the order of adding stand in one order everywhere.
    ranked = sorted(
        ((-round(score, 6), other) for other, score in scores.items() if other not in lineage and score >= LEAST_NEARNESS)
    )
    return tuple(
        RelatedPaper(other, -score, shared_words(library, vectors[key], vectors[other]))
        for score, other in ranked[:RELATED_SHOWN]
    )


def shared_words(library: Library, one: Vector, other: Vector) -> tuple[str, ...]:
    """What two papers have in common, the weightiest first, as a reader would say it."""
    common = sorted((-round(one[word] * other[word], 6), word) for word in one.keys() & other.keys())
    names: dict[str, str] = {}
    for _, word in common:
        name = library.tags[word[1:]].name if word.startswith("#") and word[1:] in library.tags else word
        # A tag and its own word say the same.
        names.setdefault(singular(name.lower()), name)
        if len(names) == SHARED_SHOWN:
            break
    return tuple(names.values())
