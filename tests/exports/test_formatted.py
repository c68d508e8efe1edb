"""References as sentences, held to examples worked out by the styles' own rules."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given

from generator.exports.formatted import apa, as_html, as_text, ieee
from generator.indexes.references import Reference, reference_to
from generator.model.paper import Links, Venue
from tests.support.odd_texts import some_text
from tests.support.papers import HERE, a_library, a_paper


def reference_with(**fields: Any) -> Reference:
    paper = a_paper(**fields)
    return reference_to(paper, a_library(paper), HERE)


NOBODY: dict[str, Any] = {"authors": (), "author_count": 59}
DOI: dict[str, Any] = {"links": Links(arxiv="2510.26692", doi="10.1000/182")}
CASES: list[tuple[dict[str, Any], str, str]] = [
    (
        {},
        (
            "Lovelace, A., & Turing, A. (2025). A First Paper on Attention (arXiv:2510.26692). arXiv. "
            "https://arxiv.org/abs/2510.26692"
        ),
        "A. Lovelace and A. Turing, “A First Paper on Attention,” Oct. 2025, arXiv:2510.26692.",
    ),
    (
        {"venue": Venue("NeurIPS", 2026), "title": "Is $n^2$ enough?", **DOI},
        "Lovelace, A., & Turing, A. (2026). Is n² enough? In NeurIPS. https://doi.org/10.1000/182",
        "A. Lovelace and A. Turing, “Is n² enough?” in NeurIPS, 2026, doi: 10.1000/182.",
    ),
    (
        {"venue": Venue("NeurIPS"), "links": Links(doi="10.1000/456#789?")},
        (
            "Lovelace, A., & Turing, A. (2025). A First Paper on Attention. In NeurIPS. "
            "https://doi.org/10.1000/456%23789%3F"
        ),
        "A. Lovelace and A. Turing, “A First Paper on Attention,” in NeurIPS, 2025, doi: 10.1000/456#789?.",
    ),
    (
        {"venue": Venue("Neural Computation"), "authors": ("Ralf van der Lans",)},
        "van der Lans, R. (2025). A First Paper on Attention. Neural Computation. https://arxiv.org/abs/2510.26692",
        (
            "R. van der Lans, “A First Paper on Attention,” Neural Computation, 2025. [Online]. Available: "
            "https://arxiv.org/abs/2510.26692"
        ),
    ),
    (
        {**NOBODY, "organizations": ("Moonshot AI",)},
        (
            "Moonshot AI, et al. (2025). A First Paper on Attention (arXiv:2510.26692). arXiv. "
            "https://arxiv.org/abs/2510.26692"
        ),
        "Moonshot AI et al., “A First Paper on Attention,” Oct. 2025, arXiv:2510.26692.",
    ),
    (
        {"venue": Venue("MIT Press", 2016), "links": Links(doi="10.1000/182")},
        "Lovelace, A., & Turing, A. (2016). A First Paper on Attention. MIT Press. https://doi.org/10.1000/182",
        "A. Lovelace and A. Turing, “A First Paper on Attention,” MIT Press, 2016, doi: 10.1000/182.",
    ),
    (
        {**NOBODY, "links": Links()},
        "A First Paper on Attention. (2025). https://small.example.org/index/papers/kimi-linear/",
        (
            "“A First Paper on Attention,” Oct. 2025. [Online]. Available: "
            "https://small.example.org/index/papers/kimi-linear/"
        ),
    ),
]


@pytest.mark.parametrize(("fields", "in_apa", "in_ieee"), CASES)
def test_a_reference_reads_as_the_styles_want(fields: dict[str, Any], in_apa: str, in_ieee: str) -> None:
    reference = reference_with(**fields)
    assert as_text(apa(reference)) == in_apa
    assert as_text(ieee(reference)) == in_ieee


def test_many_authors_are_shortened() -> None:
    names = tuple(f"Ada {letter}lock" for letter in "ABCDEFGHIJKLMNOPQRSTUV")
    reference = reference_with(authors=names)
    assert as_text(apa(reference)).startswith("Alock, A., Block, A., ")
    assert "Slock, A., . . . Vlock, A. (2025)" in as_text(apa(reference))
    assert as_text(ieee(reference)).startswith("A. Alock et al., “")


def test_html_marks_what_styles_set_in_italics_and_formulas() -> None:
    html = as_html(apa(reference_with(title="On $x^2$ & <b>", venue=Venue("NeurIPS"))))
    assert "On <math>" in html
    assert "&amp; &lt;b&gt;" in html
    assert "In <em>NeurIPS</em>." in html
    assert '<a href="https://arxiv.org/abs/2510.26692">' in html


class Reading(HTMLParser):
    """The elements and the text of a piece of HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        assert all(
            tag == "a" and name == "href" and str(value).startswith("https://") for name, value in attrs
        )

    def handle_data(self, data: str) -> None:
        self.text += data


@given(title=some_text, name=some_text, venue=some_text)
def test_no_text_becomes_markup(title: str, name: str, venue: str) -> None:
    # Without dollars: formulas are the business of text/maths and bring elements of their own.
    title = title.replace("$", "S")
    for venue_name in (f"Journal {venue}", venue):
        reference = reference_with(title=title, authors=(name,), venue=Venue(venue_name))
        for sentence in (apa(reference), ieee(reference)):
            reading = Reading()
            reading.feed(as_html(sentence))
            reading.close()
            assert reading.elements <= {"em", "a"}
            assert reading.text == as_text(sentence)
