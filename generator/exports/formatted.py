"""A reference as a sentence: APA (7th edition) and IEEE, each as plain text and as HTML.

Both styles want titles in sentence case. Which capitals of a title belong to names cannot be told from it, so
titles stay as printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from generator.indexes.references import Reference
from generator.indexes.venue_sorts import VenueSort
from generator.text.doi_address import doi_address
from generator.text.html_words import html_words
from generator.text.maths import mixed_html, mixed_plain
from generator.text.one_line import one_line
from generator.text.person_name import PersonName, is_east_asian

MOST_APA_AUTHORS = 20
"""With more, APA prints nineteen, an ellipsis and the last (section 9.8)."""
MOST_IEEE_AUTHORS = 6
"""With more, IEEE prints the first and et al."""
IEEE_MONTHS = (
    "Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.",
)  # fmt: skip


class Words(NamedTuple):
    """A stretch of a sentence; its text may carry ``$TeX$`` only where it is a title."""

    text: str
    is_emphasised: bool = False
    is_title: bool = False
    is_link: bool = False


def as_text(sentence: Sequence[Words]) -> str:
    """The sentence in plain characters."""
    return "".join(mixed_plain(words.text) if words.is_title else words.text for words in sentence)


def as_html(sentence: Sequence[Words]) -> str:
    """The sentence for a page: text escaped, formulas as MathML, emphasis and links marked."""
    return "".join(map(_html, sentence))


def _html(words: Words) -> str:
    html = mixed_html(words.text) if words.is_title else html_words(words.text)
    if words.is_emphasised:
        return f"<em>{html}</em>"
    # Only https addresses become links: the text of an entry never chooses another scheme.
    if words.is_link and words.text.startswith(("https://", "http://")):
        return f'<a href="{html}">{html}</a>'
    return html


def apa(reference: Reference) -> tuple[Words, ...]:
    """The reference in the style of the American Psychological Association."""
    stands_alone = reference.sort not in (VenueSort.CONFERENCE, VenueSort.JOURNAL)
    title = Words(reference.title, is_emphasised=stands_alone, is_title=True)
    number = f" (arXiv:{one_line(reference.arxiv)})" if stands_alone and reference.arxiv else ""
    year = f"({reference.issued.year})."
    authors = apa_authors(reference)
    # Without an author the title takes the author's place, before the year (section 9.12).
    start = (Words(f"{_ended(authors)} {year} "), title) if authors else (title,)
    ended = number or not _ends(reference.plain_title)
    end_of_title = f"{number}." if ended else ""
    after = "" if authors else f" {year}"
    return (*start, Words(f"{end_of_title}{after}"), *_apa_venue(reference), *_apa_address(reference))


def _apa_venue(reference: Reference) -> tuple[Words, ...]:
    if reference.sort is VenueSort.PREPRINT and reference.arxiv:
        return (Words(" arXiv."),)
    if not reference.venue:
        return ()
    if reference.sort is VenueSort.CONFERENCE:
        return Words(" In "), Words(reference.venue, is_emphasised=True), Words(".")
    if reference.sort is VenueSort.JOURNAL:
        return Words(" "), Words(reference.venue, is_emphasised=True), Words(".")
    return (Words(f" {reference.venue}."),)


def _apa_address(reference: Reference) -> tuple[Words, ...]:
    address = doi_address(one_line(reference.doi)) if reference.doi else reference.url
    return (Words(" "), Words(address, is_link=True)) if address else ()


def apa_authors(reference: Reference) -> str:
    """``Lovelace, A., & Turing, A.``; empty where nobody can be named."""
    names = (
        [f"{name.family}, {name.given[0]}." for name in reference.authors]
        if reference.plain_names
        else [_apa_name(name) for name in reference.authors]
    )
    if not names:
        return ""
    if reference.more_authors:
        return f"{', '.join(names)}, et al."
    if len(names) > MOST_APA_AUTHORS:
        return f"{', '.join(names[: MOST_APA_AUTHORS - 1])}, . . . {names[-1]}"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, & {names[-1]}"


def _apa_name(name: PersonName) -> str:
    if _is_plain(name):
        return f"{name.family}, {name.given[0].upper()}."
    if name.literal or is_east_asian(name.family):
        return name.in_native_order
    return ", ".join(filter(None, (name.whole_family, name.initials, name.suffix)))


def ieee(reference: Reference) -> tuple[Words, ...]:
    """The reference in the style of the IEEE, without its number."""
    authors = ieee_authors(reference)
    comma = "" if _ends(reference.plain_title) else ","
    start = Words(f"{authors}, “" if authors else "“")
    title = Words(reference.title, is_title=True)
    return (start, title, Words(f"{comma}” "), *_ieee_venue(reference), *_ieee_address(reference))


def _ieee_venue(reference: Reference) -> tuple[Words, ...]:
    """Where and when; for a preprint when and under which number."""
    date = reference.issued
    when = f"{IEEE_MONTHS[date.month - 1]} {date.year}" if date.month else str(date.year)
    arxiv = f", arXiv:{one_line(reference.arxiv)}" if reference.arxiv else ""
    if reference.sort is VenueSort.CONFERENCE and reference.venue:
        return Words("in "), Words(reference.venue, is_emphasised=True), Words(f", {when}")
    if reference.sort is VenueSort.JOURNAL and reference.venue:
        return Words(reference.venue, is_emphasised=True), Words(f", {when}")
    publisher = f"{reference.venue}, " if reference.venue and not arxiv else ""
    return (Words(f"{publisher}{when}{arxiv}"),)


def _ieee_address(reference: Reference) -> tuple[Words, ...]:
    if reference.doi:
        return (Words(f", doi: {one_line(reference.doi)}."),)
    is_told = reference.sort in (VenueSort.PREPRINT, VenueSort.NONE) and reference.arxiv
    if is_told or not reference.url:
        return (Words("."),)
    return Words(". [Online]. Available: "), Words(reference.url, is_link=True)


def ieee_authors(reference: Reference) -> str:
    """``A. Lovelace and A. Turing``; empty where nobody can be named."""
    if len(reference.authors) > MOST_IEEE_AUTHORS:
        return f"{_ieee_name(reference.authors[0])} et al."
    names = [_ieee_name(name) for name in reference.authors]
    if names and reference.more_authors:
        return f"{', '.join(names)} et al."
    if len(names) < 3:
        return " and ".join(names)
    return f"{', '.join(names[:-1])}, and {names[-1]}"


def _ieee_name(name: PersonName) -> str:
    if _is_plain(name):
        return f"{name.given[0].upper()}. {name.family}"
    if name.literal or is_east_asian(name.family):
        return name.in_native_order
    return " ".join(filter(None, (name.initials, name.whole_family, name.suffix)))


def _is_plain(name: PersonName) -> bool:
    """Whether it is a family name and one given name of plain letters, as most are: the rest need not be asked then."""
    family, given, particle, suffix, literal = name
    return (
        given.isalpha()
        and given.isascii()
        and family.isascii()
        and not (particle or suffix or literal)
        and family != ""
    )


def _ended(text: str) -> str:
    return text if text.endswith(".") else f"{text}."


def _ends(title: str) -> bool:
    """Whether a title brings its own mark at its end."""
    return title.endswith(("?", "!", ".", "…"))
