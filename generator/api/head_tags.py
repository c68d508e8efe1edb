"""Tags in the head of a page, by which Zotero, Google Scholar, search engines and chats know what it shows.

Sources: Google Scholar's inclusion guidelines (the citation_* tags of Highwire Press), the translator "Embedded
Metadata" of Zotero, schema.org/ScholarlyArticle, ogp.me. Everything is finished HTML.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import Any

from generator.api.paper_record import MARKDOWN_ENDING, RECORD_ENDING
from generator.indexes.addresses import paper_address
from generator.indexes.references import Reference, reference_to
from generator.indexes.venue_sorts import VenueSort
from generator.model.extent import FULL, Extent
from generator.model.library import Library
from generator.model.many_authors import MOST_NAMED
from generator.model.paper import Paper
from generator.model.partial_date import PartialDate
from generator.model.site_identity import SiteIdentity
from generator.model.social_card import CARD_HEIGHT, CARD_WIDTH, SocialCard
from generator.text.doi_address import doi_address
from generator.text.html_words import html_words
from generator.text.maths import mixed_plain
from generator.text.one_line import encodable, one_line
from generator.text.person_name import PersonName

VENUE_TAGS = {
    VenueSort.CONFERENCE: "citation_conference_title",
    VenueSort.JOURNAL: "citation_journal_title",
    VenueSort.REPORT: "citation_technical_report_institution",
    VenueSort.THESIS: "citation_dissertation_institution",
}
NEEDED_BY_CHATS = ("og:title", "og:image", "twitter:card")
"""The rest chats and networks also read from the page's description and its canonical address."""
PICTURES_KEPT = 1_000
"""In a large index all papers of a topic show the same one."""
ALTERNATES = (
    ("application/x-bibtex", ".bib", "BibTeX"),
    ("application/x-research-info-systems", ".ris", "RIS"),
    ("application/vnd.citationstyles.csl+json", ".csl.json", "CSL-JSON"),
    ("application/json", RECORD_ENDING, "JSON"),
    ("text/markdown", MARKDOWN_ENDING, "Markdown"),
)
TO_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
ESCAPED_IN_SCRIPT = {"<": r"\u003c", ">": r"\u003e", "&": r"\u0026", "\u2028": r"\u2028", "\u2029": r"\u2029"}
"""No text may close the script element, open a comment in it, or end a line of it."""


def paper_head(
    paper: Paper,
    library: Library,
    identity: SiteIdentity,
    picture: SocialCard | None = None,
    extent: Extent = FULL,
) -> str:
    """All head tags of a paper's page, one a line. A removed paper is kept out of every catalogue."""
    if paper.status == "removed":
        return '<meta name="robots" content="noindex">'
    reference = reference_to(paper, library, identity)
    tags = list(highwire_tags(paper, reference, identity))
    if extent.whole_frame:
        # These no catalogue needs: Scholar does not ask for them, Zotero only makes tags of them.
        tags += [("citation_keywords", word) for word in reference.keywords]
        tags += _open_graph(paper, reference, identity)
    else:
        tags.append(("og:title", reference.plain_title))
    lines = [*meta_lines(tags), *_picture_lines(picture, identity, in_short=not extent.whole_frame)]
    for kind, ending, title in _alternates(extent.references, extent.markdown):
        lines.append(f'<link rel="alternate" type="{kind}" href="../{paper.key}{ending}" title="{title}">')
    if extent.whole_frame:
        lines.append(json_ld(article_data(paper, reference, identity)))
    return "\n".join(lines)


@cache
def _alternates(references: tuple[str, ...], markdown: bool) -> tuple[tuple[str, str, str], ...]:
    """The ALTERNATES that the site has."""
    labels = {"bibtex": "BibTeX", "ris": "RIS", "csl-json": "CSL-JSON"}
    there = {"JSON", *(["Markdown"] if markdown else []), *(labels[one] for one in references)}
    return tuple(one for one in ALTERNATES if one[2] in there)


def site_head(
    title: str,
    description: str,
    address: str,
    identity: SiteIdentity,
    picture: SocialCard | None = None,
    *,
    in_short: bool = False,
) -> str:
    """Head tags of any other page: what a chat or a social network shows for a link to it.

    ``in_short`` leaves out what they also read from the rest of the head.
    """
    values = (
        *(("og:type", "website"), ("og:title", title), ("og:description", description)),
        *(("og:site_name", identity.name), ("og:url", identity.absolute(address))),
    )
    told = [
        (name, one_line(value))
        for name, value in values
        if value and (name in NEEDED_BY_CHATS or not in_short)
    ]
    return "\n".join([*meta_lines(told), *_picture_lines(picture, identity, in_short=in_short)])


def _picture_lines(picture: SocialCard | None, identity: SiteIdentity, *, in_short: bool) -> list[str]:
    address = identity.absolute(picture.address) if picture else None
    return _lines_of_picture(address, picture.alt if picture else "", in_short)


@lru_cache(maxsize=PICTURES_KEPT)
def _lines_of_picture(address: str | None, alt: str, in_short: bool) -> list[str]:
    return meta_lines(
        [
            (name, one_line(value))
            for name, value in picture_tags(address, alt)
            if not in_short or name in NEEDED_BY_CHATS
        ]
    )


def picture_tags(address: str | None, alt: str) -> Iterator[tuple[str, str]]:
    """The picture beside a link, and how large it is shown. Readers take full addresses only."""
    if address is None:
        yield "twitter:card", "summary"
        return
    yield "og:image", address
    yield "og:image:type", "image/png"
    yield "og:image:width", str(CARD_WIDTH)
    yield "og:image:height", str(CARD_HEIGHT)
    yield "og:image:alt", alt
    yield "twitter:card", "summary_large_image"


def highwire_tags(paper: Paper, reference: Reference, identity: SiteIdentity) -> Iterator[tuple[str, str]]:
    """The ``citation_…`` tags in order, each once but for authors.

    Scholar wants a title, an author and a date; where no author is known, it passes the page by.
    """
    yield "citation_title", reference.plain_title
    for words in reference.plain_names[:MOST_NAMED] or authors_in_words(reference.authors[:MOST_NAMED]):
        yield "citation_author", words
    yield "citation_publication_date", highwire_date(reference.issued)
    if reference.issued != paper.date:
        yield "citation_online_date", highwire_date(paper.date)
    if reference.venue and reference.sort in VENUE_TAGS:
        yield VENUE_TAGS[reference.sort], reference.venue
    if reference.doi:
        yield "citation_doi", one_line(reference.doi)
    if reference.arxiv:
        yield "citation_arxiv_id", one_line(reference.arxiv)
    if reference.url and reference.url != identity.absolute(paper_address(paper.key)):
        # Zotero takes it for the item's address, and looks there for the PDF.
        yield "citation_public_url", one_line(reference.url)
    pdf = pdf_beside_page(paper, identity)
    if pdf:
        yield "citation_pdf_url", pdf


def authors_in_words(names: Sequence[PersonName]) -> list[str]:
    """The authors for Scholar and Zotero, the family name first.

    Zotero takes the one author of a paper for two where a space stands on either side of the comma
    ("da Costa, Victor Guilherme"); such a name stands in its own order.
    """
    if len(names) == 1 and " " in names[0].whole_family and " " in names[0].given:
        return [names[0].in_native_order]
    return [name.family_first for name in names]


def pdf_beside_page(paper: Paper, identity: SiteIdentity) -> str | None:
    """The paper's PDF where the site itself has it beside the paper's page.

    Scholar distrusts any other: the tag "must refer to a file in the same subdirectory as the HTML abstract".
    """
    if not paper.links.pdf:
        return None
    folder = identity.absolute(paper_address(paper.key))
    pdf = one_line(paper.links.pdf)
    inside = pdf.removeprefix(folder) if folder and pdf.startswith(folder) else ""
    return pdf if inside and "/" not in inside else None


def highwire_date(date: PartialDate) -> str:
    """``2025/10/30``, ``2025/10`` or ``2025``: the form that Scholar reads."""
    return str(date).replace("-", "/")


def article_data(paper: Paper, reference: Reference, identity: SiteIdentity) -> dict[str, Any]:
    """The paper in the words of schema.org. It names no publisher: the index only tells of the paper."""
    page = identity.absolute(paper_address(paper.key))
    known_as = [
        *([f"https://arxiv.org/abs/{reference.arxiv}"] if reference.arxiv else []),
        *([doi_address(reference.doi)] if reference.doi else []),
    ]
    data = {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "@id": reference.url,
        "url": reference.url,
        "name": reference.plain_title,
        "headline": reference.plain_title,
        "author": [_agent(name) for name in reference.authors[:MOST_NAMED]],
        "datePublished": str(reference.issued),
        "dateCreated": str(paper.date) if paper.date != reference.issued else None,
        "description": mixed_plain(one_line(paper.tldr)) if paper.tldr else None,
        "keywords": list(reference.keywords),
        "isPartOf": _volume(reference),
        "sameAs": [address for address in known_as if address != reference.url],
        "subjectOf": {"@type": "WebPage", "url": page, "isPartOf": _site(identity)} if page else None,
    }
    return {name: value for name, value in data.items() if value}


def _agent(name: PersonName) -> dict[str, str]:
    if name.literal:
        # One word or a group: which of the two it is cannot be told, and both are things with a name.
        return {"@type": "Organization" if " " in name.literal else "Person", "name": name.literal}
    return {"@type": "Person", "name": name.in_native_order}


def _volume(reference: Reference) -> dict[str, str] | None:
    if not reference.venue or reference.sort not in (VenueSort.CONFERENCE, VenueSort.JOURNAL):
        return None
    kind = "Periodical" if reference.sort is VenueSort.JOURNAL else "PublicationVolume"
    return {"@type": kind, "name": reference.venue}


def _site(identity: SiteIdentity) -> dict[str, str]:
    return {
        "@type": "WebSite",
        "name": one_line(identity.name),
        **({"url": identity.url} if identity.url else {}),
    }


def json_ld(data: dict[str, Any]) -> str:
    """A block of data that no text in it can end."""
    text = encodable(TO_JSON(data))
    for character, escaped in ESCAPED_IN_SCRIPT.items():
        text = text.replace(character, escaped)
    return f'<script type="application/ld+json">{text}</script>'


def _open_graph(paper: Paper, reference: Reference, identity: SiteIdentity) -> Iterator[tuple[str, str]]:
    yield "og:type", "article"
    yield "og:title", reference.plain_title
    if paper.tldr:
        yield "og:description", mixed_plain(one_line(paper.tldr))
    else:
        names = ", ".join([name.in_native_order for name in reference.authors[:3]])
        yield "og:description", f"{names} ({reference.issued.year})".strip()
    yield "og:site_name", one_line(identity.name)
    page = identity.absolute(paper_address(paper.key))
    if page:
        yield "og:url", one_line(page)


def meta_lines(tags: Sequence[tuple[str, str]]) -> list[str]:
    """An element for each tag. What they say stands on one line each, so all of it is escaped in one go."""
    said = html_words(encodable("\n".join([said for _, said in tags]))).split("\n")
    return [f'{_opening(name)}{words}">' for (name, _), words in zip(tags, said, strict=False)]


@cache
def _opening(name: str) -> str:
    # Open Graph reads `property`; catalogues and Twitter's cards read `name`.
    return f'<meta {"property" if name.startswith("og:") else "name"}="{name}" content="'
