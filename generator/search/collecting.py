"""Documents to columns of numbers: which term occurs in which document, how strongly, and where in the title.

All columns run over terms in ``page_order`` and, within a term, over documents in their order.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from generator.search import weights
from generator.search.analysis import compounds, squeezed, words_of
from generator.search.byte_columns import Column, page_order
from generator.search.documents import SearchDocument
from generator.search.identifiers import identifier_terms
from generator.search.stemming import STOP_WORDS, stem

HEAD_UNIT = 8
"""Weights of short fields are counted in eighths, so that sums stay whole numbers."""
BODY_BITS = 12
BODY_LIMIT = (1 << BODY_BITS) - 1
LONGEST_TITLE = 63
LONGEST_NAME = 5
"""Words before a colon that can still be a method's name."""


@dataclass
class Vocabulary:
    """Numbers for terms, in the order in which they were met."""

    numbers: dict[str, int] = field(default_factory=dict)

    def number(self, term: str) -> int:
        """The number of ``term``, a new one when it is new."""
        return self.numbers.setdefault(term, len(self.numbers))


@dataclass(frozen=True, slots=True)
class Collected:
    """The columns of a whole collection."""

    terms: tuple[str, ...]
    """Every term, in the order of ``page_order``."""
    starts: Column
    """Where each term's postings begin; one more entry than terms."""
    documents: Column
    impacts: Column
    """Impact in the upper six bits, then one bit for the title, one for the authors."""
    title_starts: Column
    title_places: Column
    """The place of the word in the title, from 0."""
    title_lengths: Column
    """Content words of that title."""
    title_words: Column
    """The surface word, a number into ``words``."""
    words: tuple[str, ...]
    body_counts: Column
    """Occurrences anywhere, for the vectors."""
    word_counts: dict[str, int]
    """In how many documents a surface word stands, about."""
    prominent: frozenset[str]
    """Surface words of titles, names, authors and tags."""


class Collector:
    """Takes documents one by one; ``collected`` is asked once at the end."""

    def __init__(self) -> None:
        self.vocabulary = Vocabulary()
        self.surfaces = Vocabulary()
        self.word_terms: dict[str, int] = {}
        self.plain_numbers: dict[str, tuple[int, ...]] = {}
        self.head_numbers: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {}
        self.sizes = array("i")
        self.terms = array("i")
        self.values = array("i")
        self.lengths = array("i")
        self.author_terms = array("i")
        self.author_documents = array("i")
        self.title_terms = array("i")
        self.title_documents = array("i")
        self.title_places = array("i")
        self.title_lengths = array("i")
        self.title_surfaces = array("i")
        self.compound_counts: Counter[str] = Counter()
        self.prominent: set[str] = set()
        self.count = 0

    def add(self, document: SearchDocument) -> None:
        """Analyse one document and append it to every column."""
        found: dict[int, int] = {}
        seen: set[str] = set()
        self.add_title(document, found, seen)
        if document.name:
            self.add_head((document.name,), weights.NAME_WEIGHT, found, seen)
        self.add_authors(document, found, seen)
        topics = [document.topic_name, *(name for _, name in document.also_in)]
        self.add_head((*topics, *(name for _, name in document.tags)), weights.TAG_WEIGHT, found, seen)
        places = (*document.organisations, *([document.venue] if document.venue else ()))
        self.add_head(places, weights.PLACE_WEIGHT, found, seen)
        if document.tldr:
            self.add_head((document.tldr,), weights.TLDR_WEIGHT, found, seen)
        length = sum(
            self.add_body(text, found, seen)
            for text in (document.tldr, document.summary, document.abstract)
            if text
        )
        self.add_keys(document, found)
        self.compound_counts.update(seen)
        self.sizes.append(len(found))
        self.terms.extend(found.keys())
        self.values.extend(found.values())
        self.lengths.append(length)
        self.count += 1

    def term(self, word: str) -> int:
        """The number of a word's stem."""
        number = self.word_terms.get(word)
        if number is None:
            number = self.word_terms[word] = self.vocabulary.number(stem(word))
        return number

    def add_title(self, document: SearchDocument, found: dict[int, int], seen: set[str]) -> None:
        """The title's words with their places; its stop words too, which phrases need."""
        parts = compounds(document.title)
        seen.update(parts)
        self.prominent.update(parts)
        words = [word for part in parts for word in words_of(part).words]
        extras = [word for part in parts for word in words_of(part).extra]
        length = min(LONGEST_TITLE, sum(word not in STOP_WORDS for word in words))
        unit = int(weights.TITLE_WEIGHT * HEAD_UNIT)
        for place, word in enumerate(words[: LONGEST_TITLE + 1]):
            term = self.term(word)
            self.note_title(term, place, length, word)
            self.add_weight(term, unit if word not in STOP_WORDS else 1, found)
        for word in extras:
            # A hump has no place of its own; the last place stands for none.
            term = self.term(word)
            self.note_title(term, LONGEST_TITLE, length, word)
            self.add_weight(term, int(unit * weights.EXTRA_SHARE), found)

    def note_title(self, term: int, place: int, length: int, word: str) -> None:
        """One occurrence in the title of the document being read."""
        self.title_terms.append(term)
        self.title_documents.append(self.count)
        self.title_places.append(place)
        self.title_lengths.append(length)
        self.title_surfaces.append(self.surfaces.number(word))

    @staticmethod
    def add_weight(term: int, eighths: int, found: dict[int, int]) -> None:
        """Add to a term's weight from the short fields."""
        found[term] = found.get(term, 0) + (eighths << BODY_BITS)

    def add_head(self, texts: Iterable[str], weight: float, found: dict[int, int], seen: set[str]) -> None:
        """Words of a short field."""
        eighths = int(weight * HEAD_UNIT) << BODY_BITS
        extra_eighths = int(weight * HEAD_UNIT * weights.EXTRA_SHARE) << BODY_BITS
        get = found.get
        for text in texts:
            for part in compounds(text):
                seen.add(part)
                words, extra = self.head_numbers.get(part) or self.new_head_numbers(part)
                for term in words:
                    found[term] = get(term, 0) + eighths
                for term in extra:
                    found[term] = get(term, 0) + extra_eighths

    def new_head_numbers(self, part: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The terms of a compound met for the first time in a short field."""
        self.prominent.add(part)
        analysed = words_of(part)
        numbers = (
            tuple(self.term(word) for word in analysed.words if word not in STOP_WORDS),
            tuple(self.term(word) for word in analysed.extra),
        )
        self.head_numbers[part] = numbers
        return numbers

    def add_authors(self, document: SearchDocument, found: dict[int, int], seen: set[str]) -> None:
        """Names of authors; each word is flagged so that ``author:`` can tell."""
        names: dict[int, int] = {}
        self.add_head(document.authors, weights.AUTHOR_WEIGHT, names, seen)
        self.author_terms.extend(names)
        self.author_documents.extend([self.count] * len(names))
        for term, value in names.items():
            found[term] = found.get(term, 0) + value

    def add_body(self, text: str, found: dict[int, int], seen: set[str]) -> int:
        """Words of running text; returns how many there were."""
        parts = Counter(compounds(text))
        seen.update(parts)
        known = self.plain_numbers
        get = found.get
        for part, count in parts.items():
            numbers = known.get(part)
            if numbers is None:
                numbers = known[part] = self.body_numbers(part)
            for number in numbers:
                found[number] = get(number, 0) + count
        return parts.total()

    def body_numbers(self, part: str) -> tuple[int, ...]:
        """The terms of a compound that are worth finding in running text."""
        analysed = words_of(part)
        words = [w for w in analysed.words if w not in STOP_WORDS and len(w) > 1]
        return tuple(self.term(word) for word in (*words, *analysed.extra))

    def add_keys(self, document: SearchDocument, found: dict[int, int]) -> None:
        """Terms that name this one paper: its method's name and its identifiers."""
        whole = weights.IMPACT_LEVELS * HEAD_UNIT
        for key in (*name_keys(document), *identifier_terms(document)):
            self.add_weight(self.vocabulary.number(key), whole, found)

    def collected(self) -> Collected:
        """The sorted columns of everything added so far."""
        order, ranks = sorted_vocabulary(self.vocabulary.numbers)
        count = max(1, self.count)
        keys = ranks[column(self.terms)]
        keys *= count
        keys += np.repeat(np.arange(self.count), column(self.sizes))
        sorting = np.argsort(keys, kind="stable")
        keys = keys[sorting]
        values = column(self.values)[sorting]
        del sorting  # tens of megabytes each in a large collection
        starts = np.searchsorted(keys, np.arange(len(order) + 1) * count)
        documents = (keys % count).astype(np.int32)
        body = values & BODY_LIMIT
        head = values >> BODY_BITS
        impacts = self.impacts(head / HEAD_UNIT, body, documents) << 2
        impacts[np.searchsorted(keys, self.keys_of(ranks, self.title_terms, self.title_documents))] |= 2
        impacts[np.searchsorted(keys, self.keys_of(ranks, self.author_terms, self.author_documents))] |= 1
        del keys, values
        places, lengths, words, title_starts = self.title_columns(ranks, len(order))
        return Collected(
            terms=order,
            starts=starts,
            documents=documents,
            impacts=impacts,
            body_counts=body + (head > 0),
            words=tuple(self.surfaces.numbers),
            word_counts=self.word_counts(),
            prominent=frozenset(
                word for part in self.prominent for word in (*words_of(part).words, *words_of(part).extra)
            ),
            title_starts=title_starts,
            title_places=places,
            title_lengths=lengths,
            title_words=words,
        )

    def keys_of(self, ranks: Column, terms: array[int], documents: array[int]) -> Column:
        """Term and document as one sortable number, each once."""
        return np.unique(ranks[column(terms)] * max(1, self.count) + column(documents))

    def impacts(self, head: npt.NDArray[np.float64], body: Column, document_of: Column) -> Column:
        """BM25F without the rarity, in whole levels from 1 (Robertson and Zaragoza, 2009, section 3.6)."""
        lengths = column(self.lengths)
        average = max(1.0, float(lengths.sum()) / max(1, self.count))
        share = weights.LENGTH_SHARE
        norms = 1.0 - share + share * (lengths / average)
        strength = head
        if len(body):
            strength += body / norms[document_of]
        strength /= weights.SATURATION + strength
        strength *= weights.IMPACT_LEVELS
        return np.maximum(1, np.rint(strength)).astype(np.uint8)

    def title_columns(self, ranks: Column, count: int) -> tuple[Column, Column, Column, Column]:
        """One row per term and title: the first place, the length, the surface word found there."""
        keys = ranks[column(self.title_terms)] * max(1, self.count) + column(self.title_documents)
        places = column(self.title_places)
        sorting = np.lexsort((places, keys))
        first = np.diff(keys[sorting], prepend=-1) > 0
        chosen = sorting[first]
        starts = np.searchsorted(keys[chosen], np.arange(count + 1) * max(1, self.count))
        return places[chosen], column(self.title_lengths)[chosen], column(self.title_surfaces)[chosen], starts

    def word_counts(self) -> dict[str, int]:
        """About how many documents carry each surface word."""
        counts: dict[str, int] = {}
        for part, count in self.compound_counts.items():
            analysed = words_of(part)
            for word in (*analysed.words, *analysed.extra):
                counts[word] = counts.get(word, 0) + count
        return counts


def column(numbers: array[int]) -> Column:
    """What was collected, ready to calculate with."""
    return np.frombuffer(numbers, dtype=np.intc) if len(numbers) else np.zeros(0, dtype=np.intc)


def sorted_vocabulary(numbers: dict[str, int]) -> tuple[tuple[str, ...], Column]:
    """The terms in the page's order, and for each old number its place among them."""
    order = tuple(sorted(numbers, key=page_order))
    ranks = np.empty(len(order), dtype=np.int64)
    ranks[[numbers[term] for term in order]] = np.arange(len(order))
    return order, ranks


def name_keys(document: SearchDocument) -> tuple[str, ...]:
    """Terms for a method's name, with a colon behind so that no word of a text can equal them."""
    names = [document.name] if document.name else []
    before, colon, _ = document.title.partition(":")
    if colon and len(before.split()) <= LONGEST_NAME:
        names.append(before)
    keys = (squeezed(name) for name in names)
    return tuple(dict.fromkeys(f"{key}:" for key in keys if 1 < len(key) <= 40))


def collect(documents: Sequence[SearchDocument]) -> Collected:
    """Everything the shards are cut from."""
    collector = Collector()
    for document in documents:
        collector.add(document)
    return collector.collected()
