"""Entries written for each format, and the feeds that are put together of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.feeds.atom import Channel, atom_entry, atom_feed
from generator.feeds.entries import FeedEntry
from generator.feeds.json_feed import json_feed, json_item
from generator.model.output_file import OutputFile
from generator.model.site_identity import SiteIdentity


class WrittenEntry(NamedTuple):
    """An entry as it stands in feeds."""

    entered: dt.date
    atom: bytes
    json: bytes


def written(entry: FeedEntry, root: str, identity: SiteIdentity) -> WrittenEntry:
    """The entry for feeds from which ``root`` leads to the site's root."""
    return WrittenEntry(entry.entered, atom_entry(entry, root), json_item(entry, identity))


def feed_in_each_format(
    channel: Channel, entries: Sequence[WrittenEntry], identity: SiteIdentity
) -> Iterator[OutputFile]:
    """The feed as Atom and as JSON."""
    latest = max([entry.entered for entry in entries], default=None)
    atom = atom_feed(channel, latest, [entry.atom for entry in entries], identity)
    yield OutputFile(channel.address, atom)
    yield OutputFile(channel.json_address, json_feed(channel, [entry.json for entry in entries], identity))
