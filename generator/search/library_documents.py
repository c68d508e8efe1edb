"""The library as the search sees it: names instead of keys, formulas in plain characters."""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Mapping
from pathlib import Path

from generator.model.entry_texts import EntryTexts
from generator.model.later_papers import sources_of
from generator.model.library import Library
from generator.model.paper import Paper, TagKey
from generator.model.topic import Tag, Topic
from generator.search.documents import MARSHAL_VERSION, Documents, SearchDocument, marks_of
from generator.search.kept_formulas import rules as rules_of_formulas
from generator.search.kept_shards import rules
from generator.text.maths import mixed_plain
from generator.working.kept_marks import marks_by_texts


class LibraryDocuments(Documents):
    """The documents of a library's papers, in their order; none of them was removed. Each is made when somebody asks for it."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._keys = tuple(library.papers)
        self._names = Named(library.topics), Named(library.tags)
        self._abbreviations = abbreviations_by_tag(library.tags)
        self._made: list[SearchDocument | None] = [None] * len(self._keys)

    def __len__(self) -> int:
        return len(self._keys)

    def document(self, place: int) -> SearchDocument:
        """As it was made, or makes it."""
        made = self._made[place]
        if made is None:
            made = self._made[place] = search_document(
                self._library.papers[self._keys[place]], *self._names, self._abbreviations
            )
        return made

    def marks(self, texts: EntryTexts, kept: Path) -> list[bytes]:
        """What `marks_of` tells; those of entries whose ``texts`` are what they were are kept in the folder."""
        library = self._library
        names = [[(key, one.name) for key, one in shelf.items()] for shelf in (library.topics, library.tags)]
        given = names, list(self._abbreviations.items())
        told = hashlib.sha256(marshal.dumps(given, MARSHAL_VERSION)).hexdigest()
        return marks_by_texts(
            list(sources_of(library.papers).values()),
            texts,
            lambda places: marks_of(self[place] for place in places),
            kept / "marks",
            f"{rules()} {rules_of_formulas()} {told}",
        )


class Named(dict[str, tuple[str, str]]):
    """The (id, name) pairs of topics or tags, each made once; what is not defined is called by its id."""

    def __init__(self, given: Mapping[str, Topic | Tag]) -> None:
        super().__init__({key: (key, one.name) for key, one in given.items()})

    def __missing__(self, key: str) -> tuple[str, str]:
        pair = self[key] = key, key
        return pair


def abbreviations_by_tag(tags: Mapping[TagKey, Tag]) -> dict[TagKey, tuple[str, ...]]:
    """The aliases of each tag that are abbreviations; tags without any are left out.

    The others are words that a paper on the subject has anyway, and common ones would be rare no more.
    """
    found = {key: tuple(filter(is_abbreviation, tag.aliases)) for key, tag in tags.items()}
    return {key: aliases for key, aliases in found.items() if aliases}


def is_abbreviation(alias: str) -> bool:
    """Whether it is one word with two capitals, as ``VAE`` and ``LoRA`` are."""
    return alias.isalpha() and sum(map(str.isupper, alias)) > 1


def search_document(
    paper: Paper, topics: Named, tags: Named, abbreviations: Mapping[TagKey, tuple[str, ...]]
) -> SearchDocument:
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
        paper.venue.year if paper.venue else None,
        tuple([alias for key in paper.tags for alias in abbreviations.get(key, ())]),
    )
    return SearchDocument._make(values)


def plain(text: str | None) -> str | None:
    """Text with its formulas in plain characters, None where there is none."""
    return mixed_plain(text) if text else None
