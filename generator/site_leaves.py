"""The pieces that a site is made of, each of which can be made without the others.

A leaf is a page, a feed, a list of references, the files of one paper. What it is handed is told by a digest; what it
looks up in the library and its indexes is noted while it works (`working/reads.py`). A leaf without a digest speaks of
everything and is made in each build.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from pathlib import Path
from typing import NamedTuple

from generator.api.api_files import all_papers, all_papers_again, files_about_all, record_files
from generator.cards.card_files import card_files
from generator.exports.export_files import paper_references
from generator.feeds.addresses import heading_of
from generator.feeds.atom import Channel
from generator.feeds.change_feed import MOST_NAMED, change_feed_files
from generator.feeds.digest import MOST_IN_MAIL, Issue, digest_issues
from generator.feeds.feed_files import (
    FeedWriter,
    PlannedFeed,
    channel_of,
    digest_feed,
    followed_lists,
    issue_files,
    issues_in_feed,
    lists_of_feeds,
    planned_feeds,
)
from generator.indexes.addresses import paper_address
from generator.indexes.indexes import Indexes
from generator.indexes.standing import with_tombstones
from generator.model.engine_site import EngineSite
from generator.model.entry_texts import NO_TEXTS, EntryTexts
from generator.model.later_papers import aliases_of, sources_of
from generator.model.library import Library
from generator.model.output_file import OutputFile
from generator.model.paper import PaperKey
from generator.pages.context import PageContext
from generator.pages.frame import Frame, PageParts
from generator.pages.reading_list_page import aliases_file
from generator.pages.render_pages import LaterPages, Planned, given_to, set_into_frame, written_pages
from generator.schema.content_schemas import schema_files
from generator.site_reach import Reach
from generator.under_way import SEARCH, search_files
from generator.working.reads import Reads, digest_of

PAPERS, PAGES, CARDS = "papers: pages, references, records", "other pages", "cards"
FEEDS, RECORDS, LISTS = "feeds", "all records", "lists of references"
"""The steps of a build as its timings call them."""


class Leaf(NamedTuple):
    """A piece of the site."""

    name: str
    """Unlike any other leaf's, the same in every build."""
    step: str
    given: str | None
    """A digest of what it is handed; None for a leaf that is made in each build."""
    make: Callable[[], Iterable[OutputFile]] = tuple
    files: int = 1
    """How many it makes, about."""
    papers: tuple[PaperKey, ...] = ()
    """Of a list of references, which is made of their files."""
    again: Callable[[Callable[[str], bytes | None]], Iterable[OutputFile]] | None = None
    """In the place of ``make`` for one that begins with what the last build left; handed a function that tells it."""
    later: Callable[[], Iterable[Leaf]] | None = None
    """Of one that stands for several, which are planned where they are made: those."""
    here: bool = False
    """Whether only this process can make it, and has it made elsewhere already, so that it does so last."""

    def each(self) -> Iterable[Leaf]:
        """What it stands for: itself, or several that are planned now."""
        return (self,) if self.later is None else self.later()


class Grounds(NamedTuple):
    """What leaves are made from."""

    content: Library
    """With the papers that were removed."""
    library: Library
    """That readers see, as it was read."""
    recorded: Library
    """The same with tombstones, which the API tells of too; watched as the context is."""
    indexes: Indexes
    context: PageContext
    """The same, watched where anybody wants to know what is looked up."""
    frame: Frame
    engine: EngineSite
    templates: tuple[Path, ...]
    cache: Path
    reads: Reads | None
    texts: EntryTexts = NO_TEXTS
    search_under_way: Callable[[], Iterable[OutputFile]] | None = None
    """Waits for the files of the search where a copy of this process makes them meanwhile."""


def site_leaves(grounds: Grounds, pages: Iterable[Planned]) -> list[Leaf]:
    """Every leaf but the lists of references and the files that speak of the finished site, step by step."""
    context = grounds.context
    feeds = planned_feeds(grounds.library, grounds.indexes, context.identity, context.extent)
    search, *others = leaves_of_all(grounds)
    planned = list(paper_and_page_leaves(grounds, pages))
    return [
        search,
        *(leaf for leaf in planned if leaf.step == PAPERS),
        # The records of all papers in one file take much memory: as much as the search, and at last as all that is noted.
        *others,
        _leaf_about_all(grounds),
        *(leaf for leaf in planned if leaf.step != PAPERS),
        *_card_leaves(grounds, context.cards.addresses()),
        *feed_leaves(context, feeds),
        _leaf_of_lists(context, [(feed.sort, feed.channel) for feed in feeds]),
    ]


def leaves_of_all(
    grounds: Grounds, before: Sequence[PaperKey] = (), edited: AbstractSet[PaperKey] = frozenset()
) -> list[Leaf]:
    """Those that are made in each build, the longest first. The last one had the papers ``before``, where that is known, of
    which these were ``edited`` since.
    """
    context, library, recorded = grounds.context, grounds.library, grounds.recorded
    identity = context.identity
    of_all = partial(all_papers, recorded, identity)
    again = partial(all_papers_again, recorded, identity, before, edited) if before else None
    under_way = grounds.search_under_way
    search = under_way or partial(search_files, library, grounds.cache, grounds.texts)
    return [
        Leaf("search", SEARCH, None, search, 100, here=under_way is not None),
        *_leaves_of_digest(context),
        _leaf_of_changes(context),
        Leaf("all records", RECORDS, None, of_all, 3, again=again),
        Leaf("small files", "schemas and assets", None, partial(small_files, grounds), 50),
        Leaf("hand-written", "hand-written pages", None, partial(written_pages, context, grounds.engine), 10),
    ]


def leaves_reached(
    grounds: Grounds,
    pages: list[PageParts],
    names: Iterable[str],
    before: Sequence[PaperKey],
    edited: AbstractSet[PaperKey],
    reach: Reach | None,
) -> list[Leaf]:
    """Those that are made in each build, the ``pages``, feeds of these ``names``, and those in the ``reach`` of an edit, but
    no lists of references; ``before`` and ``edited`` are as for `leaves_of_all`.

    Without a reach nothing but words was edited: lists of feeds and the pictures have none, so they stand.
    """
    context, library = grounds.context, grounds.library
    headings = {heading for name in names if (heading := heading_of(name)) is not None}
    headings |= reach.headings if reach else frozenset()
    feeds = planned_feeds(library, grounds.indexes, context.identity, context.extent, headings)
    leaves = [
        *leaves_of_all(grounds, before, edited),
        *paper_and_page_leaves(grounds, pages),
        *feed_leaves(context, feeds),
    ]
    if reach is None:
        return leaves
    leaves += (_leaf_about_all(grounds), *_card_leaves(grounds, reach.cards))
    if reach.feeds_differ:
        followed = followed_lists(library, grounds.indexes, context.extent).values()
        leaves.append(
            _leaf_of_lists(context, [(one.sort, channel_of(one, context.identity)) for one in followed])
        )
    return leaves


def _leaf_about_all(grounds: Grounds) -> Leaf:
    """What speaks of all papers tells which there are, under which names, and how many each topic has; beside that only
    what makes everything anew.
    """
    indexes, papers = grounds.indexes, grounds.content.papers
    told = (
        list(sources_of(papers)),
        dict(aliases_of(papers)),
        [list(places.pages) for places in grounds.context.unwatched_places],
        [(key, len(own)) for key, own in indexes.by_topic.items()],
        len(grounds.library.papers),
    )
    return Leaf("about all records", RECORDS, digest_of(told), partial(about_all, grounds), 4)


def _leaves_of_digest(context: PageContext) -> Iterator[Leaf]:
    """The mails of every week, and the feed."""
    library, identity = context.library, context.identity
    issues = digest_issues(context.indexes.entered)

    def told(issue: Issue) -> tuple[str, tuple[PaperKey, ...], int]:
        return issue.address, issue.papers[:MOST_IN_MAIL], len(issue.papers)

    for issue in issues:
        make = partial(issue_files, issue, library, identity)
        yield Leaf(issue.mail_address, FEEDS, digest_of(told(issue)), make, 2)
    closed = issues_in_feed(issues)
    make = partial(digest_feed, closed, library, identity)
    yield Leaf("digest", FEEDS, digest_of(list(map(told, closed))), make, 2)


def _leaf_of_changes(context: PageContext) -> Leaf:
    given = digest_of([change.shortened(MOST_NAMED) for change in context.changes])
    make = partial(change_feed_files, context.changes, context.library, context.identity)
    return Leaf("changes", FEEDS, given, make, 2)


def _leaf_of_lists(context: PageContext, channels: Sequence[tuple[str, Channel]]) -> Leaf:
    given = digest_of([(channel.title, channel.page) for _, channel in channels])
    return Leaf("lists of feeds", FEEDS, given, partial(lists_of_feeds, channels, context.identity), 2)


def _card_leaves(grounds: Grounds, addresses: Iterable[str]) -> Iterator[Leaf]:
    for address in addresses:
        design = grounds.context.cards.design(address)
        if design is not None:
            make = partial(card_files, [design], grounds.cache / "cards")
            yield Leaf(address, CARDS, digest_of(design), make)


def paper_and_page_leaves(grounds: Grounds, pages: Iterable[Planned]) -> Iterator[Leaf]:
    """Generated pages; with that of a paper go its files of references and its record, which are made of the same
    things.
    """
    context = grounds.context
    papers = {paper_address(key): key for key in grounds.recorded.papers}
    files = 2 + len(context.exports.formats) + context.extent.markdown
    digests: dict[int, str] = {}
    for parts in pages:
        if isinstance(parts, LaterPages):
            leaves, name = partial(_later_leaves, grounds, parts), f"papers from {parts.papers[0]}"
            yield Leaf(name, PAPERS, None, files=files * len(parts.papers), later=leaves)
            continue
        key = papers.get(parts.address)
        yield _leaf_of_page(grounds, parts, digests, key, 1 if key is None else files)


def _later_leaves(grounds: Grounds, later: LaterPages) -> Iterator[Leaf]:
    digests: dict[int, str] = {}
    for key, parts in zip(later.papers, later.plan(later.papers), strict=True):
        yield _leaf_of_page(grounds, parts, digests, key)


def _leaf_of_page(
    grounds: Grounds, parts: PageParts, digests: dict[int, str], key: PaperKey | None, files: int = 1
) -> Leaf:
    """A page's leaf, with all that a paper has if it is one's; ``digests`` are as `given_to` takes them."""
    name, reads = f"{parts.address}index.html", grounds.reads
    given = given_to(parts, digests, reads.digest_of_value) if reads and not parts.speaks_of_all else None
    if key is None:
        return Leaf(name, PAGES, given, partial(_page, grounds.context, grounds.frame, parts))
    return Leaf(name, PAPERS, given, partial(_whole_paper, grounds, key, parts), files)


def _whole_paper(grounds: Grounds, key: PaperKey, parts: PageParts) -> Iterator[OutputFile]:
    context = grounds.context
    yield from _page(context, grounds.frame, parts)
    files = [*record_files(key, grounds.recorded, context.identity, context.extent)]
    if key in grounds.library.papers:
        files[:0] = _references(key, context)
    yield from files
    # Other people's documents and programs fetch them by the id that they know. The page forwards.
    for former in grounds.recorded.papers[key].aliases:
        for file in files:
            yield file._replace(address=file.address.replace(f"papers/{key}", f"papers/{former}", 1))


def _references(key: PaperKey, context: PageContext) -> Iterator[OutputFile]:
    paper = context.library.papers[key]
    yield from paper_references(paper, context.library, context.identity, context.exports.formats)


def _page(context: PageContext, frame: Frame, parts: PageParts) -> Iterator[OutputFile]:
    yield set_into_frame(context, frame, parts)


def feed_leaves(context: PageContext, feeds: Iterable[PlannedFeed]) -> Iterator[Leaf]:
    """The feeds of lists."""
    writer = FeedWriter(context.library, context.identity)
    for feed in feeds:
        # The rest of a channel is told by its address, and by what the site is called.
        given = digest_of((feed.channel.title, feed.channel.page, feed.papers, feed.former))
        files = 2 + 2 * len(feed.former)
        yield Leaf(feed.channel.address, FEEDS, given, partial(writer.files, feed), files)


def about_all(grounds: Grounds) -> Iterator[OutputFile]:
    """The files about all records; their digest tells all that they are made from, so nothing need be noted."""
    recorded = with_tombstones(grounds.content)
    return files_about_all(recorded, grounds.indexes, grounds.context.identity, grounds.context.extent)


def small_files(grounds: Grounds) -> Iterator[OutputFile]:
    """What takes no time."""
    yield from grounds.context.assets.files
    yield aliases_file(grounds.content)
    yield from schema_files(grounds.library, grounds.context.identity)
