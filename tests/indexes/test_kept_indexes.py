"""What one build leaves of its indexes to the next is what the next would have made, or nothing."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from generator.indexes import kept_indexes
from generator.indexes.indexes import Indexes, build_indexes
from generator.indexes.kept_indexes import Since, indexes_with_memory
from generator.model.library import Library
from generator.model.paper import Listing, Venue
from generator.model.partial_date import PartialDate
from generator.model.person import Person
from tests.support.papers import a_library, a_paper

PAPERS = a_library(
    a_paper(
        "one",
        title="Élan",
        authors=("Wei Zhang", "Ada Lovelace"),
        tags=("kernels",),
        kind="survey",
        organizations=("ACME",),
        venue=Venue("NeurIPS", 2025),
        listed=(Listing("hn", PartialDate(2025, 11, 3), 12), Listing("hn", PartialDate(2025, 10), 3)),
    ),
    a_paper("two", authors=("Wei Zhang",), builds_on=("one",), date=PartialDate(2024)),
    a_paper("three", authors=("W. Zhang", "Zhang Wei"), title="3D"),
)
LIBRARY = replace(
    PAPERS, people={"wei-zhang-2": Person(key="wei-zhang-2", name="Wei Zhang", papers=("two",))}
)


def as_told(indexes: Indexes) -> list[str]:
    """Every index with the order of what it holds, which equality of dictionaries passes over."""
    return [repr(getattr(indexes, field.name)) for field in fields(indexes)]


def test_kept_indexes_are_those_that_were_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "indexes" / "site"
    made, none_before = indexes_with_memory(LIBRARY, "name", file)
    monkeypatch.setattr(kept_indexes, "build_indexes", None)
    kept, same = indexes_with_memory(LIBRARY, "name", file)
    assert none_before is None
    assert same is None
    assert kept is not made
    assert as_told(kept) == as_told(made) == as_told(build_indexes(LIBRARY))


def test_other_entries_get_indexes_of_their_own(tmp_path: Path) -> None:
    file = tmp_path / "site"
    indexes_with_memory(LIBRARY, "name", file)
    assert indexes_with_memory(Library(), "other", file) == (build_indexes(Library()), None)
    assert indexes_with_memory(LIBRARY, "name", file) == (build_indexes(LIBRARY), None)


def test_indexes_of_the_last_build_come_along_and_are_edited(tmp_path: Path) -> None:
    file = tmp_path / "site"
    indexes_with_memory(LIBRARY, "name", file)
    edited = replace(LIBRARY, papers={key: paper for key, paper in LIBRARY.papers.items() if key != "three"})
    now, before = indexes_with_memory(edited, "other", file, Since("name", {"three"}))
    assert now == build_indexes(edited)
    assert before is not None
    assert as_told(before) == as_told(build_indexes(LIBRARY))
    again, before = indexes_with_memory(LIBRARY, "name", file, Since("some earlier build", {"three"}))
    assert again == build_indexes(LIBRARY)
    assert before is None


@pytest.mark.parametrize("place", [0, 40, -1])
def test_a_damaged_file_is_as_good_as_none(tmp_path: Path, place: int) -> None:
    file = tmp_path / "site"
    indexes_with_memory(LIBRARY, "name", file)
    content = bytearray(file.read_bytes())
    content[place] ^= 1
    for damaged in (bytes(content), bytes(content[:50]), b""):
        file.write_bytes(damaged)
        assert indexes_with_memory(LIBRARY, "name", file) == (build_indexes(LIBRARY), None)
    assert file.read_bytes() != damaged, "and it is kept anew"
