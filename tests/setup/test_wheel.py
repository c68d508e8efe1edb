"""The distribution works away from its checkout: `pip install paperindex` is all another index needs."""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

import pytest

from tests.support.command_line import run_program
from tests.support.projects import make_project
from tests.support.repository import ROOT


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = f"from hatchling.build import build_wheel; build_wheel({str(folder)!r})"
    run_program(sys.executable, "-c", build, cwd=ROOT).expect(0)
    (wheel,) = folder.glob("*.whl")
    return wheel


def test_the_wheel_holds_the_program_with_its_templates_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.partition("/")[0] for name in names}
    assert tops == {"generator", f"{'-'.join(wheel.stem.split('-')[:2])}.dist-info"}
    inside = {
        name.removeprefix("generator/") for name in names if name.startswith("generator/site_templates/")
    }
    beside = {
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "site_templates").rglob("*")
        if file.is_file() and not file.name.startswith(".")
    }
    assert inside == beside != set()


def test_the_wheel_holds_what_a_new_index_begins_with(wheel: Path) -> None:
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("generator/skeleton/")}
    beside = {
        file.relative_to(ROOT).as_posix()
        for file in (ROOT / "generator/skeleton").rglob("*")
        if file.is_file()
    }
    assert inside == beside != set()


def test_an_index_elsewhere_is_built_by_the_installed_program(wheel: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    zipfile.ZipFile(wheel).extractall(library)
    index = make_project(tmp_path / "index")
    program = "import generator; print(generator.__file__); from generator.commands.main import main; main()"
    finished = run_program(
        sys.executable, "-c", program, "build", cwd=index, env={"PYTHONPATH": str(library)}
    ).expect(0)
    assert str(library) in finished.output
    assert "A First Paper on Attention" in (index / "site/papers/first-paper/index.html").read_text(
        encoding="utf-8"
    )
