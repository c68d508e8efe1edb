"""The history of all entries, from one walk through the commits.

Days are those of the commits in UTC, so the same commit gives the same pages everywhere. Merges are left out:
what they bring was told by the commits they merge.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.model.history import History, Revision
from generator.revisions.git import GitFault, ask_git, is_shallow
from generator.text.one_line import plain_line

LAST_MOMENT = 253_402_300_799
"""The last second of the year 9999. Whoever commits names the moment, and Python knows no later one."""
REVISIONS_KEPT = 200
"""Enough for a feed of changes; older ones count for the days only."""
COMMIT = re.compile(rb"\x01([0-9a-f]{40,64})\x00(\d+)\x00")
FORM = "--format=%x01%H%x00%ct%x00%s%x00"
CUT_OFF = "the site was built from a shallow clone, whose history is cut off"
UNKNOWN = "the site was built without the history of its entries"


def entry_history(content: Path) -> History:
    """The history of the entries below ``content``. Never raises: a gap tells what is missing and why."""
    try:
        if is_shallow(content):
            # The oldest commit of a shallow clone seems to add every file: a date from it would be wrong.
            return History(gap=CUT_OFF)
        printed = ask_git(
            content, "log", "--no-merges", FORM, "--name-status", "-z", "--find-renames", "--relative",
            "--no-ext-diff", "HEAD", "--", "papers",
        )  # fmt: skip
    except GitFault as fault:
        return History(gap=UNKNOWN, reason=str(fault))
    return history_of(printed)


@dataclass(slots=True)
class _Step:
    """What one commit did to one file."""

    sort: str
    path: str
    former: str | None = None


def history_of(printed: bytes) -> History:
    """The history that ``git log`` printed, newest commit first."""
    first: dict[str, dt.date] = {}
    last: dict[str, dt.date] = {}
    # What a file of an older commit is called today; None for one that is gone.
    today: dict[str, str | None] = {}
    recent: list[Revision] = []
    parts = COMMIT.split(printed)[1:]
    for commit, moment, rest in zip(parts[::3], parts[1::3], parts[2::3], strict=True):
        day = dt.datetime.fromtimestamp(min(int(moment), LAST_MOMENT), dt.UTC).date()
        subject, _, listed = rest.partition(b"\0")
        added: list[str] = []
        changed: list[str] = []
        for step in _steps(listed):
            name = today.get(step.path, step.path)
            if step.sort == "D":
                today.setdefault(step.path, None)
                continue
            if step.sort == "A":
                # Whatever lay here before is another file.
                today[step.path] = None
            if step.former is not None:
                today[step.former] = name
            if name is not None:
                (added if step.sort == "A" else changed).append(name)
                last.setdefault(name, day)
                first[name] = day
        if (added or changed) and len(recent) < REVISIONS_KEPT:
            recent.append(
                Revision(
                    commit=commit.decode("ascii"),
                    day=day,
                    subject=plain_line(subject.decode("utf-8", "replace")),
                    added=tuple(sorted(added)),
                    changed=tuple(sorted(changed)),
                )
            )
    return History(first=first, last=last, recent=tuple(recent))


def _steps(listed: bytes) -> Iterator[_Step]:
    """The files of one commit: ``M`` path, or ``R100`` former path, path; each part ends in NUL."""
    words = iter(word.decode("utf-8", "surrogateescape") for word in listed.lstrip(b"\0\n").split(b"\0"))
    for sort in words:
        if not sort.strip():
            continue
        path = next(words, "")
        if sort[0] in "RC":
            yield _Step(sort[0], next(words, ""), path if sort[0] == "R" else None)
        else:
            yield _Step(sort[0], path)
