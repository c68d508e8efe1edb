"""Pages of papers that are printed together, against each printed by itself."""

from __future__ import annotations

from collections.abc import Mapping

from generator.exports.citation import written_entry
from generator.indexes import references
from generator.indexes.indexes import build_indexes
from generator.indexes.references import reference_to
from generator.indexes.related_paper import RelatedPaper
from generator.model.paper import PaperKey
from generator.pages.assets import Assets
from generator.pages.context import PageContext
from generator.pages.frame import MARKED_BODY, Frame
from generator.pages.paper_pages import neighbours_in_topics, paper_page
from generator.pages.render_pages import LaterPages, planned_pages, render_papers, set_into_frame
from generator.working.reads import Reads
from tests.pages.small_pages import TEMPLATES, PlainNames, page_context, sample_library
from tests.pages.test_frame import MARKED
from tests.support.papers import HERE, a_library, a_paper
from tests.support.related_plainly import related_papers

FRAME = Frame(f"<!doctype html><html>{MARKED}".replace(MARKED_BODY, f"<article>{MARKED_BODY}</article>"), "I")


def test_papers_printed_together_are_those_printed_one_by_one() -> None:
    library = sample_library()
    related = related_papers(library)
    context = page_context(library)
    together = render_papers(context, FRAME, [*library.papers, "unknown"], related)
    alone = page_context(library)
    neighbours = neighbours_in_topics(alone)
    assert together == [
        set_into_frame(alone, FRAME, paper_page(alone, paper, related, neighbours[key]))
        for key, paper in library.papers.items()
    ]
    ready = page_context(library)
    ready.views.ready_for_all()
    assert render_papers(ready, FRAME, library.papers, related) == together


def test_what_is_looked_up_for_papers_printed_together_is_noted_for_each() -> None:
    library = sample_library()
    related = related_papers(library)

    def watched() -> tuple[PageContext, Reads, Mapping[PaperKey, tuple[RelatedPaper, ...]]]:
        reads = Reads()
        context = PageContext(
            library, build_indexes(library), HERE, Assets((), PlainNames()), TEMPLATES, reads=reads
        )
        return context, reads, reads.watched("related", related)

    context, reads, found = watched()
    planned, _ = planned_pages(context, found, are_compared=False)
    together = {}
    for later in planned:
        for parts in later.plan(later.papers) if isinstance(later, LaterPages) else ():
            with reads.gathered() as noted:
                together[parts.address] = parts.printed(), noted
    context, reads, found = watched()
    alone = {}
    for key, paper in library.papers.items():
        parts = paper_page(context, paper, found, neighbours_in_topics(context)[key])
        with reads.gathered() as noted:
            alone[parts.address] = parts.printed(), noted
    assert together == alone
    assert all(len(noted) > 1 for _, noted in together.values())


def test_what_was_cited_before_is_never_taken_for_another_paper() -> None:
    paper, same = a_paper("one", title="A"), a_paper("one", title="B")
    first, second = a_library(paper), a_library(same)
    for _ in range(2):
        assert "{A}" in written_entry(reference_to(paper, first, HERE), "bibtex")
        assert "{B}" in written_entry(reference_to(same, second, HERE), "bibtex")


def test_of_many_papers_only_some_references_are_remembered() -> None:
    papers = [a_paper(f"paper-{number}") for number in range(references.REFERENCES_KEPT + 2)]
    library = a_library(*papers)
    made = [reference_to(paper, library, HERE) for paper in papers]
    assert [reference.key for reference in made] == [paper.key for paper in papers]
    assert len(references._latest) <= references.REFERENCES_KEPT
    assert reference_to(papers[-1], library, HERE) is made[-1]
