"""Files in rows with changes beside them are like a plain mapping."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.working.known_files import FileMark, FileRows, KnownFiles, packed_files
from generator.working.packed import END

ADDRESSES = st.sampled_from([f"papers/{letter}/index.html" for letter in "abcdefgh"])
MARKS = st.tuples(st.integers(0, 9), st.integers(-5, 5))
CHANGES = st.dictionaries(ADDRESSES, st.none() | MARKS)


@given(st.dictionaries(ADDRESSES, MARKS), st.lists(CHANGES, max_size=3))
def test_rows_with_changes_are_like_a_mapping(
    packed: dict[str, FileMark], edits: list[dict[str, FileMark | None]]
) -> None:
    known, expected = KnownFiles({}, FileRows(packed_files(packed))), dict(packed)
    for changes in edits:
        known = known.edited(changes)
        for address, mark in changes.items():
            if mark is None:
                expected.pop(address, None)
            else:
                expected[address] = mark
    assert known == expected
    assert (len(known), set(known)) == (len(expected), set(expected))
    assert {address: (size, time) for address, size, time in known.marks()} == expected
    assert known.bytes == sum(size for size, _ in expected.values())
    for address in {*packed, *(one for changes in edits for one in changes), "nowhere"}:
        assert (address in known, known.get(address)) == (address in expected, expected.get(address))
    assert KnownFiles({}, FileRows(packed_files(known))) == expected


@given(st.dictionaries(ADDRESSES, MARKS), CHANGES, CHANGES)
def test_what_was_changed_since_is_told(
    packed: dict[str, FileMark], earlier: dict[str, FileMark | None], later: dict[str, FileMark | None]
) -> None:
    before = KnownFiles({}, FileRows(packed_files(packed))).edited(earlier)
    known = before.edited(later)
    changes = known.changes_since(before)
    assert changes.keys() == {address for address in later if before.get(address) != later[address]}
    assert before.edited(changes) == known


def test_what_does_not_fit_together_is_refused() -> None:
    addresses, sizes, times = packed_files({"a": (1, 2), "b": (3, 4)})
    with pytest.raises(ValueError, match="missing"):
        FileRows((addresses, sizes, times[:8]))
    with pytest.raises(ValueError, match="sign"):
        packed_files({f"a{END}": (1, 2)})
