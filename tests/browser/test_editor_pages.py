"""The pages for editors and followers, in a real browser: readable by everybody, on a phone as well."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.status.test_status import PAPERS
from tests.support.accessibility import accessibility_violations
from tests.support.browser import OpenPage
from tests.support.command_line import run_cli
from tests.support.git_folder import commit_all
from tests.support.projects import make_project
from tests.support.static_server import StaticServer, serving

SETTINGS = {"GITHUB_REPOSITORY": "example/index", "GITHUB_SERVER_URL": "https://github.com"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StaticServer]:
    folder = make_project(tmp_path_factory.mktemp("editors"), {**PAPERS, ".gitignore": "site/\n.cache/\n"})
    commit_all(folder, "Begin", "2026-01-05")
    entry = folder / "content/papers/sound.yml"
    entry.write_text(
        entry.read_text(encoding="utf-8").replace("by hashing", "by good hashing"), encoding="utf-8"
    )
    commit_all(folder, "Say it better", "2026-02-01")
    run_cli("build", cwd=folder, env=SETTINGS).expect(0)
    with serving(folder / "site", base="/index/") as running:
        yield running


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(
    "address",
    ["messages/", "changes/", "papers/gone/", "papers/retracted/", "papers/sound/"],
)
def test_nothing_keeps_anybody_from_reading_it(
    address: str, server: StaticServer, open_page: OpenPage, *, dark: bool
) -> None:
    page = open_page(address, server=server, width=320, dark=dark)
    assert accessibility_violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_code_in_the_address_leads_to_its_section(server: StaticServer, open_page: OpenPage) -> None:
    page = open_page("messages/#e203", server=server)
    heading = page.locator("#e203")
    heading.wait_for()
    assert heading.inner_text().endswith("Not a date")
    assert page.evaluate(
        "Math.abs(document.querySelector('#e203').getBoundingClientRect().top) < innerHeight / 2"
    )


def test_a_former_address_sends_readers_on(server: StaticServer, open_page: OpenPage) -> None:
    page = open_page("papers/was-here/", server=server)
    page.wait_for_url("**/papers/gone/")
    assert page.locator("h1").inner_text() == "This entry was removed"
