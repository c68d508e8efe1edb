"""A folder under git, with commits on the days that a test wants."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

WHO = {
    "GIT_AUTHOR_NAME": "Ada Lovelace",
    "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_COMMITTER_NAME": "Ada Lovelace",
    "GIT_COMMITTER_EMAIL": "ada@example.org",
    # Nothing of the person's own settings (signing, hooks, names of branches) may change what a test sees.
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}


def git(folder: Path, *words: str, day: str = "2026-01-01", moment: str = "") -> str:
    """Run git in `folder`, as if it were noon of `day`, or a `moment` in git's own form."""
    moment = moment or f"{day}T12:00:00+00:00"
    done = subprocess.run(
        ["git", *words],
        cwd=folder,
        env={**os.environ, **WHO, "GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def commit_all(folder: Path, message: str, day: str = "2026-01-01") -> str:
    """Commit everything as it is and answer the commit's name; the first time this makes the repository."""
    if not (folder / ".git").exists():
        git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message, day=day)
    return git(folder, "rev-parse", "HEAD")
