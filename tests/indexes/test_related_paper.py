"""Related papers travel packed, and are put together only for who asks."""

from __future__ import annotations

import pytest

from generator.indexes.related_paper import RelatedPaper, RelatedPapers, RelatedRow, packed_row
from generator.working.reads import digest_of

KEYS = ("a", "b", "c")
ROWS: tuple[tuple[RelatedRow, ...], ...] = (
    ((2, 0.5, ("kernels", "état")), (1, 0.25, ())),
    (),
    ((0, 0.125, ("kernels",)),),
)


def papers(rows: tuple[tuple[RelatedRow, ...], ...] = ROWS, keys: tuple[str, ...] = KEYS) -> RelatedPapers:
    return RelatedPapers(keys, [packed_row(row, keys) for row in rows])


def test_what_is_packed_comes_out_again() -> None:
    assert dict(papers()) == {
        "a": (RelatedPaper("c", 0.5, ("kernels", "état")), RelatedPaper("b", 0.25, ())),
        "b": (),
        "c": (RelatedPaper("a", 0.125, ("kernels",)),),
    }
    assert len(papers()) == 3
    assert papers().get("d", ()) == ()


def test_nothing_is_known_before_it_is_handed_in() -> None:
    later = RelatedPapers()
    assert (dict(later), later.told("a")) == ({}, "")
    later.take(KEYS, [packed_row(row, KEYS) for row in ROWS])
    assert dict(later) == dict(papers())
    with pytest.raises(ValueError, match="shorter"):
        later.take(KEYS, [])


@pytest.mark.parametrize(
    ("row", "is_told_alike"),
    [
        (((2, 0.75, ("kernels", "état")), (1, 0.5, ())), True),
        (((2, 0.5, ("kernels",)), (1, 0.25, ())), False),
        (((1, 0.5, ("kernels", "état")), (2, 0.25, ())), False),
        (((2, 0.5, ("kernels", "état")),), False),
        ((), False),
    ],
    ids=["nearness alone", "a word less", "others", "fewer", "none"],
)
def test_it_is_told_whether_pages_say_the_same(row: tuple[RelatedRow, ...], is_told_alike: bool) -> None:
    told = papers((row, *ROWS[1:])).told("a")
    assert (told == papers().told("a")) == is_told_alike
    # Short enough to stand for itself, where values are compared by their digests.
    assert digest_of(told) == repr(told)


def test_the_same_place_may_be_another_paper() -> None:
    assert papers(keys=("a", "b", "x")).told("a") != papers().told("a")
