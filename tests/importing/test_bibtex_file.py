r"""BibTeX as people have it, and what it becomes. The wrong entries are as often met as the right ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.commands.main import cli
from generator.exports.bibtex import bibtex_entry
from generator.importing.bibliography import Bibliography
from generator.importing.bibtex_file import read_bibtex
from generator.importing.found_paper import FoundPaper
from generator.indexes.references import reference_to
from generator.loading.library_loader import load_content
from generator.model.paper import Venue
from generator.model.partial_date import PartialDate
from tests.support.papers import HERE
from tests.support.projects import make_project
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


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    return make_project(tmp_path)


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, ["import", *arguments], input=stdin)


ENTRIES = (
    "@article{one, title={Kernels Close to the Hardware}, author={Ada Lovelace}, journal={CoRR}, "
    "volume={abs/2401.00010}, abstract={How kernels leave out what does not matter.}}\n"
    "@inproceedings{again, title={Kernels close to the hardware}, author={Ada Lovelace}, booktitle={NeurIPS}, year={2024}, doi={10.1000/Abc}}\n"
    "@article{known, title={A First Paper on Attention}, doi={10.1000/first}, year={2025}}\n"
)


def test_a_bibliography_becomes_entries_that_check_accepts(index: Path) -> None:
    (index / "library.bib").write_text(ENTRIES, "utf-8")
    done = run("library.bib")
    assert done.exit_code == 0, done.output
    assert "3 records in 1 file:" in done.output
    assert "1 further records of papers in this run, merged" in done.output
    text = (index / "content/papers/kernels-close-to-the-hardware.yml").read_text("utf-8")
    assert "authors: [Ada Lovelace]" in text
    assert "date: 2024-01" in text
    assert "venue: {name: NeurIPS, year: 2024}" in text
    assert 'arxiv: "2401.00010"' in text
    assert 'doi: "10.1000/Abc"' in text
    assert "topic: attention" in text
    assert "leave out" not in text
    assert 'doi: "10.1000/first"' in (index / "content/papers/first-paper.yml").read_text("utf-8")
    loaded = load_content(index / "content", index)
    assert not loaded.has_errors, loaded.problems
    # The same again finds everything there.
    before = {file: file.read_bytes() for file in (index / "content/papers").iterdir()}
    assert "0 new entries" in run("library.bib").output
    assert {file: file.read_bytes() for file in (index / "content/papers").iterdir()} == before


def test_a_pasted_bibliography_is_known_by_its_look_and_abstracts_stay_on_request(index: Path) -> None:
    done = run("-", "--dry-run", stdin=f"% from a page\n{ENTRIES}".encode())
    assert "would write content/papers/kernels-close-to-the-hardware.yml" in done.output
    assert run("-", "--with-abstract", stdin=ENTRIES.encode()).exit_code == 0
    assert "leave out" in (index / "content/papers/kernels-close-to-the-hardware.yml").read_text("utf-8")


def test_a_broken_entry_is_told_by_the_command_and_the_rest_comes_in(index: Path) -> None:
    (index / "library.bib").write_text(f"@article{{broken, title={{D\n\n{ENTRIES}", "utf-8")
    done = run("library.bib")
    assert done.exit_code == 1
    assert "library.bib:1:1: error[E703]" in done.output
    assert (index / "content/papers/kernels-close-to-the-hardware.yml").exists()


def test_two_papers_of_one_title_with_two_arxiv_ids_stay_two(index: Path) -> None:
    (index / "library.bib").write_text(
        "@misc{a, title={Editorial}, eprint={2401.00010}}\n"
        "@misc{b, title={Editorial}, eprint={2402.00010}}\n"
        "@article{c, title={An Editorial}, journal={CoRR}, volume={abs/2402.00010}}\n",
        "utf-8",
    )
    done = run("library.bib", "--dry-run")
    assert "2 entries to write" in done.output
    assert "1 further records" in done.output


def test_papers_that_fit_nowhere_go_where_the_editor_says(index: Path) -> None:
    (index / "library.bib").write_text("@article{a, title={Zzyzx Quux}, author={A B}, year={2020}}", "utf-8")
    assert "1 without a topic" in run("library.bib", "--dry-run").output
    refused = run("library.bib", "--topic", "atention")
    assert refused.exit_code == 2
    assert "there is no topic 'atention'; did you mean 'attention'?" in refused.output
    done = run("library.bib", "--topic", "attention")
    assert "without a topic" not in done.output
    assert "topic: attention" in (index / "content/papers/zzyzx-quux.yml").read_text("utf-8")
