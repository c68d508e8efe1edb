"""Bibliographies of every format, as files on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.commands.main import cli
from generator.importing.bibliography_files import Format, format_by_look, format_by_name
from generator.loading.library_loader import load_content
from tests.support.projects import make_project

RECORD = "TY  - JOUR\nTI  - Kernels Close to the Hardware\nAU  - Müller, Ada\nJO  - CoRR\nVL  - abs/2401.00010\nER  - \n"
ITEM = {
    "type": "paper-conference",
    "title": "Kernels close to the <i>Hardware</i>",
    "author": [{"family": "Müller", "given": "Ada"}],
    "container-title": "NeurIPS",
    "issued": {"date-parts": [[2024]]},
    "DOI": "10.1000/Abc",
}


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    return make_project(tmp_path)


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(cli, ["import", *arguments], input=stdin)


def entry(index: Path) -> str:
    return (index / "content/papers/kernels-close-to-the-hardware.yml").read_text("utf-8")


def test_one_paper_of_three_formats_is_one_entry(index: Path) -> None:
    (index / "a.ris").write_text(RECORD, "utf-8")
    (index / "b.csl.json").write_text(json.dumps([ITEM]), "utf-8")
    (index / "c.bib").write_text(
        "@misc{k, title={Kernels Close to the Hardware}, url={https://github.com/ada/k}}", "utf-8"
    )
    done = run("a.ris", "b.csl.json", "c.bib", "--topic", "attention")
    assert done.exit_code == 0, done.output
    assert "3 records in 3 files:" in done.output
    assert "2 further records of papers in this run, merged" in done.output
    text = entry(index)
    assert 'title: "Kernels Close to the Hardware"\n' in text
    assert "authors: [Ada Müller]" in text
    assert "date: 2024-01" in text
    assert "venue: {name: NeurIPS, year: 2024}" in text
    assert 'arxiv: "2401.00010"' in text
    assert 'doi: "10.1000/Abc"' in text
    assert "code: https://github.com/ada/k" in text
    loaded = load_content(index / "content", index)
    assert not loaded.has_errors, loaded.problems
    assert "0 new entries" in run("a.ris", "b.csl.json", "c.bib").output


@pytest.mark.parametrize(
    ("name", "form"),
    [("library.BIB", Format.BIBTEX), ("a.ris", Format.RIS), ("a.nbib", Format.RIS), ("a.csl.json", Format.CSL_JSON), ("a.txt", None)],
)  # fmt: skip
def test_a_name_tells_the_format(name: str, form: Format | None) -> None:
    assert format_by_name(name) is form


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("% from a page\n\n@Article{key,", Format.BIBTEX),
        (f"\n{RECORD}", Format.RIS),
        ("Provider: A Publisher\nContent: text/plain\n\nTY  - JOUR\n", Format.RIS),
        ("\nPMID- 26017442\nOWN - NLM\n", Format.RIS),
        ('\n[\n  {\n    "id": 1', Format.CSL_JSON),
        ('{"items": []}', Format.CSL_JSON),
        ("[1] A Title\n\nAn abstract.", None),
        ("Daily Papers\n\nTYPES - of Heads\n", None),
    ],
)
def test_a_beginning_tells_the_format(text: str, form: Format | None) -> None:
    assert format_by_look(text) is form


def test_what_is_pasted_or_named_txt_is_known_by_its_look(index: Path) -> None:
    (index / "citation.txt").write_text(f"Provider: A Publisher\n\n{RECORD}", "utf-8")
    assert "1 entries to write" in run("citation.txt", "--dry-run").output
    assert "1 entries to write" in run("-", "--dry-run", stdin=json.dumps(ITEM).encode()).output


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_line_ends_and_old_encodings_are_read(index: Path, encoding: str, line_end: str) -> None:
    (index / "a.ris").write_bytes(RECORD.replace("\n", line_end).encode(encoding))
    done = run("a.ris")
    assert done.exit_code == 0, done.output
    assert "authors: [Ada Müller]" in entry(index)
    # The warning tells where the first such character stands.
    assert ("a.ris:3:1: warning[W706]" in done.stderr) == (encoding == "cp1252" and line_end != "\r")
    assert ("warning[W706]" in done.stderr) == (encoding == "cp1252")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (RECORD.encode("utf-16"), "1:1: error[E701] the file is in UTF-16"),
        (b"TY  - JOUR\nTI  - \x81\xff\n", "2:1: error[E701] the file is not valid UTF-8"),
        (b"<!doctype html>", "1:1: error[E701] this is an HTML page"),
        (b"no record\n", "1:1: error[E702] no record was found"),
        (b"TY  - JOUR\nAU  - A\nER  - \n", "1:1: error[E704] the record has no title"),
    ],
)
def test_what_cannot_be_read_is_told_and_keeps_no_other_file_out(
    index: Path, content: bytes, message: str
) -> None:
    (index / "odd.ris").write_bytes(content)
    (index / "good.json").write_text(json.dumps([ITEM]), "utf-8")
    done = run("odd.ris", "good.json")
    assert done.exit_code == 1
    assert f"odd.ris:{message}" in done.stderr
    assert "Ada Müller" in entry(index)


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
