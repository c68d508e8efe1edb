"""From an approved issue to a pull request: who may start it, and what the scripts do, run for real."""

from __future__ import annotations

import base64
import os
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest

from generator.editing.issue_form import SUGGESTION
from tests.commands.test_from_issue import SUGGESTED, issue
from tests.support.command_line import COMMAND, plain_environment
from tests.support.git_folder import commit_all, git
from tests.support.projects import make_project
from tests.support.repository import ROOT
from tests.workflows.test_workflows import read, steps, triggers, writing_permissions

PROPOSAL = ROOT / ".github/workflows/proposal.yml"
PREVIEW = ROOT / ".github/workflows/preview.yml"


def script(file: Path, job: str, name: str) -> str:
    (found,) = [step["run"] for step in read(file)["jobs"][job]["steps"] if step.get("name") == name]
    return str(found)


def run(text: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a step as GitHub does: bash that stops at the first failure, and the step's files."""
    temporary = folder.parent / "runner"
    temporary.mkdir(exist_ok=True)
    given = {
        "RUNNER_TEMP": str(temporary),
        "GITHUB_OUTPUT": str(temporary / "output"),
        "GITHUB_STEP_SUMMARY": str(temporary / "summary.md"),
        "GIT_CONFIG_GLOBAL": str(temporary / "gitconfig"),
        "GIT_CONFIG_SYSTEM": os.devnull,
        "SOURCE_DATE_EPOCH": "1767225600",
    }
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-e", "-c", text],
        cwd=folder,
        env={**plain_environment(), **given, **environment},
        capture_output=True,
        text=True,
    )


def outputs(folder: Path) -> dict[str, str]:
    lines = (folder.parent / "runner/output").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines)


def stand_in_for_gh(folder: Path, answer: str = "") -> dict[str, str]:
    """A `gh` that notes what it was asked, and answers one thing."""
    folder.mkdir(exist_ok=True)
    file = folder / "gh"
    file.write_text(
        f"#!/bin/sh\nprintf '%s\\n' \"$@\" >> {shlex.quote(str(folder))}/asked\nprintf '%s' {shlex.quote(answer)}\n"
    )
    file.chmod(0o755)
    return {"PATH": f"{folder}:{os.environ['PATH']}"}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository as the workflow finds it: its environment set up, its origin beside it."""
    folder = make_project(tmp_path / "checkout", {".gitignore": ".venv/\nsite/\n.cache/\n"})
    (folder / ".venv/bin").mkdir(parents=True)
    (folder / ".venv/bin/paperindex").symlink_to(COMMAND)
    commit_all(folder, "Begin")
    git(tmp_path, "clone", "--quiet", "--bare", str(folder), "origin.git")
    git(folder, "remote", "add", "origin", str(tmp_path / "origin.git"))
    return folder


def test_only_a_label_that_maintainers_give_starts_it() -> None:
    workflow = read(PROPOSAL)
    assert triggers(workflow) == {"issues"}
    assert workflow["on"]["issues"]["types"] == ["labeled"]
    assert workflow["jobs"]["entry"]["if"] == "github.event.label.name == 'approved'"
    assert workflow["jobs"]["pull-request"]["needs"] == "entry"


def test_what_reads_the_issue_may_write_nothing_and_what_writes_reads_no_issue() -> None:
    jobs: dict[str, Any] = read(PROPOSAL)["jobs"]
    assert jobs["entry"]["permissions"] == {"contents": "read"}
    assert writing_permissions({"jobs": {"pull-request": jobs["pull-request"]}}) == {
        "contents",
        "pull-requests",
    }
    assert "issue.body" not in str(jobs["pull-request"])
    assert "issue.title" not in PROPOSAL.read_text(encoding="utf-8")
    assert not any("cache" in step.get("with", {}) for step in steps(read(PROPOSAL)))


def test_an_issue_becomes_a_branch_with_one_file_and_a_pull_request(checkout: Path, tmp_path: Path) -> None:
    body = issue(SUGGESTION, {**SUGGESTED, "remarks": "$(touch pwned)"})
    done = run(script(PROPOSAL, "entry", "Read the issue"), checkout, ISSUE_BODY=body)
    assert done.returncode == 0, done.stderr
    told = outputs(checkout)
    assert told["file"] == "content/papers/kimi.yml"
    assert b"title: " in base64.b64decode(told["entry"])
    assert "### `kimi` added" in (tmp_path / "runner/summary.md").read_text(encoding="utf-8")
    (checkout / told["file"]).unlink()

    given = {"NUMBER": "12", "BRANCH": "main", "GH_TOKEN": "x"}
    named = {"FILE": told["file"], "ENTRY": told["entry"], "REVIEW": told["review"]}
    done = run(
        script(PROPOSAL, "pull-request", "Open the pull request"),
        checkout,
        **given,
        **named,
        **stand_in_for_gh(tmp_path / "bin"),
    )
    assert done.returncode == 0, done.stderr
    changed = git(tmp_path / "origin.git", "diff", "--name-status", "main", "issue-12")
    assert changed == "A\tcontent/papers/kimi.yml"
    asked = (tmp_path / "bin/asked").read_text(encoding="utf-8").splitlines()
    assert asked[:2] == ["auth", "setup-git"]
    wanted = [
        "pr",
        "create",
        "--base",
        "main",
        "--head",
        "issue-12",
        "--title",
        "kimi (issue #12)",
        "--body-file",
    ]
    assert asked[2:-1] == wanted
    assert asked[-1] == str(tmp_path / "runner/body.md")
    assert (tmp_path / "runner/body.md").read_text(encoding="utf-8").startswith("Closes #12.\n")
    assert not list(tmp_path.rglob("pwned"))


def test_an_issue_that_is_no_entry_stops_there(checkout: Path) -> None:
    done = run(
        script(PROPOSAL, "entry", "Read the issue"), checkout, ISSUE_BODY="### Title\n\n$(touch pwned)"
    )
    assert done.returncode == 1
    assert "not made with one of the forms" in done.stderr
    assert not (checkout.parent / "runner/output").exists()


@pytest.mark.parametrize(
    "file",
    [
        ".github/workflows/x.yml",
        "content/papers/../../x.yml",
        "content/papers/x.yml\nmkdocs.yml",
        "content/papers/$(id).yml",
    ],
)
def test_no_other_file_is_ever_written(file: str, checkout: Path, tmp_path: Path) -> None:
    given = {"NUMBER": "12", "BRANCH": "main", "FILE": file, "ENTRY": "eA==", "REVIEW": ""}
    done = run(
        script(PROPOSAL, "pull-request", "Open the pull request"),
        checkout,
        **given,
        **stand_in_for_gh(tmp_path / "bin"),
    )
    assert done.returncode != 0
    assert git(checkout, "status", "--porcelain") == ""
    assert git(tmp_path / "origin.git", "branch", "--format=%(refname:short)") == "main"


def test_the_preview_takes_nothing_from_the_pull_request() -> None:
    workflow = read(PREVIEW)
    assert triggers(workflow) == {"workflow_run"}
    assert [step for step in steps(workflow) if "uses" in step] == []
    assert writing_permissions(workflow) == {"pull-requests"}
    only = {
        file.name for file in (ROOT / ".github/workflows").iterdir() if "workflow_run" in triggers(read(file))
    }
    assert only == {"preview.yml"}


@pytest.mark.parametrize(("answer", "comments"), [("7", True), ("", False), ("7; rm -rf /", False)])
def test_the_preview_comments_on_the_pull_request_that_it_finds(
    answer: str, tmp_path: Path, *, comments: bool
) -> None:
    given = {
        "REPOSITORY": "example/index",
        "HEAD": "a" * 40,
        "OWNER": "stranger",
        "BRANCH": "$(touch pwned)`x`",
        "RUN": "https://github.com/example/index/actions/runs/1",
    }
    folder = tmp_path / "work"
    folder.mkdir()
    done = run(
        script(PREVIEW, "comment", "Say where the changed pages are"),
        folder,
        **given,
        **stand_in_for_gh(tmp_path / "bin", answer),
    )
    assert done.returncode == 0, done.stderr
    asked = (tmp_path / "bin/asked").read_text(encoding="utf-8")
    assert "head=stranger:$(touch pwned)`x`\n" in asked
    assert ("pr\ncomment\n7\n" in asked) is comments
    assert not list(tmp_path.rglob("pwned"))
