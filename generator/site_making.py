"""From planned leaves to a written site: who makes what, what may stay as it is, and what has to be known at the end."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain, groupby
from pathlib import Path
from typing import NamedTuple

from generator.api.api_files import LISTED_IN_MANIFEST, manifest_file
from generator.exports.citation import paper_of_file
from generator.model.output_file import OutputFile
from generator.offline.service_worker import service_worker
from generator.pages.sitemap import sitemap_files
from generator.project import SiteMemory
from generator.search.places import FOLDER as SEARCH_FOLDER
from generator.site_agenda import Agenda
from generator.site_leaves import Grounds, Leaf, reference_lists
from generator.working.known_leaves import KnownLeaves, LeafTrace
from generator.working.made_leaves import MadeLeaves, known_of, made_leaves, traces_of
from generator.working.reads import Read, Reads
from generator.working.traces import (
    FileMark,
    KnownBuild,
    due_leaves,
    reads_of,
)
from generator.working.work import Step, Work, timed
from generator.working.workers import hear_all, promised
from generator.writing.links import PageLinks
from generator.writing.looking import Look
from generator.writing.notes import Notes, check_targets, noted
from generator.writing.site_writer import NewSite, SiteDiffers, WrittenSite, new_site

FILES_AT_ONCE = 250
"""Enough that handing out work costs nothing, so few that no process waits long for the last one."""
LOTS_OF_A_PROCESS = 4
"""Of few leaves, as an edit leaves them, each process gets about so many lots: what is due then are mostly long lists."""


class MadeSite(NamedTuple):
    """What was written, and what the next build may rely on."""

    written: WrittenSite
    known: KnownBuild | None


class MadeTogether(NamedTuple):
    """What one process made in one go."""

    notes: Notes
    traces: MadeLeaves | None
    """Of the leaves that may stand in the next build."""
    step: Step


def make_site(
    grounds: Grounds,
    agenda: Agenda,
    folder: Path,
    work: Work,
    *,
    in_place: bool = False,
    memory: SiteMemory | None = None,
    looked: Callable[[], Look] | None = None,
    stamp: str = "",
) -> MadeSite:
    """Make every leaf that is due and publish the site. Raises what `new_site` and its site raise, and DeadLinks.

    ``looked`` is what `looked_ahead` gives.
    """
    reads, known = grounds.reads, agenda.known
    with (
        new_site(
            folder,
            in_place=in_place,
            spare=memory and memory.spare,
            folder_times=memory and memory.folder_times,
            known=known.site if known else None,
        ) as site,
        # Looking at every file takes as long as making the few that are due.
        promised(looked or site.look, work.jobs if site.twin_of and not looked else 1) as seen,
    ):
        with work.watch.step("what is due"):
            if site.twin_of is None:
                if not agenda.is_whole:
                    raise SiteDiffers
                known = None
            leaves = {leaf.name: leaf for leaf in agenda.leaves}
            lists = _by_name(reference_lists(grounds, site.read)) if agenda.is_whole else {}
            given = {leaf.name: leaf.given for leaf in (*leaves.values(), *lists.values())}
            kept, due = due_leaves(given, known, agenda.changed, is_whole=agenda.is_whole)
            notes = notes_of_kept(kept, site)
        traces: list[MadeLeaves | None] = []
        standing = len(notes.addresses)
        expected = sum(leaves[name].files if name in leaves else 1 for name in due)
        work.expect(expected)
        making = partial(make_leaves, reads=reads, site=site, work=work, notes=notes, traces=traces)
        making([leaves[name] for name in due if name in leaves], all_new=known is None)
        # Lists of references are made of files that others make.
        renewed = {paper_of_file(address) for address in notes.written} - {None}
        if renewed and not lists:
            lists = _by_name(reference_lists(grounds, site.read))
        due_lists = [
            leaf
            for name, leaf in lists.items()
            if name not in kept or (renewed and not renewed.isdisjoint(leaf.papers))
        ]
        making(due_lists, all_new=known is None)
        work.progress(max(0, expected - len(notes.addresses) + standing))
        with work.watch.step("finish and swap"):
            finish(grounds, site, notes, kept)
            written = site.publish(notes.addresses, notes.written, seen)
    with work.watch.step("finish and swap"):
        return MadeSite(written, known_to_the_next(grounds, agenda, known, kept, traces, written, stamp))


def known_to_the_next(
    grounds: Grounds,
    agenda: Agenda,
    known: KnownBuild | None,
    kept: KnownLeaves,
    made: Sequence[MadeLeaves | None],
    written: WrittenSite,
    stamp: str,
) -> KnownBuild | None:
    """What the next build may rely on, given what this one knew, ``kept`` and ``made``; None where that cannot be told."""
    reads = grounds.reads
    batches = [batch for batch in made if batch is not None]
    if reads is None or written.known is None or agenda.plan is None or len(batches) != len(made):
        return None
    if known is None:
        leaves, looked_up = known_of(batches)
    else:
        new = traces_of(batches)
        leaves = kept.edited(new)
        looked_up = reads_of(new.values(), reads.digest, known, agenda.changed)
    return KnownBuild(stamp=stamp, site=written.known, leaves=leaves, reads=looked_up, plan=agenda.plan)


def _by_name(leaves: Iterable[Leaf]) -> dict[str, Leaf]:
    return {leaf.name: leaf for leaf in leaves}


def make_leaves(
    leaves: list[Leaf],
    reads: Reads | None,
    site: NewSite,
    work: Work,
    notes: Notes,
    traces: list[MadeLeaves | None],
    all_new: bool,
) -> None:
    """Let as many processes as were asked for make the leaves; what they note is added to ``notes`` and ``traces``.

    Where all leaves are new, so is all that they look up: its digests are then made by those processes too.
    """
    marks: dict[int, FileMark] = {}

    def done(result: MadeTogether) -> None:
        if reads is None:
            # No later build compares times, and files of equal size can share a mark.
            addresses = result.notes.addresses
            addresses.update(
                (name, marks.setdefault(size, (size, 0))) for name, (size, _) in addresses.items()
            )
        notes.add(result.notes)
        traces.append(result.traces)
        work.watch.add(result.step)
        work.progress(len(result.notes.addresses))

    def task(some: list[Leaf]) -> Callable[[], MadeTogether]:
        return lambda: made_together(some, reads, site, all_new)

    lots = batched([leaf for leaf in leaves if not leaf.here], work.jobs)
    hear_all([task(some) for some in lots], work.jobs, done)
    for leaf in leaves:
        if leaf.here:
            done(made_together([leaf], reads, site, all_new))


def batched(leaves: Sequence[Leaf], jobs: int) -> Iterator[list[Leaf]]:
    """Leaves of one step that one of so many processes makes in one go."""
    most = max(1, len(leaves) // (jobs * LOTS_OF_A_PROCESS))
    for _, own in groupby(leaves, key=lambda leaf: leaf.step):
        some: list[Leaf] = []
        files = 0
        for leaf in own:
            some.append(leaf)
            files += leaf.files
            if files >= FILES_AT_ONCE or len(some) >= most:
                yield some
                some, files = [], 0
        if some:
            yield some


def made_together(leaves: list[Leaf], reads: Reads | None, site: NewSite, all_new: bool) -> MadeTogether:
    """Make some leaves, one after the other."""
    notes, links = Notes(), PageLinks()
    traces: dict[str, LeafTrace] = {}
    packed: MadeLeaves | None = None

    def make() -> None:
        nonlocal packed
        for leaf in chain.from_iterable(one.each() for one in leaves):
            if reads is None or leaf.given is None:
                made = leaf.make() if leaf.again is None else leaf.again(site.left)
                notes.add(noted(made, site.put_output, LISTED_IN_MANIFEST, links))
                continue
            with reads.gathered() as looked_up:
                own = noted(leaf.make(), site.put_output, LISTED_IN_MANIFEST, links)
            traces[leaf.name] = trace_of(leaf.given, looked_up, own)
            notes.add(own)
        if reads is not None:
            every = set().union(*(trace.reads for trace in traces.values()))
            packed = made_leaves(traces, {read: reads.digest(read) if all_new else "" for read in every})

    _, step = timed(leaves[0].step, make)
    # Most links of a page lead to what was made with it.
    notes.targets = {target: link for target, link in links.targets.items() if target not in notes.addresses}
    return MadeTogether(notes, packed, step)


def trace_of(given: str, looked_up: Iterable[Read], notes: Notes) -> LeafTrace:
    """What the next build has to know of a leaf."""
    return LeafTrace(
        given=given,
        reads=tuple(looked_up),
        addresses=tuple(notes.addresses),
        found=tuple(notes.found),
        digests=tuple([(address, *digest) for address, digest in notes.digests.items()]),
    )


def notes_of_kept(kept: KnownLeaves, site: NewSite) -> Notes:
    """What would be noted of leaves if they were made. Raises SiteDiffers where the site has not all of their files."""
    notes = Notes()
    if site.twin_of is None:
        return notes
    addresses = kept.addresses()
    try:
        notes.addresses = dict(zip(addresses, map(site.twin_of.files.__getitem__, addresses), strict=True))
    except KeyError:
        raise SiteDiffers from None
    notes.found = kept.found()
    notes.digests = {address: (size, fingerprint) for address, size, fingerprint in kept.digests()}
    return notes


def finish(grounds: Grounds, site: NewSite, notes: Notes, kept: KnownLeaves) -> None:
    """Add the files that speak of all others, and the engine's own. Raises DeadLinks."""
    files = grounds.engine.files
    notes.add(noted(finishing_files(grounds, notes, site), site.put_output, ()))
    for address, path in files.items():
        if address not in notes.addresses:
            put = site.put(address, path)
            notes.addresses[address] = put.mark
            if put.written:
                notes.written.append(address)
    if site.twin_of is not None and has_lost_pages(site.twin_of.files, notes):
        notes.add(Notes(targets=links_of_kept(site, kept)))
    check_targets(notes)


def has_lost_pages(before: Mapping[str, FileMark], notes: Notes) -> bool:
    """Whether something is gone that a page may link to: pages name no file of the search index but its front door."""
    now, search = notes.addresses, f"{SEARCH_FOLDER}/"
    return any(address not in now and not address.startswith(search) for address in before)


def links_of_kept(site: NewSite, kept: KnownLeaves) -> dict[str, tuple[str, str]]:
    """What pages link to that were not made anew."""
    links = PageLinks()
    for address in kept.addresses():
        if address.endswith(".html"):
            links.read(posixpath.dirname(address), address, site.read(address))
    return links.targets


def finishing_files(grounds: Grounds, notes: Notes, site: NewSite) -> Iterator[OutputFile]:
    """The files that speak of all others."""
    identity, files = grounds.context.identity, grounds.engine.files
    yield manifest_file(grounds.library, grounds.indexes, identity, notes.digests)
    yield from sitemap_files(addresses_of(notes.found, files), identity)

    def read(address: str) -> bytes:
        return site.read(address) if address in notes.addresses else files[address].read_bytes()

    yield service_worker(notes.addresses, read, grounds.templates)


def addresses_of(pages: Iterable[str], engine_files: Iterable[str]) -> list[str]:
    """The addresses of all pages that a search engine should know."""
    # In the order of leaves, which is soon sorted.
    every = dict.fromkeys([*pages, *(name for name in engine_files if name.endswith(".html"))])
    return sorted(address.removesuffix("index.html") for address in every if address != "404.html")
