"""BibTeX, readable by biber, BibTeX, pybtex and bibtexparser alike."""

from __future__ import annotations

import re
from functools import lru_cache

from generator.exports.tex_text import tex_title, tex_verbatim, tex_words
from generator.indexes.references import Reference
from generator.indexes.venue_sorts import VenueSort
from generator.text.person_name import PersonName

ENTRY_TYPES = {
    VenueSort.CONFERENCE: "inproceedings",
    VenueSort.JOURNAL: "article",
    VenueSort.PREPRINT: "misc",
    VenueSort.REPORT: "techreport",
    VenueSort.THESIS: "phdthesis",
    VenueSort.BOOK: "book",
    VenueSort.NONE: "misc",
}
VENUE_FIELDS = {
    VenueSort.CONFERENCE: "booktitle",
    VenueSort.JOURNAL: "journal",
    VenueSort.REPORT: "institution",
    VenueSort.THESIS: "school",
    VenueSort.BOOK: "publisher",
    VenueSort.PREPRINT: "howpublished",
}
MASTERS = re.compile(r"\bmaster|\bm\.? ?(?:sc|a|s|phil)\.? (?:thesis|dissertation)\b", re.IGNORECASE)
"""Theses for which BibTeX has a type of its own; under the other type, styles print "PhD thesis"."""
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""The macros that every style defines; each prints them in its own language."""

FIELD_END = ",\n"

PLAIN_NAME = re.compile(r"[^\W\d_]+(?:[.'’\-]+[^\W\d_]*)*\.?(?: [^\W\d_]+(?:[.'’\-]+[^\W\d_]*)*\.?)*")


def bibtex_entry(reference: Reference) -> str:
    """One entry, with a line break at its end."""
    fields = [f"  {name} = {{{value}}}" for name, value in _texts(reference) if value]
    if reference.issued.month is not None:
        fields.append(f"  month = {MONTHS[reference.issued.month - 1]}")
    return f"@{_entry_type(reference)}{{{reference.key},\n{FIELD_END.join(fields)}\n}}\n"


def _entry_type(reference: Reference) -> str:
    if reference.sort is VenueSort.THESIS and MASTERS.search(reference.venue or ""):
        return "mastersthesis"
    return ENTRY_TYPES[reference.sort]


def _texts(reference: Reference) -> tuple[tuple[str, str], ...]:
    """The fields in order; what is not known is empty."""
    venue_field = VENUE_FIELDS.get(reference.sort, "") if reference.venue else ""
    arxiv = reference.arxiv
    return (
        ("title", tex_title(reference.title)),
        ("author", bibtex_authors(reference)),
        (venue_field, _venue(reference.venue or "") if venue_field else ""),
        ("eprint", tex_verbatim(arxiv) if arxiv else ""),
        ("archivePrefix", "arXiv" if arxiv else ""),
        ("doi", tex_verbatim(reference.doi) if reference.doi else ""),
        ("url", tex_verbatim(reference.url) if reference.url else ""),
        # biblatex finds the entry under a paper's former ids as well.
        ("ids", ",".join(reference.former_keys)),
        ("keywords", ", ".join(map(_keyword, reference.keywords))),
        ("abstract", tex_words(reference.abstract) if reference.abstract else ""),
        ("note", tex_words(reference.note) if reference.note else ""),
        ("year", f"{reference.issued.year:04d}"),
    )


@lru_cache(maxsize=2_000)
def _venue(name: str) -> str:
    return tex_words(name)


@lru_cache(maxsize=2_000)
def _keyword(word: str) -> str:
    # Keywords are names of tags, of which each stands on many papers.
    return tex_words(word.replace(",", " "))


def bibtex_authors(reference: Reference) -> str:
    """The value of the author field; empty where nobody can be named."""
    names = reference.plain_names or [bibtex_name(name) for name in reference.authors]
    return " and ".join([*names, "others"] if names and reference.more_authors else names)


def bibtex_name(name: PersonName) -> str:
    """``van der Lans, Ralf``; a group or a name without parts in braces, so that nothing takes it apart."""
    if name.literal:
        return f"{{{tex_words(name.literal)}}}"
    if name.given and not name.particle and not name.suffix:
        return f"{_part(name.family)}, {_part(name.given)}"
    family = f"{name.particle} {_part(name.family)}".strip() if name.particle else _part(name.family)
    suffix = tex_words(name.suffix) if name.suffix else ""
    return ", ".join(filter(None, (family, suffix, _part(name.given))))


def _part(text: str) -> str:
    """A part of a name; in braces where BibTeX would see a particle, an "and" or a comma inside it."""
    # Most parts are one word of letters, for which the rules below need not be asked.
    if text.isalpha() and not text[0].islower() and text.casefold() != "and":
        return text
    words = text.split()
    is_plain = PLAIN_NAME.fullmatch(text) and "and" not in text.casefold().split()
    return (
        tex_words(text)
        if is_plain and not any(word[0].islower() for word in words)
        else f"{{{tex_words(text)}}}"
    )
