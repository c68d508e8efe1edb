"""What somebody typed to name a paper: an arXiv id, a DOI, or a link that holds one.

https://arxiv.org/pdf/2510.26692v2.pdf                  →  arXiv 2510.26692
https://dl.acm.org/doi/abs/10.1145/3292500.3330701      →  DOI 10.1145/3292500.3330701
https://openreview.net/forum?id=abc                     →  a page; nobody there to ask
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from generator.loading.link_rules import ARXIV_ID, DOI

ID = r"\d{4}\.\d{4,5}|[a-z]+(?:-[a-z]+)*(?:\.[a-z]{2})?/\d{7}"
BARE_ARXIV = re.compile(rf"(?:arxiv\s*:\s*)?({ID})(?:v\d+)?(?:\s*\[[\w.-]+\])?", re.IGNORECASE)
ARXIV_IN_PATH = re.compile(rf"(?<![\w.-])({ID})(?:v\d+)?(?!\d)", re.IGNORECASE)
ARXIV_DOI = re.compile(rf"10\.48550/arxiv\.({ID})(?:v\d+)?", re.IGNORECASE)
BARE_DOI = re.compile(r"(?:doi\s*:?\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
DOI_IN_LINK = re.compile(r"(?<![\d.])10\.\d{4,9}/[^\s?#&]+")
LINK = re.compile(r"(?:https?://)?(?:[a-z0-9-]+\.)+[a-z]{2,24}(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE)

ARXIV_MIRRORS = (
    "arxiv.org",
    "ar5iv.org",
    "alphaxiv.org",
    "scirate.com",
    "emergentmind.com",
    "xxx.lanl.gov",  # where arXiv began
)
"""Hosts whose addresses name papers by their arXiv id; arxiv.org with all its sub-domains."""
PAPER_PAGES_OF_HUBS = {"huggingface.co": "/papers/", "hf.co": "/papers/", "semanticscholar.org": "/arxiv"}
"""Hosts where only addresses with this part are about papers of arXiv."""

# Views of an article that publishers hang behind its DOI.
VIEW = re.compile(
    r"(?:/(?:full|abstract|abs|summary|pdf|epdf|pdfdirect|fulltext|full-text|html|xml|meta|references|figures|tables"
    r"|citation|metrics|download)(?:/.*)?|\.pdf|\.html?|\.full(?:\.pdf|-text)?|/)$",
    re.IGNORECASE,
)
PREPRINT_VERSION = re.compile(r"^(10\.(?:1101|64898)/[\d.]+?)v\d+.*$")
"""bioRxiv and medRxiv put the version behind the DOI."""
NATURE_ARTICLE = re.compile(r"/articles/((?:s|d)?\d[\w.-]+|nature\d+)")
ACL_PAPER = re.compile(
    r"/(?:anthology/)?([A-Z]\d{2}-\d{4}|\d{4}\.[a-z0-9_]+-[a-z0-9_]+\.\d+)(?:\.pdf|\.bib)?/?$"
)

SILENT_SITES = {
    "openreview.net": "OpenReview gives its papers no DOI, and only arXiv and Crossref are asked",
    "proceedings.mlr.press": "PMLR gives its papers no DOI",
    "papers.nips.cc": "NeurIPS gives its papers no DOI in the address",
    "proceedings.neurips.cc": "NeurIPS gives its papers no DOI in the address",
    "openaccess.thecvf.com": "CVF Open Access gives its papers no DOI in the address",
    "jmlr.org": "JMLR gives its papers no DOI",
    "ieeexplore.ieee.org": "IEEE Xplore's addresses hold no DOI; the page itself shows it",
    "sciencedirect.com": "ScienceDirect's addresses hold no DOI; the page itself shows it",
    "aclanthology.org": "this address of the ACL Anthology names no single paper",
    "arxiv.org": "this address of arXiv names no single paper",
}
"""Sites that an editor often has a link of, and why nothing can be asked with it."""


@dataclass(frozen=True, slots=True)
class ArxivReference:
    """A paper on arXiv, by its id without version."""

    identifier: str


@dataclass(frozen=True, slots=True)
class DoiReference:
    """A paper by its DOI. A link may leave more than one reading; the likeliest comes first."""

    readings: tuple[str, ...]

    @property
    def identifier(self) -> str:
        """The likeliest DOI."""
        return self.readings[0]


@dataclass(frozen=True, slots=True)
class PageReference:
    """A web page that names neither, and why it does not help."""

    address: str
    why: str


Reference = ArxivReference | DoiReference | PageReference


def reference_of(typed: str) -> Reference | None:
    """The paper that ``typed`` names; None where it is neither an id nor a link."""
    text = typed.strip().strip("<>\"'").strip()
    bare = BARE_ARXIV.fullmatch(text)
    if bare is not None and (found := arxiv_identifier(bare[1])) is not None:
        return ArxivReference(found)
    doi = BARE_DOI.fullmatch(text)
    if doi is not None:
        return _doi_reference([_without_sentence_end(unquote(doi[1]))])
    if LINK.fullmatch(text) is None:
        return None
    address = text if "://" in text else f"https://{text}"
    try:
        return _link_reference(address, urlsplit(address))
    except ValueError:
        return None


def arxiv_identifier(text: str) -> str | None:
    """An arXiv id as arXiv writes it, archive in small letters, subject class in capitals; None if it is none."""
    archive, slash, number = text.partition("/")
    if slash:
        name, dot, subject = archive.lower().partition(".")
        text = f"{name}{dot}{subject.upper()}/{number}"
    return text if ARXIV_ID.fullmatch(text) else None


def _link_reference(address: str, parts: SplitResult) -> Reference:
    host = (parts.hostname or "").lower().removeprefix("www.")
    path = unquote(parts.path)
    if _is_on(host, ("doi.org",)):
        return _doi_reference([path.strip("/")]) or _page(address, host)
    if _names_arxiv_paper(host, path):
        found = ARXIV_IN_PATH.search(path)
        identifier = arxiv_identifier(found[1]) if found else None
        if identifier is not None:
            return ArxivReference(identifier)
    if _is_on(host, ("aclanthology.org",)) and (paper := ACL_PAPER.search(path)):
        # https://aclanthology.org/faq/doi/ : papers get the Association's prefix and their Anthology id.
        return DoiReference((f"10.18653/v1/{paper[1]}",))
    if _is_on(host, ("nature.com",)) and (article := NATURE_ARTICLE.match(path)):
        return DoiReference((f"10.1038/{article[1].removesuffix('.pdf')}",))
    inside = DOI_IN_LINK.search(path) or DOI_IN_LINK.search(unquote(parts.query))
    return (_doi_reference(_readings(inside.group())) if inside else None) or _page(address, host)


def _names_arxiv_paper(host: str, path: str) -> bool:
    if _is_on(host, ARXIV_MIRRORS):
        return True
    return any(
        _is_on(host, (hub,)) and part in path.lower().replace("arxiv:", "arxiv/")
        for hub, part in PAPER_PAGES_OF_HUBS.items()
    )


def _readings(found: str) -> list[str]:
    """A DOI out of a link without the view behind it, and once more without its last part."""
    doi = found
    while (shorter := VIEW.sub("", doi)) != doi and DOI.fullmatch(shorter):
        doi = shorter
    doi = PREPRINT_VERSION.sub(r"\1", doi)
    # Oxford and others put a number of their own behind the DOI.
    head, _, tail = doi.rpartition("/")
    return [doi, head] if tail.isdigit() and head.count("/") >= 1 else [doi]


def _doi_reference(readings: list[str]) -> Reference | None:
    on_arxiv = ARXIV_DOI.fullmatch(readings[0])
    if on_arxiv is not None and (found := arxiv_identifier(on_arxiv[1])) is not None:
        return ArxivReference(found)
    valid = tuple(doi for doi in readings if DOI.fullmatch(doi))
    return DoiReference(valid) if valid else None


def _without_sentence_end(doi: str) -> str:
    """Without the full stop or bracket of the sentence it was copied from."""
    doi = doi.rstrip(".,;:")
    return doi[:-1] if doi.endswith(")") and doi.count(")") > doi.count("(") else doi


def _page(address: str, host: str) -> PageReference:
    why = next((why for site, why in SILENT_SITES.items() if _is_on(host, (site,))), None)
    return PageReference(address, why or "the address holds neither an arXiv id nor a DOI")


def _is_on(host: str, sites: tuple[str, ...]) -> bool:
    return any(host == site or host.endswith(f".{site}") for site in sites)
