"""Numbers with their words."""

from __future__ import annotations

import pytest

from generator.text.counting import counted


@pytest.mark.parametrize(
    ("number", "words", "said"),
    [
        (0, ("paper",), "0 papers"),
        (1, ("paper",), "1 paper"),
        (2_000, ("paper",), "2,000 papers"),
        (2, ("entry",), "2 entries"),
        (2, ("survey",), "2 surveys"),
        (2, ("analysis", "analyses"), "2 analyses"),
        (1, ("analysis", "analyses"), "1 analysis"),
    ],
)
def test_a_number_stands_before_one_or_several(number: int, words: tuple[str, ...], said: str) -> None:
    assert counted(number, *words) == said
