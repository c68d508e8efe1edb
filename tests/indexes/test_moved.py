"""Which lists hold other papers than before, or edited ones."""

from __future__ import annotations

from generator.indexes.moved import differing, moved

BEFORE = {"a": ("1", "2"), "b": ("2", "3"), "c": ("4",), "d": ()}


def test_a_list_moved_where_it_has_other_papers_or_an_edited_one() -> None:
    assert moved(BEFORE, dict(BEFORE), frozenset()) == set()
    assert moved(BEFORE, dict(BEFORE), frozenset({"2"})) == {"a", "b"}
    now = {"a": ("2", "1"), "b": ("2", "3"), "d": (), "e": ("5",)}
    assert moved(BEFORE, now, frozenset()) == {"a", "c", "e"}
    assert moved({}, {"x": ()}, frozenset()) == {"x"}


def test_what_leads_elsewhere() -> None:
    assert differing(BEFORE, BEFORE) == differing(BEFORE, dict(BEFORE)) == set()
    assert differing(BEFORE, {"a": ("1", "2"), "b": (), "d": (), "e": ("5",)}) == {"b", "c", "e"}
