"""What is new in the index: papers that entered, and entries that were changed, day by day.

Papers enter on the day that their entry says, changes come from the repository's history. Papers that do not stand
as valid (withdrawn, retracted, superseded) are no news.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
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

    def shortened(self, most: int) -> tuple[Change, int]:
        """The change with so many of its papers at most, and how many there are in all."""
        return self._replace(papers=self.papers[:most]), len(self.papers)


class Entered(NamedTuple):
    """The active papers by the day on which they entered, as far as their entries say it. Plain values, to be kept."""

    days: Mapping[int, tuple[PaperKey, ...]]
    """By the number of the day (`date.toordinal`), newest first."""
    undated: tuple[PaperKey, ...]
    """Those whose entries do not say it."""


def entered_by_day(library: Library, last_added: Iterable[PaperKey]) -> Entered:
    """When papers entered. ``last_added`` are the active ones as `last_added_first` has them, so those of a day stand
    newest first.
    """
    days: dict[int, list[PaperKey]] = {}
    undated = []
    for key in last_added:
        added = library.papers[key].added
        if added is None:
            undated.append(key)
        else:
            days.setdefault(added.earliest_day.toordinal(), []).append(key)
    return Entered({day: tuple(keys) for day, keys in days.items()}, tuple(undated))


def changes_of(library: Library, entered: Entered, history: History) -> tuple[Change, ...]:
    """The latest changes, newest day first; on one day new papers before changed ones."""
    found = [*_entries(library, entered, history), *_revisions(library, history)]
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


def _entries(library: Library, entered: Entered, history: History) -> list[Change]:
    days = dict(entered.days)
    later: dict[int, list[PaperKey]] = {}
    for key in entered.undated if history.first else ():
        day = history.first.get(library.papers[key].source)
        if day is not None:
            later.setdefault(day.toordinal(), []).append(key)
    for number, keys in later.items():
        days[number] = _newest_first([library.papers[key] for key in (*days.get(number, ()), *keys)])
    return [Change(day=dt.date.fromordinal(number), papers=keys) for number, keys in days.items()]


def _revisions(library: Library, history: History) -> list[Change]:
    found = []
    for revision in history.recent:
        changed = [paper for source in revision.changed if (paper := _active_paper(library, source))]
        # An entry polished on the day it came is still that day's news.
        papers = [paper for paper in changed if revision.day > (day_of_entry(paper, history) or dt.date.min)]
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


def _active_paper(library: Library, source: str) -> Paper | None:
    """The active paper that is read from a file now, whose name is its key; None where there is none."""
    paper = library.papers.get(source.rpartition("/")[2].rpartition(".")[0])
    return paper if paper is not None and paper.source == source and paper.is_active else None


def _newest_first(papers: list[Paper]) -> tuple[PaperKey, ...]:
    by_key = sorted(papers, key=lambda paper: paper.key)
    return tuple(paper.key for paper in sorted(by_key, key=lambda paper: paper.date.sort_key, reverse=True))
