"""How long an editor waits: from saving an entry until `paperindex serve` gives out the page with the edit."""

from __future__ import annotations

import socket
import statistics
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from benchmarks.build.runs import COMMAND, say

EDITS = 7
PATIENCE = 600.0
LOOK_EVERY = 0.005


def seconds_to_be_seen(index: Path, paper: str, pause: float) -> float:
    """The middle of several edits of one entry's tldr, with a pause of so many seconds before each."""
    port = free_port()
    address = f"http://127.0.0.1:{port}/papers/{paper}/"
    entry = index / "content" / "papers" / f"{paper}.yml"
    original = entry.read_text("utf-8")
    words = [str(COMMAND), "serve", "--address", f"127.0.0.1:{port}"]
    with subprocess.Popen(words, cwd=index, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(address, "</html>")
            found = []
            for number in range(EDITS):
                # The whole site is built behind each look; an editor reads what was changed before the next edit.
                time.sleep(pause)
                mark = f"edited{number}times"
                entry.write_text(original.replace("tldr: ", f"tldr: {mark} ", 1), "utf-8")
                began = time.monotonic()
                wait_for(address, mark)
                found.append(time.monotonic() - began)
        finally:
            server.terminate()
            entry.write_text(original, "utf-8")
    middle = statistics.median(found)
    say(f"serve, from saving to the page: {middle:.2f} s")
    return middle


def wait_for(address: str, words: str) -> None:
    """Ask for a page until it has the words."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                if words in answer.read().decode("utf-8"):
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass
        time.sleep(LOOK_EVERY)
    raise TimeoutError(f"{address} never had '{words}'")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port
