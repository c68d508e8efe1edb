"""How much a site holds: who decides, and what follows for names and times."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator.commands.build import unasked_extent
from generator.indexes.indexes import build_indexes
from generator.indexes.name_places import name_places
from generator.indexes.time_places import time_places
from generator.model.extent import FULL, LEAN, MOST_PAPERS_IN_FULL, Extent, extent_of
from generator.model.paper import Listing
from generator.model.partial_date import PartialDate
from generator.model.person import Person
from generator.pages.assets import Assets
from generator.pages.context import PageContext
from generator.pages.time_pages import place_of_month, time_pages
from generator.working.reads import Reads
from tests.pages.small_pages import TEMPLATES, PlainNames
from tests.support.command_line import run_cli
from tests.support.papers import HERE, a_library, a_paper
from tests.support.projects import files_in, make_project


def test_the_number_of_papers_decides_unless_the_index_does() -> None:
    assert extent_of(MOST_PAPERS_IN_FULL) is FULL
    assert extent_of(MOST_PAPERS_IN_FULL + 1) is LEAN
    assert extent_of(3, "lean") is LEAN
    assert extent_of(1_000_000, "full") is FULL


def test_an_operator_is_told_of_an_extent_that_nobody_chose() -> None:
    assert "more than 10,000 papers" in unasked_extent(None, MOST_PAPERS_IN_FULL + 1)
    assert unasked_extent(None, MOST_PAPERS_IN_FULL) == ""
    assert unasked_extent("lean", MOST_PAPERS_IN_FULL + 1) == ""
    assert unasked_extent("full", MOST_PAPERS_IN_FULL + 1) == ""


SETTINGS = """
    site_name: Small Index
    site_url: https://small.example.org/
    theme:
      name: material
    plugins:
      - paperindex:
          extent: {extent}
    """


def test_an_extent_that_is_none_is_refused_in_words(tmp_path: Path) -> None:
    project = make_project(tmp_path, {"mkdocs.yml": SETTINGS.format(extent="big")})
    refused = run_cli("build", cwd=project)
    assert refused.status != 0
    assert (
        "error[E803] extent: 'big' is none\n    hint: write full or lean, or leave it out" in refused.errors
    )
    assert "Traceback" not in refused.errors


def test_who_has_few_papers_is_found_by_the_search() -> None:
    library = a_library(
        a_paper("one", authors=("Ada Lovelace", "Alan Turing", 'Jo "Q" Public')),
        a_paper("two", authors=("Ada Lovelace", "Alan Turing")),
        a_paper("three", authors=("Ada Lovelace",)),
    )
    places = name_places(library, build_indexes(library), LEAN).authors
    assert dict(places.pages) == {"ada-lovelace": "authors/ada-lovelace/"}
    assert not places.are_all
    assert places.printed("one", "Ada Lovelace") == "authors/ada-lovelace/"
    assert places.printed("one", "Alan Turing") == "search/?q=author%3A%22Alan+Turing%22"
    assert places.address("alan-turing") == "search/?q=author%3A%22Alan+Turing%22"
    # A quote would end the name in the search's words.
    assert places.printed("one", 'Jo "Q" Public') == "search/?q=author%3A%22Jo++Q++Public%22"
    assert name_places(library, build_indexes(library), FULL).authors.are_all


@pytest.mark.parametrize(
    ("people", "authors"),
    [
        ({}, [("Ada Lovelace", "Alan Turing"), ("Ada Lovelace",)]),
        ({}, [("Ada Lovelace", "Alan Turing"), ("Ad\u00e1 Lovelace",), ("ada lovelace",)]),
        ({"ada": ("A. Lovelace", ("Ada Lovelace",), ())}, [("Ada Lovelace", "Alan Turing"), ("A. Turing",)]),
        ({"ada": ("Ada Lovelace", (), ("0",))}, [("Ada Lovelace",), ("Ada Lovelace",)]),
    ],
)
def test_names_lead_to_the_same_places_once_they_are_ready_for_all_papers(
    people: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]], authors: list[tuple[str, ...]]
) -> None:
    library = replace(
        a_library(*(a_paper(str(number), authors=names) for number, names in enumerate(authors))),
        people={
            key: Person(key=key, name=name, spellings=spellings, papers=papers)
            for key, (name, spellings, papers) in people.items()
        },
    )
    for extent in (FULL, LEAN, replace(LEAN, names_from=2)):
        places = name_places(library, build_indexes(library), extent).authors
        ready = places.ready_for_all()
        for paper in library.papers.values():
            assert ready.all_printed(paper.key, paper.authors) == places.all_printed(paper.key, paper.authors)


def test_who_is_described_by_an_editor_has_a_page_with_one_paper() -> None:
    library = replace(
        a_library(a_paper("one", authors=("Wei Li",)), a_paper("two", authors=("Wei Li",))),
        people={
            key: Person(key=key, name="Wei Li", papers=(paper,))
            for key, paper in (("wei-li-of-here", "one"), ("wei-li-of-there", "two"))
        },
    )
    places = name_places(library, build_indexes(library), LEAN).authors
    # A search for the name would show the papers of both.
    assert places.printed("one", "Wei Li") == "authors/wei-li-of-here/"
    assert places.printed("two", "Wei Li") == "authors/wei-li-of-there/"


def test_a_day_has_a_list_where_that_of_its_week_is_not_whole() -> None:
    days = [PartialDate(2025, 11, 10), PartialDate(2025, 11, 11), PartialDate(2025, 12, 1), PartialDate(2026)]
    library = a_library(
        *(
            a_paper(f"paper-{place}", listed=(Listing(source="daily", date=day),))
            for place, day in enumerate(days)
        )
    )
    indexes = build_indexes(library)
    assert list(time_places(indexes, FULL).listings.values()) == [*reversed(days)]
    lean = time_places(indexes, LEAN)
    assert [lean.listed(day) for day in days] == [
        *("listed/2025-W46/", "listed/2025-W46/", "listed/2025-W49/", "listed/2026/")
    ]
    shorter = time_places(indexes, replace(LEAN, most_listed=1))
    assert [shorter.listed(day) for day in days] == [
        *("listed/2025-11-10/", "listed/2025-11-11/", "listed/2025-W49/", "listed/2026/")
    ]


def test_a_month_has_a_list_where_that_of_its_year_is_not_whole() -> None:
    library = a_library(*(a_paper(f"paper-{month}", date=PartialDate(2025, month)) for month in (1, 2)))
    indexes = build_indexes(library)
    assert time_places(indexes, FULL).month(2025, 2) == "years/2025/02/"
    assert time_places(indexes, LEAN).month(2025, 2) == "years/2025/"
    in_cards = Extent(most_listed=1, repeated_times=False)
    assert time_places(indexes, in_cards).month(2025, 2) == "years/2025/02/"


def test_a_month_begins_on_the_page_that_has_its_heading() -> None:
    library = a_library(
        *(a_paper(f"paper-{place}", date=PartialDate(2025, 12 - place // 300, 1)) for place in range(900))
    )
    context = PageContext(
        library, build_indexes(library), HERE, Assets((), PlainNames()), TEMPLATES, extent="lean"
    )
    places = {month: place_of_month(context, 2025, month) for month in (12, 11, 10)}
    assert places == {
        12: "years/2025/#m12",
        11: "years/2025/#m11",
        10: "years/2025/page/2/#m10",
    }
    pages = {page.address: page.printed() for page in time_pages(context)}
    assert all(
        f'id="{place.partition("#")[2]}"' in pages[place.partition("#")[0]] for place in places.values()
    )


def test_what_a_page_looked_up_tells_where_its_names_lead() -> None:
    papers = [a_paper(f"paper-{number}", authors=("Ada Lovelace",)) for number in range(3)]

    def looked_up(count: int) -> dict[str, str]:
        library, reads = a_library(*papers[:count]), Reads()
        assets = Assets((), PlainNames())
        context = PageContext(
            library, build_indexes(library), HERE, assets, TEMPLATES, extent="lean", reads=reads
        )
        with reads.gathered() as found:
            context.views.page("paper-0")
        return {read: reads.digest(read) for read in found}

    # With her third paper she gets a page.
    before, after = looked_up(2), looked_up(3)
    assert {read for read in before if before[read] != after[read]} == {"names\0paper-0"}


def test_a_rebuilt_lean_site_is_the_one_that_is_built_anew(tmp_path: Path) -> None:
    papers = {
        f"content/papers/paper-{number}.yml": f"""
            title: Paper {number} on Attention
            authors: [Ada Lovelace, Author {"ABCD"[number]}]
            date: 2025-03-0{number + 1}
            topic: attention
            tags: [kernels, sparsity]
            kind: method
            """
        for number in range(3)
    }
    given = {"mkdocs.yml": SETTINGS.format(extent="lean"), "content/papers/first-paper.yml": None}
    third = "content/papers/paper-2.yml"
    project = make_project(tmp_path / "index", {**papers, **given, third: None})
    run_cli("build", cwd=project).expect(0)
    first = project / "site/papers/paper-0/index.html"
    assert "search/?q=author%3A%22Ada+Lovelace%22" in first.read_text("utf-8")
    # With her third paper she gets a page, and the pages of the first two lead there.
    make_project(project, {**papers, **given})
    run_cli("build", cwd=project).expect(0)
    assert 'href="../../authors/ada-lovelace/"' in first.read_text("utf-8")
    other = make_project(tmp_path / "other", {**papers, **given})
    run_cli("build", cwd=other).expect(0)
    assert files_in(project / "site") == files_in(other / "site")
