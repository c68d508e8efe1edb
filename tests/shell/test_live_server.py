"""The server that makes the site anew: how often it looks, and what it says where a site cannot be built."""

from __future__ import annotations

import os
import time
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from mkdocs.livereload import LiveReloadServer

from generator.commands.progress import shown_progress
from generator.pipeline import BuiltSite, build_project
from generator.project import open_project
from generator.shell import live_server
from generator.shell.engine_host import engine_called
from generator.shell.live_reload import reload_where_seen
from generator.shell.live_server import ServerFault, pause_between_looks, serve_project
from generator.shell.watched_files import files_now
from generator.site_plan import SitePlan
from generator.working.work import Work
from generator.writing.site_writer import WriteFault
from tests.support.command_line import run_cli
from tests.support.projects import files_in, make_project


def test_a_large_index_is_looked_at_more_seldom() -> None:
    pauses = [pause_between_looks(papers) for papers in (0, 433, 5_000, 87_000)]
    assert pauses == sorted(pauses)
    assert pauses[0] == pauses[1] == live_server.SHORTEST_PAUSE
    assert pauses[1] < pauses[2] < pauses[3] == live_server.LONGEST_PAUSE


def refused(*_: Any, **__: Any) -> NoReturn:
    raise WriteFault("no room is left in site/; make some and build again")


def test_a_disk_that_refuses_the_first_site_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_project(tmp_path)
    monkeypatch.setattr(live_server, "build_project", refused)
    with pytest.raises(ServerFault, match="no room is left"):
        serve_project(
            open_project(tmp_path / "mkdocs.yml"),
            "127.0.0.1",
            8000,
            engine=engine_called("mkdocs"),
            open_browser=False,
            jobs=1,
            say=print,
            shown=shown_progress,
        )


TWO = {
    "content/papers/second-paper.yml": """
        title: A Second Paper on Attention
        authors: [Grace Hopper]
        date: 2025-04-01
        topic: attention
        tldr: It says something.
    """
}


class Sitting:
    """Somebody who edits while the site is served, and who is the server."""

    def __init__(self, folder: Path) -> None:
        make_project(folder, TWO)
        self.papers = folder / "content" / "papers"
        self.said: list[str] = []
        room = folder / "room"
        room.mkdir()
        project = open_project(folder / "mkdocs.yml")
        self.editing = live_server._Editing(project, room, self.said.append, engine_called("mkdocs"), 2)
        self.editing.begin(Work())
        self.site = self.editing.project.site

    def edit(self, paper: str, old: str, new: str) -> None:
        entry = self.papers / f"{paper}.yml"
        text = entry.read_text("utf-8")
        assert old in text
        entry.write_text(text.replace(old, new), "utf-8")

    def page(self, address: str) -> str:
        return (self.site / address / "index.html").read_text("utf-8")

    def wait(self) -> None:
        """Until what is under way has ended, as the watched file tells."""
        under_way, until = self.editing._under_way, time.monotonic() + 60
        assert under_way is not None
        while not under_way.whole.is_there():
            assert time.monotonic() < until
            time.sleep(0.01)

    def follow(self) -> None:
        """Let the whole site be built after a look."""
        assert not self.editing.rebuild()
        self.wait()
        assert self.editing.rebuild()
        assert self.editing._under_way is None


@pytest.fixture
def sitting(tmp_path: Path) -> Iterator[Sitting]:
    one = Sitting(tmp_path)
    yield one
    one.editing.close()


def built_from_nothing(folder: Path) -> dict[str, bytes]:
    run_cli("build", "--site-dir", "clean", cwd=folder).expect(0)
    return files_in(folder / "clean")


@pytest.fixture
def gate(sitting: Sitting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file without which no whole site is built any more."""
    opened = tmp_path / "gate"

    def build_behind_it(*told: Any, **more: Any) -> BuiltSite:
        until = time.monotonic() + 60
        while not opened.exists() and time.monotonic() < until:
            time.sleep(0.01)
        return build_project(*told, **more)

    monkeypatch.setattr(live_server, "build_project", build_behind_it)
    return opened


def test_the_next_edit_is_seen_while_the_whole_site_is_built(
    sitting: Sitting, gate: Path, tmp_path: Path
) -> None:
    editing = sitting.editing
    sitting.edit("first-paper", "title: A First", "title: An Edited")
    assert editing.rebuild()
    assert "An Edited Paper" in sitting.page("papers/first-paper")
    assert not editing.rebuild()
    sitting.edit("second-paper", "It says something.", "It says more.")
    assert editing.rebuild()
    sitting.edit("second-paper", "2025-04-01", "2025-04-02")
    new = (sitting.papers / "first-paper.yml").read_text("utf-8").replace("An Edited", "A New")
    (sitting.papers / "third-paper.yml").write_text(new, "utf-8")
    assert editing.rebuild()
    sitting.edit("first-paper", "An Edited", "A Mended")
    assert editing.rebuild()

    def assert_edits_are_seen(word: str) -> None:
        page = sitting.page("papers/second-paper")
        assert f"It says {word}." in page
        assert "2 April 2025" in page
        assert "A New Paper" in sitting.page("papers/third-paper")
        assert "A Mended Paper" in sitting.page("papers/first-paper")

    assert_edits_are_seen("more")
    assert "An Edited Paper" not in sitting.page("papers")
    # Nobody has looked at this one yet when the site is there.
    sitting.edit("second-paper", "It says more.", "It says most.")
    gate.touch()
    sitting.wait()
    # The site that was begun before the last edits comes with their pages.
    assert editing.rebuild()
    assert_edits_are_seen("most")
    assert "An Edited Paper" in sitting.page("papers")
    assert "A New Paper" not in sitting.page("papers")
    sitting.follow()
    assert files_in(sitting.site) == built_from_nothing(tmp_path)
    assert not editing.rebuild()
    assert editing._under_way is None


def test_after_a_first_look_the_next_build_is_as_short(
    sitting: Sitting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was put into the site ahead of a build is known to the next one."""
    for number in range(4):
        paper = ("first-paper", "second-paper")[number % 2]
        sitting.edit(paper, "title: ", f"title: Edit {number} of ")
        assert sitting.editing.rebuild()
        if number == 2:
            # Undone before it was built.
            sitting.edit(paper, f"Edit {number} of ", "")
            assert sitting.editing.rebuild()
        sitting.follow()
        # The first edit makes a second site.
        monkeypatch.setattr(SitePlan, "plan_pages", lambda _: pytest.fail("all pages are planned again"))
    monkeypatch.undo()
    assert files_in(sitting.site) == built_from_nothing(tmp_path)


def test_what_earlier_sites_were_printed_from_is_let_go(sitting: Sitting) -> None:
    first = sitting.editing._served
    assert first is not None
    context = weakref.ref(first.context)
    del first
    for number in range(2):
        sitting.edit("first-paper", "title: ", f"title: Edit {number} of ")
        assert sitting.editing.rebuild()
        sitting.follow()
    assert context() is None


def test_where_a_copy_dies_the_site_is_built_without_it(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    origin = os.getpid()

    def die_elsewhere(*told: Any, **more: Any) -> BuiltSite:
        if os.getpid() != origin:
            os._exit(9)
        return build_project(*told, **more)

    monkeypatch.setattr(live_server, "build_project", die_elsewhere)
    sitting.edit("first-paper", "title: A First", "title: An Edited")
    assert sitting.editing.rebuild()
    sitting.follow()
    assert "An Edited Paper" in sitting.page("papers")


def test_where_the_system_copies_no_process_the_site_is_built_all_the_same(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting.edit("first-paper", "title: A First", "title: An Edited")
    assert sitting.editing.rebuild()
    monkeypatch.delattr(os, "fork")
    before = sitting.editing.built.stat().st_mtime_ns
    assert not sitting.editing.rebuild()
    # So the server comes back by itself.
    assert sitting.editing.built.stat().st_mtime_ns != before
    assert sitting.editing.rebuild()
    assert "An Edited Paper" in sitting.page("papers")


def test_what_is_no_entry_is_seen_with_the_whole_site(sitting: Sitting, tmp_path: Path) -> None:
    (tmp_path / "content" / "tags.yml").write_text(
        "kernels:\n  name: Seeds\nsparsity:\n  name: Gaps\n", "utf-8"
    )
    sitting.follow()
    assert "Seeds" in sitting.page("tags")
    (sitting.papers / "second-paper.yml").unlink()
    sitting.follow()
    assert not (sitting.site / "papers" / "second-paper").exists()


def test_a_fault_is_told_once_and_the_last_site_stays(sitting: Sitting) -> None:
    before = files_in(sitting.site)
    sitting.edit("second-paper", "2025-04-01", "2025-13-01")
    for _ in range(3):
        assert not sitting.editing.rebuild()
    assert files_in(sitting.site) == before
    assert sum("E203" in one for one in sitting.said) == 1
    assert sitting.said[-1].endswith("the last good site stays up")
    sitting.edit("second-paper", "2025-13-01", "2025-03-01")
    assert sitting.editing.rebuild()
    assert "1 March 2025" in sitting.page("papers/second-paper")


def test_a_disk_that_refuses_the_next_one_is_told_and_the_last_site_stays(
    sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_server, "build_project", refused)
    (sitting.papers / "second-paper.yml").unlink()
    assert not sitting.editing.rebuild()
    sitting.wait()
    for _ in range(2):
        assert not sitting.editing.rebuild()
    told = "no room is left in site/; make some and build again\nthe last good site stays up"
    assert sitting.said.count(told) == 1
    assert (sitting.site / "papers" / "second-paper").exists()


def test_browsers_reload_only_where_there_is_something_to_see(tmp_path: Path) -> None:
    server = LiveReloadServer(builder=pytest.fail, host="127.0.0.1", port=0, root=str(tmp_path))
    try:
        for is_new, wanted in ((True, 9), (False, 5)):

            def rebuild(is_new: bool = is_new) -> bool:
                # Meanwhile every page is given out.
                assert server._wanted_epoch == server._visible_epoch
                return is_new

            reload_where_seen(server, rebuild)
            server._visible_epoch, server._wanted_epoch = 5, 9
            server.builder()
            assert server._wanted_epoch == wanted
    finally:
        server.server_close()


def test_every_change_of_watched_files_shows(tmp_path: Path) -> None:
    folder, single = tmp_path / "content", tmp_path / "mkdocs.yml"
    (folder / "papers").mkdir(parents=True)
    entry = folder / "papers" / "one.yml"
    # Who follows it comes back.
    (folder / "papers" / "again").symlink_to(folder, target_is_directory=True)
    seen = [files_now([folder, single])]
    for change in (
        lambda: entry.write_text("a", "utf-8"),
        lambda: entry.write_text("ab", "utf-8"),
        lambda: os.utime(entry, (1, 1)),
        lambda: entry.rename(entry.with_name("two.yml")),
        lambda: single.write_text("a", "utf-8"),
        single.unlink,
    ):
        assert files_now([folder, single]) == seen[-1]
        change()
        seen.append(files_now([folder, single]))
        assert seen[-1] != seen[-2]
