"""What a build has to look at: every leaf of the site, or those that an edit of a few entries can reach.

Both come to the same site. The second way is open where the vocabulary, the templates and the settings are those of the
last build: then most of what was planned then stands, and of a site of tens of thousands of leaves some hundred are looked
at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from generator.indexes.gatherings import Heading
from generator.indexes.related_paper import RelatedPaper
from generator.model.later_papers import sources_of
from generator.model.paper import PaperKey
from generator.pages.choice import Choice
from generator.pages.frame import PageParts
from generator.pages.render_pages import Planned, generated_pages
from generator.pages.told_apart import ToldApart
from generator.site_leaves import Grounds, Leaf, leaves_reached, site_leaves
from generator.site_reach import WATCHED, Edited, Reach, all_reached, files_gone, pages_gone, reach_of
from generator.working.entry_marks import EntryMarks
from generator.working.reads import Read, is_in
from generator.working.traces import KnownBuild, PlanTrace, changed_reads
from generator.working.work import Work
from generator.working.workers import promised

RELATED = "related"
"""The name under which related papers are watched."""
Related = Mapping[PaperKey, tuple[RelatedPaper, ...]]


class Agenda(NamedTuple):
    """Leaves, and what is known of them."""

    known: KnownBuild | None
    leaves: list[Leaf]
    """All but the lists of references; or those that an edit may have changed."""
    is_whole: bool
    """Whether these are all. Otherwise every other leaf of the last build stands."""
    changed: frozenset[Read] = frozenset()
    """Of what leaves of the last build looked up what is not the same now."""
    plan: PlanTrace | None = None
    """For the next build; None where it shall know nothing."""
    headings: frozenset[Heading] | None = None
    """Under which lists of references are looked at; None for all."""
    gone: frozenset[str] = frozenset()
    """Leaves of the last build that the site has no more, where those are not all."""
    anew: frozenset[str] = frozenset()
    """Leaves that are made in any case: somebody put files of theirs into the site since."""
    edited: Edited | None = None
    """What was edited, and all that is not what it was for that; None where that is not known."""


def whole_agenda(
    grounds: Grounds,
    planned: tuple[Sequence[Planned], ToldApart],
    marks: EntryMarks,
    known: KnownBuild | None,
    work: Work,
    anew: frozenset[str] = frozenset(),
) -> Agenda:
    """Everything, with what of it may stand; ``anew`` is as in an `Agenda`."""
    reads = grounds.reads
    pages, told_apart = planned
    if reads is None:
        return Agenda(known=None, leaves=site_leaves(grounds, pages), is_whole=True)
    # Without a record there is nothing to compare, and nothing to copy this process for.
    with promised(
        lambda: frozenset(changed_reads(known, reads.digest)) if known else frozenset(),
        work.jobs if known else 1,
    ) as found:
        leaves = site_leaves(grounds, pages)
        changed = found()
    plan = PlanTrace(marks, tuple(told_apart))
    return Agenda(known=known, leaves=leaves, is_whole=True, changed=changed, plan=plan, anew=anew)


class Reached(NamedTuple):
    """What an edit reaches, but for what related papers tell."""

    edited: Edited
    """With all papers that are not what they were."""
    reach: Reach | None
    """None where nothing but words was edited."""
    changed: frozenset[Read]
    """Of what leaves of the last build looked up what is not the same now."""


def reached(grounds: Grounds, edited: Edited, known: KnownBuild) -> Reached | None:
    """What can be told while related papers are still looked for; None where all has to be looked at."""
    reads = grounds.reads
    if reads is None or not known.reads.names() <= WATCHED | {RELATED}:
        return None
    papers = all_reached(edited, grounds.content, grounds.library.papers)
    reach = None
    if edited.indexes is not None:
        reach = reach_of(
            grounds.context, grounds.content, grounds.indexes, papers, edited.indexes, known.reads
        )
    asked = {read for read in _asked(grounds, papers, reach, known) if not is_in(RELATED, read)}
    return Reached(
        edited._replace(papers=papers), reach, frozenset(changed_reads(known, reads.digest, asked))
    )


def agenda_of_edits(
    grounds: Grounds,
    related: Related,
    found: Reached,
    marks: EntryMarks,
    known: KnownBuild,
    anew: frozenset[str] = frozenset(),
) -> Agenda | None:
    """What an edit that was found to reach so far may have changed; None where that cannot be told without looking at
    everything.

    ``related`` is watched, as everything in the grounds is; ``anew`` is as in an `Agenda`.
    """
    reads, reach = grounds.reads, found.reach
    if reads is None:
        return None
    # How near papers are, the words of others may change too.
    all_related = [read for read in known.reads.about(()) if is_in(RELATED, read)]
    changed = found.changed.union(
        known.reads.changed_in(RELATED, reads.digest_in(RELATED)),
        changed_reads(known, reads.digest, all_related),
    )
    names = known.leaves.that_read(changed) | {name for name in anew if name in known.leaves}
    planned = _planned(grounds, related, names | (reach.pages if reach else frozenset()), reach, known)
    if planned is None:
        return None
    pages, told_apart, gone = planned
    leaves = leaves_reached(
        grounds,
        list(map(told_apart.again, pages)),
        names,
        known.plan.entries.order,
        found.edited.papers,
        reach,
    )
    made = {leaf.name for leaf in leaves}
    if reach is not None:
        gone |= files_gone(known.leaves, reach, made)
    if not names <= made | gone:
        return None
    return Agenda(
        known=known,
        leaves=leaves,
        is_whole=False,
        changed=changed,
        plan=PlanTrace(marks, tuple(told_apart)),
        headings=reach.headings if reach else frozenset(),
        gone=frozenset(gone),
        anew=anew,
        edited=found.edited,
    )


def _asked(
    grounds: Grounds, papers: frozenset[PaperKey], reach: Reach | None, known: KnownBuild
) -> set[Read]:
    """What of all that was looked up may have changed."""
    sources = sources_of(grounds.content.papers)
    keys = papers.union(sources[key] for key in papers if key in sources)
    asked = set(known.reads.about(keys))
    if reach is not None:
        asked.update(read for read in reach.reads if read in known.reads)
    return asked


def _planned(
    grounds: Grounds, related: Related, asked: set[str], reach: Reach | None, known: KnownBuild
) -> tuple[list[PageParts], ToldApart, set[str]] | None:
    """The pages that are ``asked`` for and those that have to be told apart from them, how they are told apart, and the files
    of pages that are no more; None where that cannot be told without all pages.
    """
    context = grounds.context
    before = ToldApart(*known.plan.told_apart)

    def gone_beside(pages: list[PageParts]) -> set[str]:
        if reach is None:
            return set()
        names = {f"{parts.address}index.html" for parts in pages}
        return pages_gone(known.leaves, grounds.library.papers, reach.shelves, names)

    pages = list(generated_pages(context, related, Choice(asked)))
    gone = gone_beside(pages)
    addresses_gone = [name.removesuffix("index.html") for name in gone]
    others = before.in_doubt(pages, addresses_gone)
    if others is None:
        return None
    if others:
        pages = list(
            generated_pages(context, related, Choice(asked | {f"{one}index.html" for one in others}))
        )
    told_apart = before.told_anew(pages, addresses_gone)
    return None if told_apart is None else (pages, told_apart, gone)
