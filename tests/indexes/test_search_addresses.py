"""Links to the search, for names that have no page."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from generator.indexes.addresses import named_in_search

NAMES = (
    "Ada Lovelace",
    "A. M. Turing",
    "Jean-Luc",
    "O'Neil",
    "Zoë Ångström",
    "王 小明",
    'A "B" C',
    "a+b & c=d?",
    "~x_y",
    "",
)


@pytest.mark.parametrize("name", NAMES)
def test_the_search_reads_a_name_as_it_is_printed(name: str) -> None:
    link = named_in_search("author", name)
    asked = f'author:"{name.replace(chr(34), " ")}"'
    assert parse_qs(urlsplit(link).query) == {"q": [asked]}
    # Just as the library writes it, by the quick way too.
    assert link == f"search/?{urlencode({'q': asked})}"
