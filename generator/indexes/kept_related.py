"""The related papers of a whole library, remembered as long as nothing changes that they depend on.

Many edits touch none of it (an abstract, a link, an author); then neither words nor numbers are looked at. Of the others
most change the words of few papers, and what was found of all others is the beginning (`related_again`). The files are
never trusted: each carries a digest of itself and the name of all that it was made from.
"""

from __future__ import annotations

import hashlib
import marshal
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from itertools import accumulate, chain
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from generator.indexes.related_paper import (
    MARSHAL_VERSION,
    MOST_RELATED,
    digest_of_marks,
    marks_of,
)
from generator.indexes.standing import REMOVED
from generator.model.entry_texts import NO_TEXTS, EntryTexts
from generator.model.later_papers import (
    LaterPapers,
    PaperFacts,
    aliases_of,
    ancestors_of,
    sources_of,
    statuses_of,
)
from generator.model.library import Library
from generator.model.paper import Paper, PaperKey
from generator.model.partial_date import PartialDate
from generator.working.kept_files import keep_file, kept_file, may_stand
from generator.working.kept_marks import marks_by_texts
from generator.working.packed import numbers_in, packed_numbers
from generator.working.workers import as_ready, run_all

if TYPE_CHECKING:
    from generator.indexes.related import Found, RelatedFinder
    from generator.indexes.seats import Seats
    from generator.working.columns import Mask


MARKED_AT_ONCE = 10_000
MOST_BEHIND = 100
"""Papers whose words weigh otherwise than what is kept tells. Of common words an edit makes that thousands, and of several
edits so many that all are weighed and looked for anew."""
PAPERS_AT_ONCE = 2_000
"""Looked through in one go; so few that nobody waits for them are not worth a copy of the process."""


class Facts(NamedTuple):
    """What related papers depend on beside words, of all papers. Plain values, to be kept."""

    keys: list[PaperKey]
    aside: dict[PaperKey, str]
    """How those stand that are not active."""
    builds_on: dict[PaperKey, tuple[PaperKey, ...]]


class KeptRows(NamedTuple):
    """What one build leaves to the next."""

    frame: str
    """As `digest_of_frame` tells it."""
    words: str
    """A digest of what the papers are about."""
    facts: Facts
    rows: list[bytes]

    @property
    def name(self) -> str:
        """Of what is kept beside it."""
        told = marshal.dumps((self.frame, self.words, tuple(self.facts)), MARSHAL_VERSION)
        return hashlib.sha256(told).hexdigest()


def rows_with_memory(
    library: Library, kept: Path, jobs: int = 1, texts: EntryTexts = NO_TEXTS
) -> list[bytes]:
    """What `RelatedPapers` takes: packed rows, for a process to send. ``texts`` spare looking at papers whose texts are known
    from an earlier build.
    """
    marks = _marks(library.papers, kept / MARKS, jobs, texts)
    frame, words, facts = digest_of_frame(library), digest_of_marks(marks), facts_of(library)
    known = _read(kept / FOUND)
    if known is not None and known[:3] == (frame, words, facts):
        return known.rows
    # Late, for it loads numpy, which takes longer than all the rest where nothing changed.
    from generator.indexes.kept_found import keep_found, kept_found
    from generator.indexes.paper_words import keep_words, words_with_memory
    from generator.indexes.related import RelatedFinder
    from generator.indexes.related_again import Before, asking_otherwise, kin_of_others, seated, unseated
    from generator.indexes.seats import seats_of
    from generator.indexes.weighed_again import keep_weighed, weighed_with_memory

    if known is not None and known.frame != frame:
        known = None
    seats = seats_of(known.facts.keys if known else facts.keys, facts.keys)
    read = words_with_memory(library.papers, marks, kept / WORDS, jobs, seats)
    made, made_before = f"{rules()} {words}", f"{rules()} {read.before}"
    weighed, changed, renumbered = weighed_with_memory(read, kept / VECTORS, made_before, seats)
    finder, read_before = RelatedFinder(_in_row(library, seats), read.words.words, weighed), read.before
    before = None
    if known is not None and known.words == read_before and changed is not None:
        before = kept_found(kept / NEAR, known.name, known.rows)
    few = before is not None and may_stand(len(marks), len(read.edited)) and _are_few(changed)
    if not few:
        keep_words(kept / WORDS, marks, read.words.of(seats.now))
        keep_weighed(kept / VECTORS, made, weighed.of(seats.now))
    # Copies are made now, and a large index has a hundred megabytes of words that are in the vectors already.
    del read
    if known is not None and before is not None and changed is not None:
        before = seated(before, seats)
        places = dict(zip(seats.keys, range(len(seats.keys)), strict=True))
        turned = known.facts.aside.keys() ^ facts.aside.keys()
        changed[[places[key] for key in turned if key in places]] = True
        otherwise = asking_otherwise(finder, before, renumbered)
        otherwise[
            [places[key] for key in kin_of_others(known.facts.builds_on, facts.builds_on) if key in places]
        ] = True
        found = _again(finder, before.found, changed, otherwise, jobs)
    else:
        found = _found(finder, range(len(seats.keys)), jobs)
    found = unseated(found, seats)
    if not few:
        rows = KeptRows(frame, words, facts, found.rows)
        _keep(kept / FOUND, rows)
        keep_found(kept / NEAR, rows.name, Before(found, finder.standing))
    return found.rows


def _in_row(library: Library, seats: Seats) -> Library:
    """The library with what stands for papers that are gone."""
    if len(seats.now) == len(seats.keys):
        return library
    papers = library.papers
    sources, statuses = sources_of(papers), statuses_of(papers)
    gone = [key for key in seats.keys if key not in sources]
    facts = PaperFacts(
        {key: sources.get(key, "") for key in seats.keys},
        {**statuses, **dict.fromkeys(gone, REMOVED)},
        ancestors_of(papers),
        aliases_of(papers),
    )
    # Of all papers of a large index hardly any is asked for.
    in_row = LaterPapers(
        len(seats.keys), lambda: facts, lambda key: papers[key] if key in sources else _gone(key)
    )
    return replace(library, papers=in_row)


def _gone(key: PaperKey) -> Paper:
    return Paper(key=key, title="", date=PartialDate(1), topic="", status=REMOVED, source="")


MARKS, FOUND, NEAR, WORDS, VECTORS = "marks", "found", "near.bin", "words.bin", "vectors.bin"


def _marks(papers: Mapping[PaperKey, Paper], file: Path, jobs: int, texts: EntryTexts) -> list[bytes]:
    """Their marks. Of many papers copies make them: whoever looks at a text has its memory for itself from then on, and
    this process goes on for long.
    """
    keys = list(papers)

    def make(places: Sequence[int]) -> Iterator[bytes]:
        asked = [keys[place] for place in places]
        parts = [asked[start : start + MARKED_AT_ONCE] for start in range(0, len(asked), MARKED_AT_ONCE)]
        return chain.from_iterable(as_ready([partial(marks, part) for part in parts], jobs))

    def marks(some: Sequence[PaperKey]) -> list[bytes]:
        return marks_of(papers[key] for key in some)

    return marks_by_texts(list(sources_of(papers).values()), texts, make, file, rules())


def _are_few(changed: Mask | None) -> bool:
    """Whether every build may look for these anew until what is kept is written again."""
    return changed is not None and int(changed.sum()) <= MOST_BEHIND


def _found(finder: RelatedFinder, places: Sequence[int], jobs: int) -> Found:
    """What is found for the papers of these places."""
    from generator.indexes.related import joined

    finder.look_up(places)
    parts = [places[start : start + PAPERS_AT_ONCE] for start in range(0, len(places), PAPERS_AT_ONCE)]
    return joined(run_all([partial(finder.found, part) for part in parts], jobs))


def _again(finder: RelatedFinder, before: Found, changed: Mask, otherwise: Mask, jobs: int) -> Found:
    """What is found for all papers, given what was found for them before the words of some ``changed`` and before some
    looked up others.
    """
    from generator.indexes.related_again import MOST_CHANGED, Again

    if (changed | otherwise).mean() > MOST_CHANGED:
        return _found(finder, range(len(changed)), jobs)
    again = Again(finder, before, changed, otherwise)
    again.look_through()
    return again.with_anew(_found(finder, again.anew.nonzero()[0].tolist(), jobs))


def digest_of_frame(library: Library) -> str:
    """A digest of all that related papers depend on beside the papers; where it differs, all are looked for anew."""
    names = [(key, one.name) for shelf in (library.tags, library.topics) for key, one in shelf.items()]
    return hashlib.sha256(marshal.dumps((rules(), names), MARSHAL_VERSION)).hexdigest()


def facts_of(library: Library) -> Facts:
    """The facts of a library's papers."""
    papers = library.papers
    return Facts(list(papers), dict(statuses_of(papers)), dict(ancestors_of(papers)))


def _read(file: Path) -> KeptRows | None:
    content, _ = kept_file(file) or (b"", 0)
    digest, _, body = content.partition(b"\n")
    if hashlib.sha256(body).hexdigest().encode() != digest:
        return None
    try:
        frame, words, facts, sizes, whole = marshal.loads(body)  # noqa: S302  (whole, by its digest)
        ends = list(accumulate(numbers_in(sizes)))
        rows = [whole[end - size : end] for size, end in zip(numbers_in(sizes), ends, strict=True)]
        found = KeptRows(frame, words, Facts(*facts), rows)
        return found if len(rows) == len(found.facts.keys) else None
    except (ValueError, TypeError, EOFError):
        return None


def _keep(file: Path, kept: KeptRows) -> None:
    sizes, rows = packed_numbers(map(len, kept.rows)), b"".join(kept.rows)
    body = marshal.dumps((kept.frame, kept.words, tuple(kept.facts), sizes, rows))
    keep_file(file, hashlib.sha256(body).hexdigest().encode(), b"\n", body)


@cache
def rules() -> str:
    """A digest of the code that related papers depend on."""
    package = Path(__file__).parents[1]
    digest = hashlib.sha256(f"{unicodedata.unidata_version} {MOST_RELATED}".encode())
    for room in ("indexes", "text"):
        for path in sorted((package / room).glob("*.py")):
            digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
