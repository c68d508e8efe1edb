"""The library as the search sees it: names instead of keys, formulas in plain characters."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from pathlib import Path

from generator.model.library import Library
from generator.model.paper import Paper
from generator.model.topic import Tag, Topic
from generator.search.documents import SearchDocument
from generator.search.kept_formulas import formulas_remembered
from generator.text.maths import mixed_plain


def search_documents(library: Library, kept: Path | None = None) -> tuple[SearchDocument, ...]:
    """Every paper that has a page worth finding, in the order of the library; removed ones are left out.

    ``kept`` is the folder that `build_search` is given as well; there the formulas are kept that were typeset.
    """
    topics, tags = Named(library.topics), Named(library.tags)
    with formulas_remembered(kept) if kept else nullcontext():
        return tuple(
            [
                search_document(paper, topics, tags)
                for paper in library.papers.values()
                if paper.status != "removed"
            ]
        )


class Named(dict[str, tuple[str, str]]):
    """The (id, name) pairs of topics or tags, each made once; what is not defined is called by its id."""

    def __init__(self, given: Mapping[str, Topic | Tag]) -> None:
        super().__init__({key: (key, one.name) for key, one in given.items()})

    def __missing__(self, key: str) -> tuple[str, str]:
        pair = self[key] = key, key
        return pair


def search_document(paper: Paper, topics: Named, tags: Named) -> SearchDocument:
    """One paper with everything it can be found by."""
    values = (  # in the order of the fields
        paper.key,
        mixed_plain(paper.title),
        f"papers/{paper.key}/",
        paper.topic,
        topics[paper.topic][1],
        paper.name,
        paper.authors,
        paper.organizations,
        tuple([topics[key] for key in paper.also_in]),
        tuple([tags[key] for key in paper.tags]),
        paper.kind,
        paper.venue.name if paper.venue else None,
        paper.date.year,
        str(paper.date),
        plain(paper.tldr),
        plain(paper.summary),
        plain(paper.abstract),
        paper.links.arxiv,
        paper.links.doi,
        paper.links.code is not None,
        paper.comments if paper.listed else 0,
        paper.status,
    )
    return SearchDocument._make(values)


def plain(text: str | None) -> str | None:
    """Text with its formulas in plain characters, None where there is none."""
    return mixed_plain(text) if text else None
