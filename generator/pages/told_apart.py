"""No two pages have the same title or the same description: search engines would take them for one."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from generator.pages.frame import PageParts

MOST_IN_DOUBT = 100
"""Pages that are planned for the sake of others; with more, everything is."""


class ToldApart(NamedTuple):
    """What was done to tell the pages of a site apart, by their addresses."""

    described: Mapping[str, int]
    """Of every page a checksum of the description that it was planned with. By what is equal it is only told which pages
    to look at, so two that are equal by chance do no harm."""
    titles: Mapping[str, str]
    """Titles that were changed."""
    descriptions: Mapping[str, str]
    """Descriptions that were changed."""

    def again(self, parts: PageParts) -> PageParts:
        """A page that was planned anew, with what was changed before."""
        title = self.titles.get(parts.address, parts.title)
        description = self.descriptions.get(parts.address, parts.description)
        if title == parts.title and description == parts.description:
            return parts
        return parts._replace(title=title, description=description)

    def in_doubt(self, pages: Iterable[PageParts]) -> set[str] | None:
        """The addresses of all pages whose descriptions are to be looked at since those of ``pages`` were planned anew;
        None where that cannot be told, or they are many.
        """
        touched = self._touched(pages)
        if touched is None:
            return None
        same = {address for address, own in self.described.items() if own in touched}
        return same if len(same) <= MOST_IN_DOUBT else None

    def described_anew(self, pages: Sequence[PageParts]) -> ToldApart | None:
        """The same after ``pages`` were planned anew, in the order of the site, some of them with other descriptions. None
        where that may concern pages that are not among them.
        """
        touched = self._touched(pages)
        if touched is None:
            return None
        if not touched:
            return self
        described = dict(self.described)
        described.update((parts.address, checksum(parts.description)) for parts in pages)
        members = {
            parts.address: parts
            for parts in pages
            if not touched.isdisjoint((self.described[parts.address], described[parts.address]))
        }
        if any(own in touched and address not in members for address, own in self.described.items()):
            return None
        descriptions = {
            address: text for address, text in self.descriptions.items() if address not in members
        }
        changed = set(map(checksum, descriptions.values()))
        planned = set(described.values())
        seen: set[str] = set()
        for address, parts in members.items():
            text = parts.description
            if text in seen:
                text = descriptions[address] = f"{self.titles.get(address, parts.title)}. {text}"
                if checksum(text) in planned:
                    return None
            if checksum(text) in changed or text in seen:
                return None
            seen.add(text)
        return self._replace(described=described, descriptions=descriptions)

    def _touched(self, pages: Iterable[PageParts]) -> set[int] | None:
        """Checksums of the descriptions that pages had and have, where these differ; None where a page is new."""
        touched: set[int] = set()
        for parts in pages:
            before, now = self.described.get(parts.address), checksum(parts.description)
            if before is None:
                return None
            if before != now:
                touched |= {before, now}
        return touched


def told_apart(
    pages: Iterable[PageParts],
    is_kept: Callable[[PageParts], bool] = lambda _: True,
    *,
    are_described: bool = True,
) -> tuple[list[PageParts], ToldApart]:
    """The pages that are kept, each with a title and a description that no earlier one has, kept or not.

    Checksums of the descriptions are for a later build; where there is none to know them they are left out.
    """
    titles: set[str] = set()
    descriptions: set[str] = set()
    described: dict[str, int] = {}
    other_titles: dict[str, str] = {}
    other_descriptions: dict[str, str] = {}
    told: list[PageParts] = []
    for parts in pages:
        title, description = parts.title, parts.description
        if title in titles:
            title = other_titles[parts.address] = f"{title} ({parts.address.strip('/')})"
        if description in descriptions:
            description = other_descriptions[parts.address] = f"{title}. {description}"
        titles.add(title)
        descriptions.add(description)
        if are_described:
            described[parts.address] = checksum(parts.description)
        if is_kept(parts):
            is_same = title == parts.title and description == parts.description
            told.append(parts if is_same else parts._replace(title=title, description=description))
    return told, ToldApart(described, other_titles, other_descriptions)


def checksum(text: str) -> int:
    """CRC-32 of a text in UTF-8."""
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))
