"""Every command tells how it ends and shows how it is called."""

from __future__ import annotations

import os
import re
import subprocess

import pytest

from generator.commands.main import COMMANDS
from tests.support.command_line import COMMAND, plain_environment, run_cli
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


def test_an_unknown_command_or_option_is_wrong_use() -> None:
    assert "Did you mean 'rename'?" in run_cli("renam").expect(2).errors
    assert run_cli("check", "--no-such-option").expect(2).errors


@pytest.mark.parametrize("words", [("explain",), ("check",), ("--help",), ("build", "--help")])
def test_a_reader_that_has_gone_ends_it_quietly(words: tuple[str, ...]) -> None:
    theirs, ours = os.pipe()
    os.close(theirs)
    done = subprocess.run(
        [COMMAND, *words], cwd=ROOT, env=plain_environment(), stdout=ours, stderr=subprocess.PIPE, check=False
    )
    os.close(ours)
    assert (done.returncode, done.stderr) == (141, b"")
