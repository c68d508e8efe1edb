"""Names as they are printed, gathered into the things they name: people, organisations, venues.

A name printed with other accents, capitals or full stops means the same; where two people share one, or one
person uses several, ``people.yml`` says so.
"""

from __future__ import annotations

import hashlib
import marshal
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import groupby

from generator.indexes.related_paper import MARSHAL_VERSION
from generator.model.library import Library
from generator.model.paper import Paper, PaperKey
from generator.model.person import Person, PersonKey
from generator.text.folding import folded, folded_words
from generator.text.slugs import LONGEST_SLUG, slug_of

NameKey = str
"""The last part of the address of a name's page."""
Printed = Sequence[tuple[PaperKey, tuple[str, ...]]]
"""The names that stand on each paper, in order."""
MARK_SIZE = 8
"""Bytes of what tells the names on papers from each other."""
LONGEST_ENDING = 7
"""Letters of what tells a key apart from that of another name: a hyphen and the beginning of a digest."""
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
    spelled, owned = people_by_spelling(library.people)
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
    return gathered(printed, spelled, exceptions, chosen, family_name_first)


def organisation_names(library: Library, order: Iterable[PaperKey]) -> Names:
    """Every organisation that papers name, from A to Z."""
    printed = [(key, library.papers[key].organizations) for key in order]
    return gathered(printed, {}, {}, {}, plain_order)


def venue_names(library: Library, order: Iterable[PaperKey]) -> Names:
    """Every conference, journal and series that papers appeared in, from A to Z."""
    printed = [(key, names) for key in order if (names := names_of_venue(library.papers[key]))]
    return gathered(printed, {}, {}, {}, plain_order)


def authors_of(paper: Paper) -> tuple[str, ...]:
    """The names of who wrote a paper."""
    return paper.authors


def organisations_of(paper: Paper) -> tuple[str, ...]:
    """The names of the organisations that a paper names."""
    return paper.organizations


def mark_of_names(paper: Paper) -> int:
    """A number that tells the names on a paper from any others."""
    names = marshal.dumps((paper.authors, paper.organizations, names_of_venue(paper)), MARSHAL_VERSION)
    return int.from_bytes(hashlib.blake2b(names, digest_size=MARK_SIZE).digest())


def names_of_venue(paper: Paper) -> tuple[str, ...]:
    """The name of the venue of a paper that has one."""
    return () if paper.venue is None else (paper.venue.name,)


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


def people_by_spelling(
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


def gathered(
    printed: Printed,
    spelled: Mapping[str, NameKey],
    exceptions: Mapping[tuple[PaperKey, str], NameKey],
    chosen: Mapping[NameKey, str],
    sort_key: Callable[[str], str],
) -> Names:
    """Printed names of one sort gathered. Some spellings, folded, mean a person that the vocabulary knows (``spelled``), and
    so do some names on single papers (``exceptions``); how those are shown was ``chosen``. ``sort_key`` sorts names.
    """
    found = _papers_by_spelling(printed)
    by_spelling = _keys_of(found, spelled, set(chosen))
    # Columns: a dictionary of a hundred thousand names takes longer to ask in another order than its own than to make.
    keys, names, papers = list(by_spelling.values()), list(by_spelling), list(found.values())
    unlike = _twice_in(keys)
    if exceptions:
        unlike |= {by_spelling[name] for _, name in exceptions} | set(exceptions.values())
    if unlike:
        further = _looked_through(printed, by_spelling, exceptions, unlike)
        plain = [place for place, key in enumerate(keys) if key not in unlike]
        keys = [keys[place] for place in plain] + [key for key, _, _ in further]
        names = [names[place] for place in plain] + [name for _, name, _ in further]
        papers = [papers[place] for place in plain] + [own for _, _, own in further]
    if chosen:
        names = [chosen.get(key, name) for key, name in zip(keys, names, strict=True)]
    order = _order_of(keys, names, sort_key)
    ordered = [keys[place] for place in order]
    stands = dict(zip(ordered, [tuple(papers[place]) for place in order], strict=True))
    return Names(
        shown=dict(zip(ordered, [names[place] for place in order], strict=True)),
        papers=stands,
        several={key: len(own) for key, own in stands.items() if len(own) > 1},
        by_spelling=by_spelling,
        exceptions=exceptions,
    )


def _papers_by_spelling(printed: Printed) -> Mapping[str, Sequence[PaperKey]]:
    """The papers on which each spelling stands, in the order in which they are printed: what is made one after the other is
    found so too.
    """
    found: dict[str, tuple[PaperKey, ...] | list[PaperKey]] = {}
    for paper, names in printed:
        alone = (paper,)  # one for all its names: nearly every name of a large index stands on one paper
        for name in names:
            own = found.setdefault(name, alone)
            # The names of one paper follow each other.
            if own is not alone and own[-1] != paper:
                if isinstance(own, list):
                    own.append(paper)
                else:
                    found[name] = [*own, paper]
    return found


def _looked_through(
    printed: Printed,
    by_spelling: Mapping[str, NameKey],
    exceptions: Mapping[tuple[PaperKey, str], NameKey],
    wanted: AbstractSet[NameKey],
) -> list[tuple[NameKey, str, Sequence[PaperKey]]]:
    """Of each of the ``wanted`` keys, as far as it is printed, the spelling that is printed most, and its papers."""
    papers: dict[NameKey, list[PaperKey]] = {}
    times: Counter[tuple[NameKey, str]] = Counter()
    for paper, names in printed:
        for name in names:
            key = by_spelling[name]
            if key not in wanted:
                continue
            key = exceptions.get((paper, name)) or key
            own = papers.setdefault(key, [])
            if not own or own[-1] != paper:
                own.append(paper)
            times[key, name] += 1
    shown = _most_printed(times)
    return [(key, shown[key], own) for key, own in papers.items()]


def _most_printed(printed: Mapping[tuple[NameKey, str], int]) -> dict[NameKey, str]:
    """The spelling of each key that is printed most, of several the first from A to Z."""
    most: dict[NameKey, tuple[int, str]] = {}
    for (key, name), count in printed.items():
        before = most.get(key)
        if before is None or (-count, name) < before:
            most[key] = (-count, name)
    return {key: name for key, (_, name) in most.items()}


def _order_of(keys: Sequence[NameKey], names: Sequence[str], sort_key: Callable[[str], str]) -> list[int]:
    """The places of names in the order of lists, those that sort alike by their spelling and then by their keys."""
    words = list(map(sort_key, names))
    order = sorted(range(len(words)), key=words.__getitem__)
    if not _twice_in(words):
        return order
    alike = (list(places) for _, places in groupby(order, words.__getitem__))
    return [
        place for places in alike for place in sorted(places, key=lambda place: (names[place], keys[place]))
    ]


def _twice_in(texts: Sequence[str]) -> set[str]:
    """Those that stand there more than once."""
    if len(set(texts)) == len(texts):
        return set()
    return {text for text, count in Counter(texts).items() if count > 1}


def _keys_of(
    names: Collection[str], spelled: Mapping[str, NameKey], taken: AbstractSet[NameKey]
) -> dict[str, NameKey]:
    """A key for each name: names that fold to the same share it, names that only transliterate alike do not."""
    told = list(map(_folded_and_slug, names))
    slugs = [slug for _, slug in told]
    keys = dict(zip(names, slugs, strict=True))
    if spelled:
        keys |= {name: spelled[fold] for name, (fold, _) in zip(names, told, strict=True) if fold in spelled}
    shared = _twice_in(slugs) | taken
    if not shared:
        return keys
    meant: dict[NameKey, set[str]] = defaultdict(set)
    for fold, slug in told:
        if slug in shared and fold not in spelled:
            meant[slug].add(fold)
    claimed = {slug for slug, folds in meant.items() if len(folds) > 1 or slug in taken}
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
            digest = hashlib.sha256(fold.encode("utf-8", "surrogatepass")).hexdigest()
            slug = f"{slug}-{digest[: LONGEST_ENDING - 1]}"
        keys[name] = slug
    return keys


def slug_of_name(name: str) -> str:
    """The key that a name has where no other one has it."""
    return _folded_and_slug(name)[1]


def _folded_and_slug(name: str) -> tuple[str, str]:
    """What tells whether two names are the same, and a part of an address for it."""
    words = name.lower().split()
    together = "".join(words)
    # Most names are two or three words of plain letters.
    if len(words) > 1 and len(name) <= LONGEST_SLUG and name.isascii() and together.isalnum():
        return together, "-".join(words)
    return folded(name) or name, slug_of(name)
