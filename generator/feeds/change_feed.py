"""The feed of changes: one entry for what entered on a day, one for each revision that changed entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from generator.feeds.addresses import CHANGES_FEED, DIGEST, feed_address
from generator.feeds.atom import Channel, way_to_root
from generator.feeds.entries import LONGEST_FEED, FeedEntry, tag_uri
from generator.feeds.written_entries import feed_in_each_format, written
from generator.indexes.addresses import CHANGES, paper_address
from generator.indexes.changes import Change
from generator.model.library import Library
from generator.model.output_file import OutputFile
from generator.model.site_identity import SiteIdentity
from generator.text.counting import counted
from generator.text.maths import mixed_plain
from generator.text.one_line import one_line

MOST_NAMED = 30
"""Papers told one by one; of a sweep through all entries the number says enough."""


def change_feed_files(
    changes: Iterable[Change], library: Library, identity: SiteIdentity
) -> Iterator[OutputFile]:
    """The feed as Atom and as JSON."""
    address = feed_address(DIGEST, CHANGES_FEED, "atom")
    channel = Channel(
        id=identity.absolute(address) or tag_uri(address, identity),
        title=f"{one_line(identity.name)}: changes",
        description=f"What entered the {one_line(identity.name)}, and which entries were changed.",
        address=address,
        json_address=feed_address(DIGEST, CHANGES_FEED, "json"),
        page=CHANGES,
    )
    entries = [change_entry(change, library, identity) for change in list(changes)[:LONGEST_FEED]]
    root = way_to_root(channel, identity)
    yield from feed_in_each_format(channel, [written(entry, root, identity) for entry in entries], identity)


def change_entry(change: Change, library: Library, identity: SiteIdentity) -> FeedEntry:
    """A change as an entry; its id is that of the day or the revision, so nobody meets it twice."""
    name = change.commit or f"{change.day.isoformat()}/added"
    return FeedEntry(
        id=tag_uri(f"changes/{name}", identity),
        title=change_title(change, len(change.papers), library),
        entered=change.day,
        address=f"{CHANGES}#{anchor_of(change)}",
        original=None,
        authors=(),
        headings=(),
        summary=one_line(change.subject),
        html=_list_of(change, library, identity),
    )


def change_title(change: Change, count: int, library: Library) -> str:
    """``3 papers added``, ``Changed: Kimi Linear``; the change is one of ``count`` papers."""
    if count == 1:
        paper = library.papers[change.papers[0]]
        return f"{'Changed' if change.commit else 'Added'}: {mixed_plain(one_line(paper.title))}"
    if change.commit:
        return f"{counted(count, 'entry')} changed"
    return f"{counted(count, 'paper')} added"


def anchor_of(change: Change) -> str:
    """Where the change stands on its page."""
    return f"c{change.commit[:12]}" if change.commit else f"d{change.day.isoformat()}"


def _list_of(change: Change, library: Library, identity: SiteIdentity) -> str:
    lines = []
    for key in change.papers[:MOST_NAMED]:
        paper = library.papers[key]
        title = escape(mixed_plain(one_line(paper.title)))
        address = identity.absolute(paper_address(key))
        lines.append(f'<li><a href="{escape(address)}">{title}</a></li>' if address else f"<li>{title}</li>")
    more = len(change.papers) - MOST_NAMED
    return f"<ul>{''.join(lines)}</ul>" + (f"<p>and {more:,} more</p>" if more > 0 else "")
