"""A page for every paper, and one for each of its former addresses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from markupsafe import Markup

from generator.exports.citation import CitationForm, citation_of
from generator.indexes.addresses import paper_address, topic_address
from generator.indexes.changes import day_of_change, day_of_entry
from generator.model.many_authors import MOST_NAMED
from generator.model.paper import Paper, PaperKey
from generator.model.partial_date import PartialDate
from generator.pages.choice import ALL, Choice
from generator.pages.context import PageContext
from generator.pages.frame import PageParts
from generator.pages.kin_view import kin_of
from generator.pages.lineage_view import lineage_view
from generator.pages.paper_views import PaperCard, PaperPage, with_links
from generator.pages.printer import ROOT_MARK
from generator.pages.wording import description_of
from generator.text.html_words import escaped, finished
from generator.text.maths import mixed_plain
from generator.working.reads import Read, Reads

if TYPE_CHECKING:
    from generator.indexes.related_paper import RelatedPaper

Neighbours: TypeAlias = Mapping[PaperKey, tuple[PaperKey | None, PaperKey | None]]
"""Of a paper, the next newer and the next older one of its topic."""

CORRECTION_FORM = "correct-entry.yml"
"""The issue form for readers who found a mistake; .github/ISSUE_TEMPLATE holds it."""
REMOVED = "Removed entry"
MOST_AUTHORS_IN_SIGHT, AUTHORS_IN_SIGHT = 16, 10
DAYS_KEPT = 2_000
"""On one day many papers enter an index."""


class Near(NamedTuple):
    """A related paper and what the two share."""

    card: PaperCard
    shared: str


class Day(NamedTuple):
    """A day for programs (``2025-10-30``) and for readers (``30 October 2025``)."""

    iso: str
    in_words: str


class PaperDays(NamedTuple):
    """When the index got to know a paper; a day that nobody knows is None."""

    added: Day | None
    changed: Day | None


def paper_pages(
    context: PageContext, related: Mapping[PaperKey, tuple[RelatedPaper, ...]], choice: Choice = ALL
) -> Iterator[PageParts]:
    """Every chosen paper's page, then the pages of former addresses."""
    neighbours = neighbours_in_topics(context)
    papers = context.library.papers
    for key in papers:
        if choice.has(paper_address(key)):
            yield paper_page(context, papers[key], related, neighbours.get(key, (None, None)))
    for key, aliases in context.aliases.items():
        for alias in aliases:
            yield moved_page(
                context, paper_address(alias), paper_address(key), mixed_plain(papers[key].title)
            )
    for paper in context.removed.values():
        yield tombstone_page(context, paper)
        for alias in paper.aliases:
            yield moved_page(context, paper_address(alias), paper_address(paper.key), REMOVED)
    for topic in context.library.topics.values():
        for alias in topic.aliases:
            yield moved_page(context, topic_address(alias), topic_address(topic.key), topic.name)


def paper_page(
    context: PageContext,
    paper: Paper,
    related: Mapping[PaperKey, tuple[RelatedPaper, ...]],
    neighbours: tuple[PaperKey | None, PaperKey | None],
) -> PageParts:
    """One paper's page; ``neighbours`` are the next newer and the next older paper of its topic."""
    return PageParts(
        address=paper_address(paper.key),
        title=mixed_plain(paper.title),
        description=description_of(paper),
        later=partial(paper_body, context, paper, related, neighbours),
        section="papers",
        source=paper.source,
        whole_frame=context.extent.whole_frame,
    )


def pages_together(
    context: PageContext,
    papers: Sequence[Paper],
    related: Mapping[PaperKey, tuple[RelatedPaper, ...]],
    neighbours: Neighbours,
) -> Iterator[PageParts]:
    """The pages of some papers, printed already."""
    two_of_each = [neighbours.get(paper.key, (None, None)) for paper in papers]
    noted: list[set[Read]] | None = [set() for _ in papers] if context.is_watched else None
    bodies = paper_bodies(context, papers, related, two_of_each, noted)
    for place, (paper, two) in enumerate(zip(papers, two_of_each, strict=True)):
        before = partial(_printed_before, context.reads, noted[place] if noted else None, bodies[place])
        yield paper_page(context, paper, related, two)._replace(before=before)


def _printed_before(reads: Reads | None, noted: set[Read] | None, body: Markup) -> Markup:
    if reads is not None and noted is not None:
        reads.again(noted)
    return body


def is_of_paper(parts: PageParts) -> bool:
    """Whether a planned page is that of a paper, which stands."""
    return parts.later is not None and parts.later.func is paper_body


def paper_body(
    context: PageContext,
    paper: Paper,
    related: Mapping[PaperKey, tuple[RelatedPaper, ...]],
    neighbours: tuple[PaperKey | None, PaperKey | None],
) -> Markup:
    """Everything on a paper's page."""
    return paper_bodies(context, [paper], related, [neighbours])[0]


def paper_bodies(
    context: PageContext,
    papers: Sequence[Paper],
    related: Mapping[PaperKey, tuple[RelatedPaper, ...]],
    neighbours: Sequence[tuple[PaperKey | None, PaperKey | None]],
    noted: Sequence[set[Read]] | None = None,
) -> list[Markup]:
    """The same of some papers. What is looked up for each may be ``noted`` in a set of its own.

    Each step is taken for all of them before the next: what a processor did just now it does again in less time, and of
    printing a page that is a seventh.
    """

    def each(*given: Iterable[Any]) -> Iterable[tuple[Any, ...]]:
        things = zip(papers, *given, strict=True)
        return things if noted is None or context.reads is None else context.reads.apart(things, noted)

    views = [context.views.page(paper.key) for (paper,) in each()]
    forms = [citation_forms(context, paper) for (paper,) in each()]
    drawings = [
        lineage_view(context, paper.key) if view.builds_on or view.heirs else None
        for paper, view in each(views)
    ]
    others = [_others(context, paper, view, related, two) for paper, view, two in each(views, neighbours)]
    printed = context.printer.print
    return [
        printed("paper.html", paper=view, card=view.card, forms=cited, lineage=drawing, **rest)
        for view, cited, drawing, rest in zip(views, forms, drawings, others, strict=True)
    ]


def _others(
    context: PageContext,
    paper: Paper,
    view: PaperPage,
    related: Mapping[PaperKey, tuple[RelatedPaper, ...]],
    neighbours: tuple[PaperKey | None, PaperKey | None],
) -> dict[str, object]:
    """What the template is told beside the paper itself, its drawing and the ways to cite it."""
    views, identity, card = context.views, context.identity, view.card
    is_whole = context.extent.whole_frame
    newer, older = neighbours
    return {
        "whole": is_whole,
        # Scripts read a plain title off the heading; one with a formula or in another script reads otherwise there.
        "named": is_whole or card.title != escaped(card.plain_title),
        "authors_shown": authors_shown(len(view.authors)),
        "authors_named": MOST_NAMED,
        "topic": view.topics[0],
        "tags": finished("\n".join(map(context.kept_chip, view.tags))),
        "ancestors": kin_of(context, view.builds_on),
        "heirs": kin_of(context, view.heirs),
        "related": [
            Near(views.card(near.paper), ", ".join(near.shared))
            for near in related.get(paper.key, ())[: context.extent.most_related]
        ],
        "newer": views.card(newer) if newer else None,
        "older": views.card(older) if older else None,
        "edit": identity.edit_address(paper.source),
        "history": identity.history_address(paper.source) if is_whole else None,
        "days": paper_days(context, paper),
        "correct": identity.issue_address(CORRECTION_FORM, title=f"Correct {paper.key}", entry=paper.key),
    }


def tombstone_page(context: PageContext, paper: Paper) -> PageParts:
    """What is left of a removed paper: that it was here, and why it is not any more."""
    return PageParts(
        address=paper_address(paper.key),
        title=f"{REMOVED}: {paper.key}",
        description="This entry was removed from the index.",
        body=context.printer.print(
            "removed.html",
            key=paper.key,
            note=with_links(paper.status_note or ""),
            history=context.identity.history_address(paper.source),
        ),
        head='<meta name="robots" content="noindex">\n',
        section="papers",
        source=paper.source,
    )


def paper_days(context: PageContext, paper: Paper) -> PaperDays:
    """When the paper entered and when its entry was last changed, as far as known."""
    return PaperDays(
        added=_day(day_of_entry(paper, context.history)),
        changed=_day(day_of_change(paper, context.history)),
    )


@lru_cache(maxsize=DAYS_KEPT)
def _day(day: dt.date | None) -> Day | None:
    if day is None:
        return None
    date = PartialDate(day.year, day.month, day.day)
    return Day(str(date), date.in_words)


def authors_shown(count: int) -> int:
    """How many authors stand in sight; the rest of a long list is folded, never a single one."""
    return count if count <= MOST_AUTHORS_IN_SIGHT else AUTHORS_IN_SIGHT


def citation_forms(context: PageContext, paper: Paper) -> tuple[CitationForm, ...]:
    """How to cite the paper; nothing for one that was removed."""
    citation = citation_of(paper, context.library, context.identity, context.extent)
    return () if citation is None else citation.forms


def neighbours_in_topics(context: PageContext) -> Neighbours:
    """For each paper the next newer and the next older one among those whose main topic is the same; none where the
    site's extent does without."""
    if not context.extent.neighbours:
        return {}
    return {key: two for shelf in context.indexes.by_main_topic.values() for key, two in neighbours_in(shelf)}


def neighbours_in(
    shelf: Sequence[PaperKey],
) -> Iterator[tuple[PaperKey, tuple[PaperKey | None, PaperKey | None]]]:
    """Each paper of a shelf with the one before it and the one behind it; of an empty shelf nothing."""
    # The shelf decides where to end: with none on it, there is still a pair of nobody and nobody.
    return zip(shelf, zip([None, *shelf], [*shelf[1:], None], strict=False), strict=False)


def moved_page(context: PageContext, former: str, address: str, name: str) -> PageParts:
    """A former address: it sends readers on at once, and says so to those it cannot send."""
    return PageParts(
        address=former,
        title=f"Moved: {name} (was {former.rstrip('/').rpartition('/')[2]})",
        description=f"{name} has a new address.",
        body=context.printer.print("moved.html", title=name, address=address),
        head=f'<meta http-equiv="refresh" content="0; url={ROOT_MARK}/{address}">\n<meta name="robots" content="noindex">\n',
        canonical=address,
    )
