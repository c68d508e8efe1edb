"""Whether only words were edited, told by digests."""

from __future__ import annotations

import pytest

from generator.working.entry_marks import EntryMark, marks_of, reworded

BEFORE = {"a": EntryMark("a1", "a"), "b": EntryMark("b1", "b")}


@pytest.mark.parametrize(
    ("now", "found"),
    [
        (BEFORE, []),
        ({**BEFORE, "b": EntryMark("b2", "b")}, ["b"]),
        ({**BEFORE, "b": EntryMark("b2", "bb")}, None),
        ({**BEFORE, "c": EntryMark("c1", "c")}, None),
        ({"a": BEFORE["a"]}, None),
        (dict(reversed(BEFORE.items())), None),
    ],
)
def test_only_words_were_edited(now: dict[str, EntryMark], found: list[str] | None) -> None:
    assert reworded(BEFORE, now) == found


def test_what_did_not_change_is_not_looked_at_in_parts() -> None:
    asked: list[str] = []

    def apart_from_words(entry: str) -> str:
        asked.append(entry)
        return entry

    entries = {"a": "a1", "b": "b2", "c": "c1"}
    assert marks_of(entries, entries.__getitem__, apart_from_words, BEFORE) == {
        "a": BEFORE["a"],
        "b": EntryMark("b2", "b"),
        "c": EntryMark("c1", "c"),
    }
    assert asked == ["b", "c"]
