"""The field seen whole: a map of the papers, and figures with their tables."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from markupsafe import Markup

from generator.indexes.addresses import COMPARE, FIELD
from generator.model.paper import PaperKey
from generator.pages.charts import code_bars, columns_by_year, kind_bars, topic_bars, venue_bars
from generator.pages.context import PageContext
from generator.pages.frame import PageParts
from generator.pages.map_view import map_view
from generator.pages.printer import ROOT_MARK
from generator.text.counting import counted

if TYPE_CHECKING:
    from generator.indexes.related_paper import RelatedPaper


def field_page(context: PageContext, related: Mapping[PaperKey, tuple[RelatedPaper, ...]]) -> PageParts:
    """The map and the figures."""
    return PageParts(
        address=FIELD,
        title="Map of the field",
        description=f"The {counted(len(context.library.papers), 'paper')} of the index in figures: by year, topic, kind, venue and code.",
        later=partial(field_body, context, related),
        speaks_of_all=True,
        section="field",
    )


def field_body(context: PageContext, related: Mapping[PaperKey, tuple[RelatedPaper, ...]]) -> Markup:
    """The map, and each figure with its table."""
    topics, every_topic = topic_bars(context), len(context.library.topics)
    return context.printer.print(
        "field.html",
        map=map_view(context, related),
        columns=columns_by_year(context),
        topics=topics,
        more_topics=every_topic if every_topic > len(topics) else 0,
        kinds=kind_bars(context),
        venues=venue_bars(context),
        code=code_bars(context),
    )


def compare_page(context: PageContext) -> PageParts:
    """The page on which a script sets papers side by side."""
    return PageParts(
        address=COMPARE,
        title="Compare papers",
        description="Two to five papers side by side: idea, results, kind, tags, code and date.",
        body=context.printer.print("compare.html"),
        head=f'<link rel="stylesheet" href="{ROOT_MARK}/{context.assets.address_of("compare.css")}">\n',
        section="compare",
    )
