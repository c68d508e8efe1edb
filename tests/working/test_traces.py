"""The record of a build: what it lets stand, and what makes it worthless."""

from __future__ import annotations

import pytest

from generator.working.entry_marks import EntryMark
from generator.working.traces import (
    KnownBuild,
    KnownSite,
    LeafTrace,
    PlanTrace,
    changed_reads,
    due_leaves,
    reads_of,
)

TRACES = {
    "papers/a/index.html": LeafTrace(
        given="g1",
        reads=("papers\0a", "card\0b"),
        addresses=("papers/a/index.html",),
        found=("papers/a/index.html",),
    ),
    "exports/all.bib": LeafTrace(
        given="g2",
        reads=(),
        addresses=("exports/all.bib",),
        digests=(("exports/all.bib", 3, "abc"),),
    ),
}
DIGESTS = {"papers\0a": "1", "card\0b": "2"}
BUILD = KnownBuild(
    stamp="this program",
    site=KnownSite(folder=(1, 2), spare=(1, 3), differs=("x",), files={"papers/a/index.html": (5, 6)}),
    leaves=TRACES,
    reads=DIGESTS,
    plan=PlanTrace({"a": EntryMark("w1", "r1")}, ({"papers/a/": 7}, {}, {})),
)
GIVEN = {"papers/a/index.html": "g1", "exports/all.bib": "g2"}


def test_what_would_find_the_same_stands() -> None:
    assert due_leaves(GIVEN, BUILD, changed_reads(BUILD, DIGESTS.__getitem__)) == (TRACES, [])


@pytest.mark.parametrize(
    ("given", "digests", "due"),
    [
        ({**GIVEN, "papers/a/index.html": "g3"}, DIGESTS, ["papers/a/index.html"]),
        (GIVEN, {**DIGESTS, "card\0b": "3"}, ["papers/a/index.html"]),
        ({**GIVEN, "papers/c/index.html": "g1"}, DIGESTS, ["papers/c/index.html"]),
        ({**GIVEN, "search": None}, DIGESTS, ["search"]),
    ],
)
def test_what_may_come_out_otherwise_is_due(
    given: dict[str, str | None], digests: dict[str, str], due: list[str]
) -> None:
    kept, found = due_leaves(given, BUILD, changed_reads(BUILD, digests.__getitem__))
    assert found == due
    assert kept == {name: trace for name, trace in TRACES.items() if name not in due}


def test_without_a_record_everything_is_due() -> None:
    assert due_leaves(GIVEN, None) == ({}, list(GIVEN))


def test_every_value_that_was_looked_up_is_digested_once() -> None:
    asked: list[str] = []

    def digest(read: str) -> str:
        asked.append(read)
        return DIGESTS[read]

    assert reads_of([*TRACES.values(), *TRACES.values()], digest) == DIGESTS
    assert sorted(asked) == sorted(DIGESTS)


def test_what_did_not_change_is_not_digested_again() -> None:
    def digest(read: str) -> str:
        assert read == "card\0b"
        return "3"

    assert reads_of(TRACES.values(), digest, BUILD, {"card\0b"}) == {**DIGESTS, "card\0b": "3"}
    # Nobody need tell of leaves that were not made.
    assert reads_of([], digest, BUILD, {"card\0b"}) == {**DIGESTS, "card\0b": "3"}
