"""An edit of few entries looks at few pages, and makes the site that a build of everything makes."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from generator import site_reach
from generator.model.extent import FULL
from generator.pages import name_pages
from generator.pipeline import ContentRefused, build_project
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
        """Set a field of a paper, or remove it; without a field, remove the paper or make it a copy of another one."""
        if not field:
            self.paper(number).unlink(missing_ok=True)
            if words:
                text = re.sub(
                    "^aliases: .*\n", "", self.paper(int(words)).read_text("utf-8"), flags=re.MULTILINE
                )
                self.paper(number).write_text(text, "utf-8")
            return
        text = re.sub(rf"^{field}: .*\n", "", self.paper(number).read_text("utf-8"), flags=re.MULTILINE)
        self.paper(number).write_text(text + (f"{field}: {words}\n" if words else ""), "utf-8")

    def commit(self) -> None:
        self.days += 1
        git(self.folder, "add", "content")
        git(
            self.folder,
            "commit",
            "--quiet",
            "-m",
            f"Day {self.days}",
            day=str(dt.date(2026, 3, 1) + dt.timedelta(self.days)),
        )

    def built(self) -> bool:
        """Build; whether it was by the short way. The site is the one that a build from nothing makes."""
        self.seen.clear()
        try:
            build_project(self.project, engine_site, Work(jobs=2))
        except ContentRefused as refusal:
            raise AssertionError(refusal.problems) from refusal
        short = not self.seen[0].is_whole
        clean = self.folder.with_name("clean")
        shutil.rmtree(clean, ignore_errors=True)
        shutil.copytree(self.folder, clean, ignore=shutil.ignore_patterns(".cache", "site"))
        other = replace(open_project(clean / "mkdocs.yml"), extent=self.project.extent)
        build_project(other, engine_site, Work(jobs=2))
        assert digests(self.project.site) == digests(other.site)
        return short


Edit = tuple[int, str, str]

# What is said of which papers, and whether it is committed before the build.
WORDS: Sequence[tuple[tuple[Edit, ...], bool]] = (
    (((1, "tldr", "Says $x^2$ & <b>more</b> than “before”."),), True),
    (((2, "summary", "Gated memory of deep latents."), (3, "results", "[Half the memory]")), False),
    (((4, "tldr", "The same words twice."), (5, "tldr", "The same words twice.")), True),
    (((4, "tldr", "Words of its own."),), True),
    (((1, "tldr", "The same words twice."),), False),
    (((5, "tldr", "Other words of its own."),), True),
    (((6, "tldr", ""),), True),
    (((2, "summary", ""), (3, "results", "")), True),
)
MORE: Sequence[tuple[tuple[Edit, ...], bool]] = (
    (((7, "summary", "Words of a removed paper."),), True),
    (((8, "tldr", "Read by nobody."), (8, "abstract", "Somebody else's words.")), True),
    (((8, "kind", "survey"),), False),
    ((), True),
    (((1, "title", "Zonal latents at last"),), True),
    (((1, "title", "Tags"), (2, "title", "Newest papers")), False),
    (((1, "title", "9 lives of one latent"), (2, "name", "Zonal")), True),
    (((3, "authors", "[Mary Somerville, Ada Lovelace]"),), True),
    (((4, "authors", "[Máry Somerville]"), (5, "organizations", "[Open Lab]")), True),
    (((3, "authors", "[Alan Turing]"), (6, "organizations", "[Open Lab, OPEN LAB]")), False),
    (((5, "venue", "{name: NeurIPS, year: 2024}"),), True),
    (((5, "venue", ""), (6, "venue", "{name: NeurIPS, year: 2024}")), False),
    (((2, "listed", "[{source: alphaxiv, date: 2025-02-03, comments: 7}]"),), True),
    (((2, "listed", "[{source: alphaxiv, date: 2025-02-04, comments: 9}]"),), True),
    (((10, "aliases", "[paper-ten]"), (9, "aliases", "[paper-9-once, paper-nine]")), True),
    (((9, "aliases", ""), (10, "date", "2011-01-01")), True),
    (((10, "date", "2012-05"), (11, "topic", "memory"), (11, "tags", "[caches, routing]")), False),
    (((11, "links", "{code: https://example.org/code}"), (11, "added", "2026-10-11")), True),
    (
        (
            (11, "builds_on", "[paper-2]"),
            (12, "superseded_by", "paper-1"),
            (12, "status_note", "See there."),
            (12, "status", "superseded"),
        ),
        True,
    ),
    (((2, "status", "removed"), (2, "status_note", "The authors asked for it.")), True),
    (((2, "status", ""), (2, "status_note", "")), False),
    (((12, "superseded_by", ""), (12, "status", ""), (12, "status_note", ""), (11, "builds_on", "")), True),
    (((7, "status", ""), (7, "status_note", "")), True),
    (((13, "", "12"), (13, "title", "Another one of the kind")), True),
    (((14, "", "1"), (14, "title", "Something that fills no gap")), False),
    (((14, "title", "Bigger gaps"), (14, "authors", "[Mary Somerville]")), True),
    (((13, "", ""), (12, "", "")), True),
    (
        (
            (14, "", ""),
            (15, "", "3"),
            (15, "title", "Last of all"),
            (15, "authors", "[Emmy Noether, Karl Schwarzschild]"),
        ),
        True,
    ),
)


@pytest.mark.parametrize("extent", ["full", "lean"])
def test_a_site_with_edited_entries_is_the_one_that_a_clean_build_makes(
    extent: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
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
    for said, committed in (*WORDS, *MORE):
        for edit in said:
            sitting.say(*edit)
        if committed:
            sitting.commit()
        assert sitting.built(), said


def test_the_only_paper_of_a_topic_comes_and_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sitting = Sitting(tmp_path, "full", monkeypatch)
    for number in range(1, 13):
        sitting.say(number, "topic", "attention")
    sitting.built()
    for topic in ("latents", "memory", "attention"):
        sitting.say(1, "topic", topic)
        assert sitting.built(), topic


def test_an_entry_that_moves_to_another_folder_is_edited_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = Sitting(tmp_path, "full", monkeypatch)
    sitting.project.config_file.write_text(
        sitting.project.config_file.read_text("utf-8") + "repo_url: https://github.com/example/index\n",
        "utf-8",
    )
    sitting.built()
    place = sitting.paper(3).with_name("older") / sitting.paper(3).name
    place.parent.mkdir()
    sitting.paper(3).rename(place)
    assert sitting.built()
    page = sitting.project.site / "papers/paper-3/index.html"
    assert "/edit/main/content/papers/older/paper-3.yml" in page.read_text("utf-8")


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


def test_a_new_paper_leaves_the_pages_before_it_in_the_list_of_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (name_pages, site_reach):
        monkeypatch.setattr(module, "LINES_A_PAGE", 4)
    sitting = Sitting(tmp_path, "lean", monkeypatch)
    sitting.built()
    site = sitting.project.site
    second, third = (site / f"papers/page/{number}/index.html" for number in (2, 3))
    sitting.say(13, "", "12")
    sitting.say(13, "title", "Zebras Come Last")
    assert sitting.built()
    assert "13 papers, page 1 of 4" in (site / "papers/index.html").read_text("utf-8")
    sitting.say(14, "", "12")
    sitting.say(14, "title", "Zebras Come After All")
    last = site / "papers/page/4/index.html"
    stands = second.stat().st_mtime_ns, third.stat().st_mtime_ns
    assert sitting.built()
    assert (second.stat().st_mtime_ns, third.stat().st_mtime_ns) == stands
    assert "14 papers, page 1 of 4" in (site / "papers/index.html").read_text("utf-8")
    assert last.read_text("utf-8").count("Zebras") == 2
    sitting.say(14, "title", "Aardvarks Come First")
    assert sitting.built()
    assert second.stat().st_mtime_ns != stands[0]


def test_cards_of_topics_go_where_nobody_wants_any(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where papers have none of their own anyway."""
    sitting = Sitting(tmp_path, "lean", monkeypatch)
    sitting.built()
    assert (sitting.project.site / "cards/topics/memory.png").is_file()
    file = sitting.project.config_file
    file.write_text(f"{file.read_text('utf-8')}      social_cards: false\n", "utf-8")
    sitting.project = replace(open_project(file), extent="lean")
    assert not sitting.built()
    assert not (sitting.project.site / "cards").exists()


def test_papers_have_cards_again_as_soon_as_they_are_few_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.model.extent.FULL", replace(FULL, pictured_papers=12))
    sitting = Sitting(tmp_path, "full", monkeypatch)
    sitting.built()
    sitting.say(13, "", "12")
    sitting.say(13, "title", "One too many")
    assert not sitting.built()
    sitting.say(13, "", "")
    assert not sitting.built()
