"""What is made from entries is told again only of those whose texts are others."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path

import pytest

from generator.model.entry_texts import NO_TEXTS, EntryTexts
from generator.working.kept_files import FEW, MANY, may_stand
from generator.working.kept_marks import marks_by_texts


class Shelf:
    """Entries with their texts, and a note of those that were looked at."""

    def __init__(self, folder: Path, **texts: str) -> None:
        self.file = folder / "marks"
        self.entries = texts
        self.asked: list[str] = []

    def marks(self, rules: str = "now", reading: str = "now") -> list[bytes]:
        """The marks of all, in their order."""
        self.asked.clear()
        sources = list(self.entries)
        texts = {name: hashlib.sha256(text.encode()).digest() for name, text in self.entries.items()}

        def make(places: Sequence[int]) -> list[bytes]:
            self.asked += [sources[place] for place in places]
            return [self.entries[sources[place]][:2].encode() for place in places]

        return marks_by_texts(sources, EntryTexts(reading, texts), make, self.file, rules)


def test_only_what_has_another_text_is_looked_at(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, a="one", b="two", c="three")
    assert shelf.marks() == [b"on", b"tw", b"th"]
    assert shelf.asked == ["a", "b", "c"]
    assert shelf.marks() == [b"on", b"tw", b"th"]
    assert shelf.asked == []
    shelf.entries["b"] = "four"
    assert shelf.marks() == [b"on", b"fo", b"th"]
    assert shelf.asked == ["b"]


def test_entries_may_come_and_go_and_swap_their_texts(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, a="one", b="two", c="three")
    shelf.marks()
    shelf.entries = {"b": "two", "d": "four", "a": "one"}
    assert shelf.marks() == [b"tw", b"fo", b"on"]
    assert shelf.asked == ["d"]
    shelf.entries |= {"a": "two", "b": "one"}
    assert shelf.marks() == [b"on", b"fo", b"tw"]
    assert shelf.asked == ["b", "a"]
    shelf.entries = {}
    assert shelf.marks() == []


@pytest.mark.parametrize("which", ["rules", "reading"])
def test_other_rules_make_all_marks_anew(tmp_path: Path, which: str) -> None:
    shelf = Shelf(tmp_path, a="one", b="two")
    shelf.marks()
    shelf.marks(**{which: "later"})
    assert shelf.asked == ["a", "b"]


@pytest.mark.parametrize("harm", [b"", b"short", bytes(200), None])
def test_a_damaged_file_is_as_good_as_none(tmp_path: Path, harm: bytes | None) -> None:
    shelf = Shelf(tmp_path, a="one", b="two")
    shelf.marks()
    whole = shelf.file.read_bytes()
    shelf.file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]) if harm is None else harm)
    assert shelf.marks() == [b"on", b"tw"]
    assert shelf.asked == ["a", "b"]
    assert shelf.file.read_bytes() == whole


def test_without_texts_everything_is_looked_at_and_nothing_kept(tmp_path: Path) -> None:
    file = tmp_path / "marks"
    found = marks_by_texts(["a", "b"], NO_TEXTS, lambda places: [b"x%d" % one for one in places], file, "now")
    assert found == [b"x0", b"x1"]
    assert not file.exists()


def test_what_is_known_of_many_stands_though_few_were_edited() -> None:
    assert may_stand(MANY, FEW)
    assert not may_stand(MANY, FEW + 1)
    assert not may_stand(MANY - 1, 1)
