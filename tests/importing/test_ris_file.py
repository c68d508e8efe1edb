r"""RIS as publishers and reference managers write it, PubMed's kin of it, and what both become."""

from __future__ import annotations

import time

import pytest
import rispy
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.exports.ris import ris_record
from generator.importing.bibliography import Bibliography
from generator.importing.found_paper import FoundPaper
from generator.importing.ris_file import read_ris
from generator.indexes.references import reference_to
from generator.loading.library_loader import load_content
from generator.model.paper import Venue
from tests.support.papers import HERE
from tests.support.repository import ROOT


def paper_of(*fields: str, sort: str = "JOUR") -> FoundPaper:
    found = read_ris("\n".join((f"TY  - {sort}", "TI  - A", *fields, "ER  - ", "")), "library.ris")
    assert found.problems == ()
    (paper,) = found.papers
    return paper


def told(found: Bibliography) -> list[str]:
    return [f"{problem.place.line} {problem.code} {problem.message}" for problem in found.problems]


SPRINGER = """TY  - CONF
AU  - Ronneberger, Olaf
AU  - Fischer, Philipp
ED  - Navab, Nassir
PY  - 2015
DA  - 2015//
TI  - U-Net: Convolutional Networks for Biomedical Image Segmentation
BT  - Medical Image Computing and Computer-Assisted Intervention – MICCAI 2015
T3  - Lecture Notes in Computer Science
PB  - Springer International Publishing
CY  - Cham
ID  - 10.1007/978-3-319-24574-4_28
ER  - """

IEEE = """TY  - CONF
TI  - Deep Residual Learning for Image Recognition
T2  - 2016 IEEE Conference on Computer Vision and Pattern Recognition (CVPR)
AU  - K. He
AU  - X. Zhang
PY  - 2016
DO  - 10.1109/CVPR.2016.90
JO  - 2016 IEEE Conference on Computer Vision and Pattern Recognition (CVPR)
IS  - 
Y1  - 27-30 June 2016
ER  - """  # noqa: W291  (as it comes)

DBLP = """Provider: Schloss Dagstuhl - Leibniz Center for Informatics
Content:text/plain; charset="utf-8"

TY  - JOUR
ID  - DBLP:journals/corr/VaswaniSPUJGKP17
AU  - Vaswani, Ashish
TI  - Attention Is All You Need.
JO  - CoRR
VL  - abs/1706.03762
PY  - 2017//
ER  - """

ENDNOTE = """TY  - JOUR
AU  - Hochreiter, S.
PY  - 1997
DA  - Nov 15
T1  - Long short-term
memory
T2  - Neural Computation
J2  - Neural Comput
M3  - doi: 10.1162/neco.1997.9.8.1735
L1  - internal-pdf://3847/hochreiter.pdf
N1  - Compare with
arXiv:1706.03762"""


@pytest.mark.parametrize(
    ("record", "title", "authors", "date", "venue", "arxiv", "doi"),
    [
        (SPRINGER, "U-Net: Convolutional Networks for Biomedical Image Segmentation", ("Olaf Ronneberger", "Philipp Fischer"), "2015",
         Venue("Medical Image Computing and Computer-Assisted Intervention – MICCAI 2015", 2015), None, "10.1007/978-3-319-24574-4_28"),
        (IEEE, "Deep Residual Learning for Image Recognition", ("K. He", "X. Zhang"), "2016-06",
         Venue("2016 IEEE Conference on Computer Vision and Pattern Recognition (CVPR)", 2016), None, "10.1109/cvpr.2016.90"),
        (DBLP, "Attention Is All You Need", ("Ashish Vaswani",), "2017-06", None, "1706.03762", None),
        # Its notes may speak of another paper's arXiv id.
        (ENDNOTE, "Long short-term memory", ("S. Hochreiter",), "1997-11-15", Venue("Neural Computation", 1997), None, "10.1162/neco.1997.9.8.1735"),
    ],
)  # fmt: skip
def test_records_of_those_who_publish(
    record: str,
    title: str,
    authors: tuple[str, ...],
    date: str,
    venue: Venue | None,
    arxiv: str | None,
    doi: str | None,
) -> None:
    (paper,) = read_ris(record, "citation.ris").papers
    assert (paper.title, paper.authors) == (title, authors)
    assert (str(paper.date), paper.venue) == (date, venue)
    assert (paper.arxiv, paper.doi) == (arxiv, doi)


def test_a_file_of_pubmed_is_read_too() -> None:
    found = read_ris(
        "\nPMID- 26017442\nOWN - NLM\nDP  - 2015 May 28\n"
        "TI  - Deep learning allows models that are composed of multiple\n      processing layers.\n"
        "LID - 10.1038/nature14539 [doi]\nAB  - Deep\n      learning.\nFAU - LeCun, Yann\nAU  - LeCun Y\n"
        "FAU - Hinton, Geoffrey E, Jr\nAU  - Hinton GE\nCN  - The Deep Group\nJT  - Nature\nTA  - Nature (Lond)\n"
        "AID - nature14539 [pii]\n\nPMID- 1\nTI  - Two\n",
        "library.nbib",
    )
    first, second = found.papers
    assert first.title == "Deep learning allows models that are composed of multiple processing layers"
    assert first.authors == ("Yann LeCun", "Geoffrey E Hinton Jr", "The Deep Group")
    assert (str(first.date), first.venue, first.doi) == (
        "2015-05-28",
        Venue("Nature", 2015),
        "10.1038/nature14539",
    )
    assert first.abstract == "Deep learning."
    assert [paper.places[0].line for paper in (first, second)] == [2, 19]


@pytest.mark.parametrize(
    ("typed", "authors"),
    [
        (("AU  - van der Lans, Ralf", "AU  - King, Martin Luther, Jr."), ("Ralf van der Lans", "Martin Luther King Jr.")),
        (("A1  - Ada Lovelace", "A1  - OpenAI,", "A1  - Google, Inc."), ("Ada Lovelace", "OpenAI", "Google, Inc.")),
        (("AU  - Lovelace, Ada; Turing, A.",), ("Ada Lovelace", "A. Turing")),
        (("AU  - 山田, 太郎", "AU  - M&#252;ller, J."), ("山田 太郎", "J. Müller")),
        (("AU  - Lovelace, Ada", "AU  - "), ("Ada Lovelace",)),
        # Two people of one paper.
        (("AU  - Wang, Wei", "AU  - Wang, Wei"), ("Wei Wang", "Wei Wang")),
        # Editors wrote no paper.
        (("A2  - Lovelace, Ada", "ED  - Turing, A."), ()),
    ],
)  # fmt: skip
def test_names_stand_as_they_are_said(typed: tuple[str, ...], authors: tuple[str, ...]) -> None:
    assert paper_of(*typed).authors == authors


def test_others_are_said_to_be_missing() -> None:
    paper = paper_of("AU  - Lovelace, Ada", "AU  - et al.")
    assert paper.authors == ("Ada Lovelace",)
    assert paper.remarks == ("The bibliography names only the first authors.",)


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        (("PY  - 2017///",), "2017"),
        (("Y1  - 2017/06/12/",), "2017-06-12"),
        (("PY  - 2017", "DA  - 2017/06//"), "2017-06"),
        (("PY  - 2017", "DA  - 12 Jun"), "2017-06-12"),
        (("DA  - 2017-06-12T10:00:00Z",), "2017-06-12"),
        (("PY  - 2017", "DA  - 2019/01/02"), "2017"),
        (("PY  - 2017/13/45",), "2017"),
        (("PY  - 2016-2017",), "2016"),
        (("PY  - in press",), "None"),
    ],
)
def test_dates_are_read_as_far_as_they_are_told(fields: tuple[str, ...], date: str) -> None:
    assert str(paper_of(*fields).date) == date


@pytest.mark.parametrize(
    ("sort", "fields", "venue"),
    [
        ("JOUR", ("JA  - Mach Learn", "JF  - Machine Learning"), "Machine Learning"),
        ("CONF", ("T2  - Lecture Notes in Computer Science", "BT  - Computer Vision – ECCV 2020"), "Computer Vision – ECCV 2020"),
        ("THES", ("M3  - Ph.D. Thesis", "PB  - ETH Zürich"), "PhD thesis, ETH Zürich"),
        ("THES", ("M3  - Master of Science", "PB  - MIT"), "Master's thesis, MIT"),
        ("RPRT", ("PB  - MIT",), "Technical report, MIT"),
        ("RPRT", ("PB  - arXiv", "AN  - arXiv:1706.03762"), None),
        ("BOOK", ("PB  - MIT Press",), "MIT Press"),
        ("UNPB", ("PB  - arXiv",), None),
        ("JOUR", ("JO  - arXiv preprint arXiv:1706.03762",), None),
    ],
)  # fmt: skip
def test_where_it_came_out(sort: str, fields: tuple[str, ...], venue: str | None) -> None:
    paper = paper_of(*fields, sort=sort)
    assert (paper.venue.name if paper.venue else None) == venue
    assert paper.arxiv == ("1706.03762" if "1706" in str(fields) else None)


def test_links_and_words_come_without_markup() -> None:
    (paper,) = read_ris(
        "TY  - JOUR\nT1  - <i>E. coli</i> in H<sub>2</sub>O &amp; elsewhere: p<0.05\nDO  - https://doi.org/10.1000/Abc\n"
        "UR  - https://github.com/ada/engine?a=1&amp;b=2\nL1  - https://example.org/a.pdf\n"
        "UR  - https://publisher.example/x\nN2  - <p>One.</p><p>Two.</p>\nKW  - heads\nKW  - tails\n",
        "library.ris",
    ).papers
    assert paper.title == "E. coli in H₂O & elsewhere: p<0.05"
    assert [(link.sort, link.address) for link in paper.links] == [
        ("doi", "10.1000/Abc"),
        ("pdf", "https://example.org/a.pdf"),
        ("code", "https://github.com/ada/engine?a=1&b=2"),
    ]
    assert (paper.abstract, paper.keywords) == ("One.\n\nTwo.", "heads tails")


def test_a_record_ends_where_the_next_begins_and_a_bad_one_keeps_no_other_out() -> None:
    found = read_ris(
        "\nTI  - No Type\nER  -\nleft over\n\nTY  - JOUR\nTI  - No End\nTY  - JOUR\nAU  - Lovelace, Ada\nER  - \n"
        "TY  - EDBOOK\nTI  - A Volume\nER  - \nTY - JOUR\nTI - One Blank\nER -\nEF  - \n",
        "library.ris",
    )
    assert [(paper.title, paper.places[0].line) for paper in found.papers] == [
        ("No Type", 2),
        ("No End", 6),
        ("One Blank", 14),
    ]
    assert told(found) == ["8 E704 the record has no title"]
    assert found.lost == 1


@pytest.mark.parametrize("text", ["nothing\n", "ER  - \n", "TY  - SER\nTI  - Lecture Notes\nER  - \n"])
def test_a_file_without_records_is_told(text: str) -> None:
    assert told(read_ris(text, "library.ris")) == ["1 E702 no record was found"]


@settings(max_examples=150)
@given(st.text(alphabet=st.sampled_from("TYIAUERPMD12 -,;.&<>!/\n\té∑\u202e\x00$\\{}"), max_size=200))
def test_nothing_that_a_file_holds_ends_the_program(noise: str) -> None:
    for text in (
        noise,
        f"TY  - JOUR\nTI  - {noise}\nAU  - {noise}\nPY  - {noise}\nAB  - {noise}\nDO  - {noise}",
    ):
        found = read_ris(text, "library.ris")
        assert found.papers or found.problems


@pytest.mark.parametrize(
    "field", ["AN  - arXiv:" + "a-" * 60_000, "AB  - <i>A</i>" + "<p " * 60_000, "PY  - 2017" + " " * 60_000]
)
def test_no_field_takes_longer_than_its_length(field: str) -> None:
    began = time.monotonic()
    read_ris(f"TY  - JOUR\nTI  - A\n{field}x\n", "library.ris")
    assert time.monotonic() - began < 5


def test_another_reader_sees_the_same_papers_in_what_the_index_exports() -> None:
    library = load_content(ROOT / "content", ROOT).library
    text = "".join(ris_record(reference_to(paper, library, HERE)) for paper in library.papers.values())
    found = read_ris(text.replace("\r\n", "\n"), "all.ris")
    assert [record["title"] for record in rispy.loads(text)] == [paper.title for paper in found.papers]
