"""What a bibliography says of papers, whatever its format.

The readers of the formats (`bibtex_file`, `ris_file`, `csl_items`) say what stands in a record; what that tells of a paper
is decided here, once for all: its first date, its venue, its arXiv id, its links.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.fetching.crossref import SERIES
from generator.fetching.markup_words import words_of_markup
from generator.fetching.references import ArxivReference, DoiReference, reference_of
from generator.fetching.tex_words import clean_line, clean_paragraphs
from generator.importing.abstract_links import FoundLink, sort_of_link, tidy_address
from generator.importing.found_paper import FoundPaper, month_of_arxiv_id, sorted_links
from generator.importing.listing_reader import text_fault
from generator.indexes.venue_sorts import VenueSort, venue_sort
from generator.model.paper import Venue
from generator.model.partial_date import PartialDate, parse_partial_date
from generator.model.problem import Place, Problem
from generator.text.person_name import PersonName, is_rest_of_authors

ARXIV_IN_WORDS = re.compile(r"arxiv|corr\b", re.IGNORECASE)
ARXIV_ID_IN_WORDS = re.compile(
    r"((?<![\d.])\d{4}\.\d{4,5}|(?<![\w.-])[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?![\d.]*\d)", re.IGNORECASE
)
ADDRESS = re.compile(r"https?://[^\s{}\\]+")
YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
DAY = re.compile(r"(?<!\d)([0-3]?\d)(?!\d)")
IN_NUMBERS = re.compile(rf"{YEAR.pattern}\s*[-/]\s*(\d\d?)(?:\s*[-/]\s*(\d\d?))?(?!\d)")
"""2017-06-12, or 2017/06/12/ as RIS has it."""
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = re.compile(rf"(?<![^\W\d_])(?:{'|'.join(MONTHS)})")
MARKED = re.compile(
    r"</?(?:(?:jats|mml):\w+|p|i|b|em|strong|su[bp]|sc|span|title)(?:\s+[\w:-]+=[^<>]*)?\s*/?>|&(?:#\w+|[a-z]+);",
    re.IGNORECASE,
)
"""HTML and JATS as reference managers leave them in titles; "a < b" is none."""
PHD_THESIS = "PhD thesis"
MASTERS_THESIS = "Master's thesis"
TECHNICAL_REPORT = "Technical report"
"""What stands before the name of the place, since an entry of this index has no sort."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedWork:
    """What one record says, in words: its file's way of writing is left behind."""

    name: str
    """How messages call the record."""
    place: Place

    title: str
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    """As they are said; a last one such as "others" tells that there are more."""
    printed: PartialDate | None = None
    """When this version of it came out."""
    venues: tuple[str, ...] = ()
    """What may be the name of where it came out, the likeliest first."""
    sort: str = ""
    """A thesis' or a report's."""
    arxiv: str | None = None
    doi: str = ""
    addresses: tuple[str, ...] = ()
    """Texts that hold addresses, the most trusted first."""
    abstract: str = ""
    keywords: str = ""


@dataclass(frozen=True, slots=True)
class Bibliography:
    """What a file holds."""

    papers: tuple[FoundPaper, ...]
    """In the order of the file."""
    problems: tuple[Problem, ...] = ()
    lost: int = 0
    """Records that could not be read."""


def bibliography(records: Iterable[CitedWork | Problem], path: str, *, beginning: str) -> Bibliography:
    """The papers of a file's records; ``beginning`` tells what a record begins with where there is none."""
    found = [record if isinstance(record, Problem) else paper_of(record) for record in records]
    papers = tuple(one for one in found if isinstance(one, FoundPaper))
    problems = tuple(one for one in found if isinstance(one, Problem))
    if not found:
        return Bibliography((), (Problem("E702", "no record was found", Place(path), beginning),))
    return Bibliography(papers, problems, len(problems))


def paper_of(work: CitedWork) -> FoundPaper | Problem:
    """The paper of a record, or why it cannot be taken over."""
    title = _whole_title(work.title, work.subtitle)
    authors = tuple(_named(work.authors))
    fault = text_fault(title) if title else f"{work.name} has no title"
    for text in (*authors, work.abstract):
        fault = fault or (text_fault(text) if text else None)
    if fault is not None:
        return Problem(
            "E704", fault, work.place, "mend it in the bibliography, or write this paper's entry by hand"
        )
    links, further = sorted_links(dict.fromkeys(_links(work)))
    arxiv = next((link.address for link in links if link.sort == "arxiv"), None)
    return FoundPaper(
        title=unicodedata.normalize("NFC", title),
        places=(work.place,),
        authors=authors,
        date=_first_date(work.printed, arxiv),
        venue=_venue(work),
        abstract=work.abstract,
        links=links,
        # Of two DOIs one is mostly the preprint's.
        further_links=tuple(one if "://" in one else f"https://doi.org/{one}" for one in further),
        remarks=("The bibliography names only the first authors.",)
        if len(authors) < len(work.authors)
        else (),
        keywords=work.keywords,
    )


def _whole_title(title: str, subtitle: str) -> str:
    if not title or not subtitle or subtitle.casefold() in title.casefold():
        return title
    return f"{title}{'' if title.endswith((':', '?', '!')) else ':'} {subtitle}"


def _named(authors: Iterable[str]) -> Iterator[str]:
    for author in authors:
        if is_rest_of_authors(author):
            return
        yield author


def _first_date(printed: PartialDate | None, arxiv: str | None) -> PartialDate | None:
    """The first version's: that of the arXiv id where there is one, else of the publication, as far as it is told."""
    first = month_of_arxiv_id(arxiv) if arxiv else None
    if first is None:
        return printed
    same = printed and (printed.year, printed.month) == (first.year, first.month)
    return printed if same else first


def _venue(work: CitedWork) -> Venue | None:
    """Where it came out; None for a preprint."""
    names = [name for name in work.venues if name and ADDRESS.search(name) is None]
    # The series tells nothing where the volume's own name does.
    name = next((one for one in names if not SERIES.match(one)), names[0] if names else "")
    if not any(map(str.isalpha, name)) or venue_sort(name) is VenueSort.PREPRINT:
        return None
    if work.sort and work.sort.rpartition(" ")[2] not in name.casefold():
        name = f"{work.sort}, {name}"
    return Venue(name, work.printed.year if work.printed else None)


def _links(work: CitedWork) -> Iterator[FoundLink]:
    if work.arxiv is not None:
        yield FoundLink("arxiv", work.arxiv)
    for address in (work.doi.strip(), *(one for text in work.addresses for one in ADDRESS.findall(text))):
        if address and (link := _link(address)) is not None:
            yield link


def _link(typed: str) -> FoundLink | None:
    """What an address or a DOI leads to; None for a page that says nothing but which paper it is."""
    reference = reference_of(typed)
    if isinstance(reference, ArxivReference):
        return FoundLink("arxiv", reference.identifier)
    if isinstance(reference, DoiReference):
        return FoundLink("doi", reference.identifier)
    address = tidy_address(typed)
    if address is None:
        return None
    if address.casefold().partition("?")[0].endswith(".pdf"):
        return FoundLink("pdf", address)
    sort = sort_of_link(address, "")
    # Where nothing is known of a page it is the publisher's more often than the project's.
    return FoundLink(sort, address) if sort not in (None, "project") else None


def arxiv_id_in(texts: Iterable[str]) -> str | None:
    """From words such as ``arXiv preprint arXiv:1706.03762`` or ``CoRR abs/1706.03762``."""
    for text in texts:
        if ARXIV_IN_WORDS.search(text) and (found := ARXIV_ID_IN_WORDS.search(text)):
            reference = reference_of(found[1])
            if isinstance(reference, ArxivReference):
                return reference.identifier
    return None


def words(text: str) -> str:
    """A text on one line as it is printed, without the HTML or TeX that reference managers leave in it."""
    return clean_line(_unmarked(text))


def paragraphs(text: str) -> str:
    """The same for a text in paragraphs."""
    return clean_paragraphs(_unmarked(text))


def _unmarked(text: str) -> str:
    return words_of_markup(text) if MARKED.search(text) else text


def said_name(*, family: str, given: str = "", particle: str = "", suffix: str = "") -> str:
    """A name in the order in which it is said."""
    name = PersonName(
        family=family.strip(), given=given.strip(), particle=particle.strip(), suffix=suffix.strip()
    )
    return name.in_native_order.strip()


def thesis_called(sort: str) -> str:
    """The sort of a thesis, by what its record calls it: ``Master's thesis``, ``mathesis``, ``PhD dissertation``."""
    return MASTERS_THESIS if re.search(r"master|\bma?thesis|\bm\.?sc", sort, re.IGNORECASE) else PHD_THESIS


def date_in_words(text: str, year: str = "") -> PartialDate | None:
    """As much as is told by ``2017/06/12/``, ``12 June 2017`` or ``Jun 12``, which has its year elsewhere."""
    numbers = IN_NUMBERS.search(text)
    if numbers is not None:
        return date_of_numbers(int(numbers[1]), int(numbers[2]), int(numbers[3] or 0))
    return date_of_words(text if YEAR.search(text) else year, text, text)


def date_of_words(year: str, month: str, day: str) -> PartialDate | None:
    """A date whose parts stand in texts; a day counts with its month, and where there is only one."""
    found = YEAR.search(year)
    if found is None:
        return None
    named = MONTH.search(month.casefold())
    number = MONTHS.index(named[0]) + 1 if named else int(month) if re.fullmatch(r"[01]?\d", month) else 0
    days = DAY.findall(day)
    return date_of_numbers(int(found[1]), number, int(days[0]) if len(days) == 1 else 0)


def date_of_numbers(year: int, month: int = 0, day: int = 0) -> PartialDate | None:
    """The date as far as its numbers make one."""
    forms = (f"{year:04d}-{month:02d}-{day:02d}", f"{year:04d}-{month:02d}", f"{year:04d}")
    return next((date for form in forms if (date := parse_partial_date(form)) is not None), None)
