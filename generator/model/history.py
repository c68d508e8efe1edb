"""When entries came and when they were last changed, as far as the repository tells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One commit that touched entries. Sources are paths below the content folder, as they are called today."""

    commit: str
    day: dt.date
    subject: str
    """The first line of its message."""
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The days of every entry, by its file's path below the content folder."""

    first: Mapping[str, dt.date] = field(default_factory=dict)
    last: Mapping[str, dt.date] = field(default_factory=dict)
    recent: tuple[Revision, ...] = ()
    """The latest commits that touched entries, newest first."""
    gap: str = ""
    """What is missing, in words that are the same on every machine. Empty where nothing is."""
    reason: str = ""
    """What git said about it."""


NO_HISTORY = History(gap="the history was not asked for")
