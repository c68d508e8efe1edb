"""This repository's own site, built once for a whole run of the tests."""

from __future__ import annotations

import fcntl
from pathlib import Path

from tests.support.command_line import run_cli

# The address the site would have if nothing else is said, so that addresses in it can be checked.
SETTINGS = {"GITHUB_REPOSITORY": "example/attention-index", "GITHUB_SERVER_URL": "https://github.com"}


def build_once(shared_folder: Path, engine: str = "mkdocs") -> Path:
    """The folder of the site, built by whichever of the test processes comes first."""
    site = shared_folder / ("site" if engine == "mkdocs" else f"site-by-{engine}")
    finished = shared_folder / f"{site.name}-is-built"
    with (shared_folder / f"{site.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not finished.exists():
            run_cli("build", "--engine", engine, "--site-dir", site, env=SETTINGS).expect(0)
            finished.touch()
    return site
