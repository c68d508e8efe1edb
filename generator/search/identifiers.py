"""arXiv ids and DOIs: pasted whole, as an address or with a prefix, they find their paper."""

from __future__ import annotations

import re

from generator.search.documents import SearchDocument

ARXIV = re.compile(
    r"^(?:https?://)?(?:(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/|arxiv:\s*)?"
    r"([0-9]{4}\.[0-9]{4,5}|[a-z-]+(?:\.[a-z]{2})?/[0-9]{7})(?:v[0-9]+)?(?:\.pdf)?/?$"
)
DOI = re.compile(
    r"^(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:\s*)?(10\.[0-9]{4,9}/\S+?)(?:\?utm_\S*)?[.,;/]*$"
)
IN_ADDRESS = (
    re.compile(r"[/=:]([0-9]{4}\.[0-9]{4,5})(?:v[0-9]+)?(?:\.pdf)?/?(?=$|[?#&)])"),
    re.compile(r"/(?:abs|pdf|html)/([a-z-]+(?:\.[a-z]{2})?/[0-9]{7})(?:v[0-9]+)?(?:\.pdf)?/?(?=$|[?#&)])"),
    re.compile(r"/(10\.[0-9]{4,9}/[^\s?#]+?)(?:/(?:full|pdf|abstract)|\.pdf)?/?(?=$|[?#])"),
)
"""Where the addresses of other sites have an identifier."""
IN_ACL_ANTHOLOGY = re.compile(
    r"(?:^|[/.])acl(?:anthology\.org|web\.org/anthology)/([a-z0-9.-]+?)(?:v[0-9]+)?(?:\.pdf)?/?$"
)
ACL_DOI = "10.18653/v1/"
"""The association makes its DOIs of the ids in its addresses."""
VERSION = re.compile(r"v[0-9]+$")
OPENING = {")": "(", "]": "[", "}": "{", ">": "<"}
ARXIV_DOI = "10.48550/arxiv."


def identifier_in(query: str) -> str | None:
    """The term of the identifier that ``query`` consists of, None where it is none."""
    text = without_brackets(query.strip().lower())
    match = DOI.match(text)
    if match:
        doi = match.group(1)
        return f"{VERSION.sub('', doi.removeprefix(ARXIV_DOI))}#" if doi.startswith(ARXIV_DOI) else f"{doi}#"
    match = ARXIV.match(text)
    return f"{match.group(1)}#" if match else identifier_in_address(text)


def identifier_in_address(text: str) -> str | None:
    """The term of the identifier in the address of a page about a paper, wherever that page is."""
    if " " in text:
        return None
    acl = IN_ACL_ANTHOLOGY.search(text)
    if acl:
        return f"{ACL_DOI}{acl.group(1)}#"
    found = next(filter(None, (pattern.search(text) for pattern in IN_ADDRESS)), None)
    return identifier_in(found.group(1)) if found else None


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
