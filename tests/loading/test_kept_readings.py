"""Readings kept on disk: what they save, and that nothing wrong is ever believed."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.loading import kept_readings
from generator.loading.content_files import ContentFile, read_text
from generator.loading.kept_readings import KeptReadings, paper_of, row_of
from generator.loading.library_loader import LoadedContent, load_content
from generator.model.problem import Problem
from tests.support.repository import ROOT

OLD = 1_700_000_000
ENTRY = (
    "title: {title}\ndate: 2024-05-01\ntopic: attention\nauthors: [Ada Example]\nlinks:\n  arxiv: '{arxiv}'\n"
)


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "topics").mkdir(parents=True)
    (folder / "papers").mkdir()
    (folder / "topics" / "attention.yml").write_text(
        "name: Attention\ngroup: All\norder: 1\ndescription: What looks where.\n", "utf-8"
    )
    for number in range(3):
        write(folder, f"p{number}", f"Paper number {number} about {'abc'[number] * 9}", number)
    return folder


def write(content: Path, key: str, title: str, number: int, when: int = OLD) -> Path:
    path = content / "papers" / f"{key}.yml"
    path.write_text(ENTRY.format(title=title, arxiv=f"2405.0000{number}"), "utf-8")
    os.utime(path, (when, when))
    return path


def loaded(content: Path, cache: Path) -> LoadedContent:
    kept = KeptReadings(cache)
    found = load_content(content, content, kept)
    kept.keep()
    return found


def test_every_paper_of_the_index_survives_being_kept(tmp_path: Path) -> None:
    library = load_content(ROOT / "content", ROOT).library
    for paper in library.papers.values():
        assert paper_of(json.loads(json.dumps(row_of(paper)))) == paper


def test_an_unchanged_entry_is_not_read_again(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "cache" / "readings.json"
    first = loaded(content, cache)
    assert first.problems == ()
    read: list[str] = []

    def noted(file: ContentFile) -> str | Problem:
        read.append(file.stem)
        return read_text(file)

    monkeypatch.setattr(kept_readings, "read_text", noted)
    assert loaded(content, cache) == first
    assert read == []
    write(content, "p1", "Another title for the second paper", 1, OLD + 60)
    changed = loaded(content, cache)
    assert read == ["p1"]
    assert changed.library.papers["p1"].title == "Another title for the second paper"
    assert changed == load_content(content, content)


def test_a_checkout_with_new_times_is_told_by_its_text(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "readings.json"
    first = loaded(content, cache)
    for path in (content / "papers").iterdir():
        os.utime(path)
    monkeypatch.setattr(
        kept_readings, "read_entry", lambda *_: pytest.fail("parsed although the text is known")
    )
    assert loaded(content, cache) == first


def test_a_change_at_the_moment_of_keeping_is_seen(content: Path, tmp_path: Path) -> None:
    cache = tmp_path / "readings.json"
    loaded(content, cache)
    moment = cache.stat().st_mtime_ns
    path = content / "papers" / "p0.yml"
    text = path.read_text("utf-8")
    os.utime(path, ns=(moment, moment))
    loaded(content, cache)
    os.utime(cache, ns=(moment, moment))
    path.write_text(text.replace("number 0", "number X"), "utf-8")
    os.utime(path, ns=(moment, moment))
    assert "number X" in loaded(content, cache).library.papers["p0"].title


def test_entries_with_problems_are_told_each_time(content: Path, tmp_path: Path) -> None:
    cache = tmp_path / "readings.json"
    path = write(content, "p2", "A paper with a wrong date", 2)
    path.write_text(path.read_text("utf-8").replace("2024-05-01", "2024-99-01"), "utf-8")
    problems = loaded(content, cache).problems
    assert problems
    assert loaded(content, cache).problems == problems == load_content(content, content).problems


def flipped(body: bytes) -> bytes:
    return body[:-200] + bytes([body[-200] ^ 1]) + body[-199:]


def lying(body: bytes) -> bytes:
    """Well formed and with a right digest, but not what this program writes."""
    rules, kept = json.loads(body.partition(b"\n")[2])
    return signed([rules, dict.fromkeys(kept, 7)])


def of_other_rules(body: bytes) -> bytes:
    _, kept = json.loads(body.partition(b"\n")[2])
    for known in kept.values():
        known[3][1] = "A title by other rules"
    return signed(["other rules", kept])


def signed(value: object) -> bytes:
    body = json.dumps(value).encode()
    return hashlib.sha256(body).hexdigest().encode() + b"\n" + body


@pytest.mark.parametrize(
    "damage",
    [
        flipped,
        lying,
        of_other_rules,
        lambda body: body[: len(body) // 2],
        lambda _: b"",
        lambda _: b"\xff\x00",
    ],
)
def test_a_damaged_cache_is_as_good_as_none(
    content: Path, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    cache = tmp_path / "readings.json"
    first = loaded(content, cache)
    cache.write_bytes(damage(cache.read_bytes()))
    assert loaded(content, cache) == first
    assert loaded(content, cache) == first


def test_a_cache_that_cannot_be_written_is_no_fault(content: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    assert len(loaded(content, tmp_path / "file" / "readings.json").library.papers) == 3


def test_several_processes_read_what_one_reads(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_readings, "FILES_AT_ONCE", 2)
    for number in range(3, 12):
        write(content, f"p{number}", f"Paper number {number} about {'abcdefghijkl'[number] * 9}", number)
    (content / "papers" / "p5.yml").write_text("title: [unclosed\n", "utf-8")
    (content / "papers" / "p7.yml").write_text(ENTRY.format(title="Two  blanks", arxiv="2405.00007"), "utf-8")
    read: list[LoadedContent] = []
    for jobs in (1, 3):
        kept = KeptReadings(tmp_path / f"{jobs}.json", jobs)
        read.append(load_content(content, content, kept))
        kept.keep()
    assert read[0] == read[1]
    assert len(read[0].problems) > 1
    assert (tmp_path / "1.json").read_bytes() == (tmp_path / "3.json").read_bytes()
