"""How many processes are worth having."""

from __future__ import annotations

import os

MOST_WORKERS = 8
"""More copies than these wait for the disk and for memory rather than for a processor."""


def usual_workers() -> int:
    """As many processes as this one may use processors, within reason."""
    try:
        processors = len(os.sched_getaffinity(0))
    except (AttributeError, OSError):
        processors = os.cpu_count() or 1
    return max(1, min(MOST_WORKERS, processors))
