"""The distribution works away from its checkout: `pip install paperindex` is all another index needs."""

from __future__ import annotations

import os
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.support.command_line import run_program
from tests.support.git_folder import commit_all
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


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which nothing is fetched: the libraries that the program needs are lent from here, it is not."""
    lent = tmp_path_factory.mktemp("lent")
    for part in Path(sysconfig.get_path("purelib")).iterdir():
        if "paperindex" not in part.name:
            (lent / part.name).symlink_to(part)
    return {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), "/usr/local/bin", "/usr/bin", "/bin"]),
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        "PIP_NO_DEPS": "1",
        "PIP_NO_INDEX": "1",
        "PYTHONPATH": str(lent),
    }


def test_a_stranger_with_python_alone_makes_an_index_of_another_field(
    wheel: Path, alone: dict[str, str], tmp_path: Path
) -> None:
    run_program(sys.executable, "-m", "venv", "venv", cwd=tmp_path).expect(0)
    pip = (tmp_path / "venv/bin/python", "-m", "pip", "install", "--quiet")
    run_program(*pip, wheel, env=alone).expect(0)
    program = tmp_path / "venv/bin/paperindex"

    # As it was installed here, so it is installed there.
    told = run_program(program, "init", "graph-papers", cwd=tmp_path, env=alone).expect(0)
    assert "installs the program from this machine" in told.errors
    index = tmp_path / "graph-papers"
    commit_all(index, "Begin")
    for target in ("site", "test"):
        run_program("make", target, f"PYTHON={sys.executable}", cwd=index, env=alone).expect(0)
    assert (index / ".venv/bin/paperindex").is_file()
    assert (index / "site/papers/gat/index.html").is_file()

    # A path is one from here, although pip reads it there.
    beside = os.path.relpath(wheel, tmp_path)
    run_program(program, "init", "other", "--tool", beside, cwd=tmp_path, env=alone).expect(0)
    wanted = f"\npaperindex @ {wheel.resolve().as_uri()}\n"
    for folder in ("graph-papers", "other"):
        assert wanted in (tmp_path / folder / "requirements/site.txt").read_text(encoding="utf-8")
