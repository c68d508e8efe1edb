"""Numbers with their words."""

from __future__ import annotations


def counted(number: int, word: str, plural: str | None = None) -> str:
    """``1 paper``, ``433 papers``, ``2 entries``; ``plural`` where that is said in another way."""
    if number == 1:
        return f"1 {word}"
    ending_in_y = word.endswith("y") and word[-2:-1] not in "aeiou"
    return f"{number:,} {plural or (word[:-1] + 'ies' if ending_in_y else word + 's')}"
