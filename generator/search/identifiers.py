"""arXiv ids and DOIs: pasted whole, as an address or with a prefix, they find their paper."""

from __future__ import annotations

import re

from generator.search.documents import SearchDocument

ARXIV = re.compile(
    r"^(?:https?://)?(?:(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/|arxiv:\s*)?"
    r"([0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[a-z]{2})?/[0-9]{7})(?:v[0-9]+)?(?:\.pdf)?/?$"
)
DOI = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.[0-9]{4,9}/\S+?)[.,;/]*$")
OPENING = {")": "(", "]": "[", "}": "{", ">": "<"}
ARXIV_DOI = "10.48550/arxiv."


def identifier_in(query: str) -> str | None:
    """The term of the identifier that ``query`` consists of, None where it is none."""
    text = without_brackets(query.strip().lower())
    match = DOI.match(text)
    if match:
        doi = match.group(1)
        return f"{doi.removeprefix(ARXIV_DOI)}#" if doi.startswith(ARXIV_DOI) else f"{doi}#"
    match = ARXIV.match(text)
    return f"{match.group(1)}#" if match else None


def without_brackets(text: str) -> str:
    """Without the brackets of a sentence around it and what closes that; brackets that a DOI itself has stay."""
    text = text.lstrip("([{<")
    while text and (text[-1] in ".,;:" or text.count(text[-1]) > text.count(OPENING.get(text[-1], text[-1]))):
        text = text[:-1]
    return text


def identifier_terms(document: SearchDocument) -> tuple[str, ...]:
    """The identifiers as terms, with a sharp behind so that no word of a text can equal them."""
    given = [document.arxiv, document.doi]
    terms = (identifier_in(value) for value in given if value)
    return tuple(dict.fromkeys(term for term in terms if term))
