"""The links that an abstract names, sorted by what they lead to.

The address decides first: a repository is code, a data set of a model hub is data. Where an address tells
nothing, the words of its sentence do, and a page about which nothing is known is the project's. Addresses
come as they are pasted into prose, with the sentence's full stop, a closing bracket or TeX's braces stuck
to them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

ADDRESS = re.compile(r"(?:https?://|www\.(?=[a-z0-9-]+\.[a-z]))[^\s<>\"{}|\\^`]+", re.IGNORECASE)
TRAILING = ".,;:!?'\"*"
CLOSING = {")": "(", "]": "["}

REPOSITORIES = (
    "github.com",
    "gitee.com",
    "bitbucket.org",
    "codeberg.org",
    "gitlab.com",
    "anonymous.4open.science",
)
DATA_HOSTS = ("zenodo.org", "figshare.com", "kaggle.com", "dataverse.harvard.edu", "datadryad.org")
VIDEO_HOSTS = ("youtube.com", "youtu.be", "vimeo.com", "bilibili.com")
PAPER_HOSTS = ("arxiv.org", "doi.org", "openreview.net", "aclanthology.org")
"""Links to papers: which paper is meant, the sentence alone knows."""

SENTENCE_END = re.compile(r"[.!?]\s+(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class FoundLink:
    """An address with its sort, a key of an entry's `links`."""

    sort: str
    address: str


def links_in(abstract: str) -> tuple[FoundLink, ...]:
    """Every link of an abstract in its order, each address once."""
    found: dict[str, FoundLink] = {}
    for match in ADDRESS.finditer(abstract):
        address = tidy_address(match[0])
        if address is None:
            continue
        sort = sort_of_link(address, _clause_before(abstract, match.start()))
        if sort is not None:
            found.setdefault(address, FoundLink(sort, address))
    return tuple(found.values())


def tidy_address(text: str) -> str | None:
    """The https address that a stretch of prose holds; None when nothing is behind its host."""
    text = _without_tail(text)
    text = re.sub(r"(?i)^(?:https?://)?", "", text, count=1)
    host, slash, path = text.partition("/")
    host = host.lower()
    if "@" in host or not re.fullmatch(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,24}", host):
        return None
    if _is_host(host, REPOSITORIES):
        host, path = host.removeprefix("www."), path.removesuffix(".git")
        if not path.strip("/"):
            return None
    return f"https://{host}{slash}{path}"


def _without_tail(text: str) -> str:
    """Without the punctuation of the sentence around it; a bracket stays when it was opened inside."""
    while text:
        last = text[-1]
        if last in TRAILING or (last in CLOSING and text.count(last) > text.count(CLOSING[last])):
            text = text[:-1]
        else:
            break
    return text


def sort_of_link(address: str, clause: str) -> str | None:
    """The `links` key an address belongs under; None for a link to a paper."""
    parts = urlsplit(address)
    host, path = parts.netloc.lower(), parts.path.lower()
    words = set(re.findall(r"[a-z]+", clause.lower()))
    if _is_host(host, PAPER_HOSTS):
        return None
    if _is_host(host, VIDEO_HOSTS):
        return "video"
    if _is_host(host, DATA_HOSTS):
        return "data"
    if _is_host(host, ("huggingface.co", "hf.co")):
        return _hub_sort(path)
    is_about_data = bool(words & {"dataset", "datasets", "data"}) and not words & CODE_WORDS
    if _is_host(host, REPOSITORIES) or host.startswith("gitlab."):
        return "data" if is_about_data else "code"
    if "demo" in words or "demos" in words:
        return "demo"
    return "data" if is_about_data else "project"


CODE_WORDS = {
    "code",
    "codes",
    "codebase",
    "implementation",
    "implementations",
    "source",
    "repository",
    "models",
    "software",
}


def _hub_sort(path: str) -> str:
    """What a page of the model hub is."""
    first = path.strip("/").split("/")[0]
    return {"datasets": "data", "spaces": "demo", "collections": "project", "papers": "project"}.get(
        first, "model"
    )


def _is_host(host: str, known: tuple[str, ...]) -> bool:
    return any(host == name or host.endswith("." + name) for name in known)


def _clause_before(text: str, place: int) -> str:
    """The sentence up to the link."""
    before = text[max(0, place - 300) : place]
    ends = list(SENTENCE_END.finditer(before))
    return before[ends[-1].end() :] if ends else before
