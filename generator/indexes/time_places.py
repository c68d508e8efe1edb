"""Where readers find the papers of a month, and those listed on a day: in a list of their own, or in that of the year or
the week where it shows the same papers. Everything that links to a month or a day asks here."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from generator.indexes.addresses import listing_address, month_address, year_address
from generator.indexes.indexes import Indexes
from generator.indexes.listings import listing_week
from generator.model.extent import FULL, Extent
from generator.model.partial_date import PartialDate


class TimePlaces(NamedTuple):
    """The months and dates that have lists of their own."""

    months: Collection[tuple[int, int]]
    """Year and month, the latest first."""
    listings: Mapping[str, PartialDate]
    """By their texts, the latest first."""

    def month(self, year: int, month: int) -> str:
        """Where the papers of a month stand."""
        return month_address(year, month) if (year, month) in self.months else year_address(year)

    def listed(self, date: PartialDate) -> str:
        """Where the papers listed on a date stand."""
        week = listing_week(date)
        return listing_address(date if week is None or str(date) in self.listings else week)


def time_places(indexes: Indexes, extent: Extent = FULL) -> TimePlaces:
    """The places of all months and listings."""

    def is_repeated(sort: str, papers: Collection[str]) -> bool:
        """Whether a list shows all of these papers, so that those of its parts would repeat it."""
        whole = sort in extent.in_lines or extent.most_listed is None or len(papers) <= extent.most_listed
        return whole and not extent.repeated_times

    weeks = {date: listing_week(date) for date in indexes.by_listing}
    return TimePlaces(
        # A mapping keeps its order and is quick to ask.
        months=dict.fromkeys(
            time for time in indexes.by_month if not is_repeated("years", indexes.by_year[time[0]])
        ),
        listings={
            str(date): date
            for date, week in weeks.items()
            if week is None or not is_repeated("weeks", indexes.by_listing_week[week])
        },
    )
