"""What is new in the index: the papers that entered and the entries that were changed, day by day."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import NamedTuple

from generator.feeds.addresses import CHANGES_FEED, DIGEST, feed_address, feed_links
from generator.feeds.change_feed import MOST_NAMED, anchor_of, change_title
from generator.indexes.addresses import CHANGES
from generator.indexes.changes import Change
from generator.model.partial_date import PartialDate
from generator.pages.context import PageContext
from generator.pages.frame import PageParts
from generator.pages.paper_views import PaperCard
from generator.pages.printer import ROOT_MARK


class ToldChange(NamedTuple):
    """One change as the page tells it."""

    anchor: str
    heading: str
    day: str
    iso_day: str
    subject: str
    revision: str
    """Where the revision can be seen; empty where nobody knows."""
    papers: tuple[PaperCard, ...]
    more: int


def changes_page(context: PageContext) -> PageParts:
    """The latest changes; where the history is not known, only what entered."""
    told = tuple(change.shortened(MOST_NAMED) for change in context.changes)
    name = context.identity.name
    return PageParts(
        address=CHANGES,
        title="What is new",
        description=f"Papers that entered the {name} lately, and entries that were changed, day by day.",
        later=partial(changes_body, context, told),
        head=feed_links(DIGEST, CHANGES_FEED, f"{name}: changes", ROOT_MARK) + "\n",
        section="new",
    )


def changes_body(context: PageContext, changes: Iterable[tuple[Change, int]]) -> str:
    """What the page says: changes with the papers that it names, and how many each has in all."""
    return context.printer.print(
        "changes.html",
        changes=[told_change(context, change, count) for change, count in changes],
        gap=context.history.gap,
        feed=feed_address(DIGEST, CHANGES_FEED, "atom"),
        json_feed=feed_address(DIGEST, CHANGES_FEED, "json"),
    )


def told_change(context: PageContext, change: Change, count: int) -> ToldChange:
    """A change with its words and links, which has ``count`` papers in all."""
    day = PartialDate(change.day.year, change.day.month, change.day.day)
    return ToldChange(
        anchor=anchor_of(change),
        heading=change_title(change, count, context.library),
        day=day.in_words,
        iso_day=str(day),
        subject=change.subject,
        revision=(context.identity.commit_address(change.commit) or "") if change.commit else "",
        papers=tuple(context.views.card(key) for key in change.papers),
        more=count - len(change.papers),
    )
