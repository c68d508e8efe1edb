"""The files of the index, as docs/search-format.md describes them."""

from __future__ import annotations

import json
import random

import numpy as np

from generator.search.analysis import words_of
from generator.search.byte_columns import ByteReader, page_order, varint, varints, word_bytes, words_bytes
from generator.search.documents import SearchDocument
from generator.search.engine import answer, open_index
from generator.search.index import build_search
from generator.search.records import clipped
from generator.search.shard_reader import ShardStore
from generator.working.columns import sorting_order
from tests.search.small_site import keys_in_order, own_documents, store_of


def a_document(key: str, title: str, **fields: object) -> SearchDocument:
    given: dict[str, object] = {"topic": "t", "address": f"papers/{key}/", **fields}
    return SearchDocument(key=key, title=title, **given)  # type: ignore[arg-type]  # fields of the test's own


EXAMPLE = (
    a_document("a", "Linear Attention", date="2025"),
    a_document("b", "Attention, Linear and Sparse: LAS", date="2024"),
)


def found(documents: tuple[SearchDocument, ...], query: str) -> list[str]:
    keys = keys_in_order(documents)
    return [keys[result.document] for result in answer(store_of(documents), query).results]


def test_the_worked_example_of_the_documentation_is_true() -> None:
    store = store_of(EXAMPLE)
    term = store.postings("attent")
    assert term is not None
    assert (term.idf, term.documents, term.surfaces) == (3, [0, 1], ["attention"])
    assert (term.impacts.hex(), term.title_places.hex(), term.title_lengths.hex()) == ("c2c2", "0100", "0204")
    name = store.postings("attentionlinearandsparse:")
    assert name is not None
    assert name.documents == [1]
    asked = answer(store, "linear attenton")
    assert [result.document for result in asked.results] == [0, 1]
    assert asked.plan.slots[1].corrected == "attention"


def test_the_same_papers_in_any_order_give_the_same_bytes() -> None:
    documents = list(own_documents()[:150])
    first = build_search(documents)
    random.Random(3).shuffle(documents)
    assert build_search(documents) == first


def test_every_shard_lies_under_a_name_that_changes_with_any_content() -> None:
    one = {file.address for file in build_search(EXAMPLE)}
    other = {file.address for file in build_search((EXAMPLE[0], a_document("b", "Another", date="2024")))}
    shards = {address for address in one | other if address.endswith(".bin")}
    assert not one & other & shards
    assert {address for address in one if address not in shards} == {a for a in other if a not in shards}


def test_characters_beyond_the_basic_plane_sort_as_the_page_compares() -> None:
    words = ["\U00010428", "\ufb00", "z", "\ue000", "中"]
    assert sorted(words, key=page_order) == ["z", "中", "\U00010428", "\ue000", "\ufb00"]
    documents = tuple(a_document(f"p{n}", f"{word} {word}word") for n, word in enumerate(words))
    assert [found(documents, word)[0] for word in ("\U00010428", "中")] == ["p0", "p4"]


def test_numbers_and_words_are_read_as_they_were_written() -> None:
    numbers = [0, 1, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152, 2**28 - 1]
    content, _ = varints(np.array(numbers))
    assert ByteReader(content.tobytes()).numbers(len(numbers)) == numbers
    assert b"".join(map(varint, numbers)) == content.tobytes()
    words = [
        "a",
        "aa",
        "ab",
        "ab\U00010428",
        "ab\U00010428\U00010429",
        "b" * 99,
        "b" * 101,
        "b" * 200,
        "b" * 100,
    ]
    for some in (words, words[:3], ["", ""], []):
        before = ["", *some][: len(some)]
        content, starts = words_bytes(some, before)
        assert ByteReader(content.tobytes()).words(len(some)) == some
        assert content.tobytes() == b"".join(map(word_bytes, some, before))
        assert np.diff(starts).tolist() == [
            len(word_bytes(word, other)) for word, other in zip(some, before, strict=True)
        ]


def test_numbers_of_any_size_are_sorted_as_they_come() -> None:
    for limit in (10, 1 << 16, (1 << 16) + 1, 300_000):
        numbers = np.array(random.Random(limit).choices(range(limit), k=5_000), dtype=np.int32)
        assert (sorting_order(numbers, limit) == np.argsort(numbers, kind="stable")).all()


def test_a_long_text_is_cut_between_words_whatever_its_blanks() -> None:
    chance = random.Random(5)
    for length in (0, 20, 279, 280, 281, 290, 600, 2_000):
        for _ in range(20):
            text = "".join(chance.choices(["word ", "  ", "\n", "x"], k=length))[:length]
            plain = " ".join(text.split())
            cut = plain if len(plain) <= 280 else plain[:280].rpartition(" ")[0] + " …"
            assert clipped(text) == cut


def test_an_index_without_papers_answers_that_there_are_none() -> None:
    assert found((), "anything") == []
    assert found((), "") == []


def test_compounds_are_found_in_every_spelling() -> None:
    documents = (
        a_document("hyphen", "Hyb-NeRF: an encoding"),
        a_document("camel", "CityPersons and their ways"),
        a_document("space", "Neighborhood attention at large"),
        a_document("greek", "μNav without maps"),
        a_document("other", "Something else about encoding and ways at large without maps"),
    )
    for query, key in (
        ("hybnerf", "hyphen"),
        ("hyb nerf", "hyphen"),
        ("city persons", "camel"),
        ("city-persons", "camel"),
        ("citypersons", "camel"),
        ("neighborhoodattention", "space"),
        ("neighborhood-attention", "space"),
        ("NeighborhoodAttention", "space"),
        ("mu nav", "greek"),
        ("μnav", "greek"),
        ("munav", "greek"),
    ):
        assert found(documents, query)[:1] == [key], query


def test_a_genitive_and_single_humps_are_left_out() -> None:
    assert words_of("Parkinson's").words == ("parkinson",)
    assert words_of("LLaVA").extra == ("la", "va")
    assert words_of("state-of-the-art").extra == ("stateoftheart",)


def test_some_words_are_enough_when_no_paper_has_all(store: ShardStore) -> None:
    asked = answer(store, "kimi qqqzzzq linear")
    assert asked.complete == 0
    assert asked.results


def test_excluded_words_phrases_and_values_are_gone(store: ShardStore) -> None:
    everything = {r.document for r in answer(store, "attention").results}
    without = {r.document for r in answer(store, "attention -sparse").results}
    sparse = store.postings("spars")
    assert sparse is not None
    assert without == everything - set(sparse.documents)
    topic = {r.document for r in answer(store, "attention topic:sparse-attention").results}
    others = {r.document for r in answer(store, "attention -topic:sparse-attention").results}
    assert topic
    assert topic | others == everything
    assert not topic & others


def test_the_routing_table_names_every_file() -> None:
    files = {file.address: file.content for file in build_search(EXAMPLE)}
    routing = json.loads(files["search/index.json"])
    named = {f"{letter}{n}" for letter, count in routing["files"] for n in range(count)} | set(
        routing["columns"]
    )
    folder = f"search/{routing['generation']}/"
    assert {a.removeprefix(folder).removesuffix(".bin") for a in files if a.endswith(".bin")} == named
    assert routing["bytes"] == sum(len(files[f"{folder}{name}.bin"]) for name in named)
    assert open_index(lambda address: files[f"search/{address}"]).documents == 2
