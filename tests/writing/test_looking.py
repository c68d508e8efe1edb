"""A look at a site finds whatever somebody changed there, whether or not it knows the folders from an earlier look."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.working.known_files import KnownFiles
from generator.writing import looking
from generator.writing.looking import files_in, folders_of, look_at, mark_at

FILES = ("index.html", "a/index.html", "a/b/c/page.html", "a/b/d.html", "e/f.html")
MOMENT = 20_000_000
"""Nanoseconds, longer than any system takes to tell two times apart."""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    for address in FILES:
        (folder / address).parent.mkdir(parents=True, exist_ok=True)
        (folder / address).write_text(address, "utf-8")
    time.sleep(2 * MOMENT / 1e9)
    return folder


def marks(site: Path) -> KnownFiles:
    return KnownFiles(
        {address: mark_at(f"{site}/{address}") or (0, 0) for address in files_in(os.fspath(site))}
    )


def change_in_place(site: Path) -> set[str]:
    (site / "a/b/d.html").write_text("d/b/a.html", "utf-8")
    return {"a/b/d.html"}


def replace_with_its_likeness(site: Path) -> set[str]:
    """Same size and time, yet a link."""
    page, status = site / "e/f.html", (site / "e/f.html").stat()
    page.unlink()
    page.symlink_to("12345678")
    os.utime(page, ns=(status.st_mtime_ns, status.st_mtime_ns), follow_symlinks=False)
    return {"e/f.html"}


def add_a_file_and_hide_it(site: Path) -> set[str]:
    """Times of change can be set, of folders too."""
    before = (site / "a/b").stat()
    (site / "a/b/new.html").write_text("new", "utf-8")
    os.utime(site / "a/b", ns=(before.st_atime_ns, before.st_mtime_ns))
    return {"a/b/new.html"}


def add_a_folder(site: Path) -> set[str]:
    (site / "e/x/y").mkdir(parents=True)
    (site / "e/x/y/new.html").write_text("new", "utf-8")
    (site / "e/x/link").symlink_to(site / "a")
    return {"e/x/y/new.html", "e/x/link"}


def lose_a_folder(site: Path) -> set[str]:
    shutil.rmtree(site / "a/b")
    return {"a/b/c/page.html", "a/b/d.html"}


def exchange_folders(site: Path) -> set[str]:
    """Each has what the other had; nothing in them was touched."""
    (site / "e").rename(site / "x")
    (site / "a").rename(site / "e")
    (site / "x").rename(site / "a")
    return {"a/f.html", "e/index.html", "e/b/c/page.html", "e/b/d.html", *(set(FILES) - {"index.html"})}


def lead_elsewhere(site: Path) -> set[str]:
    """A folder with the very files, but not here."""
    (site / "a/b").rename(site.parent / "elsewhere")
    (site / "a/b").symlink_to(site.parent / "elsewhere")
    return {"a/b"}


MEDDLING = (
    *(change_in_place, replace_with_its_likeness, add_a_file_and_hide_it, add_a_folder, lose_a_folder),
    *(exchange_folders, lead_elsewhere),
)


@pytest.mark.parametrize("meddle", MEDDLING, ids=lambda meddle: meddle.__name__)
@pytest.mark.parametrize("still", [MOMENT, 10**12], ids=["with times", "times too young"])
def test_a_look_finds_what_was_meddled_with(
    site: Path, meddle: Callable[[Path], set[str]], still: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "STILL", still)
    known, times = marks(site), site.parent / "times"
    first = look_at(os.fspath(site), known, times)
    assert first.strange == set()
    changed = meddle(site)
    second = look_at(os.fspath(site), known, times, first.kept)
    assert second.strange == changed
    # Nothing strange becomes known by being looked at twice.
    assert look_at(os.fspath(site), known, times, second.kept).strange == changed


def read_names(monkeypatch: pytest.MonkeyPatch, look: Callable[[], object]) -> list[str]:
    """The folders whose names were read."""
    read: list[str] = []
    listdir = os.listdir

    def told(descriptor: int) -> list[str]:
        read.append(os.fspath(Path(f"/proc/self/fd/{descriptor}").readlink()))
        return listdir(descriptor)

    with monkeypatch.context() as patch:
        patch.setattr(os, "listdir", told)
        look()
    return read


def test_folders_left_alone_are_not_read_again(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "STILL", MOMENT)
    known, folder, times = marks(site), os.fspath(site), site.parent / "times"
    kept = look_at(folder, known, times).kept
    assert read_names(monkeypatch, lambda: look_at(folder, known, times, kept)) == []
    (site / "a/b/new.html").write_text("new", "utf-8")
    assert read_names(monkeypatch, lambda: look_at(folder, known, times, kept)) == [f"{folder}/a/b"]
    # Times of another look and damaged ones are of no use.
    every = {f"{folder}/{one}".rstrip("/") for one in folders_of(FILES)}
    assert set(read_names(monkeypatch, lambda: look_at(folder, known, times, "0" * 64))) == every
    kept = look_at(folder, known, times).kept
    times.write_bytes(times.read_bytes()[:-1])
    assert set(read_names(monkeypatch, lambda: look_at(folder, known, times, kept))) == every


def test_what_is_put_into_a_strange_folder_later_is_found(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "STILL", MOMENT)
    known, folder, times = marks(site), os.fspath(site), site.parent / "times"
    (site / "a/empty").mkdir()
    time.sleep(2 * MOMENT / 1e9)
    first = look_at(folder, known, times)
    assert first.strange == set()
    (site / "a/empty/new.html").write_text("new", "utf-8")
    assert look_at(folder, known, times, first.kept).strange == {"a/empty/new.html"}


def test_two_folders_take_turns(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "STILL", MOMENT)
    other = shutil.copytree(site, site.with_name("other"))
    time.sleep(2 * MOMENT / 1e9)
    times, kept = site.parent / "times", ""
    for folder in (site, other):
        kept = look_at(os.fspath(folder), marks(folder), times, kept).kept
    for folder in (site, other):
        known = marks(folder)

        def look(folder: Path = folder, known: KnownFiles = known) -> None:
            nonlocal kept
            kept = look_at(os.fspath(folder), known, times, kept).kept

        assert read_names(monkeypatch, look) == []


def test_a_folder_of_a_moment_ago_is_read_again(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next change in it may get the same time."""
    known, times = marks(site), site.parent / "times"
    kept = look_at(os.fspath(site), known, times).kept
    read = read_names(monkeypatch, lambda: look_at(os.fspath(site), known, times, kept))
    assert len(read) == len(folders_of(FILES))


def test_all_folders_on_the_way() -> None:
    assert folders_of(FILES) == {"", "a", "a/b", "a/b/c", "e"}
    assert folders_of(["x/y/z/page.html"]) == {"", "x", "x/y", "x/y/z"}
    assert folders_of([]) == {""}
