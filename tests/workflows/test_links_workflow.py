"""The weekly look at outside addresses: when it runs, and what becomes of its one issue."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from tests.support.repository import ROOT
from tests.workflows.test_proposals import run, script, stand_in_for_gh
from tests.workflows.test_workflows import OWN, read, triggers, writing_permissions

LINKS = ROOT / ".github/workflows/links.yml"
REPORT = "On 2026-11-20, of 2 addresses: 1 dead.\n\n- <https://example.org/$(touch%20pwned)`x`> @everyone\n"


def test_it_runs_by_the_clock_or_by_hand_and_never_for_a_pull_request() -> None:
    assert triggers(read(LINKS)) == {"schedule", "workflow_dispatch"}
    assert len(read(LINKS)["on"]["schedule"]) == 1


def test_no_build_and_no_check_asks_other_sites() -> None:
    others = [file for file in OWN if file != LINKS]
    for file in [*others, ROOT / "Makefile", ROOT / "generator/skeleton/Makefile"]:
        assert "paperindex links" not in file.read_text(encoding="utf-8"), file
    for file in [*(ROOT / "generator").glob("*.py"), *(ROOT / "generator/shell").glob("*.py")]:
        assert "generator.visiting" not in file.read_text(encoding="utf-8"), file


def test_what_asks_may_write_nothing_and_what_writes_asks_nobody() -> None:
    jobs = read(LINKS)["jobs"]
    assert jobs["ask"]["permissions"] == {"contents": "read", "actions": "read"}
    assert writing_permissions({"jobs": {"issue": jobs["issue"]}}) == {"issues"}
    assert [step for step in jobs["issue"]["steps"] if "uses" in step] == []


def asked(tmp_path: Path, report: str, number: str) -> list[str]:
    """What the second job says to GitHub."""
    folder = tmp_path / "work"
    folder.mkdir()
    done = run(
        script(LINKS, "issue", "Open, renew or close the issue"),
        folder,
        GH_TOKEN="x",
        GH_REPO="example/index",
        REPORT=base64.b64encode(report.encode()).decode(),
        **stand_in_for_gh(tmp_path / "bin", number),
    )
    assert done.returncode == 0, done.stderr
    assert not list(tmp_path.rglob("pwned*"))
    return (tmp_path / "bin/asked").read_text(encoding="utf-8").splitlines()


def test_the_first_dead_link_opens_an_issue(tmp_path: Path) -> None:
    words = asked(tmp_path, REPORT, "")
    assert "issue create" in " ".join(words)
    assert words[-2:] == ["--body-file", str(tmp_path / "runner/body.md")]
    assert (tmp_path / "runner/body.md").read_text(encoding="utf-8") == REPORT
    assert "everyone" not in " ".join(words)


def test_an_open_issue_is_written_anew(tmp_path: Path) -> None:
    words = asked(tmp_path, REPORT, "12")
    assert words[-5:-2] == ["issue", "edit", "12"]
    assert "create" not in words


def test_the_issue_is_closed_when_nothing_is_left(tmp_path: Path) -> None:
    words = asked(tmp_path, "", "12")
    assert words[-5:-2] == ["issue", "close", "12"]


def test_without_an_issue_and_without_a_dead_link_nothing_is_written(tmp_path: Path) -> None:
    words = asked(tmp_path, "", "")
    assert not {"create", "edit", "close"} & set(words)


@pytest.mark.parametrize("answer", ["12; rm -rf /", "--help", "$(touch pwned)"])
def test_nothing_but_a_number_is_taken_for_one(answer: str, tmp_path: Path) -> None:
    assert answer not in asked(tmp_path, REPORT, answer)


def test_only_a_faultless_round_or_dead_links_let_the_run_go_on(tmp_path: Path) -> None:
    text = script(LINKS, "ask", "Ask politely")
    for status, goes_on in ((0, True), (1, True), (2, False)):
        folder = tmp_path / str(status) / "work"
        (folder / ".venv/bin").mkdir(parents=True)
        command = folder / ".venv/bin/paperindex"
        command.write_text(
            f'#!/bin/sh\nwhile [ "$1" != --report ]; do shift; done\necho dead > "$2"\nexit {status}\n'
        )
        command.chmod(0o755)
        assert (run(text, folder).returncode == 0) is goes_on
        output = folder.parent / "runner/output"
        assert (output.read_text() == "report=ZGVhZAo=\n") if goes_on else not output.exists()


@pytest.mark.parametrize(("answer", "fetches"), [("77", True), ("", False), ("77 --help", False)])
def test_what_the_last_run_saw_is_fetched(answer: str, tmp_path: Path, *, fetches: bool) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    given = {"GH_TOKEN": "x", "REPOSITORY": "example/index", **stand_in_for_gh(tmp_path / "bin", answer)}
    assert run(script(LINKS, "ask", "Fetch what the last run remembered"), folder, **given).returncode == 0
    words = (tmp_path / "bin/asked").read_text(encoding="utf-8").splitlines()
    assert ("run download 77 --repo" in " ".join(words)) is fetches
    # A pull request from a fork may bring a workflow of the same name; its runs are not believed.
    assert any('.event == "schedule" or .event == "workflow_dispatch"' in word for word in words)
