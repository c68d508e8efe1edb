"""What mkdocs.yml says is kept, so that a program that finds nothing new need not load what reads YAML."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.project import open_project
from generator.settings import reading
from generator.settings.reading import SettingsFault, read_settings

SETTINGS = (
    "site_name: Small\nsite_url: !ENV SITE\nplugins:\n  - paperindex: {content: entries, extent: lean}\n"
)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    file = tmp_path / "mkdocs.yml"
    file.write_text(SETTINGS, "utf-8")
    return file


def kept_files(config: Path) -> list[Path]:
    return sorted((config.parent / ".cache").rglob("settings/*"))


def test_what_was_read_once_is_not_read_again(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_project(config).cache.mkdir(parents=True)
    first = read_settings(config)
    with monkeypatch.context() as now:
        now.setattr(reading, "plain_settings", lambda _: pytest.fail("read again"))
        assert read_settings(config) == first
        assert open_project(config).content == config.parent / "entries"
    config.write_text(SETTINGS.replace("entries", "content"), "utf-8")
    assert open_project(config).content == config.parent / "content"


def test_who_only_looks_leaves_nothing_there(config: Path) -> None:
    before = sorted(config.parent.rglob("*"))
    read_settings(config)
    assert sorted(config.parent.rglob("*")) == before


@pytest.mark.parametrize(
    "damage",
    [
        lambda kept: kept[: len(kept) // 2],
        lambda kept: kept.replace(b"entries", b"entrees"),
        lambda _: b"",
        lambda kept: kept.partition(b"\n")[2],
    ],
)
def test_a_damaged_memory_is_as_good_as_none(config: Path, damage: Callable[[bytes], bytes]) -> None:
    open_project(config).cache.mkdir(parents=True)
    first = read_settings(config)
    (kept,) = kept_files(config)
    whole = kept.read_bytes()
    assert damage(whole) != whole
    kept.write_bytes(damage(whole))
    assert read_settings(config) == first
    assert kept.read_bytes() == whole


def test_a_date_and_a_fault_are_read_each_time(config: Path) -> None:
    open_project(config).cache.mkdir(parents=True)
    config.write_text("since: 2026-01-01\n", "utf-8")
    assert read_settings(config) == read_settings(config)
    config.write_text("site_name: [\n", "utf-8")
    for _ in range(2):
        with pytest.raises(SettingsFault, match=r"mkdocs\.yml is not readable as YAML"):
            read_settings(config)
    assert kept_files(config) == []


def test_every_file_of_settings_has_a_memory_of_its_own(config: Path) -> None:
    open_project(config).cache.mkdir(parents=True)
    other = config.with_name("base.yml")
    other.write_text("site_name: Other\n", "utf-8")
    for _ in range(2):
        assert [read_settings(file)["site_name"] for file in (config, other)] == ["Small", "Other"]
    assert len(kept_files(config)) == 2
