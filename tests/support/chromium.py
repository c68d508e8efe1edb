"""Finds the Chromium that the browser tests drive; as a program, also installs Debian's.

python -m tests.support.chromium      prints its path, status 1 and a reason when there is none
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.debian_packages import install_package

SETTING = "PAPERINDEX_CHROMIUM"
USUAL_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
USUAL_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


class NoChromium(Exception):
    """There is no usable browser; the text says what to do."""


def find_chromium() -> Path:
    """The browser named by PAPERINDEX_CHROMIUM, else the first usual one that starts.

    Raises NoChromium where there is none.
    """
    named = os.environ.get(SETTING)
    if named:
        if not starts(named):
            raise NoChromium(f"{SETTING} names {named}, which does not start as a Chromium.")
        return Path(named)
    on_the_path = (shutil.which(name) for name in USUAL_NAMES)
    for candidate in (*on_the_path, *USUAL_PLACES):
        if candidate and starts(candidate):
            return Path(candidate)
    raise NoChromium(
        "The browser tests need Chromium or Chrome, and none was found. Install one "
        f"(Debian, as root: apt-get install chromium) or name it: {SETTING}=/path/to/chromium make test"
    )


def starts(program: str) -> bool:
    """Whether `program` runs and calls itself a Chromium (some systems ship a stand-in that does not)."""
    try:
        done = subprocess.run([program, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and b"Chrom" in done.stdout


def find_or_install_chromium() -> Path:
    try:
        return find_chromium()
    except NoChromium:
        if os.environ.get(SETTING) or not install_package("chromium", "the tests look at real pages"):
            raise
        return find_chromium()


def main() -> int:
    try:
        print(f"Browser for the tests: {find_or_install_chromium()}")
    except NoChromium as reason:
        print(f"error: {reason}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
