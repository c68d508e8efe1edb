"""CONTRIBUTING.md is true: its way of one paper is walked, command by command, in a small copy of this index.

Every block of `console` is run as it stands there, and what it shows must be what a person sees. Numbers that grow
with the index, and times, may differ; a line of … stands for whatever follows.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from generator.loading.content_files import ContentFile
from generator.loading.entry_reader import read_entry
from generator.loading.library_loader import load_content
from tests.fetching.fake_services import entry, fake_services
from tests.support.command_line import COMMAND, plain_environment
from tests.support.git_folder import commit_all, git
from tests.support.repository import ROOT

WAY = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## A whole entry")[0]
BLOCK = re.compile(r"^```(console|yaml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COUNTS = re.compile(r"\d[\d,.]*(?= (?:papers?|topics?|tags?|files|MB in|new or changed|s$))", re.MULTILINE)
LANTERN = entry(
    "2611.04321",
    "Lantern: Sparse Attention That Shows Its Work",
    authors=("Ada Lovelace", "Grace Hopper"),
    published="2026-11-05T12:00:00Z",
    abstract="Sparse attention leaves out most keys, and nobody can say which ones mattered. Lantern selects blocks of "
    "keys by a budgeted search and keeps a record of each choice. At a context of 64k tokens it reads 8% of the KV "
    "cache. Code: https://github.com/example/lantern",
    comment="9 pages",
)


def steps() -> Iterator[tuple[str, str]]:
    """Each command with what it shows, and what is typed into the file between them."""
    for block in BLOCK.finditer(WAY):
        if block[1] == "yaml":
            yield "write", block[2]
            continue
        for part in re.split(r"^\$ ", block[2], flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            yield command, shown


def same(shown: str) -> str:
    """What is compared of an output."""
    return COUNTS.sub("N", shown)


@pytest.fixture
def fork(tmp_path: Path) -> Path:
    """This index with a twelfth of its papers, cloned by somebody who has never seen it."""
    folder = tmp_path / "attention-index"
    shutil.copytree(ROOT / "docs", folder / "docs")
    for name in ("mkdocs.yml", ".gitignore", "content/tags.yml"):
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    papers = sorted((ROOT / "content/papers").rglob("*.yml"))[::12]
    for file in (*papers, *sorted((ROOT / "content/topics").glob("*.yml"))):
        copy = folder / file.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(TO_OTHER_PAPERS.sub("", file.read_text(encoding="utf-8")), encoding="utf-8")
    commit_all(folder, "Begin", "2026-11-19")
    git(tmp_path, "clone", "--quiet", "--bare", str(folder), "origin.git")
    git(folder, "remote", "add", "origin", str(tmp_path / "origin.git"))
    return folder


TO_OTHER_PAPERS = re.compile(r"^(?:start_here|builds_on|superseded_by):.*\n(?:[ -].*\n)*", re.MULTILINE)
"""Fields that name papers, most of which are left out."""


def write(file: Path, typed: str) -> None:
    """Fill in the empty fields."""
    text = file.read_text(encoding="utf-8")
    for field in re.split(r"^(?=\w+:)", typed, flags=re.MULTILINE)[1:]:
        name = field.partition(":")[0]
        assert f"\n{name}:\n" in text
        text = text.replace(f"\n{name}:\n", f"\n{field}")
    file.write_text(text, encoding="utf-8")


def test_the_way_of_one_paper_is_as_it_is_told(fork: Path) -> None:
    walked = 0
    lantern = fork / "content/papers/lantern.yml"
    with fake_services() as services:
        services.papers["2611.04321"] = LANTERN
        setting = {
            **plain_environment(),
            **services.env,
            "PATH": f"{COMMAND.parent}:{os.environ['PATH']}",
            "GIT_AUTHOR_NAME": "Ada Lovelace",
            "GIT_AUTHOR_EMAIL": "ada@example.org",
            "GIT_COMMITTER_NAME": "Ada Lovelace",
            "GIT_COMMITTER_EMAIL": "ada@example.org",
        }
        # As the workflow builds it, which knows where the site is published.
        published = {**setting, "GITHUB_REPOSITORY": "ada/attention-index"}
        for command, told in steps():
            walked += 1
            if command == "write":
                write(lantern, told)
                continue
            done = subprocess.run(
                ["bash", "-c", command],
                cwd=fork,
                env=published if command == "paperindex build" else setting,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                timeout=300,
            )
            expected, more, _ = told.partition("…\n")
            shown = done.stdout[: len(expected)] if more else done.stdout
            assert same(shown) == same(expected), command
            if "kind 'metod'" in told:
                # "With `kind: method` all is well": what the hint says is done.
                lantern.write_text(lantern.read_text("utf-8").replace("metod", "method"), "utf-8")
            if command == "paperindex build":
                assert "keeps a record of each choice" in page(fork, "papers/lantern/")
            if "--pages preview" in command:
                assert (fork / "preview/papers/lantern/index.html").is_file()
                shutil.rmtree(fork / "preview")
                git(fork, "switch", "--quiet", "main")
                git(fork, "merge", "--quiet", "add-lantern")
    assert walked > 15
    assert "add-lantern" in git(fork.parent / "origin.git", "branch")
    subprocess.run([COMMAND, "build"], cwd=fork, env=published, check=True, capture_output=True, timeout=300)
    forwards = page(fork, "papers/lantern/")
    assert 'http-equiv="refresh"' in forwards
    assert (
        '<link rel="canonical" href="https://ada.github.io/attention-index/papers/lantern-attention/">'
        in forwards
    )


def page(fork: Path, address: str) -> str:
    return (fork / "site" / address / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("document", ["CONTRIBUTING.md", "docs/contributing.md"])
def test_the_entry_that_is_shown_is_one_of_this_index(document: str) -> None:
    library = load_content(ROOT / "content", ROOT).library
    text = (ROOT / document).read_text(encoding="utf-8")
    blocks = [
        dedent(found[1]) for found in re.finditer(r"^ *```yaml\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)
    ]
    (shown,) = [block for block in blocks if block.startswith("title:")]
    reading = read_entry(ContentFile(Path("shown.yml"), "papers/shown.yml", document, len(shown), 0), shown)
    assert reading.problems == ()
    assert reading.paper is not None
    assert set(reading.paper.topics) <= library.topics.keys()
    assert set(reading.paper.tags) <= library.tags.keys()
