r"""CSL-JSON as Zotero, pandoc's users and Crossref write it, and what it becomes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.importing.bibliography import Bibliography
from generator.importing.csl_items import read_csl
from generator.importing.found_paper import FoundPaper
from generator.model.paper import Venue


def paper_of(**fields: Any) -> FoundPaper:
    item = {"id": "one", "type": "article-journal", "title": "A", **fields}
    found = read_csl(json.dumps([item]), "library.json")
    assert found.problems == ()
    (paper,) = found.papers
    return paper


def told(found: Bibliography) -> list[str]:
    return [f"{problem.place.line} {problem.code} {problem.message}" for problem in found.problems]


def test_a_preprint_of_zotero_is_one_of_arxiv() -> None:
    paper = paper_of(
        type="article",
        title="Attention Is All You Need",
        DOI="10.48550/arXiv.1706.03762",
        number="arXiv:1706.03762",
        publisher="arXiv",
        note="arXiv:1706.03762 [cs]\nCode: https://github.com/ada/engine",
        URL="http://arxiv.org/abs/1706.03762",
        issued={"date-parts": [["2023", 8, "1"]]},
    )
    assert (paper.arxiv, paper.doi, paper.venue, str(paper.date)) == ("1706.03762", None, None, "2017-06")
    assert [link.sort for link in paper.links] == ["arxiv", "code"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("<i>E. coli</i> in H<sub>2</sub>O &amp; elsewhere", "E. coli in H₂O & elsewhere"),
        ('<span class="nocase">β-VAE</span>: when a < b', "β-VAE: when a < b"),
        ("Sets of $O(n^{2})$", "Sets of $O(n^{2})$"),
        (["Deep learning", "In another language"], "Deep learning"),
        (1984, "1984"),
    ],
)
def test_titles_lose_their_markup_and_keep_their_formulas(typed: object, said: str) -> None:
    assert paper_of(title=typed).title == said


def test_a_subtitle_is_said_once() -> None:
    assert paper_of(title="Why?", subtitle=["A Study"]).title == "Why? A Study"
    assert paper_of(title="Why: A Study", subtitle=["A study"]).title == "Why: A Study"


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ([{"family": "Lans", "given": "Ralf", "non-dropping-particle": "van der"}], ("Ralf van der Lans",)),
        ([{"family": "King", "given": "Martin Luther", "suffix": "Jr."}], ("Martin Luther King Jr.",)),
        ([{"literal": "The OpenAI Team"}, {"name": "ATLAS"}, {"family": "Plato"}], ("The OpenAI Team", "ATLAS", "Plato")),
        ([{"family": "山田", "given": "太郎"}], ("山田 太郎",)),
        (["Ada Lovelace", None, {}, 7.5], ("Ada Lovelace",)),
        ("Ada Lovelace", ("Ada Lovelace",)),
        (None, ()),
    ],
)  # fmt: skip
def test_names_stand_as_they_are_said(author: object, names: tuple[str, ...]) -> None:
    assert paper_of(author=author).authors == names


def test_others_are_said_to_be_missing() -> None:
    paper = paper_of(author=[{"family": "Lovelace", "given": "Ada"}, {"literal": "others"}])
    assert paper.authors == ("Ada Lovelace",)
    assert paper.remarks == ("The bibliography names only the first authors.",)


@pytest.mark.parametrize(
    ("issued", "date"),
    [
        ({"date-parts": [[2017, 6, 12]]}, "2017-06-12"),
        ({"date-parts": [["2017", "6"]]}, "2017-06"),
        ({"date-parts": [[2017, 6], [2017, 8]]}, "2017-06"),
        ({"date-parts": [[2017]], "season": 2}, "2017"),
        ({"date-parts": [[2017, 21]]}, "2017"),
        ({"date-parts": [[2017, None, 5]]}, "2017"),
        ({"date-parts": [[None]]}, "None"),
        ({"raw": "12 June 2017"}, "2017-06-12"),
        ({"literal": "ca. 2017"}, "2017"),
        ("2017-06", "2017-06"),
        (2017, "2017"),
        ([], "None"),
    ],
)
def test_dates_are_read_as_far_as_they_are_told(issued: object, date: str) -> None:
    assert str(paper_of(issued=issued).date) == date


@pytest.mark.parametrize(
    ("fields", "venue"),
    [
        ({"container-title": "Nature", "publisher": "Springer"}, "Nature"),
        ({"container-title": ["Lecture Notes in Computer Science", "ECCV 2020"]}, "ECCV 2020"),
        ({"type": "paper-conference", "event-title": "NeurIPS"}, "NeurIPS"),
        ({"type": "thesis", "genre": "Master's thesis", "publisher": "ETH"}, "Master's thesis, ETH"),
        ({"type": "thesis", "publisher": "ETH"}, "PhD thesis, ETH"),
        ({"type": "report", "publisher": "MIT"}, "Technical report, MIT"),
        ({"type": "report", "publisher": "arXiv"}, None),
        ({"type": "book", "publisher": "MIT Press"}, "MIT Press"),
        ({"container-title": "CoRR", "volume": "abs/1312.6114"}, None),
    ],
)
def test_where_it_came_out(fields: dict[str, object], venue: str | None) -> None:
    paper = paper_of(issued={"date-parts": [[2020]]}, **fields)
    assert paper.venue == (Venue(venue, 2020) if venue else None)
    assert paper.arxiv == ("1312.6114" if "volume" in fields else None)


WORK = '{"type": "book", "title": "A"}'


@pytest.mark.parametrize(
    "text",
    [
        f"[{WORK}]",
        WORK,
        f'{{"config": {{"id": 1}}, "items": [{WORK}]}}',
        f'{{"status": "ok", "message": {WORK}}}',
        f'{{"status": "ok", "message": {{"total-results": 1, "items": [{WORK}]}}}}',
        f"\n[\n{WORK},\n]\n",
    ],
)
def test_items_are_found_in_whatever_lies_around_them(text: str) -> None:
    assert [paper.title for paper in read_csl(text, "library.json").papers] == ["A"]


def test_each_item_has_its_line() -> None:
    for text in (f"[\n{WORK},\n\n{WORK}\n]", f'{{"items":\n[{WORK},\n\n{WORK}]}}', f"\n{WORK}\n\n{WORK}"):
        assert [paper.places[0].line for paper in read_csl(text, "library.json").papers] == [2, 4]


def test_an_item_without_a_title_keeps_no_other_out() -> None:
    found = read_csl(
        f'[{WORK},\n{{"type": "book", "id": "x\\u001b"}},\n{{"type": "periodical", "title": "Nature"}},\n{WORK}]',
        "library.json",
    )
    assert len(found.papers) == 2
    assert told(found) == ["2 E704 the item 'x<U+001B>' has no title"]
    assert found.lost == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"[\n{WORK},\n", "3 E703 the JSON ends before its list does"),
        (
            f'[\n{WORK},\n{{"type": "book" 7}},\n{WORK}]',
            "3 E703 the JSON cannot be read from here on (Expecting ',' delimiter)",
        ),
        (
            f"[\n{WORK},\n7]",
            "3 E703 this JSON is no CSL-JSON, whose items are objects with a type and a title",
        ),
        (f"[\n{WORK},\n{'9' * 5000}]", "3 E703 the JSON cannot be read from here on (a number is too long)"),
        (f"[\n{WORK},\n{'[' * 100_000}", "3 E703 the JSON cannot be read from here on (it nests too deeply)"),
    ],
)
def test_what_stands_before_a_break_is_read(text: str, message: str) -> None:
    found = read_csl(text, "library.json")
    assert [paper.title for paper in found.papers] == ["A"]
    assert told(found) == [message]
    assert found.lost == 1


def test_another_json_is_told_once() -> None:
    for other in ('[{"itemType": "book", "title": "A"}, {}]', "[1, 2]", '{"title": "A"}', '"A"'):
        (problem,) = read_csl(other, "library.json").problems
        assert (problem.code, problem.hint) == ("E703", "where you export it, choose CSL JSON")
    assert told(read_csl("[]", "library.json")) == ["1 E702 no record was found"]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(alphabet="Aé7 -/<>&$\\{\x00\ud800", max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["family", "literal", "date-parts", "raw", "items"]), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@settings(max_examples=150)
@given(st.text(alphabet='[]{}",:typetile123 \n\\u', max_size=80), json_values)
def test_nothing_that_a_file_holds_ends_the_program(noise: str, value: object) -> None:
    fields = (
        "title",
        "subtitle",
        "author",
        "issued",
        "container-title",
        "DOI",
        "URL",
        "note",
        "abstract",
        "id",
        "number",
    )
    items = [{"type": "book", name: value} for name in fields]
    for text in (
        noise,
        f"[{WORK},{noise}]",
        json.dumps(items),
        json.dumps([dict.fromkeys(fields, value) | {"type": value}]),
    ):
        found = read_csl(text, "library.json")
        assert found.papers or found.problems
