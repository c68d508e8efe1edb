"""The site of all hostile cases that build, made once by the real command for a whole run of the tests."""

from __future__ import annotations

import fcntl
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from generator.model.library import Library
from tests.hostile.corpus import building_cases, hostile_library, lay_out, loaded_together
from tests.hostile.page_parts import Element, page_files, parsed, with_frames_apart
from tests.support.built_site import SETTINGS
from tests.support.command_line import run_cli
from tests.support.git_folder import commit_all
from tests.support.projects import SMALL_INDEX, make_project
from tests.support.static_server import StaticServer, serving

SUBJECTS = {
    "<script>pwned()</script> {{ 7*7 }} %0A::error::x": "<script>pwned()</script> {{ 7*7 }} %0A::error::x",
    "\x1b[31mred \x02/papers/ \u202egnp.exe =cmd|x": "[31mred /papers/ gnp.exe =cmd|x",
    "]]></title> }, ER  - TY": "]]></title> }, ER - TY",
}
"""What commits say of themselves, and what is left of it on a page."""


@pytest.fixture(scope="session")
def hostile_project(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """An index of the base and all cases that build, with its site built."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    folder, finished = shared / "hostile", shared / "hostile-is-built"
    with (shared / "hostile.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not finished.exists():
            no_content = {path: None for path in SMALL_INDEX if path.startswith("content/")}
            make_project(folder, no_content)
            lay_out(folder / "content", [case.folder for case in building_cases()])
            with_history(folder)
            run_cli("build", cwd=folder, env=SETTINGS).expect(0)
            finished.touch()
    return folder


def with_history(folder: Path) -> None:
    """Commits whose authors worded their subjects with care."""
    commit_all(folder, "Begin", "2026-11-10")
    entry = folder / "content" / "papers" / "title-script.yml"
    for subject in SUBJECTS:
        entry.write_text(f"# {len(subject)}\n{entry.read_text('utf-8')}", "utf-8")
        commit_all(folder, subject, "2026-11-18")


@pytest.fixture(scope="session")
def hostile_site(hostile_project: Path) -> Path:
    """The folder of the built site."""
    return hostile_project / "site"


@pytest.fixture(scope="session")
def trees(hostile_project: Path) -> dict[str, Element]:
    """Every HTML file of the site, and each different header and footer, as the tree that a browser would make of it.

    Parsing as HTML5 wants is slow, so one of the test processes does it and leaves the trees as XML for the others.
    """
    kept = hostile_project / "trees.json"
    with (hostile_project / "trees.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            pages = with_frames_apart(page_files(hostile_project / "site"))
            written = {
                address: etree.tostring(parsed(html), encoding="unicode") for address, html in pages.items()
            }
            kept.write_text(json.dumps(written), "utf-8")
    huge = etree.XMLParser(huge_tree=True)
    return {
        address: etree.fromstring(text, huge) for address, text in json.loads(kept.read_text("utf-8")).items()
    }


@pytest.fixture(scope="session")
def hostile_server(hostile_site: Path) -> Iterator[StaticServer]:
    """The site on a web server, below a path as project pages are."""
    with serving(hostile_site, base="/hostile/") as server:
        yield server


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The library of the same content."""
    return hostile_library(tmp_path_factory.mktemp("hostile-library"))


FEW = re.compile(
    r".*-(?:script|formats|handler|with-markup|double-quote-break|opens-a-comment|addresses)|link-.*|maths-t.*"
)
"""Cases of which one at least notices each defence that is off; all of them would take long."""


@pytest.fixture(scope="session")
def small_library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """The library of a few cases."""
    few = [case for case in building_cases() if FEW.fullmatch(case.name)]
    loaded = loaded_together(tmp_path_factory.mktemp("few"), few)
    assert len(loaded.library.papers) > 20
    return loaded.library
