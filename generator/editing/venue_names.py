"""A venue's long name as publishers print it, shortened to what people and this index call it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.model.paper import Venue

ABBREVIATION = re.compile(r"[A-Za-z]*[A-Z][A-Za-z]*[A-Z][A-Za-z]*")
IN_BRACKETS = re.compile(rf"\(({ABBREVIATION.pattern})\)\s*$")
PARTS_OF_A_VENUE = re.compile(
    r"\b(?:findings|workshops?|companion|adjunct|demonstrations?|tutorials?)\b", re.IGNORECASE
)
"""What stands beside the main volume is a venue of its own."""


def familiar_venue(venue: Venue, known: Iterable[str]) -> Venue:
    """The venue under its short name, where the long one holds a name of ``known`` or ends with one in brackets.

    Proceedings of the 42nd International Conference on Machine Learning (ICML)  →  ICML
    """
    if PARTS_OF_A_VENUE.search(venue.name):
        return venue
    names = {name for name in known if ABBREVIATION.fullmatch(name)}
    words = re.findall(r"[A-Za-z]+", venue.name)
    found = [name for name in names if name in words]
    if found:
        return Venue(max(found, key=lambda name: (len(name), name)), venue.year)
    bracketed = IN_BRACKETS.search(venue.name)
    return Venue(bracketed[1], venue.year) if bracketed else venue
