"""What the checker says of every hostile case, and that the corpus leaves out nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.loading.entry_reader import FIELDS
from generator.loading.vocabulary_readers import PERSON_KEYS, TAG_KEYS, TOPIC_KEYS
from generator.model.paper import LINK_SORTS
from tests.hostile.corpus import Case, all_cases, building_cases, loaded_together, refused_cases, told_of

FEWEST_CASES = 300


@pytest.mark.parametrize("case", all_cases(), ids=lambda case: case.name)
def test_the_checker_tells(case: Case, tmp_path: Path) -> None:
    assert told_of(case.folder, tmp_path) == case.told
    assert case.why
    assert case.is_refused != bool(case.shows), "a case is refused, or says what it shows"


def test_there_are_cases_of_both_sorts() -> None:
    assert len(all_cases()) >= FEWEST_CASES
    assert len(refused_cases()) > 100
    assert len(building_cases()) > 200


def test_no_field_is_left_out() -> None:
    texts = {
        name: [
            (case.folder / name).read_bytes().decode("utf-8", "replace")
            for case in all_cases()
            if (case.folder / name).exists()
        ]
        for name in ("entry.yml", "topic.yml", "tags.yml", "people.yml")
    }
    wanted = {
        "entry.yml": FIELDS,
        "topic.yml": TOPIC_KEYS,
        "tags.yml": TAG_KEYS,
        "people.yml": PERSON_KEYS,
    }
    for name, keys in wanted.items():
        assert [key for key in keys if not any(f"{key}:" in text for text in texts[name])] == []
    assert {sort for sort in LINK_SORTS if any(f"  {sort}: " in text for text in texts["entry.yml"])} == set(
        LINK_SORTS
    )


def test_the_cases_that_build_build_together(tmp_path: Path) -> None:
    loaded = loaded_together(tmp_path, building_cases())
    assert not loaded.has_errors
    assert {case.name for case in building_cases()} <= set(loaded.library.papers)
