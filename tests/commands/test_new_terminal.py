"""`new` and `enrich` on a terminal: they ask, show what takes time, and stop at once when told to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.commands.terminal import on_terminal
from tests.fetching.fake_services import Answer, FakeServices, entry, fake_services
from tests.support.projects import make_project


@pytest.fixture
def services() -> Iterator[FakeServices]:
    with fake_services() as playing:
        playing.papers["2504.00001"] = entry("2504.00001", "A First Paper on Attentions")
        yield playing


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return make_project(tmp_path)


def papers(project: Path) -> list[str]:
    return sorted(path.name for path in (project / "content" / "papers").iterdir())


@pytest.mark.parametrize(("key", "status", "files"), [("y\n", 0, 2), ("n\n", 1, 1), ("\n", 1, 1)])
def test_a_likely_duplicate_is_asked_about(
    services: FakeServices, project: Path, key: str, status: int, files: int
) -> None:
    session = on_terminal("new", "2504.00001", cwd=project, env=services.env, keys=key)
    assert "Is it another paper? Write the entry [y/N]:" in session.shown
    assert session.status == status, session.shown
    assert len(papers(project)) == files


@pytest.mark.parametrize(("setting", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_colours_come_on_a_terminal_and_not_under_no_color(
    services: FakeServices, project: Path, setting: dict[str, str], coloured: bool
) -> None:
    env = {**services.env, **setting}
    session = on_terminal("new", "2504.00001", "--dry-run", cwd=project, env=env)
    assert ("\x1b[33mmay be the same paper: " in session.shown) is coloured
    assert ("\x1b" in session.shown) is coloured


def test_a_person_sees_why_it_takes_longer(services: FakeServices, project: Path) -> None:
    services.arxiv = [Answer(status=503)]
    session = on_terminal("new", "2504.00001", "--dry-run", cwd=project, env=services.env)
    assert "arXiv has a fault of its own (status 503); waiting" in session.shown


def test_many_entries_show_their_progress(services: FakeServices, project: Path) -> None:
    for number in (1, 2):
        title = f"Paper Number {number} about Kernels"
        services.papers[f"2505.0000{number}"] = entry(f"2505.0000{number}", title)
        body = f'title: "{title}"\nauthor_count: 2\ndate: 2025\ntopic: attention\nlinks: {{arxiv: "2505.0000{number}"}}\n'
        (project / f"content/papers/many-{number}.yml").write_text(body, "utf-8")
    session = on_terminal("enrich", "--write", cwd=project, env=services.env)
    assert session.status == 0, session.shown
    assert "Asking" in session.shown
    assert "100%" in session.shown


def test_ctrl_c_ends_it_quietly_and_leaves_nothing(services: FakeServices, project: Path) -> None:
    services.arxiv = [Answer(delay=30)]
    patient = {**services.env, "PAPERINDEX_PATIENCE": "1"}
    session = on_terminal(
        "new", "2504.00001", cwd=project, env=patient, interrupt_when=lambda: bool(services.asked)
    )
    assert session.status == 130, session.shown
    assert "Traceback" not in session.shown
    assert papers(project) == ["first-paper.yml"]
