"""One of everything that is no plain file: it is named, not followed, and no command waits for it."""

from __future__ import annotations

import os
import shutil
import socket
import stat
from pathlib import Path

import pytest

from generator.loading.content_files import LARGEST_FILE, entry_files, read_text, sort_of_special_file
from generator.loading.library_loader import load_content
from generator.model.problem import Problem
from tests.support.command_line import run_cli

HERE = Path(__file__).parent


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A faultless content folder to spoil."""
    shutil.copytree(HERE / "base", tmp_path / "content")
    return tmp_path / "content"


def spoiled(content: Path, tmp_path: Path) -> list[tuple[str, str]]:
    """The folder with one of everything; answers what must be said of each."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.yml").write_text("title: [secret", encoding="utf-8")
    papers = content / "papers"
    os.mkfifo(papers / "pipe.yml")
    with socket.socket(socket.AF_UNIX) as listening:
        # The path of a socket has to be short.
        here = Path.cwd()
        os.chdir(papers)
        try:
            listening.bind("socket.yml")
        finally:
            os.chdir(here)
    (papers / "device.yml").symlink_to("/dev/zero")
    (papers / "input.yml").symlink_to("/dev/stdin")
    (papers / "dangling.yml").symlink_to("nowhere.yml")
    (papers / "itself.yml").symlink_to("itself.yml")
    (papers / "above").symlink_to(content)
    (papers / "outside").symlink_to(tmp_path / "outside")
    (papers / "folder.yml").mkdir()
    (content / "people.yml").symlink_to("/dev/zero")
    (content / "tags.yml").unlink()
    os.mkfifo(content / "tags.yml")
    os.mkfifo(content / "topics" / "pipe.yml")
    named = "above dangling.yml device.yml input.yml itself.yml outside pipe.yml socket.yml".split()
    others = ("people.yml", "tags.yml", "topics/pipe.yml")
    return [(f"content/{path}", "E004") for path in (*(f"papers/{name}" for name in named), *others)]


def test_one_of_everything_that_is_no_file_is_named(content: Path, tmp_path: Path) -> None:
    expected = spoiled(content, tmp_path)
    told = load_content(content, tmp_path)
    assert [(problem.place.path, problem.code) for problem in told.problems] == sorted(expected)


def test_no_command_waits_for_what_is_no_file(content: Path, tmp_path: Path) -> None:
    spoiled(content, tmp_path)
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: X\ntheme: {name: material}\nplugins: [paperindex]\n", "utf-8"
    )
    faulty = (["check"], ["check", "--fix"], ["format", "--check"], ["build"])
    for status, words in (*((1, words) for words in faulty), (0, ["schema", "paper"])):
        done = run_cli(*words, cwd=tmp_path, timeout=60).expect(status)
        assert "Traceback" not in done.errors, words
        assert "secret" not in done.output + done.errors, words


@pytest.mark.parametrize("mode", [stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK, stat.S_IFIFO, stat.S_IFLNK, 0])
def test_a_device_is_told_by_its_mode(mode: int) -> None:
    assert sort_of_special_file(mode | 0o644)
    assert sort_of_special_file(stat.S_IFREG | 0o644) is None


@pytest.mark.parametrize("sort", ["pipe", "link", "device", "folder", "gone"])
def test_what_takes_a_file_s_place_after_the_listing_is_no_entry(
    content: Path, tmp_path: Path, sort: str
) -> None:
    path = content / "papers" / "routing-transformer.yml"
    (file,) = entry_files(content / "papers", content, "content").files
    path.unlink()
    if sort == "pipe":
        os.mkfifo(path)
    elif sort == "link":
        (tmp_path / "other.yml").write_text("title: Other\n", "utf-8")
        path.symlink_to(tmp_path / "other.yml")
    elif sort == "device":
        path.symlink_to("/dev/zero")
    elif sort == "folder":
        path.mkdir()
    text = read_text(file)
    assert isinstance(text, Problem), text
    assert text.code in ("E001", "E004")


def test_the_largest_file_is_read_and_one_byte_more_is_not(content: Path, tmp_path: Path) -> None:
    path = content / "papers" / "routing-transformer.yml"
    entry = path.read_bytes()
    filled = entry + b"#" * (LARGEST_FILE - len(entry) - 1) + b"\n"
    path.write_bytes(filled)
    assert load_content(content, tmp_path).problems == ()
    path.write_bytes(filled + b"\n")
    (problem,) = load_content(content, tmp_path).problems
    assert (problem.code, problem.place.path) == ("E003", "content/papers/routing-transformer.yml")
