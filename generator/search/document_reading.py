"""Documents to columns of numbers: which term occurs in which document, how strongly, and where in the title.

A word is looked at once in a lot, however often it stands there: texts become numbers of their distinct pieces as
early as possible, and the rest is counting in whole columns.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from generator.search import weights
from generator.search.analysis import COMPOUND, LONGEST_WORD, plain_letters, squeezed, words_of
from generator.search.byte_columns import in_page_order
from generator.search.contributions import (
    BODY_BITS,
    BY_AUTHOR,
    IN_TITLE,
    NOTHING,
    Contributions,
)
from generator.search.documents import SearchDocument
from generator.search.identifiers import identifier_terms
from generator.search.stemming import STOP_WORDS, stem
from generator.working.columns import (
    Column,
    Numbers,
    firsts_of,
    narrow,
    number_type,
    run_places,
    starts_of,
)

HEAD_UNIT = 8
"""Weights of short fields are counted in eighths, so that sums stay whole numbers."""
LONGEST_TITLE = 63
LONGEST_NAME = 5
"""Words before a colon that can still be a method's name."""
MOST_STEMS = 150_000
"""Remembered from one lot to the next; the words met first are the common ones."""

TITLE, NAME, AUTHORS, TAGS, ABBREVIATIONS, PLACES, TLDR, TEXT = range(8)
"""The fields of a document; the words of all but the running text stand out."""
FIELDS = 8
HEAD_WEIGHTS = (
    *(0.0, weights.NAME_WEIGHT, weights.AUTHOR_WEIGHT, weights.TAG_WEIGHT),
    *(weights.ABBREVIATION_WEIGHT, weights.PLACE_WEIGHT, weights.TLDR_WEIGHT, 0.0),
)
"""By field; the title's words are weighed one by one."""
HEAD_UNITS = np.array(
    [
        [int(weight * HEAD_UNIT) for weight in HEAD_WEIGHTS],
        [int(weight * HEAD_UNIT * weights.EXTRA_SHARE) for weight in HEAD_WEIGHTS],
    ]
)
"""What a word of a field adds; in the second row what a hump or a joined form adds."""
IN_BODY = np.array([field in (TLDR, TEXT) for field in range(FIELDS)])

PLAIN_WORD = re.compile(f"[A-Za-z][a-z]{{,{LONGEST_WORD - 1}}}").fullmatch
"""Tells a compound that is one word in lower case, but perhaps for its first letter."""
COMPOUND_OR_END = re.compile(f"{COMPOUND.pattern}|\n")
Mask = npt.NDArray[np.bool_]


class Stems(dict[str, str]):
    """Stems of words; of so many at most, because the words of a large collection fill the memory."""

    def __missing__(self, word: str) -> str:
        found = stem(word)
        if len(self) < MOST_STEMS:
            self[word] = found
        return found


STEMS = Stems()


def contributions_of(documents: Sequence[SearchDocument]) -> Contributions:
    """What the documents add to the index."""
    if not documents:
        return NOTHING
    texts = compounds_in(documents)
    words = WordTable(texts.compounds)
    terms = Numbers(words.terms)
    titles = title_postings(texts, words)
    parts = [head_and_body(texts, words), titles.rows, keys(documents, terms)]
    ordered, ordered_words = in_page_order(terms), sorted(words.words)
    ranks, word_ranks = ranks_of(ordered, terms), ranks_of(ordered_words, words.words)
    bits = len(documents).bit_length()
    found = ranks[np.concatenate([part.terms for part in parts])] << bits
    found |= np.concatenate([part.documents for part in parts])
    order = np.argsort(found)
    found = found[order]
    firsts = firsts_of(found)
    places, used = found[firsts], np.zeros(len(ordered), dtype=np.bool_)
    used[places >> bits] = True
    rows = first_in_titles(titles, ranks, len(documents))
    word_rows = words_by_document(texts, words, word_ranks)
    return Contributions(
        lengths=np.bincount(
            texts.documents,
            weights=texts.times * IN_BODY[texts.fields],
            minlength=len(documents),
        ).astype(np.int32),
        terms=tuple(term for term, is_used in zip(ordered, used.tolist(), strict=True) if is_used),
        counts=np.bincount(places >> bits, minlength=len(ordered))[used],
        documents=(places & ((1 << bits) - 1)).astype(number_type(len(documents))),
        weights=np.add.reduceat(np.concatenate([part.weights for part in parts])[order], firsts).astype(
            np.int32
        ),
        flags=np.bitwise_or.reduceat(np.concatenate([part.flags for part in parts])[order], firsts),
        title_places=titles.places[rows].astype(np.uint8),
        title_lengths=titles.lengths[rows].astype(np.uint8),
        title_words=word_ranks[titles.words[rows]].astype(number_type(len(ordered_words))),
        words=tuple(ordered_words),
        word_counts=np.bincount(word_rows[0], minlength=len(documents)).astype(np.int32),
        word_numbers=word_rows[1],
        word_marks=word_rows[2],
    )


def ranks_of(ordered: Sequence[str], numbers: Mapping[str, int]) -> Column:
    """For each number the place of its text in order."""
    ranks = np.empty(len(ordered), dtype=np.int64)
    ranks[np.fromiter(map(numbers.__getitem__, ordered), dtype=np.int64, count=len(ordered))] = np.arange(
        len(ordered)
    )
    return ranks


class Texts(NamedTuple):
    """What stands in the documents' fields, by the numbers of compounds."""

    compounds: list[str]
    documents: Column
    """A row for each distinct compound of a field of a document, sorted by these."""
    fields: Column
    numbers: Column
    """The compound."""
    times: Column
    """How often it stands there."""
    title_documents: Column
    """A row for each compound of a title, in order."""
    title_numbers: Column


def texts_of(document: SearchDocument) -> tuple[str, ...]:
    """The texts of a document, by field."""
    labels = (
        document.topic_name,
        *(name for _, name in document.also_in),
        *(name for _, name in document.tags),
    )
    return (
        document.title,
        document.name or "",
        " ".join(document.authors),
        " ".join(labels),
        " ".join(document.abbreviations),
        " ".join((*document.organisations, document.venue or "", *years_of(document))),
        document.tldr or "",
        f"{document.summary or ''} {document.abstract or ''}",
    )


def years_of(document: SearchDocument) -> list[str]:
    """Its years as words: who looks for a paper often knows a surname and a year."""
    return [str(year) for year in dict.fromkeys((document.year, document.venue_year)) if year]


def compounds_in(documents: Sequence[SearchDocument]) -> Texts:
    """Every field cut into compounds.

    No compound reaches over a blank, so texts are cut at blanks first, and each distinct piece is looked into once.
    """
    pieces, found, sizes = Numbers(), array("i"), array("i")
    number = pieces.__getitem__
    for document in documents:
        for text in texts_of(document):
            before = len(found)
            found.extend(map(number, text.split()))
            sizes.append(len(found) - before)
    compounds = Numbers()
    end = compounds["\n"]
    cut = COMPOUND_OR_END.findall("\n".join([*map(plain_letters, pieces), ""]))
    inside = np.fromiter(map(compounds.__getitem__, cut), dtype=np.int32, count=len(cut))
    ends = np.flatnonzero(inside == end)
    starts = (np.append(-1, ends)[:-1] + 1).astype(np.int32)
    piece = np.frombuffer(found, dtype=np.intc)
    each = (ends - starts).astype(np.int32)[piece]
    numbers = inside[run_places(starts[piece], each)]
    # The number of the text and that of the compound in one: shifting tells them apart several times faster than
    # dividing does.
    texts = np.arange(len(sizes), dtype=np.int32)
    places = np.repeat(np.repeat(texts, np.frombuffer(sizes, dtype=np.intc)), each)
    document_at, field_at = texts // FIELDS, (texts % FIELDS).astype(np.uint8)
    in_title = field_at[places] == TITLE
    bits = len(compounds).bit_length()
    distinct = places.astype(np.int64) << bits
    distinct |= numbers
    distinct.sort()
    firsts = firsts_of(distinct)
    times = np.diff(firsts, append=len(distinct)).astype(np.int32)
    distinct = distinct[firsts]
    return Texts(
        compounds=list(compounds),
        documents=document_at[distinct >> bits],
        fields=field_at[distinct >> bits],
        numbers=(distinct & ((1 << bits) - 1)).astype(np.int32),
        times=times,
        title_documents=document_at[places[in_title]],
        title_numbers=numbers[in_title],
    )


class WordTable:
    """The words of each compound, in order, first those that take a place in the text."""

    def __init__(self, compounds: Iterable[str]) -> None:
        self.words, self.terms = Numbers(), Numbers()
        found, plain, sizes = array("i"), array("i"), array("i")
        number = self.words.__getitem__
        for compound in compounds:
            if PLAIN_WORD(compound):  # most are, and this way is short
                found.append(number(compound.lower()))
                plain.append(1)
                sizes.append(1)
                continue
            words, extra = hyphenated(compound) or words_of(compound)
            found.extend(map(number, words))
            found.extend(map(number, extra))
            plain.append(len(words))
            sizes.append(len(words) + len(extra))
        self.sizes = np.frombuffer(sizes, dtype=np.intc)
        """How many words each compound has, with its humps and its joined form."""
        self.starts = starts_of(self.sizes)
        self.numbers = np.frombuffer(found, dtype=np.intc)
        """The words, a compound's after the other's."""
        inside = np.arange(len(found)) - np.repeat(self.starts[:-1], self.sizes)
        self.is_extra = inside >= np.repeat(np.frombuffer(plain, dtype=np.intc), self.sizes)
        stemmed = map(self.terms.__getitem__, map(STEMS.__getitem__, self.words))
        self.term_of = np.fromiter(stemmed, dtype=np.int32, count=len(self.words))
        """The term of each word."""
        self.is_stop = np.fromiter(
            (word in STOP_WORDS for word in self.words), dtype=np.bool_, count=len(self.words)
        )
        self.is_letter = np.fromiter(
            (len(word) < 2 for word in self.words), dtype=np.bool_, count=len(self.words)
        )

    def rows(self, compounds: Column) -> tuple[Column, Column, Mask, Column]:
        """The words of compounds one after the other: words, terms, whether extra, and how many each compound has."""
        sizes = self.sizes[compounds]
        places = run_places(self.starts[compounds], sizes)
        words = self.numbers[places]
        return words, self.term_of[words], self.is_extra[places], sizes


def hyphenated(compound: str) -> tuple[list[str], tuple[str, ...]] | None:
    """What `words_of` gives for two plain words and a hyphen, the most frequent of all other compounds."""
    one, hyphen, other = compound.partition("-")
    if not (hyphen and PLAIN_WORD(one) and PLAIN_WORD(other)):
        return None
    words = [one.lower(), other.lower()]
    joined = words[0] + words[1]
    return words, (joined,) if len(joined) <= LONGEST_WORD else ()


class Rows(NamedTuple):
    """Terms in documents with what they weigh; a term may have several rows in a document."""

    terms: Column
    documents: Column
    weights: Column
    flags: Column


class TitleRows(NamedTuple):
    """The same of titles, with the words' places."""

    rows: Rows
    places: Column
    lengths: Column
    words: Column


def head_and_body(texts: Texts, table: WordTable) -> Rows:
    """All fields but titles: stop words are left out, but for those that are names, and single letters in running text."""
    others = texts.fields != TITLE
    words, terms, is_extra, sizes = table.rows(texts.numbers[others])
    documents, fields = np.repeat(texts.documents[others], sizes), np.repeat(texts.fields[others], sizes)
    counts = IN_BODY[fields] & (is_extra | ~table.is_letter[words])
    added = np.repeat(texts.times[others], sizes).astype(np.int64)
    added *= (HEAD_UNITS[is_extra.astype(np.intp), fields] << BODY_BITS) + counts
    added[table.is_stop[words] & ~is_extra & (fields != AUTHORS)] = 0
    stays = added > 0
    flags = np.where(fields == AUTHORS, BY_AUTHOR, 0).astype(np.uint8)
    return Rows(terms[stays], documents[stays], added[stays], flags[stays])


def title_postings(texts: Texts, table: WordTable) -> TitleRows:
    """The titles' words with their places; stop words too, which phrases need."""
    words, terms, is_extra, sizes = table.rows(texts.title_numbers)
    documents = np.repeat(texts.title_documents, sizes)
    content = ~is_extra & ~table.is_stop[words]
    count = int(documents.max(initial=-1)) + 1
    lengths = np.minimum(LONGEST_TITLE, np.bincount(documents, weights=content, minlength=count)).astype(
        np.int32
    )
    counted = np.cumsum(~is_extra)
    before = np.zeros(count, dtype=np.int64)
    first = firsts_of(documents)
    before[documents[first]] = counted[first] - ~is_extra[first]
    places = counted - 1 - before[documents]
    unit = int(weights.TITLE_WEIGHT * HEAD_UNIT)
    added = np.where(is_extra, int(unit * weights.EXTRA_SHARE), np.where(content, unit, 1)) << BODY_BITS
    # A hump has no place of its own; the last place stands for none.
    places[is_extra] = LONGEST_TITLE
    stays = places <= LONGEST_TITLE
    # Of two with the same place the word comes before the hump.
    order = np.argsort(is_extra[stays], kind="stable")
    flags = np.full(len(terms), IN_TITLE, np.uint8)
    rows = Rows(*(column[stays][order] for column in (terms, documents, added, flags)))
    return TitleRows(rows, *(column[stays][order] for column in (places, lengths[documents], words)))


def first_in_titles(titles: TitleRows, ranks: Column, count: int) -> Column:
    """Of each term in a title the row with its first place, in the order of the postings."""
    found = ranks[titles.rows.terms] * count + titles.rows.documents
    order = np.lexsort((titles.places, found))
    return order[np.diff(found[order], prepend=-1) > 0]


def words_by_document(texts: Texts, table: WordTable, ranks: Column) -> tuple[Column, Column, Column]:
    """A row for each distinct word of a document: the document, the rank of the word, its mark (see
    `Contributions`).
    """
    bits, word_bits = len(texts.compounds).bit_length(), len(table.words).bit_length()
    # What stands out is an even number and so comes before its twin that does not.
    found = texts.documents.astype(np.int64) << (bits + 1)
    found |= texts.numbers << 1
    found |= texts.fields == TEXT
    found.sort()
    found = found[firsts_of(found >> 1)]
    words, _, _, sizes = table.rows(found >> 1 & ((1 << bits) - 1))
    owners, in_text = found >> (bits + 1), found & 1
    found = np.repeat(owners << (word_bits + 1) | in_text, sizes)
    found |= ranks[words] << 1
    found.sort()
    firsts = firsts_of(found >> 1)
    marks = 2 * np.diff(firsts, append=len(found)) + (1 - (found[firsts] & 1))
    found = found[firsts] >> 1
    numbers = (found & ((1 << word_bits) - 1)).astype(number_type(len(table.words)))
    return found >> word_bits, numbers, narrow(marks)


def keys(documents: Sequence[SearchDocument], terms: Numbers) -> Rows:
    """Terms that name one paper: its method's name and its identifiers."""
    found, owners = array("i"), array("i")
    for number, document in enumerate(documents):
        for key in (*name_keys(document), *identifier_terms(document)):
            found.append(terms[key])
            owners.append(number)
    whole = weights.IMPACT_LEVELS * HEAD_UNIT << BODY_BITS
    return Rows(
        np.array(found, dtype=np.int64),
        np.array(owners, dtype=np.int64),
        np.full(len(found), whole, dtype=np.int64),
        np.zeros(len(found), dtype=np.uint8),
    )


def name_keys(document: SearchDocument) -> tuple[str, ...]:
    """Terms for a method's name, with a colon behind so that no word of a text can equal them."""
    names = [document.name] if document.name else []
    before, colon, _ = document.title.partition(":")
    if colon and len(before.split()) <= LONGEST_NAME:
        names.append(before)
    keys = (squeezed(name) for name in names)
    return tuple(dict.fromkeys(f"{key}:" for key in keys if 1 < len(key) <= 40))
