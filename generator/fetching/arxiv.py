"""arXiv's Atom API: the question as an address, the answer as records.

The manual is at https://info.arxiv.org/help/api/user-manual.html. Oddities met here: a question it cannot
read is answered with status 200 and one entry called Error; too many questions with the bare words
"Rate exceeded."; titles and abstracts are wrapped in mid-sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from generator.fetching.faults import BadAnswer
from generator.fetching.record import PaperRecord
from generator.fetching.references import arxiv_identifier
from generator.fetching.safe_xml import UnsafeXml, XmlNode, parsed_xml
from generator.fetching.tex_words import clean_line, clean_paragraphs
from generator.loading.link_rules import DOI
from generator.model.partial_date import PartialDate, parse_partial_date

ATOM = "{http://www.w3.org/2005/Atom}"
ARXIV = "{http://arxiv.org/schemas/atom}"
ENTRY_ADDRESS = re.compile(r"https?://arxiv\.org/abs/(?P<id>\S+?)(?:v\d+)?")
WITHDRAWN = re.compile(
    r"\b(?:paper|article|submission|manuscript|preprint)\b[^.]{0,40}\bwithdrawn\b"
    r"|^\s*withdrawn\b|\bwithdrawn by (?:the )?(?:author|arxiv)",
    re.IGNORECASE,
)
LARGEST_QUESTION = 50
"""Ids in one question: polite to the service, and the address stays short."""


def question(api: str, identifiers: Sequence[str]) -> str:
    """The address that asks about these ids."""
    return (
        f"{api}?{urlencode({'id_list': ','.join(identifiers), 'max_results': len(identifiers)}, safe=',/')}"
    )


def records_of(answer: bytes) -> dict[str, PaperRecord]:
    """The papers of a feed by their id. Raises BadAnswer where it is no feed, or holds arXiv's refusal."""
    try:
        feed = parsed_xml(answer)
    except UnsafeXml as fault:
        raise BadAnswer(f"arXiv's answer cannot be read as XML ({fault})") from None
    if feed.name != f"{ATOM}feed":
        raise BadAnswer("arXiv's answer is no Atom feed")
    records = (_record(entry) for entry in feed.all(f"{ATOM}entry"))
    return {record.arxiv: record for record in records if record is not None and record.arxiv}


def _record(entry: XmlNode) -> PaperRecord | None:
    """One entry; None where it lacks what makes it a paper."""
    address = entry.text_of(f"{ATOM}id")
    if "/api/errors" in address or (not ENTRY_ADDRESS.fullmatch(address) and _title(entry) == "Error"):
        raise BadAnswer(f"arXiv refuses the question: {clean_line(entry.text_of(f'{ATOM}summary'))[:200]}")
    found = ENTRY_ADDRESS.fullmatch(address)
    identifier = arxiv_identifier(found["id"]) if found else None
    if identifier is None or not _title(entry):
        return None
    names = [clean_line(author.text_of(f"{ATOM}name")) for author in entry.all(f"{ATOM}author")]
    authors = tuple(dict.fromkeys(name for name in names if name))
    comment = clean_line(entry.text_of(f"{ARXIV}comment"))
    return PaperRecord(
        service="arXiv",
        title=_title(entry),
        authors=authors,
        date=_day(entry.text_of(f"{ATOM}published")),
        arxiv=identifier,
        doi=_doi(entry.text_of(f"{ARXIV}doi")),
        categories=_categories(entry),
        abstract=clean_paragraphs(_abstract(entry)),
        comment=comment,
        warnings=tuple(_warnings(comment, _abstract(entry))),
        remarks=tuple(_remarks(entry, comment, len([name for name in names if name]) - len(authors))),
    )


def _title(entry: XmlNode) -> str:
    return clean_line(entry.text_of(f"{ATOM}title"))


def _abstract(entry: XmlNode) -> str:
    """The summary: wrapped by arXiv at any word, a new paragraph marked by an indented line."""
    raw = next(("".join(child.pieces) for child in entry.all(f"{ATOM}summary")), "")
    return re.sub(r"\n[ \t]+(?=\S)", "\n\n", raw.strip())


def _day(stamp: str) -> PartialDate | None:
    """The day of a time stamp such as 2025-10-30T16:59:43Z: `published` is that of the first version."""
    return parse_partial_date(stamp[:10])


def _doi(text: str) -> str | None:
    """The first DOI; arXiv's own, which only repeats the id, does not count."""
    found = DOI.search(text)
    # One that goes on with a sign that no entry may hold would be cut to another paper's.
    if found is None or text[found.end() : found.end() + 1].strip():
        return None
    doi = found.group().rstrip(".,;")
    return doi if DOI.fullmatch(doi) and not doi.lower().startswith("10.48550/") else None


def _categories(entry: XmlNode) -> tuple[str, ...]:
    """The primary category first. Old papers also carry classes of the ACM and MSC, which are none of arXiv's."""
    nodes = [*entry.all(f"{ARXIV}primary_category"), *entry.all(f"{ATOM}category")]
    terms = dict.fromkeys(node.attributes.get("term", "") for node in nodes)
    return tuple(term for term in terms if re.fullmatch(r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z-]{2,})?", term))


def _warnings(comment: str, abstract: str) -> Iterator[str]:
    """arXiv has no field for it: a withdrawn paper says so in its comment, or in place of its abstract."""
    # Further down an abstract may speak of what others withdrew.
    for text in (comment, clean_line(abstract)[:120]):
        found = WITHDRAWN.search(text)
        if found is not None:
            yield f"arXiv says that the paper was withdrawn: {text[:200]}"
            return


def _remarks(entry: XmlNode, comment: str, repeated: int) -> list[str]:
    journal = clean_line(entry.text_of(f"{ARXIV}journal_ref"))
    remarks = []
    if journal:
        remarks.append(f"arXiv says it appeared in: {journal}")
    if comment:
        remarks.append(f"The authors' comment on arXiv: {comment}")
    if repeated > 0:
        remarks.append("arXiv names two authors alike; check whether they are two people")
    return remarks
