"""`python -m benchmarks.lighthouse`: Lighthouse over the pages of this index, as on a phone with a slow line.

Builds the site as GitHub would (or takes ``--site``), serves it compressed on this machine, and runs Lighthouse
``--runs`` times over each page. Needs node with npm, which brings Lighthouse, and Chromium. The status is 1 where a
page falls short; the best of all runs counts for the performance, since other work on the machine only lowers it.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.lighthouse.judging import Judged, judged, table
from tests.support.browser import LAUNCH_OPTIONS
from tests.support.built_site import build_once
from tests.support.chromium import find_chromium
from tests.support.static_server import StaticServer, serving

LIGHTHOUSE = "lighthouse@12.8.2"
BASE = "/attention-index/"
PAGES = {
    "home": "",
    "paper": "papers/kimi-linear/",
    "topic": "topics/linear-attention/",
    "search": "search/",
    "results": "search/?q=linear+attention",
    "field map": "field/",
    "authors": "authors/",
    "newest": "new/",
    "reading list": "reading-list/",
    "comparison": "compare/?papers=kimi-linear,mamba",
}


def main(arguments: list[str]) -> int:
    """The command; answers its exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.lighthouse", description=__doc__)
    parser.add_argument("--site", type=Path, help="a built site, instead of building one")
    parser.add_argument("--runs", type=int, default=3, help="runs over each page  [default: 3]")
    parser.add_argument("pages", nargs="*", metavar="PAGE", help=f"of {', '.join(PAGES)}  [default: all]")
    given = parser.parse_args(arguments)
    if unknown := [page for page in given.pages if page not in PAGES]:
        parser.error(f"no page is called {unknown[0]}")
    if shutil.which("npm") is None:
        print("error: Lighthouse comes by npm, and there is no npm here", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="paperindex-lighthouse-") as scratch:
        site = given.site or build_once(Path(scratch))
        with serving(site, base=BASE) as server:
            results = []
            for page in given.pages or PAGES:
                results.append(measured(page, server, given.runs, Path(scratch)))
                print(f"{page}: {results[-1].best}", file=sys.stderr)
    print(table(results))
    shortcomings = [line for one in results for line in one.shortcomings]
    print("\n".join(shortcomings), file=sys.stderr)
    return 1 if shortcomings else 0


def measured(page: str, server: StaticServer, runs: int, scratch: Path) -> Judged:
    """One page, judged by several runs."""
    return judged(page, [report(server.address(PAGES[page]), scratch) for _ in range(runs)])


def report(address: str, scratch: Path) -> dict[str, Any]:
    """Lighthouse's report on a page."""
    target = scratch / "report.json"
    options = [option for option in LAUNCH_OPTIONS if " " not in option]
    # Chromium's own sandbox refuses to run as root, as continuous integration often does.
    flags = " ".join(["--headless=new", *options, *(["--no-sandbox"] if os.geteuid() == 0 else [])])
    subprocess.run(
        [
            *("npm", "exec", "--yes", "--package", LIGHTHOUSE, "--", "lighthouse", address),
            *("--quiet", "--output=json", f"--output-path={target}", f"--chrome-flags={flags}"),
        ],
        env={**os.environ, "CHROME_PATH": str(find_chromium())},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    found: dict[str, Any] = json.loads(target.read_text("utf-8"))
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
