"""Asking git one question."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

SETTINGS = tuple(
    word
    for setting in (
        "core.quotePath=off",
        "log.showSignature=false",
        "log.showRoot=true",
        "i18n.logOutputEncoding=UTF-8",
    )
    for word in ("-c", setting)
)
"""What a person may have set otherwise for all repositories: the answer is the same on every machine."""
LONGEST_REASON = 200


class GitFault(Exception):
    """Git is not there, or would not answer; the message says why in its own words."""


def ask_git(folder: Path, *words: str) -> bytes:
    """What ``git WORDS`` prints when it is run in ``folder``. Raises GitFault."""
    environment = {
        **os.environ,
        # The same words and days on every machine, and never a question to the person at the keyboard.
        "LC_ALL": "C",
        "TZ": "UTC",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
    }
    try:
        done = subprocess.run(
            ["git", *SETTINGS, *words],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise GitFault("Git is not installed, or not where programs are looked for (PATH)") from None
    except OSError as error:
        raise GitFault(f"git cannot be run here: {error.strerror or error}") from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
        if "bad revision 'HEAD'" in said:
            raise GitFault("nothing has been committed yet")
        if "not a git repository" in said:
            raise GitFault("this folder is no Git repository")
        raise GitFault(said.removeprefix("fatal: ")[:LONGEST_REASON] or f"git ended with {done.returncode}")
    return done.stdout


def is_shallow(folder: Path) -> bool:
    """Whether the history was cut off when the repository was fetched. Raises GitFault."""
    return ask_git(folder, "rev-parse", "--is-shallow-repository").strip() == b"true"


def commit_of(folder: Path, revision: str) -> str:
    """The full name of the commit that ``revision`` means. Raises GitFault where there is none."""
    try:
        found = ask_git(
            folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
        )
    except GitFault:
        why = f"there is no revision '{revision}' in this repository"
        if is_shallow(folder):
            why += "; its history is cut off: fetch all of it (git fetch --unshallow, or fetch-depth: 0)"
        raise GitFault(why) from None
    return found.decode("ascii").strip()
