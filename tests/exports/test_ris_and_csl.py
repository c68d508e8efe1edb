"""RIS judged by rispy, CSL-JSON by citeproc and by what its schema allows."""

from __future__ import annotations

import json
import re
import warnings
from typing import Any

import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st

from generator.exports.citation import joined_entries, written_entry
from generator.exports.csl_json import csl_item
from generator.exports.formatted import apa, as_text
from generator.indexes.references import reference_to
from generator.model.paper import Links, Paper, Venue
from generator.model.partial_date import PartialDate
from generator.text.maths import mixed_plain
from generator.text.one_line import one_line
from generator.text.person_name import is_rest_of_authors, split_names
from tests.support.odd_texts import some_text
from tests.support.papers import HERE, a_library, a_paper

# The variables of csl-data.json (citation-style-language/schema, 1.0.2) that we use, and its types.
CSL_VARIABLES = {
    "id", "citation-key", "type", "title", "author", "issued", "container-title", "publisher", "number", "DOI", "URL",
    "keyword", "abstract", "note", "archive", "archive_location",
}  # fmt: skip
CSL_TYPES = {"article", "article-journal", "paper-conference", "report", "thesis", "book", "document"}
CSL_NAME_PARTS = {"family", "given", "literal", "non-dropping-particle", "suffix"}


def ris_of(*papers: Paper) -> list[dict[str, Any]]:
    library = a_library(*papers)
    text = joined_entries(
        [written_entry(reference_to(paper, library, HERE), "ris") for paper in papers], "ris"
    )
    assert not re.search(r"(?<!\r)\n", text)
    records: list[dict[str, Any]] = rispy.loads(text)
    return records


def test_a_conference_paper_in_ris() -> None:
    (record,) = ris_of(
        a_paper(
            title="Costs of $O(n^2)$ & more",
            authors=("Ralf van der Lans", "Kimi Team"),
            venue=Venue("NeurIPS", 2025),
            tags=("kv-cache", "sparsity"),
            abstract="First line.\n\nSecond line.",
            links=Links(arxiv="2510.26692", doi="10.1000/182"),
        )
    )
    assert record == {
        "type_of_reference": "CPAPER",
        "id": "kimi-linear",
        "title": "Costs of O(n²) & more",
        "authors": ["van der Lans, Ralf", "Kimi Team"],
        "secondary_title": "NeurIPS",
        "year": "2025",
        "date": "2025///",
        "doi": "10.1000/182",
        "urls": ["https://arxiv.org/abs/2510.26692"],
        "database_provider": "arXiv",
        "accession_number": "arXiv:2510.26692",
        "keywords": ["kv-cache", "sparsity"],
        "abstract": "First line. Second line.",
    }


@given(st.lists(st.tuples(some_text, some_text, some_text), min_size=1, max_size=4))
def test_any_text_comes_out_of_ris_as_it_went_in(texts: list[tuple[str, str, str]]) -> None:
    papers = [
        a_paper(f"paper-{number}", title=title, authors=(name,), abstract=abstract)
        for number, (title, name, abstract) in enumerate(texts)
    ]
    records = ris_of(*papers)
    assert [record["id"] for record in records] == [paper.key for paper in papers]
    for record, (title, name, abstract) in zip(records, texts, strict=True):
        assert record["title"] == mixed_plain(one_line(title))
        assert record["abstract"] == one_line(abstract)
        if not is_rest_of_authors(name):
            assert record["authors"] == [split_names([name])[0].family_first]
        assert record.keys() <= {
            *("type_of_reference", "id", "title", "authors", "year", "date", "urls", "publisher"),
            *("accession_number", "abstract"),
        }


@given(st.lists(st.tuples(some_text, some_text), min_size=1, max_size=4))
def test_any_text_comes_out_of_csl_as_it_went_in(texts: list[tuple[str, str]]) -> None:
    papers = [
        a_paper(f"paper-{number}", title=title, authors=(name,)) for number, (title, name) in enumerate(texts)
    ]
    library = a_library(*papers)
    items = json.loads(
        joined_entries(
            [written_entry(reference_to(paper, library, HERE), "csl-json") for paper in papers], "csl-json"
        )
    )
    assert [item["id"] for item in items] == [paper.key for paper in papers]
    for item, (title, name) in zip(items, texts, strict=True):
        assert item["title"] == mixed_plain(one_line(title))
        assert item.keys() <= CSL_VARIABLES
        assert item["type"] in CSL_TYPES
        for author in () if is_rest_of_authors(name) else item["author"]:
            assert author.keys() <= CSL_NAME_PARTS
            words = [part for value in author.values() for part in value.replace(",", " ").split()]
            assert sorted(words) == sorted(one_line(name).replace(",", " ").split())


def test_a_conference_paper_in_csl() -> None:
    paper = a_paper(
        title="Kimi Linear",
        authors=("Ralf van der Lans", "Kimi Team"),
        venue=Venue("NeurIPS", 2025),
        tags=("a", "b"),
    )
    assert csl_item(reference_to(paper, a_library(paper), HERE)) == {
        "id": "kimi-linear",
        "citation-key": "kimi-linear",
        "type": "paper-conference",
        "title": "Kimi Linear",
        "author": [
            {"family": "Lans", "given": "Ralf", "non-dropping-particle": "van der"},
            {"literal": "Kimi Team"},
        ],
        "issued": {"date-parts": [[2025]]},
        "container-title": "NeurIPS",
        "archive": "arXiv",
        "archive_location": "arXiv:2510.26692",
        "URL": "https://arxiv.org/abs/2510.26692",
        "keyword": "a, b",
    }


def test_a_book_has_a_publisher() -> None:
    paper = a_paper(venue=Venue("MIT Press", 2016), links=Links(doi="10.1000/182"))
    (record,) = ris_of(paper)
    item = csl_item(reference_to(paper, a_library(paper), HERE))
    assert (record["type_of_reference"], record["publisher"]) == ("BOOK", "MIT Press")
    assert (item["type"], item["publisher"]) == ("book", "MIT Press")
    assert "secondary_title" not in record
    assert "container-title" not in item


@pytest.mark.parametrize(
    "fields",
    [
        {"authors": ("Ralf van der Lans", "Kimi Team", "Ada Lovelace"), "venue": Venue("NeurIPS", 2025)},
        {"authors": ("Jean-Pierre C. Serre",), "venue": Venue("Neural Computation", 2024)},
        {"links": Links(arxiv="2510.26692")},
    ],
)
def test_our_sentence_in_apa_has_what_citeproc_prints(fields: dict[str, Any]) -> None:
    """Authors, year and title in the same words and order, by the style the association's own users maintain."""
    paper = a_paper(**fields)
    reference = reference_to(paper, a_library(paper), HERE)
    printed = printed_by_citeproc(csl_item(reference), "apa")
    ours = as_text(apa(reference))
    start = (
        ours.partition(". In ")[0].partition(" (arXiv")[0].partition(". Neural")[0].partition(". arXiv")[0]
    )
    assert printed.replace("A first paper", "A First Paper").startswith(start.replace("on Attention", ""))
    assert printed.endswith("https://arxiv.org/abs/2510.26692")


def printed_by_citeproc(item: dict[str, Any], style: str) -> str:
    with warnings.catch_warnings():
        # The library warns of what future Pythons will say to it.
        warnings.simplefilter("ignore")
        from citeproc import (
            Citation,
            CitationItem,
            CitationStylesBibliography,
            CitationStylesStyle,
            formatter,
        )
        from citeproc.source.json import CiteProcJSON

        rules = CitationStylesStyle(style, validate=False)
        printed = CitationStylesBibliography(rules, CiteProcJSON([item]), formatter.plain)
        printed.register(Citation([CitationItem(item["id"])]))
        (line,) = printed.bibliography()
    return str(line)


def test_a_date_is_as_long_as_it_is_known() -> None:
    for date, parts in ((PartialDate(2025), [2025]), (PartialDate(2025, 3), [2025, 3])):
        paper = a_paper(date=date)
        item = csl_item(reference_to(paper, a_library(paper), HERE))
        assert item["issued"] == {"date-parts": [parts]}
