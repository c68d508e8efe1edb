"""Which entries were edited and whether only in their words, told by digests."""

from __future__ import annotations

import random

import pytest

from generator.working.entry_marks import EntryEdits, EntryMark, EntryMarks, edits_since, marks_of

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
    before, after = EntryMarks.of(BEFORE), EntryMarks.of(now)
    assert edits_since(before, after) == EntryEdits(frozenset(entries), only_words)


@pytest.mark.parametrize(
    ("now", "expected"),
    [({"a": "a1", "b": "b2"}, ["b"]), ({"a": "a1", "b": "b2", "c": "c1"}, ["b", "c"]), ({"b": "b1"}, [])],
)
def test_what_did_not_change_is_not_looked_at_in_parts(now: dict[str, str], expected: list[str]) -> None:
    asked: list[str] = []

    def apart_from_words(entry: str) -> str:
        asked.append(entry)
        return entry

    marks = marks_of(now, now.values(), apart_from_words, EntryMarks.of(BEFORE))
    assert dict(marks) == {key: EntryMark(whole, key) for key, whole in now.items()}
    assert asked == expected


def test_marks_and_their_changes_make_the_next_ones() -> None:
    chance = random.Random(20261123)
    for _ in range(300):
        before, now = (
            EntryMarks.of(
                {
                    key: EntryMark(chance.choice("xy"), chance.choice("uv"))
                    for key in chance.sample("abcdef", chance.randint(0, 6))
                }
            )
            for _ in range(2)
        )
        if chance.random() < 0.5:
            now = before.with_changes(
                {key: EntryMark("y", chance.choice("uv")) for key in before if chance.random() < 0.3}
            )
        changes = now.changes_since(before)
        again = before.with_changes(changes)
        assert (again.order, again.whole, again.apart_from_words) == (
            now.order,
            now.whole,
            now.apart_from_words,
        )
        assert all(before.get(key) != mark for key, mark in changes.items())
        assert [*now] == sorted(now)
        assert {key: now[key] for key in now} == {key: EntryMark(*pair) for key, pair in now.pairs().items()}


def test_rows_of_unequal_length_are_no_marks() -> None:
    with pytest.raises(ValueError, match="missing"):
        EntryMarks(["a"], ["a1"], [])
    with pytest.raises(KeyError):
        EntryMarks.of(BEFORE)["c"]
