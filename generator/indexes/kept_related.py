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
from functools import cache, partial
from itertools import accumulate, chain
from pathlib import Path
from typing import TYPE_CHECKING

from generator.indexes.related_paper import (
    MARSHAL_VERSION,
    MOST_RELATED,
    digest_of_marks,
    marks_of,
)
from generator.model.entry_texts import NO_TEXTS, EntryTexts
from generator.model.later_papers import ancestors_of, sources_of, statuses_of
from generator.model.library import Library
from generator.model.paper import Paper, PaperKey
from generator.working.kept_files import keep_file, kept_file, may_stand
from generator.working.kept_marks import marks_by_texts
from generator.working.packed import numbers_in, packed_numbers
from generator.working.workers import as_ready, run_all

if TYPE_CHECKING:
    from generator.indexes.related import Found, RelatedFinder
    from generator.working.columns import Mask


MARKED_AT_ONCE = 10_000
MOST_BEHIND = 100
"""Papers whose words weigh otherwise than what is kept tells. Of common words an edit makes that thousands, and of several
edits so many that all are weighed and looked for anew."""
PAPERS_AT_ONCE = 2_000
"""Looked through in one go; so few that nobody waits for them are not worth a copy of the process."""


def rows_with_memory(
    library: Library, kept: Path, jobs: int = 1, texts: EntryTexts = NO_TEXTS
) -> list[bytes]:
    """What `RelatedPapers` takes: packed rows, for a process to send. ``texts`` spare looking at papers whose texts are known
    from an earlier build.
    """
    marks = _marks(library.papers, kept / MARKS, jobs, texts)
    frame, words = digest_of_frame(library), digest_of_marks(marks)
    known = _read(kept / FOUND, len(marks))
    if known is not None and known[:2] == (frame, words):
        return known[2]
    # Late, for it loads numpy, which takes longer than all the rest where nothing changed.
    from generator.indexes.kept_found import keep_found, kept_found
    from generator.indexes.paper_words import keep_words, words_with_memory
    from generator.indexes.related import RelatedFinder
    from generator.indexes.related_again import Before, asking_otherwise
    from generator.indexes.weighed_again import keep_weighed, weighed_with_memory

    read = words_with_memory(library.papers, marks, kept / WORDS, jobs)
    made, made_before = f"{rules()} {words}", f"{rules()} {read.before}"
    weighed, changed, renumbered = weighed_with_memory(read, kept / VECTORS, made_before)
    finder, read_before = RelatedFinder(library, read.words.words, weighed), read.before
    before = None
    if known is not None and known[:2] == (frame, read_before) and changed is not None:
        before = kept_found(kept / NEAR, f"{frame} {read_before}", known[2])
    few = before is not None and may_stand(len(marks), len(read.edited)) and _are_few(changed)
    if not few:
        keep_words(kept / WORDS, marks, read.words)
        keep_weighed(kept / VECTORS, made, weighed)
    # Copies are made now, and a large index has a hundred megabytes of words that are in the vectors already.
    del read
    if before is not None and changed is not None:
        otherwise = asking_otherwise(finder, before, renumbered)
        found = _again(finder, before.found, changed, otherwise, jobs)
    else:
        found = _found(finder, range(len(marks)), jobs)
    if not few:
        _keep(kept / FOUND, frame, words, found.rows)
        keep_found(kept / NEAR, f"{frame} {words}", Before(found, finder.standing))
    return found.rows


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
    """A digest of all that related papers depend on beside the papers' words: where one of this differs, all are looked
    for anew.
    """
    facts = [dict(fact) for fact in (statuses_of(library.papers), ancestors_of(library.papers))]
    names = [(key, one.name) for shelf in (library.tags, library.topics) for key, one in shelf.items()]
    return hashlib.sha256(
        marshal.dumps((rules(), list(library.papers), facts, names), MARSHAL_VERSION)
    ).hexdigest()


def _read(file: Path, count: int) -> tuple[str, str, list[bytes]] | None:
    content, _ = kept_file(file) or (b"", 0)
    digest, _, body = content.partition(b"\n")
    if hashlib.sha256(body).hexdigest().encode() != digest:
        return None
    try:
        frame, words, sizes, whole = marshal.loads(body)  # noqa: S302  (whole, by its digest)
        ends = list(accumulate(numbers_in(sizes)))
        rows = [whole[end - size : end] for size, end in zip(numbers_in(sizes), ends, strict=True)]
        return (frame, words, rows) if len(rows) == count else None
    except (ValueError, TypeError, EOFError):
        return None


def _keep(file: Path, frame: str, words: str, rows: list[bytes]) -> None:
    body = marshal.dumps((frame, words, packed_numbers(map(len, rows)), b"".join(rows)))
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
