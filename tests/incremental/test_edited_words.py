"""An edit of words alone looks at few pages, and makes the site that a build of everything makes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from generator.pipeline import build_project
from generator.project import Project, open_project
from generator.shell.engine_host import engine_site
from generator.site_agenda import Agenda
from generator.site_plan import SitePlan
from generator.working import kept_files
from generator.working.work import Work
from tests.incremental.editing import Editor
from tests.incremental.test_incremental_builds import digests
from tests.support.git_folder import git

REMOVED = "status: removed\nstatus_note: The authors asked for it.\n"


class Sitting:
    """An index under version control, and which way its builds went."""

    def __init__(self, folder: Path, extent: str, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder / "index"
        editor = Editor(self.folder, 21)
        editor.begin(12)
        git(self.folder, "init", "--quiet")
        self.project: Project = replace(open_project(self.folder / "mkdocs.yml"), extent=extent)
        self.days = 0
        self.seen: list[Agenda] = []
        agenda = SitePlan.agenda

        def noted(plan: SitePlan, work: Work, *, without_record: bool = False) -> Agenda:
            self.seen.append(agenda(plan, work, without_record=without_record))
            return self.seen[-1]

        monkeypatch.setattr(SitePlan, "agenda", noted)

    def paper(self, number: int) -> Path:
        return self.folder / "content" / "papers" / f"paper-{number}.yml"

    def say(self, number: int, field: str, words: str) -> None:
        """Set a field of a paper, or remove it."""
        text = re.sub(rf"^{field}: .*\n", "", self.paper(number).read_text("utf-8"), flags=re.MULTILINE)
        self.paper(number).write_text(text + (f"{field}: {words}\n" if words else ""), "utf-8")

    def commit(self) -> None:
        self.days += 1
        git(self.folder, "add", "content")
        git(self.folder, "commit", "--quiet", "-m", f"Day {self.days}", day=f"2026-03-{self.days:02d}")

    def built(self) -> bool:
        """Build; whether it was by the short way. The site is the one that a build from nothing makes."""
        self.seen.clear()
        build_project(self.project, engine_site, Work(jobs=2))
        short = not self.seen[0].is_whole
        clean = self.folder.with_name("clean")
        shutil.rmtree(clean, ignore_errors=True)
        shutil.copytree(self.folder, clean, ignore=shutil.ignore_patterns(".cache", "site"))
        other = replace(open_project(clean / "mkdocs.yml"), extent=self.project.extent)
        build_project(other, engine_site, Work(jobs=2))
        assert digests(self.project.site) == digests(other.site)
        return short


Edit = tuple[int, str, str]

# What is said of which papers, whether it is committed before the build, and whether the short way is open.
EDITS: Sequence[tuple[tuple[Edit, ...], bool, bool]] = (
    (((1, "tldr", "Says $x^2$ & <b>more</b> than “before”."),), True, True),
    (((2, "summary", "Gated memory of deep latents."), (3, "results", "[Half the memory]")), False, True),
    (((4, "tldr", "The same words twice."), (5, "tldr", "The same words twice.")), True, True),
    (((4, "tldr", "Words of its own."),), True, True),
    (((1, "tldr", "The same words twice."),), False, True),
    (((5, "tldr", "Other words of its own."),), True, True),
    (((6, "tldr", ""),), True, True),
    (((2, "summary", ""), (3, "results", "")), True, True),
    (((7, "summary", "Words of a removed paper."),), True, True),
    (((8, "tldr", "Read by nobody."), (8, "abstract", "Somebody else's words.")), True, False),
    (((8, "kind", "survey"),), False, False),
    ((), True, True),
)


@pytest.mark.parametrize(("extent", "edits"), [("full", EDITS), ("lean", EDITS[:8])], ids=["full", "lean"])
def test_a_site_with_edited_words_is_the_one_that_a_clean_build_makes(
    extent: str,
    edits: Sequence[tuple[tuple[Edit, ...], bool, bool]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if extent == "lean":
        # As in a large index, where what is kept of all entries stays behind by an edit or two.
        monkeypatch.setattr(kept_files, "MANY", 0)
        monkeypatch.setattr(kept_files, "FEW", 2)
    sitting = Sitting(tmp_path, extent, monkeypatch)
    sitting.paper(7).write_text(sitting.paper(7).read_text("utf-8") + REMOVED, "utf-8")
    sitting.say(9, "builds_on", "[paper-7, paper-1]")
    sitting.say(9, "aliases", "[paper-nine]")
    sitting.commit()
    assert not sitting.built()
    for said, committed, short in edits:
        for edit in said:
            sitting.say(*edit)
        if committed:
            sitting.commit()
        assert sitting.built() == short, said


def test_an_edited_summary_is_no_matter_of_lists_that_do_not_show_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = Sitting(tmp_path, "full", monkeypatch)
    build_project(sitting.project, engine_site, Work(jobs=2))
    sitting.say(1, "summary", "Sparse and slow kernels.")
    build_project(sitting.project, engine_site, Work(jobs=2))
    whole, short = ({leaf.name for leaf in agenda.leaves} for agenda in sitting.seen)
    assert "papers/paper-1/index.html" in short
    assert any(name.startswith("authors/") for name in whole)
    assert not any(name.startswith(("authors/", "exports/", "pictures/")) for name in short)
