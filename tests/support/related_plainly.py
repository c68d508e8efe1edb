"""What a finder of related papers finds and weighs, as plain values that tests can look at and compare."""

from __future__ import annotations

from generator.indexes.related import related_finder
from generator.indexes.related_paper import MOST_RELATED, RelatedPaper
from generator.model.library import Library
from generator.model.paper import PaperKey


def related_papers(library: Library, most: int = MOST_RELATED) -> dict[PaperKey, tuple[RelatedPaper, ...]]:
    """For each paper those nearest to it, found from nothing."""
    keys = list(library.papers)
    return dict(zip(keys, related_finder(library, most).of(keys), strict=True))


def word_vectors(library: Library) -> dict[PaperKey, dict[str, float]]:
    """The papers' words with their weights, each vector of length one."""
    finder = related_finder(library)
    bounds = finder.vectors.starts.tolist()
    words = [finder.word(number) for number in finder.vectors.words.tolist()]
    weights = finder.vectors.weights.tolist()
    return {
        key: dict(
            zip(
                words[bounds[place] : bounds[place + 1]],
                weights[bounds[place] : bounds[place + 1]],
                strict=True,
            )
        )
        for place, key in enumerate(library.papers)
    }
