"""The environment that `make` keeps: made once, noticed when outdated, healed when broken."""

from __future__ import annotations

import shutil
import stat
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tools import debian_packages, environment
from tools.environment import Environment, SetupProblem, prepare
from tools.lock import LOCKS


class Checkout:
    """A checkout in miniature whose installations are noted instead of done."""

    def __init__(self, folder: Path) -> None:
        self.environment = Environment(folder)
        self.installed: list[str] = []
        self.failures = 0

    def pip_installs(self, target: Environment, arguments: Sequence[str]) -> bool:
        if self.failures:
            self.failures -= 1
            return False
        self.installed.append(Path(arguments[-1]).name)
        (target.folder / "bin" / "paperindex").touch()
        return True

    def prepare(self) -> list[str]:
        """What was installed by one call."""
        self.installed.clear()
        prepare(self.environment, "site")
        return list(self.installed)


@pytest.fixture(scope="module")
def empty_environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / ".venv"
    subprocess.run([environment.base_python(), "-m", "venv", folder], check=True)
    return folder


@pytest.fixture
def checkout(tmp_path: Path, empty_environment: Path, monkeypatch: pytest.MonkeyPatch) -> Checkout:
    folder = tmp_path / "checkout"
    (folder / "requirements").mkdir(parents=True)
    (folder / "requirements/site.txt").write_text("click==8.3.0", encoding="utf-8")
    (folder / "pyproject.toml").write_text("", encoding="utf-8")
    checkout = Checkout(folder)
    monkeypatch.setattr(environment, "pip_installs", checkout.pip_installs)
    real_run = subprocess.run

    def run(command: Sequence[str | Path], **options: object) -> object:
        # Making an environment takes seconds, copying one does not.
        if list(command[1:3]) == ["-m", "venv"]:
            shutil.copytree(empty_environment, command[3], symlinks=True, dirs_exist_ok=True)
            return subprocess.CompletedProcess(command, 0)
        return real_run(command, **options)  # type: ignore[call-overload]  # handed on as it came

    monkeypatch.setattr(subprocess, "run", run)
    return checkout


def test_the_first_call_makes_it_and_the_second_has_nothing_to_do(checkout: Checkout) -> None:
    assert checkout.prepare() == ["site.txt", "checkout"]
    assert checkout.prepare() == []


def test_a_changed_lock_is_installed_into_the_same_environment(checkout: Checkout) -> None:
    checkout.prepare()
    kept = checkout.environment.folder / "kept"
    kept.touch()
    checkout.environment.lock_file("site").write_text("click==8.3.1", encoding="utf-8")
    assert checkout.prepare() == ["site.txt", "checkout"]
    assert kept.exists()


def test_an_interrupted_installation_is_begun_anew(checkout: Checkout) -> None:
    checkout.prepare()
    checkout.environment.unfinished.touch()
    (checkout.environment.folder / "half").touch()
    assert checkout.prepare() == ["site.txt", "checkout"]
    assert not (checkout.environment.folder / "half").exists()
    assert checkout.prepare() == []


def test_an_environment_whose_python_has_gone_is_made_anew(checkout: Checkout) -> None:
    checkout.prepare()
    for python in (checkout.environment.folder / "bin").glob("python*"):
        python.unlink()
    assert checkout.prepare() == ["site.txt", "checkout"]


def test_a_moved_checkout_gets_an_environment_of_its_own(checkout: Checkout, tmp_path: Path) -> None:
    checkout.prepare()
    moved = shutil.copytree(checkout.environment.checkout, tmp_path / "moved", symlinks=True)
    assert not Environment(moved).is_ready_for("site")


def test_what_stands_in_the_way_of_an_installation_is_cleared_once(checkout: Checkout) -> None:
    checkout.prepare()
    checkout.environment.lock_file("site").write_text("click==8.3.1", encoding="utf-8")
    checkout.failures = 1
    assert checkout.prepare() == ["site.txt", "checkout"]


def test_a_failed_installation_says_so_and_is_tried_again_next_time(checkout: Checkout) -> None:
    checkout.failures = 2
    with pytest.raises(SetupProblem, match=r"pip could not install requirements/site\.txt"):
        checkout.prepare()
    checkout.failures = 0
    assert checkout.prepare() == ["site.txt", "checkout"]


def test_a_python_that_makes_no_environments_gets_debian_s_package(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def install_package(package: str, why: str) -> bool:
        asked.append(package)
        return True

    monkeypatch.setattr(environment, "install_package", install_package)
    monkeypatch.setattr(environment, "has_ensurepip", lambda python: bool(asked))
    checkout.prepare()
    assert asked == [f"python3.{sys.version_info.minor}-venv"]


def test_where_nothing_may_be_installed_the_message_says_what_to_install(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(environment, "install_package", lambda package, why: False)
    monkeypatch.setattr(environment, "has_ensurepip", lambda python: False)
    with pytest.raises(SetupProblem, match="as root: apt-get install python3-venv"):
        checkout.prepare()


def test_an_old_python_is_refused_with_a_way_out(checkout: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "OLDEST_PYTHON", (4, 0))
    with pytest.raises(SetupProblem, match=r"Python 4\.0 or newer is needed.*make site PYTHON="):
        checkout.prepare()


def test_settings_that_lead_an_installation_astray_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.setenv("PIP_TARGET", "/elsewhere")
    monkeypatch.setenv("PIP_CERT", "/etc/ssl/own.pem")
    settings = environment.plain_settings()
    assert "PYTHONPATH" not in settings
    assert "PIP_TARGET" not in settings
    assert settings["PIP_CERT"] == "/etc/ssl/own.pem"


def test_wrong_use_is_told_from_failure(capsys: pytest.CaptureFixture[str]) -> None:
    assert environment.main(["nonsense"]) == 2
    assert f"{{{','.join(sorted(LOCKS))}}}" in capsys.readouterr().err


@pytest.fixture
def fake_apt_get(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only program on the path: an apt-get that notes what it is asked."""
    program = tmp_path / "bin/apt-get"
    program.parent.mkdir()
    asked = tmp_path / "asked"
    program.write_text(f'#!/bin/sh\necho "$@" >> {asked}\ntest "$4" != missing\n', encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(program.parent))
    return asked


def test_root_installs_a_package_after_fetching_the_lists(
    fake_apt_get: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert debian_packages.install_package("chromium", "the tests look at pages")
    assert fake_apt_get.read_text(encoding="utf-8").splitlines() == [
        "update",
        "install --yes --no-install-recommends chromium",
    ]
    assert "Installing Debian's package chromium" in capfd.readouterr().err
    assert not debian_packages.install_package("missing", "no reason")


def test_without_the_right_to_install_nothing_is_tried(
    fake_apt_get: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert not debian_packages.install_package("chromium", "the tests look at pages")
    assert not fake_apt_get.exists()
