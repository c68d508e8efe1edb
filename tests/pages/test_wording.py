"""Short words for what a paper says of itself."""

from __future__ import annotations

from typing import Any

import pytest

from generator.pages.wording import authors_in_brief
from tests.support.papers import a_paper


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"authors": ("A B",)}, "A B"),
        ({"authors": ("A B", "C D")}, "A B and C D"),
        ({"authors": ("A B", "C D", "E F", "G H")}, "A B, C D, E F and G H"),
        ({"authors": ("A B", "C D", "E F", "G H", "I J")}, "A B, C D, E F and 2 more"),
        ({"authors": (), "author_count": 1}, "1 author"),
        ({"authors": (), "author_count": 59}, "59 authors"),
        ({"authors": (), "author_count": None}, ""),
    ],
)
def test_authors_in_brief(fields: dict[str, Any], said: str) -> None:
    assert authors_in_brief(a_paper(**fields)) == said
