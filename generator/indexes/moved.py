"""Which lists an edit of papers reached, told by the indexes before and after it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, TypeVar

from generator.model.later import as_made
from generator.model.paper import PaperKey

Key = TypeVar("Key")


def moved(
    before: Mapping[Key, Sequence[PaperKey]],
    now: Mapping[Key, Sequence[PaperKey]],
    edited: AbstractSet[PaperKey],
) -> set[Key]:
    """The headings under which other papers stand than before, or in another order, or one that was ``edited``."""
    before, now = as_made(before), as_made(now)
    found = {
        heading
        for heading, papers in now.items()
        if before.get(heading) != papers or not edited.isdisjoint(papers)
    }
    found.update(heading for heading in before if heading not in now)
    return found


def differing(before: Mapping[Key, Any], now: Mapping[Key, Any]) -> set[Key]:
    """The keys that lead to something else than before, or did so and do not any more."""
    if before is now:
        return set()
    before, now = as_made(before), as_made(now)
    found = {key for key, value in now.items() if before.get(key) != value}
    found.update(key for key in before if key not in now)
    return found
