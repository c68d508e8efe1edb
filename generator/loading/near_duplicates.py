"""Titles that are almost the same: the same paper entered twice, most likely.

Comparing every pair would take hours for a hundred thousand titles. Two titles that share most of
their words share at least one of their rarest ones, so only such pairs are compared letter by letter
(prefix filtering: Chaudhuri, Ganti and Kaushik 2006; Bayardo, Ma and Srikant 2007). Where the rarest
shared word is a frequent one, the two next to each other in that order are asked for together
(Wang, Li and Feng 2012 choose the number of words by their frequency in the same way): a hundred thousand
titles of one field hold few words that tell them apart, but many pairs of words that do.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import combinations
from math import ceil
from string import ascii_lowercase
from typing import NamedTuple, TypeAlias

from generator.model.paper import Paper, PaperKey
from generator.text.folding import folded_words
from generator.text.letter_bag import letter_bag

SHARED_WORDS = 0.6
"""Share of common words below which two titles are not compared further."""
LIKENESS = 0.93
"""Ratio of matching letters from which two titles count as nearly the same."""
LONGER = (2 - LIKENESS) / LIKENESS
"""By so much one of these can be longer than the other: all letters of the shorter one match, twice its length of both."""
FEWEST_LETTERS = 12
"""Shorter titles are alike by chance."""
LETTERS = ascii_lowercase.encode()
"""All of folded ASCII that is no figure."""
RARE = 12
"""A word that so few titles hold is mark enough; those of more frequent ones come in twos."""

Pairs: TypeAlias = list[tuple[PaperKey, PaperKey]]


class AlikeTitles(NamedTuple):
    """Papers with titles that only one paper should have."""

    same: list[PaperKey]
    """Sorted keys of the papers whose title has the letters and figures of another's."""
    near: Pairs
    """Papers with nearly the same title, each pair once, smaller key first, sorted."""


class KnownTitles(NamedTuple):
    """What was found among these titles and no others."""

    titles: Mapping[PaperKey, str]
    words: Mapping[PaperKey, str]
    """Of each title, as they are compared, with blanks between."""
    alike: AlikeTitles


NO_TITLES = KnownTitles({}, {}, AlikeTitles([], []))
FEW = 20
"""So many changed titles are compared with every other one; of more, all are looked at anew."""
FindAlike: TypeAlias = Callable[[Mapping[PaperKey, Paper]], AlikeTitles]


class Title(NamedTuple):
    """A title as it is compared."""

    key: PaperKey
    letters: str
    """And figures, without anything between them."""
    words: frozenset[str]


def near_duplicate_titles(papers: Mapping[PaperKey, Paper]) -> Pairs:
    """Pairs of papers with nearly the same title, each pair once, smaller key first, sorted."""
    return alike_titles(papers).near


def alike_titles(papers: Mapping[PaperKey, Paper]) -> AlikeTitles:
    """The papers whose titles are the same but for signs, or nearly the same."""
    return _alike_of({key: _words(paper.title) for key, paper in papers.items()})


def alike_titles_now(papers: Mapping[PaperKey, Paper], known: KnownTitles) -> KnownTitles:
    """What `alike_titles` finds, with the titles it is found among; quicker where most of them are ``known``."""
    texts = {key: paper.title for key, paper in papers.items()}
    if texts == known.titles:
        return known
    changed = {key: title for key, title in texts.items() if known.titles.get(key) != title}
    if len(changed) > FEW:
        words = {key: _words(title) for key, title in texts.items()}
        return KnownTitles(texts, words, _alike_of(words))
    return known_titles_again(known, changed, known.titles.keys() - texts.keys())


def known_titles_again(
    known: KnownTitles, changed: Mapping[PaperKey, str], gone: Collection[PaperKey]
) -> KnownTitles:
    """The same after few titles were ``changed``, new ones among them, and some papers are ``gone``."""
    edited = {*changed, *gone}
    titles = {key: title for key, title in known.titles.items() if key not in edited} | dict(changed)
    words = {key: own for key, own in known.words.items() if key not in edited}
    words |= {key: _words(title) for key, title in changed.items()}
    still = (pair for pair in known.alike.near if edited.isdisjoint(pair))
    near = sorted({*still, *_near_changed(words, changed)})
    return KnownTitles(titles, words, AlikeTitles(_same(words), near))


def _near_changed(
    words: Mapping[PaperKey, str], changed: Iterable[PaperKey]
) -> Iterator[tuple[PaperKey, PaperKey]]:
    for one in [_title(key, words[key]) for key in changed]:
        figures = _figures(one.letters)
        if len(one.letters) < FEWEST_LETTERS:
            continue
        for other in [_title(key, words[key]) for key in _sharing_words(one, words) - {one.key}]:
            if len(other.letters) >= FEWEST_LETTERS and _figures(other.letters) == figures:
                # Which one comes first matters to the comparison of letters.
                first, second = (one, other) if one.key < other.key else (other, one)
                if _alike(first, second):
                    yield first.key, second.key


def _sharing_words(one: Title, words: Mapping[PaperKey, str]) -> set[PaperKey]:
    """Those of all titles that can share enough words with this one, and few others.

    So many of its words may miss in the other, and of one more at least one is there; long words are rare.
    """
    may_miss = len(one.words) - ceil(SHARED_WORDS * len(one.words))
    found: set[PaperKey] = set()
    for word in sorted(one.words, key=len, reverse=True)[: may_miss + 1]:
        found.update([key for key, text in words.items() if word in text])
    # What `_alike` asks of the lengths, before anything is made of the many.
    shortest, longest = len(one.letters) / LONGER - 1, len(one.letters) * LONGER + 1
    return {key for key in found if shortest <= len(words[key]) - words[key].count(" ") <= longest}


def _alike_of(words: Mapping[PaperKey, str]) -> AlikeTitles:
    return AlikeTitles(_same(words), _near([_title(key, words[key]) for key in sorted(words)]))


def _same(words: Mapping[PaperKey, str]) -> list[PaperKey]:
    letters = {key: text.replace(" ", "") for key, text in words.items()}
    often = Counter(letters.values())
    return sorted(key for key, own in letters.items() if often[own] > 1 and own)


def _words(title: str) -> str:
    """The words of a title as they are compared, with blanks between."""
    return " ".join(folded_words(title))


def _title(key: PaperKey, words: str) -> Title:
    return Title(key, words.replace(" ", ""), frozenset(words.split()))


def _near(titles: Iterable[Title]) -> Pairs:
    # A figure that differs makes another paper (Part 1, Part 2), so only titles of the same figures are compared.
    by_figures: dict[str, list[Title]] = defaultdict(list)
    for title in titles:
        if len(title.letters) >= FEWEST_LETTERS:
            by_figures[_figures(title.letters)].append(title)
    return sorted(
        (one.key, other.key)
        for group in by_figures.values()
        if len(group) > 1
        for one, other in _candidates(group)
        if _alike(one, other)
    )


def _figures(letters: str) -> str:
    if letters.isalpha():
        return ""
    if letters.isascii():  # as nearly all are; sign by sign takes five times as long
        return letters.encode().translate(None, LETTERS).decode()
    return "".join(filter(str.isdigit, letters))


def _candidates(titles: Sequence[Title]) -> Iterator[tuple[Title, Title]]:
    """Every pair that can be alike, and as few others as can be told quickly; each once, in the order of ``titles``."""
    bags: dict[int, int] = {}
    found: set[tuple[int, int]] = set()
    for shelf in _shelves(titles):
        for number in shelf:
            if number not in bags:
                bags[number] = letter_bag(titles[number].letters)
        counted = [(number, bags[number], len(titles[number].letters)) for number in shelf]
        for (one, bag, length), (other, other_bag, other_length) in combinations(counted, 2):
            letters = length + other_length
            # As `most_likeness`; a call for each of millions of pairs would take longer than this.
            if (letters - (bag ^ other_bag).bit_count()) / letters >= LIKENESS:
                found.add((one, other))
    return ((titles[one], titles[other]) for one, other in found)


def _shelves(titles: Sequence[Title]) -> Iterable[list[int]]:
    """The numbers of titles that have a mark in common, ascending."""
    frequency = Counter(word for title in titles for word in title.words)
    places = {
        word: place for place, word in enumerate(sorted(frequency, key=lambda word: (frequency[word], word)))
    }
    first_shared = sum(count < 2 for count in frequency.values())
    first_frequent = sum(count <= RARE for count in frequency.values())
    # Most marks are those of one title; a list for each would take most of the time and memory.
    first_with: dict[int, int] = {}
    shelves: dict[int, list[int]] = {}
    for number, title in enumerate(titles):
        rarest = sorted(map(places.__getitem__, title.words))
        for mark in _marks(rarest, first_shared, first_frequent, len(places)):
            first = first_with.setdefault(mark, number)
            if first != number:
                shelves.setdefault(mark, [first]).append(number)
    return shelves.values()


def _marks(rarest: Sequence[int], first_shared: int, first_frequent: int, words: int) -> list[int]:
    """Numbers of which two titles have at least one in common where they share enough of their words.

    Takes a title's words as numbers, in the order of all ``words`` from the rarest on, and where in that order
    those of several titles and those of many begin. Of two titles that share k words, the first ``n - k + 1`` of
    each hold one shared word at least and the first ``n - k + 2`` two.
    """
    if len(rarest) == 1:
        return list(rarest)  # its like has this one word too
    last = len(rarest) - int(SHARED_WORDS * len(rarest) + 0.999)
    marks = [word for word in rarest[: last + 1] if first_shared <= word < first_frequent]
    frequent = [word for word in rarest[: last + 2] if word >= first_frequent]
    marks.extend(words * later + word for word, later in combinations(frequent, 2))
    return marks


def _alike(one: Title, other: Title) -> bool:
    if len(one.words & other.words) < SHARED_WORDS * max(len(one.words), len(other.words)):
        return False
    if one.letters == other.letters:
        return False  # an error of its own
    matcher = SequenceMatcher(None, one.letters, other.letters, autojunk=False)
    return (
        matcher.real_quick_ratio() >= LIKENESS
        and matcher.quick_ratio() >= LIKENESS
        and matcher.ratio() >= LIKENESS
    )
