"""What is new in the index: papers that entered, and entries that were changed, day by day.

Papers enter on the day that their entry says, changes come from the repository's history. Papers that do not stand
as valid (withdrawn, retracted, superseded) are no news.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from generator.model.history import History
from generator.model.library import Library
from generator.model.paper import Paper, PaperKey

MOST_CHANGES = 100


class Change(NamedTuple):
    """What one day brought, or what one revision changed."""

    day: dt.date
    papers: tuple[PaperKey, ...]
    """Newest first; never empty."""
    commit: str = ""
    """The revision, where entries were changed; empty where papers entered."""
    subject: str = ""
    """What the revision says of itself."""


def changes_of(library: Library, history: History) -> tuple[Change, ...]:
    """The latest changes, newest day first; on one day new papers before changed ones."""
    active = {paper.source: paper for paper in library.papers.values() if paper.is_active}
    entered = {source: day for source, paper in active.items() if (day := day_of_entry(paper, history))}
    found = [*_entries(active, entered), *_revisions(active, entered, history)]
    # The sort is stable: revisions of one day stay in the order of the history.
    return tuple(
        sorted(found, key=lambda change: (-change.day.toordinal(), bool(change.commit)))[:MOST_CHANGES]
    )


def day_of_entry(paper: Paper, history: History) -> dt.date | None:
    """The day the paper entered the index: as the entry says, else that of its file's first revision."""
    return paper.added.earliest_day if paper.added else history.first.get(paper.source)


def day_of_change(paper: Paper, history: History) -> dt.date | None:
    """The day of the entry's last revision; None where it is not known or not after the paper's entry."""
    changed = history.last.get(paper.source)
    entered = day_of_entry(paper, history) if changed else None
    return changed if changed and (entered is None or changed > entered) else None


def _entries(active: Mapping[str, Paper], entered: Mapping[str, dt.date]) -> list[Change]:
    days: dict[dt.date, list[Paper]] = {}
    for source, day in entered.items():
        days.setdefault(day, []).append(active[source])
    return [Change(day=day, papers=_newest_first(papers)) for day, papers in days.items()]


def _revisions(active: Mapping[str, Paper], entered: Mapping[str, dt.date], history: History) -> list[Change]:
    found = []
    for revision in history.recent:
        # An entry polished on the day it came is still that day's news.
        papers = [
            active[source]
            for source in revision.changed
            if source in active and revision.day > entered.get(source, dt.date.min)
        ]
        if papers:
            found.append(
                Change(
                    day=revision.day,
                    papers=_newest_first(papers),
                    commit=revision.commit,
                    subject=revision.subject,
                )
            )
    return found


def _newest_first(papers: list[Paper]) -> tuple[PaperKey, ...]:
    by_key = sorted(papers, key=lambda paper: paper.key)
    return tuple(paper.key for paper in sorted(by_key, key=lambda paper: paper.date.sort_key, reverse=True))
