"""Files that are not what they seem: each is named, none is followed, nothing hangs."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from generator.loading.content_files import LARGEST_FILE
from generator.loading.library_loader import LoadedContent, load_content

HERE = Path(__file__).parent


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A faultless content folder to spoil."""
    shutil.copytree(HERE / "base", tmp_path / "content")
    return tmp_path / "content"


def codes(loaded: LoadedContent) -> list[tuple[str, str, int, int]]:
    return [(p.code, p.place.path, p.place.line, p.place.column) for p in loaded.problems]


def test_a_symbolic_link_is_named_and_not_followed(content: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.yml").write_text("title: [", encoding="utf-8")
    (content / "papers" / "linked.yml").symlink_to(tmp_path / "secret.yml")
    (content / "papers" / "folder").symlink_to(tmp_path)
    told = load_content(content, tmp_path)
    assert codes(told) == [
        ("E004", "content/papers/folder", 1, 1),
        ("E004", "content/papers/linked.yml", 1, 1),
    ]


def test_a_pipe_does_not_make_the_checker_wait(content: Path, tmp_path: Path) -> None:
    os.mkfifo(content / "papers" / "pipe.yml")
    assert codes(load_content(content, tmp_path)) == [("E004", "content/papers/pipe.yml", 1, 1)]


def test_a_byte_that_is_not_utf_8_is_shown_with_its_place(content: Path, tmp_path: Path) -> None:
    (content / "papers" / "latin.yml").write_bytes(b"title: x\nname: Caf" + b"\xe9\n")
    assert codes(load_content(content, tmp_path)) == [("E002", "content/papers/latin.yml", 2, 10)]


def test_a_huge_file_is_refused_unread(content: Path, tmp_path: Path) -> None:
    (content / "papers" / "huge.yml").write_bytes(b"#" * (LARGEST_FILE + 1))
    assert codes(load_content(content, tmp_path)) == [("E003", "content/papers/huge.yml", 1, 1)]


def test_a_nul_byte_is_refused(content: Path, tmp_path: Path) -> None:
    (content / "papers" / "zero.yml").write_bytes(b"title: a\0b\n")
    assert codes(load_content(content, tmp_path)) == [("E104", "content/papers/zero.yml", 1, 9)]


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(content: Path, tmp_path: Path) -> None:
    file = content / "papers" / "routing-transformer.yml"
    before = load_content(content, tmp_path).library
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    after = load_content(content, tmp_path)
    assert after.problems == ()
    assert after.library == before


def test_a_file_that_may_not_be_read_is_named(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def refuse(path: Path, flags: int, *more: int) -> int:
        if str(path).endswith("routing-transformer.yml"):
            raise PermissionError(13, "Permission denied")
        return real(path, flags, *more)

    # Tests may run as root, whom no permission stops.
    monkeypatch.setattr(os, "open", refuse)
    told = codes(load_content(content, tmp_path))
    assert ("E001", "content/papers/routing-transformer.yml", 1, 1) in told


def test_a_missing_folder_says_where_to_run(tmp_path: Path) -> None:
    told = load_content(tmp_path / "content", tmp_path)
    assert codes(told) == [("E006", "content", 1, 1)]
    assert told.has_errors


def test_an_empty_index_is_no_fault(content: Path, tmp_path: Path) -> None:
    shutil.rmtree(content / "papers")
    shutil.rmtree(content / "topics")
    assert load_content(content, tmp_path).problems == ()
