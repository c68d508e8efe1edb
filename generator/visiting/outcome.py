"""What became of an address."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """In the order in which somebody should look at them."""

    DEAD = "dead"
    """The site says so itself, or its host is gone."""
    UNSAFE = "unsafe"
    """It leads into a private network, or to an address that may not stand on a page."""
    MOVED = "moved"
    """It is for good elsewhere."""
    DOUBTFUL = "doubtful"
    """Dead for the first time; another run will tell."""
    BLOCKED = "blocked"
    """Nobody would say: a refusal, a fault, a wall against programs, silence."""
    ALIVE = "alive"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One verdict and the reason for it."""

    verdict: Verdict
    reason: str
    status: int | None = None
    """Of the answer that decided it."""
    new_address: str | None = None
    """Only where it moved."""
    wants_rest: bool = False
    """Whether its host should not be asked again in this round."""
    is_unfound: bool = False
    """Whether the host's name could not be found, which an offline machine thinks of every name."""
    was_asked: bool = True
