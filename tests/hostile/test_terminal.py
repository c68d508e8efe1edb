"""What commands print of hostile entries: nothing that steers a terminal, and no command to the workflow that runs them."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.api.paper_markdown import paper_markdown
from generator.commands.main import cli
from generator.model.library import Library
from generator.model.problem import Place, Problem
from generator.reporting import problem_text
from generator.reports.json_report import json_report
from generator.text.terminal_words import printable, printable_json
from tests.hostile.corpus import all_cases, lay_out, refused_cases
from tests.support.command_line import run_cli
from tests.support.papers import HERE

STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\U000e0000-\U000e007f]"
)
COMMAND = re.compile(r"^\s*::|##\[", re.MULTILINE)
"""GitHub's runner takes `::` behind blanks at the start of a line, and the older `##[` wherever it stands."""
OWN_COMMAND = re.compile(
    r"^::(?:error|warning) file=[^\n:]*,line=\d+,col=\d+,endColumn=\d+,title=[EW]\d+::[^\n]*$", re.MULTILINE
)


def faults_of(printed: str) -> list[str]:
    """What in an output steers a terminal or a workflow."""
    lines = printed.split("\n")
    steering = [repr(line[:200]) for line in lines if STEERING.search(line)]
    return steering + [repr(line[:200]) for line in lines if COMMAND.search(line)]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every case in one content folder, and files whose very names are hostile."""
    folder = tmp_path_factory.mktemp("terminal")
    (folder / "mkdocs.yml").write_text(
        "site_name: X\ntheme: {name: material}\nplugins: [paperindex]\n", "utf-8"
    )
    content = lay_out(folder / "content", [])
    for case in all_cases():
        (content / "papers" / f"{case.name}.yml").write_bytes((case.folder / "entry.yml").read_bytes())
    for name in (
        b"\x1b[31mred.yml",
        b"::error::x.yml",
        "\u202egnp.yml".encode(),
        b"##[add-mask]e.yml",
        b"\xff\xfe.yml",
        b"a\nb.yml",
    ):
        Path(os.fsdecode(os.fsencode(content / "papers") + b"/" + name)).write_text("title: x\n", "utf-8")
    return folder


@pytest.mark.parametrize("form", ["text", "json", "sarif"])
def test_the_checker_prints_nothing_that_steers(project: Path, form: str) -> None:
    done = run_cli("check", "--format", form, "--editorial", cwd=project, env={"CI": "true"}).expect(1)
    assert len(done.output) > 20_000
    assert faults_of(done.output) == []
    assert faults_of(done.errors) == []
    if form != "text":
        assert json.loads(done.output)


def test_annotations_are_the_only_commands(project: Path, tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    done = run_cli(
        "check", "--format", "github", cwd=project, env={"GITHUB_STEP_SUMMARY": str(summary)}
    ).expect(1)
    assert len(OWN_COMMAND.findall(done.output)) == 20
    assert faults_of(OWN_COMMAND.sub("", done.output)) == []
    assert not STEERING.search(summary.read_text("utf-8"))


def test_repairs_and_formatting_print_nothing_that_steers(project: Path, tmp_path: Path) -> None:
    own = shutil.copytree(project, tmp_path / "own")
    for words in (("check", "--fix"), ("format", "--check"), ("build",)):
        done = run_cli(*words, cwd=own)
        assert faults_of(done.output + done.errors) == [], words
        assert "Traceback" not in done.errors


def test_searching_prints_nothing_that_steers(hostile_project: Path) -> None:
    runner = CliRunner()
    config = str(hostile_project / "mkdocs.yml")
    seen = 0
    for form in ([], ["--json"]):
        for query in (
            "pwned",
            "warning",
            "stop-commands",
            "add-mask",
            "\x1b[31mattention",
            "::error::x",
            "formula",
        ):
            done = runner.invoke(cli, ["search", "-f", config, "-n", "1000", *form, query])
            assert faults_of(done.output) == [], query
            seen += done.output.count("papers/")
    assert seen > 200


def test_an_entry_shown_as_markdown_is_no_command(library: Library) -> None:
    for paper in library.papers.values():
        shown = paper_markdown(paper, library, HERE)
        assert not COMMAND.search(shown), paper.key
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", shown), paper.key


def test_a_line_that_is_quoted_is_no_command() -> None:
    line = "  ::add-mask::x ##[error]y \x1b[31m"
    problem = Problem("E101", line, Place("content/papers/x.yml", 1, 3, 4), line, line)
    assert faults_of(problem_text(problem)) == []
    assert faults_of(json_report([problem], None)) == []
    assert printable("::error::x") == "<U+003A>:error::x"
    assert printable("a ##[b]") == "a #<U+0023>[b]"
    assert printable("a::b and # [c]") == "a::b and # [c]"
    text = "\x1b\x7f\x9b\u202e##[x]\U000e0041 é"
    assert json.loads(printable_json(text)) == text
    assert printable_json("é") == '"é"'


def test_the_refused_cases_hold_what_is_looked_for() -> None:
    raw = b"".join((case.folder / "entry.yml").read_bytes() for case in refused_cases())
    assert STEERING.search(raw.decode("utf-8", "replace"))
    assert COMMAND.search(raw.decode("utf-8", "replace"))
