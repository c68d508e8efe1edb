"""Pages say when an entry came and was changed, from the repository's history and never from the clock."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from generator.model.history import History
from generator.revisions.entry_history import entry_history
from tests.support.command_line import run_cli
from tests.support.git_folder import commit_all, git
from tests.support.projects import make_project

SETTINGS = {"GITHUB_REPOSITORY": "example/index", "GITHUB_SERVER_URL": "https://github.com"}
ENTRY = "title: {title}\nauthors: [Ada Lovelace]\ndate: 2025-03-01\ntopic: attention\n"


def write(folder: Path, name: str, title: str, more: str = "") -> None:
    (folder / f"content/papers/{name}.yml").write_text(ENTRY.format(title=title) + more, encoding="utf-8")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_project(tmp_path_factory.mktemp("history"), {".gitignore": "site/\n.cache/\n"})
    write(folder, "second", "A Second Paper", "added: 2026-01-02\n")
    commit_all(folder, "Begin", "2026-01-05")
    write(folder, "third", "A Third Paper on Long Inputs and How They Are Read")
    commit_all(folder, "Add a third paper", "2026-02-01")
    write(folder, "second", "A Second Paper, Corrected", "added: 2026-01-02\n")
    commit_all(folder, "Correct <b>the</b> title", "2026-03-04")
    git(folder, "mv", "content/papers/third.yml", "content/papers/third-paper.yml")
    commit_all(folder, "Rename", "2026-04-01")
    run_cli("build", cwd=folder, env=SETTINGS).expect(0)
    return folder


def page(project: Path, address: str, site: str = "site") -> str:
    return (project / site / address / "index.html").read_text(encoding="utf-8")


def fact(html: str, name: str) -> str:
    found = re.search(rf"<dt>{name}</dt><dd><time datetime=\"([^\"]*)\">", html)
    return found[1] if found else ""


def test_a_page_says_when_its_entry_came_and_was_last_changed(project: Path) -> None:
    second = page(project, "papers/second/")
    assert (fact(second, "In the index since"), fact(second, "Entry changed")) == ("2026-01-02", "2026-03-04")
    first = page(project, "papers/first-paper/")
    assert (fact(first, "In the index since"), fact(first, "Entry changed")) == ("2026-01-05", "")


def test_a_renamed_entry_keeps_its_first_day(project: Path) -> None:
    third = page(project, "papers/third-paper/")
    assert (fact(third, "In the index since"), fact(third, "Entry changed")) == ("2026-02-01", "2026-04-01")


def test_a_page_leads_to_the_history_and_to_the_form_for_mistakes(project: Path) -> None:
    second = page(project, "papers/second/")
    assert "https://github.com/example/index/commits/main/content/papers/second.yml" in second
    assert "issues/new?template=correct-entry.yml&amp;title=Correct%20second&amp;entry=second" in second


def test_a_folder_may_be_called_by_any_bytes(tmp_path: Path) -> None:
    """Git takes every name, and so may a pull request."""
    make_project(tmp_path)
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/content/papers/\xff \n"))
    folder.mkdir()
    (tmp_path / "content/papers/first-paper.yml").rename(folder / "first-paper.yml")
    commit_all(tmp_path, "Begin", "2026-01-01")
    run_cli("build", cwd=tmp_path, env=SETTINGS).expect(0)
    html = page(tmp_path, "papers/first-paper/")
    assert "/edit/main/content/papers/%FF%20%0A/first-paper.yml" in html


def test_what_is_new_is_told_day_by_day(project: Path) -> None:
    told = page(project, "changes/").partition("<article")[2].partition("</article>")[0]
    headings = re.findall(r'<h2 id="(?:c|d)[0-9a-f-]+">(.*?)</h2>', told)
    assert headings == [
        "Changed: A Third Paper on Long Inputs and How They Are Read",
        "Changed: A Second Paper, Corrected",
        "Added: A Third Paper on Long Inputs and How They Are Read",
        "Added: A First Paper on Attention",
        "Added: A Second Paper, Corrected",
    ]
    assert "Correct &lt;b&gt;the&lt;/b&gt; title" in told
    assert "https://github.com/example/index/commit/" in told


def test_the_changes_have_a_feed(project: Path) -> None:
    feed = json.loads((project / "site/feeds/changes.json").read_text(encoding="utf-8"))
    assert [item["date_published"][:10] for item in feed["items"]] == [
        "2026-04-01",
        "2026-03-04",
        "2026-02-01",
        "2026-01-05",
        "2026-01-02",
    ]
    assert len({item["id"] for item in feed["items"]}) == 5
    atom = (project / "site/feeds/changes.xml").read_text(encoding="utf-8")
    assert "<updated>2026-04-01T00:00:00Z</updated>" in atom
    assert 'type="application/atom+xml"' in page(project, "changes/")


def test_the_same_commit_gives_the_same_bytes_elsewhere_and_later(project: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", str(project), "copy")
    run_cli("build", cwd=tmp_path / "copy", env=SETTINGS).expect(0)
    for address in ("papers/second/", "changes/", "papers/third-paper/"):
        assert page(tmp_path / "copy", address) == page(project, address)


def test_a_shallow_clone_says_so_and_goes_on(project: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth=1", project.as_uri(), "copy")
    done = run_cli("build", cwd=tmp_path / "copy", env=SETTINGS).expect(0)
    assert (
        "note: pages do not say when entries were changed: the site was built from a shallow clone"
        in done.errors
    )
    second = page(tmp_path / "copy", "papers/second/")
    assert (fact(second, "In the index since"), fact(second, "Entry changed")) == ("2026-01-02", "")
    told = page(tmp_path / "copy", "changes/")
    assert "shallow clone" in told
    assert "Added: A Second Paper, Corrected" in told


def test_a_folder_without_git_says_so_and_goes_on(tmp_path: Path) -> None:
    make_project(tmp_path)
    outside = {"GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}
    done = run_cli("build", cwd=tmp_path, env=outside).expect(0)
    assert "note: pages do not say when entries were changed" in done.errors
    assert "without the history of its entries" in page(tmp_path, "changes/")
    nowhere = run_cli("build", cwd=tmp_path, env={**outside, "PATH": str(tmp_path)}).expect(0)
    assert "(Git is not installed, or not where programs are looked for (PATH))" in nowhere.errors
    git(tmp_path, "init", "--quiet")
    empty = run_cli("build", cwd=tmp_path, env=outside).expect(0)
    assert "(nothing has been committed yet)" in empty.errors


@pytest.mark.parametrize(
    "words",
    [("check", "--against", "HEAD"), ("check", "--changed-from", "HEAD"), ("review", "--against", "HEAD")],
)
def test_a_command_that_needs_git_says_what_is_missing(words: tuple[str, ...], tmp_path: Path) -> None:
    make_project(tmp_path)
    outside = {"GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}
    done = run_cli(*words, cwd=tmp_path, env=outside).expect(2)
    assert done.errors == "paperindex: this folder is no Git repository\n"
    nowhere = run_cli(*words, cwd=tmp_path, env={**outside, "PATH": str(tmp_path)}).expect(2)
    assert nowhere.errors == "paperindex: Git is not installed, or not where programs are looked for (PATH)\n"


def test_everything_else_needs_no_git(tmp_path: Path) -> None:
    make_project(tmp_path)
    nowhere = {"PATH": str(tmp_path)}
    run_cli("check", cwd=tmp_path, env=nowhere).expect(0)
    run_cli("rename", "first-paper", "better", cwd=tmp_path, env=nowhere).expect(0)
    run_cli("format", cwd=tmp_path, env=nowhere).expect(0)


def test_an_id_used_anew_does_not_inherit_a_history(tmp_path: Path) -> None:
    make_project(tmp_path)
    commit_all(tmp_path, "Begin", "2026-01-01")
    (tmp_path / "content/papers/first-paper.yml").unlink()
    commit_all(tmp_path, "Delete", "2026-02-01")
    write(tmp_path, "first-paper", "Something Else Altogether, of Another Kind")
    commit_all(tmp_path, "Begin again", "2026-03-01")
    history = entry_history(tmp_path / "content")
    assert str(history.first["papers/first-paper.yml"]) == "2026-03-01"


def test_odd_names_and_messages_are_read_whole(tmp_path: Path) -> None:
    make_project(tmp_path, {"content/papers/näme with blanks\n.yml": b"x"})
    commit_all(tmp_path, "Über \N{SNOWMAN}\n\nM\tpapers/first-paper.yml", "2026-01-01")
    history = entry_history(tmp_path / "content")
    assert set(history.first) == {"papers/first-paper.yml", "papers/näme with blanks\n.yml"}
    assert history.recent[0].subject == "Über \N{SNOWMAN}"
    assert entry_history(tmp_path / "nowhere") != History()


def test_a_commit_of_a_day_that_no_calendar_has_breaks_nothing(tmp_path: Path) -> None:
    """Whoever commits names the moment, and git takes any."""
    make_project(tmp_path)
    commit_all(tmp_path, "Begin", "2026-01-01")
    write(tmp_path, "second", "A Second Paper")
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--message", "Later", moment="@999999999999 +0000")
    history = entry_history(tmp_path / "content")
    assert {path: str(day) for path, day in history.first.items()} == {
        "papers/first-paper.yml": "2026-01-01",
        "papers/second.yml": "9999-12-31",
    }
    run_cli("build", cwd=tmp_path).expect(0)


def test_what_somebody_set_for_all_repositories_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = tmp_path / "index"
    make_project(index)
    commit_all(index, "Über \N{SNOWMAN}", "2026-01-01")
    expected = entry_history(index / "content")
    settings = tmp_path / "gitconfig"
    settings.write_text("[log]\nshowRoot = false\n[i18n]\nlogOutputEncoding = ISO-8859-1\n", "utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    assert entry_history(index / "content") == expected
