"""No two pages have the same title or the same description: search engines would take them for one."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from generator.pages.frame import PageParts

MOST_IN_DOUBT = 100
"""Pages that are planned for the sake of others; with more, everything is."""
TITLE_BITS, DESCRIPTION_BITS = 31, 32
"""Of the two checksums in one number, which so has a sign and 64 bits."""


class Touched(NamedTuple):
    """Checksums of what was said by pages that say something else now, and of what they say."""

    titles: set[int]
    descriptions: set[int]

    def has(self, words: int) -> bool:
        """Whether the words of a page are among them."""
        return title_of(words) in self.titles or description_of(words) in self.descriptions


class ToldApart(NamedTuple):
    """What was done to tell the pages of a site apart, by their addresses."""

    worded: Mapping[str, int]
    """Of every page checksums of the words that it was planned with, as `words_of` gives them. By what is equal it is only
    told which pages to look at, so two that are equal by chance do no harm."""
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

    def in_doubt(self, pages: Sequence[PageParts], gone: Collection[str] = ()) -> set[str] | None:
        """The addresses of all other pages whose words are to be looked at since ``pages`` were planned anew, some for the
        first time, and those at the ``gone`` addresses are no more; None where they are many.
        """
        touched = self._touched(pages, gone)
        if not touched.titles and not touched.descriptions:
            return set()
        known = {*gone, *(parts.address for parts in pages)}
        same = {address for address, own in self.worded.items() if touched.has(own) and address not in known}
        return same if len(same) <= MOST_IN_DOUBT else None

    def told_anew(self, pages: Sequence[PageParts], gone: Collection[str] = ()) -> ToldApart | None:
        """The same after ``pages`` were planned anew, in the order of the site, some of them with other words or for the
        first time, and after those at the ``gone`` addresses went. None where that may concern pages that are not among them.
        """
        touched = self._touched(pages, gone)
        if not touched.titles and not touched.descriptions:
            return self
        worded = dict(self.worded)
        worded.update((parts.address, words_of(parts)) for parts in pages)
        for address in gone:
            worded.pop(address, None)
        planned = {parts.address for parts in pages}
        if any(address not in planned and touched.has(own) for address, own in worded.items()):
            return None
        titles = _anew(
            [(parts.address, parts.title) for parts in pages if self._is_in(touched.titles, parts, title_of)],
            {address: text for address, text in self.titles.items() if address not in gone},
            {title_of(own) for own in worded.values()},
            title_sum,
            lambda address, title: f"{title} ({address.strip('/')})",
        )
        if titles is None:
            return None
        described = {description_of(own) for own in worded.values()}
        # What a page is called stands before its description where that is another's too.
        own_titles = {parts.address: titles.get(parts.address, parts.title) for parts in pages}
        descriptions = _anew(
            [
                (parts.address, parts.description)
                for parts in pages
                if self._is_in(touched.descriptions, parts, description_of)
            ],
            {address: text for address, text in self.descriptions.items() if address not in gone},
            described,
            checksum,
            lambda address, text: f"{own_titles[address]}. {text}",
        )
        if descriptions is None:
            return None
        begun_anew = {
            parts.address: f"{own_titles[parts.address]}. {parts.description}"
            for parts in pages
            if parts.address in descriptions
        }
        others = {checksum(text) for address, text in descriptions.items() if address not in begun_anew}
        for text in begun_anew.values():
            told = checksum(text)
            if told in described or told in others:
                return None
            others.add(told)
        return ToldApart(worded, titles, {**descriptions, **begun_anew})

    def _is_in(self, touched: set[int], parts: PageParts, part_of: Callable[[int], int]) -> bool:
        before = self.worded.get(parts.address)
        return part_of(words_of(parts)) in touched or (before is not None and part_of(before) in touched)

    def _touched(self, pages: Iterable[PageParts], gone: Iterable[str]) -> Touched:
        """The words that pages had and have, where these differ."""
        touched = Touched(set(), set())
        for parts in pages:
            before, now = self.worded.get(parts.address), words_of(parts)
            if before == now:
                continue
            both = (now,) if before is None else (before, now)
            titles, descriptions = set(map(title_of, both)), set(map(description_of, both))
            if before is None or len(titles) > 1:
                touched.titles.update(titles)
            if before is None or len(descriptions) > 1:
                touched.descriptions.update(descriptions)
        for address in gone:
            before = self.worded.get(address)
            if before is not None:
                touched.titles.add(title_of(before))
                touched.descriptions.add(description_of(before))
        return touched


def _anew(
    members: Sequence[tuple[str, str]],
    changed: Mapping[str, str],
    planned: set[int],
    sum_of: Callable[[str], int],
    other: Callable[[str, str], str],
) -> dict[str, str] | None:
    """What texts were changed to, after those of the ``members`` were looked at again: pages by address with their texts, in
    the order of the site. ``planned`` are checksums of the texts of all pages, ``other`` is what a text is changed to.

    None where a text might be what another one was changed to.
    """
    found = dict(changed)
    for address, _ in members:
        found.pop(address, None)
    others = set(map(sum_of, found.values()))
    seen: set[str] = set()
    for address, own in members:
        text = own
        if text in seen:
            text = found[address] = other(address, own)
            if sum_of(text) in planned:
                return None
        if sum_of(text) in others or text in seen:
            return None
        seen.add(text)
    return found


def told_apart(
    pages: Iterable[PageParts],
    is_kept: Callable[[PageParts], bool] = lambda _: True,
    *,
    are_worded: bool = True,
) -> tuple[list[PageParts], ToldApart]:
    """The pages that are kept, each with a title and a description that no earlier one has, kept or not.

    Checksums of their words are for a later build; where there is none to know them they are left out.
    """
    titles: set[str] = set()
    descriptions: set[str] = set()
    worded: dict[str, int] = {}
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
        if are_worded:
            worded[parts.address] = words_of(parts)
        if is_kept(parts):
            is_same = title == parts.title and description == parts.description
            told.append(parts if is_same else parts._replace(title=title, description=description))
    return told, ToldApart(worded, other_titles, other_descriptions)


def words_of(parts: PageParts) -> int:
    """Checksums of a page's title and description, in one number."""
    return title_sum(parts.title) << DESCRIPTION_BITS | checksum(parts.description)


def title_of(words: int) -> int:
    """The checksum of the title."""
    return words >> DESCRIPTION_BITS


def description_of(words: int) -> int:
    """The checksum of the description."""
    return words & ((1 << DESCRIPTION_BITS) - 1)


def title_sum(title: str) -> int:
    """A checksum of a title."""
    return checksum(title) & ((1 << TITLE_BITS) - 1)


def checksum(text: str) -> int:
    """CRC-32 of a text in UTF-8."""
    return zlib.crc32(text.encode("utf-8", "surrogatepass"))
