"""The map of the field, remembered as long as nothing changes that it depends on.

It is laid out with numpy, which takes longer to load than to lay out the map of a small index. So the process that has
loaded it, to look for related papers, lays out the map too (`keep_map`), and the one that prints the page finds it
here. The file is never trusted: it carries a digest of itself and the name of all that it was made from.
"""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Iterable, Mapping, Sequence
from heapq import nlargest
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeAlias

from generator.indexes.indexes import Indexes
from generator.indexes.kept_related import rules
from generator.indexes.ordering import keys_by_title
from generator.indexes.related_paper import MARSHAL_VERSION, RelatedPaper, RelatedPapers
from generator.model.entry_texts import NO_TEXTS, EntryTexts
from generator.model.later_papers import sources_of
from generator.model.library import Library
from generator.model.paper import Paper, PaperKey, TopicKey
from generator.working.kept_files import keep_file, kept_file
from generator.working.kept_marks import marks_by_texts

FILE, MARKS = "map", "mapped-ranks"
COMMENTS_SIZE, DATE_SIZE = 4, 4
"""Bytes."""
NOT_SHOWN = b"\xff" * (COMMENTS_SIZE + DATE_SIZE)
"""The rank of a paper that no map shows."""
MOST_ON_MAP = 600
"""More dots than these no reader can tell apart, and with their titles they would make the heaviest page of a large site."""

Point = tuple[float, float]
Near: TypeAlias = Mapping[PaperKey, tuple[RelatedPaper, ...]]


class FieldMap(NamedTuple):
    """Places between 0 and 1, downwards and to the right."""

    papers: Mapping[PaperKey, Point]
    topics: Mapping[TopicKey, Point]
    """The middle of each topic's papers."""


def map_with_memory(
    library: Library, shown: Sequence[PaperKey], related: Near, kept: Path | None
) -> FieldMap:
    """What `field_map` gives of the papers that are ``shown``. ``kept`` is a folder for what one build leaves to the next."""
    name = _name_of_sources(library, shown, related)
    found = _read(kept / FILE, name) if kept else None
    if found is None:
        # Late: see above.
        from generator.indexes.field_map import field_map

        found = field_map(library, shown, related)
        if kept:
            _keep(kept / FILE, name, found)
    return found


def keep_map(library: Library, rows: Sequence[bytes], kept: Path, texts: EntryTexts = NO_TEXTS) -> None:
    """Leave the map to the process that prints it. ``rows`` is what `rows_with_memory` gives, and ``texts`` are as there."""
    shown = _mapped_with_memory(library, kept, texts)
    map_with_memory(library, shown, RelatedPapers(library.papers, rows), kept)


def _mapped_with_memory(library: Library, kept: Path, texts: EntryTexts) -> tuple[PaperKey, ...]:
    """What `mapped_by_indexes` gives, before there are indexes, and without a look at papers whose ranks an earlier build kept, but for
    those that titles rank.
    """
    papers, keys = library.papers, list(library.papers)
    ranks = marks_by_texts(
        list(sources_of(papers).values()),
        texts,
        lambda places: [_rank(papers[keys[place]]) for place in places],
        kept / MARKS,
        rules(),
    )
    return _first_by_rank(library, zip(ranks, keys, strict=True))


def _rank(paper: Paper) -> bytes:
    """The higher, the sooner the map shows it."""
    if not paper.is_active:
        return NOT_SHOWN
    year, month, day = paper.date.sort_key
    return paper.comments.to_bytes(COMMENTS_SIZE) + ((year * 100 + month) * 100 + day).to_bytes(DATE_SIZE)


def _first_by_rank(library: Library, ranked: Iterable[tuple[bytes, PaperKey]]) -> tuple[PaperKey, ...]:
    # Only of those that hardly come in or hardly do not, titles decide, which take a while to compare.
    shown = [one for one in ranked if one[0] != NOT_SHOWN]
    if len(shown) <= MOST_ON_MAP:
        return tuple(sorted(key for _, key in shown))
    last = nlargest(MOST_ON_MAP, [rank for rank, _ in shown])[-1]
    sure = [key for rank, key in shown if rank > last]
    open_places = MOST_ON_MAP - len(sure)
    equal = keys_by_title(library.papers[key] for rank, key in shown if rank == last)
    return tuple(sorted([*sure, *equal[:open_places]]))


def mapped_by_indexes(library: Library, indexes: Indexes) -> tuple[PaperKey, ...]:
    """The active papers that the map shows, sorted by key; of very many those most discussed and then the newest."""
    discussed = dict.fromkeys(islice(indexes.discussed, MOST_ON_MAP))
    others = (key for key in indexes.newest if key not in discussed and library.papers[key].is_active)
    return tuple(sorted([*discussed, *islice(others, MOST_ON_MAP - len(discussed))]))


def _name_of_sources(library: Library, shown: Sequence[PaperKey], related: Near) -> str:
    """A digest of all that the map depends on."""
    rows = [
        (key, library.papers[key].topic, [(near.paper, near.nearness) for near in related.get(key, ())])
        for key in shown
    ]
    sources = marshal.dumps((rules(), list(library.topics), rows), MARSHAL_VERSION)
    return hashlib.sha256(sources).hexdigest()


def _read(file: Path, name: str) -> FieldMap | None:
    try:
        own_name, papers, topics = marshal.loads(_body(file))  # noqa: S302  (whole, by its digest)
        return FieldMap(dict(papers), dict(topics)) if own_name == name else None
    except (ValueError, TypeError, EOFError):
        return None


def _keep(file: Path, name: str, found: FieldMap) -> None:
    body = marshal.dumps((name, list(found.papers.items()), list(found.topics.items())))
    _keep_body(file, body)


def _body(file: Path) -> bytes:
    """What `_keep_body` left there, whole; else nothing."""
    content, _ = kept_file(file) or (b"", 0)
    digest, _, body = content.partition(b"\n")
    return body if hashlib.sha256(body).hexdigest().encode() == digest else b""


def _keep_body(file: Path, body: bytes) -> None:
    keep_file(file, hashlib.sha256(body).hexdigest().encode(), b"\n", body)
