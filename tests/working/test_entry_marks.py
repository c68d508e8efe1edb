"""Which entries were edited and whether only in their words, told by digests."""

from __future__ import annotations

import pytest

from generator.working.entry_marks import EntryEdits, EntryMark, edits_since, marks_of

BEFORE = {"a": EntryMark("a1", "a"), "b": EntryMark("b1", "b")}


@pytest.mark.parametrize(
    ("now", "entries", "only_words"),
    [
        (BEFORE, (), True),
        ({**BEFORE, "b": EntryMark("b2", "b")}, ("b",), True),
        ({**BEFORE, "b": EntryMark("b2", "bb")}, ("b",), False),
        ({**BEFORE, "c": EntryMark("c1", "c")}, ("c",), False),
        ({"a": BEFORE["a"]}, ("b",), False),
        ({"a": EntryMark("a2", "a"), "c": EntryMark("b1", "b")}, ("a", "b", "c"), False),
        (dict(reversed(BEFORE.items())), (), True),
    ],
)
def test_what_was_edited(now: dict[str, EntryMark], entries: tuple[str, ...], only_words: bool) -> None:
    assert edits_since(BEFORE, now) == EntryEdits(frozenset(entries), only_words)


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
