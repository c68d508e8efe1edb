"""Faults on the lines of a pull request, and no way for an entry to speak to the runner."""

from __future__ import annotations

from pathlib import Path

from generator.model.problem import Place, Problem
from generator.reporting import github_annotation
from tests.support.command_line import run_cli
from tests.support.projects import make_project


def test_each_fault_is_marked_on_its_line(tmp_path: Path) -> None:
    make_project(
        tmp_path,
        {
            "content/papers/first-paper.yml": """
                title: A First Paper on Attention
                authors: [Ada Lovelace]
                date: "2024-13-45"
                topic: attention
            """
        },
    )
    finished = run_cli("check", "--format", "github", cwd=tmp_path).expect(1)
    (error,) = [line for line in finished.output.splitlines() if line.startswith("::error ")]
    assert error.startswith("::error file=content/papers/first-paper.yml,line=3,col=7,endColumn=")
    assert "2024-13-45" in error
    assert "%0Ahint: " in error


def test_an_entry_cannot_give_commands_to_the_runner() -> None:
    hostile = "x\r\n::set-env name=A::1%0A::stop-commands::y"
    problem = Problem("E101", hostile, Place(path="content/a,line=9::b\n.yml", line=2), hint=hostile)
    annotation = github_annotation(problem)
    assert annotation.splitlines() == [annotation]
    assert annotation.count("::error ") == 1
    assert "file=content/a%2Cline=9%3A%3Ab%0A.yml,line=2," in annotation
    assert "%250A" in annotation
