"""How often each letter stands in a text, in a form in which two texts are compared at once."""

from __future__ import annotations

from collections import Counter
from string import ascii_lowercase, digits

MOST_COUNTED = 15
"""Of one letter. What stands in a text more often is as often there, for a bag."""
COUNTED = ascii_lowercase + digits + "-"
"""Others are not."""
BAGS = {
    letter: [((1 << count) - 1) << place * MOST_COUNTED for count in range(MOST_COUNTED + 1)]
    for place, letter in enumerate(COUNTED)
}
"""Of a text of nothing but so many times a letter."""


def letter_bag(text: str) -> int:
    """As many ones in each letter's place as there are of it.

    So the ones of the difference (``^``) of two bags are letters that only one of two texts has.
    """
    bag = 0
    for letter, count in Counter(text).items():
        bags = BAGS.get(letter)
        if bags is not None:
            bag |= bags[min(count, MOST_COUNTED)]
    return bag


def most_likeness(bag: int, other: int, letters: int) -> float:
    """At least the ratio that ``SequenceMatcher.quick_ratio`` gives for two texts with these bags and together so many letters."""
    return (letters - (bag ^ other).bit_count()) / letters if letters else 1.0
