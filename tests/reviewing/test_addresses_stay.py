"""`check --against`: what is published stays reachable, whatever happens to the entries."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.command_line import Finished, run_cli
from tests.support.git_folder import commit_all
from tests.support.projects import make_project
from tests.support.static_server import serving

SECOND = """\
title: A Second Paper of Another Kind
authors: [Grace Hopper]
date: 2025-05-01
topic: attention
venue: {name: Small Conference, year: 2025}
links:
  arxiv: "2505.00001"
aliases: [second-old]
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = make_project(
        tmp_path, {"content/papers/second.yml": SECOND.encode(), ".gitignore": "site/\n.cache/\n"}
    )
    commit_all(folder, "Publish")
    return folder


def papers(project: Path) -> Path:
    return project / "content/papers"


def against(project: Path, what: str, status: int) -> Finished:
    return run_cli("check", "--against", what, cwd=project).expect(status)


def test_nothing_is_said_when_nothing_goes(project: Path) -> None:
    assert "no problems" in against(project, "HEAD", 0).output


def test_a_renamed_file_must_keep_its_old_address(project: Path) -> None:
    (papers(project) / "second.yml").rename(papers(project) / "better.yml")
    told = against(project, "HEAD", 1).output
    assert "content/papers/better.yml:1:1: error[E601] the address papers/second/ would vanish" in told
    assert "put 'second' into its aliases" in told
    assert "second-old" not in told


def test_renaming_by_command_keeps_it(project: Path) -> None:
    run_cli("rename", "second", "better", cwd=project).expect(0)
    against(project, "HEAD", 0)


def test_an_alias_may_not_be_dropped(project: Path) -> None:
    (papers(project) / "second.yml").write_text(
        SECOND.replace("aliases: [second-old]\n", ""), encoding="utf-8"
    )
    assert "E601] the address papers/second-old/ would vanish" in against(project, "HEAD", 1).output


def test_an_alias_left_behind_on_the_way_is_missed(project: Path) -> None:
    """A chain: second-old led to second, second became third, and only the last step was kept."""
    (papers(project) / "second.yml").unlink()
    (papers(project) / "third.yml").write_text(SECOND.replace("second-old", "second"), encoding="utf-8")
    told = against(project, "HEAD", 1).output
    assert "E601] the address papers/second-old/ would vanish" in told
    assert "papers/second/ would" not in told


def test_a_deleted_entry_is_missed_and_a_removed_one_is_not(project: Path) -> None:
    (papers(project) / "second.yml").unlink()
    told = against(project, "HEAD", 1).output
    assert "content/papers/second.yml:1:1: error[E601]" in told
    assert "status: removed" in told
    assert "authors/grace-hopper" not in told, "what the paper took along is no news"
    removed = SECOND + "status: removed\nstatus_note: Its authors asked for it.\n"
    (papers(project) / "second.yml").write_text(removed, encoding="utf-8")
    against(project, "HEAD", 0)


def test_an_id_is_never_given_to_another_paper(project: Path) -> None:
    other = 'title: Something Else\nauthors: [Someone Else]\ndate: 2026\ntopic: attention\nlinks: {arxiv: "2601.00001"}\n'
    (papers(project) / "second.yml").write_text(other, encoding="utf-8")
    told = against(project, "HEAD", 1).output
    assert "content/papers/second.yml:1:1: error[E602] the id 'second' would be that of another paper" in told
    (papers(project) / "second.yml").write_text(
        SECOND.replace("aliases: [second-old]\n", ""), encoding="utf-8"
    )
    (papers(project) / "second-old.yml").write_text(other, encoding="utf-8")
    assert "the id 'second-old' forwarded to 'second'" in against(project, "HEAD", 1).output


def test_a_corrected_title_is_the_same_paper(project: Path) -> None:
    (papers(project) / "second.yml").write_text(
        SECOND.replace("Another Kind", "a Better Kind"), encoding="utf-8"
    )
    against(project, "HEAD", 0)


def test_a_topic_keeps_its_address(project: Path) -> None:
    topics = project / "content/topics"
    text = (topics / "attention.yml").read_text(encoding="utf-8")
    (topics / "attention.yml").rename(topics / "focus.yml")
    for file in papers(project).iterdir():
        file.write_text(file.read_text(encoding="utf-8").replace("topic: attention", "topic: focus"), "utf-8")
    assert "E601] the address topics/attention/ would vanish" in against(project, "HEAD", 1).output
    (topics / "focus.yml").write_text(text + "aliases: [attention]\n", encoding="utf-8")
    against(project, "HEAD", 0)


def test_the_page_of_a_name_that_goes_is_worth_a_look(project: Path) -> None:
    (papers(project) / "second.yml").write_text(SECOND.replace("Small Conference", "The Conference"), "utf-8")
    told = against(project, "HEAD", 0).output
    assert (
        "content/papers/second.yml:1:1: warning[W601] the page venues/small-conference/ would vanish" in told
    )


def test_a_name_that_has_no_page_in_a_lean_site_may_go(project: Path) -> None:
    settings = project / "mkdocs.yml"
    whole = settings.read_text("utf-8")
    settings.write_text(whole.replace("- paperindex\n", "- paperindex:\n      extent: lean\n"), "utf-8")
    (papers(project) / "second.yml").write_text(SECOND.replace("Small Conference", "The Conference"), "utf-8")
    assert "W601" not in against(project, "HEAD", 0).output


def test_a_faulty_entry_is_told_once(project: Path) -> None:
    (papers(project) / "second.yml").write_text("title: [", encoding="utf-8")
    told = against(project, "HEAD", 1).output
    assert "E101" in told
    assert "E601" not in told


def test_the_manifest_of_the_published_site_will_do(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    run_cli("build", cwd=project).expect(0)
    elsewhere = tmp_path_factory.mktemp("published")
    for name in ("manifest.json", "addresses.json"):
        shutil.copy(project / "site" / name, elsewhere / name)
    manifest = elsewhere / "manifest.json"
    against(project, str(manifest), 0)
    (papers(project) / "second.yml").rename(papers(project) / "better.yml")
    told = against(project, str(manifest), 1).output
    assert "error[E601] the address papers/second/ would vanish" in told


def test_the_address_of_a_published_site_will_do(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    run_cli("build", cwd=project).expect(0)
    elsewhere = tmp_path_factory.mktemp("published")
    for name in ("manifest.json", "addresses.json"):
        shutil.copy(project / "site" / name, elsewhere / name)
    with serving(elsewhere, "/index/") as server:
        for name in ("manifest.json", "addresses.json"):
            against(project, server.address(name), 0)
        (papers(project) / "second.yml").rename(papers(project) / "better.yml")
        told = against(project, server.address("manifest.json"), 1).output
        assert "error[E601] the address papers/second/ would vanish" in told
        missing = against(project, server.address("nothing.json"), 1)
        assert missing.errors == f"paperindex: there is nothing at {server.address('nothing.json')}\n"
        (elsewhere / "other.json").write_text('{"addresses": "https://example.org/../manifest.json", "x": 1}')
        assert "is no manifest" in against(project, server.address("other.json"), 2).errors
    gone = run_cli(
        "check",
        "--against",
        server.address("manifest.json"),
        cwd=project,
        env={"PAPERINDEX_PATIENCE": "0.01"},
    )
    assert "cannot be reached, 4 times in a row" in gone.expect(1).errors


@pytest.mark.parametrize("address", ["http://example.org/manifest.json", "https://"])
def test_an_unsafe_address_is_refused(project: Path, address: str) -> None:
    assert "--against must be an https address" in against(project, address, 2).errors


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{}", "does not hold a site's addresses"),
        ("[" * 100_000, "is no manifest"),
        ("<html>", "is no manifest"),
    ],
)
def test_what_is_no_manifest_is_refused(text: str, said: str, project: Path) -> None:
    (project / "other.json").write_text(text, encoding="utf-8")
    assert said in against(project, "other.json", 2).errors


def test_an_unknown_revision_is_refused(project: Path) -> None:
    for name in ("nowhere", "--all", "HEAD:content"):
        assert "there is no revision" in against(project, name, 2).errors


def test_before_there_was_content_nothing_was_promised(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("soon", encoding="utf-8")
    commit_all(tmp_path, "Before")
    make_project(tmp_path)
    against(tmp_path, "HEAD", 0)
