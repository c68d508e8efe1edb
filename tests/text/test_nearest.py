"""The nearest word, against difflib, which compares all."""

from __future__ import annotations

from difflib import SequenceMatcher, get_close_matches

from hypothesis import example, given
from hypothesis import strategies as st

from generator.text.letter_bag import MOST_COUNTED, letter_bag, most_likeness
from generator.text.nearest import KnownWords, nearest

WORDS = st.lists(st.sampled_from(["a", "b", "tt", "en", "tion", "kv", "-", "1", "é", "X"]), max_size=8).map(
    "".join
)


@given(WORDS, st.lists(WORDS, max_size=30), st.sampled_from([0.5, 0.7, 0.9]))
def test_the_word_that_difflib_finds_is_found(word: str, known: list[str], cutoff: float) -> None:
    close = get_close_matches(word.lower(), sorted(known), n=1, cutoff=cutoff)
    if close:
        assert nearest(word, known, cutoff) == close[0]
    else:
        found = nearest(word, known, cutoff)
        assert found is None or found.startswith(word) or word.startswith(f"{found}-")


@given(WORDS, WORDS)
@example("a" * (MOST_COUNTED + 3), "a")
@example("", "")
def test_bags_never_hide_a_likeness(one: str, other: str) -> None:
    told = most_likeness(letter_bag(one), letter_bag(other), len(one) + len(other))
    assert told >= SequenceMatcher(None, one, other).quick_ratio()


def test_words_are_prepared_for_more_than_one_question() -> None:
    known = KnownWords(["linear-attention", "sparse-attention", "kv-cache"])
    assert [known.nearest(word) for word in ("liner-attention", "kv-cash", "kvc", "zzz")] == [
        "linear-attention",
        "kv-cache",
        None,
        None,
    ]
