"""Numbers with their words."""

from __future__ import annotations


def counted(number: int, word: str) -> str:
    """``1 paper``, ``433 papers``."""
    plural = word[:-1] + "ies" if word.endswith("y") and word[-2:-1] not in "aeiou" else word + "s"
    return f"{number:,} {word if number == 1 else plural}"
