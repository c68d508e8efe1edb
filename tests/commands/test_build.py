"""`paperindex build`: any number of processes, what it says, and what it leaves unsaid."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from generator.commands.build import host_refuses
from tests.commands.terminal import on_terminal
from tests.support.command_line import COMMAND, plain_environment, run_cli
from tests.support.projects import make_project

PAPER = "title: Paper {n} on {word} attention\nauthors: [Ada Lovelace, Author {word}]\ndate: 2025-03-01\ntopic: attention\nkind: method\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    words = ("sparse", "linear", "local", "dense", "gated", "paged", "tree", "graph", "cross", "self")
    entries = {
        f"content/papers/p-{number}.yml": PAPER.format(n=number, word=word)
        for number, word in enumerate(words)
    }
    return make_project(tmp_path / "index", entries)


def digest_of(site: Path) -> dict[str, str]:
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in site.rglob("*")
        if path.is_file()
    }


def test_the_number_of_processes_and_what_is_remembered_change_no_byte(project: Path) -> None:
    sites: list[dict[str, str]] = []
    for jobs in ("1", "2", "5", "2"):
        if len(sites) < 2:
            shutil.rmtree(project / ".cache", ignore_errors=True)
        run_cli("build", "--jobs", jobs, cwd=project).expect(0)
        sites.append(digest_of(project / "site"))
    assert len(sites[0]) > 100
    assert all(site == sites[0] for site in sites[1:])


def test_a_site_too_large_for_free_hosts_is_told() -> None:
    assert host_refuses(1_000_000_000, 90_000, None) == ""
    told = host_refuses(1_234_567_890, 90_000, None)
    assert "takes 1,235 MB in 90,000 files" in told
    assert "'extent: lean'" in told
    assert "'extent: lean'" not in host_refuses(1_234_567_890, 90_000, "lean")


def test_timings_tell_where_the_time_went(project: Path) -> None:
    told = run_cli("build", "--timings", "--timings-json", "times.json", cwd=project).expect(0)
    assert re.search(r"^other pages +\d+\.\d\d s +\d+\.\d\d s CPU$", told.errors, re.MULTILINE)
    assert re.search(r"^in all +\d+\.\d\d s$", told.errors, re.MULTILINE)
    times = json.loads((project / "times.json").read_text("utf-8"))
    names = [step["name"] for step in times["steps"]]
    assert {"read and check the content", "indexes", "other pages", "search index", "feeds"} <= set(names)
    assert sum(step["cpu"] for step in times["steps"]) > 0
    refused = run_cli("build", "--timings-json", "nowhere/times.json", cwd=project).expect(2)
    assert "nowhere/times.json" in refused.errors


def test_wrong_numbers_of_processes_are_wrong_use(project: Path) -> None:
    for wrong in ("0", "-1", "many"):
        assert "--jobs" in run_cli("build", "--jobs", wrong, cwd=project).expect(2).errors


def test_a_pipe_sees_no_bar(project: Path) -> None:
    told = run_cli("build", cwd=project).expect(0)
    assert "Writing" not in told.output + told.errors
    assert re.fullmatch(r"11 papers, [\d,]+ files, [\d.]+ MB in site/ \(.*\) in [\d.]+ s\n", told.output)


def test_a_terminal_sees_rate_and_progress(project: Path) -> None:
    shown = on_terminal("build", "--jobs", "2", cwd=project, env={})
    assert shown.status == 0
    assert re.search(r"Writing.*100%.*[\d,]+ files/s", shown.shown)


def test_ctrl_c_leaves_the_last_site_and_nothing_else(project: Path) -> None:
    run_cli("build", cwd=project).expect(0)
    before = digest_of(project / "site")
    entry = project / "content/papers/p-1.yml"
    entry.write_text(entry.read_text("utf-8").replace("Paper 1", "Page 1"), "utf-8")

    # A build that remembers the last one would be over before anybody could interrupt it.
    shutil.rmtree(project / ".cache/paperindex/builds")
    shutil.rmtree(project / ".cache/paperindex/templates")

    def is_at_work() -> bool:
        return any(path.name.startswith(".site-new-") for path in project.iterdir())

    interrupted = on_terminal("build", "--jobs", "2", cwd=project, env={}, interrupt_when=is_at_work)
    assert interrupted.status == 130
    assert "paperindex: interrupted" in interrupted.shown
    assert "Traceback" not in interrupted.shown
    assert digest_of(project / "site") == before
    assert [path.name for path in project.iterdir() if path.name.startswith(".site")] == []


def in_letters(number: int) -> str:
    """A word of its own for each number; one that ends in a figure would be taken for a footnote's mark."""
    return "w" + "".join("abcdefghij"[int(figure)] for figure in str(number))


def test_very_many_warnings_do_not_hide_the_end(project: Path) -> None:
    for number in range(60):
        text = (
            PAPER.format(n=f"X{number}", word=in_letters(number * number + 7))
            + "links: {project: 'http://example.org/x'}\n"
        )
        (project / f"content/papers/warned-{number}.yml").write_text(text, "utf-8")
    told = run_cli("build", cwd=project).expect(0)
    assert told.errors.count("warning[W403]") == 40
    assert "… and 20 more: paperindex check shows them all" in told.errors
    assert run_cli("check", cwd=project).expect(0).output.count("warning[W403]") == 60
    (project / "content/papers/wrong.yml").write_text("title: Wrong\ndate: 2025\ntopic: attention\n", "utf-8")
    assert "error[E204]" in run_cli("build", cwd=project).expect(1).errors


def test_a_folder_that_was_removed_is_said_to_be(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    done = subprocess.run(
        ["/bin/sh", "-c", f'rmdir "$PWD" && "{COMMAND}" build'],
        cwd=gone,
        env={**plain_environment(), "PWD": os.fspath(gone)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == "paperindex: the folder you are in has been removed: change to another one\n"
