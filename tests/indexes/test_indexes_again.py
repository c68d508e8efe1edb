"""Indexes made from those before an edit are the ones that are made from nothing."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import fields, replace
from operator import attrgetter
from typing import Any

import pytest

from generator.indexes import indexes_again as again
from generator.indexes.indexes import Indexes, build_indexes
from generator.indexes.indexes_again import indexes_again
from generator.indexes.names import Names, gathered
from generator.model.library import Library
from generator.model.paper import KINDS, Links, Listing, Paper, Venue
from generator.model.partial_date import PartialDate
from generator.model.person import Person
from tests.support.papers import a_library, a_paper

NAMES = (
    *(
        "Ada Lovelace",
        "ADA LOVELACE",
        "Ada Lövelace",
        "A. Lovelace",
        "Lovelace Ada",
        "Wei Zhang",
        "Wéi Zhang",
    ),
    *("Wei-Zhang", "魏 張", "魏 章", "Zhang", "Grace Hopper", "O'Neil", "ONeil", "o neil", "…", "and others"),
)
TITLES = ("The Alpha", "alpha", "Élan", "3D maps", "ωmega", "Zeta", "…", "$O(n)$ heads", "An eel")
DAYS = (
    *(PartialDate(2024, 1, day) for day in (1, 2, 8)),
    *(PartialDate(2024), PartialDate(2024, 1), PartialDate(2025, 3, 4)),
)
PEOPLE = {"ada": Person(key="ada", name="Ada Lovelace", spellings=("A. Lovelace",))}
SHARED = {"zhang": Person(key="zhang", name="Wei Zhang", papers=("p1", "p2"))}


def some(chance: random.Random, values: Sequence[str], most: int) -> tuple[str, ...]:
    return tuple(chance.sample(values, chance.randint(0, most)))


def any_paper(chance: random.Random, number: int) -> Paper:
    """A paper that has much in common with others."""
    topic, *others = chance.sample(("attention", "memory", "latents"), chance.randint(1, 2))
    older = tuple(f"p{one}" for one in range(number) if chance.random() < 0.1)
    days = [(day, chance.choice((None, 0, 3, 7))) for day in chance.sample(DAYS, chance.randint(0, 2))]
    return a_paper(
        f"p{number}",
        title=f"{chance.choice(TITLES)} {chance.choice(('', number))}".strip(),
        date=chance.choice(DAYS),
        topic=topic,
        also_in=tuple(others),
        tags=some(chance, ("kernels", "caches", "routing"), 3),
        kind=chance.choice((None, *KINDS[:3])),
        authors=some(chance, NAMES, 4),
        organizations=some(chance, NAMES, 1),
        venue=chance.choice((None, Venue("NeurIPS", 2024), Venue("neurips", 2025), Venue("ICML"))),
        links=Links(code=chance.choice((None, "https://example.org/code"))),
        builds_on=older,
        listed=tuple(Listing("hn", day, comments) for day, comments in days),
        status=chance.choice(("active", "active", "withdrawn")),
        added=chance.choice((None, *DAYS)),
    )


def whole(library: Library, papers: Sequence[Paper]) -> Library:
    """The library with these papers, which lead to none that is not there."""
    keys = {paper.key for paper in papers}
    standing = [
        replace(paper, builds_on=tuple(key for key in paper.builds_on if key in keys)) for paper in papers
    ]
    return replace(library, papers={paper.key: paper for paper in sorted(standing, key=attrgetter("key"))})


def told(indexes: Indexes) -> dict[str, object]:
    """Every index with the order of what it holds, but for that of spellings, which nobody asks for."""
    found: dict[str, object] = {}
    for field in fields(indexes):
        value = getattr(indexes, field.name)
        if isinstance(value, Names):
            found[f"{field.name} by spelling"] = dict(value.by_spelling), dict(value.exceptions)
            found |= {
                f"{field.name} {one}": repr(getattr(value, one)) for one in ("shown", "papers", "several")
            }
        else:
            found[field.name] = repr(value)
    return found


@pytest.mark.parametrize("people", [{}, PEOPLE, SHARED], ids=["", "spelled", "shared"])
@pytest.mark.parametrize("seed", range(8))
def test_any_edits_give_what_is_made_from_nothing(seed: int, people: dict[str, Person]) -> None:
    chance = random.Random(seed)
    base = a_library(
        a_paper("p", topic="attention", also_in=("memory", "latents"), tags=("kernels", "caches", "routing"))
    )
    base = replace(base, people=people)
    papers = {number: any_paper(chance, number) for number in range(chance.choice((0, 3, 12)))}
    library = whole(base, list(papers.values()))
    indexes = build_indexes(library)
    for _ in range(40):
        edited = set()
        for _ in range(chance.randint(0, 3)):
            number = chance.randrange(16)
            edited.add(f"p{number}")
            if number in papers and chance.random() < 0.4:
                del papers[number]
            else:
                papers[number] = any_paper(chance, number)
        now = whole(base, list(papers.values()))
        # Whoever built on one that is gone does so no more.
        edited.update(key for key, paper in now.papers.items() if library.papers.get(key) != paper)
        library, before = now, indexes
        indexes = indexes_again(before, library, edited)
        assert told(indexes) == told(build_indexes(library))


def test_names_that_no_edit_touches_are_the_same_mapping() -> None:
    library = a_library(*[a_paper(f"p{one}", authors=(NAMES[one],), title=TITLES[one]) for one in range(6)])
    before = build_indexes(library)
    retitled = replace(library, papers={**library.papers, "p3": replace(library.papers["p3"], title="Other")})
    after = indexes_again(before, retitled, {"p3"})
    assert after.authors is before.authors
    assert after.by_title != before.by_title


def test_where_papers_print_the_same_names_in_the_same_order_nobody_looks_into_these(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    papers = [a_paper(f"p{one}", authors=(NAMES[one],), date=PartialDate(2020 + one)) for one in range(4)]
    library = a_library(*papers)
    before = build_indexes(library)
    for change in ({"title": "Other"}, {"tags": ("kernels",)}, {"authors": ("Somebody New",)}):
        edited = replace(library.papers["p2"], **change)
        after = replace(library, papers={**library.papers, "p2": edited})
        with monkeypatch.context() as patch:
            if "authors" not in change:
                patch.setattr(again, "author_names_again", lambda *_: pytest.fail("somebody looks"))
            assert told(indexes_again(before, after, {"p2"})) == told(build_indexes(after))


def test_who_shares_a_key_is_looked_at_and_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    library = a_library(*[a_paper(f"p{one}", authors=(f"Author {one}",)) for one in range(30)])
    before = build_indexes(library)
    edited = a_paper("p3", authors=("Author-4", "Somebody New"))
    after = replace(library, papers={**library.papers, "p3": edited})
    asked: set[str] = set()

    def noted(printed: Sequence[tuple[str, tuple[str, ...]]], *others: Any) -> Names:
        asked.update(name for _, names in printed for name in names)
        return gathered(printed, *others)

    monkeypatch.setattr("generator.indexes.names_again.gathered", noted)
    found = indexes_again(before, after, {"p3"})
    assert asked == {"Author-4", "Author 4", "Somebody New"}
    monkeypatch.undo()
    assert told(found) == told(build_indexes(after))
