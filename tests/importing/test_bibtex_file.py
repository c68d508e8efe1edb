r"""BibTeX as people have it, and what it becomes. The wrong entries are as often met as the right ones."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.exports.bibtex import bibtex_entry
from generator.importing.bibliography import Bibliography
from generator.importing.bibtex_file import read_bibtex
from generator.importing.found_paper import FoundPaper
from generator.indexes.references import reference_to
from generator.loading.library_loader import load_content
from generator.model.paper import Venue
from generator.model.partial_date import PartialDate
from tests.support.papers import HERE
from tests.support.repository import ROOT


def paper_of(entry: str) -> FoundPaper:
    found = read_bibtex(entry, "library.bib")
    assert found.problems == ()
    (paper,) = found.papers
    return paper


def told(found: Bibliography) -> list[str]:
    return [f"{problem.place.line} {problem.code} {problem.message}" for problem in found.problems]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("{{Attention Is All You Need}}", "Attention Is All You Need"),
        ("{Auto-Encoding {V}ariational {B}ayes}", "Auto-Encoding Variational Bayes"),
        (r"{Sch{\"o}lkopf and \'Elan of \emph{all} \& more}", "Schölkopf and Élan of all & more"),
        (r"{Sets \{0,1\} in $O(n^{2})$ time}", "Sets {0,1} in $O(n^{2})$ time"),
        ('"Over\n   two lines"', "Over two lines"),
        ("{The main}, subtitle = {And More}", "The main: And More"),
        ("{Why?}, subtitle = {A Study}", "Why? A Study"),
        ("{A -- B}", "A – B"),
    ],
)
def test_titles_lose_their_tex_and_keep_their_formulas(typed: str, title: str) -> None:
    assert paper_of(f"@article{{key, title = {typed}}}").title == title


@pytest.mark.parametrize(
    ("typed", "authors"),
    [
        ("Vaswani, Ashish and Noam Shazeer", ("Ashish Vaswani", "Noam Shazeer")),
        ("van der Lans, Ralf and King, Jr., Martin Luther", ("Ralf van der Lans", "Martin Luther King Jr.")),
        (r"M{\"u}ller, J{\'o}zsef and {The OpenAI and Friends Team}", ("József Müller", "The OpenAI and Friends Team")),
        ("Diederik P. Kingma and\n               Max Welling", ("Diederik P. Kingma", "Max Welling")),
        ("山田 太郎 and 山田, 太郎", ("山田 太郎", "山田 太郎")),
        ("", ()),
    ],
)  # fmt: skip
def test_names_stand_as_they_are_said(typed: str, authors: tuple[str, ...]) -> None:
    paper = paper_of(f"@article{{key, title = {{A}}, author = {{{typed}}}}}")
    assert paper.authors == authors
    assert paper.remarks == ()


def test_others_are_said_to_be_missing() -> None:
    paper = paper_of("@article{key, title = {A}, author = {Ada Lovelace and others}}")
    assert paper.authors == ("Ada Lovelace",)
    assert paper.remarks == ("The bibliography names only the first authors.",)


@pytest.mark.parametrize(
    ("entry", "arxiv", "date", "venue"),
    [
        ("@misc{k, title={A}, eprint={1706.03762v5}, archivePrefix={arXiv}, year={2017}}", "1706.03762", "2017-06", None),
        ("@article{k, title={A}, journal={arXiv preprint arXiv:1609.02907}, year={2016}}", "1609.02907", "2016-09", None),
        ("@article{k, title={A}, journal={CoRR}, volume={abs/1312.6114}, year={2013}}", "1312.6114", "2013-12", None),
        ("@online{k, title={A}, url={http://arxiv.org/abs/cs/0112017}, year={2001}}", "cs/0112017", "2001", None),
        ("@misc{k, title={A}, howpublished={arXiv:math.GT/0309136}, year={2003}}", "math.GT/0309136", "2003", None),
        ("@misc{k, title={A}, doi={10.48550/arXiv.1706.03762}}", "1706.03762", "2017-06", None),
        # The day is that of the first version where both are of one month.
        ("@misc{k, title={A}, eprint={1706.03762}, eprinttype={arxiv}, date={2017-06-12}}", "1706.03762", "2017-06-12", None),
        ("@inproceedings{k, title={A}, booktitle={NeurIPS}, eprint={1706.03762}, year={2018}}", "1706.03762", "2017-06", ("NeurIPS", 2018)),
        ("@article{k, title={A}, journal={Neural Computation}, year={1997}, month=nov, day={15}}", None, "1997-11-15", ("Neural Computation", 1997)),
        ("@article{k, title={A}, journal={J. ACM}, date={2020-03/2020-04}}", None, "2020-03", ("J. ACM", 2020)),
        ("@article{k, title={A}, journal={J. ACM}, year={in press}}", None, None, ("J. ACM", None)),
        ("@phdthesis{k, title={A}, school={ETH Zürich}, year={2019}, month={March}}", None, "2019-03", ("PhD thesis, ETH Zürich", 2019)),
        ("@thesis{k, title={A}, type={mathesis}, institution={MIT}, year={2019}}", None, "2019", ("Master's thesis, MIT", 2019)),
        ("@techreport{k, title={A}, institution={arXiv}, year={2019}}", None, "2019", None),
        ("@techreport{k, title={A}, institution={MIT}, year={1970}, month={13}}", None, "1970", ("Technical report, MIT", 1970)),
        ("@book{k, title={A}, publisher={MIT Press}, year={2016}}", None, "2016", ("MIT Press", 2016)),
        (r"@misc{k, title={A}, howpublished={\url{https://example.org/x}}, year={2020}}", None, "2020", None),
        ("@article{k, title={A}, eprint={12345}, eprinttype={hal}, year={2020}}", None, "2020", None),
    ],
)  # fmt: skip
def test_where_and_when_it_came_out(
    entry: str, arxiv: str | None, date: str | None, venue: tuple[str, int | None] | None
) -> None:
    paper = paper_of(entry)
    assert paper.arxiv == arxiv
    assert (str(paper.date) if paper.date else None) == date
    assert paper.venue == (Venue(*venue) if venue else None)


def test_links_are_sorted_and_no_page_of_a_publisher_is_a_project() -> None:
    paper = paper_of(
        r"@article{k, title={A}, doi={https://doi.org/10.1145/3292500.3330701}, "
        r"url={https://dl.acm.org/doi/10.1145/3292500.3330701}, pdf={https://example.org/a\_b.pdf}, "
        r"note={Code: \url{https://github.com/ada/engine}. See https://example.org/}}"
    )
    assert [(link.sort, link.address) for link in paper.links] == [
        ("doi", "10.1145/3292500.3330701"),
        ("pdf", "https://example.org/a_b.pdf"),
        ("code", "https://github.com/ada/engine"),
    ]
    assert paper.further_links == ()


def test_macros_and_volumes_give_what_they_hold() -> None:
    found = read_bibtex(
        '@string{nips = "NeurIPS"}\n'
        '@inproceedings{one, title = {One}, booktitle = nips # " Workshop " # 2, month = dec, year = 2020}\n'
        "@inproceedings{child, title = {Two}, crossref = {PARENT}}\n"
        "@proceedings{parent, title = {Proceedings of Somewhere}, year = {2021}}\n",
        "library.bib",
    )
    assert [(paper.title, paper.venue) for paper in found.papers] == [
        ("One", Venue("NeurIPS Workshop 2", 2020)),
        ("Two", Venue("Proceedings of Somewhere", 2021)),
    ]
    assert found.papers[0].date == PartialDate(2020, 12)
    assert (found.problems, found.lost) == ((), 0)


def test_a_broken_entry_is_told_and_keeps_no_other_out() -> None:
    found = read_bibtex(
        "% Encoding: UTF-8\n@comment{jabref-meta: x}\n"
        "@article{broken, title={D, year=2020\n}\n"
        "@article{good, title={Good}}\n"
        "@article{untitled, author={A B}}\n"
        "@article{twice, title={First}, title={Second}}\n"
        "@article{good, title={The Same Key}}\n",
        "library.bib",
    )
    assert [paper.title for paper in found.papers] == ["Good", "First", "The Same Key"]
    assert [paper.places[0].line for paper in found.papers] == [5, 7, 8]
    assert told(found) == [
        "3 E703 '@article{broken, title={D, year=2020 }' is no whole BibTeX entry",
        "6 E704 the entry 'untitled' has no title",
    ]
    assert found.lost == 2


@pytest.mark.parametrize("text", ["% nothing\n", "@string{a = {b}}\n", "no BibTeX at all"])
def test_a_file_without_entries_is_told(text: str) -> None:
    assert told(read_bibtex(text, "library.bib")) == ["1 E702 no record was found"]


@settings(max_examples=150)
@given(
    st.text(
        alphabet=st.sampled_from('@{}(),=#"\\$%~ \n\tandarticletitleauthoryear2019é∑\u202e\x00'), max_size=200
    )
)
def test_nothing_that_a_file_holds_ends_the_program(noise: str) -> None:
    for text in (noise, f"@article{{k, title={{{noise}}}, author={{{noise}}}}}", f"@article{{k, {noise}}}"):
        found = read_bibtex(text, "library.bib")
        assert found.papers or found.problems or "proceedings" in text


def test_what_the_index_itself_exports_comes_back_the_same() -> None:
    library = load_content(ROOT / "content", ROOT).library
    for paper in list(library.papers.values())[::7]:
        back = paper_of(bibtex_entry(reference_to(paper, library, HERE)))
        assert re.sub(r"\W", "", back.title) == re.sub(r"\W", "", paper.title.replace("\\", ""))
        if not paper.author_count and paper.authors:
            assert back.authors == paper.authors
        assert back.arxiv == paper.links.arxiv
        assert (back.doi or "") == (paper.links.doi or "").lower()
