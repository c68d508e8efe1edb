"""Which papers build on which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.model.later_papers import ancestors_of
from generator.model.library import Library
from generator.model.paper import PaperKey


def built_upon_by(library: Library, newest: Iterable[PaperKey]) -> dict[PaperKey, tuple[PaperKey, ...]]:
    """For each paper the papers that say they extend it, newest first; papers nobody extends are left out."""
    heirs: dict[PaperKey, list[PaperKey]] = {}
    ancestors = ancestors_of(library.papers)
    for key in newest:
        for ancestor in ancestors.get(key, ()):
            heirs.setdefault(ancestor, []).append(key)
    return {key: tuple(heirs[key]) for key in sorted(heirs)}


def family_of(
    library: Library, heirs: Mapping[PaperKey, tuple[PaperKey, ...]], key: PaperKey, reach: int = 2
) -> dict[int, tuple[PaperKey, ...]]:
    """A paper's relatives by generation: what it builds on at -1, what that builds on at -2, its heirs at 1, …

    The paper itself stands at 0. Whoever is related in two ways stands in the nearer generation. Each
    generation keeps the order in which its relatives name it.
    """
    generations: dict[int, tuple[PaperKey, ...]] = {0: (key,)}
    seen = {key}
    for direction in (-1, 1):
        for step in range(1, reach + 1):
            parents = generations.get(direction * (step - 1), ())
            found = dict.fromkeys(
                [
                    relative
                    for parent in parents
                    for relative in (
                        library.papers[parent].builds_on if direction < 0 else heirs.get(parent, ())
                    )
                    if relative not in seen
                ]
            )
            if not found:
                break
            seen.update(found)
            generations[direction * step] = tuple(found)
    return dict(sorted(generations.items()))
