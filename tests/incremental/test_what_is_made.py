"""After an edit little is made, and a site that somebody meddled with is mended."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from generator import site_making, site_plan
from generator.pipeline import build_project
from generator.project import Project, memory_of, open_project, template_folders
from generator.shell.engine_host import engine_site
from generator.site_links import templates_may_link
from generator.under_way import PATIENCE, look_at_spare
from generator.working import made_leaves, workers
from generator.working.known_leaves import KnownLeaves
from generator.working.known_reads import KnownReads
from generator.working.made_leaves import MadeLeaves
from generator.working.reads import Reads
from generator.working.traces import KnownBuild, due_leaves
from generator.working.work import Work
from generator.writing.links import DeadLinks
from generator.writing.looking import Look
from generator.writing.site_writer import NewSite
from tests.incremental.editing import Editor
from tests.incremental.test_incremental_builds import digests

PAPERS = 40


class Begun(NamedTuple):
    """An index, and its entries as they were when the tests began."""

    project: Project
    entries: dict[Path, str]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Begun:
    """One index for all tests of this file."""
    folder = tmp_path_factory.mktemp("edited") / "index"
    Editor(folder, 11).begin(PAPERS)
    project = open_project(folder / "mkdocs.yml")
    return Begun(project, {file: file.read_text("utf-8") for file in entries_of(project)})


@pytest.fixture
def project(begun: Begun) -> Project:
    """That index as it was, built, with a replaced site that waits for the next build: whichever test ran before."""
    project = begun.project
    left = project.cache / "replaced"
    is_as_it_was = all(file.read_text("utf-8") == text for file, text in begun.entries.items())
    if not (is_as_it_was and left.is_dir() and any(left.iterdir())):
        edit(project, "Before")
        built(project)
        for file, text in begun.entries.items():
            file.write_text(text, "utf-8")
        built(project)
    return project


@pytest.fixture(scope="module")
def whole(begun: Begun, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a build without a memory makes."""
    folder = tmp_path_factory.mktemp("clean") / "index"
    for file, text in begun.entries.items():
        file.write_text(text, "utf-8")
    shutil.copytree(begun.project.folder, folder, ignore=shutil.ignore_patterns(".cache", "site"))
    clean = open_project(folder / "mkdocs.yml")
    built(clean)
    return digests(clean.site)


def entries_of(project: Project) -> list[Path]:
    return sorted((project.content / "papers").glob("*.yml"))


def built(project: Project) -> int:
    """Build the site; how many files were made, about."""
    expected: list[int] = []
    build_project(project, engine_site, Work(jobs=2, expect=expected.append))
    return sum(expected)


def edit(project: Project, word: str) -> Path:
    file = entries_of(project)[0]
    text = file.read_text("utf-8")
    file.write_text(text.replace("tldr: ", f"tldr: {word} ", 1), "utf-8")
    return file


def share_a_tldr(index: Path) -> None:
    """Let two papers be described alike, so that their pages have to be told apart."""
    first, second = sorted((index / "content" / "papers").rglob("*.yml"))[:2]
    tldr = re.compile("^tldr: .*$", re.MULTILINE)
    words = tldr.search(first.read_text("utf-8"))
    assert words is not None
    text, count = tldr.subn(lambda _: words[0], second.read_text("utf-8"))
    assert count == 1
    second.write_text(text, "utf-8")


def test_a_large_site_begins_with_a_twin(
    begun: Begun, whole: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So the first edit takes as long as the next ones."""
    monkeypatch.setattr(site_making, "FEWEST_TWINNED", PAPERS)
    folder = tmp_path / "index"
    shutil.copytree(begun.project.folder, folder, ignore=shutil.ignore_patterns(".cache", "site"))
    project = open_project(folder / "mkdocs.yml")
    built(project)
    spare = memory_of(project).spare
    assert digests(project.site) == digests(spare) == whole
    assert all((project.site / address).samefile(spare / address) for address in whole)
    assert sorted(path.name for path in folder.iterdir() if path.name.startswith(".")) == [".cache"]
    twin = (spare.stat().st_ino, project.site.stat().st_ino)
    edit(project, "Edited")
    monkeypatch.setattr(NewSite, "look", lambda _: pytest.fail("looked at once more"))
    assert built(project) < len(whole)
    assert (project.site.stat().st_ino, spare.stat().st_ino) == twin
    monkeypatch.undo()
    clean = replace(project, cache=tmp_path / "cache", site=tmp_path / "clean")
    built(clean)
    assert digests(project.site) == digests(clean.site)


def test_without_an_edit_no_page_is_made(project: Project) -> None:
    built(project)
    before = {path: path.stat().st_mtime_ns for path in project.site.rglob("*.html")}
    assert built(project) < 200
    assert {path: path.stat().st_mtime_ns for path in project.site.rglob("*.html")} == before


@pytest.mark.parametrize("extent", ["full", "lean"])
def test_a_large_index_is_made_in_another_way_and_is_the_same(
    extent: str, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def site_of(name: str) -> dict[str, str]:
        folder = tmp_path / name
        shutil.copytree(project.folder, folder / "index", ignore=shutil.ignore_patterns(".cache", "site"))
        share_a_tldr(folder / "index")
        one = replace(open_project(folder / "index" / "mkdocs.yml"), extent=extent)
        built(one)
        return digests(one.site)

    watched = site_of("watched")
    monkeypatch.setattr(site_plan, "MOST_WATCHED", 0)
    monkeypatch.setattr(site_making, "FILES_AT_ONCE", 10)
    monkeypatch.setattr(workers, "TASKS_OF_A_COPY", 5)
    assert site_of("unwatched") == watched


def change_a_page(site: Path) -> None:
    page = next(site.glob("papers/*/index.html"))
    page.write_bytes(page.read_bytes().replace(b"<h1>", b"<h2>"))


def replace_a_page(site: Path) -> None:
    page = next(site.glob("papers/*/index.html"))
    page.unlink()
    page.write_text("somebody else's", "utf-8")


def lose_a_page(site: Path) -> None:
    next(site.glob("authors/*/index.html")).unlink()


def lose_a_folder(site: Path) -> None:
    shutil.rmtree(next(site.glob("authors/*/")))


def add_a_file(site: Path) -> None:
    (site / "papers" / "stray.html").write_text("stray", "utf-8")


def link_elsewhere(site: Path) -> None:
    page = next(site.glob("papers/*/index.html"))
    page.unlink()
    page.symlink_to(site / "index.html")


def change_the_records(site: Path) -> None:
    """Those of papers that nobody edits are taken over from there."""
    file = site / "papers.jsonl"
    file.write_bytes(file.read_bytes().replace(b'"title"', b'"tilte"'))


def lose_a_page_that_is_read_again(site: Path) -> None:
    """The service worker names what it is made of."""
    (site / "compare" / "index.html").unlink()


def change_a_page_that_is_read_again(site: Path) -> None:
    page = site / "compare" / "index.html"
    page.write_bytes(page.read_bytes().replace(b'href="../assets/', b'href="../assets/other/', 1))


def lose_the_site(site: Path) -> None:
    shutil.rmtree(site)


def copy_the_site(site: Path) -> None:
    shutil.copytree(site, site.with_name("copy"))
    shutil.rmtree(site)
    site.with_name("copy").rename(site)


MEDDLING = (
    *(change_a_page, replace_a_page, lose_a_page, lose_a_folder, add_a_file, link_elsewhere),
    *(lose_a_page_that_is_read_again, change_a_page_that_is_read_again),
    *(change_the_records, lose_the_site, copy_the_site),
)


@pytest.mark.parametrize("where", ["site", "replaced"])
@pytest.mark.parametrize("meddle", MEDDLING, ids=lambda meddle: meddle.__name__)
def test_a_site_that_somebody_meddled_with_is_mended(
    project: Project, whole: dict[str, str], meddle: Callable[[Path], None], where: str
) -> None:
    replaced = next((project.cache / "replaced").iterdir())
    meddle(project.site if where == "site" else replaced)
    built(project)
    assert digests(project.site) == whole
    built(project)
    assert digests(project.site) == whole


def test_lists_of_references_hold_nothing_that_somebody_meddled_with(
    project: Project, tmp_path: Path
) -> None:
    """Where a list is not what the last build left, it is made of the papers' own files."""
    replaced = next((project.cache / "replaced").iterdir())
    for file in [*replaced.glob("papers/*.bib"), *project.site.glob("exports/**/*.bib")]:
        text = file.read_text("utf-8")
        file.unlink()
        file.write_text(text.replace("title", "tilte"), "utf-8")
    entry = entries_of(project)[0]
    entry.write_text(entry.read_text("utf-8").replace("title: ", "title: Edited ", 1), "utf-8")
    built(project)
    clean = replace(project, cache=tmp_path / "cache", site=tmp_path / "clean")
    built(clean)
    assert digests(project.site) == digests(clean.site)


@pytest.mark.parametrize("found", [Look(set()), Look(set(), (0, 0))])
def test_a_look_at_another_folder_counts_for_nothing(
    project: Project, whole: dict[str, str], found: Look, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_a_page(next((project.cache / "replaced").iterdir()))
    monkeypatch.setattr("generator.under_way.look_at_spare", lambda *_: found)
    built(project)
    assert digests(project.site) == whole


def test_the_last_site_is_looked_at_while_the_rest_begins(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(project, "Second")
    monkeypatch.setattr(NewSite, "look", None)
    built(project)


def test_an_edited_sentence_is_a_matter_of_few_pages(project: Project) -> None:
    edit(project, "Second")
    few = built(project)
    shutil.rmtree(project.cache / "builds")
    everything = built(project)
    # The search index and the few files that speak of all papers are made in any case.
    assert few - 180 < (everything - 180) / 3


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the leaves that builds make."""
    names: list[str] = []

    def told(
        given: Mapping[str, str | None],
        known: KnownBuild | None,
        changed: AbstractSet[str],
        gone: AbstractSet[str] | None,
        anew: AbstractSet[str],
    ) -> tuple[KnownLeaves, list[str]]:
        kept, due = due_leaves(given, known, changed, gone, anew)
        names.extend(due)
        return kept, due

    monkeypatch.setattr("generator.site_making.due_leaves", told)
    return names


def test_what_other_papers_have_stands(project: Project, made: list[str]) -> None:
    edited = edit(project, "Third").stem
    made.clear()
    built(project)
    papers = [name for name in made if name.startswith("papers/paper-")]
    assert f"papers/{edited}/index.html" in papers
    # Those that the edited paper is related to show it.
    assert len(papers) < PAPERS / 2


def test_mails_of_other_weeks_and_what_entered_stand(project: Project, made: list[str]) -> None:
    added = re.search("^added: (.*)$", edit(project, "Fourth").read_text("utf-8"), re.MULTILINE)
    assert added is not None
    year, week, _ = dt.date.fromisoformat(added[1]).isocalendar()
    made.clear()
    built(project)
    assert [name for name in made if name.endswith("mail.html")] == [f"digest/{year}-W{week:02}/mail.html"]
    # Where nothing was edited, neither the digest's feed nor that of changes is made.
    made.clear()
    built(project)
    assert not {"digest", "changes"} & {*made}


def test_a_page_that_stands_and_links_to_one_that_is_gone_stops_the_build(
    begun: Begun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were a page of an index's own templates ever left standing by mistake, its dead links would be found."""
    folder = tmp_path / "index"
    shutil.copytree(begun.project.folder, folder, ignore=shutil.ignore_patterns(".cache", "site"))
    own = folder / "site_templates" / "pages" / "chip.html"
    own.parent.mkdir(parents=True)
    own.write_text((template_folders(folder)[-1] / "pages" / own.name).read_text("utf-8") + " ", "utf-8")
    project = open_project(folder / "mkdocs.yml")
    built(project)
    page = next(project.site.glob("papers/*/index.html"))
    author = next(
        path
        for path in project.site.glob("authors/*/index.html")
        if path.parent.name in page.read_text("utf-8")
    )
    name = author.parent.name.replace("-", " ").title()
    for file in entries_of(project):
        file.write_text(file.read_text("utf-8").replace(name, "Somebody Else"), "utf-8")
    monkeypatch.setattr("generator.site_making.due_leaves", all_but_papers)
    with pytest.raises(DeadLinks, match=author.parent.name):
        built(project)


def test_links_are_followed_again_where_a_template_may_have_them_of_its_own(tmp_path: Path) -> None:
    shipped, same, own = (tmp_path / name for name in ("shipped", "same", "own"))
    for place in (shipped, same, own):
        (place / "pages").mkdir(parents=True)
        (place / "pages" / "paper.html").write_text("<a href='{{ root }}/papers/written-out/'>", "utf-8")
    (own / "pages" / "more.html").write_text("", "utf-8")
    assert not templates_may_link((shipped,), ["papers/one/index.html"])
    assert not templates_may_link((same, shipped), ["papers/one/index.html"])
    assert templates_may_link((own, shipped), ["papers/one/index.html"])
    assert templates_may_link((shipped,), ["papers/one/index.html", "papers/written-out/index.html"])


def all_but_papers(
    given: Mapping[str, str | None],
    known: KnownBuild | None,
    changed: AbstractSet[str],
    gone: AbstractSet[str] | None,
    anew: AbstractSet[str],
) -> tuple[KnownLeaves, list[str]]:
    """A careless choice: what papers have stands whatever changed."""
    kept, due = due_leaves(given, known, changed, gone, anew)
    standing = (
        {name: trace for name, trace in known.leaves.items() if name.startswith("papers/")} if known else {}
    )
    kept = kept.edited({name: standing[name] for name in due if name in standing})
    return kept, [name for name in due if name not in standing]


def test_what_a_first_build_looks_up_is_told_by_the_processes_that_look(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []

    def refuse(_: Reads, value: object) -> str:
        raise AssertionError(f"only now is it told what {value!r} is")

    def known_of(batches: Sequence[MadeLeaves]) -> tuple[KnownLeaves, KnownReads]:
        with monkeypatch.context() as patch:
            patch.setattr(Reads, "digest_of_value", refuse)
            found = made_leaves.known_of(batches)
        told.append(len(found[1]))
        return found

    monkeypatch.setattr(site_making, "known_of", known_of)
    shutil.copytree(project.folder, tmp_path / "index", ignore=shutil.ignore_patterns(".cache", "site"))
    built(open_project(tmp_path / "index" / "mkdocs.yml"))
    assert len(told) == 1
    assert told[0] > 10 * PAPERS


def test_only_a_copy_lets_others_go_first(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(os, "nice", asked.append)
    memory = memory_of(project)
    look_at_spare(memory, os.getpid())
    assert asked == []
    look_at_spare(memory, os.getpid() + 1)
    assert asked == [PATIENCE]
