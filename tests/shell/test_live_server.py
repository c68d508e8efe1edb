"""The server that makes the site anew: how often it looks, and what it says where a site cannot be built."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NoReturn

import pytest

from generator.commands.progress import shown_progress
from generator.project import open_project
from generator.shell import live_server
from generator.shell.engine_host import engine_called
from generator.shell.live_server import ServerFault, pause_between_looks, serve_project
from generator.working.work import Work
from generator.writing.site_writer import WriteFault
from tests.support.projects import make_project


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


def test_a_disk_that_refuses_the_next_one_is_told_and_the_last_site_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_project(tmp_path)
    said: list[str] = []
    (tmp_path / "room").mkdir()
    project = open_project(tmp_path / "mkdocs.yml")
    editing = live_server._Editing(project, tmp_path / "room", said.append, engine_called("mkdocs"), 1)
    editing.build_whole(Work())
    monkeypatch.setattr(live_server, "build_project", refused)
    editing.rebuild()
    assert said[-1] == "no room is left in site/; make some and build again\nthe last good site stays up"
