"""Readings kept in memory: the same answers as reading anew, for one changed file's work."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from generator.loading import remembered_readings
from generator.loading.content_files import ContentFile
from generator.loading.library_loader import load_content
from generator.loading.readings import EntryReading
from generator.loading.remembered_readings import RememberedReadings

HERE = Path(__file__).parent


def test_only_changed_files_are_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    content = tmp_path / "content"
    shutil.copytree(HERE / "base", content)
    read: list[str] = []
    real = remembered_readings._read

    def noting(file: ContentFile) -> EntryReading:
        read.append(file.source)
        return real(file)

    monkeypatch.setattr(remembered_readings, "_read", noting)
    readings = RememberedReadings()
    entry = content / "papers" / "routing-transformer.yml"
    (content / "papers" / "second.yml").write_text(
        "title: Another\nauthors: [Ada Lovelace]\ndate: 2024\ntopic: linear-attention\n", "utf-8"
    )
    for edit in (None, ("kind: method", "kind: theory"), ("date: 2020-03-12", "date: 2020-13-12"), None):
        if edit is not None:
            entry.write_text(entry.read_text("utf-8").replace(*edit), "utf-8")
            os.utime(entry, ns=(0, entry.stat().st_mtime_ns + 1))
        assert load_content(content, tmp_path, readings) == load_content(content, tmp_path)
    assert read == [
        "papers/routing-transformer.yml",
        "papers/second.yml",
        *["papers/routing-transformer.yml"] * 2,
    ]


def test_a_deleted_file_is_forgotten(tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(HERE / "base", content)
    readings = RememberedReadings()
    load_content(content, tmp_path, readings)
    shutil.rmtree(content / "papers")
    (content / "topics" / "sparse-attention.yml").unlink()
    assert load_content(content, tmp_path, readings).library.papers == {}
