"""Shelves: the pages that list the papers of a topic, a tag, a person, a place or a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from markupsafe import Markup

from generator.indexes.addresses import search_address
from generator.model.paper import KINDS, PaperKey
from generator.model.partial_date import PartialDate
from generator.pages.context import Listed, PageContext
from generator.pages.frame import PageParts
from generator.pages.lists import CARDS_A_PAGE, LINES_A_PAGE, Stretch, page_suffix, pager, stretches
from generator.pages.paper_views import Named
from generator.pages.wording import KIND_NAMES

FEW = 6
"""So many papers need neither filters nor headings by year."""


NOTHING = Markup()


class Shelf(NamedTuple):
    """A list of papers with what is said above it."""

    address: str
    heading: str
    """The h1."""
    title: str
    """For the tab and for search engines: unlike any other page's."""
    description: str
    papers: Sequence[PaperKey]

    sort: str = ""
    """What the shelf is, above its heading: Topic, Tag, Author …"""
    lead: tuple[Markup, ...] = ()
    """Paragraphs below the heading."""
    before: Markup = NOTHING
    """Printed between the lead and the list, on the first page."""
    empty: str = "No paper stands here yet."
    crumbs: tuple[Named, ...] = ()
    section: str = ""
    source: str | None = None
    hue: int = 0
    by_year: bool = True
    """Whether headings part the years."""
    filters: bool = True
    exported: tuple[str, str] | None = None
    """Sort and key of the list in the plan of exports."""
    kind_shelves: bool = False
    """Whether each kind has a shelf of its own below this one's address, for when it takes several pages."""
    whole_frame: bool = True
    """As in `PageParts`."""
    in_lines: bool = False
    """Whether each paper has a line instead of a card."""
    by_month: bool = False
    """Whether headings part the months: of a year's papers."""
    query: str = ""
    """What the search is asked for the same papers, where it can be."""
    order: str = ""
    """In which order the search has to show them to begin with the same ones."""
    left_out: int = 0
    """Papers that only the search and the list from A to Z have, because there are so many."""

    @property
    def in_search(self) -> str:
        """Where the search shows all of them; empty where it cannot."""
        asked = {name: value for name, value in (("q", self.query), ("sort", self.order)) if value}
        return search_address(**asked) if asked else ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter and how many papers have it."""

    value: str
    name: str
    count: int
    address: str


class Choices(NamedTuple):
    """The filters of a shelf."""

    kinds: tuple[Choice, ...] = ()
    years: tuple[Choice, ...] = ()


NO_CHOICES = Choices()


class Group(NamedTuple):
    """The cards below one heading."""

    heading: str
    anchor: str
    cards: tuple[Markup, ...]
    silent: bool = False
    """Whether the heading is there for those who do not see the page only."""


def shelf_pages(context: PageContext, shelf: Shelf) -> Iterator[PageParts]:
    """All pages of a shelf; of a very long one those of its first papers."""
    most = context.extent.most_listed
    if most is not None and len(shelf.papers) > most and not shelf.in_lines:
        shelf = shelf._replace(papers=shelf.papers[:most], left_out=len(shelf.papers) - most)
    pages = stretches(shelf.papers, LINES_A_PAGE if shelf.in_lines else CARDS_A_PAGE, shelf.address)
    choices = choices_of(context, shelf, pages)
    # Where only one paper of many moved, most pages are handed what they were handed before.
    above, shown = shelf._replace(papers=()), len(shelf.papers)
    for stretch in pages:
        suffix = page_suffix(stretch.number, stretch.of)
        yield PageParts(
            address=stretch.address,
            title=shelf.title + suffix,
            description=(f"Page {stretch.number}. " if suffix else "") + shelf.description,
            later=partial(shelf_body, context, above, shown, stretch, choices),
            section=shelf.section,
            source=shelf.source,
            whole_frame=shelf.whole_frame,
        )


def choices_of(context: PageContext, shelf: Shelf, pages: Sequence[Stretch[PaperKey]]) -> Choices:
    """What the shelf can be narrowed to, counted once for all its pages."""
    # Lines do not tell what could be chosen; counted on a shortened shelf, the choices would be wrong.
    if not shelf.filters or len(shelf.papers) <= FEW or shelf.left_out or shelf.in_lines:
        return NO_CHOICES
    return Choices(
        kinds=kind_choices(context, shelf, single=len(pages) == 1),
        years=year_choices(context, shelf, pages) if shelf.by_year else (),
    )


def shelf_body(
    context: PageContext,
    shelf: Shelf,
    shown: int,
    stretch: Stretch[PaperKey],
    choices: Choices = NO_CHOICES,
) -> Markup:
    """One page of a shelf on whose pages so many papers are ``shown``; the ``shelf`` itself need not have them."""
    return context.printer.print(
        "shelf.html",
        shelf=shelf,
        count=shown + shelf.left_out,
        shown=shown,
        groups=groups_of(context, shelf, shown, stretch.items),
        kinds=choices.kinds,
        years=choices.years,
        pager=pager(shelf.address, stretch.number, stretch.of),
        downloads=context.exports.downloads(*shelf.exported) if shelf.exported else (),
        feeds=context.head_tags.feeds_of(shelf.address),
        number=stretch.number,
        of=stretch.of,
    )


def groups_of(context: PageContext, shelf: Shelf, shown: int, keys: Sequence[PaperKey]) -> tuple[Group, ...]:
    """The cards or lines of a page of a shelf below their headings."""
    listed = [context.listed(key, in_lines=shelf.in_lines) for key in keys]
    if shelf.by_month:
        months = groupby(listed, key=attrgetter("month"))
        return tuple(month_group(month, printed(own)) for month, own in months)
    if shelf.by_year and shown > FEW:
        years = groupby(listed, key=attrgetter("year"))
        return tuple(Group(str(year), f"y{year}", printed(own)) for year, own in years)
    return (Group("Papers", "papers", printed(listed), silent=True),) if listed else ()


def printed(listed: Iterable[Listed]) -> tuple[Markup, ...]:
    """Their cards or lines."""
    return tuple([one.html for one in listed])


def month_group(month: str, lines: tuple[Markup, ...]) -> Group:
    """What stands under a month (``2025-11``), or under a year of which no more is known."""
    year, _, number = month.partition("-")
    date = PartialDate(int(year), int(number) if number else None)
    return Group(date.in_words, f"m{date.month or 0}", lines)


def kind_choices(context: PageContext, shelf: Shelf, *, single: bool) -> tuple[Choice, ...]:
    """The kinds among the papers, in the order of kinds; nothing where there is no choice.

    On a single page they filter what is there and need no address; a shelf of several pages has shelves of its
    own for them, or none.
    """
    if not single and not shelf.kind_shelves:
        return ()
    counts = Counter(map(context.kinds.get, shelf.papers))
    choices = tuple(
        Choice(kind, KIND_NAMES[kind][1], counts[kind], "" if single else f"{shelf.address}{kind}/")
        for kind in KINDS
        if counts[kind]
    )
    return choices if len(choices) > 1 else ()


def year_choices(
    context: PageContext, shelf: Shelf, pages: Sequence[Stretch[PaperKey]]
) -> tuple[Choice, ...]:
    """The years of a shelf with the place where each begins, on this page or on another."""
    first: dict[int, int] = {}
    counts: Counter[int] = Counter()
    for position, year in enumerate(map(context.years.__getitem__, shelf.papers)):
        first.setdefault(year, position)
        counts[year] += 1
    if len(counts) < 2:
        return ()
    return tuple(
        Choice(
            str(year),
            str(year),
            counts[year],
            f"#y{year}" if len(pages) == 1 else f"{pages[position // CARDS_A_PAGE].address}#y{year}",
        )
        for year, position in first.items()
    )
