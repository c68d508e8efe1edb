"""Long lists made into pages: how they are split, headed and paged through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from markupsafe import Markup

from generator.indexes.addresses import page_address

T = TypeVar("T")

CARDS_A_PAGE = 60
"""A card takes 1 to 2 kB, so a page of them stays well below the 200 kB that no list may pass."""
LINES_A_PAGE = 400
"""A line of a list from A to Z takes about 300 bytes."""
NEIGHBOURS = 2
"""How many pages the pager names on either side of the present one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of an index."""

    letter: str
    name: str | Markup
    address: str
    count: int = 0
    note: str | Markup = ""
    hue: int = 0


class Stretch(NamedTuple, Generic[T]):
    """What stands on one page of a list."""

    number: int
    of: int
    items: tuple[T, ...]
    address: str


class PagerLink(NamedTuple):
    """A step to another page; without an address it is the present page, without a number a gap."""

    number: int | None
    address: str | None


class Pager(NamedTuple):
    """The way through the pages of a list."""

    steps: tuple[PagerLink, ...]
    previous: str | None
    next: str | None


def stretches(items: Sequence[T], size: int, address: str) -> list[Stretch[T]]:
    """The pages of a list; an empty list has one empty page."""
    count = max(1, -(-len(items) // size))
    return [
        Stretch(
            number, count, tuple(items[(number - 1) * size : number * size]), page_address(address, number)
        )
        for number in range(1, count + 1)
    ]


def pager(address: str, number: int, of: int) -> Pager | None:
    """The pager of a page; None where there is only one."""
    if of < 2:
        return None
    return Pager(
        steps=tuple(_steps(address, number, of)),
        previous=page_address(address, number - 1) if number > 1 else None,
        next=page_address(address, number + 1) if number < of else None,
    )


def _steps(address: str, number: int, of: int) -> Iterator[PagerLink]:
    """First and last page, the present one and its neighbours, with gaps between."""
    shown = {1, of, *range(max(1, number - NEIGHBOURS), min(of, number + NEIGHBOURS) + 1)}
    last = 0
    for page in sorted(shown):
        if page == last + 2:
            yield PagerLink(page - 1, page_address(address, page - 1))
        elif page > last + 2:
            yield PagerLink(None, None)
        yield PagerLink(page, None if page == number else page_address(address, page))
        last = page


def neighbours(items: Sequence[T], place: int) -> tuple[T | None, T | None]:
    """What stands before and what after a place of a list."""
    return items[place - 1] if place else None, items[place + 1] if place + 1 < len(items) else None


def page_suffix(number: int, of: int) -> str:
    """What tells the pages of a list apart in titles: nothing on the first one."""
    return "" if number == 1 else f", page {number} of {of}"
