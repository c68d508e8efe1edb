"""BibTeX, judged by two parsers that others maintain: pybtex and bibtexparser."""

from __future__ import annotations

import io
import re

import pytest
from bibtexparser.entrypoint import parse_string as parse_bibtex
from bibtexparser.library import Library as BibtexLibrary
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import BibliographyData, Person, parse_string
from pybtex.richtext import Text
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db
from pylatexenc.macrospec import LatexContextDb

from generator.exports.bibtex import bibtex_entry
from generator.exports.citation import joined_entries, written_entry
from generator.indexes.references import Reference, reference_to
from generator.model.paper import Links, Paper, Venue
from generator.model.partial_date import PartialDate
from generator.text.one_line import one_line
from tests.support.odd_texts import some_text
from tests.support.papers import HERE, a_library, a_paper


def reference_of(paper: Paper) -> Reference:
    return reference_to(paper, a_library(paper), HERE)


def read_by_pybtex(text: str) -> BibliographyData:
    return parse_string(text, "bibtex")


def read_by_bibtexparser(text: str) -> BibtexLibrary:
    """The entries, every block understood."""
    library = parse_bibtex(text)
    assert library.failed_blocks == []
    assert [type(block).__name__ for block in library.blocks] == ["Entry"] * len(library.entries)
    return library


def tex_signs() -> LatexContextDb:
    """pylatexenc's table with the LaTeX kernel's text signs that it leaves out, or prints as raised accents."""
    signs = {"braceleft": "{", "braceright": "}", "asciicircum": "^", "asciitilde": "~"}
    signs |= {"less": "<", "greater": ">", "bar": "|"}
    table = get_default_latex_context_db()
    macros = [MacroTextSpec(f"text{name}", sign) for name, sign in signs.items()]
    table.add_context_category("text signs", prepend=True, macros=macros)
    return table


PRINTING = LatexNodes2Text(latex_context=tex_signs(), math_mode="verbatim", keep_comments=True)


def words_of(tex: str) -> str:
    """What TeX prints, by pylatexenc; blanks as one."""
    return one_line(PRINTING.latex_to_text(tex))


def test_a_preprint_is_read_alike_by_both() -> None:
    text = bibtex_entry(
        reference_of(
            a_paper(
                title="Kimi Linear: An Expressive, Efficient Attention in $O(n^2)$",
                authors=("Ralf van der Lans", "Kimi Team", "Martin Luther King Jr."),
                links=Links(arxiv="2510.26692", doi="10.48550/arXiv.2510.26692"),
                aliases=("kimi",),
            )
        )
    )
    entry = read_by_pybtex(text).entries["kimi-linear"]
    assert entry.type == "misc"
    assert entry.fields["title"] == (
        "Kimi {Linear}: {An} {Expressive}, {Efficient} {Attention} in {$O(n^2)$}"
    )
    assert [
        (p.prelast_names, p.last_names, p.first_names, p.lineage_names) for p in entry.persons["author"]
    ] == [
        (["van", "der"], ["Lans"], ["Ralf"], []),
        ([], ["{Kimi Team}"], [], []),
        ([], ["King"], ["Martin"], ["Jr."]),
    ]
    (other,) = read_by_bibtexparser(text).entries
    fields = {name: field.value for name, field in other.fields_dict.items()}
    assert fields["eprint"] == "2510.26692"
    assert fields["archivePrefix"] == "arXiv"
    assert fields["doi"] == "10.48550/arXiv.2510.26692"
    assert fields["url"] == "https://arxiv.org/abs/2510.26692"
    assert fields["ids"] == "kimi"
    assert (fields["year"], fields["month"]) == ("2025", "oct")


@pytest.mark.parametrize(
    ("venue", "kind", "field"),
    [
        ("NeurIPS", "inproceedings", "booktitle"),
        ("ICCV Workshops", "inproceedings", "booktitle"),
        ("Findings of EMNLP", "inproceedings", "booktitle"),
        ("ACM MM", "inproceedings", "booktitle"),
        ("Interspeech", "inproceedings", "booktitle"),
        ("IEEE BigData", "inproceedings", "booktitle"),
        ("Neural Computation", "article", "journal"),
        ("IEEE Transactions on Multimedia", "article", "journal"),
        ("IEEE TVCG", "article", "journal"),
        ("ACM TOG (SIGGRAPH)", "article", "journal"),
        ("IJCV", "article", "journal"),
        ("TMLR", "article", "journal"),
        ("IJCAI", "inproceedings", "booktitle"),
        # Names of conferences that hold words of journals: most of them as Crossref gives them.
        (
            "Proceedings of the IEEE/CVF Conference on Computer Vision and Pattern Recognition",
            "inproceedings",
            "booktitle",
        ),
        ("Advances in Neural Information Processing Systems 37", "inproceedings", "booktitle"),
        ("Lecture Notes in Computer Science", "inproceedings", "booktitle"),
        ("Annual Meeting of the Cognitive Science Society", "inproceedings", "booktitle"),
        ("IEEE Symposium on Foundations of Computer Science (FOCS)", "inproceedings", "booktitle"),
        ("Computer Vision – ECCV 2020", "inproceedings", "booktitle"),
        ("Advances in Cryptology – EUROCRYPT 2012", "inproceedings", "booktitle"),
        ("ICLR Tiny Papers", "inproceedings", "booktitle"),
        ("Proceedings of the IEEE", "article", "journal"),
        ("Proceedings of the VLDB Endowment", "article", "journal"),
        ("Journal of Physics: Conference Series", "article", "journal"),
        ("Machine Learning: Science and Technology", "article", "journal"),
        ("PhD thesis, ETH", "phdthesis", "school"),
        ("Master's thesis, MIT", "mastersthesis", "school"),
        ("M.Sc. thesis, ETH", "mastersthesis", "school"),
        ("PhD thesis, Harvard University, Cambridge, MA", "phdthesis", "school"),
        ("Cambridge University Press", "book", "publisher"),
        ("MIT Press", "book", "publisher"),
        ("Computational Linguistics (MIT Press)", "article", "journal"),
        ("Technical report", "techreport", "institution"),
    ],
)
def test_the_entry_type_follows_the_venue(venue: str, kind: str, field: str) -> None:
    entry = read_by_pybtex(bibtex_entry(reference_of(a_paper(venue=Venue(venue, 2024))))).entries[
        "kimi-linear"
    ]
    assert entry.type == kind
    assert entry.fields[field] == venue
    # A volume has a year; the month of the first version would be another's.
    assert entry.fields["year"] == "2024"
    assert "month" not in entry.fields


def test_authors_that_nobody_named() -> None:
    unknown = a_paper(authors=(), author_count=59)
    entry = read_by_pybtex(bibtex_entry(reference_of(unknown))).entries["kimi-linear"]
    assert "author" not in entry.persons
    assert entry.fields["note"] == "59 authors"
    signed = a_paper(authors=(), author_count=59, organizations=("Moonshot AI",))
    assert "  author = {{Moonshot AI} and others},\n" in bibtex_entry(reference_of(signed))


def test_a_retraction_is_told() -> None:
    retracted = a_paper(status="retracted", status_note="The data was made up.")
    entry = read_by_pybtex(bibtex_entry(reference_of(retracted))).entries["kimi-linear"]
    assert entry.fields["note"] == "Retracted: The data was made up."


def test_the_key_does_not_change_with_the_company() -> None:
    paper = a_paper()
    alone = bibtex_entry(reference_of(paper))
    among = a_library(paper, a_paper("kimi-linear-2"), a_paper("kimi"))
    assert bibtex_entry(reference_to(paper, among, HERE)) == alone


def test_capitals_survive_a_style_that_prints_titles_small() -> None:
    text = bibtex_entry(reference_of(a_paper(title="On BERT and gaussian mRNA for the Rényi Entropy")))
    title = Text.from_latex(read_by_pybtex(text).entries["kimi-linear"].fields["title"])
    assert str(title.capitalize()) == "On BERT and gaussian mRNA for the Rényi Entropy"


@given(title=some_text, venue=some_text, note=some_text)
def test_any_text_comes_out_as_it_went_in(title: str, venue: str, note: str) -> None:
    # Dollars make maths of a title, which stays TeX; that has its own test below.
    title = title.replace("$", "S")
    paper = a_paper(
        title=title,
        venue=Venue(f"Conference {venue}"),
        status="withdrawn",
        status_note=note.replace("$", "S"),
    )
    text = bibtex_entry(reference_of(paper))
    expected = {
        "title": one_line(title),
        "booktitle": one_line(f"Conference {venue}"),
        "note": one_line(f"Withdrawn: {note.replace('$', 'S')}"),
    }
    (entry,) = read_by_bibtexparser(text).entries
    by_pybtex = read_by_pybtex(text).entries["kimi-linear"]
    for field, words in expected.items():
        if field == "booktitle" and entry.entry_type != "inproceedings":
            continue
        assert words_of(entry.fields_dict[field].value) == words
        assert words_of(by_pybtex.fields[field]) == words


@given(st.lists(some_text, min_size=1, max_size=4))
def test_any_names_come_out_one_by_one(names: list[str]) -> None:
    paper = a_paper(authors=tuple(names))
    reference = reference_of(paper)
    entry = read_by_pybtex(bibtex_entry(reference)).entries["kimi-linear"]
    persons: list[Person] = entry.persons.get("author", [])
    said = [
        ", ".join(
            words_of(" ".join(part))
            for part in (
                person.prelast_names + person.last_names,
                person.first_names + person.middle_names,
                person.lineage_names,
            )
            if part
        )
        for person in persons
    ]
    others = ["others"] if reference.more_authors else []
    assert said == [name.family_first for name in reference.authors] + others


@given(
    st.sampled_from(
        [r"\{0,1\}^n", r"\\{x}", r"\left\{a\right\}", r"\text{50\%}", "@{x}", r"\frac{a}{b}", r"\}\{"]
    )
)
def test_formulas_stay_tex_with_balanced_braces(tex: str) -> None:
    text = bibtex_entry(reference_of(a_paper(title=f"On ${tex}$ and more")))
    assert len(read_by_bibtexparser(text).entries) == 1
    title = read_by_pybtex(text).entries["kimi-linear"].fields["title"]
    assert title.startswith(("On {", "On \\$"))
    assert title.endswith(" and more")


@given(some_text)
def test_addresses_and_identifiers_break_nothing(address: str) -> None:
    text = bibtex_entry(
        reference_of(a_paper(links=Links(pdf=f"https://a.example.org/{address}", doi=f"10.1000/{address}")))
    )
    (entry,) = read_by_bibtexparser(text).entries
    assert set(entry.fields_dict) == {"title", "author", "doi", "url", "year", "month"}
    assert not re.search(r"[\s{}\\\"]", entry.fields_dict["url"].value + entry.fields_dict["doi"].value)


@given(st.lists(some_text, min_size=1, max_size=5))
def test_a_file_of_many_is_read_whole(titles: list[str]) -> None:
    papers = [a_paper(f"paper-{number}", title=title) for number, title in enumerate(titles)]
    text = joined_entries([written_entry(reference_of(paper), "bibtex") for paper in papers], "bibtex")
    assert [entry.key for entry in read_by_bibtexparser(text).entries] == [paper.key for paper in papers]
    assert list(read_by_pybtex(text).entries) == [paper.key for paper in papers]


def test_accents_are_kept_as_letters() -> None:
    paper = a_paper(title="Über größere Räume", authors=("José Álvarez", "Łukasz Żak"))
    text = bibtex_entry(reference_of(paper))
    assert "author = {Álvarez, José and Żak, Łukasz}" in text
    library = parse_bibtex(text, append_middleware=[LatexDecodingMiddleware()])
    assert library.entries[0].fields_dict["title"].value == "Über größere Räume"


def test_dates_as_far_as_known() -> None:
    text = bibtex_entry(reference_of(a_paper(date=PartialDate(2025))))
    assert "year = {2025}" in text
    assert "month" not in text
    assert io.StringIO(text).readline() == "@misc{kimi-linear,\n"
