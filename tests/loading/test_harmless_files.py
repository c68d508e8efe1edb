"""A file is looked at as a whole first: what that passes as harmless, no closer look may find fault with."""

from __future__ import annotations

import sys

from hypothesis import given
from hypothesis import strategies as st

from generator.loading.node_reader import may_mislead
from generator.loading.odd_text import may_hold_marks, may_hold_odd_name, odd_marks, odd_name
from generator.loading.positioned_yaml import INVISIBLE_CHARACTERS
from generator.text.look_alikes import alphabet

PIECES = st.sampled_from(
    "“|”|„|‘|’|‚|«|»|&amp;|&#8217;|<b>|</i>|**|__|a word|Ada|Lovelace,| and | & |; |et al.|others|1|*|†| ".split(
        "|"
    )
)
TEXTS = st.lists(PIECES, max_size=6).map("".join)


def test_every_invisible_and_every_misleading_letter_is_looked_at_closer() -> None:
    for letter in map(chr, range(sys.maxunicode + 1)):
        if INVISIBLE_CHARACTERS.match(letter) or alphabet(letter) in ("Cyrillic", "Greek look-alike"):
            assert may_mislead().match(letter), f"U+{ord(letter):04X}"


@given(TEXTS)
def test_marks_of_other_formats_are_looked_for_where_they_may_be(text: str) -> None:
    assert odd_marks(text.strip()) is None or may_hold_marks(f"title: {text}\n")


@given(st.lists(TEXTS, max_size=4))
def test_odd_names_are_looked_for_where_they_may_be(names: list[str]) -> None:
    assert all(odd_name(name.strip()) is None for name in names) or may_hold_odd_name(
        [name.strip() for name in names]
    )
