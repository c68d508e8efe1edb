"""One commit, one site: wherever, whenever and however it is built, every byte is the same.

Each build differs from the first in many things at once, so that few builds do; a difference is told with its file and
place, from which its cause is soon found.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.support.command_line import COMMAND, run_cli
from tests.support.git_folder import commit_all, git
from tests.support.projects import make_project
from tests.support.repository import ROOT

ODD_WORLD = (sys.executable, str(ROOT / "tests/reproducible/odd_world.py"))
PLAIN = {"PATH": os.environ["PATH"], "HOME": os.devnull, "NO_MKDOCS_2_WARNING": "1"}
ENTRIES = 30
WORDS = ("Sparse", "Linear", "Gated", "Ångström", "İstanbul", "ıssız", "Erdős", "Zürich", "naïve", "Ørsted")
"""Letters that some languages fold and sort in their own way."""


def entry(number: int) -> str:
    word = WORDS[number % len(WORDS)]
    builds_on = f"builds_on: [paper-{number - 7:02}]\n" if number >= 7 else ""
    return (
        f"title: {word} attention, part {number}\n"
        f"authors: [Ada {word}, Alan Turing, Author {number % 4}]\n"
        f"date: 2025-0{1 + number % 6}-{1 + number % 27:02}\n"
        f"topic: {'attention' if number % 3 else 'memory'}\ntags: [kernels, sparsity]\nkind: method\n"
        f"organizations: [{word} Institute]\nvenue: {{name: Venue {number % 5}, year: 2025}}\n"
        f"tldr: Attends to {word.lower()} things, $O(n^{number})$ of them.\n"
        f"links: {{code: 'https://example.org/{number}'}}\n{builds_on}"
        f"listed: [{{source: daily, date: 2025-06-{1 + number % 27:02}, comments: {number}}}]\n"
        f"added: 2025-07-{1 + number % 27:02}\n"
    )


def files_of_index() -> dict[str, str | None]:
    topic = "name: Memory\ndescription: What models keep.\norder: 2\ngroup: Models\n"
    files: dict[str, str | None] = {
        f"content/papers/paper-{number:02}.yml": entry(number) for number in range(ENTRIES)
    }
    return {**files, "content/papers/first-paper.yml": None, "content/topics/memory.yml": topic}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index with a short history: two commits, the second of which changes an entry."""
    files = files_of_index()
    folder = make_project(
        tmp_path_factory.mktemp("reproducible") / "index",
        {
            **files,
            ".gitignore": "site/\n.cache/\n*.zip\n",
            "content/papers/paper-03.yml": entry(3).replace("part 3", "part three"),
        },
    )
    commit_all(folder, "Begin", "2025-07-01")
    make_project(folder, files)
    commit_all(folder, "Mend", "2025-08-02")
    return folder


Tree = dict[str, bytes]


def tree(folder: Path) -> Tree:
    site = folder / "site"
    files = {
        path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()
    }
    return {**files, "the zip": (folder / "edition.zip").read_bytes()}


def built(
    folder: Path,
    *options: str,
    env: Mapping[str, str],
    umask: int = 0o022,
    command: Sequence[str] = (str(COMMAND),),
) -> Tree:
    """The site and the zip file that this environment makes, which holds nothing but what is named."""
    for words in (("build", *options), ("zip", "--output", "edition.zip")):
        done = subprocess.run(
            [*command, *words],
            cwd=folder,
            env=dict(env),
            umask=umask,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
    return tree(folder)


@pytest.fixture(scope="module")
def reference(repository: Path) -> Tree:
    env = {**PLAIN, "TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"}
    made = built(repository, "--jobs", "1", env=env)
    # Enough that something could differ: pages, search, feeds, exports and the dates that git knows.
    assert len(made) > 500
    assert b"2 August 2025" in made["papers/paper-03/index.html"]
    return made


def cloned(repository: Path, target: Path) -> Path:
    git(repository, "clone", "--quiet", str(repository), str(target))
    return target


def difference(made: Tree, reference: Tree) -> list[str]:
    """Each file that differs, with its first place."""
    told = [f"only in one: {name}" for name in sorted(made.keys() ^ reference.keys())]
    for name in sorted(made.keys() & reference.keys()):
        one, other = made[name], reference[name]
        if one != other:
            place = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
            around = slice(max(0, place - 40), place + 40)
            told.append(f"{name}, byte {place:,}: {one[around]!r} instead of {other[around]!r}")
    return told


def test_another_folder_zone_locale_seed_umask_and_number_of_processes(
    repository: Path, reference: Tree, tmp_path: Path
) -> None:
    folder = cloned(repository, tmp_path / "a folder of Zoë's" / "deep" / "index")
    for number, file in enumerate(sorted((folder / "content").rglob("*.yml"))):
        os.utime(file, (number * 1e6, 2e9 - number * 1e6))
    env = {
        **PLAIN,
        **{
            "TZ": "Pacific/Kiritimati",
            "LC_ALL": "C",
            "LANG": "C",
            "PYTHONUTF8": "0",
            "PYTHONCOERCECLOCALE": "0",
        },
        **{"PYTHONHASHSEED": "4711", "SOURCE_DATE_EPOCH": "1"},
    }
    assert difference(built(folder, "--jobs", "5", env=env, umask=0o077), reference) == []


def test_folders_listed_backwards_and_another_year(repository: Path, reference: Tree, tmp_path: Path) -> None:
    folder = cloned(repository, tmp_path / "index")
    env = {
        **PLAIN,
        "TZ": "America/St_Johns",
        "LC_ALL": "tr_TR.UTF-8",
        "LANGUAGE": "tr",
        "PYTHONHASHSEED": "random",
    }
    assert difference(built(folder, "--jobs", "2", env=env, command=ODD_WORLD), reference) == []


def test_a_build_after_builds_of_other_commits(repository: Path, reference: Tree, tmp_path: Path) -> None:
    folder = cloned(repository, tmp_path / "index")
    git(folder, "checkout", "--quiet", "HEAD~1")
    before = built(folder, env=PLAIN)
    assert difference(before, reference) != []
    git(folder, "checkout", "--quiet", "main")
    assert difference(built(folder, env=PLAIN), reference) == []
    # And once more, where everything is remembered.
    assert difference(built(folder, "--jobs", "3", env=PLAIN, umask=0o027), reference) == []


def test_an_environment_with_nothing_in_it(repository: Path, reference: Tree) -> None:
    shutil.rmtree(repository / ".cache")
    shutil.rmtree(repository / "site")
    made = built(repository, env={}, command=(sys.executable, "-P", str(COMMAND)))
    assert difference(made, reference) == []


def test_the_day_that_is_written_comes_from_source_date_epoch(tmp_path: Path) -> None:
    """New files carry a day; at 23:30 UTC it is tomorrow already in Kiribati, and yesterday's year in Newfoundland."""
    trees = []
    for zone in ("UTC", "Pacific/Kiritimati", "America/St_Johns"):
        folder = tmp_path / zone.replace("/", "-") / "papers"
        run_cli(
            "init", folder, "--name", "Papers", env={"TZ": zone, "SOURCE_DATE_EPOCH": "1767223800"}
        ).expect(0)
        trees.append(
            {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        )
    assert trees[0] == trees[1] == trees[2]
    assert any(b"2025-12-31" in text for text in trees[0].values())
