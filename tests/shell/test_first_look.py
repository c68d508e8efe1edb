"""The first look at edited and new entries: their pages ahead of the whole site."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from generator.first_look import (
    MOST_IN_FIRST_LOOK,
    ServedSite,
    first_look,
    second_look,
    served_next,
    served_site,
)
from generator.indexes.indexes import build_indexes
from generator.indexes.standing import standing_library
from generator.last_build import MOST_EDITED
from generator.loading.remembered_readings import RememberedReadings
from generator.pipeline import ContentRefused, check_project
from generator.project import Project, open_project
from generator.revisions.entry_history import entry_history
from generator.shell.engine_host import engine_site
from generator.site_plan import SitePlan, plan_site, write_plan
from generator.working.work import Work
from tests.support.projects import make_project

PAGE = "papers/second-paper/index.html"
ENTRY = """
title: A Second Paper on Attention
authors: [Grace Hopper]
date: 2025-04-01
topic: attention
tags: [kernels, sparsity]
tldr: It says something.
builds_on: [gone-paper, first-paper]
"""
GONE = """
title: A Paper Nobody May Read
authors: [Grace Hopper]
date: 2025-02-01
topic: attention
status: removed
status_note: The authors asked for it.
"""


class Sitting:
    """The site as it stands, and the readings that it was made from."""

    def __init__(self, folder: Path) -> None:
        make_project(
            folder, {"content/papers/second-paper.yml": ENTRY, "content/papers/gone-paper.yml": GONE}
        )
        self.entry = folder / "content" / "papers" / "second-paper.yml"
        self.project: Project = open_project(folder / "mkdocs.yml")
        self.readings = RememberedReadings()
        self.served = self.served_by(self.planned())

    def served_by(self, plan: SitePlan) -> ServedSite:
        related, indexes = plan.related.rows, plan.grounds.indexes
        engine, history = engine_site(self.project), plan.context.history
        return served_site(self.project, engine, plan.content, history, related, indexes)

    def planned(self) -> SitePlan:
        loaded = check_project(self.project, self.readings)
        history = entry_history(self.project.content)
        return plan_site(self.project, engine_site(self.project), loaded.library, history, Work())

    def edit(self, old: str, new: str) -> list[tuple[str, bytes]]:
        """What the first look writes after an edit."""
        self.type(old, new)
        return [(file.address, file.content) for file in first_look(self.served, self.readings.edited())]

    def type(self, old: str, new: str) -> None:
        text = self.entry.read_text("utf-8")
        assert old in text
        self.entry.write_text(text.replace(old, new), "utf-8")

    def second_look(self) -> list[str]:
        return [address for address, _ in self.looked_again()]

    def looked_again(self) -> list[tuple[str, bytes]]:
        """What the second look writes."""
        after = check_project(self.project, self.readings).library
        engine = engine_site(self.project)
        history = self.served.context.history
        files = second_look(self.served, after, engine, self.project, history)
        return [(file.address, file.content) for file in files]


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It says something.", "It says $x^2$ & more."),
        ("tldr: ", "name: Second\ntldr: "),
        ("builds_on: ", "links:\n  code: https://example.org/code\nbuilds_on: "),
        (
            "builds_on: ",
            "summary: |\n  One sentence.\nresults: [Half the memory]\nabstract: Nothing.\nbuilds_on: ",
        ),
    ],
)
def test_new_words_give_the_page_that_the_whole_build_gives(sitting: Sitting, old: str, new: str) -> None:
    ((address, content),) = sitting.edit(old, new)
    assert address == PAGE
    write_plan(sitting.planned())
    assert content == (sitting.project.site / PAGE).read_bytes()


MORE_THAN_WORDS = [
    ("Grace Hopper", "Grace M. Hopper"),
    ("2025-04-01", "2025-04-02"),
    ("tags: [kernels, sparsity]\n", ""),
    ("gone-paper, ", ""),
    ("tldr: ", "status: withdrawn\nstatus_note: By its authors.\ntldr: "),
]


@pytest.mark.parametrize(("old", "new"), MORE_THAN_WORDS)
def test_what_lists_are_made_from_takes_a_second_look(sitting: Sitting, old: str, new: str) -> None:
    assert sitting.edit(old, new) == []
    assert sitting.second_look() == [PAGE]


@pytest.mark.parametrize(("old", "new"), [("2025-04-01", "2025-13-01"), ("tldr: It", "tldr: [It")])
def test_a_faulty_entry_is_never_shown(sitting: Sitting, old: str, new: str) -> None:
    assert sitting.edit(old, new) == []
    with pytest.raises(ContentRefused):
        sitting.second_look()


THIRD = ENTRY.replace("A Second Paper", "A Third Paper").replace("It says something", "It says more")


def test_a_new_paper_takes_a_second_look(sitting: Sitting) -> None:
    (sitting.entry.parent / "third-paper.yml").write_text(THIRD, "utf-8")
    assert first_look(sitting.served, sitting.readings.edited()) == []
    assert sitting.second_look() == ["papers/third-paper/index.html"]


def test_a_new_paper_that_nobody_is_near_has_the_page_that_the_whole_build_gives(sitting: Sitting) -> None:
    alone = "title: Experts\nauthors: [Ada Lovelace]\ndate: 2025-04-01\ntopic: attention\ntldr: Nobody else knows.\n"
    (sitting.entry.parent / "third-paper.yml").write_text(alone, "utf-8")
    ((address, content),) = sitting.looked_again()
    write_plan(sitting.planned())
    assert content == (sitting.project.site / address).read_bytes()


def test_no_page_leads_to_a_paper_that_is_gone(tmp_path: Path) -> None:
    third = tmp_path / "content" / "papers" / "third-paper.yml"
    third.parent.mkdir(parents=True)
    third.write_text(THIRD, "utf-8")
    sitting = Sitting(tmp_path)
    assert "third-paper" in {near.paper for near in sitting.served.related["second-paper"]}
    third.unlink()
    assert sitting.looked_again() == []
    sitting.type("2025-04-01", "2025-04-02")
    ((address, content),) = sitting.looked_again()
    assert address == PAGE
    assert b"third-paper" not in content


def test_many_new_papers_wait_for_the_whole_site(sitting: Sitting) -> None:
    for number in range(MOST_IN_FIRST_LOOK + 1):
        text = f"title: Paper {number}\nauthors: [Grace Hopper]\ndate: 2025-04-01\ntopic: attention\n"
        (sitting.entry.parent / f"paper-{number}.yml").write_text(text, "utf-8")
    assert sitting.second_look() == []


def test_untouched_and_vanished_files_give_nothing(sitting: Sitting) -> None:
    assert first_look(sitting.served, sitting.readings.edited()) == []
    sitting.entry.unlink()
    assert first_look(sitting.served, sitting.readings.edited()) == []


def edit_title(entry: Path) -> None:
    entry.write_text(ENTRY.replace("A Second", "Another"), "utf-8")


def edit_date(entry: Path) -> None:
    entry.write_text(ENTRY.replace("2025-04-01", "2024-03-02"), "utf-8")


def add(entry: Path) -> None:
    entry.with_name("third-paper.yml").write_text(THIRD, "utf-8")


def add_many(entry: Path) -> None:
    for number in range(MOST_EDITED + 1):
        text = THIRD.replace("A Third", f"A {number}th")
        entry.with_name(f"paper-{number}.yml").write_text(text, "utf-8")


def bring_back(entry: Path) -> None:
    entry.with_name("gone-paper.yml").write_text(GONE.partition("status")[0], "utf-8")


def name_people(entry: Path) -> None:
    people = "grace-hopper:\n  name: Grace Brewster Hopper\n  spellings: [Grace Hopper]\n"
    (entry.parents[1] / "people.yml").write_text(people, "utf-8")


@pytest.mark.parametrize(
    "edit", [edit_title, edit_date, add, add_many, bring_back, name_people, Path.unlink, lambda _: None]
)
def test_what_is_served_next_is_what_would_be_served_from_nothing(
    sitting: Sitting, edit: Callable[[Path], None]
) -> None:
    edit(sitting.entry)
    plan = sitting.planned()
    engine, history = engine_site(sitting.project), plan.context.history
    found = served_next(sitting.served, sitting.project, engine, plan.content, history, plan.related.rows)
    assert found.indexes == build_indexes(standing_library(plan.content))
    assert dict(found.related) == dict(plan.related)
    assert found.content == plan.content
    assert found.context.library == plan.library
