"""Kill the build at any moment: readers find one whole site, old or new, and the next build clears up."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from generator.model.output_file import OutputFile
from generator.writing import site_writer
from generator.writing.site_writer import write_site
from generator.writing.workshop import Workshop
from tests.support.command_line import run_program
from tests.support.projects import make_project

KILLS = 50


def two_indexes(folder: Path) -> list[Path]:
    """Two indexes whose sites differ in many files."""
    second = "title: A Second Paper\nauthors: [Grace Hopper]\ndate: 2024-01-02\ntopic: attention\n"
    return [
        make_project(folder / "one"),
        make_project(
            folder / "two",
            {
                "content/papers/first-paper.yml": second,
                "content/papers/second-paper.yml": second.replace("A S", "Another S"),
            },
        ),
    ]


def killed(folder: Path, kills: int, writer: str) -> dict[str, Any]:
    indexes = two_indexes(folder)
    told: dict[str, Any] = json.loads(
        run_program(
            *(sys.executable, "-m", "tests.faults.killed_builds"),
            folder / "site",
            str(kills),
            writer,
            *indexes,
        )
        .expect(0)
        .output
    )
    return told


def test_fifty_killed_builds_leave_a_whole_site_each_time(tmp_path: Path) -> None:
    told = killed(tmp_path, KILLS, "real")
    assert told["killed"] >= KILLS
    assert told["torn"] == []
    assert told["healed"]
    assert told["left_after_a_whole_build"] == []
    # Some were killed while they wrote, or the test would have proved little.
    assert told["left_something"] > 0


def test_a_writer_that_is_not_atomic_would_be_caught(tmp_path: Path) -> None:
    assert killed(tmp_path, 100, "careless")["torn"] != []


def pages(text: str) -> list[OutputFile]:
    return [OutputFile(f"{name}.html", text.encode()) for name in ("index", "a", "b")]


def test_what_a_killed_build_left_is_removed_and_what_a_running_one_needs_is_not(tmp_path: Path) -> None:
    site = tmp_path / "site"
    write_site(site, {}, pages("old"))
    abandoned = tmp_path / ".site-new-abandoned"
    abandoned.mkdir()
    (abandoned / "index.html").write_text("half", "utf-8")
    other_site = tmp_path / ".sitemap-new-notes"
    other_site.mkdir()
    running = Workshop(tmp_path, ".site-new-")
    assert not abandoned.exists()
    write_site(site, {}, pages("new"))
    assert running.path.is_dir()
    assert other_site.is_dir()
    running.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == [".sitemap-new-notes", "site"]


def test_where_folders_cannot_be_swapped_a_kill_between_the_steps_is_healed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    write_site(site, {}, pages("old"))
    monkeypatch.setattr(site_writer, "_exchanged", lambda one, other: False)
    # Killed just when the old site had been moved aside:
    site.rename(tmp_path / ".site-old")
    with pytest.raises(RuntimeError, match="while reading"):
        write_site(site, {}, unreadable())
    assert not site.exists()
    monkeypatch.setattr(site_writer, "_write", refuse)
    with pytest.raises(site_writer.WriteFault):
        write_site(site, {}, pages("new"))
    # Even a build that fails has first put the old site back.
    assert (site / "a.html").read_text("utf-8") == "old"
    monkeypatch.undo()
    write_site(site, {}, pages("new"))
    assert (site / "a.html").read_text("utf-8") == "new"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def unreadable() -> list[OutputFile]:
    raise RuntimeError("while reading")


def refuse(*_: object) -> int:
    raise OSError(28, "No space left on device")


def test_two_builds_at_once_never_mix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The other build ends between our look at an old file and the moment we carry it over."""
    site = tmp_path / "site"
    write_site(site, {}, pages("old"))
    real, others = site_writer._linked, iter([True])

    def linked_late(path: str, folder: int, new: str) -> bool:
        if next(others, False):
            monkeypatch.setattr(site_writer, "_linked", real)
            write_site(site, {}, pages("the other build's"))
        return real(path, folder, new)

    monkeypatch.setattr(site_writer, "_linked", linked_late)
    write_site(site, {}, pages("old"))
    assert {path.read_text("utf-8") for path in site.iterdir()} == {"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
