"""Figures of the field as drawings made at build time, each with the table it was drawn from.

Lengths are computed here, so templates only print them and no page needs a script or a style of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from generator.indexes.addresses import kind_address, topic_address, year_address
from generator.model.paper import TopicKey
from generator.pages.context import PageContext
from generator.pages.wording import KIND_NAMES

CHART_WIDTH, CHART_HEIGHT = 720, 220
SMALL_WIDTH, SMALL_HEIGHT = 420, 230
FOOT = 30
"""Room for the years below the columns."""
TOP = 18
"""Room for the numbers above the columns."""
GAP = 0.28
"""Share of a column's room that stays empty."""
MOST_COLUMNS = 30
LEAST_ROOM = 36
"""With less room for a column every other year is named, counted from the last."""
TOPICS_SHOWN, VENUES_SHOWN = 50, 12
BAR_LENGTH = 100


@dataclass(frozen=True, slots=True)
class Part:
    """A coloured piece of a column."""

    hue: int
    name: str
    count: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Column:
    """A year's column."""

    year: str
    address: str
    count: int
    x: float
    middle: float
    width: float
    top: float
    parts: tuple[Part, ...]
    labelled: bool


class Columns(NamedTuple):
    """Papers by year and group of topics."""

    width: int
    height: int
    baseline: int
    columns: tuple[Column, ...]
    groups: tuple[tuple[int, str], ...]
    """Colour and name, in the order of the groups."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a bar table."""

    name: str
    address: str
    count: int
    length: float
    """Of BAR_LENGTH."""
    hue: int = 0
    note: str = ""


def columns_by_year(
    context: PageContext, width: int = CHART_WIDTH, height: int = CHART_HEIGHT
) -> Columns | None:
    """Papers by the year of their first version, each column parted by the groups of topics; None without papers."""
    by_year = context.indexes.by_year
    if not by_year:
        return None
    years = range(max(min(by_year), max(by_year) - MOST_COLUMNS + 1), max(by_year) + 1)
    fullest = max(len(papers) for papers in by_year.values())
    hues, groups = context.views.hues, _groups(context)
    room = width / len(years)
    baseline = height - FOOT
    scale = (baseline - TOP) / fullest
    coloured: dict[int, Counter[int]] = {year: Counter() for year in by_year}
    for (year, topic), count in context.indexes.main_topics.items():
        coloured[year][hues[topic]] += count
    columns = []
    for place, year in enumerate(years):
        papers = by_year.get(year, ())
        x = place * room + room * GAP / 2
        columns.append(
            Column(
                year=str(year),
                address=year_address(year) if papers else "",
                count=len(papers),
                x=round(x, 1),
                middle=round(place * room + room / 2, 1),
                width=round(room * (1 - GAP), 1),
                top=round(baseline - len(papers) * scale, 1),
                parts=_parts(coloured.get(year, {}), groups, baseline, scale),
                labelled=room >= LEAST_ROOM or (len(years) - place) % 2 == 1,
            )
        )
    return Columns(width, height, baseline, tuple(columns), tuple(groups.items()))


def _groups(context: PageContext) -> dict[int, str]:
    """Colour → the names of the groups that have it."""
    names: dict[int, list[str]] = {}
    for key, topic in context.library.topics.items():
        own = names.setdefault(context.views.hues[key], [])
        if topic.group not in own:
            own.append(topic.group)
    return {hue: ", ".join(own) for hue, own in names.items()}


def _parts(
    counts: Mapping[int, int], groups: Mapping[int, str], baseline: int, scale: float
) -> tuple[Part, ...]:
    """A column's pieces from the baseline up."""
    parts, y = [], float(baseline)
    for hue, name in groups.items():
        if counts.get(hue):
            height = counts[hue] * scale
            y -= height
            parts.append(Part(hue, name, counts[hue], round(y, 1), round(height, 1)))
    return tuple(parts)


def topic_bars(context: PageContext) -> tuple[Bar, ...]:
    """Papers by main topic, topics in their order; those with the most papers where there are many."""
    counts: Counter[TopicKey] = Counter()
    for (_, topic), count in context.indexes.main_topics.items():
        counts[topic] += count
    topics = context.library.topics
    shown = set(sorted(topics, key=lambda key: -counts[key])[:TOPICS_SHOWN])
    return _bars(
        [
            (topic.name, topic_address(key), counts[key], context.views.hues[key], "")
            for key, topic in topics.items()
            if key in shown
        ]
    )


def kind_bars(context: PageContext) -> tuple[Bar, ...]:
    """Papers by kind, the most frequent first."""
    counted = [
        (KIND_NAMES[kind][1], kind_address(kind), len(papers), 0, "")
        for kind, papers in context.indexes.by_kind.items()
    ]
    return _bars(sorted(counted, key=lambda line: -line[2]))


def venue_bars(context: PageContext) -> tuple[Bar, ...]:
    """The venues with the most papers."""
    places = context.places.venues
    papers = places.names.papers
    counted = [
        (name, places.address(key), len(papers[key]), 0, "") for key, name in places.names.shown.items()
    ]
    return _bars(sorted(counted, key=lambda line: -line[2])[:VENUES_SHOWN])


def code_bars(context: PageContext) -> tuple[Bar, ...]:
    """How many of each year's papers say where their code is, in percent, latest year first; as many as there are columns."""
    lines = []
    for year, keys in islice(context.indexes.by_year.items(), MOST_COLUMNS):
        have = context.indexes.with_code.get(year, 0)
        share = round(100 * have / len(keys))
        lines.append(Bar(str(year), year_address(year), share, float(share), 0, f"{have} of {len(keys)}"))
    return tuple(lines)


def _bars(lines: Sequence[tuple[str, str, int, int, str]]) -> tuple[Bar, ...]:
    longest = max((count for _, _, count, _, _ in lines), default=0) or 1
    return tuple(
        Bar(name, address, count, round(BAR_LENGTH * count / longest, 1), hue, note)
        for name, address, count, hue, note in lines
    )
