"""Entries named on the command line: by id, file, folder or address, in every command that takes one."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from generator.commands.main import cli
from tests.support.command_line import run_cli
from tests.support.projects import make_project

SOUND = 'title: "A Sound Paper"\nauthors: [Ada Lovelace]\ndate: 2025-03-01\n\ntopic: attention\n'
FAULTY = SOUND.replace("Sound", "Faulty").replace("-", "/")
REPAIRED = SOUND.replace("Sound", "Faulty")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return make_project(
        tmp_path,
        {
            "content/papers/sound.yml": SOUND,
            "content/papers/2025/faulty.yml": FAULTY,
            "content/papers/other.yml": FAULTY.replace("Faulty", "Further"),
        },
    )


@pytest.mark.parametrize(
    "name",
    ["faulty", "faulty.yml", "content/papers/2025/faulty.yml", "content/papers/2025", "papers/faulty/"],
)
def test_a_check_tells_of_what_is_named_and_counts_the_rest(name: str, index: Path) -> None:
    run = run_cli("check", name, cwd=index).expect(1)
    assert "content/papers/2025/faulty.yml:3:7: error[E203]" in run.output
    assert "other.yml" not in run.output
    assert run.errors.rstrip().endswith("1 problem in other files: `paperindex check` tells all")


def test_what_is_sound_passes_beside_faulty_files(index: Path) -> None:
    run = run_cli("check", "sound", cwd=index).expect(0)
    assert run.output == "sound: no problems\n"
    assert "2 problems in other files" in run.errors


def test_a_fault_between_files_is_told_of_the_named_one(index: Path) -> None:
    (index / "content/papers/twin.yml").write_text(SOUND, encoding="utf-8")
    assert "content/papers/twin.yml:1:8: error[E304]" in run_cli("check", "twin", cwd=index).expect(1).output


def test_only_what_is_named_is_mended(index: Path) -> None:
    run_cli("check", "--fix", "faulty", cwd=index).expect(0)
    assert (index / "content/papers/2025/faulty.yml").read_text("utf-8") == REPAIRED
    assert "2025/03/01" in (index / "content/papers/other.yml").read_text("utf-8")


@pytest.mark.parametrize("name", [".", "content", "content/papers"])
def test_a_folder_stands_for_all_in_it(name: str, index: Path) -> None:
    assert "2 errors" in run_cli("check", name, cwd=index).expect(1).output


@pytest.mark.parametrize("command", ["check", "format"])
def test_what_leads_nowhere_is_told_with_a_proposal(command: str, index: Path) -> None:
    assert "did you mean 'faulty'?" in run_cli(command, "fauly", cwd=index).expect(2).errors
    (index / "elsewhere").mkdir()
    assert "elsewhere is no part of this index" in run_cli(command, "elsewhere", cwd=index).expect(2).errors
    assert "there is no entry" in run_cli(command, "x" * 5_000, cwd=index).expect(2).errors


def test_a_folder_called_like_an_entry_does_not_hide_it(index: Path) -> None:
    (index / "sound").mkdir()
    run_cli("check", "sound", cwd=index).expect(0)


def test_an_index_behind_a_link_is_the_same(index: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    link = tmp_path_factory.mktemp("links") / "index"
    link.symlink_to(index)
    name = str(link / "content/papers/sound.yml")
    assert run_cli("check", name, cwd=index).expect(0).output == f"{name}: no problems\n"


@pytest.mark.parametrize("name", ["sound", "content/papers/sound.yml", "content/papers"])
def test_entries_are_formatted_by_any_name(name: str, index: Path) -> None:
    entry = index / "content/papers/sound.yml"
    entry.write_text(SOUND.replace("title: ", "title:    "), encoding="utf-8")
    run_cli("format", name, cwd=index).expect(0)
    assert entry.read_text("utf-8") == SOUND


def test_a_topic_is_no_entry_to_format(index: Path) -> None:
    run = run_cli("format", "content/topics", cwd=index).expect(2)
    assert "content/topics is not an entry of content/papers" in run.errors


def test_a_paper_is_renamed_and_shown_by_its_file(index: Path) -> None:
    run_cli("rename", "content/papers/sound.yml", "content/papers/sounder.yml", cwd=index).expect(0)
    assert (index / "content/papers/sounder.yml").exists()
    page = "https://example.org/index/papers/sound/"
    assert run_cli("show", page, cwd=index).expect(0).output.startswith("# A Sound Paper")


def test_gaps_are_asked_about_by_file(index: Path) -> None:
    run = run_cli("enrich", "content/papers/sound.yml", cwd=index).expect(0)
    assert "of 1 with gaps" in run.errors


@pytest.mark.parametrize("command", ["check", "format", "show", "enrich", "rename"])
def test_the_shell_completes_ids_and_leaves_paths_to_itself(
    command: str, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(index)
    completion = ShellComplete(cli, {}, "paperindex", "_PAPERINDEX_COMPLETE")
    assert [item.value for item in completion.get_completions([command], "so")] == ["sound"]
    assert [item.type for item in completion.get_completions([command], "content/pap")] == ["file"]
