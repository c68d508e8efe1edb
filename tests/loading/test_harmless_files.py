"""A file is looked at as a whole first: what that passes as harmless, no closer look may find fault with."""

from __future__ import annotations

import sys

from hypothesis import example, given
from hypothesis import strategies as st

from generator.loading.node_reader import MISLEADING, may_mislead, settled_words
from generator.loading.odd_text import may_hold_marks, may_hold_odd_name, odd_marks, odd_name
from generator.loading.positioned_yaml import INVISIBLE_CHARACTERS, Scalar, Sequence
from generator.text.look_alikes import alphabet
from generator.text.settled import settled_line
from tests.support.odd_texts import any_text

PIECES = st.sampled_from(
    "“|”|„|‘|’|‚|«|»|&amp;|&#8217;|<b>|</i>|**|__|a word|Ada|Lovelace,| and | & |; |et al.|others|1|*|†| ".split(
        "|"
    )
)
TEXTS = st.lists(PIECES, max_size=6).map("".join)


def test_every_invisible_and_every_misleading_letter_is_looked_at_closer() -> None:
    for letter in map(chr, range(sys.maxunicode + 1)):
        if INVISIBLE_CHARACTERS.match(letter) or alphabet(letter) in ("Cyrillic", "Greek look-alike"):
            assert may_mislead(letter), f"U+{ord(letter):04X}"


@given(any_text)
def test_misleading_signs_are_found_among_others(text: str) -> None:
    assert may_mislead(text) == any(first <= sign <= last for sign in text for first, last in MISLEADING)


@given(TEXTS)
def test_marks_of_other_formats_are_looked_for_where_they_may_be(text: str) -> None:
    assert odd_marks(text.strip()) is None or may_hold_marks(f"title: {text}\n")


@given(st.lists(TEXTS, max_size=4))
def test_odd_names_are_looked_for_where_they_may_be(names: list[str]) -> None:
    assert all(odd_name(name.strip()) is None for name in names) or may_hold_odd_name(
        [name.strip() for name in names]
    )


@given(st.lists(st.text(st.sampled_from("a B,é\u0301ﬁ\u00a0\t"), max_size=5), max_size=4))
@example(["a ", "b"])
@example(["a", " b"])
@example(["a", "", "b"])
@example(["", ""])
def test_words_of_a_list_are_settled_together_as_they_are_one_by_one(words: list[str]) -> None:
    node = Sequence([Scalar(word, 0, 0, 0, len(word), '"') for word in words], 0, 0, words)
    assert settled_words(node) == [settled_line(word) for word in words]
