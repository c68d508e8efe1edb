"""When which host may be asked next."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field

PAUSE = 1.0
"""Seconds between two questions to one host."""
ARXIV_PAUSE = 3.0
"""What arXiv asks programs for: https://info.arxiv.org/help/api/tou.html"""
OWN_PAUSES: Mapping[str, float] = {"arxiv.org": ARXIV_PAUSE, "export.arxiv.org": ARXIV_PAUSE}


class Stopped(Exception):
    """Nobody waits for the answer any more."""


@dataclass(slots=True)
class Pace:
    """Turns, host by host. Several threads may ask."""

    pause: float = PAUSE
    own_pauses: Mapping[str, float] = field(default_factory=lambda: OWN_PAUSES)
    stop: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)
    next_turns: dict[str, float] = field(default_factory=dict)

    def wait_for_turn(self, host: str) -> None:
        """Return when the host may be asked. Raises Stopped."""
        with self.lock:
            turn = max(time.monotonic(), self.next_turns.get(host, 0.0))
            self.next_turns[host] = turn + max(self.pause, self.own_pauses.get(host, 0.0))
        if self.stop.wait(max(0.0, turn - time.monotonic())):
            raise Stopped

    def put_off(self, host: str, seconds: float) -> None:
        """Leave a host alone for so long."""
        with self.lock:
            later = time.monotonic() + seconds
            self.next_turns[host] = max(later, self.next_turns.get(host, 0.0))
