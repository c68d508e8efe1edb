"""Every file for those who follow the index."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from generator.feeds.addresses import DIGEST, ENDINGS, OPML_OF_ALL, OPML_OF_TOPICS, feed_address
from generator.feeds.atom import Channel, way_to_root
from generator.feeds.digest import (
    FOLDER,
    Issue,
    issue_title,
    mail_of,
)
from generator.feeds.entries import LONGEST_FEED, FeedEntry, feed_entry, tag_uri
from generator.feeds.opml import opml_file
from generator.feeds.written_entries import WrittenEntry, feed_in_each_format, written
from generator.indexes.gatherings import ALL, Gathering, Gatherings, Heading, former_keys
from generator.indexes.indexes import Indexes
from generator.model.extent import FULL, Extent
from generator.model.library import Library
from generator.model.output_file import OutputFile
from generator.model.paper import PaperKey
from generator.model.site_identity import SiteIdentity
from generator.text.one_line import one_line

ENTRIES_KEPT = 10_000
"""Written ones, some 6 kB each, in each process."""
GROUPS = {"topics": "Topics", "tags": "Tags", "organisations": "Organisations", "authors": "Authors"}


class PlannedFeed(NamedTuple):
    """A feed that is to be written: what it is called, and whose entries stand in it."""

    channel: Channel
    sort: str
    """Of the list that it follows."""
    papers: tuple[PaperKey, ...]
    """Last added first."""
    former: tuple[str, ...] = ()
    """The keys that the list had before: whoever subscribed then is told of new papers there."""


class FeedWriter:
    """Writes planned feeds. A paper stands in a dozen; its entry is written once."""

    def __init__(self, library: Library, identity: SiteIdentity) -> None:
        self._library = library
        self._identity = identity
        self._entry = lru_cache(maxsize=ENTRIES_KEPT)(self._written_entry)

    def files(self, feed: PlannedFeed) -> Iterator[OutputFile]:
        """The feed in each of its formats."""
        root = way_to_root(feed.channel, self._identity)
        # Every feed asks for its papers, whoever wrote their entries: what is looked up is noted for each.
        papers = [self._library.papers[key] for key in feed.papers]
        entries = [self._entry(paper.key, root) for paper in papers]
        files = list(feed_in_each_format(feed.channel, entries, self._identity))
        yield from files
        for key in feed.former:
            for form, file in zip(ENDINGS, files, strict=True):
                yield file._replace(address=feed_address(feed.sort, key, form))

    def _written_entry(self, key: PaperKey, root: str) -> WrittenEntry:
        entry = feed_entry(self._library.papers[key], self._library, self._identity)
        return written(entry, root, self._identity)


def planned_feeds(
    library: Library,
    indexes: Indexes,
    identity: SiteIdentity,
    extent: Extent = FULL,
    headings: Collection[Heading] | None = None,
) -> list[PlannedFeed]:
    """The feeds of all lists, sort by sort, or of the lists under these ``headings``."""
    gatherings = followed_lists(library, indexes, extent)
    if headings is not None:
        gatherings = {one: gatherings[one] for one in sorted(headings) if one in gatherings}
        if not gatherings:
            return []
    rank = {key: place for place, key in enumerate(indexes.last_added)}
    former = former_keys(library)
    return [
        PlannedFeed(
            channel_of(gathering, identity),
            gathering.sort,
            tuple(latest(gathering, rank)),
            former.get((gathering.sort, gathering.key), ()),
        )
        for gathering in gatherings.values()
    ]


def lists_of_feeds(
    channels_by_sort: Iterable[tuple[str, Channel]], identity: SiteIdentity
) -> Iterator[OutputFile]:
    """For feed readers: all feeds, and those of topics; of each the sort of list that it follows."""
    channels: dict[str, list[Channel]] = {}
    for sort, channel in channels_by_sort:
        channels.setdefault(sort, []).append(channel)
    everything = {
        "": channels.get(ALL, []),
        **{name: channels.get(sort, []) for sort, name in GROUPS.items()},
    }
    for address, groups in (
        (OPML_OF_ALL, everything),
        (OPML_OF_TOPICS, {"": [*channels.get(ALL, []), *channels.get("topics", [])]}),
    ):
        yield OutputFile(address, opml_file(groups, identity, address).encode())


def followed_lists(library: Library, indexes: Indexes, extent: Extent = FULL) -> Mapping[Heading, Gathering]:
    """Every list with a feed. The feed of all is there even when the index is empty: pages tell of it."""
    found = Gatherings(library, indexes, extent.followed)
    if (ALL, ALL) in found:
        return found
    return {(ALL, ALL): Gathering(sort=ALL, key=ALL, name="All papers", address="", papers=())}


def latest(gathering: Gathering, rank: dict[PaperKey, int]) -> list[PaperKey]:
    """The papers of a list's feed: the active ones added last."""
    return sorted((key for key in gathering.papers if key in rank), key=rank.__getitem__)[:LONGEST_FEED]


def channel_of(gathering: Gathering, identity: SiteIdentity) -> Channel:
    """The feed of a list."""
    name = one_line(identity.name)
    return _channel(
        gathering.sort,
        gathering.key,
        name if gathering.sort == ALL else f"{name}: {one_line(gathering.name)}",
        gathering.address,
        identity,
    )


def _channel(sort: str, key: str, title: str, page: str, identity: SiteIdentity) -> Channel:
    address = feed_address(sort, key, "atom")
    return Channel(
        id=identity.absolute(address) or tag_uri(address, identity),
        title=title,
        description=one_line(identity.description),
        address=address,
        json_address=feed_address(sort, key, "json"),
        page=page,
    )


def issue_files(issue: Issue, library: Library, identity: SiteIdentity) -> Iterator[OutputFile]:
    """The mails of a week."""
    mail = mail_of(issue, library, identity)
    yield OutputFile(issue.mail_address, mail.html().encode())
    yield OutputFile(issue.text_address, mail.text().encode())


def digest_feed(issues: Iterable[Issue], library: Library, identity: SiteIdentity) -> Iterator[OutputFile]:
    """The feed of the digest, with an entry for each of these ``issues``."""
    title = f"{one_line(identity.name)}: weekly digest"
    channel = _channel(DIGEST, DIGEST, title, FOLDER, identity)
    root = way_to_root(channel, identity)
    entries = [written(issue_entry(issue, library, identity), root, identity) for issue in issues]
    yield from feed_in_each_format(channel, entries, identity)


def issues_in_feed(issues: Iterable[Issue]) -> list[Issue]:
    """The latest issues that are over. An open week may still grow; whoever turns the feed into mail would miss what comes
    after the first look.
    """
    return [issue for issue in issues if issue.is_closed][:LONGEST_FEED]


def issue_entry(issue: Issue, library: Library, identity: SiteIdentity) -> FeedEntry:
    """An issue as an entry of the digest's feed."""
    mail = mail_of(issue, library, identity)
    count = sum(map(len, mail.told.values()))
    return FeedEntry(
        id=tag_uri(issue.address.rstrip("/"), identity),
        title=issue_title(issue, identity),
        entered=issue.week.last_day,
        address=issue.address,
        original=None,
        authors=(),
        headings=(),
        summary=f"{count} of {len(issue.papers)} papers" if count < len(issue.papers) else "",
        html=mail.body(),
    )
