"""Names after an edit of a few papers, made from those before it.

Which key a name has hangs on the names that would share its key, and how a key is shown on the papers that print it. So
the names of edited papers are gathered anew with all that share a key with them, or would, and the others stay.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import chain

from generator.indexes.names import (
    LONGEST_ENDING,
    NameKey,
    Names,
    author_names,
    authors_of,
    family_name_first,
    gathered,
    names_of_venue,
    organisations_of,
    people_by_spelling,
    plain_order,
    slug_of_name,
)
from generator.model.later import as_made
from generator.model.library import Library
from generator.model.paper import Paper, PaperKey
from generator.text.folding import folded


def author_names_again(
    before: Names, library: Library, edited: AbstractSet[PaperKey], newest: Sequence[PaperKey]
) -> Names:
    """What `author_names` gives, given those before some papers were ``edited``."""
    spelled, owned = people_by_spelling(library.people)
    if owned:
        return author_names(library, newest)
    chosen = {person.key: person.name for person in library.people.values()}
    return _again(before, library, edited, newest, authors_of, family_name_first, spelled, chosen)


def organisation_names_again(
    before: Names, library: Library, edited: AbstractSet[PaperKey], newest: Sequence[PaperKey]
) -> Names:
    """The same of organisations."""
    return _again(before, library, edited, newest, organisations_of, plain_order)


def venue_names_again(
    before: Names, library: Library, edited: AbstractSet[PaperKey], newest: Sequence[PaperKey]
) -> Names:
    """The same of venues."""
    return _again(before, library, edited, newest, names_of_venue, plain_order)


def _again(
    kept: Names,
    library: Library,
    edited: AbstractSet[PaperKey],
    newest: Sequence[PaperKey],
    names_of: Callable[[Paper], tuple[str, ...]],
    sort_key: Callable[[str], str],
    spelled: Mapping[str, NameKey] | None = None,
    chosen: Mapping[NameKey, str] | None = None,
) -> Names:
    papers, known = library.papers, spelled or {}
    before = replace(kept, **{one: as_made(getattr(kept, one)) for one in ("shown", "papers", "by_spelling")})
    printed_now = {name for key in edited if key in papers for name in names_of(papers[key])}
    keys = {key for key, own in before.papers.items() if not edited.isdisjoint(own)}
    if not printed_now and not keys:
        return kept
    spellings = {name for name, key in before.by_spelling.items() if key in keys}
    slugs = set(map(slug_of_name, spellings | printed_now))
    keys |= {key for key in before.shown if key in slugs or key[:-LONGEST_ENDING] in slugs}
    # A person of the vocabulary has the key that stands there.
    keys |= {before.by_spelling[name] for name in printed_now if name in before.by_spelling}
    keys |= {known[fold] for fold in map(folded, printed_now) if fold in known} & before.shown.keys()
    spellings = {name for name, key in before.by_spelling.items() if key in keys} | printed_now
    asked = {key for key in chain.from_iterable(before.papers[key] for key in keys) if key in papers}
    asked.update(key for key in edited if key in papers)
    printed = [
        (key, tuple([name for name in names_of(papers[key]) if name in spellings]))
        for key in newest
        if key in asked
    ]
    found = gathered(printed, known, {}, chosen or {}, sort_key)
    if _is_same(found, before, keys, spellings):
        return kept
    by_spelling = {name: key for name, key in before.by_spelling.items() if name not in spellings}
    by_spelling.update(found.by_spelling)
    return _merged(before, found, keys, by_spelling, sort_key)


def _is_same(found: Names, before: Names, keys: AbstractSet[NameKey], spellings: AbstractSet[str]) -> bool:
    """Whether what was gathered anew is what stood there."""
    if found.shown.keys() != keys:
        return False
    if any(found.by_spelling.get(name) != before.by_spelling.get(name) for name in spellings):
        return False
    return all(
        found.shown[key] == before.shown[key] and found.papers[key] == before.papers[key] for key in keys
    )


def _merged(
    before: Names,
    found: Names,
    keys: AbstractSet[NameKey],
    by_spelling: Mapping[str, NameKey],
    sort_key: Callable[[str], str],
) -> Names:
    """The names of before without those of some ``keys``, and those found in the place of these, in the order of lists."""
    was_shown, stood = before.shown, before.papers

    def place(key: NameKey) -> tuple[str, str, NameKey]:
        name = found.shown[key] if key in found.shown else was_shown[key]
        return sort_key(name), name, key

    order = [key for key in was_shown if key not in keys]
    for key in found.shown:
        order.insert(bisect_left(order, place(key), key=place), key)
    shown = {key: found.shown[key] if key in found.shown else was_shown[key] for key in order}
    papers = {key: found.papers[key] if key in found.papers else stood[key] for key in order}
    several = {key: len(own) for key, own in papers.items() if len(own) > 1}
    return Names(shown=shown, papers=papers, several=several, by_spelling=by_spelling)
