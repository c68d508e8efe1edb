"""What a query means beyond its words: phrases, years, other spellings, what is excluded, what was pasted."""

from __future__ import annotations

import pytest

from generator.search.engine import answer
from generator.search.other_spellings import BEGINNINGS, WORDS, other_spellings
from generator.search.query import parse_query
from generator.search.shard_reader import ShardStore
from tests.search.small_site import keys_in_order, own_documents, store_of
from tests.search.test_index_format import a_document, found

PAPERS = (
    a_document("house", "The House of the Rising Signal and the Noise", authors=("Kaiming He", "Bo An")),
    a_document("chain", "Chains of Thought", summary="We sample self-consistent answers.", year=2023),
    a_document("bees", "Waggle Dances", tldr="How bees tell others of a good meadow.", year=2016),
    a_document(
        "colour",
        "Optimization of Colour in Nested Matrices",
        authors=("Ada Lovelace", "Yu Zhang"),
        year=2022,
        venue="ICCV",
        venue_year=2023,
        doi="10.1000/abc(1)",
    ),
    a_document("self", "Self-Attention for Graphs", authors=("Peiyu Yu", "Yasi Zhang")),
    a_document(
        "both", "Graphs of the Self", summary="Attention is paid to graphs.", authors=("Ada Lovelace",)
    ),
    a_document("again", "Attention for Graphs and Attention for Trees"),
)


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        # A word may stand in a title twice, and a stop word before the phrase begins.
        ('"The House of the Rising Signal and the Noise"', ["house"]),
        ('"rising signal and the noise"', ["house"]),
        ('"attention for graphs and attention for trees"', ["again"]),
        ('"rising noise"', ["house"]),
        ('"signal rising"', ["house"]),
        # What no title has is looked for in the text, all of it.
        ('"bees tell others"', ["bees"]),
        ('"beees tell"', ["bees"]),
        ('"bees sample"', []),
        ('"the"', ["house", "both"]),
        # A phrase that a title has is that of the title.
        ('"attention for graphs"', ["again", "self"]),
        ('graphs -"attention for graphs"', ["both"]),
    ],
)
def test_phrases(query: str, keys: list[str]) -> None:
    assert sorted(found(PAPERS, query)) == sorted(keys)


def test_every_title_in_quotes_finds_its_paper() -> None:
    documents = own_documents()
    keys, store = keys_in_order(documents), store_of(documents)
    missing = [
        one.title
        for one in documents
        if one.key not in [keys[result.document] for result in answer(store, f'"{one.title}"').results]
    ]
    assert missing == []


def test_a_phrase_that_no_title_has_is_told() -> None:
    store = store_of(PAPERS)
    assert answer(store, '"bees tell others" -"no such words" "waggle dances"').scattered == (
        "bees tell others",
    )
    assert answer(store, '"rising signal"').scattered == ()


@pytest.mark.parametrize(
    ("query", "first"),
    [("Lovelace 2022", "colour"), ("Lovelace ICCV 2023", "colour"), ("2016", "bees")],
)
def test_a_year_is_a_word_of_a_paper(query: str, first: str) -> None:
    assert found(PAPERS, query)[:1] == [first]


@pytest.mark.parametrize(
    "query", ["optimisation of color", "optimising colors", "nested matrix", "OPTIMISATION matrix"]
)
def test_other_spellings_find_the_paper_with_all_words(query: str) -> None:
    asked = answer(store_of(PAPERS), query)
    assert asked.complete == 1
    assert all(slot.corrected is None for slot in asked.plan.slots)


def test_words_written_as_one_are_looked_for_as_two_and_said_to_be() -> None:
    asked = answer(store_of(PAPERS), "meadowdances")
    assert [slot.corrected for slot in asked.plan.slots] == ["meadow dances"]
    assert found(PAPERS, "meadowdances") == ["bees"]


def test_either_spelling_finds_the_same_papers(store: ShardStore) -> None:
    for one, other in (("optimization", "optimisation"), ("modeling behavior", "modelling behaviour")):
        ours = {result.document for result in answer(store, f"{one} ").results}
        assert ours == {result.document for result in answer(store, f"{other} ").results}
        assert ours


def test_spellings_go_both_ways_and_leave_lookalikes_alone() -> None:
    for one, other in WORDS:
        assert other in other_spellings(one)
        assert one in other_spellings(other)
    for british, american in BEGINNINGS:
        assert american + "x" in other_spellings(british + "x")
        assert british + "x" in other_spellings(american + "x")
    for word in ("analyse", "optimised", "tokenizer", "generalisability", "normalizations"):
        assert [back for (one,) in [other_spellings(word)] for back in other_spellings(one)] == [word]
    for word in ("supervised", "otherwise", "parameter", "size", "noise", "linear", "", "中文"):
        assert other_spellings(word) == ()


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        # Written as one, or in a row in the title; not wherever both words are.
        ("graphs -self-attention", ["both", "again"]),
        ("graphs -attention", []),
        ('lovelace -author:"Yu Zhang"', ["both"]),
        ('graphs -author:"Zhang, Yu"', ["self", "both", "again"]),
        ("graphs -author:zhang", ["both", "again"]),
        ("graphs -title:self", ["again"]),
    ],
)
def test_what_is_excluded(query: str, keys: list[str]) -> None:
    assert sorted(found(PAPERS, query)) == sorted(keys)


@pytest.mark.parametrize("query", ["author:He ", "author:An ", 'author:"Kaiming He"', 'author:"An, Bo"'])
def test_an_author_may_be_called_as_a_stop_word(query: str) -> None:
    assert found(PAPERS, query) == ["house"]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("See Lovelace (doi:10.1000/abc(1)).", "colour"),
        ("[10.1000/abc(1)] waggle dances", "colour"),
        # One that no paper has does not stand in the way.
        ("Waggle dances. arXiv:2312.00752", "bees"),
    ],
)
def test_identifiers_among_words(query: str, first: str) -> None:
    assert found(PAPERS, query)[0] == first


def test_an_unheard_identifier_alone_finds_nothing() -> None:
    assert found(PAPERS, "arXiv:2312.00752") == []
    assert found(PAPERS, "name:unheard waggle") == []


def test_quotes_and_dashes_of_a_pasted_paragraph_mean_nothing() -> None:
    text = (
        'How bees "tell others" - in a word -without sounds- of a good meadow is shown here by waggle dances '
        "that we filmed over many days and in many places with cameras of several kinds and by 'eye'."
    )
    query = parse_query(text)
    assert (query.phrases, query.excluded) == ((), ())
    assert not any(word.needed for word in query.words)
    assert found(PAPERS, text)[0] == "bees"
    # One long quotation is still one.
    assert len(parse_query(f'"{text.replace(chr(34), "")}"').phrases) == 1


def test_what_is_closed_with_a_quote_is_not_being_typed() -> None:
    assert [word.open for word in parse_query('author:"Yu Zhang"').words] == [False, False]
    assert [word.open for word in parse_query('author:"Yu Zha').words] == [False, True]


def test_papers_that_are_perhaps_by_somebody_else_come_last() -> None:
    crowd = tuple(f"Author{letter} Crowd" for letter in "abcdefghijkl")
    papers = (
        a_document("sure", "A Long Title about Something Else Entirely", authors=("Jun Xiong",)),
        a_document("other", "Brief", authors=("Jun Gao", "Jing Xiong")),
        a_document("hidden", "Brief", authors=(*crowd, "Jing Gao", "Jun Xiong")),
    )
    assert found(papers, 'author:"Jun Xiong"') == ["sure", "hidden"]
