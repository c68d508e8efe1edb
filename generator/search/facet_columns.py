"""One small file per facet: which values each paper has. Fetched only by what asks for it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

import numpy as np

from generator.search.analysis import squeezed
from generator.search.byte_columns import Pack, varint, varints
from generator.search.documents import SearchDocument

Values = tuple[tuple[str, str], ...]
"""The (id, name) pairs of one paper."""


def one(value: object) -> Values:
    """A single value that is its own name; nothing where there is none."""
    return ((str(value), str(value)),) if value else ()


def topics(document: SearchDocument) -> Values:
    """The main topic first."""
    main = ((document.topic, document.topic_name or document.topic),) if document.topic else ()
    return (*main, *document.also_in)


FACETS: dict[str, Callable[[SearchDocument], Values]] = {
    "topic": topics,
    "kind": lambda document: one(document.kind),
    "year": lambda document: one(document.year),
    "venue": lambda document: one(document.venue),
    "org": lambda document: tuple((name, name) for name in document.organisations),
    "tag": lambda document: document.tags,
    "has": lambda document: (("code", "Code"),) if document.has_code else (),
    "status": lambda document: one(document.status),
}


def facet_column(values: Sequence[Values], pack: Pack) -> bytes:
    """The names, then how many values each paper has, then which."""
    names = sorted({pair for row in values for pair in row}, key=lambda pair: (squeezed(pair[1]), pair))
    numbers = {pair: number for number, pair in enumerate(names)}
    counts = np.array([len(row) for row in values], dtype=np.int64)
    which = np.array([numbers[pair] for row in values for pair in row], dtype=np.int64)
    vocabulary = json.dumps(names, ensure_ascii=False, separators=(",", ":")).encode()
    return pack(
        [varint(len(vocabulary)) + vocabulary, varints(counts)[0].tobytes(), varints(which)[0].tobytes()]
    )


def number_column(numbers: Iterable[int], pack: Pack) -> bytes:
    """A plain number per paper, for sorting."""
    return pack([varints(np.array(list(numbers), dtype=np.int64))[0].tobytes()])


def date_number(document: SearchDocument) -> int:
    """A number that grows with the date; a month without a day stands before its days."""
    return number_of_date(document.date, document.year)


@lru_cache(maxsize=20_000)
def number_of_date(date: str, year_alone: int | None) -> int:
    """The same of an ISO date; ``year_alone`` serves where there is none."""
    parts = [int(part) for part in date.split("-") if part.isdigit()] or [year_alone or 0]
    year, month, day = (*parts, 0, 0)[:3]
    return max(0, (year - 1900) * 416 + month * 32 + day) if year else 0


def column_files(documents: Sequence[SearchDocument], pack: Pack) -> dict[str, bytes]:
    """Every column by its name."""
    files = {
        f"c-{name}": facet_column([values(d) for d in documents], pack) for name, values in FACETS.items()
    }
    files["n-date"] = number_column(map(date_number, documents), pack)
    files["n-discussed"] = number_column((document.comments for document in documents), pack)
    return files
