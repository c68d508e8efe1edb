"""A build after a build gives what a build from nothing gives, whatever was edited in between."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

import pytest

from tests.incremental.editing import Editor
from tests.support.command_line import run_cli
from tests.support.git_folder import git

STEPS = int(os.environ.get("INCREMENTAL_STEPS", "5"))
"""Edits of one sequence. For a long trial: INCREMENTAL_STEPS=200 python -m pytest tests/incremental"""
PAPERS = 14


def digests(site: Path) -> dict[str, str]:
    return {
        path.relative_to(site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def marks(site: Path) -> dict[str, tuple[int, int]]:
    """Of each file what changes when it is written: its inode and its time."""
    return {
        path.relative_to(site).as_posix(): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in site.rglob("*")
        if path.is_file()
    }


def built_from_nothing(index: Path, copy: Path) -> dict[str, str]:
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(index, copy, ignore=shutil.ignore_patterns(".cache", "site"))
    run_cli("build", cwd=copy).expect(0)
    return digests(copy / "site")


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_sequence_of_edits_gives_what_a_clean_build_gives(tmp_path: Path, seed: int) -> None:
    index = tmp_path / "index"
    editor = Editor(index, seed)
    editor.begin(PAPERS)
    git(index, "init", "--quiet")
    done: list[str] = []
    for number in range(STEPS):
        git(index, "add", "content")
        git(
            index,
            "commit",
            "--quiet",
            "--allow-empty",
            "-m",
            f"step {number}",
            day=f"2026-02-{number % 28 + 1:02d}",
        )
        before = marks(index / "site")
        old = digests(index / "site")
        run_cli("build", cwd=index).expect(0)
        new = digests(index / "site")
        assert new == built_from_nothing(index, tmp_path / "copy"), done
        after = marks(index / "site")
        same = [path for path, digest in new.items() if old.get(path) == digest]
        assert [path for path in same if before[path] != after[path]] == [], done
        done.append(editor.step())


def test_the_trial_would_find_a_stale_page(tmp_path: Path) -> None:
    """What the sequences above compare differs as soon as one page of the kept site is not renewed."""
    index = tmp_path / "index"
    editor = Editor(index, 5)
    editor.begin(8)
    run_cli("build", cwd=index).expect(0)
    stale = digests(index / "site")
    editor.reword()
    assert built_from_nothing(index, tmp_path / "copy") != stale
