"""The library as the search sees it: names instead of keys, formulas in plain characters."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

from generator.model.library import Library
from generator.model.paper import Paper, TopicKey
from generator.search.documents import SearchDocument
from generator.search.kept_formulas import formulas_remembered
from generator.text.maths import mixed_plain


def search_documents(library: Library, kept: Path | None = None) -> tuple[SearchDocument, ...]:
    """Every paper that has a page worth finding, in the order of the library; removed ones are left out.

    ``kept`` is the folder that `build_search` is given as well; there the formulas are kept that were typeset.
    """
    with formulas_remembered(kept) if kept else nullcontext():
        return tuple(
            search_document(paper, library) for paper in library.papers.values() if paper.status != "removed"
        )


def search_document(paper: Paper, library: Library) -> SearchDocument:
    """One paper with everything it can be found by."""
    return SearchDocument(
        key=paper.key,
        title=mixed_plain(paper.title),
        address=f"papers/{paper.key}/",
        topic=paper.topic,
        topic_name=topic_name(paper.topic, library),
        name=paper.name,
        authors=paper.authors,
        organisations=paper.organizations,
        also_in=tuple((key, topic_name(key, library)) for key in paper.also_in),
        tags=tuple((key, library.tags[key].name if key in library.tags else key) for key in paper.tags),
        kind=paper.kind,
        venue=paper.venue.name if paper.venue else None,
        year=paper.date.year,
        date=str(paper.date),
        tldr=plain(paper.tldr),
        summary=plain(paper.summary),
        abstract=plain(paper.abstract),
        arxiv=paper.links.arxiv,
        doi=paper.links.doi,
        has_code=paper.links.code is not None,
        comments=paper.comments,
        status=paper.status,
    )


def topic_name(key: TopicKey, library: Library) -> str:
    """What readers call the topic."""
    return library.topics[key].name if key in library.topics else key


def plain(text: str | None) -> str | None:
    """Text with its formulas in plain characters, None where there is none."""
    return mixed_plain(text) if text else None
