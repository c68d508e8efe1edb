"""The record of a build: what it lets stand, and what makes it worthless."""

from __future__ import annotations

from typing import Any

import pytest

from generator.working.entry_marks import EntryMark, EntryMarks
from generator.working.known_files import KnownFiles
from generator.working.known_leaves import KnownLeaves, LeafTrace
from generator.working.known_reads import KnownReads
from generator.working.traces import (
    KnownBuild,
    KnownSite,
    PlanTrace,
    Untraced,
    changed_reads,
    due_leaves,
    reads_of,
)

TRACES: dict[str, LeafTrace | None] = {
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
    site=KnownSite(
        folder=(1, 2), spare=(1, 3), differs=("x",), files=KnownFiles({"papers/a/index.html": (5, 6)})
    ),
    leaves=KnownLeaves(TRACES),
    reads=KnownReads(DIGESTS),
    plan=PlanTrace(EntryMarks.of({"a": EntryMark("w1", "r1")}), ({"papers/a/": 7}, {}, {})),
    untraced=Untraced(),
)
GIVEN = {"papers/a/index.html": "g1", "exports/all.bib": "g2"}


def due(*given: Any, **also: Any) -> tuple[dict[str, LeafTrace], list[str]]:
    """What stands and what is due, in plain form."""
    kept, names = due_leaves(*given, **also)
    return dict(kept), names


def test_what_would_find_the_same_stands() -> None:
    assert due(GIVEN, BUILD, changed_reads(BUILD, DIGESTS.__getitem__)) == (TRACES, [])


def test_what_nobody_plans_any_more_is_gone_unless_only_a_part_was_planned() -> None:
    given = {"exports/all.bib": "g2"}
    assert due(given, BUILD) == ({"exports/all.bib": TRACES["exports/all.bib"]}, [])
    assert due(given, BUILD, gone=frozenset()) == (TRACES, [])
    left = {name: trace for name, trace in TRACES.items() if name != "papers/a/index.html"}
    assert due(given, BUILD, gone=frozenset({"papers/a/index.html"})) == (left, [])


def test_only_what_is_asked_for_is_compared() -> None:
    assert changed_reads(BUILD, lambda _: "3") == set(DIGESTS)
    assert changed_reads(BUILD, lambda _: "3", ["card\0b"]) == {"card\0b"}


@pytest.mark.parametrize(
    ("given", "digests", "expected"),
    [
        ({**GIVEN, "papers/a/index.html": "g3"}, DIGESTS, ["papers/a/index.html"]),
        (GIVEN, {**DIGESTS, "card\0b": "3"}, ["papers/a/index.html"]),
        ({**GIVEN, "papers/c/index.html": "g1"}, DIGESTS, ["papers/c/index.html"]),
        ({**GIVEN, "search": None}, DIGESTS, ["search"]),
    ],
)
def test_what_may_come_out_otherwise_is_due(
    given: dict[str, str | None], digests: dict[str, str], expected: list[str]
) -> None:
    kept, found = due_leaves(given, BUILD, changed_reads(BUILD, digests.__getitem__))
    assert found == expected
    assert kept == {name: trace for name, trace in TRACES.items() if name not in expected}


def test_without_a_record_everything_is_due() -> None:
    assert due(GIVEN, None) == ({}, list(GIVEN))


def test_every_value_that_was_looked_up_is_digested_once() -> None:
    asked: list[str] = []

    def digest(read: str) -> str:
        asked.append(read)
        return DIGESTS[read]

    traces = BUILD.leaves.values()
    assert reads_of([*traces, *traces], digest) == DIGESTS
    assert sorted(asked) == sorted(DIGESTS)


def test_what_did_not_change_is_not_digested_again() -> None:
    def digest(read: str) -> str:
        assert read == "card\0b"
        return "3"

    assert reads_of(BUILD.leaves.values(), digest, BUILD, {"card\0b"}) == {**DIGESTS, "card\0b": "3"}
    # Nobody need tell of leaves that were not made.
    assert reads_of([], digest, BUILD, {"card\0b"}) == {**DIGESTS, "card\0b": "3"}
