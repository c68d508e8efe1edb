"""What the last build knew of each piece of its site, so that the next one makes anew only what may come out otherwise.

A *leaf* is a piece of work that makes a few files: a page, a feed, the files of one paper. Its trace holds what it was
given, what it looked up, and the files it made. `kept_build` keeps the record of a build.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, NamedTuple

from generator.working.entry_marks import EntryMark
from generator.working.reads import Read

FileMark = tuple[int, int]
"""A file's size in bytes and its time of change in nanoseconds."""
Folder = tuple[int, int]
"""A folder's device and inode: it keeps them when it is renamed."""


class PlanTrace(NamedTuple):
    """What is known of how the leaves were planned."""

    entries: Mapping[str, EntryMark]
    told_apart: tuple[Any, ...]
    """Plain values, as whoever plans pages wants them back."""


class LeafTrace(NamedTuple):
    """What is known of one leaf. A plain tuple: a large site has some hundred thousand of them."""

    given: str
    """A digest of what it was handed."""
    reads: tuple[Read, ...]
    addresses: tuple[str, ...]
    """Of the files it made."""
    found: tuple[str, ...] = ()
    """Those of them that search engines should know."""
    digests: tuple[tuple[str, int, str], ...] = ()
    """Address, size and fingerprint of those of them that the manifest lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSite:
    """The state of a site's folder after a build."""

    folder: Folder
    spare: Folder | None
    """The folder of the site before it, which waits for the next build."""
    differs: tuple[str, ...]
    """The addresses at which the two are not the same."""
    files: Mapping[str, FileMark]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownBuild:
    """The record of a build."""

    stamp: str
    """A digest of all that every leaf depends on: the program, the templates, the settings, the words of topics."""
    site: KnownSite
    leaves: Mapping[str, LeafTrace]
    reads: Mapping[Read, str]
    """The digest of each value that a leaf looked up."""
    plan: PlanTrace


def changed_reads(
    known: KnownBuild, digest: Callable[[Read], str], may_differ: Callable[[Read], bool] | None = None
) -> set[Read]:
    """What a leaf looked up and would find changed; ``digest`` tells that of a value as it is now.

    Only what ``may_differ`` is compared, where that is known.
    """
    asked = known.reads if may_differ is None else filter(may_differ, known.reads)
    return {read for read in asked if digest(read) != known.reads[read]}


def due_leaves(
    given: Mapping[str, str | None], known: KnownBuild | None, changed: AbstractSet[Read] = frozenset()
) -> tuple[dict[str, LeafTrace], list[str]]:
    """Which leaves stand as they are, with their traces, and which are to be made.

    ``given`` holds for each leaf a digest of what it is handed now, None for one that is made in each build; ``changed``
    is what `changed_reads` found.
    """
    if known is None:
        return {}, list(given)
    kept: dict[str, LeafTrace] = {}
    due: list[str] = []
    for name, now in given.items():
        trace = known.leaves.get(name)
        if trace is not None and trace.given == now and changed.isdisjoint(trace.reads):
            kept[name] = trace
        else:
            due.append(name)
    return kept, due


def leaves_that_read(known: KnownBuild, changed: AbstractSet[Read]) -> set[str]:
    """The names of the leaves that looked up any of this."""
    return {name for name, trace in known.leaves.items() if not changed.isdisjoint(trace.reads)}


def interned(trace: LeafTrace) -> LeafTrace:
    """The same with texts that other traces share: a record then holds each of them once."""
    return trace._replace(reads=tuple([sys.intern(read) for read in trace.reads]))


def reads_of(
    traces: Iterable[LeafTrace],
    digest: Callable[[Read], str],
    known: KnownBuild | None = None,
    changed: AbstractSet[Read] = frozenset(),
) -> dict[Read, str]:
    """Everything that leaves looked up, with the digests of the values; those that did not change are ``known``.

    Where a build is known, ``traces`` need only hold those of leaves that were made. Some values may then be told of that
    nobody looks up any more; they do no harm.
    """
    found = dict(known.reads) if known else {}
    for read in set().union(changed, *(trace.reads for trace in traces)):
        if read not in found or read in changed:
            found[read] = digest(read)
    return found
