"""What the search keeps between builds saves work and changes nothing."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest

from generator.model.output_file import OutputFile
from generator.search import (
    collecting,
    contributions,
    facet_columns,
    index_files,
    kept_lines,
    kept_outlines,
    kept_search,
    kept_shards,
    packing,
    records,
    vectors,
    word_lists,
)
from generator.search.collecting import contributions_in_lots
from generator.search.contributions import Contributions
from generator.search.documents import Documents, SearchDocument, marks_of
from generator.search.facet_columns import FACETS
from generator.search.index import build_search
from generator.search.index_files import document_order
from generator.search.kept_formulas import formulas_remembered
from generator.search.library_documents import LibraryDocuments
from generator.text import typesetting
from generator.text.formula import TexFault
from generator.text.mathml import MathNode, typeset
from generator.text.tex_check import first_tex_fault
from generator.working import kept_files
from tests.search.small_site import own_documents
from tests.support.kept_results import forget
from tests.support.papers import a_library, a_paper

ODD_TEXTS = (
    "Hyb-NeRF und Größe: 深度学习 \U00010428\U00010429 μNav's GPT4-turbo",
    "word-" * 30 + "x_y a-a a-b " + "Linear " * 80,
    "O'Neill's x.y.z \u00bd \u2028 state-of-the-art 2.5D",
    "",
)


@pytest.fixture(scope="module")
def some_documents() -> tuple[SearchDocument, ...]:
    return own_documents()[:60]


def edited(documents: list[SearchDocument], chance: random.Random, number: int) -> list[SearchDocument]:
    """A few documents added, changed, moved or taken away."""
    after = list(documents)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(after))
        text = chance.choice(ODD_TEXTS)
        deed = chance.randrange(5)
        if deed == 0:
            after[at] = after[at]._replace(tldr=text, title=f"{after[at].title} {text}")
        elif deed == 1:
            after[at] = after[at]._replace(topic=chance.choice(after).topic, date=f"20{number:02}-01-01")
        elif deed == 2:
            del after[at]
        elif deed == 3:
            after[at] = after[at]._replace(key=f"renamed-{number}", comments=number, abstract=text)
        else:
            after.insert(at, after[at]._replace(key=f"new-{number}-{at}", name=text[:8], doi="10.1000/182"))
    chance.shuffle(after)
    return after


def files_of(
    documents: Sequence[SearchDocument], kept: Path | None = None, jobs: int = 1
) -> list[OutputFile]:
    """As readers see them."""
    files = build_search(documents, kept, jobs)
    return sorted((file._replace(was=None) for file in files), key=lambda file: file.address)


def test_files_that_stayed_tell_where_they_were(
    some_documents: tuple[SearchDocument, ...], tmp_path: Path
) -> None:
    documents = list(some_documents)
    before = {file.address: file.content for file in build_search(documents, tmp_path)}
    documents[7] = documents[7]._replace(comments=12_345)
    now = build_search(documents, tmp_path)
    stayed = [file for file in now if file.was]
    assert all(before[str(file.was)] == file.content for file in stayed)
    # The folder is moved when the first of these is put, so nothing may have been put there before.
    assert list(now[: len(stayed)]) == stayed
    moved = [file for file in now if file.address not in before]
    assert len(moved) > 10
    # The paper's record, and the column of its comments.
    assert sum(not file.was for file in moved) == 2


@pytest.mark.parametrize(("behind", "jobs"), [(0, 1), (2, 1), (0, 2)])
def test_after_any_edits_memory_gives_the_bytes_of_a_build_without(
    some_documents: tuple[SearchDocument, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    behind: int,
    jobs: int,
) -> None:
    monkeypatch.setattr(kept_shards, "FEW_MADE", 3)
    monkeypatch.setattr(kept_files, "MANY", 0)
    monkeypatch.setattr(kept_files, "FEW", behind)
    monkeypatch.setattr(records, "FEW_LINES", 2)
    chance = random.Random(20261121)
    documents = list(some_documents)
    for number in range(12):
        assert files_of(documents, tmp_path, jobs) == files_of(documents), number
        documents = edited(documents, chance, number)
    assert files_of((), tmp_path, jobs) == files_of(())
    assert files_of(documents, tmp_path) == files_of(documents)


def test_only_what_is_new_is_read_and_compressed(
    some_documents: tuple[SearchDocument, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = list(some_documents)
    files_of(documents, tmp_path)
    read: list[str] = []
    packed: list[Sequence[bytes]] = []
    turned: list[int] = []
    made: list[Iterable[facet_columns.Pairs]] = []

    def reading(some: Sequence[SearchDocument], jobs: int) -> Contributions:
        read.extend(one.key for one in some)
        return contributions_in_lots(some, jobs)

    def packed_anew(sections: Sequence[bytes]) -> bytes:
        packed.append(sections)
        return packing.packed(sections)

    def turned_anew(entries: vectors.Entries, count: int) -> vectors.Levels:
        turned.append(count)
        return levels_of(entries, count)

    def sections_anew(values: Iterable[facet_columns.Pairs]) -> list[bytes]:
        made.append(values)
        return sections_of(values)

    levels_of, sections_of = vectors.levels_of, facet_columns.facet_sections
    monkeypatch.setattr(kept_search, "contributions_in_lots", reading)
    monkeypatch.setattr(kept_shards, "packed", packed_anew)
    monkeypatch.setattr(vectors, "levels_of", turned_anew)
    files_of(documents, tmp_path)
    assert (read, packed) == ([], [])
    documents[7] = documents[7]._replace(comments=12_345)
    files_of(documents, tmp_path)
    assert read == [documents[7].key]
    # The paper's record and the one column that is another now. What it is about is known.
    assert len(packed) == 2
    assert turned == []
    monkeypatch.setattr(facet_columns, "facet_sections", sections_anew)
    documents[7] = documents[7]._replace(tldr=documents[8].tldr)
    assert files_of(documents, tmp_path) == files_of(documents)
    assert turned == [len(documents)] * 2
    # Of words no column is made; the second site had no memory.
    assert len(made) == len(FACETS)


def test_what_another_process_made_is_remembered(
    some_documents: tuple[SearchDocument, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_shards, "FEW_MADE", 0)
    documents = list(some_documents)
    assert files_of(documents, tmp_path, jobs=2) == files_of(documents)

    def refuse(_: Sequence[bytes]) -> bytes:
        raise AssertionError("a shard is made that was made before")

    monkeypatch.setattr(kept_shards, "packed", refuse)
    shards = kept_shards.KeptShards(tmp_path / "shards.bin")
    again = index_files.index_files_with_memory(
        documents, marks_of(documents), tmp_path / "documents.bin", shards, jobs=1
    )
    known = {file.address: file.content for file in files_of(documents, tmp_path)}
    assert all(known[file.address] == file.content for file in again)


class Asked(Documents):
    """Documents that tell which of them somebody asked for."""

    def __init__(self, documents: Sequence[SearchDocument]) -> None:
        self.documents = documents
        self.places: set[int] = set()

    def __len__(self) -> int:
        return len(self.documents)

    def document(self, place: int) -> SearchDocument:
        self.places.add(place)
        return self.documents[place]


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Another title: of its own", "authors": ("Newly Writing",)},
        {"topic": "other", "topic_name": "Other"},
        {"date": "1999-12-31", "year": 1999},
        {"status": "retracted"},
        {"tags": (("new", "New"),), "kind": "survey"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_after_an_edit_only_what_stands_beside_it_is_asked_for(
    some_documents: tuple[SearchDocument, ...], tmp_path: Path, change: dict[str, Any]
) -> None:
    """Where no other document comes to stand in another place; orders and facets are made of what was kept."""
    documents = [one._replace(topic="one", status="active") for one in some_documents]
    files_of(documents, tmp_path)
    last = documents.index(max(documents, key=document_order))
    documents[last] = documents[last]._replace(**change)
    asked = Asked(documents)
    found = build_search(asked, tmp_path, marks=marks_of(documents))
    assert {file.address: file.content for file in found} == {
        file.address: file.content for file in build_search(documents)
    }
    assert last in asked.places
    # Those whose records stand in one shard.
    assert len(asked.places) < 20


def test_where_all_come_to_stand_in_other_shards_their_records_are_those_kept(
    some_documents: tuple[SearchDocument, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = "Half a pair \ud800, 深度, \u2028 and a tab\t"
    documents = [one._replace(topic="one", tldr=odd) for one in some_documents]
    monkeypatch.setattr(records, "FEW_LINES", 1)
    files_of(documents, tmp_path)
    documents.append(documents[0]._replace(key="newest", topic="first"))
    asked = Asked(documents)
    found = build_search(asked, tmp_path, marks=marks_of(documents))
    assert {file.address: file.content for file in found} == {
        file.address: file.content for file in build_search(documents)
    }
    assert len(asked.places) < 4


def test_where_no_document_changed_the_index_is_taken_whole_and_without_numpy(tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from generator.search.documents import SearchDocument\n"
        "from generator.search.index import build_search\n"
        "documents = [SearchDocument(key=k, title=k * 3, address=k) for k in 'abc']\n"
        "files = build_search(documents, Path(sys.argv[1]))\n"
        "print(sum(map(len, (file.content for file in files))), 'numpy' in sys.modules)"
    )
    command = (sys.executable, "-c", script, str(tmp_path))
    first, second = (
        subprocess.run(command, check=True, capture_output=True, text=True).stdout.split() for _ in range(2)
    )
    assert (first[1], second[1]) == ("True", "False")
    assert first[0] == second[0]


@pytest.mark.parametrize("harm", ["cut", "turned", "empty", "folder", "other rules"])
def test_what_is_harmed_is_made_anew(
    some_documents: tuple[SearchDocument, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    monkeypatch.setattr(records, "FEW_LINES", 0)
    documents = list(some_documents)
    whole = files_of(documents, tmp_path)
    names = sorted(file.name for file in tmp_path.iterdir())
    kept = {name: (tmp_path / name).read_bytes() for name in names}
    assert len(kept) == 8
    for name, content in kept.items():
        file = tmp_path / name
        if harm == "cut":
            file.write_bytes(content[:-9])
        elif harm == "turned":
            middle = len(content) // 2
            file.write_bytes(content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :])
        elif harm == "empty":
            file.write_bytes(b"")
        elif harm == "folder":
            file.unlink()
            file.mkdir()
        else:
            monkeypatch.setattr(kept_search, "rules", lambda: "others")
            monkeypatch.setattr(kept_shards, "rules", lambda: "others")
            monkeypatch.setattr(kept_outlines, "rules", lambda: "others")
            monkeypatch.setattr(kept_lines, "rules", lambda: "others")
            monkeypatch.setattr(vectors, "rules", lambda: "others")
            monkeypatch.setattr(word_lists, "rules", lambda: "others")
    assert files_of(documents, tmp_path) == whole
    if harm != "other rules":
        assert {name: (tmp_path / name).read_bytes() for name in names} == kept


def test_lots_and_processes_change_nothing(
    some_documents: tuple[SearchDocument, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = files_of(some_documents)
    monkeypatch.setattr(collecting, "DOCUMENTS_AT_ONCE", 17)
    monkeypatch.setattr(contributions, "POSTINGS_AT_ONCE", 500)
    assert files_of(some_documents, jobs=1) == whole
    assert files_of(some_documents, jobs=2) == whole


def test_formulas_are_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = a_library(a_paper(title="Costs $O(n^2)$ and $\\alpha_1$, not $\\frac{1}{$"))
    asked: list[str] = []
    checked: list[str] = []

    def noted(tex: str) -> tuple[MathNode, ...]:
        asked.append(tex)
        return typeset(tex)

    def noted_check(tex: str) -> TexFault | None:
        checked.append(tex)
        return first_tex_fault(tex)

    def fresh() -> None:
        forget()
        asked.clear()
        checked.clear()

    def documents() -> list[SearchDocument]:
        with formulas_remembered(tmp_path):
            return list(LibraryDocuments(library))

    monkeypatch.setattr(typesetting, "typeset", noted)
    monkeypatch.setattr(typesetting, "first_tex_fault", noted_check)
    fresh()
    first = documents()
    assert len(asked) == 2
    assert len(checked) == 3
    assert "O(n²)" in first[0].title
    assert "$\\frac{1}{$" in first[0].title
    fresh()
    assert documents() == first
    assert asked == []
    assert checked == []
    fresh()
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes().replace("O(n²)".encode(), b"O(n)"))
    assert documents() == first
    assert len(asked) == 2


def test_two_of_one_key_may_change_places(some_documents: tuple[SearchDocument, ...], tmp_path: Path) -> None:
    one = some_documents[0]
    twins = [one, one._replace(title="Another title"), *some_documents[1:9]]
    files_of(twins, tmp_path)
    turned = twins[::-1]
    assert files_of(turned) != files_of(twins)
    assert files_of(turned, tmp_path) == files_of(turned)


# The key decides nothing but the order of equals.
@pytest.mark.parametrize("field", [name for name in SearchDocument._fields if name != "key"])
def test_a_change_of_any_field_is_seen(
    some_documents: tuple[SearchDocument, ...], tmp_path: Path, field: str
) -> None:
    documents = list(some_documents[:12])
    before = files_of(documents, tmp_path)
    value = getattr(documents[5], field)
    after: Any = {"date": "1999", "status": "withdrawn"}.get(field, "another-one")
    if isinstance(value, bool):
        after = not value
    elif isinstance(value, tuple):
        after = (("new", "Something new"),) if field in ("tags", "also_in") else ("Something New",)
    elif isinstance(value, int):
        after = value + 1
    documents[5] = documents[5]._replace(**{field: after})
    assert files_of(documents, tmp_path) == files_of(documents) != before


def test_another_ending_in_a_title_is_seen(
    some_documents: tuple[SearchDocument, ...], tmp_path: Path
) -> None:
    documents = [one._replace(title="Deep wombats", name=None) for one in some_documents[:3]]
    files_of(documents, tmp_path)
    documents = [one._replace(title="Deep wombating") for one in documents]
    assert files_of(documents, tmp_path) == files_of(documents)
