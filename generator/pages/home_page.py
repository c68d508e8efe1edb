"""The generated part of the front page: what is here, at a glance."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from markupsafe import Markup

from generator.indexes.addresses import AUTHORS, PAPERS, TAGS, TOPICS, VENUES, YEARS, tag_address
from generator.pages.charts import SMALL_HEIGHT, SMALL_WIDTH, columns_by_year
from generator.pages.context import PageContext
from generator.pages.topic_pages import topic_groups

NEWEST_SHOWN = 6
DISCUSSED_SHOWN = 6
TAGS_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Fact:
    """A number with its name and the page that lists what it counts."""

    name: str
    count: int
    address: str


def home_sections(context: PageContext) -> Markup:
    """Everything below the hand-written words of the front page."""
    indexes = context.indexes
    active = (key for key in indexes.newest if context.library.papers[key].is_active)
    return context.printer.print(
        "home.html",
        numbers=numbers(context),
        groups=topic_groups(context),
        newest=[context.card(key) for key in islice(active, NEWEST_SHOWN)],
        discussed=[context.card(key) for key in indexes.discussed[:DISCUSSED_SHOWN]],
        tags=tag_cloud(context),
        columns=columns_by_year(context, SMALL_WIDTH, SMALL_HEIGHT),
    )


def numbers(context: PageContext) -> list[Fact]:
    """How much there is of everything."""
    indexes = context.indexes
    return [
        Fact("papers", len(indexes.newest), PAPERS),
        Fact("topics", len(indexes.by_topic), TOPICS),
        Fact("tags", len(indexes.by_tag), TAGS),
        Fact("authors", len(indexes.authors.shown), AUTHORS),
        Fact("venues", len(indexes.venues.shown), VENUES),
        Fact("years", len(indexes.by_year), YEARS),
    ]


def tag_cloud(context: PageContext) -> list[Fact]:
    """The tags most papers have, most first."""
    used = [
        (len(papers), context.library.tags[key]) for key, papers in context.indexes.by_tag.items() if papers
    ]
    first = sorted(used, key=lambda item: (-item[0], item[1].name, item[1].key))[:TAGS_SHOWN]
    return [Fact(tag.name, count, tag_address(tag.key)) for count, tag in first]
