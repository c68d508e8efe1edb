"""Names as addresses: the short way for plain names gives what the library gives."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from slugify import slugify

from generator.text.slugs import IDENTIFIER, LONGEST_SLUG, PLAIN_NAME, RESERVED, slug_of

WORDS = st.text("abcXYZmN", min_size=1, max_size=30)


@given(st.lists(WORDS, min_size=1, max_size=6).map(" ".join))
def test_a_plain_name_has_the_library_s_slug(name: str) -> None:
    assert PLAIN_NAME.fullmatch(name)
    assert slug_of(name) == slugify(name, max_length=LONGEST_SLUG, word_boundary=True)


@given(st.text(max_size=120))
def test_every_name_has_an_address(name: str) -> None:
    slug = slug_of(name)
    assert re.fullmatch(IDENTIFIER, slug)
    assert slug not in RESERVED


def test_a_reserved_word_gets_a_digest() -> None:
    assert slug_of("Search").startswith("search-")
    assert slug_of("東京大学") != slug_of("東京")
