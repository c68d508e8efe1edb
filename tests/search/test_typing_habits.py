"""How people type and paste: TeX, citations, other engines' fields, addresses of pages about papers."""

from __future__ import annotations

import pytest

from generator.search.query import parse_query, year_range
from tests.search.test_index_format import a_document, found

PAPERS = (
    a_document("kernel", "Learning with Kernels", authors=("Bernhard Schölkopf", "Alex Smola"), year=2002),
    a_document("rain", "Et in Arcadia: Rain", authors=("Al Guo",), year=2017, venue="ICLR"),
    a_document("guo", "Correlation", authors=("Xiaoyang Guo", "Ye Xia"), year=2019, venue="CVPR"),
    a_document("later", "Correlation of Vision", authors=("Xu Zhou",), year=2021, doi="10.18653/v1/N19-1423"),
    a_document("vision", "Vision", authors=("Xu Guo",), year=2023, arxiv="2301.00012"),
)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (r"Sch{\"o}lkopf", ["scholkopf"]),
        (r"Erd{\H{o}}s and {\'E}tienne {\c c}a", ["erdos", "etienne", "ca"]),
        (r"{BERT}s for {A}ction", ["berts", "action"]),
        (r"\citep[p.~3]{Guo2019}", ["guo2019"]),
        (r"$\beta$-VAE", ["beta", "vae"]),
        ("@article{guo, title = {Rain}", ["article", "guo", "title", "rain"]),
        ("(Guo et al., 2019)", ["guo", "2019"]),
        ("guo-etal-2019-rain", ["guo", "2019", "rain"]),
        ("metal et alia", ["metal", "et", "alia"]),
        ("et al.", ["et", "al"]),
        ("CVPR'19 rain", ["cvpr", "2019", "rain"]),
        ("nips ’98 '90s don't", ["nips", "1998", "90s", "don", "t"]),
    ],
)
def test_words_are_freed_of_what_stands_around_them(query: str, words: list[str]) -> None:
    assert [word.surface for word in parse_query(query).words] == words


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("recent papers about correlation of vision", ["correlation", "vision"]),
        ("Please find me papers on correlation vision", ["correlation", "vision"]),
        ("correlation of vision paper pdf", ["correlation", "vision"]),
        ("how does correlation of vision work?", ["correlation", "vision"]),
        # Here they may be what is asked for.
        ("position paper", ["position", "paper"]),
        ("paper recommendation", ["paper", "recommendation"]),
        ('"correlation paper" vision', ["correlation", "paper", "vision"]),
        ("correlation vision +paper", ["correlation", "vision", "paper"]),
    ],
)
def test_whoever_asks_for_papers_asks_for_their_subject(query: str, words: list[str]) -> None:
    assert [word.surface for word in parse_query(query).words] == words


def test_papers_that_call_themselves_papers_do_not_hide_the_others() -> None:
    others = tuple(
        a_document(f"other{number}", f"On {number}", summary="In this paper vision meets correlation.")
        for number in range(12)
    )
    assert found((*PAPERS, *others), "correlation vision paper")[0] == "later"


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("author: guo correlation", ["guo", "rain", "vision"]),
        ("auther:guo correlation", ["guo", "rain", "vision"]),
        ("titel:kernels", ["kernel"]),
        # Whoever is known by the whole given name is found by its initial.
        ("author:X. Guo", ["guo", "vision"]),
        ('author:"Guo, X."', ["guo", "vision"]),
        ("correlation -author:X. Guo", ["later"]),
        ("correlation AND NOT vision", ["guo"]),
        ("year > 2019 vision", ["later", "vision"]),
        ("year:>=2023 vision", ["vision"]),
        ("correlation year: 2019", ["guo"]),
        ("correlation year:2019:2021", ["guo", "later"]),
    ],
)
def test_fields_may_be_typed_as_elsewhere(query: str, keys: list[str]) -> None:
    assert sorted(found(PAPERS, query)) == sorted(keys)


def test_a_pasted_paragraph_has_no_fields_of_other_engines() -> None:
    text = "We count papers by year: 2019 AND NOT those of another author: many do " + "so in words " * 8
    query = parse_query(text)
    assert (query.filters, query.excluded) == ((), ())
    assert not any(word.field for word in query.words)


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("xiaoynag correlation", ["guo"]),
        ("corerlatoin", ["guo", "later"]),
        ("scohlkpof", ["kernel"]),
        # Short words and those that begin otherwise are too many to guess from.
        ("kernlaa", []),
        ("borralation", []),
    ],
)
def test_a_long_word_may_have_two_mistakes(query: str, keys: list[str]) -> None:
    assert [key for key in found(PAPERS, query) if key in keys] == sorted(keys)
    assert bool(found(PAPERS, query)) == bool(keys)


@pytest.mark.parametrize(
    ("value", "years"),
    [
        (">2020", (2021, 9999)),
        (">=2020", (2020, 9999)),
        ("<2020", (0, 2019)),
        ("<=2020", (0, 2020)),
        ("2020+", (2020, 9999)),
        ("2019:2020", (2019, 2020)),
        (">x", None),
    ],
)
def test_years_may_be_compared(value: str, years: tuple[int, int] | None) -> None:
    assert year_range(value) == years


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("https://huggingface.co/papers/2301.00012", "vision"),
        ("https://arxiv.org/abs/2301.00012?context=cs.CL", "vision"),
        ("https://arxiv.org/pdf/2301.00012v2.pdf#page=3", "vision"),
        ("[paper](https://ar5iv.labs.arxiv.org/html/2301.00012)", "vision"),
        ("https://www.semanticscholar.org/arxiv/2301.00012", "vision"),
        ("https://dl.acm.org/doi/10.48550/arXiv.2301.00012v1", "vision"),
        ("https://dl.acm.org/doi/pdf/10.18653/v1/N19-1423", "later"),
        ("https://onlinelibrary.wiley.com/doi/10.18653/v1/N19-1423/full", "later"),
        ("doi.org/10.18653/v1/N19-1423?utm_source=mail", "later"),
        ("https://aclanthology.org/N19-1423.pdf", "later"),
        ("https://www.aclweb.org/anthology/N19-1423/", "later"),
    ],
)
def test_addresses_of_pages_about_a_paper_find_it(address: str, key: str) -> None:
    assert found(PAPERS, address) == [key]
    assert found(PAPERS, f"see {address} for rain") == [key]
