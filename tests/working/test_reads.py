"""What is looked up is noted, and a note tells whether the same would be found again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest

from generator.working.reads import Reads, digest_of


@dataclass(frozen=True, slots=True)
class Entry:
    title: str
    pages: tuple[int, ...] = ()


def looked_up(look: Callable[[Mapping[str, Entry]], object]) -> set[str]:
    reads = Reads()
    shelf = reads.watched("shelf", {"a": Entry("A"), "b": Entry("B")})
    look(shelf)
    with reads.gathered() as found:
        look(shelf)
    look(shelf)
    return found


@pytest.mark.parametrize(
    ("look", "noted"),
    [
        (lambda shelf: shelf["a"], {"shelf\0a"}),
        (lambda shelf: shelf.get("c"), {"shelf\0c"}),
        (lambda shelf: "c" in shelf, {"shelf\0c"}),
        (lambda shelf: (shelf["a"], shelf["b"]), {"shelf\0a", "shelf\0b"}),
        (list, {"shelf*"}),
        (len, {"shelf*"}),
        (lambda shelf: shelf.keys(), {"shelf*"}),
        (lambda shelf: list(shelf.values()), {"shelf*"}),
        (lambda shelf: dict(shelf.items()), {"shelf*"}),
        (lambda _: None, set()),
    ],
)
def test_every_way_to_look_is_noted(look: Callable[[Mapping[str, Entry]], object], noted: set[str]) -> None:
    assert looked_up(look) == noted


def test_a_watched_mapping_is_the_mapping() -> None:
    shelf = Reads().watched("shelf", {("a", "b"): 1, ("c", "d"): 2})
    assert dict(shelf) == {("a", "b"): 1, ("c", "d"): 2}
    assert (shelf["a", "b"], shelf.get(("x", "y"), 7), len(shelf)) == (1, 7, 2)
    with pytest.raises(KeyError):
        shelf["x", "y"]


def digests_of(contents: Mapping[str, Entry], *reads: str) -> list[str]:
    now = Reads()
    now.watched("shelf", contents)
    now.made("card", lambda key: contents[key].title)
    return [now.digest(read) for read in reads]


def test_a_digest_changes_with_what_is_found_and_with_nothing_else() -> None:
    before = {"a": Entry("A", (1,)), "b": Entry("B")}
    after = {"a": Entry("A", (2,)), "b": Entry("B"), "c": Entry("C")}
    same = digests_of(before, "shelf\0b", "card\0a", "shelf\0d")
    assert same == digests_of(after, "shelf\0b", "card\0a", "shelf\0d")
    for read in ("shelf\0a", "shelf\0c", "shelf*", "card\0c"):
        assert digests_of(before, read) != digests_of(after, read), read


def test_a_mapping_that_is_gone_is_as_good_as_empty() -> None:
    assert Reads().digest("shelf\0a") == digest_of(None)


def test_what_a_made_value_is_made_from_is_not_noted() -> None:
    reads = Reads()
    shelf = reads.watched("shelf", {"a": Entry("A")})
    with reads.gathered() as found:
        assert reads.one("card", "a", lambda key: shelf[key].title) == "A"
        assert "b" not in shelf
    assert found == {"card\0a", "shelf\0b"}


def test_equal_values_have_one_digest_however_they_came_to_be() -> None:
    title = " ".join("long title".split())
    assert digest_of((Entry(title), title)) == digest_of((Entry("long title"), "long title"))
    assert digest_of(("a", "b")) != digest_of(("a, b",))


def test_one_value_in_two_mappings_is_told_once_and_no_other_is_taken_for_it() -> None:
    paper, twin = Entry("A", (1, 2, 3)), Entry("B", (1, 2, 3))
    reads = Reads()
    reads.watched("shelf", {"a": paper, "b": twin})
    reads.watched("records", {"a": paper})
    reads.made("copy", lambda key: Entry(key * 20))
    assert reads.digest("shelf\0a") == reads.digest("records\0a") == digest_of(paper)
    assert reads.digest("shelf\0b") == digest_of(twin)
    # Values that are made and let go may lie at the same place in memory one after the other.
    assert len({reads.digest(f"copy\0{key}") for key in "abcdefgh"}) == 8


def test_short_values_stand_for_themselves_and_are_no_digest() -> None:
    values = ["", "a" * 20, "a" * 21, "a" * 22, "0" * 24, None, 7, ("a",), ()]
    digests = [digest_of(value) for value in values]
    assert len(set(digests)) == len(values)
    assert digest_of("a" * 500) != digest_of("a" * 501)
    assert max(map(len, digests)) == len(digest_of("a" * 500))
