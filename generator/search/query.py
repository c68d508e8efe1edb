"""A typed query to what is meant by it; ``query.js`` is its twin.

``all these words``, ``"words of a title"`` (of the text where no title has them), ``-without``, ``+needed``, ``begin*``, ``field:value``,
``field:"two words"``, ``year:2020..2024``, and arXiv ids or DOIs as they are pasted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.search.analysis import compounds, squeezed, words_in, words_of
from generator.search.identifiers import identifier_in
from generator.search.spelling import one_mistake
from generator.search.stemming import STOP_WORDS, stem
from generator.search.typing_habits import with_our_fields, without_asking, without_citing, without_tex

FIELDS = {
    **{"title": "title", "author": "author", "authors": "author", "by": "author", "name": "name"},
    **{"tag": "tag", "tags": "tag", "topic": "topic", "topics": "topic", "in": "topic"},
    **{"org": "org", "organisation": "org", "organization": "org", "lab": "org"},
    **{"venue": "venue", "year": "year", "kind": "kind", "type": "kind", "has": "has", "status": "status"},
}
"""What may stand before a colon, and the field it means."""

WORD_FIELDS = ("title", "author")
"""Fields that are looked up in the postings; the others are facets."""
OFTEN_MISSPELT = ("author", "authors", "title")
"""Fields that are meant with one typing mistake, too. A facet is not: meant wrongly it would leave nothing."""

CHUNK = re.compile(r'([-+]?)(?:([A-Za-z]+):(?!//))?(?:"([^"]*)"?|(\S+))')
YEARS = re.compile(r"([0-9]{4})?(\.\.|-|–|…|:|\+)?([0-9]{4})?")
YEARS_BEYOND = re.compile(r"([<>])(=?)([0-9]{4})")
BLANKS = re.compile(r"[\s\x1c-\x1f\x85\ufeff]+")
"""Everything that Python or the page takes for a blank."""
SIGNS = re.compile(r'"|(?<!\S)[-+]+(?=\S)')
"""What means something in a query and nothing in a paragraph."""
MOST_WORDS = 24
"""A pasted paragraph is cut here; what follows would only cost time."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word to be found."""

    surface: str
    stem: str
    field: str = ""
    """``title`` or ``author`` where the word has to stand there."""
    open: bool = False
    """Still being typed, or ended with a star: completions count."""
    needed: bool = False
    pieces: tuple[str, ...] = ()
    """The humps of a camel, tried when the whole is unknown."""


@dataclass(frozen=True, slots=True)
class Join:
    """Neighbouring words that may be written as one."""

    first: int
    last: int
    surface: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that have to follow each other in the title."""

    words: tuple[tuple[int, str, bool], ...]
    """Of each the distance from the first, its stem, and whether it is a stop word; a word that comes twice stands here once,
    because of a title only the first place of a word is known.
    """
    text: str
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Excluded:
    """What a paper must not have: a word, the words of a compound as they stand together, or an author."""

    text: str
    stems: tuple[str, ...]
    field: str = ""
    joined: str = ""
    """The stem of a compound written as one word."""
    name: tuple[str, ...] = ()
    """The words of an author's name in quotes, given names first."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A facet's value that a paper must have, or must not."""

    field: str
    value: str
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """What a query means."""

    words: tuple[Word, ...] = ()
    joins: tuple[Join, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    filters: tuple[Filter, ...] = ()
    keys: tuple[str, ...] = ()
    """Terms of identifiers; each names one paper."""
    names: tuple[str, ...] = ()
    """Terms of methods' names that the query may be spelling."""
    authors: tuple[tuple[str, ...], ...] = ()
    """The words of each name that was asked for as a whole, given names first."""


class QueryReader:
    """Collects the parts of a query; stop words wait until it is known whether anything else came."""

    def __init__(self) -> None:
        self.words: list[Word] = []
        self.joins: list[Join] = []
        self.phrases: list[Phrase] = []
        self.excluded: list[Excluded] = []
        self.filters: list[Filter] = []
        self.keys: list[str] = []
        self.free: list[str] = []
        self.authors: list[tuple[str, ...]] = []

    def chunk(self, sign: str, field: str, quoted: str | None, plain: str | None, *, ends: bool) -> None:
        """One chunk of the query, by its form."""
        known = field_meant(field.lower()) if field else ""
        value = (quoted if quoted is not None else plain or "").strip()
        if field and not known:
            value = f"{field}:{value}"
        key = identifier_in(value) if not known and sign != "-" else None
        if key is not None:
            self.keys.append(key)
        elif known and known not in WORD_FIELDS:
            self.facet(known, value, excluded=sign == "-")
        elif quoted is not None and known != "author":
            self.phrase(value, excluded=sign == "-")
        elif sign == "-":
            self.exclude(value, known, whole=quoted is not None)
        else:
            name = name_in(value) if quoted is not None else ()
            if name:
                self.authors.append(name)
            self.text(value, known, needed=sign == "+", ends=ends, looked_up=without_initials(name))

    def facet(self, field: str, value: str, *, excluded: bool) -> None:
        """A condition on a facet; an empty value is not one yet."""
        if field == "name" and value:
            self.keys.append(f"{squeezed(value)}:")
        elif value:
            self.filters.append(Filter(field, value, excluded))

    def phrase(self, text: str, *, excluded: bool) -> None:
        """Quoted words: all of them with their places, and each as a word to rank by."""
        words = words_in(text)
        if not words:
            return
        first: dict[str, tuple[int, str, bool]] = {}
        for place, word in enumerate(words):
            first.setdefault(stem(word), (place, stem(word), word in STOP_WORDS))
        self.phrases.append(Phrase(tuple(first.values()), text, excluded))
        if not excluded:
            self.words += [Word(word, stem(word)) for word in words if word not in STOP_WORDS]

    def exclude(self, text: str, field: str, *, whole: bool) -> None:
        """Words that must not be there: a name in quotes as a ``whole``, else each compound on its own."""
        name = name_in(text) if whole else ()
        if name:
            stems = tuple(map(stem, without_initials(name)))
            self.excluded.append(Excluded(text, stems, field, name=name))
            return
        for part in compounds(text):
            words = words_of(part).words
            joined = stem("".join(words)) if len(words) > 1 and not field else ""
            if words:
                self.excluded.append(Excluded(part, tuple(map(stem, words)), field, joined))

    def text(self, text: str, field: str, *, needed: bool, ends: bool, looked_up: tuple[str, ...]) -> None:
        """Free words: stop words stay out, joined forms are noted; of a name only what can be looked up."""
        star = text.endswith("*")
        parts = compounds(text)
        for number, part in enumerate(parts):
            analysed = words_of(part)
            last = number == len(parts) - 1
            first = len(self.words)
            # An author may be called He or An.
            stays = len(analysed.words) > 1 or field == "author"
            kept = [word for word in analysed.words if stays or word not in STOP_WORDS]
            kept = [word for word in kept if word in looked_up] if looked_up else kept
            joined = "".join(analysed.words)
            for place, word in enumerate(kept):
                still_open = last and place == len(kept) - 1 and (star or ends)
                pieces = tuple(p for p in analysed.extra if p != joined) if len(kept) == 1 else ()
                self.words.append(Word(word, stem(word), field, still_open, needed, pieces))
            if len(analysed.words) > 1 and kept:
                self.joins.append(Join(first, len(self.words) - 1, joined))
        if not field:
            self.free.append(text)

    def neighbours(self) -> list[Join]:
        """Pairs of single words next to each other, which a title may write as one."""
        covered = {place for join in self.joins for place in range(join.first, join.last + 1)}
        return [
            Join(place, place + 1, one.surface + other.surface)
            for place, (one, other) in enumerate(zip(self.words, self.words[1:], strict=False))
            if not covered & {place, place + 1} and not one.field and not other.field
        ]

    def names(self) -> tuple[str, ...]:
        """What might be a method's name: the whole text, and each compound on its own."""
        whole = squeezed(" ".join(self.free))
        single = [squeezed(part) for text in self.free for part in compounds(text)]
        return tuple(dict.fromkeys(f"{name}:" for name in (whole, *single) if 1 < len(name) <= 40))

    def stop_words(self, query: str) -> None:
        """When nothing but stop words was typed, they are what is meant."""
        if not (self.words or self.phrases or self.excluded or self.filters or self.keys):
            self.words += [Word(word, stem(word)) for word in words_in(query)]


def parse_query(query: str) -> ParsedQuery:
    """The parts of ``query``; the last word is open unless a space follows it."""
    reader = QueryReader()
    text = BLANKS.sub(" ", query.replace("“", '"').replace("”", '"').replace("„", '"'))
    whole = identifier_in(text)
    if whole is not None:
        return ParsedQuery(keys=(whole,))
    text = without_citing(without_tex(text))
    text = SIGNS.sub(" ", text) if is_paragraph(text) else with_our_fields(without_asking(text))
    open_end = len(text) if not text.endswith('"') else -1
    for match in CHUNK.finditer(text):
        sign, field, quoted, plain = match.groups()
        reader.chunk(sign, field or "", quoted, plain, ends=match.end() == open_end)
    reader.stop_words(text)
    words = tuple(reader.words[:MOST_WORDS])
    joins = [join for join in (*reader.joins, *reader.neighbours()) if join.last < len(words)]
    return ParsedQuery(
        words=words,
        joins=tuple(joins),
        phrases=tuple(reader.phrases),
        excluded=tuple(reader.excluded),
        filters=tuple(reader.filters),
        keys=tuple(reader.keys),
        names=reader.names(),
        authors=tuple(reader.authors),
    )


def is_blank(text: str) -> bool:
    """Whether nothing was typed."""
    return not BLANKS.sub(" ", text).strip()


def is_paragraph(text: str) -> bool:
    """Whether a text was pasted: what stands in quotes or behind a dash there is no wish of whoever searches."""
    is_quoted = text.lstrip().startswith('"') and text.count('"') <= 2
    return len(words_in(text)) > MOST_WORDS and not is_quoted


def name_in(text: str) -> tuple[str, ...]:
    """The words of ``Ada Lovelace`` or ``Lovelace, Ada``, given names first; nothing where it is one word."""
    family, _, given = text.partition(",")
    words = tuple(words_in(f"{given} {family}"))
    return words if len(words) > 1 else ()


def without_initials(name: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a name to look up: a paper that has the whole given name has no word for its initial."""
    return tuple(word for word in name if len(word) > 1) or name


def field_meant(typed: str) -> str:
    """The field, in small letters, that was typed; empty where it is none."""
    near = (field for field in OFTEN_MISSPELT if len(typed) > 4 and one_mistake(typed, field))
    return FIELDS.get(typed) or FIELDS.get(next(near, ""), "")


def year_range(value: str) -> tuple[int, int] | None:
    """The first and last year of ``2024``, ``2020..2024``, ``2020-``, ``..2021`` or ``>=2020``; None when it is no range."""
    beyond = YEARS_BEYOND.fullmatch(value.strip())
    if beyond is not None:
        year, step = int(beyond[3]), 0 if beyond[2] else 1
        return (year + step, 9999) if beyond[1] == ">" else (0, year - step)
    match = YEARS.fullmatch(value.strip())
    if match is None or not (match.group(1) or match.group(3)):
        return None
    first, between, last = match.groups()
    if not between:
        return (int(first), int(first)) if first and not last else None
    return int(first or 0), int(last or 9999)
