"""Which papers build on which."""

from __future__ import annotations

from collections.abc import Iterable

from generator.model.library import Library
from generator.model.paper import PaperKey


def built_upon_by(library: Library, newest: Iterable[PaperKey]) -> dict[PaperKey, tuple[PaperKey, ...]]:
    """For each paper the papers that say they extend it, newest first; papers nobody extends are left out."""
    heirs: dict[PaperKey, list[PaperKey]] = {}
    for key in newest:
        for ancestor in library.papers[key].builds_on:
            heirs.setdefault(ancestor, []).append(key)
    return {key: tuple(heirs[key]) for key in sorted(heirs)}
