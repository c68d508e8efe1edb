"""Which browser the tests drive, and what is said when there is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import chromium
from tests.support.chromium import NoChromium, find_chromium, find_or_install_chromium


def write_program(file: Path, says: str, status: int = 0) -> Path:
    file.parent.mkdir(exist_ok=True)
    file.write_text(f"#!/bin/sh\necho '{says}'\nexit {status}\n", encoding="utf-8")
    file.chmod(0o755)
    return file


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A path with no browser on it, and no other place to look."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.delenv(chromium.SETTING, raising=False)
    monkeypatch.setattr(chromium, "USUAL_PLACES", ())
    return tmp_path / "bin"


def test_a_stand_in_that_does_not_start_is_passed_over(programs: Path) -> None:
    write_program(programs / "chromium-browser", "install the snap first", status=1)
    chrome = write_program(programs / "google-chrome", "Google Chrome 150.0")
    assert find_chromium() == chrome


def test_the_setting_goes_before_what_is_on_the_path(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_program(programs / "chromium", "Chromium 150.0")
    own = write_program(programs / "my-own", "Chromium 151.0")
    monkeypatch.setenv(chromium.SETTING, str(own))
    assert find_chromium() == own


def test_a_setting_that_names_no_browser_is_told_and_nothing_installed(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(chromium.SETTING, "/nowhere/chromium")
    with pytest.raises(NoChromium, match="PAPERINDEX_CHROMIUM names /nowhere/chromium"):
        find_or_install_chromium()


def test_without_a_browser_debian_s_is_installed(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def install_package(package: str, why: str) -> bool:
        write_program(programs / package, "Chromium 150.0")
        return True

    monkeypatch.setattr(chromium, "install_package", install_package)
    assert find_or_install_chromium() == programs / "chromium"


def test_where_nothing_can_be_installed_the_message_says_what_to_do(
    programs: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(chromium, "install_package", lambda package, why: False)
    assert chromium.main() == 1
    assert "apt-get install chromium" in capsys.readouterr().err
