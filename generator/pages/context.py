"""What every page is made from, gathered once for a build."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

from generator.cards.plan import CardPlan
from generator.exports.plan import ExportPlan, export_plan
from generator.indexes.changes import Change, changes_of
from generator.indexes.hues import topic_hues
from generator.indexes.indexes import Indexes, years_of
from generator.indexes.name_places import NamePlaces, name_places
from generator.indexes.names import Names
from generator.indexes.time_places import time_places
from generator.model.extent import extent_of
from generator.model.history import NO_HISTORY, History
from generator.model.later_papers import aliases_of
from generator.model.library import Library
from generator.model.paper import Paper, PaperKey
from generator.model.site_identity import SiteIdentity
from generator.pages.assets import Assets
from generator.pages.head import HeadTags
from generator.pages.paper_views import Named, PaperViews
from generator.pages.printer import Printer
from generator.working.reads import Reads

CARDS_KEPT = 200_000
LINES_KEPT = 20_000
CHIPS_KEPT = 10_000


class Listed(NamedTuple):
    """A paper as it stands in a list."""

    year: int
    month: str
    """``2025-11``, or ``2025`` where no more is known: what lists are parted by."""
    html: Markup


class PageContext:
    """The library with its indexes, and the means to print it."""

    def __init__(
        self,
        library: Library,
        indexes: Indexes,
        identity: SiteIdentity,
        assets: Assets,
        templates: tuple[Path, ...],
        *,
        removed: Mapping[PaperKey, Paper] | None = None,
        history: History = NO_HISTORY,
        compiled: Path | None = None,
        kept_map: Path | None = None,
        social_cards: bool | None = None,
        extent: str | None = None,
        reads: Reads | None = None,
    ) -> None:
        """``library`` is what still stands; of the ``removed`` papers only tombstones are printed.

        ``compiled`` is the folder in which compiled templates are kept between builds, ``kept_map`` that of the map; ``social_cards`` and
        ``extent`` are what the index wants of them, as `CardPlan` and `extent_of` take it.
        """
        self.library = library
        self.indexes = indexes
        self.identity = identity
        self.assets = assets
        self.removed = removed or {}
        self.aliases = aliases_of(library.papers)
        self.history = history
        self.kept_map = kept_map
        self.extent = extent_of(len(library.papers), extent)
        self.places = self.unwatched_places = name_places(library, indexes, self.extent)
        self.times = time_places(indexes, self.extent)
        self.exports: ExportPlan = export_plan(library, indexes, extent=self.extent)
        self.cards = CardPlan(
            library,
            indexes,
            identity,
            topic_hues(library),
            wanted=social_cards,
            most=self.extent.pictured_papers,
        )
        self.head_tags = HeadTags(library, indexes, identity, self.cards, self.extent)
        self.printer = Printer(templates, assets.address_of, compiled)
        self.views = PaperViews(library, indexes, self.places, self.times)
        # A paper stands in a dozen lists; its card is printed once.
        self.kept_card = lru_cache(maxsize=CARDS_KEPT)(self.printed_card)
        self.kept_line = lru_cache(maxsize=LINES_KEPT)(self.printed_line)
        # A tag is the same on all papers that have it.
        self.kept_chip = lru_cache(maxsize=CHIPS_KEPT)(self.printed_chip)
        self._head_of_all: dict[tuple[str, bool], tuple[bytes, bytes]] = {}
        self.reads = reads
        """Who gathers what is looked up; None where nobody wants to know."""
        if reads is not None:
            self._watch(reads)

    def _watch(self, reads: Reads) -> None:
        """Let every look into something that an edit of an entry may change be noted."""
        papers = reads.watched("papers", self.library.papers)
        self.library = replace(self.library, papers=papers)
        self.indexes = replace(
            self.indexes,
            heirs=reads.watched("heirs", self.indexes.heirs),
            authors=_watched_names(reads, "authors", self.indexes.authors),
            organisations=_watched_names(reads, "organisations", self.indexes.organisations),
            venues=_watched_names(reads, "venues", self.indexes.venues),
        )
        self.places = self.places._replace(
            authors=_watched_places(reads, "authors", self.indexes.authors, self.places.authors),
            organisations=_watched_places(
                reads, "organisations", self.indexes.organisations, self.places.organisations
            ),
            venues=_watched_places(reads, "venues", self.indexes.venues, self.places.venues),
        )
        if not self.extent.repeated_times:
            # Otherwise a date has a list of its own, whatever else was listed in its week.
            self.times = self.times._replace(listings=reads.watched("listings", self.times.listings))
        self.history = replace(
            self.history,
            first=reads.watched("first", self.history.first),
            last=reads.watched("last", self.history.last),
        )
        self.exports = self.exports._replace(parts=reads.watched("exports", self.exports.parts))
        self.cards.watch(reads)
        self.head_tags.library = self.library
        self.head_tags.followed = reads.watched("followed", self.head_tags.followed)
        self.views = PaperViews(self.library, self.indexes, self.places, self.times, reads)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What is new in the index, looked for once: a page and a feed tell it."""
        return changes_of(self.library, self.indexes.entered, self.history)

    @cached_property
    def kinds(self) -> Mapping[PaperKey, str]:
        """The kind of each paper that has one, for plans of lists: no paper has to be made for it."""
        return {key: kind for kind, keys in self.indexes.by_kind.items() for key in keys}

    @cached_property
    def years(self) -> Mapping[PaperKey, int]:
        """The year of each paper, in the same way."""
        return years_of(self.indexes.by_year)

    @property
    def is_watched(self) -> bool:
        """Whether it is noted what a page looks up."""
        return self.reads is not None

    def head_of_all(self, root: str, is_whole: bool) -> tuple[bytes, bytes]:
        """What every page of a depth says in its head before and after its own tags, ready to be written.

        What is the same everywhere a program finds on the front page too, so it stands only where the frame ``is_whole``.
        """
        known = self._head_of_all.get((root, is_whole))
        if known is None:
            after = self.head_tags.of_any(root) if is_whole else ""
            known = self._head_of_all[root, is_whole] = self.assets.head(root).encode(), after.encode()
        return known

    def card(self, key: PaperKey) -> Markup:
        """A paper's card."""
        return self.listed(key, in_lines=False).html

    def listed(self, key: PaperKey, *, in_lines: bool) -> Listed:
        """A paper in a list of cards or of lines, printed once."""
        make = self.kept_line if in_lines else self.kept_card
        # A line is made from the same as a card.
        return make(key) if self.reads is None else self.reads.one("card", key, make)

    def with_words(self, papers: Mapping[PaperKey, Paper]) -> PageContext:
        """The same with some papers replaced that differ in nothing an index or an address is made from."""
        other = copy(self)
        other.library = replace(self.library, papers={**self.library.papers, **papers})
        other.head_tags = copy(self.head_tags)
        other.head_tags.library = other.library
        other.views = PaperViews(other.library, self.indexes, self.places, self.times)
        other.kept_card = lru_cache(maxsize=len(papers))(other.printed_card)
        other.kept_line = lru_cache(maxsize=len(papers))(other.printed_line)
        return other

    def printed_line(self, key: PaperKey) -> Listed:
        """A paper in a list of lines, printed anew; ``listed`` prints each once."""
        return self._printed("line.html", key)

    def printed_card(self, key: PaperKey) -> Listed:
        """A paper's card, printed anew; ``listed`` prints each once."""
        return self._printed("card.html", key)

    def printed_chip(self, tag: Named) -> Markup:
        """A tag as it stands on papers' pages."""
        return self.printer.print("chip.html", tag=tag)

    def _printed(self, template: str, key: PaperKey) -> Listed:
        card = self.views.card(key)
        return Listed(card.year, card.iso_date[: len("2025-11")], self.printer.print(template, card=card))


def _watched_names(reads: Reads, sort: str, names: Names) -> Names:
    # Who somebody is on one paper (`exceptions`) hangs on that paper and on people.yml alone.
    return replace(names, by_spelling=reads.watched(sort, names.by_spelling))


def _watched_places(reads: Reads, sort: str, names: Names, places: NamePlaces) -> NamePlaces:
    # Whether a name leads to its page or to the search hangs on how many papers others gave it.
    return places._replace(names=names, pages=reads.watched(f"{sort} pages", places.pages))
