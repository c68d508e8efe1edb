"""The index that comes with the tool: how long it takes to build, and how heavy its pages are for readers."""

from __future__ import annotations

import gzip
import re
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.build.edits import Timed, timed_edits
from benchmarks.build.runs import COMMAND, Run, run

ROOT = Path(__file__).parents[2]
EDITS_OF_A_SORT = 5
LOADED = re.compile(r'<(?:link[^>]*?rel="(?:stylesheet|modulepreload)"[^>]*?href|script[^>]*?src)="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Shipped:
    """What was found."""

    papers: int
    cold: Run
    check: Run
    edits: list[Timed]
    heaviest_paper: int
    """Bytes of the heaviest paper's page, compressed."""
    heaviest_view: int
    """Bytes of the heaviest page with the style sheets and scripts that it names, compressed."""


def shipped_index(scratch: Path, jobs: int) -> Shipped:
    """Build the first index from nothing in a folder of its own, edit entries, build again."""
    index = scratch / "shipped"
    for name in ("content", "docs"):
        shutil.copytree(ROOT / name, index / name)
    shutil.copy(ROOT / "mkdocs.yml", index)
    build = [str(COMMAND), "build", "--jobs", str(jobs)]
    cold = run("first index, cold", index, *build)
    papers = sorted((index / "content" / "papers").glob("*.yml"))
    check = run("first index, check", index, str(COMMAND), "check")
    site = index / "site"
    return Shipped(
        papers=len(papers),
        cold=cold,
        check=check,
        edits=timed_edits(index, EDITS_OF_A_SORT, jobs),
        heaviest_paper=max(compressed(page) for page in site.glob("papers/*/index.html")),
        heaviest_view=max(view(page) for page in site.rglob("index.html")),
    )


@cache
def size_of(file: Path) -> int:
    """As `compressed`, for files that every page names."""
    return compressed(file)


def compressed(file: Path) -> int:
    """Bytes of a file as a server sends it."""
    return len(gzip.compress(file.read_bytes(), 6))


def view(page: Path) -> int:
    """Bytes of a page and of all that its HTML names to be loaded with it."""
    html = page.read_text("utf-8")
    named = {
        (page.parent / address.partition("?")[0]).resolve()
        for address in LOADED.findall(html)
        if "://" not in address
    }
    return compressed(page) + sum(size_of(file) for file in named if file.is_file())
