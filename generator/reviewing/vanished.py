"""Addresses of the published site that the content would take away.

Ids of papers and topics must stay, as entries or as aliases: losing one is an error. The pages of tags, authors,
organisations and venues follow what entries say and do not forward: losing one is a warning.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from generator.indexes.addresses import PAPERS, TAGS, TOPICS
from generator.indexes.claims import Claims, claims_of
from generator.indexes.indexes import build_indexes
from generator.indexes.standing import standing_library
from generator.model.extent import extent_of
from generator.model.library import Library
from generator.model.paper import Paper, PaperKey
from generator.model.problem import Place, Problem
from generator.text.folding import folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What the published site claims; with its library where a revision tells it, without where a manifest does."""

    claims: Claims
    library: Library | None = None


def published_library(library: Library, extent: str | None = None) -> Published:
    """What a site made from ``library`` claims; ``extent`` is what the index wants of it, as `extent_of` takes it."""
    return Published(claims=_claims(library, extent), library=library)


def _claims(library: Library, extent: str | None) -> Claims:
    standing = standing_library(library)
    return claims_of(library, build_indexes(standing), extent_of(len(standing.papers), extent))


def vanished_addresses(
    before: Published,
    now: Library,
    unread: Collection[str],
    shown_content: str,
    extent: str | None = None,
) -> Iterator[Problem]:
    """Every address of ``before`` that a site of ``now`` does not have.

    ``unread`` are the ids of files that are there and could not be read: their faults are told already.
    ``extent`` is as in `published_library`.
    """
    claims = _claims(now, extent)
    for key, owner in before.claims.papers.items():
        if key in claims.papers:
            yield from _given_away(key, owner, before, now, shown_content)
        elif key not in unread and owner not in unread:
            yield _vanished_paper(key, owner, before, now, shown_content)
    for key, owner in before.claims.topics.items():
        if key not in claims.topics and key not in unread:
            place = f"topics/{owner}.yml"
            yield Problem(
                "E601",
                f"the address {TOPICS}{key}/ would vanish",
                Place(f"{shown_content}/{place}"),
                f"put '{key}' into the aliases of the topic that took its place",
            )
    yield from _vanished_names(before, claims, now, shown_content)


def _vanished_paper(
    key: str, owner: PaperKey, before: Published, now: Library, shown_content: str
) -> Problem:
    former = before.library.papers.get(owner) if before.library else None
    successor = now.papers.get(owner) or (_same_paper(former, now) if former else None)
    if successor is not None:
        place, hint = (
            successor.source,
            f"put '{key}' into its aliases; `paperindex rename` does that by itself",
        )
    else:
        place = former.source if former else f"papers/{key}.yml"
        hint = (
            "keep the entry with status: removed and a status_note, or put the id into the aliases of the entry "
            "that took its place"
        )
    return Problem(
        "E601", f"the address {PAPERS}{key}/ would vanish", Place(f"{shown_content}/{place}"), hint
    )


def _same_paper(former: Paper, now: Library) -> Paper | None:
    """The entry that a vanished one most likely became."""
    for paper in now.papers.values():
        if (former.links.arxiv and former.links.arxiv == paper.links.arxiv) or folded(former.title) == folded(
            paper.title
        ):
            return paper
    return None


def _given_away(
    key: str, owner: PaperKey, before: Published, now: Library, shown_content: str
) -> Iterator[Problem]:
    """A fault where an id leads to another paper than it did."""
    paper = now.papers.get(key)
    if paper is None:
        return
    former = before.library.papers.get(key) if before.library else None
    if owner != key and not _is_same(before.library.papers.get(owner) if before.library else None, paper):
        message = f"the id '{key}' forwarded to '{owner}' and would now be another paper's"
    elif former is not None and not _is_same(former, paper):
        message = f"the id '{key}' would be that of another paper: it was '{former.title}'"
    else:
        return
    yield Problem(
        "E602",
        message,
        Place(f"{shown_content}/{paper.source}"),
        "give the new paper an id that nobody had",
    )


def _is_same(former: Paper | None, paper: Paper) -> bool:
    """Whether an entry still speaks of the paper it spoke of; one that only had its title or link corrected does."""
    if former is None:
        return False
    one, other = former.links.arxiv, paper.links.arxiv
    if one and other:
        return one == other or folded(former.title) == folded(paper.title)
    return folded(former.title) == folded(paper.title) or bool(set(former.authors) & set(paper.authors))


def _vanished_names(before: Published, claims: Claims, now: Library, shown_content: str) -> Iterator[Problem]:
    for family, pages in before.claims.names.items():
        for key, papers in pages.items():
            if key in claims.names.get(family, {}):
                continue
            remaining = [now.papers[paper] for paper in papers if paper in now.papers]
            standing = [paper for paper in remaining if paper.status != "removed"]
            # Where the papers went too, they have told it.
            if papers and not standing:
                continue
            place = "tags.yml" if family == TAGS else standing[0].source if standing else "papers"
            yield Problem(
                "W601",
                f"the page {family}{key}/ would vanish",
                Place(f"{shown_content}/{place}"),
                "if it was only spelled anew, links to the old page lead nowhere; else leave it so",
            )
