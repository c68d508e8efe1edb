"""Topics, tags and people kept between builds as plain values, beside the readings of entries.

Their files are few, so all are opened and compared by their text. Only what has no fault is kept: of a file with one
every check has to tell anew, from where it was run.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import fields
from operator import attrgetter
from typing import Any, TypeAlias, TypeVar

from generator.loading.content_files import ContentFile, read_text
from generator.loading.readings import Vocabulary
from generator.model.filled import filled
from generator.model.person import Person
from generator.model.topic import FirstReading, Tag, Topic

T = TypeVar("T")
Rows: TypeAlias = list[tuple[Any, ...]]
KeptVocabulary: TypeAlias = tuple[bytes, Rows, Rows, Rows]
"""The digest of the texts, then topics, tags and people, each by its fields."""

NOT_KEPT: KeptVocabulary = (b"", [], [], [])
START_HERE = [field.name for field in fields(Topic)].index("start_here")


def texts_digest(sorts: Iterable[Iterable[ContentFile]]) -> bytes | None:
    """A digest of the files' names and texts, sort by sort; None where one cannot be read."""
    digest = hashlib.sha256()
    for files in sorts:
        for file in files:
            text = read_text(file)
            if not isinstance(text, str):
                return None
            data = text.encode("utf-8", "surrogatepass")
            digest.update(f"{file.source}\0{len(data)}\0".encode("utf-8", "surrogateescape") + data)
        digest.update(b"\0")
    return digest.digest()


def plain_vocabulary(digest: bytes, vocabulary: Vocabulary) -> KeptVocabulary:
    """A vocabulary without problems, to be kept under the digest of its texts."""
    topics = _rows(vocabulary.topics)
    for number, row in enumerate(topics):
        start = tuple((first.paper, first.why) for first in row[START_HERE])
        topics[number] = (*row[:START_HERE], start, *row[START_HERE + 1 :])
    return digest, topics, _rows(vocabulary.tags), _rows(vocabulary.people)


def whole_vocabulary(kept: KeptVocabulary) -> Vocabulary:
    """The vocabulary that `plain_vocabulary` made plain. Raises ValueError, TypeError or
    LookupError where that made no such thing."""
    _, rows, tags, people = kept
    topics = []
    for row in rows:
        start = tuple(FirstReading(paper, why) for paper, why in row[START_HERE])
        topics.append(filled(Topic, (*row[:START_HERE], start, *row[START_HERE + 1 :])))
    return Vocabulary(
        tuple(topics),
        tuple(filled(Tag, row) for row in tags),
        tuple(filled(Person, row) for row in people),
        (),
    )


def _rows(values: Iterable[Any]) -> Rows:
    """Each value's fields, in order."""
    listed = list(values)
    if not listed:
        return []
    all_fields = attrgetter(*(field.name for field in fields(listed[0])))
    return [all_fields(value) for value in listed]
