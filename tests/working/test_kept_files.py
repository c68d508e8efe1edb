"""What is kept is put in place whole or not at all, whenever whoever keeps it is told to end."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from generator.working import ending, kept_files
from generator.working.kept_files import keep_file, kept_file


def test_what_is_kept_can_be_read_and_is_for_oneself(tmp_path: Path) -> None:
    file = tmp_path / "folder" / "kept"
    keep_file(file, b"one, ", memoryview(b"two"))
    keep_file(file, b"three, ", b"four")
    content, _ = kept_file(file) or (b"", 0)
    assert content == b"three, four"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["kept"]


def test_who_is_told_to_end_the_moment_the_file_is_made_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_file(tmp_path / "kept", b"before")

    def made_and_ended(path: str, flags: int) -> int:
        os.close(os.open(path, flags, 0o600))
        raise SystemExit(1)

    monkeypatch.setattr(kept_files, "_for_oneself", made_and_ended)
    with pytest.raises(SystemExit):
        keep_file(tmp_path / "kept", b"after")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"kept": b"before"}


def test_a_copy_told_to_end_while_a_disk_refuses_removes_the_file_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ending._State, "is_told", False)
    reached: list[str] = []

    def full(path: str, flags: int) -> int:
        os.close(os.open(path, flags, 0o600))
        ending.end()
        reached.append("went on")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept_files, "_for_oneself", full)
    with pytest.raises(SystemExit):
        keep_file(tmp_path / "kept", b"after")
    assert reached == ["went on"]
    assert list(tmp_path.iterdir()) == []


def test_a_copy_told_to_end_ends_at_once_where_it_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ending._State, "is_told", False)
    with pytest.raises(SystemExit):
        ending.end()


def test_a_disk_that_refuses_keeps_nothing_and_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: str, flags: int) -> int:
        os.close(os.open(path, flags, 0o600))
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept_files, "_for_oneself", full)
    keep_file(tmp_path / "kept", b"after")
    assert list(tmp_path.iterdir()) == []
