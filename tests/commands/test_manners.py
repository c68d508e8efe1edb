"""Every command tells how it ends and shows how it is called."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from generator.commands.main import COMMANDS
from tests.support.command_line import COMMAND, plain_environment, run_cli
from tests.support.projects import make_project
from tests.support.repository import ROOT


@pytest.mark.parametrize("command", COMMANDS)
def test_help_tells_exit_statuses_and_gives_examples(command: str) -> None:
    told = run_cli(command, "--help").expect(0).output
    assert "Exit status" in " ".join(told.split())
    assert re.search(rf"Examples?:\n.*paperindex {command}\b", told, re.DOTALL)


def test_the_exit_statuses_are_documented_where_people_look() -> None:
    page = (ROOT / "docs/checking.md").read_text(encoding="utf-8")
    told = run_cli("--help").expect(0).output
    for status in ("0", "1", "2", "130", "141"):
        assert f"\n| {status} | " in page
        assert re.search(rf"\b{status}\b", told)


def test_every_command_stands_in_the_readme_and_no_other() -> None:
    table = (ROOT / "README.md").read_text("utf-8").partition("\n## The commands\n")[2].partition("\n## ")[0]
    names = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    assert set(re.findall(r"`(?:paperindex )?([a-z-]+)`", " ".join(names))) == set(COMMANDS)


def test_an_unknown_command_or_option_is_wrong_use() -> None:
    assert "Did you mean 'rename'?" in run_cli("renam").expect(2).errors
    assert run_cli("check", "--no-such-option").expect(2).errors


@pytest.mark.parametrize(
    "words", [("explain", "E203"), ("check",), ("check", "--format", "json"), ("--help",)]
)
@pytest.mark.parametrize("faults", [False, True])
def test_output_that_finds_no_room_is_told_in_a_sentence(
    words: tuple[str, ...], faults: bool, tmp_path: Path
) -> None:
    folder = make_project(tmp_path, {"content/people.yml": "Ada: {}\n"} if faults else {})
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [COMMAND, *words],
            cwd=folder,
            env=plain_environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    told = b"paperindex: the output could not be written: No space left on device\n"
    assert (done.returncode, done.stderr) == (2, told)


@pytest.mark.parametrize(
    ("words", "status"), [("explain E203", 0), ("check", 1), ("new --offline --title A", 0)]
)
def test_closed_outputs_are_no_fault(words: str, status: int, tmp_path: Path) -> None:
    folder = make_project(tmp_path, {"content/people.yml": "Ada: {}\n"})
    told = subprocess.run(
        ["sh", "-c", f"{COMMAND} {words} >&-"],
        cwd=folder,
        env=plain_environment(),
        stderr=subprocess.PIPE,
        check=False,
    )
    assert told.returncode == status
    assert b"Traceback" not in told.stderr
    quiet = subprocess.run(
        ["sh", "-c", f"{COMMAND} {words} >&- 2>&-"], cwd=folder, env=plain_environment(), check=False
    )
    assert quiet.returncode == status


@pytest.mark.parametrize("words", [("explain",), ("check",), ("--help",), ("build", "--help")])
def test_a_reader_that_has_gone_ends_it_quietly(words: tuple[str, ...]) -> None:
    theirs, ours = os.pipe()
    os.close(theirs)
    done = subprocess.run(
        [COMMAND, *words], cwd=ROOT, env=plain_environment(), stdout=ours, stderr=subprocess.PIPE, check=False
    )
    os.close(ours)
    assert (done.returncode, done.stderr) == (141, b"")
