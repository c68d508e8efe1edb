"""The topics: their index, and a shelf for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from generator.indexes.addresses import TOPICS, topic_address
from generator.model.paper import KINDS, PaperKey
from generator.model.topic import Topic
from generator.pages.context import PageContext
from generator.pages.frame import PageParts
from generator.pages.lists import CARDS_A_PAGE
from generator.pages.paper_views import Named, PaperCard, maths, paragraphs
from generator.pages.shelf_pages import Shelf, shelf_pages
from generator.pages.wording import KIND_NAMES, shortened
from generator.text.counting import counted
from generator.text.maths import mixed_plain

MOST_DESCRIBED = 300
"""Topics that the index of topics describes; of more it gives the names, or its page would be too large."""


@dataclass(frozen=True, slots=True)
class TopicLine:
    """A topic in a list."""

    name: str
    address: str
    description: Markup
    """Empty where there are too many topics for each to be described."""
    count: int


class TopicGroup(NamedTuple):
    """The topics below one heading."""

    name: str
    hue: int
    topics: tuple[TopicLine, ...]


class Step(NamedTuple):
    """A paper to begin with."""

    card: PaperCard
    why: Markup


def topic_pages(context: PageContext) -> Iterator[PageParts]:
    """The index of topics and every topic's shelf."""
    names = ", ".join(dict.fromkeys(topic.group for topic in context.library.topics.values()))
    yield PageParts(
        address=TOPICS,
        title="Topics",
        description=shortened(
            f"All {counted(len(context.library.topics), 'topic')} of the index, in groups: {names}.", 300
        ),
        body=context.printer.print("topics.html", groups=topic_groups(context)),
        section="topics",
    )
    for key, papers in context.indexes.by_topic.items():
        yield from one_topic(context, context.library.topics[key], papers)


def topic_groups(context: PageContext) -> tuple[TopicGroup, ...]:
    """The topics in their order, gathered into their groups."""
    described = len(context.library.topics) <= MOST_DESCRIBED
    groups: dict[str, list[TopicLine]] = {}
    hues: dict[str, int] = {}
    for key, topic in context.library.topics.items():
        hues.setdefault(topic.group, context.views.hues[key])
        count = len(context.indexes.by_topic[key])
        description = maths(topic.description.strip() if described else "")
        line = TopicLine(topic.name, topic_address(key), description, count)
        groups.setdefault(topic.group, []).append(line)
    return tuple(TopicGroup(name, hues[name], tuple(lines)) for name, lines in groups.items())


def one_topic(context: PageContext, topic: Topic, papers: Sequence[PaperKey]) -> Iterator[PageParts]:
    """A topic's shelf, and where it takes several pages one for each kind."""
    shelf = topic_shelf(context, topic, papers)
    yield from shelf_pages(context, shelf)
    if shelf.kind_shelves and len(papers) > CARDS_A_PAGE:
        kinds = context.kinds
        for kind, count in Counter(map(kinds.get, papers)).items():
            if kind in KINDS and count < len(papers):
                own = [key for key in papers if kinds.get(key) == kind]
                yield from shelf_pages(context, kind_shelf(shelf, topic, kind, own))


def topic_shelf(context: PageContext, topic: Topic, papers: Sequence[PaperKey]) -> Shelf:
    """Everything about a topic."""
    return Shelf(
        address=topic_address(topic.key),
        heading=topic.name,
        title=f"{topic.name}: papers",
        description=shortened(
            f"{topic.name}: {counted(len(papers), 'paper')}. {mixed_plain(topic.description)}", 300
        ),
        papers=papers,
        sort=topic.group,
        lead=paragraphs(topic.description),
        before=start_here(context, topic),
        empty="No paper stands under this topic yet.",
        crumbs=(Named("Topics", TOPICS),),
        section="topics",
        source=topic.source,
        hue=context.views.hues[topic.key],
        kind_shelves=context.extent.kinds_of_topics,
        exported=("topics", topic.key),
        query=f"topic:{topic.key}",
        order="newest",
    )


def kind_shelf(shelf: Shelf, topic: Topic, kind: str, papers: Sequence[PaperKey]) -> Shelf:
    """The papers of one kind under a topic."""
    name = KIND_NAMES[kind][1]
    return shelf._replace(
        address=f"{shelf.address}{kind}/",
        heading=f"{topic.name}: {name.lower()}",
        title=f"{topic.name}: {name.lower()} only",
        description=f"{name} only. {shelf.description}",
        papers=papers,
        before=Markup(),
        crumbs=(*shelf.crumbs, Named(topic.name, shelf.address)),
        filters=False,
        kind_shelves=False,
        exported=None,
        query=f"topic:{topic.key} kind:{kind}",
    )


def start_here(context: PageContext, topic: Topic) -> Markup:
    """The papers to read first; nothing where the editors named none."""
    if not topic.start_here:
        return Markup()
    steps = [Step(context.views.card(first.paper), maths(first.why)) for first in topic.start_here]
    return context.printer.print("start_here.html", steps=steps, hue=context.views.hues[topic.key])
