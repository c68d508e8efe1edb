"""Almost equal titles, against the simplest code that gives the same answer."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.loading import near_duplicates
from generator.loading.near_duplicates import (
    FEWEST_LETTERS,
    LIKENESS,
    NO_TITLES,
    RARE,
    SHARED_WORDS,
    KnownTitles,
    alike_titles,
    alike_titles_now,
    near_duplicate_titles,
)
from generator.model.paper import Paper
from generator.model.partial_date import PartialDate
from generator.text.folding import folded, folded_words

WORDS = st.sampled_from(
    "attention attentive sparse sparser linear transformer transformers of the is all you need 2 3".split()
)


def paper(key: str, title: str) -> Paper:
    return Paper(key=key, title=title, date=PartialDate(2024), topic="t", source=f"papers/{key}.yml")


def every_pair(papers: dict[str, Paper]) -> list[tuple[str, str]]:
    found = []
    for one, other in combinations(sorted(papers), 2):
        first, second = papers[one].title, papers[other].title
        mine, theirs = set(folded_words(first)), set(folded_words(second))
        if not mine or len(mine & theirs) < SHARED_WORDS * max(len(mine), len(theirs)):
            continue
        left, right = folded(first), folded(second)
        if [sign for sign in left if sign.isdigit()] != [sign for sign in right if sign.isdigit()]:
            continue
        if left != right and min(len(left), len(right)) >= FEWEST_LETTERS:
            if SequenceMatcher(None, left, right, autojunk=False).ratio() >= LIKENESS:
                found.append((one, other))
    return found


@given(st.lists(st.lists(WORDS, min_size=1, max_size=9), max_size=25), st.sampled_from([0, 1, 3, RARE]))
def test_the_quick_way_finds_what_comparing_all_pairs_finds(titles: list[list[str]], rare: int) -> None:
    papers = {
        f"p{number:02d}": paper(f"p{number:02d}", " ".join(words)) for number, words in enumerate(titles)
    }
    with pytest.MonkeyPatch.context() as patch:
        # So few titles have no frequent words unless few are enough.
        patch.setattr(near_duplicates, "RARE", rare)
        assert near_duplicate_titles(papers) == every_pair(papers)


TITLES = st.sampled_from(
    [
        f"Generating Long {what} with Sparse {how}"
        for what in ("Sequence", "Sequences")
        for how in ("Net", "Nets", "Maps")
    ]
    + [
        "generating long sequences: with sparse maps",
        "Attention for Sequences 2",
        "Attention for Sequence 2",
        "Maps",
    ]
)


@given(st.lists(TITLES, max_size=8), st.lists(st.tuples(st.integers(0, 9), TITLES | st.none()), max_size=5))
def test_after_some_edits_the_same_is_known(titles: list[str], edits: list[tuple[int, str | None]]) -> None:
    papers = {f"p{number}": paper(f"p{number}", title) for number, title in enumerate(titles)}
    known = alike_titles_now(papers, NO_TITLES)
    for number, title in edits:
        papers.pop(f"p{number}", None)
        if title is not None:
            papers[f"p{number}"] = paper(f"p{number}", title)
        known = alike_titles_now(papers, known)
        texts = {key: one.title for key, one in papers.items()}
        words = {key: " ".join(folded_words(title)) for key, title in texts.items()}
        assert known == KnownTitles(texts, words, alike_titles(papers))


def test_a_plural_is_noticed_and_a_second_part_is_not() -> None:
    titles = {
        "a": "Generating Long Sequences with Sparse Transformers",
        "b": "Generating Long Sequences with Sparse Transformer",
        "c": "Attention for Long Sequences, Part 1: Theory",
        "d": "Attention for Long Sequences, Part 2: Theory",
    }
    assert near_duplicate_titles({key: paper(key, title) for key, title in titles.items()}) == [("a", "b")]


@pytest.mark.parametrize("rare", [0, RARE])
def test_titles_that_share_no_word_more_than_needed_are_compared(
    rare: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(near_duplicates, "RARE", rare)
    titles = {
        "a": "Convolutional representation learning transformers networks",
        "b": "Convolutional representation learning transformer network",
    }
    assert near_duplicate_titles({key: paper(key, title) for key, title in titles.items()}) == [("a", "b")]
