"""Are the related papers related? Pairs that belong together are hidden from the ranking, then looked for.

    python -m benchmarks.related [CONTENT]

Three sorts of pairs, each judged with the knowledge that makes them a pair taken away from every paper:

- *lineage*: one builds on the other, or both on the same; ``builds_on`` is never read by the ranking;
- *rare tag*: two to six papers share a tag; the tag is deleted;
- *named family*: the short names share a part (Mamba, VMamba); that part is blotted out in title, name, tldr and
  summary.

Each paper of a pair is asked for the other. ``found`` is how often it stands among the first six, ``MRR`` the mean
of one over its place. Ours is compared with the number of shared tags (ties count as their average place) and with
chance.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations
from pathlib import Path

from generator.indexes.related import related_finder
from generator.indexes.related_paper import MOST_RELATED
from generator.loading.library_loader import load_content
from generator.model.library import Library
from generator.model.paper import Paper, PaperKey
from generator.text.folding import folded

RARE = 6
"""A tag or a name's part on more papers than this makes no close kin."""
SHORTEST_PART = 4
GENERAL_PARTS = frozenset(
    "attention attn former transformer transformers formers model models network networks net nets vision visual "
    "linear sparse diffusion latent neural learning adaptive dynamic efficient multi former token tokens head heads "
    "with from video image fast deep flow flash open self cross".split()
)
"""Parts of names that say what half the field does."""

Pair = tuple[PaperKey, PaperKey]
Ranking = Callable[[PaperKey], Callable[[PaperKey], tuple[int, int]]]
"""Asked paper → other paper → (how many stand before it, how many share its place, itself included)."""


@dataclass(frozen=True, slots=True)
class Task:
    """Pairs to find, and the library without what makes them pairs."""

    library: Library
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How well a ranking found the pairs."""

    found: float
    reciprocal: float


def main(content: Path) -> None:
    """Print the table."""
    library = load_content(content, Path.cwd()).library
    sorts = {
        "lineage": [lineage_task(library)],
        "rare tag": list(rare_tag_tasks(library)),
        "named family": list(family_tasks(library)),
    }
    print(f"{len(library.papers)} papers; found = among the first {MOST_RELATED}")
    print(f"{'pairs':14}{'number':>8}   {'ours':>14}   {'shared tags':>14}   {'chance':>14}")
    for name, tasks in sorts.items():
        number = sum(len(task.pairs) for task in tasks)
        if not number:
            print(f"{name:14}{0:8}")
            continue
        told = [average(tasks, ranking) for ranking in (by_words, by_tags, by_chance)]
        columns = "   ".join(f"{outcome.found:6.1%} {outcome.reciprocal:7.3f}" for outcome in told)
        print(f"{name:14}{number:8}   {columns}")


def lineage_task(library: Library) -> Task:
    """Ancestor and heir, and the heirs of one ancestor."""
    heirs: dict[PaperKey, list[PaperKey]] = {}
    for key, paper in library.papers.items():
        for ancestor in paper.builds_on:
            heirs.setdefault(ancestor, []).append(key)
    pairs = {
        tuple(sorted(pair)) for ancestor, kin in heirs.items() for pair in combinations({ancestor, *kin}, 2)
    }
    return Task(library, tuple((one, other) for one, other in sorted(pairs)))


def rare_tag_tasks(library: Library) -> Iterator[Task]:
    """For each rare tag its papers, with the tag gone."""
    count = Counter(tag for paper in library.papers.values() for tag in paper.tags)
    for tag, papers in sorted(count.items()):
        if 2 <= papers <= RARE:
            kin = [key for key, paper in library.papers.items() if tag in paper.tags]
            without = changed(library, kin, partial(without_tag, gone=tag))
            yield Task(without, tuple(combinations(kin, 2)))


def without_tag(paper: Paper, gone: str) -> Paper:
    return replace(paper, tags=tuple(tag for tag in paper.tags if tag != gone))


def family_tasks(library: Library) -> Iterator[Task]:
    """For each rare part of names the papers that bear it, with the part blotted out everywhere."""
    families: dict[str, list[PaperKey]] = {}
    for key, paper in library.papers.items():
        for part in set(parts_of(paper.name or "")):
            families.setdefault(part, []).append(key)
    for part, kin in sorted(families.items()):
        if 2 <= len(kin) <= RARE:
            yield Task(
                changed(library, kin, partial(blotted, part=part)),
                tuple(combinations(kin, 2)),
            )


def parts_of(name: str) -> Iterator[str]:
    """The words of a name and the humps of its camels, without those that are general."""
    for part in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name):
        word = folded(part)
        if len(word) >= SHORTEST_PART and word not in GENERAL_PARTS:
            yield word


def blotted(paper: Paper, part: str) -> Paper:
    def without(text: str | None) -> str | None:
        return None if text is None else re.sub(re.escape(part), " ", text, flags=re.IGNORECASE)

    return replace(
        paper,
        title=without(paper.title) or "",
        name=without(paper.name),
        tldr=without(paper.tldr),
        summary=without(paper.summary),
        tags=tuple(tag for tag in paper.tags if part not in tag),
    )


def changed(library: Library, keys: Iterable[PaperKey], change: Callable[[Paper], Paper]) -> Library:
    new = {key: change(library.papers[key]) for key in keys}
    return replace(library, papers={**library.papers, **new})


def by_words(library: Library) -> Ranking:
    """The ranking that pages show."""
    finder = related_finder(library)

    def asked(key: PaperKey) -> Callable[[PaperKey], tuple[int, int]]:
        near = {other: place for place, (other, _) in enumerate(finder.nearest(key, len(library.papers)))}
        rest = len(library.papers) - 1 - len(near)
        return lambda other: (near[other], 1) if other in near else (len(near), rest)

    return asked


def by_tags(library: Library) -> Ranking:
    """More shared tags first."""

    def asked(key: PaperKey) -> Callable[[PaperKey], tuple[int, int]]:
        own = set(library.papers[key].tags)
        shared = {
            other: len(own & set(paper.tags)) for other, paper in library.papers.items() if other != key
        }
        sizes = Counter(shared.values())
        return lambda other: (
            sum(n for size, n in sizes.items() if size > shared[other]),
            sizes[shared[other]],
        )

    return asked


def by_chance(library: Library) -> Ranking:
    """All papers share one place."""
    return lambda _asked: lambda _other: (0, len(library.papers) - 1)


def average(tasks: Sequence[Task], ranking: Callable[[Library], Ranking]) -> Outcome:
    """Over all pairs of all tasks, asked both ways."""
    outcomes = [
        outcome_of(*place(other))
        for task in tasks
        for ask in (ranking(task.library),)
        for one, two in task.pairs
        for place, other in ((ask(one), two), (ask(two), one))
    ]
    count = len(outcomes)
    return Outcome(
        sum(outcome.found for outcome in outcomes) / count,
        sum(outcome.reciprocal for outcome in outcomes) / count,
    )


def outcome_of(before: int, tied: int) -> Outcome:
    """The expected values where the ties are put in any order."""
    found = min(max(MOST_RELATED - before, 0), tied) / tied
    return Outcome(found, sum(1 / (before + place) for place in range(1, tied + 1)) / tied)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("content"))
