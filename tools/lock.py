"""Renews the locks in requirements/: exact versions and hashes of everything that gets installed.

    python -m tools.lock [OPTION of `uv pip compile` …]      for example --upgrade-package mkdocs

Without an option every package is brought to the newest version its bounds allow. The locks hold for
every system and every Python from 3.11 on, and name no address: from where to install is the
machine's own business.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

from tools.environment import CHECKOUT, OLDEST_PYTHON

# Each lock and the files whose wishes it answers, in the order in which one builds on the other.
LOCKS: dict[str, tuple[str, ...]] = {
    "site": ("pyproject.toml", "requirements/build.in"),
    "test": ("pyproject.toml", "requirements/build.in", "requirements/test.in"),
    "fuzz": ("pyproject.toml", "requirements/build.in", "requirements/fuzz.in"),
    "source": ("requirements/source.in",),
    "audit": ("requirements/audit.in", "requirements/build.in"),
    "lock": ("requirements/lock.in", "requirements/build.in"),
    "lowest": ("pyproject.toml", "requirements/build.in", "requirements/lowest.in"),
}
LOWEST_BOUNDS = ".cache/lowest-bounds.txt"
"""What pyproject.toml asks for, each in the oldest version that it allows."""


def main(options: Sequence[str]) -> int:
    """The command; answers its exit status."""
    (CHECKOUT / LOWEST_BOUNDS).parent.mkdir(exist_ok=True)
    commands = [lowest_bounds_command(), *(compile_command(name, LOCKS[name], options) for name in LOCKS)]
    for command in commands:
        status = subprocess.run(command, cwd=CHECKOUT, check=False).returncode
        if status != 0:
            return status
    return 0


def lowest_bounds_command() -> list[str]:
    """The command that writes down the lower bounds of pyproject.toml, to which requirements/lowest.in keeps."""
    return [
        *(sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--upgrade"),
        *("--universal", "--python-version", ".".join(map(str, OLDEST_PYTHON))),
        *("--resolution", "lowest-direct", "--no-deps", "--no-header", "--no-annotate"),
        *("--no-emit-index-url", "--no-emit-find-links", "pyproject.toml", "--output-file", LOWEST_BOUNDS),
    ]


def compile_command(name: str, wishes: Sequence[str], options: Sequence[str]) -> list[str]:
    """The command that writes requirements/NAME.txt."""
    oldest_python = ".".join(str(part) for part in OLDEST_PYTHON)
    return [
        *(sys.executable, "-m", "uv", "pip", "compile", "--quiet"),
        *("--universal", "--python-version", oldest_python),
        *("--generate-hashes", "--no-emit-index-url", "--no-emit-find-links"),
        # The header would repeat whatever options were given, a private index among them.
        "--no-header",
        *(options or ["--upgrade"]),
        *wishes,
        *("--output-file", f"requirements/{name}.txt"),
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
