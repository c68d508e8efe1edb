"""What every workflow must keep to, read off the files themselves.

A pull request may come from anyone: its workflow has no secret and no right to write, and nothing that a
stranger typed (a title, a branch name, a comment) is ever put into a command.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.repository import ROOT

Workflow = dict[str, Any]

OWN = sorted((ROOT / ".github/workflows").glob("*.y*ml"))
# Those that a new index gets from `paperindex init`.
GIVEN = sorted((ROOT / "generator/skeleton/_github/workflows").glob("*.y*ml"))
WORKFLOWS = [*OWN, *GIVEN]

# GitHub's own actions; another one is added here after its source was read.
TRUSTED_OWNERS = frozenset({"actions"})

PINNED_WITH_VERSION = re.compile(r"uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")

# Each of these is put in before the shell reads the line, so only what no stranger can word may be one.
EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}", re.DOTALL)

TYPED_BY_STRANGERS = re.compile(
    r"\.(?:body|title|message|head_branch|head_ref|ref|label|login|name|email|outputs)\b"
)
"""What of an event, or of what our parser made of it, somebody may have worded."""


class _PlainLoader(yaml.SafeLoader):
    """Reads `on:` as the word it is; YAML 1.1 would make it true."""


_PlainLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read(file: Path) -> Workflow:
    workflow: Workflow = yaml.load(file.read_text(encoding="utf-8"), _PlainLoader)
    return workflow


def triggers(workflow: Workflow) -> set[str]:
    on = workflow["on"]
    return {on} if isinstance(on, str) else set(on)


def steps(workflow: Workflow) -> Iterator[dict[str, Any]]:
    for job in workflow["jobs"].values():
        yield from job.get("steps", [])


def writing_permissions(workflow: Workflow) -> set[str]:
    """The names of everything that some part of the workflow may write."""
    asked = [workflow.get("permissions"), *(job.get("permissions") for job in workflow["jobs"].values())]
    found: set[str] = set()
    for permissions in asked:
        if isinstance(permissions, str):
            found |= {permissions} - {"read-all"}
        elif permissions:
            found |= {name for name, right in permissions.items() if right == "write"}
    return found


def test_there_is_a_workflow_for_pull_requests_and_one_for_publishing() -> None:
    for files in (OWN, GIVEN):
        assert {"check.yml", "deploy.yml"} <= {file.name for file in files}


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: f"{file.parts[-3]}-{file.stem}")
class TestEveryWorkflow:
    def test_never_runs_a_stranger_s_code_with_our_rights(self, file: Path) -> None:
        assert "pull_request_target" not in triggers(read(file))

    def test_says_what_it_may_do(self, file: Path) -> None:
        assert "permissions" in read(file)
        assert not writing_permissions({**read(file), "jobs": {}}), "only a job may be given a right to write"

    def test_has_no_rights_and_no_secrets_on_a_pull_request(self, file: Path) -> None:
        workflow = read(file)
        if "pull_request" in triggers(workflow):
            assert triggers(workflow) == {"pull_request"}
            assert writing_permissions(workflow) == set()
            assert "secrets." not in file.read_text(encoding="utf-8")

    def test_puts_nothing_into_a_command_line(self, file: Path) -> None:
        for step in steps(read(file)):
            assert EXPRESSION.findall(step.get("run", "")) == []
            assert EXPRESSION.findall(step.get("with", {}).get("script", "")) == []

    def test_pins_each_action_to_a_commit_and_says_its_version(self, file: Path) -> None:
        lines = [line.strip().removeprefix("- ") for line in file.read_text(encoding="utf-8").splitlines()]
        uses = [line for line in lines if re.match(r"uses\s*:", line)]
        assert len(uses) == sum("uses" in step for step in steps(read(file)))
        assert [line for line in uses if not PINNED_WITH_VERSION.fullmatch(line)] == []

    def test_uses_only_actions_of_known_owners(self, file: Path) -> None:
        owners = {step["uses"].partition("/")[0] for step in steps(read(file)) if "uses" in step}
        assert owners <= TRUSTED_OWNERS

    def test_leaves_no_key_behind_after_checking_out(self, file: Path) -> None:
        for step in steps(read(file)):
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] == "false"

    def test_comes_to_an_end(self, file: Path) -> None:
        for name, job in read(file)["jobs"].items():
            assert int(job["timeout-minutes"]) <= 60, name

    def test_names_nothing_of_a_stranger_but_in_the_environment(self, file: Path) -> None:
        """Titles, texts and branches may stand where a program reads them, never where a shell or an action does."""
        for step in steps(read(file)):
            elsewhere = {name: value for name, value in step.items() if name != "env"}
            assert [
                word for word in EXPRESSION.findall(str(elsewhere)) if TYPED_BY_STRANGERS.search(word)
            ] == []

    def test_gives_a_right_to_write_only_to_jobs_that_run_none_of_our_code(self, file: Path) -> None:
        for name, job in read(file)["jobs"].items():
            if "write" in (job.get("permissions") or {}).values():
                commands = "\n".join(step.get("run", "") for step in job["steps"])
                assert not re.search(r"\b(?:make|paperindex|python3?|pip|npm|node|uv)\b", commands), name


def test_an_action_has_one_version_everywhere() -> None:
    versions: dict[str, set[str]] = {}
    for file in WORKFLOWS:
        for step in steps(read(file)):
            action, _, commit = step.get("uses", "").partition("@")
            versions.setdefault(action, set()).add(commit)
    assert {action: found for action, found in versions.items() if len(found) > 1} == {}


def test_only_the_job_that_publishes_may_publish() -> None:
    jobs = read(ROOT / ".github/workflows/deploy.yml")["jobs"]
    may_write = {name for name, job in jobs.items() if "write" in job["permissions"].values()}
    assert may_write == {"deploy"}
    # What holds the right to publish runs nothing of ours, so a bad dependency cannot use it.
    assert [step for step in jobs["deploy"]["steps"] if "run" in step] == []


def test_a_pull_request_is_checked_with_annotations_and_by_all_tests() -> None:
    commands = [step.get("run", "") for step in steps(read(ROOT / ".github/workflows/check.yml"))]
    assert any("paperindex check --format github --changed-from" in command for command in commands)
    assert any("--against" in command for command in commands)
    assert any("paperindex review" in command and "GITHUB_STEP_SUMMARY" in command for command in commands)
    assert ".ci/run" in commands


def test_the_continuous_integration_runs_what_a_person_runs() -> None:
    script = ROOT / ".ci/run"
    assert script.stat().st_mode & 0o111
    assert "exec make test" in script.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "folder", [ROOT / ".github/workflows", ROOT / "generator/skeleton/_github/workflows"]
)
def test_builds_share_what_they_made_ready_but_not_whole_sites(folder: Path) -> None:
    for name in ("check.yml", "deploy.yml"):
        (kept,) = (
            step["with"] for step in steps(read(folder / name)) if "actions/cache@" in step.get("uses", "")
        )
        left_out = ["!.cache/paperindex/replaced", "!.cache/paperindex/builds"]
        assert kept["path"].split() == [".cache/paperindex", *left_out]
        # Each commit keeps its own, and begins with the newest that there is.
        assert kept["key"].startswith(kept["restore-keys"])
        assert "github.sha" in kept["key"]


def test_the_oldest_versions_are_tried_on_every_change_and_the_newest_once_a_week() -> None:
    check, weekly = (read(ROOT / f".github/workflows/{name}.yml") for name in ("check", "versions"))
    assert [step["run"] for step in check["jobs"]["lowest"]["steps"] if "run" in step] == ["make test-lowest"]
    assert triggers(weekly) == {"schedule", "workflow_dispatch"}
    commands = {
        name: [step["run"] for step in job["steps"] if "run" in step] for name, job in weekly["jobs"].items()
    }
    assert commands == {"newest": ["make lock", ".ci/run"], "audit": ["make audit"]}
    assert writing_permissions(weekly) == set()


def test_newer_versions_are_let_rest_before_they_are_proposed() -> None:
    updates = read(ROOT / ".github/dependabot.yml")["updates"]
    assert {update["package-ecosystem"] for update in updates} == {"pip", "github-actions"}
    assert all(int(update["cooldown"]["default-days"]) >= 7 for update in updates)
