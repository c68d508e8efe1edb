"""The page's own search keeps aside what the command keeps aside."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.status.test_status import PAPERS
from tests.support.browser import OpenPage
from tests.support.command_line import run_cli
from tests.support.projects import make_project
from tests.support.static_server import StaticServer, serving


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StaticServer]:
    folder: Path = make_project(tmp_path_factory.mktemp("status-page"), PAPERS)
    run_cli("build", cwd=folder).expect(0)
    with serving(folder / "site", base="/") as running:
        yield running


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("hashing", ["Later Hashing", "Sound Hashing"]),
        ("hashing status:retracted", ["Retracted Hashing"]),
        ("status:superseded", ["Superseded Hashing"]),
    ],
)
def test_the_page_shows_it_only_to_those_who_ask(
    query: str, titles: list[str], server: StaticServer, open_page: OpenPage
) -> None:
    page = open_page(f"search/?q={quote(query)}", server=server)
    found = page.locator(".pi-search-result h2")
    expect(found).to_have_count(len(titles))
    assert sorted(found.all_inner_texts()) == titles
