"""What copies tell of the leaves they made comes together as if one process had made them all."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from generator.working.entry_marks import EntryMark, EntryMarks
from generator.working.kept_build import keep_build, known_build
from generator.working.known_files import KnownFiles
from generator.working.known_leaves import LeafTrace
from generator.working.made_leaves import MadeLeaves, known_of, made_leaves, traces_of
from generator.working.packed import END
from generator.working.traces import KnownBuild, KnownSite, PlanTrace, Untraced
from tests.working.test_known_leaves import LEAVES, READS

DIGESTS = {read: f"digest of {read}" for read in READS}


def batch_of(leaves: dict[str, LeafTrace]) -> MadeLeaves:
    """As a copy tells it: digests of what its own leaves looked up, and of nothing else."""
    looked_up = {read for trace in leaves.values() for read in trace.reads}
    batch = made_leaves(leaves, {read: DIGESTS[read] for read in looked_up})
    assert batch is not None
    return batch


def batches_of(leaves: list[dict[str, LeafTrace]]) -> tuple[list[MadeLeaves], dict[str, LeafTrace]]:
    """Batches whose leaves have names of their own, and all these leaves."""
    named = [{f"{number}/{name}": one for name, one in some.items()} for number, some in enumerate(leaves)]
    return [batch_of(some) for some in named], {name: one for some in named for name, one in some.items()}


@given(st.lists(LEAVES, max_size=3))
def test_batches_come_together(leaves: list[dict[str, LeafTrace]]) -> None:
    batches, expected = batches_of(leaves)
    known, reads = known_of(batches)
    assert known == expected
    assert list(known) == list(expected)
    assert reads == {read: DIGESTS[read] for trace in expected.values() for read in trace.reads}
    for read in READS:
        assert known.that_read({read}) == {name for name, trace in expected.items() if read in trace.reads}
    assert traces_of(batches) == expected


def test_they_are_kept_as_they_came_together(tmp_path: Path) -> None:
    leaves = {f"papers/{key}": LeafTrace("g", (f"papers\0{key}", "card\0a"), (key,)) for key in "abc"}
    batches = [made_leaves({name: one}, dict.fromkeys(one.reads, "1")) for name, one in leaves.items()]
    known, reads = known_of([batch for batch in batches if batch is not None])
    build = KnownBuild(
        stamp="this program",
        site=KnownSite(folder=(1, 2), spare=None, differs=(), files=KnownFiles({"a": (5, 6)})),
        leaves=known,
        reads=reads,
        plan=PlanTrace(EntryMarks.of({"a": EntryMark("w", "r")}), ({"a": 7}, {}, {})),
        untraced=Untraced(("index.html",)),
    )
    keep_build(tmp_path / "record", build)
    found = known_build(tmp_path / "record", "this program")
    assert found is not None
    assert found[0] == build
    assert found[0].leaves == leaves


def test_what_cannot_be_packed_is_told_as_none() -> None:
    assert made_leaves({f"papers/{END}": LeafTrace("g", (), ())}, {}) is None
    assert (
        made_leaves(
            {"papers/a": LeafTrace("g", (f"card\0{END}", "card\0b"), ())},
            {f"card\0{END}": "1", "card\0b": "2"},
        )
        is None
    )
