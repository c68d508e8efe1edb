"""Every page of the hostile site: no element, attribute or address that no template prints, and the words as typed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from jinja2 import Environment

from generator.api import head_tags
from generator.exports import formatted
from generator.indexes.indexes import build_indexes
from generator.indexes.standing import removed_papers, standing_library
from generator.loading import link_rules
from generator.model.library import Library
from generator.offline.disk_edition import disk_edition
from generator.pages import frame as page_frame
from generator.pages import paper_views, printer
from generator.pages.assets import Assets
from generator.pages.context import PageContext
from generator.pages.frame import MARKED_BODY, Frame, policy_meta
from generator.pages.paper_pages import paper_pages
from generator.pages.render_pages import set_into_frame
from generator.text import mathml, maths
from tests.hostile.conftest import SUBJECTS
from tests.hostile.corpus import Case, Shown, building_cases, loaded_together, refused_cases, typed
from tests.hostile.page_parts import (
    Element,
    faults_of_page,
    has_class,
    one,
    page_files,
    parsed,
    shown_on_page,
    words_of,
)
from tests.pages.small_pages import TEMPLATES, PlainNames
from tests.pages.test_frame import MARKED
from tests.support.kept_results import nothing_kept
from tests.support.papers import HERE


def faults_of_words(case: Case, tree: Element) -> list[str]:
    """Where a paper's page shows something else than its case says, or than its editor typed."""
    try:
        shown = shown_on_page(tree)
    except ValueError:
        return [f"{case.name}: the page is not built like that of a paper"]
    note = shown["status_note"]
    if isinstance(note, str) and shown.get("title"):
        shown["status_note"] = re.sub(r"^(?:Withdrawn|Retracted|Superseded)\. ", "", note)
    wanted = {**as_typed(case, shown), **case.shows}
    faults = []
    for field, words in wanted.items():
        found = shown.get(field)
        if isinstance(words, dict) and isinstance(found, dict):
            found = {sort: found.get(sort, "") for sort in words}
        if found != words:
            faults.append(f"{case.name}: {field} shows {found!r} instead of {words!r}")
    return faults


def as_typed(case: Case, shown: dict[str, Shown]) -> dict[str, Shown]:
    """The plain fields of an entry as any reader of YAML gives them, with single blanks."""
    entry = typed(case)
    plain: dict[str, Shown] = {}
    for field in ("title", "tldr"):
        if field in entry and "$" not in entry[field] and field in shown:
            plain[field] = " ".join(entry[field].split())
    for field in ("authors", "organizations", "results"):
        if field in entry and field in shown:
            plain[field] = [" ".join(text.split()) for text in entry[field]]
    return plain


def test_no_page_holds_anything_that_no_template_prints(trees: dict[str, Element]) -> None:
    assert len(trees) > 380
    faults = {address: faults_of_page(tree) for address, tree in trees.items()}
    assert {address: found for address, found in faults.items() if found} == {}


def test_every_paper_s_page_says_what_was_typed(trees: dict[str, Element]) -> None:
    faults = [
        fault for case in building_cases() for fault in faults_of_words(case, trees[page_of(case.name)])
    ]
    assert faults == []


def page_of(key: str) -> str:
    return f"papers/{key}/index.html"


def test_titles_and_descriptions_in_the_head_are_words(trees: dict[str, Element]) -> None:
    for case in building_cases():
        title = case.plain.get("title") or case.shows.get("title")
        if isinstance(title, str):
            tree = trees[page_of(case.name)]
            assert words_of(one(tree, "//head/title")) == f"{title} · Small Index", case.name
            for name in ("citation_title",):
                (found,) = tree.xpath(f"//meta[@name='{name}']/@content")
                assert found == title, case.name
            (found,) = tree.xpath("//meta[@property='og:title']/@content")
            assert found == title, case.name


def test_vocabularies_say_what_was_typed(trees: dict[str, Element]) -> None:
    for case in building_cases():
        for name, address, lead in (
            ("topic.yml", f"topics/{case.name}/index.html", "description"),
            ("tags.yml", f"tags/{case.name}/index.html", "description"),
        ):
            if (case.folder / name).exists():
                source = (case.folder / name).read_text("utf-8")
                tree = trees[address]
                (leading,) = tree.xpath(f"//p[{has_class('pi-lead')}]")
                assert f"{lead}: '{words_of(leading)}'" in settled(source)
                assert f"name: '{words_of(one(tree, '//article//h1'))}'" in settled(source)
                for why in tree.xpath(f"//span[{has_class('pi-start__why')}]"):
                    assert f"why: '{words_of(why)}'" in settled(source)


def settled(source: str) -> str:
    return re.sub(r" +", " ", source)


def test_a_person_s_page_says_what_was_typed(trees: dict[str, Element]) -> None:
    people = {
        words_of(one(tree, "//article//h1")): tree
        for address, tree in trees.items()
        if address.startswith("authors/person-")
    }
    cases = [case for case in building_cases() if case.name.startswith("person-")]
    assert len(cases) == len(people) > 3
    for case in cases:
        authors = case.shows["authors"]
        assert isinstance(authors, list)
        (homepage,) = people[authors[0]].xpath("//a[.='Home page']/@href")
        assert homepage == f"https://example.org/{case.name.removeprefix('person-')}?a=1&b=2"


def test_what_commits_say_of_themselves_is_words(trees: dict[str, Element]) -> None:
    told = [words_of(note) for note in trees["changes/index.html"].xpath(f"//p[{has_class('pi-note')}]")]
    for subject in SUBJECTS.values():
        assert any(note.endswith(f"· {subject}") for note in told), subject


def test_a_moved_page_leads_to_its_paper(trees: dict[str, Element]) -> None:
    (to,) = trees["papers/alias-of-old/index.html"].xpath("//meta[@http-equiv='refresh']/@content")
    assert to == "0; url=../../papers/alias-that-moves/"
    others = {
        address
        for address, tree in trees.items()
        if tree.xpath("//meta[translate(@http-equiv,'REFSH','refsh')='refresh']")
    }
    assert all("-of-old" in address for address in others)


def test_every_page_has_one_policy_that_names_its_own_scripts(hostile_site: Path) -> None:
    for address, html in page_files(hostile_site).items():
        policies = re.findall(r'<meta http-equiv="Content-Security-Policy" content="[^"]*">', html)
        assert len(policies) == 1, address
        assert "unsafe" not in policies[0]
        if not address.endswith("mail.html"):
            assert policies == [policy_meta(html)], address
            assert html.index(policies[0]) < html.index("<script"), address


def test_no_file_lies_outside_or_has_an_odd_name(hostile_site: Path) -> None:
    files = [path for path in hostile_site.rglob("*") if not path.is_dir()]
    assert len(files) > 1500
    for path in files:
        assert not path.is_symlink()
        assert re.fullmatch(r"[A-Za-z0-9._@/+~-]+", path.relative_to(hostile_site).as_posix()), path


# ---- the same tests with a defence switched off ------------------------------------------------------


def faults_of(library: Library) -> list[str]:
    """What the tests above find on the papers' pages, printed anew in a plain frame."""
    standing = standing_library(library)
    context = PageContext(
        standing,
        build_indexes(standing),
        HERE,
        Assets((), PlainNames()),
        TEMPLATES,
        removed=removed_papers(library),
    )
    frame = Frame(
        f"<!doctype html><html>{MARKED}".replace(MARKED_BODY, f"<article>{MARKED_BODY}</article>"), "I"
    )
    trees = {
        page.address: parsed(set_into_frame(context, frame, page).content.decode())
        for page in paper_pages(context, {})
    }
    words = [
        fault
        for case in building_cases()
        if case.name in library.papers
        for fault in faults_of_words(case, trees[f"papers/{case.name}/"])
    ]
    return [*words, *(fault for tree in trees.values() for fault in faults_of_page(tree))]


def as_it_is(text: object, quote: bool = True) -> str:
    return str(text)


def without_autoescape(**options: Any) -> Environment:
    return Environment(**{**options, "autoescape": False})


def test_with_every_defence_on_nothing_is_found(small_library: Library) -> None:
    assert faults_of(small_library) == []


@pytest.mark.parametrize(
    ("room", "name", "broken"),
    [
        (printer, "QuickEnvironment", without_autoescape),
        (printer, "printed", str),
        (maths, "html_words", as_it_is),
        (mathml, "escape", as_it_is),
        (page_frame, "html_words", as_it_is),
        (head_tags, "html_words", as_it_is),
        (head_tags, "ESCAPED_IN_SCRIPT", {}),
        (paper_views, "address_fault", lambda _: None),
        (formatted, "html_words", as_it_is),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)).rpartition(".")[2],
)
def test_the_tests_notice_when_a_defence_is_off(
    small_library: Library, monkeypatch: pytest.MonkeyPatch, room: ModuleType, name: str, broken: object
) -> None:
    # What is kept of formulas or tags made with the defence on must not be taken for this one, nor the other way round.
    with monkeypatch.context() as without, nothing_kept():
        without.setattr(room, name, broken)
        assert faults_of(small_library) != []
    assert faults_of(small_library) == []


def test_the_tests_notice_when_links_are_not_judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(link_rules, "address_fault", lambda _: None)
    cases = [case for case in refused_cases() if case.name.startswith("link-javascript")]
    loaded = loaded_together(tmp_path, cases)
    assert not loaded.has_errors
    assert [fault for fault in faults_of(loaded.library) if "javascript:" in fault.lower()] != []


def test_the_edition_for_a_disk_says_the_same(hostile_site: Path) -> None:
    names = [
        case.name
        for case in building_cases()
        if re.match(r"title-[ab]|title-script|maths-t|tldr-[cs]", case.name)
    ]
    assert len(names) > 8
    wanted = {f"papers/{name}/index.html" for name in names}
    kept = [path for path in hostile_site.rglob("*") if path.is_file() and "search" not in path.parts]
    pages = {path.relative_to(hostile_site).as_posix(): path.read_bytes() for path in kept}
    cases = {f"papers/{case.name}/index.html": case for case in building_cases()}
    seen = 0
    for address, content in disk_edition(pages, "", "https://small.example.org/"):
        if address in wanted:
            seen += 1
            tree = parsed(content.decode())
            assert faults_of_words(cases[address], tree) == []
            assert [fault for fault in faults_of_page(tree) if "<script data-run>" not in fault] == []
        elif (found := re.fullmatch(r"disk/papers/([a-z0-9-]+)\.js", address)) and found[1] in names:
            words = content.decode().removeprefix("paperindexDisk(").removesuffix(");\n")
            tree = parsed(f"<!doctype html>{json.loads(words)[f'papers/{found[1]}/']}")
            assert faults_of_words(cases[f"papers/{found[1]}/index.html"], tree) == []
    assert seen == len(names)
