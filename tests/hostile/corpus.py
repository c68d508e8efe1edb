"""The hostile corpus: what strangers may send, and what must become of it.

A case is a folder. `entry.yml` is the entry (its id is the folder's name), beside it may lie a `topic.yml`, `tags.yml`
and `people.yml` of its own. `expected.yml` tells why the case is there, what the checker tells (`told`: code, line
and column; of another file than the entry its name first), and for those that build what a reader sees (`shows`,
by field) and, where a formula is typeset, what it is in plain characters (`plain`).
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from generator.loading.library_loader import LoadedContent, load_content
from generator.model.library import Library

HERE = Path(__file__).parent
BASE = HERE / "base"
VOCABULARIES = ("tags.yml", "people.yml")

Shown = str | list[str] | dict[str, str]


@dataclass(frozen=True, slots=True)
class Case:
    """One hostile entry and what must become of it."""

    name: str
    folder: Path
    why: str
    told: list[str]
    shows: dict[str, Shown]
    plain: dict[str, Shown]

    @property
    def is_refused(self) -> bool:
        """Whether the checker finds an error, so that no site is built from it."""
        return any(word.startswith("E") for line in self.told for word in line.split()[:2])

    def payloads(self) -> Iterator[str]:
        """Every text that it puts before a reader."""
        for shown in self.shows.values():
            if isinstance(shown, str):
                yield shown
            else:
                yield from shown.values() if isinstance(shown, dict) else shown


@cache
def all_cases() -> tuple[Case, ...]:
    """Every case by name."""
    return tuple(_case(folder) for folder in sorted((HERE / "cases").iterdir()))


def _case(folder: Path) -> Case:
    expected = yaml.load((folder / "expected.yml").read_text("utf-8"), yaml.BaseLoader)
    return Case(
        folder.name,
        folder,
        expected["why"],
        expected["told"],
        expected.get("shows", {}),
        expected.get("plain", {}),
    )


def building_cases() -> tuple[Case, ...]:
    """The cases of which the site is built."""
    return tuple(case for case in all_cases() if not case.is_refused)


def refused_cases() -> tuple[Case, ...]:
    """The cases that are refused."""
    return tuple(case for case in all_cases() if case.is_refused)


def lay_out(content: Path, folders: Iterable[Path]) -> Path:
    """A content folder of the base and these cases."""
    shutil.copytree(BASE, content)
    for folder in folders:
        shutil.copy(folder / "entry.yml", content / "papers" / f"{folder.name}.yml")
        if (folder / "topic.yml").exists():
            shutil.copy(folder / "topic.yml", content / "topics" / f"{folder.name}.yml")
        for name in VOCABULARIES:
            if (folder / name).exists():
                with (content / name).open("a", encoding="utf-8") as vocabulary:
                    vocabulary.write((folder / name).read_text("utf-8"))
    return content


def told_of(folder: Path, work: Path) -> list[str]:
    """What the checker tells of one case, as `expected.yml` writes it."""
    content = lay_out(work / "content", [folder])
    own = f"content/papers/{folder.name}.yml"
    return [
        " ".join(
            [
                *([] if problem.place.path == own else [problem.place.path.removeprefix("content/")]),
                f"{problem.code} {problem.place.line}:{problem.place.column}",
            ]
        )
        for problem in load_content(content, work).problems
    ]


def loaded_together(work: Path, cases: Iterable[Case]) -> LoadedContent:
    """The base and these cases, read as a build reads them."""
    return load_content(lay_out(work / "content", [case.folder for case in cases]), work)


def hostile_library(work: Path) -> Library:
    """The library of all cases that build."""
    loaded = loaded_together(work, building_cases())
    assert not loaded.has_errors
    return loaded.library


def typed(case: Case) -> dict[str, Any]:
    """The entry as any reader of YAML reads it, every value a text."""
    entry: dict[str, Any] = yaml.load((case.folder / "entry.yml").read_text("utf-8"), yaml.BaseLoader)
    return entry
