"""What every test may ask for; the fixtures themselves live in tests/support."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.support.browser import OpenPage, Watch, page_opener, running_browser
from tests.support.built_site import build_once
from tests.support.golden import Golden
from tests.support.static_server import StaticServer, serving


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what drives a browser; keep only golden tests when golden files are being renewed."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
    if config.getoption("--update-golden"):
        others = [item for item in items if "golden" not in getattr(item, "fixturenames", ())]
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in others]


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A test that is skipped, or expected to fail, tells nothing: here it fails."""
    report = yield
    if report.skipped:
        report.outcome = "failed"
        report.longrepr = f"nothing is skipped here: {report.longreprtext}"
        # Its presence would let an expected failure pass after all.
        vars(report).pop("wasxfail", None)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a whole file."""
    report = yield
    if report.skipped:
        report.outcome = "failed"
        report.longrepr = f"nothing is skipped here: {report.longreprtext}"
    return report


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """The golden files beside the test's own file."""
    folder = request.path.parent / "golden"
    return Golden(folder=folder, updating=request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder of this repository's own site, built once by the real command."""
    own = tmp_path_factory.getbasetemp()
    # With several test processes, each has a folder of its own inside the run's.
    return build_once(own if worker_id == "master" else own.parent)


@pytest.fixture(scope="session")
def site_server(built_site: Path) -> Iterator[StaticServer]:
    """The repository's own site on a web server, below a path as project pages are."""
    with serving(built_site, base="/attention-index/") as server:
        yield server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of this process; tests ask for `open_page`."""
    with running_browser() as chromium:
        yield chromium


@pytest.fixture
def watch(browser: Browser) -> Iterator[Watch]:
    """What went wrong on this test's pages; fails the test at its end unless it was expected."""
    watch = Watch()
    yield watch
    if problems := watch.unexpected():
        pytest.fail("the page was not quiet:\n" + "\n".join(problems), pytrace=False)


@pytest.fixture
def open_page(browser: Browser, watch: Watch, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """Opens a page of the built site, or of another `server`, in a fresh profile; see OpenPage."""
    contexts: list[BrowserContext] = []

    def own_site() -> StaticServer:
        # Asked for late: a test that brings its own server needs no build of the whole site.
        site: StaticServer = request.getfixturevalue("site_server")
        return site

    yield page_opener(browser, own_site, watch, contexts)
    for context in contexts:
        context.close()
