"""Runs the real command, as a person or a workflow would."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.repository import ROOT

COMMAND = Path(sys.executable).with_name("paperindex")

# What a developer's shell or a workflow may say, and what a test must not depend on.
FOREIGN_SETTINGS = ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLUMNS", "SOURCE_DATE_EPOCH", "CI")
FOREIGN_PREFIXES = ("GITHUB_", "PAPERINDEX_", "PYTEST_", "MKDOCS_")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """How a run of the command ended."""

    status: int
    output: str
    errors: str

    def expect(self, status: int) -> Finished:
        """Itself, when it ended with `status`; else the test fails and shows everything that was said."""
        assert self.status == status, (
            f"ended with {self.status} instead of {status}\n"
            f"--- output\n{self.output}\n--- errors\n{self.errors}"
        )
        return self


def run_cli(
    *arguments: str | Path,
    cwd: Path = ROOT,
    stdin: str = "",
    env: Mapping[str, str] | None = None,
    timeout: float = 300,
) -> Finished:
    """Run `paperindex ARGUMENTS` in `cwd`, with no terminal and a plain environment plus `env`."""
    return run_program(COMMAND, *arguments, cwd=cwd, stdin=stdin, env=env, timeout=timeout)


def run_program(
    *words: str | Path,
    cwd: Path = ROOT,
    stdin: str = "",
    env: Mapping[str, str] | None = None,
    timeout: float = 300,
) -> Finished:
    """Run any program in the same way, for example `run_program(python, "-m", "mkdocs", "build")`."""
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env={**plain_environment(), **(env or {})},
        input=stdin.encode(),
        capture_output=True,
        timeout=timeout,
    )
    return Finished(
        status=done.returncode,
        output=done.stdout.decode(errors="surrogateescape"),
        errors=done.stderr.decode(errors="surrogateescape"),
    )


def plain_environment() -> dict[str, str]:
    """This process's environment without what would change a build or its messages."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in FOREIGN_SETTINGS and not name.startswith(FOREIGN_PREFIXES)
    }
    return {**kept, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"}


@contextmanager
def signals_heeded() -> Iterator[None]:
    """What is started in the block hears Ctrl-C and the end of its terminal, even if these tests run where a shell switched
    that off (``make test &``, ``nohup make test``).
    """
    told = signal.SIGINT, signal.SIGHUP, signal.SIGTERM
    before = [signal.signal(one, signal.default_int_handler) for one in told]
    try:
        yield
    finally:
        for one, handler in zip(told, before, strict=True):
            signal.signal(one, handler)
