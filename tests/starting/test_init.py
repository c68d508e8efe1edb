"""A new index of another field works from the first minute, and keeps in step with this one."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path

import pytest
import yaml

from tests.support.command_line import COMMAND, run_cli, run_program
from tests.support.git_folder import commit_all
from tests.support.repository import ROOT

SKELETON = ROOT / "generator/skeleton"
NAME = 'Graphs: "Learning" & Co. <Index>'
TODAY = {"SOURCE_DATE_EPOCH": "1767225600"}  # 1 January 2026

SAME_HERE = (
    ".github/ISSUE_TEMPLATE/config.yml",
    ".github/ISSUE_TEMPLATE/correct-entry.yml",
    ".github/ISSUE_TEMPLATE/suggest-paper.yml",
    ".github/workflows/deploy.yml",
    ".github/workflows/links.yml",
    ".github/workflows/preview.yml",
    ".github/workflows/proposal.yml",
    ".vscode/extensions.json",
    ".vscode/settings.json",
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("init") / "graph-papers"
    told = run_cli("init", folder, "--name", NAME, env=TODAY).expect(0)
    assert "README.md" in told.output + told.errors
    commit_all(folder, "Begin", "2026-01-01")
    for target in ("site", "test"):
        run_program("make", target, f"PAPERINDEX={COMMAND}", f"PYTHON={sys.executable}", cwd=folder).expect(0)
    return folder


def test_its_site_holds_what_its_entries_say(index: Path) -> None:
    home = (index / "site/index.html").read_text(encoding="utf-8")
    assert "<title>Graphs: &#34;Learning&#34; &amp; Co. &lt;Index&gt;</title>" in home
    page = (index / "site/papers/gat/index.html").read_text(encoding="utf-8")
    assert "Graph Attention Networks" in page
    assert "1 January 2026" in page


def test_nothing_is_left_to_be_filled_in(index: Path) -> None:
    for file in sorted(index.rglob("*")):
        if file.is_file() and not {"site", ".cache", ".git", "__pycache__"} & set(
            file.relative_to(index).parts
        ):
            assert not re.search(r"@[A-Z]+(?:_[A-Z]+)*@", file.read_text(encoding="utf-8")), file
    settings = yaml.safe_load((index / "mkdocs.yml").read_text(encoding="utf-8"))
    assert settings["site_name"] == NAME
    assert re.search(
        r"^paperindex ?(==|@ file://|@ git\+https://)",
        (index / "requirements/site.txt").read_text("utf-8"),
        re.MULTILINE,
    )


def test_its_entries_are_in_the_settled_form(index: Path) -> None:
    assert "0 files of 2 would change" in run_cli("format", "--check", cwd=index).expect(0).errors


def test_its_tests_notice_a_missing_page(index: Path) -> None:
    page = index / "site/papers/gat/index.html"
    kept = page.read_bytes()
    page.unlink()
    tests = (sys.executable, "-m", "unittest", "discover", "--start-directory", "tests")
    assert "gat.yml" in run_program(*tests, cwd=index).expect(1).errors
    page.write_bytes(kept)
    run_program(*tests, cwd=index).expect(0)


def test_its_tests_know_removed_papers(index: Path, tmp_path: Path) -> None:
    copy = tmp_path / "index"
    shutil.copytree(index, copy, ignore=shutil.ignore_patterns(".cache", "site", ".git"))
    entry = copy / "content/papers/gat.yml"
    text = entry.read_text(encoding="utf-8") + "status: removed\nstatus_note: The authors asked for it.\n"
    entry.write_text(text, encoding="utf-8")
    topic = copy / "content/topics/graph-networks.yml"
    topic.write_text(
        re.sub(r"  - paper: gat\n(?:    .*\n)+", "", topic.read_text(encoding="utf-8")), encoding="utf-8"
    )
    run_cli("format", cwd=copy).expect(0)
    run_program("make", "test", f"PAPERINDEX={COMMAND}", f"PYTHON={sys.executable}", cwd=copy).expect(0)


def test_its_workflows_have_nothing_to_be_ashamed_of(index: Path) -> None:
    zizmor = Path(sys.executable).with_name("zizmor")
    run_program(zizmor, "--offline", "--quiet", "--persona", "pedantic", ".github", cwd=index).expect(0)
    check = (index / ".github/workflows/check.yml").read_text(encoding="utf-8")
    assert "make test" in check


def test_without_a_program_it_sets_one_up_in_the_folder(index: Path) -> None:
    (index / "requirements/site.txt").touch()
    plan = run_program("make", "--dry-run", "site", cwd=index).expect(0).output
    assert "-m venv --clear .venv" in plan
    assert "--requirement requirements/site.txt" in plan
    assert ".venv/bin/paperindex build" in plan


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    refused = run_cli("init", tmp_path).expect(2)
    assert "holds notes.txt already" in refused.errors
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_repository_without_files_will_do(tmp_path: Path) -> None:
    (tmp_path / "graph-papers/.git").mkdir(parents=True)
    run_cli("init", ".", "--tool", "./paperindex.whl", cwd=tmp_path / "graph-papers").expect(0)
    settings = yaml.safe_load((tmp_path / "graph-papers/mkdocs.yml").read_text(encoding="utf-8"))
    assert settings["site_name"] == "Graph Papers"
    assert "\n./paperindex.whl\n" in (tmp_path / "graph-papers/requirements/site.txt").read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("folder", "name"),
    [("GNN-papers", "GNN Papers"), ("don't_panic", "Don't Panic"), ("für élise", "Für Élise")],
)
def test_a_folder_s_own_letters_stay(folder: str, name: str, tmp_path: Path) -> None:
    run_cli("init", folder, "--tool", "paperindex", cwd=tmp_path).expect(0)
    settings = yaml.safe_load((tmp_path / folder / "mkdocs.yml").read_text(encoding="utf-8"))
    assert settings["site_name"] == name


@pytest.mark.parametrize("path", SAME_HERE)
def test_what_this_index_and_a_new_one_share_is_the_same(path: str) -> None:
    copy = "/".join(re.sub(r"^\.", "_", part) for part in path.split("/"))
    assert (SKELETON / copy).read_bytes() == (ROOT / path).read_bytes(), (
        f"copy {path} to generator/skeleton/{copy}"
    )


def test_the_check_of_a_new_index_differs_only_in_its_tests() -> None:
    text = (ROOT / ".github/workflows/check.yml").read_text(encoding="utf-8")
    # The program's own jobs, which an index does not need, follow the first one.
    own = re.split(r"\n\n  (?:fuzzing|tests|lowest):\n", text)[0].rstrip("\n")
    new = (SKELETON / "_github/workflows/check.yml").read_text(encoding="utf-8").rstrip("\n")
    assert new.replace("      - name: Test the index\n        run: make test\n", "") == own


def test_editors_find_the_schemas_where_a_build_puts_them(index: Path) -> None:
    settings = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))
    for place in settings["yaml.schemas"]:
        assert (index / place).is_file(), place


def test_the_hooks_for_other_indexes_name_real_commands(index: Path) -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert {hook["id"] for hook in hooks} == {"paperindex-check", "paperindex-format"}
    own = yaml.safe_load((index / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"][0]["hooks"]
    for hook in [*hooks, *own]:
        words = hook["entry"].split()
        files = ["content/papers/gat.yml"] if hook.get("pass_filenames", True) else []
        assert re.search(hook["files"], "content/papers/gat.yml")
        assert words[0].rpartition("/")[2] == "paperindex"
        run_cli(*words[1:], *files, cwd=index).expect(0)


@pytest.mark.parametrize("name", ["2026", "2026-11-20", "3D Papers", "yes", "#1: Graphs"])
def test_any_name_is_text_to_mkdocs(name: str, tmp_path: Path) -> None:
    run_cli("init", "new", "--name", name, cwd=tmp_path).expect(0)
    settings = yaml.safe_load((tmp_path / "new/mkdocs.yml").read_text("utf-8"))
    assert settings["site_name"] == name
