"""The rules that the tests themselves are held to."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.support.command_line import Finished, run_program
from tests.support.golden import Golden
from tests.support.projects import SMALL_INDEX, make_project
from tests.support.repository import ROOT


def run_tests_of(folder: Path, source: str) -> Finished:
    (folder / "test_sample.py").write_text(source, encoding="utf-8")
    # The sample stands alone but for our rules; the settings of the real tests would look for its marks.
    options = (
        "-p",
        "tests.conftest",
        "-p",
        "no:cacheprovider",
        "-c",
        folder / "none.ini",
        "--rootdir",
        folder,
    )
    (folder / "none.ini").touch()
    return run_program(sys.executable, "-m", "pytest", *options, folder, cwd=ROOT)


@pytest.mark.parametrize(
    "source",
    [
        "import pytest\ndef test_a():\n    pytest.skip('no browser here')",
        "import pytest\n@pytest.mark.skip\ndef test_a(): pass",
        "import pytest\n@pytest.mark.xfail\ndef test_a(): assert False",
        "import pytest\npytest.importorskip('nothing_of_this_name')\ndef test_a(): pass",
    ],
)
def test_a_skipped_test_is_a_failed_one(source: str, tmp_path: Path) -> None:
    finished = run_tests_of(tmp_path, source)
    assert finished.status != 0
    assert "nothing is skipped here" in finished.output


def test_a_passing_test_still_passes(tmp_path: Path) -> None:
    run_tests_of(tmp_path, "def test_a(): pass").expect(0)


def test_a_golden_file_is_written_when_asked_and_compared_otherwise(tmp_path: Path) -> None:
    Golden(folder=tmp_path, updating=True).check("a/b.txt", "one\ntwo\n")
    golden = Golden(folder=tmp_path, updating=False)
    golden.check("a/b.txt", "one\ntwo\n")
    with pytest.raises(pytest.fail.Exception, match=r"-two\n\+three"):
        golden.within("a").check("b.txt", "one\nthree\n")
    with pytest.raises(pytest.fail.Exception, match="`make golden` writes it"):
        golden.check("c.txt", "")


def test_a_set_of_golden_files_allows_none_left_over(tmp_path: Path) -> None:
    Golden(folder=tmp_path, updating=True).check_all({"a": "1", "b": b"\xff"})
    with pytest.raises(pytest.fail.Exception, match="no longer made: b"):
        Golden(folder=tmp_path, updating=False).check_all({"a": "1"})
    Golden(folder=tmp_path, updating=True).check_all({"a": "1"})
    assert [file.name for file in tmp_path.iterdir()] == ["a"]


def test_a_small_index_is_what_was_asked_for(tmp_path: Path) -> None:
    make_project(
        tmp_path,
        {
            "content/papers/other.yml": """
                title: Another
                date: 2025
            """,
            "content/tags.yml": None,
            "content/papers/raw.yml": b"\xff",
        },
    )
    assert (tmp_path / "content/papers/other.yml").read_text(
        encoding="utf-8"
    ) == "title: Another\ndate: 2025\n"
    assert (tmp_path / "content/papers/raw.yml").read_bytes() == b"\xff"
    written = {file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*") if file.is_file()}
    assert written == {*SMALL_INDEX, "content/papers/other.yml", "content/papers/raw.yml"} - {
        "content/tags.yml"
    }


def test_the_list_of_commands_begins_with_the_two_that_matter() -> None:
    lines = run_program("make", "-C", ROOT, "--no-print-directory").expect(0).output.splitlines()
    assert [line.split()[:2] for line in lines[:2]] == [["make", "site"], ["make", "test"]]


def test_making_the_tests_runs_every_check_and_ends_with_the_tests() -> None:
    planned = run_program("make", "-C", ROOT, "--no-print-directory", "-n", "test").expect(0).output
    for check in ("ruff format --check", "ruff check", "mypy", "zizmor --offline", "tests.support.chromium"):
        assert check in planned
    assert "-m pytest" in planned.strip().splitlines()[-1]
