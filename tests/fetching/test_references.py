"""Ways to name a paper, as a table: what is typed, and what is meant."""

from __future__ import annotations

import pytest

from generator.fetching.references import ArxivReference, DoiReference, PageReference, reference_of


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2510.26692", "2510.26692"),
        (" 2510.26692v2\n", "2510.26692"),
        ("arXiv:2510.26692", "2510.26692"),
        ("arXiv: 2510.26692v1 [cs.CL]", "2510.26692"),
        ("<https://arxiv.org/abs/2510.26692>", "2510.26692"),
        ("https://arxiv.org/abs/2510.26692v3?context=cs", "2510.26692"),
        ("http://export.arxiv.org/pdf/2510.26692v2.pdf#page=3", "2510.26692"),
        ("arxiv.org/html/2510.26692v1", "2510.26692"),
        ("https://www.alphaxiv.org/abs/2510.26692", "2510.26692"),
        ("https://ar5iv.labs.arxiv.org/html/2510.26692", "2510.26692"),
        ("https://huggingface.co/papers/2510.26692", "2510.26692"),
        ("https://www.semanticscholar.org/arxiv/2510.26692", "2510.26692"),
        ("10.48550/arXiv.2510.26692", "2510.26692"),
        ("https://doi.org/10.48550/ARXIV.2510.26692", "2510.26692"),
        ("hep-th/9901001v1", "hep-th/9901001"),
        ("https://arxiv.org/abs/math.gt/0309136", "math.GT/0309136"),
        ("0704.0001", "0704.0001"),
    ],
)
def test_arxiv_in_all_its_forms(typed: str, meant: str) -> None:
    assert reference_of(typed) == ArxivReference(meant)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("10.1145/3292500.3330701", "10.1145/3292500.3330701"),
        ("doi:10.1145/3292500.3330701.", "10.1145/3292500.3330701"),
        ("10.1145/3292500.3330701).", "10.1145/3292500.3330701"),
        ("10.1016/0004-3702(81)90024-2)", "10.1016/0004-3702(81)90024-2"),
        ("https://doi.org/10.1002%2Fabc.123", "10.1002/abc.123"),
        ("http://dx.doi.org/10.1016/0004-3702(81)90024-2", "10.1016/0004-3702(81)90024-2"),
        ("https://dl.acm.org/doi/abs/10.1145/3292500.3330701", "10.1145/3292500.3330701"),
        ("https://dl.acm.org/doi/pdf/10.1145/3292500.3330701?download=true", "10.1145/3292500.3330701"),
        (
            "https://link.springer.com/content/pdf/10.1007/978-3-030-58452-8_13.pdf",
            "10.1007/978-3-030-58452-8_13",
        ),
        ("https://onlinelibrary.wiley.com/doi/epdf/10.1002/abc.1", "10.1002/abc.1"),
        (
            "https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0000001",
            "10.1371/journal.pone.0000001",
        ),
        ("https://www.biorxiv.org/content/10.1101/2020.01.01.123456v2.full.pdf", "10.1101/2020.01.01.123456"),
        ("https://www.frontiersin.org/articles/10.3389/fnins.2020.00001/full", "10.3389/fnins.2020.00001"),
        ("https://www.nature.com/articles/s41586-021-03819-2.pdf", "10.1038/s41586-021-03819-2"),
        ("https://aclanthology.org/2023.acl-long.1/", "10.18653/v1/2023.acl-long.1"),
        ("https://www.aclweb.org/anthology/P18-1001", None),
        ("https://aclanthology.org/P18-1001.pdf", "10.18653/v1/P18-1001"),
    ],
)
def test_dois_bare_and_in_links(typed: str, meant: str | None) -> None:
    found = reference_of(typed)
    if meant is None:
        assert isinstance(found, PageReference)
    else:
        assert isinstance(found, DoiReference)
        assert found.identifier == meant


def test_a_number_behind_the_doi_leaves_a_second_reading() -> None:
    found = reference_of("https://academic.oup.com/x/article/doi/10.1093/bioinformatics/btz682/5566506")
    assert found == DoiReference(("10.1093/bioinformatics/btz682/5566506", "10.1093/bioinformatics/btz682"))


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("https://openreview.net/forum?id=abc", "OpenReview"),
        ("https://aclanthology.org/events/acl-2023/", "no single paper"),
        ("https://arxiv.org/list/cs.CL/recent", "no single paper"),
        ("https://ieeexplore.ieee.org/document/8099678", "the page itself shows it"),
        ("https://huggingface.co/datasets/x/2510.26692", "neither an arXiv id nor a DOI"),
        ("https://arxiv.org.example.com/abs/2510.26692", "neither an arXiv id nor a DOI"),
    ],
)
def test_a_page_that_names_nothing_says_why(typed: str, why: str) -> None:
    found = reference_of(typed)
    assert isinstance(found, PageReference)
    assert why in found.why


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "hello",
        "2413.00010",
        "10.1/x",
        "attention is all you need",
        "file:///etc/passwd",
        "https://[::1",
        "-",
    ],
)
def test_what_names_no_paper(typed: str) -> None:
    assert reference_of(typed) is None
