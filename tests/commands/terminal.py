"""Runs the real command on a terminal, as a person sits before one."""

from __future__ import annotations

import errno
import os
import pty
import select
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.support.command_line import COMMAND, plain_environment, signals_heeded

PATIENCE = 60.0
"""Seconds until a silent command counts as stuck."""


@dataclass(frozen=True, slots=True)
class Session:
    """How it ended, and everything the terminal showed."""

    status: int
    shown: str


def on_terminal(
    *words: str,
    cwd: Path,
    env: Mapping[str, str],
    keys: str = "",
    interrupt_when: Callable[[], bool] | None = None,
) -> Session:
    """Run `paperindex WORDS` on a terminal of its own; type `keys`, or press Ctrl-C once a moment has come."""
    ours, theirs = pty.openpty()
    with signals_heeded():
        process = subprocess.Popen(
            [str(COMMAND), *words],
            cwd=cwd,
            env={**plain_environment(), "TERM": "xterm", **env},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
    os.close(theirs)
    os.write(ours, keys.encode())
    shown, end = bytearray(), time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if interrupt_when is not None and interrupt_when():
            process.send_signal(signal.SIGINT)
            interrupt_when = None
        ready, _, _ = select.select([ours], [], [], 0.05)
        if ready and not _read(ours, shown):
            break
    else:
        process.kill()
    os.close(ours)
    return Session(process.wait(), shown.decode(errors="replace").replace("\r\n", "\n"))


def _read(descriptor: int, shown: bytearray) -> bool:
    """Take what has come; false at the end."""
    try:
        piece = os.read(descriptor, 4096)
    except OSError as error:
        # Linux says so when the last writer has closed its side.
        if error.errno == errno.EIO:
            return False
        raise
    shown += piece
    return bool(piece)
