"""Papers that are made when somebody asks for them are those that are made at once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.indexes.indexes import build_indexes
from generator.indexes.standing import removed_papers, standing_library, with_tombstones
from generator.model.later_papers import LaterPapers, facts_of
from generator.model.library import Library
from generator.model.paper import Paper, PaperKey
from tests.support.papers import a_library, a_paper

LIBRARY = a_library(
    a_paper("first", title="The first", aliases=("begin", "start")),
    a_paper("gone", status="removed", status_note="Asked for.", builds_on=("first",)),
    a_paper("heir", builds_on=("gone",), superseded_by="gone", status="superseded"),
    a_paper("last", builds_on=("gone", "first"), status="withdrawn", status_note="A mistake."),
)


class Asked:
    """A library that makes its papers later, and which it made."""

    def __init__(self, library: Library) -> None:
        self.made: list[PaperKey] = []

        def make(key: PaperKey) -> Paper:
            self.made.append(key)
            return library.papers[key]

        self.library = replace(
            library, papers=LaterPapers(len(library.papers), lambda: facts_of(library.papers), make)
        )


def test_they_are_the_same_and_each_is_made_once() -> None:
    asked = Asked(LIBRARY)
    papers = asked.library.papers
    assert (len(papers), "first" in papers, "begin" in papers) == (4, True, False)
    assert list(papers) == list(LIBRARY.papers)
    assert asked.made == []
    assert papers["last"] is LIBRARY.papers["last"]
    assert papers == LIBRARY.papers
    assert asked.made == ["last", "first", "gone", "heir"]
    with pytest.raises(KeyError):
        papers["begin"]
    assert asked.library == LIBRARY


def test_what_is_known_of_all_makes_no_paper() -> None:
    asked = Asked(LIBRARY)
    assert facts_of(asked.library.papers) == facts_of(LIBRARY.papers)
    standing = standing_library(asked.library)
    recorded = with_tombstones(asked.library)
    assert asked.made == []
    assert facts_of(standing.papers) == facts_of(standing_library(LIBRARY).papers)
    assert facts_of(recorded.papers) == facts_of(with_tombstones(LIBRARY).papers)
    assert asked.made == []
    assert removed_papers(asked.library) == removed_papers(LIBRARY)
    assert asked.made == ["gone"]


def test_what_stands_is_the_same() -> None:
    later = Asked(LIBRARY).library
    assert standing_library(later) == standing_library(LIBRARY)
    assert with_tombstones(later) == with_tombstones(LIBRARY)
    assert build_indexes(standing_library(later)) == build_indexes(standing_library(LIBRARY))


def test_where_nothing_was_removed_the_library_itself_stands() -> None:
    papers = {key: paper for key, paper in LIBRARY.papers.items() if key == "first"}
    later = Asked(Library(papers=papers, topics=LIBRARY.topics)).library
    assert standing_library(later) is later
    assert with_tombstones(later) is later


def test_removed_papers_stand_in_the_order_of_the_library() -> None:
    keys = [f"p{number:02}" for number in range(40)]
    library = a_library(*(a_paper(key, status="removed", status_note="Asked for.") for key in keys))
    assert list(removed_papers(library)) == keys
    assert list(removed_papers(Asked(library).library)) == keys
    assert list(with_tombstones(Asked(library).library).papers) == keys
