"""The orders in which lists of papers stand: newest first, last added first, and from A to Z."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter, itemgetter
from string import ascii_lowercase
from typing import NamedTuple, TypeAlias, TypeVar

from generator.model.paper import Paper, PaperKey
from generator.text.folding import folded_words
from generator.text.maths import mixed_plain

T = TypeVar("T")
IS_ACTIVE = attrgetter("is_active")
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
    in_order = sorted([(place_from_a_to_z(paper), paper.key) for paper in papers])
    return FromAToZ(tuple([key for _, key in in_order]), letters_of(in_order, itemgetter(0)))


def letters_of(in_order: Sequence[T], text_of: Callable[[T], str]) -> dict[str, int]:
    """The place of the first paper under each letter, in the order of the places; ``text_of`` tells of what stands in the
    list what `place_from_a_to_z` tells of a paper. Few are asked.
    """
    found: dict[str, int] = {}
    for letter in ascii_lowercase:
        place = bisect_left(in_order, letter, key=text_of)
        if place < len(in_order) and text_of(in_order[place]).startswith(letter):
            found[letter.upper()] = place
    # Digits stand before the letters, other scripts behind them.
    if in_order and initial(text_of(in_order[0])) == NOT_A_LETTER:
        found[NOT_A_LETTER] = 0
    else:
        others = bisect_left(in_order, chr(ord("z") + 1), key=text_of)
        if others < len(in_order):
            found[NOT_A_LETTER] = others
    return dict(sorted(found.items(), key=itemgetter(1)))


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
    return tuple([paper.key for paper in sorted(filter(IS_ACTIVE, papers), key=place_last_added)])


def _in_one_number(date: tuple[int, int, int]) -> int:
    """Sorts like year, month and day, in less time."""
    year, month, day = date
    return (year * 100 + month) * 100 + day


def title_key(paper: Paper) -> TitleKey:
    """Sorts titles by their words, without case, accents, signs or a leading article."""
    words = folded_words(mixed_plain(paper.title))
    return (words[1:] if len(words) > 1 and words[0] in ARTICLES else words), paper.key


def place_newest_first(paper: Paper) -> tuple[int, str]:
    """Sorts as `newest_first` has the papers."""
    return -_in_one_number(paper.date.sort_key), place_from_a_to_z(paper)


def place_last_added(paper: Paper) -> tuple[int, int, PaperKey]:
    """Sorts as `last_added_first` has the papers."""
    entered = (paper.added or paper.date).earliest_numbers
    return -_in_one_number(entered), -_in_one_number(paper.date.sort_key), paper.key


def place_from_a_to_z(paper: Paper) -> str:
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
