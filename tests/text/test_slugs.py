"""Names as addresses: the short way for plain names gives what the library gives."""

from __future__ import annotations

import re
from unicodedata import normalize

from hypothesis import given
from hypothesis import strategies as st
from slugify import slugify

from generator.text.slugs import ACCENT, IDENTIFIER, LETTERS, LONGEST_SLUG, PLAIN_NAME, RESERVED, slug_of

NAMES = st.text("abcXYZmNéÅńžłØß079 .-'():/", max_size=120)


@given(NAMES)
def test_a_plain_name_has_the_library_s_slug(name: str) -> None:
    slug = slugify(name, max_length=LONGEST_SLUG, word_boundary=True)
    assert slug_of(name) == slug or not slug or slug in RESERVED


def test_every_character_is_written_as_the_library_writes_it() -> None:
    short_way = 0
    for character in map(chr, [*range(0x20, 0xD800), *range(0xE000, 0x20000)]):
        name = f"A{character}b C {character}d"
        if PLAIN_NAME.fullmatch(ACCENT.sub("", normalize("NFD", name)).translate(LETTERS)):
            short_way += 1
            assert slug_of(name) == slugify(name, max_length=LONGEST_SLUG, word_boundary=True), hex(
                ord(character)
            )
    assert short_way > 600


@given(st.text(max_size=120))
def test_every_name_has_an_address(name: str) -> None:
    slug = slug_of(name)
    assert re.fullmatch(IDENTIFIER, slug)
    assert slug not in RESERVED


def test_a_reserved_word_gets_a_digest() -> None:
    assert slug_of("Search").startswith("search-")
    assert slug_of("東京大学") != slug_of("東京")
