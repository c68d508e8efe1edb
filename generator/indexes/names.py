"""Names as they are printed, gathered into the things they name: people, organisations, venues.

A name printed with other accents, capitals or full stops means the same; where two people share one, or one
person uses several, ``people.yml`` says so.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from generator.model.library import Library
from generator.model.paper import PaperKey
from generator.model.person import Person, PersonKey
from generator.text.folding import folded, folded_words
from generator.text.slugs import LONGEST_SLUG, slug_of

NameKey = str
"""The last part of the address of a name's page."""
Printed = Sequence[tuple[PaperKey, tuple[str, ...]]]
"""The names that stand on each paper, in order."""
BETWEEN_WORDS = "\0"
"""Comes before every letter: so names are sorted as by their words one after the other, and texts are compared in a third
of the time of tuples."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Names of one sort: what they are called, and what stands under them."""

    shown: Mapping[NameKey, str] = field(default_factory=dict)
    """The spelling that pages show; in the order of lists from A to Z."""
    papers: Mapping[NameKey, tuple[PaperKey, ...]] = field(default_factory=dict)
    """In the order in which the papers came."""
    several: Mapping[NameKey, int] = field(default_factory=dict)
    """How many papers stand under each name that has more than one; in the order of lists."""
    by_spelling: Mapping[str, NameKey] = field(default_factory=dict)
    """The key of each printed name."""
    exceptions: Mapping[tuple[PaperKey, str], NameKey] = field(default_factory=dict)
    """Where a printed name means somebody else on one paper."""

    def key_of(self, paper: PaperKey, name: str) -> NameKey:
        """The key of a name as printed on a paper."""
        return self.exceptions.get((paper, name)) or self.by_spelling[name]


def author_names(library: Library, order: Iterable[PaperKey]) -> Names:
    """Everybody who wrote a paper, by family name: the last word of a name as printed."""
    spelled, owned = _people_by_spelling(library.people)
    printed = [(key, library.papers[key].authors) for key in order]
    shared = {paper for paper, _ in owned}
    exceptions = {
        (key, name): owned[key, folded(name)]
        for key, names in printed
        if key in shared
        for name in names
        if (key, folded(name)) in owned
    }
    chosen = {person.key: person.name for person in library.people.values()}
    return _gathered(printed, spelled, exceptions, chosen, family_name_first)


def organisation_names(library: Library, order: Iterable[PaperKey]) -> Names:
    """Every organisation that papers name, from A to Z."""
    printed = [(key, library.papers[key].organizations) for key in order]
    return _gathered(printed, {}, {}, {}, plain_order)


def venue_names(library: Library, order: Iterable[PaperKey]) -> Names:
    """Every conference, journal and series that papers appeared in, from A to Z."""
    printed = [(key, (venue.name,)) for key in order if (venue := library.papers[key].venue) is not None]
    return _gathered(printed, {}, {}, {}, plain_order)


def family_name_first(name: str) -> str:
    """Sorts a person's name by its last word."""
    given, _, family = name.partition(" ")
    if name.isascii() and given.isalnum() and family.isalnum():
        return f"{family}{BETWEEN_WORDS}{given}".lower()
    words = folded_words(name)
    return BETWEEN_WORDS.join((*words[-1:], *words[:-1]))


def plain_order(name: str) -> str:
    """Sorts a name by its words."""
    return BETWEEN_WORDS.join(folded_words(name))


def _people_by_spelling(
    people: Mapping[PersonKey, Person],
) -> tuple[dict[str, PersonKey], dict[tuple[PaperKey, str], PersonKey]]:
    """Folded spelling → person, and (paper, folded spelling) → person for those who share a name."""
    spelled: dict[str, PersonKey] = {}
    owned: dict[tuple[PaperKey, str], PersonKey] = {}
    for person in people.values():
        for spelling in (person.name, *person.spellings):
            if person.papers:
                owned.update(((paper, folded(spelling)), person.key) for paper in person.papers)
            else:
                spelled.setdefault(folded(spelling), person.key)
    return spelled, owned


def _gathered(
    printed: Printed,
    spelled: Mapping[str, NameKey],
    exceptions: Mapping[tuple[PaperKey, str], NameKey],
    chosen: Mapping[NameKey, str],
    sort_key: Callable[[str], str],
) -> Names:
    # In the order in which they are printed: what is made one after the other is found so too.
    distinct = dict.fromkeys([name for _, names in printed for name in names])
    by_spelling = _keys_of(distinct, spelled, set(chosen))
    papers: dict[NameKey, tuple[PaperKey] | list[PaperKey]] = {}
    shown: dict[NameKey, str] = {}
    spelled_otherwise: set[NameKey] = set()
    for paper, names in printed:
        alone = (paper,)  # one for all its names: nearly every name of a large index stands on one paper
        for name in names:
            key = (exceptions and exceptions.get((paper, name))) or by_spelling[name]
            own = papers.get(key)
            if own is None:
                papers[key], shown[key] = alone, name
                continue
            # The names of one paper follow each other.
            if own[-1] != paper:
                if isinstance(own, list):
                    own.append(paper)
                else:
                    papers[key] = [*own, paper]
            if shown[key] != name:
                spelled_otherwise.add(key)
    if spelled_otherwise:
        printed_keys = (
            (exceptions.get((paper, name)) or by_spelling[name], name)
            for paper, names in printed
            for name in names
        )
        shown |= _most_printed(Counter(one for one in printed_keys if one[0] in spelled_otherwise))
    shown |= {key: name for key, name in chosen.items() if key in shown}
    ordered = _in_order(shown, sort_key)
    return Names(
        shown={key: shown[key] for key in ordered},
        papers={key: tuple(papers[key]) for key in ordered},
        several={key: len(papers[key]) for key in ordered if len(papers[key]) > 1},
        by_spelling=by_spelling,
        exceptions=exceptions,
    )


def _most_printed(printed: Mapping[tuple[NameKey, str], int]) -> dict[NameKey, str]:
    """The spelling of each key that is printed most, of several the first from A to Z."""
    most: dict[NameKey, tuple[int, str]] = {}
    for (key, name), count in printed.items():
        before = most.get(key)
        if before is None or (-count, name) < before:
            most[key] = (-count, name)
    return {key: name for key, (_, name) in most.items()}


def _in_order(shown: Mapping[NameKey, str], sort_key: Callable[[str], str]) -> list[NameKey]:
    """The keys in the order of lists, those that sort alike by their spelling and then by themselves."""
    by_words = {key: sort_key(name) for key, name in shown.items()}
    often = Counter(by_words.values())
    if len(often) < len(by_words):
        return sorted(shown, key=lambda key: (by_words[key], shown[key], key))
    return sorted(shown, key=by_words.__getitem__)


def _keys_of(names: Iterable[str], spelled: Mapping[str, NameKey], taken: set[NameKey]) -> dict[str, NameKey]:
    """A key for each name: names that fold to the same share it, names that only transliterate alike do not."""
    keys: dict[str, NameKey] = {}
    owners: dict[NameKey, str] = {}
    claimed: set[NameKey] = set()
    for name in names:
        fold, slug = _folded_and_slug(name)
        if fold in spelled:
            keys[name] = spelled[fold]
            continue
        keys[name] = slug
        if slug in taken or owners.setdefault(slug, fold) != fold:
            claimed.add(slug)
    if claimed:
        keys |= _told_apart(
            sorted(name for name, slug in keys.items() if slug in claimed), spelled, claimed & taken
        )
    return keys


def _told_apart(
    names: Sequence[str], spelled: Mapping[str, NameKey], taken: AbstractSet[NameKey]
) -> dict[str, NameKey]:
    """A key for each of the names that would share one without being the same: the first from A to Z keeps it, where it is
    not ``taken``.
    """
    keys: dict[str, NameKey] = {}
    owners: dict[NameKey, str] = {}
    for name in names:
        fold, slug = _folded_and_slug(name)
        if fold in spelled:
            continue
        if slug in taken or owners.setdefault(slug, fold) != fold:
            digest = hashlib.sha256(fold.encode("utf-8", "surrogatepass")).hexdigest()[:6]
            slug = f"{slug}-{digest}"
        keys[name] = slug
    return keys


def _folded_and_slug(name: str) -> tuple[str, str]:
    """What tells whether two names are the same, and a part of an address for it."""
    words = name.lower().split()
    together = "".join(words)
    # Most names are two or three words of plain letters.
    if len(words) > 1 and len(name) <= LONGEST_SLUG and name.isascii() and together.isalnum():
        return together, "-".join(words)
    return folded(name) or name, slug_of(name)
