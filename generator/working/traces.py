"""What the last build knew of each piece of its site, so that the next one makes anew only what may come out otherwise.

A *leaf* is a piece of work that makes a few files: a page, a feed, the files of one paper. Its trace holds what it was
given, what it looked up, and the files it made. `kept_build` keeps the record of a build.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, NamedTuple

from generator.working.entry_marks import EntryMarks
from generator.working.known_files import KnownFiles
from generator.working.known_leaves import KnownLeaves, LeafTrace
from generator.working.known_reads import KnownReads
from generator.working.reads import Read

Folder = tuple[int, int]
"""A folder's device and inode: it keeps them when it is renamed."""


class PlanTrace(NamedTuple):
    """What is known of how the leaves were planned."""

    entries: EntryMarks
    told_apart: tuple[Any, ...]
    """Plain values, as whoever plans pages wants them back."""


class MovedFolder(NamedTuple):
    """A folder that got another address, with files that stayed what they were."""

    before: str
    now: str
    names: tuple[str, ...]
    """Of those files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSite:
    """The state of a site's folder after a build."""

    folder: Folder
    spare: Folder | None
    """The folder of the site before it, which waits for the next build."""
    differs: tuple[str, ...]
    """The addresses at which the two are not the same, but for what was moved."""
    files: KnownFiles
    looked: str = ""
    """What the last look at all files of a folder left to the next one; empty where there was none."""
    moved: MovedFolder | None = None
    """What is the same in the other folder under other addresses."""


class Untraced(NamedTuple):
    """What a site has beside the files of leaves that may stand: made in every build."""

    addresses: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    """Pages that search engines should know, and those that the engine made."""
    sitemap: tuple[str, ...] = ()
    """The files by which search engines find pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownBuild:
    """The record of a build."""

    stamp: str
    """A digest of all that every leaf depends on: the program, the templates, the settings, the words of topics."""
    site: KnownSite
    leaves: KnownLeaves
    reads: KnownReads
    plan: PlanTrace
    untraced: Untraced


def changed_reads(
    known: KnownBuild, digest: Callable[[Read], str], asked: Iterable[Read] | None = None
) -> set[Read]:
    """What a leaf looked up and would find changed; ``digest`` tells that of a value as it is now.

    Only what is ``asked`` is compared, where somebody knows that all else is the same.
    """
    return {read for read in (known.reads if asked is None else asked) if digest(read) != known.reads[read]}


def due_leaves(
    given: Mapping[str, str | None],
    known: KnownBuild | None,
    changed: AbstractSet[Read] = frozenset(),
    gone: AbstractSet[str] | None = None,
    anew: AbstractSet[str] = frozenset(),
) -> tuple[KnownLeaves, list[str]]:
    """Which leaves stand as they are, and which are to be made.

    ``given`` holds for each leaf a digest of what it is handed now, None for one that is made in each build; ``changed``
    is what `changed_reads` found. Leaves that are not among ``given`` are gone; or those of ``gone`` are, where somebody
    knows them, and the others stand; of these, those in ``anew`` are made in any case.
    """
    if known is None:
        return KnownLeaves({}), list(given)
    stale = known.leaves.that_read(changed) | anew
    due = [
        name for name, now in given.items() if now is None or name in stale or known.leaves.given(name) != now
    ]
    if gone is None:
        gone = {name for name in known.leaves if name not in given}
    return known.leaves.edited({name: None for name in (*due, *gone) if name in known.leaves}), due


def reads_of(
    traces: Iterable[LeafTrace],
    digest: Callable[[Read], str],
    known: KnownBuild | None = None,
    changed: AbstractSet[Read] = frozenset(),
) -> KnownReads:
    """Everything that leaves looked up, with the digests of the values; those that did not change are ``known``.

    Where a build is known, ``traces`` need only hold those of leaves that were made. Some values may then be told of that
    nobody looks up any more; they do no harm.
    """
    before = known.reads if known else KnownReads({})
    asked = set().union(changed, *(trace.reads for trace in traces))
    return before.edited({read: digest(read) for read in asked if read in changed or read not in before})
