"""One small file per facet: which values each paper has. Fetched only by what asks for it."""

from __future__ import annotations

import hashlib
import json
import marshal
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, TypeAlias

import numpy as np

from generator.search.analysis import squeezed
from generator.search.byte_columns import varint, varints
from generator.search.documents import MARSHAL_VERSION, Outline, SearchDocument
from generator.search.packing import Pack

Pairs: TypeAlias = Sequence[tuple[str, str]]
"""The (id, name) pairs of one paper."""
Fields: TypeAlias = tuple[str, ...]
"""Of an outline."""

DIGEST_SIZE = hashlib.sha256().digest_size


def one(value: object) -> Pairs:
    """A single value that is its own name; nothing where there is none."""
    return ((str(value), str(value)),) if value else ()


def topics(topic: str, topic_name: str, also_in: Pairs) -> Pairs:
    """The main topic first."""
    main = ((topic, topic_name or topic),) if topic else ()
    return (*main, *also_in)


FACETS: dict[str, tuple[Callable[..., Pairs], Fields]] = {
    "c-topic": (topics, ("topic", "topic_name", "also_in")),
    "c-kind": (one, ("kind",)),
    "c-year": (one, ("year",)),
    "c-venue": (one, ("venue",)),
    "c-org": (lambda names: tuple((name, name) for name in names), ("organisations",)),
    "c-tag": (lambda tags: tags, ("tags",)),
    "c-has": (lambda has_code: (("code", "Code"),) if has_code else (), ("has_code",)),
    "c-status": (one, ("status",)),
}
"""By the name of the column what gives a paper's pairs, and the fields of the outline that it is given."""


def facet_sections(values: Iterable[Pairs]) -> list[bytes]:
    """The names, then how many values each paper has, then which."""
    rows = list(values)
    names = sorted({pair for row in rows for pair in row}, key=lambda pair: (squeezed(pair[1]), pair))
    numbers = {pair: number for number, pair in enumerate(names)}
    counts = np.array([len(row) for row in rows], dtype=np.int64)
    which = np.array([numbers[pair] for row in rows for pair in row], dtype=np.int64)
    vocabulary = json.dumps(names, ensure_ascii=False, separators=(",", ":")).encode()
    return [varint(len(vocabulary)) + vocabulary, varints(counts)[0].tobytes(), varints(which)[0].tobytes()]


def number_sections(numbers: Iterable[int]) -> list[bytes]:
    """A plain number per paper, for sorting."""
    return [varints(np.array(list(numbers), dtype=np.int64))[0].tobytes()]


def date_number(document: SearchDocument | Outline) -> int:
    """A number that grows with the date; a month without a day stands before its days."""
    return number_of_date(document.date, document.year)


@lru_cache(maxsize=20_000)
def number_of_date(date: str, year_alone: int | None) -> int:
    """The same of an ISO date; ``year_alone`` serves where there is none."""
    parts = [int(part) for part in date.split("-") if part.isdigit()] or [year_alone or 0]
    year, month, day = (*parts, 0, 0)[:3]
    return max(0, (year - 1900) * 416 + month * 32 + day) if year else 0


NUMBERS: dict[str, tuple[Callable[..., int], Fields]] = {
    "n-date": (number_of_date, ("date", "year")),
    "n-discussed": (int, ("comments",)),
}
"""The same of its numbers."""


def digests_of_columns(outlines: Sequence[Outline]) -> bytes:
    """Of what each column is made of, one digest behind the other. To make them takes a fourth of the time of the columns,
    and most edits change one.
    """

    @cache
    def values(field: str) -> list[Any]:
        return list(map(attrgetter(field), outlines))

    return b"".join(
        hashlib.sha256(marshal.dumps([values(field) for field in fields], MARSHAL_VERSION)).digest()
        for _, (_, fields) in _columns()
    )


def column_files(
    outlines: Callable[[], Sequence[Outline]], pack: Pack, told: bytes = b""
) -> dict[str, bytes]:
    """Every column by its name, of documents in their order; their ``outlines`` are given when they are asked for. ``told``
    is what `digests_of_columns` tells of them, for a ``pack`` that remembers.
    """

    columns = list(_columns())

    def column(number: int) -> bytes:
        name, (of, fields) = columns[number]
        sections: Callable[[Iterable[Any]], list[bytes]] = (
            facet_sections if name in FACETS else number_sections
        )
        return pack(
            [name.encode(), told[number * DIGEST_SIZE : (number + 1) * DIGEST_SIZE]],
            lambda: sections(map(of, *[map(attrgetter(field), outlines()) for field in fields])),
        )

    made = pack.all(column, len(columns))
    return {name: content for (name, _), content in zip(columns, made, strict=True)}


def _columns() -> Iterable[tuple[str, tuple[Callable[..., Any], Fields]]]:
    return (*FACETS.items(), *NUMBERS.items())
