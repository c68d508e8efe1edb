"""From planned leaves to a written site: who makes what, what may stay as it is, and what has to be known at the end."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from itertools import chain, groupby
from pathlib import Path
from typing import NamedTuple

from generator.api.manifest import LISTED as LISTED_IN_MANIFEST
from generator.api.manifest import manifest_again, manifest_file
from generator.exports.citation import paper_of_file
from generator.model.output_file import OutputFile
from generator.offline.service_worker import service_worker
from generator.pages.sitemap import sitemap_files
from generator.project import SiteMemory
from generator.search.places import FOLDER as SEARCH_FOLDER
from generator.site_agenda import Agenda
from generator.site_leaves import Grounds, Leaf
from generator.site_links import links_of_kept, templates_may_link
from generator.site_reach import headings_with, lists_gone
from generator.site_references import lists_again, reference_lists
from generator.working.known_files import FileMark, KnownFiles
from generator.working.known_leaves import KnownLeaves, LeafTrace
from generator.working.made_leaves import MadeLeaves, known_of, made_leaves, traces_of
from generator.working.reads import Read, Reads
from generator.working.traces import (
    KnownBuild,
    Untraced,
    due_leaves,
    reads_of,
)
from generator.working.work import Step, Work, timed
from generator.working.workers import hear_all, promised
from generator.writing.links import PageLinks
from generator.writing.looking import Look
from generator.writing.notes import Notes, check_targets, is_listed, noted
from generator.writing.site_writer import NewSite, SiteDiffers, WrittenSite, new_site

FILES_AT_ONCE = 250
"""Enough that handing out work costs nothing, so few that no process waits long for the last one."""
FEWEST_TWINNED = 1_000
"""Papers from which on a site that is made from nothing gets a twin at once; of fewer the first edit makes it in no time."""
LOTS_OF_A_PROCESS = 4
"""Of few leaves, as an edit leaves them, each process gets about so many lots: what is due then are mostly long lists."""


class MadeSite(NamedTuple):
    """What was written, and what the next build may rely on."""

    written: WrittenSite
    known: KnownBuild | None


class Standing(NamedTuple):
    """What of the last site stays as it is, and what of it does not."""

    files: KnownFiles
    """Those of leaves that stand."""
    replaced: Collection[str] = ()
    """The addresses of all others: they are made anew, or are gone."""
    found: AbstractSet[str] = frozenset()
    """Pages among these that search engines were told of."""
    sitemap: Mapping[str, FileMark] = {}
    """The files by which they were."""


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
            twinned=reads is not None and len(grounds.library.papers) >= FEWEST_TWINNED,
        ) as site,
        # Looking at every file takes as long as making the few that are due.
        promised(looked or site.look, work.jobs if site.twin_of and not looked else 1) as seen,
    ):
        notes = Notes()
        with work.watch.step("what is due"):
            if site.twin_of is None:
                if not agenda.is_whole:
                    raise SiteDiffers
                known = None
            read = partial(file_now, site, notes)
            leaves = {leaf.name: leaf for leaf in agenda.leaves}
            lists = _by_name(reference_lists(grounds, read, agenda.headings))
            given = {leaf.name: leaf.given for leaf in (*leaves.values(), *lists.values())}
            kept, due = due_leaves(given, known, agenda.changed, _gone(agenda, grounds, lists), agenda.anew)
            standing = standing_of(kept, known, site)
        traces: list[MadeLeaves | None] = []
        expected = sum(leaves[name].files if name in leaves else 1 for name in due)
        work.expect(expected)
        making = partial(make_leaves, reads=reads, site=site, work=work, notes=notes, traces=traces)
        making([leaves[name] for name in due if name in leaves], all_new=known is None)
        # Lists of references are made of files that others make.
        renewed = {key for address in notes.written if (key := paper_of_file(address)) is not None}
        headings = set(agenda.headings or ())
        if renewed and agenda.headings is not None:
            others = headings_with(renewed, grounds.indexes, grounds.context.extent.exported) - headings
            lists |= _by_name(reference_lists(grounds, read, others))
            headings |= others
        due_lists = [
            leaf
            for name, leaf in lists.items()
            if name not in kept or (renewed and not renewed.isdisjoint(leaf.papers))
        ]
        if agenda.edited is not None:
            due_lists = [*lists_again(grounds, due_lists, headings, agenda.edited, renewed, read, site.left)]
        making(due_lists, all_new=known is None)
        work.progress(max(0, expected - len(notes.addresses)))
        with work.watch.step("finish and swap"):
            finish = Finish(grounds, site, notes, standing, kept, known)
            sitemap = finish.put_files(work.jobs)
            files = standing.files.edited(notes.addresses)
            written = site.publish(files, notes.written, seen, standing.replaced if known else None)
    with work.watch.step("finish and swap"):
        return MadeSite(written, known_to_the_next(finish, sitemap, agenda, traces, written, stamp))


def known_to_the_next(
    finish: Finish,
    sitemap: tuple[str, ...],
    agenda: Agenda,
    made: Sequence[MadeLeaves | None],
    written: WrittenSite,
    stamp: str,
) -> KnownBuild | None:
    """What the next build may rely on, given what this one knew, what of it stood and what was ``made``; None where that
    cannot be told. ``sitemap`` are the addresses that `put_files` told.
    """
    reads, known = finish.grounds.reads, finish.known
    batches = [batch for batch in made if batch is not None]
    if reads is None or written.known is None or agenda.plan is None or len(batches) != len(made):
        return None
    if known is None:
        leaves, looked_up = known_of(batches)
        traced = set(leaves.addresses())
    else:
        new = traces_of(batches)
        traced = {address for trace in new.values() for address in trace.addresses}
        leaves = finish.kept.edited(new)
        looked_up = reads_of(new.values(), reads.digest, known, agenda.changed)
    return KnownBuild(
        stamp=stamp,
        site=written.known,
        leaves=leaves,
        reads=looked_up,
        plan=agenda.plan,
        untraced=finish.untraced(traced, sitemap),
    )


def _gone(agenda: Agenda, grounds: Grounds, lists: Mapping[str, Leaf]) -> AbstractSet[str] | None:
    """The leaves of the last build that are no more; None where those are all that are not planned."""
    if agenda.is_whole or agenda.known is None:
        return None
    exports = grounds.context.exports
    return agenda.gone | lists_gone(agenda.known.leaves, agenda.headings or (), exports, lists.keys())


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


def file_now(site: NewSite, notes: Notes, address: str) -> bytes:
    """A file as this build has put it, or as the last one left it. Raises SiteDiffers where it is not that any more: what the
    twin has there may be anything, and is looked at only when all else is done.
    """
    if address in notes.addresses or site.twin_of is None:
        return site.read(address)
    content = site.left(address)
    if content is None:
        raise SiteDiffers
    return content


def standing_of(kept: KnownLeaves, known: KnownBuild | None, site: NewSite) -> Standing:
    """What stays where the ``kept`` leaves stand. Raises SiteDiffers where the site has not all that was known of it."""
    if known is None or site.twin_of is None:
        return Standing(KnownFiles({}))
    files = site.twin_of.files
    others = [name for name, trace in kept.changes.items() if trace is None and name in known.leaves]
    of_others = [known.leaves.files_of(name) for name in others]
    replaced = {*known.untraced.addresses, *(address for own, _ in of_others for address in own)}
    if not all(address in files for address in replaced):
        raise SiteDiffers
    return Standing(
        files.edited(dict.fromkeys(replaced)),
        replaced,
        found={*known.untraced.found, *(page for _, own in of_others for page in own)},
        sitemap={address: files[address] for address in known.untraced.sitemap},
    )


class Finish(NamedTuple):
    """The end of a site: the files that speak of all others, and the engine's own."""

    grounds: Grounds
    site: NewSite
    notes: Notes
    """Of all that was made."""
    standing: Standing
    kept: KnownLeaves
    known: KnownBuild | None

    def put_files(self, jobs: int) -> tuple[str, ...]:
        """Put them; the addresses of the sitemap. ``jobs`` processes look at links. Raises DeadLinks."""
        site, notes, standing = self.site, self.notes, self.standing
        notes.add(noted(self._files(), site.put_output, ()))
        sitemap = Notes(dict(standing.sitemap))
        found = self._found()
        if found != standing.found:
            pages = addresses_of({*found, *self.kept.found()})
            sitemap = noted(sitemap_files(pages, self.grounds.context.identity), site.put_output, ())
        notes.add(sitemap)
        for address, path in self.grounds.engine.files.items():
            if address not in notes.addresses and address not in standing.files:
                put = site.put(address, path)
                notes.addresses[address] = put.mark
                if put.written:
                    notes.written.append(address)
        lost = self._lost_files()
        if lost and templates_may_link(self.grounds.templates, lost):
            read, there = partial(file_now, site, notes), (notes.addresses, standing.files)
            for targets in links_of_kept(read, self.kept, lost, there, jobs):
                notes.add(Notes(targets=targets))
        check_targets(notes, standing.files)
        return tuple(sitemap.addresses)

    def untraced(self, traced: AbstractSet[str], sitemap: tuple[str, ...]) -> Untraced:
        """What of all that was made is not ``traced`` by leaves."""
        addresses = tuple([address for address in self.notes.addresses if address not in traced])
        return Untraced(addresses, tuple(self._found() - traced), sitemap)

    def _files(self) -> Iterator[OutputFile]:
        yield self._manifest()
        # Of what it speaks nothing stands, but for pages that it asks for by name.
        yield service_worker(self.notes.addresses, self._read, self.grounds.templates)

    def _manifest(self) -> OutputFile:
        grounds, notes = self.grounds, self.notes
        told = grounds.library, grounds.indexes, grounds.context.identity
        if self.known is not None:
            replaced = {
                address for address in self.standing.replaced if is_listed(address, LISTED_IN_MANIFEST)
            }
            again = manifest_again(*told, notes.digests, replaced - notes.digests.keys(), self.site.left)
            if again is not None:
                return again
        standing = {address: (size, fingerprint) for address, size, fingerprint in self.kept.digests()}
        return manifest_file(*told, {**standing, **notes.digests})

    def _found(self) -> set[str]:
        """Pages that search engines should know, of all that was made and of the engine's."""
        return {*self.notes.found, *(name for name in self.grounds.engine.files if name.endswith(".html"))}

    def _read(self, address: str) -> bytes:
        is_put = address in self.notes.addresses or address in self.standing.files
        if is_put:
            return file_now(self.site, self.notes, address)
        return self.grounds.engine.files[address].read_bytes()

    def _lost_files(self) -> list[str]:
        """What is gone that a page may link to: pages name no file of the search index but its front door."""
        now, search = self.notes.addresses, f"{SEARCH_FOLDER}/"
        return [
            address
            for address in self.standing.replaced
            if address not in now and not address.startswith(search)
        ]


def addresses_of(pages: Iterable[str]) -> list[str]:
    """The addresses of pages as readers know them, in order."""
    return sorted(address.removesuffix("index.html") for address in pages if address != "404.html")
