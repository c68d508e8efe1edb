"""Answers a query from a built index: the reference for the page, and what ``paperindex search`` asks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.search.analysis import squeezed, words_in
from generator.search.meaning import LEAST_WORDS, RERANKED, reranked_scores
from generator.search.planning import Plan, make_plan
from generator.search.query import Excluded, Filter, ParsedQuery, Phrase, is_blank, parse_query, year_range
from generator.search.records import named_record
from generator.search.scoring import Found, score_papers
from generator.search.shard_reader import Postings, Read, ShardStore

ENOUGH = 10
"""With so many papers that have all the words, those with only some are left out."""
PERHAPS_THEIRS = 0.25
"""Whoever asks for an author sees the papers first of which it is certain that they are theirs."""
LEAST_SHARE = 0.03
"""Papers with only some of the words are shown as far as they reach this share of the best score."""


@dataclass(frozen=True, slots=True)
class Result:
    """One paper found."""

    document: int
    score: float


@dataclass(frozen=True, slots=True)
class Answer:
    """The papers found, best first, and how the query was understood."""

    results: tuple[Result, ...]
    complete: int
    """How many of them have all the words."""
    query: ParsedQuery
    plan: Plan
    scattered: tuple[str, ...] = ()
    """Phrases that no title has; the papers have all their words."""


def open_index(read: Read) -> ShardStore:
    """The index whose files ``read`` brings, by addresses below the search folder.

    Raises ValueError for a routing table that is none, and whatever ``read`` raises.
    """
    routing = json.loads(read("index.json"))
    if not isinstance(routing, dict):
        raise ValueError("index.json holds no routing table")
    return ShardStore(read, routing)


def answer(store: ShardStore, text: str) -> Answer:
    """All papers for ``text``, best first; equal scores in the order of the index.

    An empty query asks for every paper, one of nothing but signs for none.
    """
    query = parse_query(text)
    plan = make_plan(store, query)
    found = score_papers(plan)
    scattered = scattered_phrases(plan)
    allowed = allowed_papers(store, query, plan, scattered)
    if not plan.slots:
        found = {document: Found() for document in (range(store.documents) if allowed is None else allowed)}
        if not is_blank(text) and not (query.filters or query.phrases or query.excluded or query.keys):
            found = {}
    elif allowed is not None:
        # What an identifier names is asked for, whether or not it has the words beside it.
        found.update((document, Found()) for document in identified(query, plan) if document not in found)
        found = {document: paper for document, paper in found.items() if document in allowed}
    found = with_named_authors(store, query, plan, with_needed_words(plan, found))
    complete = [document for document, paper in found.items() if paper.matched == len(plan.slots)]
    shown = complete if len(complete) >= ENOUGH else fairly_good(found)
    results = ranked((document, found[document].score) for document in shown)
    if len(plan.slots) >= LEAST_WORDS and len(results) > 1:
        better = reranked_scores(results[:RERANKED], store.vector)
        results = ranked((document, better.get(document, score)) for document, score in results)
    told = tuple(phrase.text for phrase in scattered)
    return Answer(tuple(Result(*pair) for pair in results), len(complete), query, plan, told)


def fairly_good(found: dict[int, Found]) -> list[int]:
    """Papers with only some of the words, as far as they are worth showing beside the best."""
    best = max((paper.score for paper in found.values()), default=0.0)
    return [document for document, paper in found.items() if paper.score >= best * LEAST_SHARE]


def ranked(scores: Iterable[tuple[int, float]]) -> list[tuple[int, float]]:
    """Documents with their scores, best first; equal scores in the order of the index."""
    return sorted(scores, key=lambda pair: (-pair[1], pair[0]))


def with_needed_words(plan: Plan, found: dict[int, Found]) -> dict[int, Found]:
    """Only papers that have every word with a plus or a field."""
    for slot in plan.slots:
        if slot.word.needed or slot.word.field:
            having = {d for a in slot.alternatives for d in in_all(a.postings, slot.word.field)}
            found = {document: paper for document, paper in found.items() if document in having}
    return found


def with_named_authors(
    store: ShardStore, query: ParsedQuery, plan: Plan, found: dict[int, Found]
) -> dict[int, Found]:
    """Only papers of the authors that are named as a whole; where nobody is called so, the words of the name count.

    None of the authors that are excluded as a whole.
    """
    for name in query.authors:
        having: dict[int, Found] = {}
        for document, paper in found.items():
            record = store.record(document)
            if is_by(record, name):
                having[document] = paper
            elif may_be_by_others(record):
                having[document] = replace(paper, score=paper.score * PERHAPS_THEIRS)
        found = having or found
    for one, postings, _ in plan.excluded:
        if one.name:
            theirs = in_all(postings, one.field) & found.keys()
            records = {document: store.record(document) for document in theirs}
            theirs = {
                d for d, record in records.items() if may_be_by_others(record) or is_by(record, one.name)
            }
            found = {document: paper for document, paper in found.items() if document not in theirs}
    return found


def is_by(record: Sequence[Any], name: Sequence[str]) -> bool:
    """Whether somebody of that name is among the authors that a record names."""
    return any(is_called(words_in(author), name) for author in named_record(record)["authors"])


def may_be_by_others(record: Sequence[Any]) -> bool:
    """Whether a paper has more authors than its record names."""
    return bool(named_record(record)["more_authors"])


def is_called(words: Sequence[str], name: Sequence[str]) -> bool:
    """Whether the words of an author's name hold those of ``name`` in this order; an initial is as good as a name."""
    rest = iter(words)
    return all(any(agree(word, one) for word in rest) for one in name)


def agree(one: str, other: str) -> bool:
    """Whether two words of names are the same, or one is the first letter of the other."""
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def in_all(postings: tuple[Postings | None, ...], field: str) -> set[int]:
    """Papers that have all the terms, in the field if one is given; none where a term is unknown."""
    bits = {"": 0, "title": 2, "author": 1}[field]
    sets = [
        {d for d, impact in zip(p.documents, p.impacts, strict=True) if impact & bits == bits} if p else set()
        for p in postings
    ]
    return set.intersection(*sets)


def allowed_papers(
    store: ShardStore, query: ParsedQuery, plan: Plan, scattered: Sequence[Phrase]
) -> set[int] | None:
    """Papers that identifiers, phrases, excluded words and facets leave; None when nothing limits them."""
    sets: list[tuple[set[int], bool]] = []
    # An identifier that no paper has does not stand in the way of the words around it.
    is_unheard = plan.slots and not any(plan.keys) and all(key.endswith("#") for key in query.keys)
    if plan.keys and not is_unheard:
        sets.append(({d for key in plan.keys if key for d in key.documents}, False))
    for phrase, postings in plan.phrases:
        having = (
            papers_with_words(plan, phrase) if phrase in scattered else papers_with_phrase(phrase, postings)
        )
        sets.append((having, phrase.excluded))
    sets += [(papers_with_excluded(*one), True) for one in plan.excluded if not one[0].name]
    sets += [(papers_of_filter(store, condition), condition.excluded) for condition in query.filters]
    aside = papers_set_aside(store, query)
    if aside:
        sets.append((aside, True))
    if not sets:
        return None
    allowed = set(range(store.documents))
    for papers, excluded in sets:
        allowed = allowed - papers if excluded else allowed & papers
    return allowed


def papers_set_aside(store: ShardStore, query: ParsedQuery) -> set[int]:
    """Withdrawn, retracted and superseded papers, unless the query asks for a status or names a paper by its id."""
    if query.keys or any(condition.field == "status" for condition in query.filters):
        return set()
    return set(store.routing.get("aside", ()))


def identified(query: ParsedQuery, plan: Plan) -> set[int]:
    """Papers whose arXiv id or DOI the query has."""
    return {
        document
        for key, postings in zip(query.keys, plan.keys, strict=True)
        if postings and key.endswith("#")
        for document in postings.documents
    }


def scattered_phrases(plan: Plan) -> list[Phrase]:
    """Phrases that no title has: they are taken for words that a paper must have."""
    return [
        phrase
        for phrase, postings in plan.phrases
        if not phrase.excluded and not papers_with_phrase(phrase, postings)
    ]


def papers_with_words(plan: Plan, phrase: Phrase) -> set[int]:
    """Papers that have every word of a phrase anywhere, or what counts as finding it."""
    terms = {term for _, term, is_stop in phrase.words if not is_stop}
    having = [
        {document for one in slot.alternatives for document in in_all(one.postings, "")}
        for slot in plan.slots
        if slot.word.stem in terms and not slot.word.field
    ]
    return set.intersection(*having) if having else set()


def papers_with_excluded(
    one: Excluded, postings: tuple[Postings | None, ...], joined: Postings | None
) -> set[int]:
    """Papers with an excluded word; of a compound those that write it as one, or have its words in a row in the title.

    Where none does, those that have its words.
    """
    if one.joined:
        words = tuple((place, term, False) for place, term in enumerate(one.stems))
        found = papers_with_phrase(Phrase(words, one.text), postings)
        found.update(joined.documents if joined else ())
        if found:
            return found
    return in_all(postings, one.field)


def papers_with_phrase(phrase: Phrase, postings: tuple[Postings | None, ...]) -> set[int]:
    """Papers whose title has the words at the given distances, as far as the first place of each word tells.

    A stop word may have stood there once before; the other words decide, where there are two or more.
    """
    words = [
        (distance, title_places(found) if found else {}, is_stop)
        for (distance, _, is_stop), found in zip(phrase.words, postings, strict=True)
    ]
    content = [(distance, places) for distance, places, is_stop in words if not is_stop]
    loose = [(distance, places) for distance, places, is_stop in words if is_stop]
    if len(content) < 2:
        content, loose = content + loose, []
    found = set.intersection(
        *(
            {(document, place - distance) for document, place in places.items()}
            for distance, places in content
        )
    )
    return {
        document
        for document, start in found
        if all(document in places and places[document] <= start + distance for distance, places in loose)
    }


def title_places(postings: Postings) -> dict[int, int]:
    """Each paper whose title has the term, with its first place there."""
    documents = [d for d, impact in zip(postings.documents, postings.impacts, strict=True) if impact & 2]
    return dict(zip(documents, postings.title_places, strict=True))


def papers_of_filter(store: ShardStore, condition: Filter) -> set[int]:
    """Papers with a facet's value: by its id, its name, or the beginning of its name."""
    facet = store.facet(condition.field)
    chosen = facet_values(facet.names, condition)
    return {document for document, row in enumerate(facet.rows) if not chosen.isdisjoint(row)}


def facet_values(names: list[tuple[str, str]], condition: Filter) -> set[int]:
    """The numbers of the values that a condition means."""
    years = year_range(condition.value) if condition.field == "year" else None
    if years:
        return {n for n, (value, _) in enumerate(names) if years[0] <= int(value) <= years[1]}
    wanted = squeezed(condition.value)
    exact = {n for n, pair in enumerate(names) if wanted in (squeezed(pair[0]), squeezed(pair[1]))}
    return exact or {n for n, pair in enumerate(names) if wanted and squeezed(pair[1]).startswith(wanted)}


def records_of(store: ShardStore, results: Iterable[Result]) -> list[list[Any]]:
    """What is shown of each result."""
    return [store.record(result.document) for result in results]
