"""Every file of a room at once. A build makes them leaf by leaf (`generator/site_leaves.py`) of the same pieces."""

from __future__ import annotations

from collections.abc import Iterator

from generator.api.api_files import LARGEST_FILE, all_papers, files_about_all, record_files
from generator.exports.export_files import entry_in, list_of_references, paper_references
from generator.exports.plan import ExportPlan
from generator.feeds.digest import digest_issues
from generator.feeds.feed_files import (
    FeedWriter,
    digest_feed,
    issue_files,
    issues_in_feed,
    lists_of_feeds,
    planned_feeds,
)
from generator.indexes.indexes import Indexes
from generator.model.library import Library
from generator.model.output_file import OutputFile
from generator.model.site_identity import SiteIdentity


def api_files(
    library: Library, indexes: Indexes, identity: SiteIdentity, largest: int = LARGEST_FILE
) -> Iterator[OutputFile]:
    """Every file for machines but the manifest, which speaks of the others."""
    for key in library.papers:
        yield from record_files(key, library, identity)
    yield from all_papers(library, identity, largest)
    yield from files_about_all(library, indexes, identity)


def export_files(library: Library, identity: SiteIdentity, plan: ExportPlan) -> Iterator[OutputFile]:
    """Every file of references, one at a time."""
    written: dict[str, bytes] = {}
    for paper in library.papers.values():
        for file in paper_references(paper, library, identity, plan.formats):
            written[file.address] = file.content
            yield file
    for address, name, papers in plan.files():
        yield list_of_references(address, name, papers, lambda own, form: entry_in(written[own], form))


def feed_files(library: Library, indexes: Indexes, identity: SiteIdentity) -> Iterator[OutputFile]:
    """The feeds of all lists, the lists of feeds, and the digest's feed and mails."""
    feeds = planned_feeds(library, indexes, identity)
    writer = FeedWriter(library, identity)
    for feed in feeds:
        yield from writer.files(feed)
    yield from lists_of_feeds([(feed.sort, feed.channel) for feed in feeds], identity)
    yield from whole_digest(library, indexes, identity)


def whole_digest(library: Library, indexes: Indexes, identity: SiteIdentity) -> Iterator[OutputFile]:
    """The digest's mails and its feed."""
    issues = digest_issues(indexes.entered)
    for issue in issues:
        yield from issue_files(issue, library, identity)
    yield from digest_feed(issues_in_feed(issues), library, identity)
