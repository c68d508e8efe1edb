"""Related papers held against other ways of finding them, on pairs that were hidden; see docs/related.md."""

from __future__ import annotations

from itertools import islice

import pytest

from benchmarks.related.__main__ import (
    Task,
    average,
    by_chance,
    by_tags,
    by_words,
    family_tasks,
    lineage_task,
    rare_tag_tasks,
)
from generator.loading.library_loader import load_content
from generator.model.library import Library
from tests.support.repository import ROOT


@pytest.fixture(scope="module")
def library() -> Library:
    return load_content(ROOT / "content", ROOT).library


def tasks_of(sort: str, library: Library) -> list[Task]:
    if sort == "lineage":
        return [lineage_task(library)]
    return list(islice(rare_tag_tasks(library) if sort == "rare tag" else family_tasks(library), 25))


@pytest.mark.parametrize("sort", ["lineage", "rare tag", "named family"])
def test_ours_finds_more_than_shared_tags_and_far_more_than_chance(sort: str, library: Library) -> None:
    tasks = tasks_of(sort, library)
    ours, tags, chance = (average(tasks, ranking) for ranking in (by_words, by_tags, by_chance))
    assert ours.found > 1.5 * tags.found > 1.5 * chance.found
    assert ours.reciprocal > 1.5 * tags.reciprocal > 1.5 * chance.reciprocal
