"""Titles that are almost the same: the same paper entered twice, most likely.

Comparing every pair would take hours for a hundred thousand titles. Two titles that share most of
their words share at least one of their rarest ones, so only such pairs are compared letter by letter
(prefix filtering: Chaudhuri, Ganti and Kaushik 2006; Bayardo, Ma and Srikant 2007).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from difflib import SequenceMatcher

from generator.model.paper import Paper, PaperKey
from generator.text.folding import folded_words

SHARED_WORDS = 0.6
"""Share of common words below which two titles are not compared further."""
LIKENESS = 0.93
"""Ratio of matching letters from which two titles count as nearly the same."""
FEWEST_LETTERS = 12
"""Shorter titles are alike by chance."""


def near_duplicate_titles(papers: Mapping[PaperKey, Paper]) -> list[tuple[PaperKey, PaperKey]]:
    """Pairs of papers with nearly the same title, each pair once, smaller key first, sorted."""
    words = {key: frozenset(folded_words(paper.title)) for key, paper in papers.items()}
    frequency = Counter(word for own in words.values() for word in own)
    posting: dict[str, list[PaperKey]] = defaultdict(list)
    pairs: list[tuple[PaperKey, PaperKey]] = []
    for key in sorted(papers):
        own = words[key]
        if not own:
            continue
        rarest = sorted(own, key=lambda word: (frequency[word], word))
        prefix = rarest[: len(own) - int(SHARED_WORDS * len(own) + 0.999) + 1]
        candidates = {other for word in prefix for other in posting[word]}
        pairs.extend((other, key) for other in candidates if _alike(papers, words, other, key))
        for word in prefix:
            posting[word].append(key)
    return sorted(pairs)


def _alike(
    papers: Mapping[PaperKey, Paper], words: Mapping[PaperKey, frozenset[str]], one: PaperKey, other: PaperKey
) -> bool:
    mine, theirs = words[one], words[other]
    shared = len(mine & theirs)
    if shared < SHARED_WORDS * max(len(mine), len(theirs)):
        return False
    first, second = "".join(folded_words(papers[one].title)), "".join(folded_words(papers[other].title))
    # Equal ones are an error of their own; a figure that differs makes another paper (Part 1, Part 2).
    if (
        first == second
        or min(len(first), len(second)) < FEWEST_LETTERS
        or _figures(first) != _figures(second)
    ):
        return False
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return (
        matcher.real_quick_ratio() >= LIKENESS
        and matcher.quick_ratio() >= LIKENESS
        and matcher.ratio() >= LIKENESS
    )


def _figures(text: str) -> list[str]:
    return [character for character in text if character.isdigit()]
