"""Every rule of the entry format, as an example: a folder of content and what its editor is told.

A case holds only what differs from `base`, a small faultless index. Its name starts with the code it
shows. Adding a case is adding files; `make golden` writes what the checker says, for you to read.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from generator.loading.library_loader import LoadedContent, load_content
from generator.reporting import problem_report
from tests.support.golden import Golden

HERE = Path(__file__).parent
CASES = sorted(path for path in (HERE / "cases").iterdir() if path.name != "editorial")
EDITORIAL_CASES = sorted((HERE / "cases" / "editorial").iterdir())
GENERATOR = HERE.parents[1] / "generator"
SHOWN_ELSEWHERE = {"E001", "E002", "E003", "E004", "E006", "W506", "W508"}
"""Codes about files and whole indexes that a folder of text files cannot hold; test_content_files and
test_editorial show them. (W508 also stands in most editorial cases.)"""


def loaded(case: Path, folder: Path, *, editorial: bool = False) -> LoadedContent:
    """The case laid over the faultless base, and read."""
    content = folder / "content"
    shutil.copytree(HERE / "base", content)
    shutil.copytree(case, content, dirs_exist_ok=True)
    return load_content(content, folder, editorial=editorial)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_editor_is_told(case: Path, tmp_path: Path, golden: Golden) -> None:
    told = loaded(case, tmp_path)
    golden.check(f"{case.name}.txt", problem_report(told.problems) + "\n")
    code = re.match(r"[EW]\d{3}", case.name)
    if code is not None:
        assert code.group() in {problem.code for problem in told.problems}


@pytest.mark.parametrize("case", EDITORIAL_CASES, ids=lambda case: case.name)
def test_a_careful_editor_is_told_more(case: Path, tmp_path: Path, golden: Golden) -> None:
    told = loaded(case, tmp_path, editorial=True)
    golden.check(f"editorial/{case.name}.txt", problem_report(told.problems) + "\n")
    code = case.name.split("-")[0]
    assert code in {problem.code for problem in told.problems}
    assert not told.has_errors


def test_the_base_is_faultless(tmp_path: Path) -> None:
    told = loaded(HERE / "base", tmp_path)
    assert told.problems == ()
    assert list(told.library.papers) == ["routing-transformer"]


def test_every_code_has_a_case() -> None:
    codes = set()
    for module in (GENERATOR / "loading").glob("*.py"):
        codes.update(re.findall(r'"([EW]\d{3})"', module.read_text(encoding="utf-8")))
    shown = {case.name.split("-")[0] for case in [*CASES, *EDITORIAL_CASES]}
    assert codes - shown - SHOWN_ELSEWHERE == set()


def test_every_problem_is_told_once_and_in_order(tmp_path: Path) -> None:
    content = tmp_path / "content"
    shutil.copytree(HERE / "base", content)
    for case in CASES:
        for file in case.glob("papers/*.yml"):
            shutil.copy(
                file, content / "papers" / f"{case.name.lower()}-{file.name.lower()}".replace("_", "-")
            )
    problems = load_content(content, tmp_path).problems
    keys = [problem.sort_key for problem in problems]
    assert keys == sorted(set(keys))
    assert len(problems) > 60


def test_the_order_of_files_changes_nothing(tmp_path: Path) -> None:
    case = HERE / "cases" / "text-stays-what-was-typed"
    first = loaded(case, tmp_path / "one")
    second = tmp_path / "two" / "content"
    shutil.copytree(HERE / "base", second)
    for file in sorted((second / "papers").iterdir(), reverse=True):
        (second / "papers" / "sub").mkdir(exist_ok=True)
        shutil.move(file, second / "papers" / "sub" / file.name)
    shutil.copytree(case, second, dirs_exist_ok=True)
    again = load_content(second, tmp_path / "two").library
    assert list(again.papers) == list(first.library.papers)


def test_text_stays_what_was_typed(tmp_path: Path) -> None:
    paper = loaded(HERE / "cases" / "text-stays-what-was-typed", tmp_path).library.papers["a-paper"]
    assert (paper.name, paper.tldr, paper.summary) == ("no", "1.10", "12:30")
    assert paper.results == ("2401.00010", "on", "~")
