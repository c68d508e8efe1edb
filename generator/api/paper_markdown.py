"""A paper as Markdown, for language models and for notes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from generator.api.paper_record import RECORD_ENDING
from generator.indexes.references import STATUS_IN_WORDS, cited_address
from generator.model.library import Library
from generator.model.paper import Paper
from generator.model.site_identity import SiteIdentity
from generator.text.doi_address import doi_address
from generator.text.markdown_text import markdown_address, markdown_words
from generator.text.maths import mixed_plain


def paper_markdown(paper: Paper, library: Library, identity: SiteIdentity) -> str:
    """The paper's page in words: title, facts, tldr, summary, results and links."""
    return "\n".join([*_lines(paper, library, identity), ""])


def _lines(paper: Paper, library: Library, identity: SiteIdentity) -> Iterator[str]:
    yield f"# {_words(paper.title)}"
    if not paper.is_active:
        note = f": {_words(paper.status_note)}" if paper.status_note else ""
        yield from ("", f"**{STATUS_IN_WORDS.get(paper.status, paper.status)}{note}**")
    if paper.tldr:
        yield from ("", f"> {_words(paper.tldr)}")
    yield ""
    for name, value in _facts(paper, library):
        yield f"- {name}: {value}"
    for heading, text in (("Summary", paper.summary), ("Abstract", paper.abstract)):
        if text:
            yield from ("", f"## {heading}")
            for paragraph in text.split("\n\n"):
                yield from ("", _words(paragraph))
    if paper.results:
        yield from ("", "## Results", "", *(f"- {_words(result)}" for result in paper.results))
    yield from ("", "## Links", "", *_links(paper, library, identity))


def _facts(paper: Paper, library: Library) -> Iterator[tuple[str, str]]:
    if paper.authors:
        yield "Authors", ", ".join(map(_name, paper.authors))
    elif paper.author_count:
        yield "Number of authors", str(paper.author_count)
    if paper.organizations:
        yield "Organisations", ", ".join(map(_name, paper.organizations))
    yield "First published", paper.date.in_words
    if paper.venue:
        yield "Venue", _words(f"{paper.venue.name} {paper.venue.year or ''}")
    topics = [library.topics[key].name for key in paper.topics if key in library.topics]
    yield "Topics", ", ".join(map(_name, topics))
    if paper.kind:
        yield "Kind", paper.kind
    if paper.tags:
        yield "Tags", ", ".join([_name(library.tags[tag].name) for tag in paper.tags if tag in library.tags])


def _links(paper: Paper, library: Library, identity: SiteIdentity) -> Iterator[str]:
    cited = cited_address(paper, identity)
    if cited:
        yield _link("Paper", cited)
    if paper.links.doi and cited != doi_address(paper.links.doi):
        yield _link("DOI", doi_address(paper.links.doi))
    for sort, value in paper.links.given():
        if sort not in ("arxiv", "doi") and value != cited:
            yield _link("PDF" if sort == "pdf" else sort.capitalize(), value)
    yield _link("This entry as JSON", f"{paper.key}{RECORD_ENDING}")
    for key in paper.builds_on:
        if key in library.papers:
            yield _link(f"Builds on {mixed_plain(library.papers[key].title)}", f"{key}.md")


def _link(name: str, address: str) -> str:
    return f"- [{_name(name)}](<{markdown_address(address)}>)"


@lru_cache(maxsize=5_000)
def _name(text: str) -> str:
    # Names stand on many papers.
    return _words(text)


def _words(text: str) -> str:
    return markdown_words(mixed_plain(text))
