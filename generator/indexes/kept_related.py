"""The related papers of a whole library, remembered as long as nothing changes that they depend on.

Many edits touch none of it (an abstract, a link, an author); then neither words nor numbers are looked at. Of the others
most change the words of few papers, and what was found of all others is the beginning (`related_again`). The files are
never trusted: each carries a digest of itself and the name of all that it was made from.
"""

from __future__ import annotations

import hashlib
import marshal
import unicodedata
from collections.abc import Sequence
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
from generator.model.library import Library
from generator.model.paper import Paper
from generator.working.kept_files import keep_file, kept_file
from generator.working.packed import numbers_in, packed_numbers
from generator.working.workers import as_ready, run_all

if TYPE_CHECKING:
    from generator.indexes.related import Found, RelatedFinder
    from generator.working.columns import Mask


MARKED_AT_ONCE = 10_000
PAPERS_AT_ONCE = 2_000
"""Looked through in one go; so few that nobody waits for them are not worth a copy of the process."""


def rows_with_memory(library: Library, kept: Path, jobs: int = 1) -> list[bytes]:
    """What `RelatedPapers` takes: packed rows, for a process to send."""
    marks = _marks(list(library.papers.values()), jobs)
    frame, words = digest_of_frame(library), digest_of_marks(marks)
    known = _read(kept / FOUND, len(marks))
    if known is not None and known[:2] == (frame, words):
        return known[2]
    # Late, for it loads numpy, which takes longer than all the rest where nothing changed.
    from generator.indexes.kept_found import keep_found, kept_found
    from generator.indexes.paper_words import words_with_memory
    from generator.indexes.related import RelatedFinder
    from generator.indexes.related_again import Before, asking_otherwise
    from generator.indexes.weighed_again import weighed_with_memory

    read = words_with_memory(list(library.papers.values()), marks, kept / "words.bin", jobs)
    made, made_before = f"{rules()} {words}", f"{rules()} {read.before}"
    weighed, changed, renumbered = weighed_with_memory(read, kept / "vectors.bin", made, made_before)
    finder, read_before = RelatedFinder(library, read.words.words, weighed), read.before
    # Copies are made now, and a large index has a hundred megabytes of words that are in the vectors already.
    del read
    before = None
    if known is not None and known[:2] == (frame, read_before) and changed is not None:
        before = kept_found(kept / NEAR, f"{frame} {read_before}", known[2])
    if before is not None and changed is not None:
        otherwise = asking_otherwise(finder, before, renumbered)
        found = _again(finder, before.found, changed, otherwise, jobs)
    else:
        found = _found(finder, range(len(marks)), jobs)
    _keep(kept / FOUND, frame, words, found.rows)
    keep_found(kept / NEAR, f"{frame} {words}", Before(found, finder.standing))
    return found.rows


FOUND, NEAR = "found", "near.bin"


def _marks(papers: Sequence[Paper], jobs: int) -> list[bytes]:
    """Their marks. Of many papers copies make them: whoever looks at a text has its memory for itself from then on, and
    this process goes on for long.
    """
    parts = [papers[start : start + MARKED_AT_ONCE] for start in range(0, len(papers), MARKED_AT_ONCE)]
    return list(chain.from_iterable(as_ready([partial(marks_of, part) for part in parts], jobs)))


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
    papers = [(paper.key, paper.status, paper.builds_on) for paper in library.papers.values()]
    names = [(key, one.name) for shelf in (library.tags, library.topics) for key, one in shelf.items()]
    return hashlib.sha256(marshal.dumps((rules(), papers, names), MARSHAL_VERSION)).hexdigest()


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
