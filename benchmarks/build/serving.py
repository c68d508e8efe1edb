"""How long an editor waits: from saving an entry until `paperindex serve` gives out its page as it is now."""

from __future__ import annotations

import socket
import statistics
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import NamedTuple

from benchmarks.build.edits import as_new
from benchmarks.build.runs import COMMAND, say

EDITS = 7
PATIENCE = 600.0
LOOK_EVERY = 0.005


class Seen(NamedTuple):
    """Seconds, the middle of several edits."""

    edited: float
    """Until the page of an entry is there with other words."""
    new: float
    """Until that of a new entry is there."""
    next: float
    """Until an edit is there that was saved as soon as the one before it was seen, while the whole site is built."""


def seconds_to_be_seen(index: Path, paper: str, pause: float) -> Seen:
    """How soon edits of one entry's tldr are seen, and new entries like it, with a pause of so many seconds before each; and
    edits without one.
    """
    port = free_port()
    pages = f"http://127.0.0.1:{port}/papers"
    entry = index / "content" / "papers" / f"{paper}.yml"
    original = entry.read_text("utf-8")
    new = as_new(original)
    words = [str(COMMAND), "serve", "--address", f"127.0.0.1:{port}"]
    made: list[Path] = []

    def seconds(file: Path, text: str, mark: str, pause: float = pause) -> float:
        # The whole site is built behind each look; an editor reads what was changed before the next edit, or does not.
        time.sleep(pause)
        file.write_text(text.replace("tldr: ", f"tldr: {mark} ", 1), "utf-8")
        began = time.monotonic()
        wait_for(f"{pages}/{file.stem}/", mark)
        return time.monotonic() - began

    with subprocess.Popen(words, cwd=index, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(f"{pages}/{paper}/", "</html>")
            edited = [seconds(entry, original, f"edited{number}times") for number in range(EDITS)]
            hurried = [seconds(entry, original, f"hurried{number}times", 0) for number in range(EDITS)]
            found = []
            for number in range(EDITS):
                made.append(entry.with_name(f"new-while-serving-{number}.yml"))
                # No two of one title.
                found.append(
                    seconds(made[-1], new.replace("title: ", f"title: {number}."), f"new{number}times")
                )
        finally:
            server.terminate()
            entry.write_text(original, "utf-8")
            for file in made:
                file.unlink(missing_ok=True)
    seen = Seen(statistics.median(edited), statistics.median(found), statistics.median(hurried))
    say(
        f"serve, from saving to the page: {seen.edited:.2f} s edited, {seen.next:.2f} s in haste, {seen.new:.2f} s new"
    )
    return seen


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
