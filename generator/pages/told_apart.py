"""No two pages have the same title or the same description: search engines would take them for one."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from generator.pages.frame import PageParts


class ToldApart(NamedTuple):
    """What was done to tell the pages of a site apart, by their addresses."""

    described: Mapping[str, int]
    """Of every page a checksum of the description that it was planned with. Two that are equal by chance do no harm:
    what is asked here is whether something is certainly unlike all others."""
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

    def described_anew(self, pages: Iterable[PageParts]) -> ToldApart | None:
        """The same after pages were planned with other descriptions; None where that may concern other pages."""
        found = dict(self.described)
        times = Counter(found.values())
        for parts in pages:
            before, now = found.get(parts.address), checksum(parts.description)
            if before == now:
                continue
            if before is None or times[before] > 1 or times[now]:
                return None
            found[parts.address] = now
            times[now] += 1
        return self._replace(described=found)


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
