"""What a build has to look at: every leaf of the site, or those that an edit of words can reach.

Both come to the same site. The second way is open where nothing but words of papers was changed since the last build:
then everything that was planned then stands, and of a site of tens of thousands of leaves some tens are looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from generator.indexes.related_paper import RelatedPaper
from generator.model.paper import PaperKey
from generator.pages.choice import Choice
from generator.pages.render_pages import Planned, generated_pages
from generator.pages.told_apart import ToldApart
from generator.site_leaves import Grounds, Leaf, leaves_with_words, site_leaves
from generator.working.entry_marks import EntryMark
from generator.working.reads import Read
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
    """All but the lists of references; or those that an edit of words may have changed."""
    is_whole: bool
    """Whether these are all. Otherwise every other leaf of the last build stands."""
    changed: frozenset[Read] = frozenset()
    """Of what leaves of the last build looked up what is not the same now."""
    plan: PlanTrace | None = None
    """For the next build; None where it shall know nothing."""


def whole_agenda(
    grounds: Grounds,
    planned: tuple[Sequence[Planned], ToldApart],
    marks: Mapping[PaperKey, EntryMark],
    known: KnownBuild | None,
    work: Work,
) -> Agenda:
    """Everything, with what of it may stand."""
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
    return Agenda(known=known, leaves=leaves, is_whole=True, changed=changed, plan=plan)


def agenda_of_words(
    grounds: Grounds,
    related: Related,
    edited: Sequence[PaperKey],
    marks: Mapping[PaperKey, EntryMark],
    known: KnownBuild,
) -> Agenda | None:
    """What the ``edited`` words may have changed; None where that cannot be told without looking at everything.

    ``related`` is watched, as everything in the grounds is.
    """
    reads = grounds.reads
    if reads is None:
        return None
    papers = grounds.content.papers
    touched = {*edited, *(papers[key].source for key in edited)}

    # How near papers are, the words of others may change too.
    changed = frozenset(
        changed_reads(known, reads.digest, known.reads.about(touched))
        | known.reads.changed_in(RELATED, reads.digest_in(RELATED))
    )
    names = known.leaves.that_read(changed)
    planned = list(generated_pages(grounds.context, related, Choice(names)))
    before = ToldApart(*known.plan.told_apart)
    others = before.in_doubt(planned)
    if others is None:
        return None
    if others - {parts.address for parts in planned}:
        asked = names | {f"{address}index.html" for address in others}
        planned = list(generated_pages(grounds.context, related, Choice(asked)))
    told_apart = before.described_anew(planned)
    if told_apart is None:
        return None
    leaves = leaves_with_words(grounds, [told_apart.again(parts) for parts in planned], names, edited)
    if not names <= {leaf.name for leaf in leaves}:
        return None
    plan = PlanTrace(marks, tuple(told_apart))
    return Agenda(known=known, leaves=leaves, is_whole=False, changed=changed, plan=plan)
