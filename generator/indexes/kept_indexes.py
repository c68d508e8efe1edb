"""The indexes of a library, kept for the next build: to read them takes a twentieth of the time of making them.

No index is made of what entries say in words, so an edit of those leaves all of them as they are; after another edit of few
entries they are what the new ones are made from (`indexes_again`). The file is never trusted: it carries a digest of itself and the name of all that it was made from.
"""

from __future__ import annotations

import hashlib
import marshal
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from generator.indexes.changes import Entered
from generator.indexes.indexes import Indexes, build_indexes
from generator.indexes.names import Names
from generator.model.later import LaterMapping
from generator.model.library import Library
from generator.model.paper import PaperKey
from generator.model.partial_date import PartialDate
from generator.model.week import Week
from generator.working.kept_files import keep_file, kept_file
from generator.working.packed import packed_texts, texts_in

DIGEST_SIZE = hashlib.sha256().digest_size
SORTS_OF_NAMES = ("authors", "organisations", "venues")
PLAIN = tuple(
    field.name
    for field in fields(Indexes)
    if field.name not in {*SORTS_OF_NAMES, "by_listing", "by_listing_week", "entered"}
)
"""Made of nothing but texts, numbers, tuples and dictionaries."""
ALL_PLAIN = attrgetter(*PLAIN)
FIELDS_OF_NAMES = tuple(field.name for field in fields(Names))
TEXTS_OF_TEXTS = frozenset({"shown", "by_spelling"})
"""Fields that hold a text for each text."""
PARTS_OF_A_DATE = attrgetter("year", "month", "day")
PARTS_OF_A_WEEK = attrgetter("year", "number")

Row: TypeAlias = tuple[Any, ...]


class Since(NamedTuple):
    """What was edited since a build."""

    name: str
    """Of the indexes that it left."""
    papers: AbstractSet[PaperKey]
    """As `indexes_again` takes them."""


def indexes_with_memory(
    library: Library, name: str, file: Path, since: Since | None = None
) -> tuple[Indexes, Indexes | None]:
    """What `build_indexes` gives. ``name`` is the same only for libraries that differ in words at most, and in ``file``
    one build leaves the indexes to the next. Where those are of the build ``since`` which papers were edited, they come
    along.
    """
    left = _read(file)
    if left is not None and left[0] == name:
        return left[1], None
    before = left[1] if left is not None and since is not None and left[0] == since.name else None
    if before is None or since is None:
        found = build_indexes(library)
    else:
        # Late: most builds have no use for it.
        from generator.indexes.indexes_again import indexes_again

        found = indexes_again(before, library, since.papers)
    body = marshal.dumps((name, _plain(found)))
    keep_file(file, hashlib.sha256(body).digest(), body)
    return found, before


def _read(file: Path) -> tuple[str, Indexes] | None:
    content, _ = kept_file(file) or (b"", 0)
    body = memoryview(content)[DIGEST_SIZE:]
    if hashlib.sha256(body).digest() != content[:DIGEST_SIZE]:
        return None
    try:
        name, row = marshal.loads(body)  # noqa: S302  (whole, by its digest)
        return name, _whole(*row)
    except (ValueError, TypeError, EOFError):
        return None


def _plain(indexes: Indexes) -> Row:
    return (
        ALL_PLAIN(indexes),
        tuple(indexes.entered),
        {PARTS_OF_A_DATE(date): papers for date, papers in indexes.by_listing.items()},
        {PARTS_OF_A_WEEK(week): papers for week, papers in indexes.by_listing_week.items()},
        [
            [_packed(name, getattr(getattr(indexes, sort), name)) for name in FIELDS_OF_NAMES]
            for sort in SORTS_OF_NAMES
        ],
    )


def _whole(
    plain: Row, entered: Row, by_listing: Mapping[Row, Row], by_week: Mapping[Row, Row], names: Row
) -> Indexes:
    values: dict[str, Any] = dict(zip(PLAIN, plain, strict=True))
    values["entered"] = Entered(*entered)
    values["by_listing"] = {PartialDate(*date): papers for date, papers in by_listing.items()}
    values["by_listing_week"] = {Week(*week): papers for week, papers in by_week.items()}
    for sort, own in zip(SORTS_OF_NAMES, names, strict=True):
        found = [_later(*one) for one in own]
        values[sort] = Names(**dict(zip(FIELDS_OF_NAMES, found, strict=True)))
    return Indexes(**values)


class KeptMapping(LaterMapping[Any, Any]):
    """A mapping as it lies on the disk, where it goes again as it is."""

    def __init__(self, count: int, packed: Any, make: Callable[[], Mapping[Any, Any]]) -> None:
        super().__init__(count, make)
        self.packed = packed


def _packed(field: str, mapping: Mapping[Any, Any]) -> tuple[int, Any]:
    """A large mapping so that it can be left as it is until somebody looks into it."""
    if isinstance(mapping, KeptMapping):
        return len(mapping), mapping.packed
    if field in TEXTS_OF_TEXTS:
        with suppress(ValueError):
            return len(mapping), (packed_texts(mapping), packed_texts(mapping.values()))
    return len(mapping), marshal.dumps(dict(mapping))


def _later(count: int, packed: Any) -> Mapping[Any, Any]:
    if isinstance(packed, bytes):
        return KeptMapping(count, packed, lambda: marshal.loads(packed))  # noqa: S302  (whole, by the digest of the file)
    keys, values = packed
    return KeptMapping(count, packed, lambda: dict(zip(texts_in(keys), texts_in(values), strict=True)))
