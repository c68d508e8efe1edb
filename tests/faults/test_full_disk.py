"""A disk that runs full, or that may not be written to: the old site stays whole, and it is said what to do."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.killed_builds import digest_of
from tests.faults.test_killed_builds import two_indexes
from tests.support.command_line import COMMAND, Finished, plain_environment, run_cli, run_program
from tests.support.projects import make_project

NEW_ENTRY = "title: A Second Paper\nauthors: [Grace Hopper]\ndate: 2024-01-02\ntopic: attention\n"
PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 24, 1, 2


def filled(tmp_path: Path, way: str) -> dict[str, Any]:
    program = (sys.executable, "-m", "tests.faults.small_disk")
    told: dict[str, Any] = json.loads(run_program(*program, way, *two_indexes(tmp_path)).expect(0).output)
    return told


@pytest.mark.parametrize("way", ["tmpfs", "layer"])
def test_a_disk_that_runs_full_leaves_a_whole_site_each_time(way: str, tmp_path: Path) -> None:
    told = filled(tmp_path, way)
    if told["way"] == "refused":
        # Only who may mount nothing does without a disk of its own; the layer stands in for it.
        assert way == "tmpfs"
        assert not may_mount()
        return
    *full, ample = told["rounds"]
    assert len(full) >= 4
    for one in full:
        assert (one["site"], one["status"]) == ("old", 2), one
        assert "The disk is full: free some space and build again" in one["said"], one
        assert "the last site is untouched" in one["said"], one
        assert "Traceback" not in one["said"], one
        assert one["left"] == [], one
    assert (ample["site"], ample["status"]) == ("new", 0), ample
    assert told["healed"]
    assert told["left"] == []
    # It ran full while the site was written as well as while MkDocs was at work.
    places = {"/site could not be written", ".cache/paperindex could not be written"}
    assert {place for place in places if any(place in one["said"] for one in full)} == places


def may_mount() -> bool:
    """Whether the system lets this user mount in a namespace of its own, as another program sees it."""
    words = [
        "unshare",
        "--mount",
        *(() if os.geteuid() == 0 else ("--map-root-user",)),
        "mount",
        "-t",
        "tmpfs",
        "none",
        "/mnt",
    ]
    return subprocess.run(words, capture_output=True).returncode == 0


def test_a_writer_that_is_not_atomic_would_be_caught(tmp_path: Path) -> None:
    assert "torn" in {one["site"] for one in filled(tmp_path, "careless")["rounds"]}


@pytest.fixture
def index(tmp_path: Path) -> Iterator[Path]:
    """A built index with an edit that waits; every permission is given back at the end."""
    folder = make_project(tmp_path / "index")
    run_cli("build", cwd=folder).expect(0)
    (folder / "content/papers/second-paper.yml").write_text(NEW_ENTRY, "utf-8")
    yield folder
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755)


def build_as_anybody(index: Path, also: Callable[[], None] = lambda: None) -> Finished:
    """Build as somebody whom permissions bind: root without the two rights that go beyond them."""

    def drop() -> None:
        libc = ctypes.CDLL(None)
        libc.prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0)
        libc.prctl(PR_CAPBSET_DROP, CAP_DAC_READ_SEARCH, 0, 0, 0)
        also()

    done = subprocess.run(
        [COMMAND, "build"],
        cwd=index,
        env=plain_environment(),
        preexec_fn=drop,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "Traceback" not in done.stderr
    return Finished(status=done.returncode, output=done.stdout, errors=done.stderr)


def test_a_file_size_limit_is_told_and_the_old_site_stays(index: Path) -> None:
    before = digest_of(index / "site")
    told = build_as_anybody(index, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))).expect(
        2
    )
    assert "raise the limit (ulimit -f) and build again" in told.errors
    assert digest_of(index / "site") == before
    build_as_anybody(index).expect(0)
    assert digest_of(index / "site") != before


def test_a_folder_that_may_not_be_written_to_is_told(index: Path) -> None:
    before = digest_of(index / "site")
    index.chmod(0o555)
    told = build_as_anybody(index).expect(2)
    assert "No permission to write there: change it, or name another folder with --site-dir" in told.errors
    assert digest_of(index / "site") == before
    index.chmod(0o755)
    build_as_anybody(index).expect(0)
    assert (index / "site/papers/second-paper/index.html").is_file()
    assert [path.name for path in index.iterdir() if path.name.startswith(".site")] == []


def test_a_cache_that_may_not_be_written_to_is_done_without(index: Path) -> None:
    for path in [index / ".cache", *(index / ".cache").rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    build_as_anybody(index).expect(0)
    assert (index / "site/papers/second-paper/index.html").is_file()


def test_a_cache_that_may_not_be_read_is_done_without_or_told(index: Path) -> None:
    before = digest_of(index / "site")
    for path in (index / ".cache").rglob("*"):
        if path.is_file():
            path.chmod(0)
    told = build_as_anybody(index)
    if told.status:
        assert told.status == 2
        assert ".cache" in told.errors
        assert digest_of(index / "site") == before
    else:
        assert (index / "site/papers/second-paper/index.html").is_file()


@pytest.mark.parametrize("part", [".", "paperindex/builds", "paperindex/replaced", "paperindex/templates"])
def test_a_folder_of_the_cache_that_may_not_be_looked_into_is_done_without(index: Path, part: str) -> None:
    (index / ".cache" / part).chmod(0)
    build_as_anybody(index).expect(0)
    assert (index / "site/papers/second-paper/index.html").is_file()


def test_an_entry_that_may_not_be_read_is_told_and_the_old_site_stays(index: Path) -> None:
    before = digest_of(index / "site")
    (index / "content/papers/second-paper.yml").chmod(0)
    told = build_as_anybody(index).expect(1)
    assert "content/papers/second-paper.yml" in told.errors
    assert digest_of(index / "site") == before


def test_builds_at_the_same_time_leave_one_whole_site(tmp_path: Path) -> None:
    """Two indexes that go to one folder, each built twice at once, so that caches are shared as well."""
    folders, site = two_indexes(tmp_path), tmp_path / "site"
    wholes = []
    for folder in folders:
        run_cli("build", "--site-dir", site, cwd=folder).expect(0)
        wholes.append(digest_of(site))
    assert len(set(wholes)) == 2
    running = [
        subprocess.Popen(
            [COMMAND, "build", "--jobs", "2", "--site-dir", site],
            cwd=folder,
            env=plain_environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for folder in (*folders, *folders)
    ]
    said = [one.communicate(timeout=120)[1] for one in running]
    assert [one.returncode for one in running] == [0, 0, 0, 0], said
    assert digest_of(site) in wholes
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "site", "two"]
