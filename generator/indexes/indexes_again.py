"""Indexes after an edit of a few papers, made from those before it.

Every list is in an order that each paper's own place decides, so the edited papers are taken out of all lists and put in
again where they belong now; nothing is asked of the others but a few that stand beside. What comes out is what
`build_indexes` makes, and a trial holds it to that.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, TypeVar

from generator.indexes.changes import Entered
from generator.indexes.indexes import Indexes, counted_by_year, main_topics_of, years_of
from generator.indexes.lineage import built_upon_by
from generator.indexes.listings import comments_by_date, comments_by_week
from generator.indexes.names import mark_of_names
from generator.indexes.names_again import (
    author_names_again,
    organisation_names_again,
    venue_names_again,
)
from generator.indexes.ordering import (
    letters_of,
    place_from_a_to_z,
    place_last_added,
    place_newest_first,
)
from generator.indexes.reference_sizes import most_bytes
from generator.model.library import Library
from generator.model.paper import KINDS, Paper, PaperKey
from generator.working.memory import uncollected

Heading = TypeVar("Heading")
T = TypeVar("T")


@uncollected()
def indexes_again(before: Indexes, library: Library, edited: AbstractSet[PaperKey]) -> Indexes:
    """All indexes of a library, given those before entries were ``edited``: those that are new or gone among them, and those
    that came to stand or do so no more.
    """
    papers = library.papers
    lists = _Lists(papers, edited)
    newest = lists.again(before.newest, place_newest_first, lists.standing)
    by_title = lists.again(before.by_title, place_from_a_to_z, lists.standing)
    active = [paper for paper in lists.standing if paper.is_active]
    last_added = lists.again(before.last_added, place_last_added, active)
    discussed = [paper for paper in active if paper.listed and paper.comments]
    by_year = _latest_first(lists.shelves(before.by_year, lambda paper: [paper.date.year]), int)
    by_main_topic = lists.shelves(before.by_main_topic, lambda paper: [paper.topic])
    by_topic = lists.shelves(before.by_topic, lambda paper: paper.topics)
    by_tag = lists.shelves(before.by_tag, lambda paper: paper.tags)
    by_kind = lists.shelves(before.by_kind, lambda paper: [paper.kind] if paper.kind else [])
    by_main_topic = {topic: by_main_topic[topic] for topic in sorted(by_main_topic) if by_main_topic[topic]}
    with_code = [paper for paper in lists.standing if paper.links.code is not None]
    coded = lists.again(before.coded, place_newest_first, with_code)
    years = years_of(by_year)
    latest, latest_entries = _latest(before, lists)
    printed = lists.told(before.printed, mark_of_names)
    authors, organisations, venues = before.authors, before.organisations, before.venues
    # Of a large index it takes a while to look into these.
    if newest != before.newest or printed != before.printed:
        authors = author_names_again(authors, library, edited, newest)
        organisations = organisation_names_again(organisations, library, edited, newest)
        venues = venue_names_again(venues, library, edited, newest)
    return Indexes(
        newest=newest,
        by_title=by_title,
        letters=letters_of(by_title, lambda key: place_from_a_to_z(papers[key])),
        last_added=last_added,
        discussed=lists.again(
            before.discussed, lambda paper: (-paper.comments, place_newest_first(paper)), discussed
        ),
        by_topic={topic: by_topic.get(topic, ()) for topic in library.topics},
        by_main_topic=by_main_topic,
        by_tag={tag: by_tag.get(tag, ()) for tag in library.tags},
        by_kind={kind: by_kind.get(kind, ()) for kind in KINDS},
        by_year=by_year,
        by_month=_latest_first(lists.shelves(before.by_month, _months_of), lambda month: month),
        by_listing=_latest_first(
            lists.discussed_shelves(before.by_listing, comments_by_date), lambda date: date.sort_key
        ),
        by_listing_week=_latest_first(
            lists.discussed_shelves(before.by_listing_week, comments_by_week), lambda week: week
        ),
        heirs=built_upon_by(library, newest),
        entered=_entered(before.entered, lists, active),
        latest_addition=latest,
        latest_entries=latest_entries,
        main_topics=main_topics_of(by_main_topic, years),
        coded=coded,
        with_code=counted_by_year(coded, years),
        reference_sizes=lists.told(before.reference_sizes, most_bytes),
        printed=printed,
        authors=authors,
        organisations=organisations,
        venues=venues,
    )


class _Lists:
    """Makes lists again."""

    def __init__(self, papers: Mapping[PaperKey, Paper], edited: AbstractSet[PaperKey]) -> None:
        self.papers = papers
        self.edited = edited
        self.standing = [papers[key] for key in sorted(edited) if key in papers]
        """Those of the edited that are there."""

    def again(
        self, before: Sequence[PaperKey], place: Callable[[Paper], Any], now: Iterable[Paper]
    ) -> tuple[PaperKey, ...]:
        """A list in the order that papers' places decide: without the edited ones, and with those of them that are in it
        ``now``.
        """
        papers = self.papers
        found = [key for key in before if key not in self.edited]
        for paper in now:
            found.insert(bisect_left(found, place(paper), key=lambda key: place(papers[key])), paper.key)
        return tuple(found)

    def told(self, before: Mapping[PaperKey, T], tell: Callable[[Paper], T]) -> dict[PaperKey, T]:
        """What is told of each paper by itself, by key."""
        found = dict(before)
        for key in self.edited - self.papers.keys():
            found.pop(key, None)
        found.update((paper.key, tell(paper)) for paper in self.standing)
        return found if found.keys() == before.keys() else dict(sorted(found.items()))

    def shelves(
        self, before: Mapping[Heading, Sequence[PaperKey]], headings: Callable[[Paper], Iterable[Heading]]
    ) -> dict[Heading, tuple[PaperKey, ...]]:
        """Shelves by their headings, each newest first; some may be empty."""
        return self._shelves(
            before, lambda paper: dict.fromkeys(headings(paper)), lambda _: place_newest_first
        )

    def discussed_shelves(
        self,
        before: Mapping[Heading, Sequence[PaperKey]],
        comments: Callable[[Paper], Mapping[Heading, int]],
    ) -> dict[Heading, tuple[PaperKey, ...]]:
        """The same of shelves on which papers with most comments stand first."""

        def places(heading: Heading) -> Callable[[Paper], Any]:
            return lambda paper: (-comments(paper)[heading], place_newest_first(paper))

        return self._shelves(before, comments, places)

    def _shelves(
        self,
        before: Mapping[Heading, Sequence[PaperKey]],
        headings: Callable[[Paper], Iterable[Heading]],
        places: Callable[[Heading], Callable[[Paper], Any]],
    ) -> dict[Heading, tuple[PaperKey, ...]]:
        now: dict[Heading, list[Paper]] = {}
        for paper in self.standing:
            for heading in headings(paper):
                now.setdefault(heading, []).append(paper)
        found = {heading: tuple(keys) for heading, keys in before.items()}
        touched = [heading for heading, keys in found.items() if not self.edited.isdisjoint(keys)]
        for heading in dict.fromkeys((*touched, *now)):
            found[heading] = self.again(found.get(heading, ()), places(heading), now.get(heading, ()))
        return found


def _months_of(paper: Paper) -> list[tuple[int, int]]:
    return [] if paper.date.month is None else [(paper.date.year, paper.date.month)]


def _latest_first(
    shelves: Mapping[Heading, tuple[PaperKey, ...]], key: Callable[[Heading], Any]
) -> dict[Heading, tuple[PaperKey, ...]]:
    """The shelves that hold a paper, those of the latest time first."""
    return {time: shelves[time] for time in sorted(shelves, key=key, reverse=True) if shelves[time]}


def _entered(before: Entered, lists: _Lists, active: Sequence[Paper]) -> Entered:
    dated: dict[int, list[Paper]] = {}
    for paper in active:
        if paper.added is not None:
            dated.setdefault(paper.added.earliest_day.toordinal(), []).append(paper)
    days = {
        day: lists.again(before.days.get(day, ()), place_last_added, dated.get(day, ()))
        for day in sorted({*before.days, *dated}, reverse=True)
    }
    undated = [paper for paper in active if paper.added is None]
    return Entered(
        {day: keys for day, keys in days.items() if keys},
        lists.again(before.undated, place_last_added, undated),
    )


def _latest(before: Indexes, lists: _Lists) -> tuple[str | None, tuple[PaperKey, ...]]:
    """The last day on which an entry says that its paper entered, and whose do."""
    added = {paper.key: str(paper.added) for paper in lists.standing if paper.added is not None}
    if before.latest_addition is not None:
        left = [key for key in before.latest_entries if key not in lists.edited]
        if before.latest_entries and not left:
            # Nobody knows which day was the last but one.
            added = {key: str(paper.added) for key, paper in lists.papers.items() if paper.added is not None}
        else:
            added.update(dict.fromkeys(left, before.latest_addition))
    latest = max(added.values(), default=None)
    return latest, tuple(sorted(key for key, day in added.items() if day == latest))
