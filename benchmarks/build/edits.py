"""`python -m benchmarks.build.edits INDEX`: what a build takes after each sort of edit of one entry.

Every build is the real command in a process of its own, with what the build before it kept. The entries are as they were
afterwards; the index's site is not.
"""

from __future__ import annotations

import argparse
import re
import statistics
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from benchmarks.build.runs import COMMAND, Run, run, say

APART = 37
"""Entries between one edited and the next, so that each edit is another paper's."""
NEW_TITLE = "Something That Nobody Has Looked Into So Far"


class Edit(NamedTuple):
    """One sort of edit."""

    name: str
    change: Callable[[str, str], str]
    """Gives the text of an entry after it, given that before and an entry of another topic; the same text where this entry
    cannot be edited so, since its fields stand there in another form."""


def edited_words(entry: str, _: str) -> str:
    """One word more in the sentence."""
    return re.sub(r"^(tldr: [\"']?)(?=\w)", r"\1Edited ", entry, count=1, flags=re.MULTILINE)


def other_words(entry: str, other: str) -> str:
    """The sentence and the summary of the other one, and a word more, so that no two papers are described alike."""
    for field in ("tldr", "summary"):
        words = re.compile(rf"^{field}:.*\n(?:[ -].*\n)*", re.MULTILINE)
        own, its = words.search(entry), words.search(other)
        if own and its:
            entry = entry.replace(own[0], its[0], 1)
    return edited_words(entry, other)


def edited_title(entry: str, _: str) -> str:
    """Another last word."""
    return re.sub(r"^(title: .*\w)", r"\1x", entry, count=1, flags=re.MULTILINE)


def fewer_tags(entry: str, _: str) -> str:
    """The last of at least three tags left out, whether they stand in one line or each in its own."""
    in_line = re.sub(r"^(tags: \[[^\n]+, [^,\n]+), [^,\]\n]+\]$", r"\1]", entry, count=1, flags=re.MULTILINE)
    return re.sub(r"^(tags:\n(?: *- .*\n){2,}) *- .*\n", r"\1", in_line, count=1, flags=re.MULTILINE)


def another_date(entry: str, _: str) -> str:
    """A day of some other year."""
    year = 2021 if "\ndate: 2023" in entry else 2023
    return re.sub(r"^date: .*$", f"date: {year}-03-04", entry, count=1, flags=re.MULTILINE)


def another_topic(entry: str, other: str) -> str:
    """That of the other one."""
    topic = re.search(r"^topic: .*$", other, re.MULTILINE)
    return re.sub(r"^topic: .*$", topic[0], entry, count=1, flags=re.MULTILINE) if topic else entry


def as_new(entry: str) -> str:
    """An entry like this one of a paper that is not in the index."""
    titled = re.sub(r"^title: .*\n(?: .*\n)*", f"title: {NEW_TITLE}\n", entry, flags=re.MULTILINE)
    return re.sub(r"^(?:links|aliases|name):.*\n(?:[ -].*\n)*", "", titled, flags=re.MULTILINE)


EDITS = (
    Edit("words", edited_words),
    Edit("all words", other_words),
    Edit("title", edited_title),
    Edit("tags", fewer_tags),
    Edit("date", another_date),
    Edit("topic", another_topic),
)


class Timed(NamedTuple):
    """Builds after one sort of edit."""

    name: str
    runs: list[Run]

    @property
    def row(self) -> str:
        """Of a table: the middle and the range of the seconds, seconds of processors, megabytes."""
        walls = [one.wall for one in self.runs]
        return (
            f"| {self.name} | {statistics.median(walls):.2f} | {min(walls):.2f}–{max(walls):.2f} | "
            f"{statistics.median(one.cpu for one in self.runs):.2f} | {max(one.memory for one in self.runs):,.0f} |"
        )


HEAD = "| after an edit | wall s | from–to | CPU s | peak MB |\n|---|---|---|---|---|"


def timed_edits(index: Path, rounds: int, jobs: int) -> list[Timed]:
    """Builds of an index that has been built, after edits of each sort, so many times in turns.

    Sorts of edits that are possible in no entry are left out, which is said.
    """
    build = (str(COMMAND), "build", "--jobs", str(jobs))
    found = {
        name: Timed(name, []) for name in (*(edit.name for edit in EDITS), "a new paper", "a paper removed")
    }
    entries = entries_of(index)
    were: dict[Path, str] = {}
    new = entries[0].with_name("something-that-nobody-has-looked-into.yml")

    def after(name: str) -> None:
        found[name].runs.append(run(f"build after an edit: {name}", index, *build))

    try:
        others = spread_out(entries)
        for _ in range(rounds):
            for edit in EDITS:
                change = next_edited(others, entries, edit)
                if change is None:
                    say(f"build after an edit: {edit.name}: no entry can be edited so")
                    continue
                entry, text = change
                were.setdefault(entry, entry.read_text("utf-8"))
                entry.write_text(text, "utf-8")
                after(edit.name)
            new.write_text(as_new(entries[len(entries) // 2].read_text("utf-8")), "utf-8")
            after("a new paper")
            new.unlink()
            after("a paper removed")
    finally:
        new.unlink(missing_ok=True)
        for entry, text in were.items():
            entry.write_text(text, "utf-8")
    return [one for one in found.values() if one.runs]


def entries_of(index: Path) -> list[Path]:
    """The files of all its papers, in the order of their paths."""
    return sorted((index / "content" / "papers").rglob("*.yml"))


def spread_out(entries: list[Path]) -> Iterator[Path]:
    """One entry after the other, far from each other; each comes again when all have had their turn."""
    place = len(entries) // 2
    while True:
        place = (place + APART) % len(entries)
        yield entries[place]


def next_edited(others: Iterator[Path], entries: list[Path], edit: Edit) -> tuple[Path, str] | None:
    """The next of the others that can be edited so, and its text after that; None if not one of as many as there are can."""
    for one in islice(others, len(entries)):
        if change := edited(one, entries, edit):
            return change
    return None


def edited(entry: Path, entries: list[Path], edit: Edit) -> tuple[Path, str] | None:
    """An entry and its text after an edit; None where that changes nothing."""
    text = entry.read_text("utf-8")
    other = entries[(entries.index(entry) + 1) % len(entries)].read_text("utf-8")
    changed = edit.change(text, other)
    return (entry, changed) if changed != text else None


def main() -> None:
    """Measure an index that lies somewhere."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.build.edits", description=__doc__)
    parser.add_argument("index", type=Path, help="the folder with mkdocs.yml")
    parser.add_argument("--rounds", type=int, default=5, help="edits of each sort")
    parser.add_argument("--jobs", type=int, default=2, help="processes of a build")
    options = parser.parse_args()
    if not entries_of(options.index):
        parser.error(
            f"there are no entries in {options.index / 'content' / 'papers'}: give the folder with mkdocs.yml"
        )
    build = (str(COMMAND), "build", "--jobs", str(options.jobs))
    say("the site is built, so that there is something to begin with …")
    for name in ("build before all edits", "once more, nothing changed"):
        run(name, options.index, *build)
    print(HEAD)
    for each in timed_edits(options.index, options.rounds, options.jobs):
        print(each.row)


if __name__ == "__main__":
    main()
