"""The orders in which lists of papers stand: newest first, last added first, and from A to Z."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import attrgetter
from typing import NamedTuple, TypeAlias

from generator.model.paper import Paper, PaperKey
from generator.text.folding import folded_words
from generator.text.maths import mixed_plain

ARTICLES = frozenset({"a", "an", "the"})

TitleKey: TypeAlias = tuple[tuple[str, ...], str]
NOT_A_LETTER = "#"
"""The heading of what starts with a digit, a symbol or a letter outside a–z."""


class FromAToZ(NamedTuple):
    """Papers by their titles."""

    papers: tuple[PaperKey, ...]
    """Of one title by key."""
    letters: dict[str, int]
    """The place of the first paper under each letter, as `initial` gives it."""


def from_a_to_z(papers: Iterable[Paper]) -> FromAToZ:
    """The papers from A to Z."""
    in_order = sorted([(_title_text(paper), paper.key) for paper in papers])
    letters: dict[str, int] = {}
    before = None
    for place, (text, _) in enumerate(in_order):
        if text[:1] != before:
            before = text[:1]
            letters.setdefault(initial(text), place)
    return FromAToZ(tuple([key for _, key in in_order]), letters)


def keys_by_title(papers: Iterable[Paper]) -> tuple[PaperKey, ...]:
    """The papers from A to Z; of one title by key."""
    return from_a_to_z(papers).papers


def newest_first(by_title: Iterable[PaperKey], papers: Mapping[PaperKey, Paper]) -> tuple[PaperKey, ...]:
    """The papers by date, newest first; of one date ``by_title``, as `keys_by_title` has them."""
    return tuple(sorted(by_title, key=lambda key: _in_one_number(papers[key].date.sort_key), reverse=True))


def last_added_first(papers: Iterable[Paper]) -> tuple[PaperKey, ...]:
    """The active papers as feeds have them: last added first, then the newest paper, then by key.

    Of one whose day nobody wrote down that of its first version counts.
    """
    active = sorted((paper for paper in papers if paper.is_active), key=attrgetter("key"))
    active.sort(
        key=lambda paper: (
            _in_one_number((paper.added or paper.date).earliest_numbers),
            _in_one_number(paper.date.sort_key),
        ),
        reverse=True,
    )
    return tuple([paper.key for paper in active])


def _in_one_number(date: tuple[int, int, int]) -> int:
    """Sorts like year, month and day, in less time."""
    year, month, day = date
    return (year * 100 + month) * 100 + day


def title_key(paper: Paper) -> TitleKey:
    """Sorts titles by their words, without case, accents, signs or a leading article."""
    words = folded_words(mixed_plain(paper.title))
    return (words[1:] if len(words) > 1 and words[0] in ARTICLES else words), paper.key


def _title_text(paper: Paper) -> str:
    """Sorts like `title_key`: a sign that comes before every letter stands between the words, two before the key. Texts are
    compared in a third of the time of tuples.
    """
    words, key = title_key(paper)
    return "\0".join((*words, "", key))


def initial(words: tuple[str, ...] | str) -> str:
    """The letter under which a folded text stands in a list from A to Z."""
    first = words[0] if words else ""
    letter = first[:1]
    return letter.upper() if letter.isascii() and letter.isalpha() else NOT_A_LETTER
