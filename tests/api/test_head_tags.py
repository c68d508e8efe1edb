"""Head tags, read as browsers and catalogues read them, and held to the catalogues' published rules."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given

from generator.api.head_tags import paper_head, site_head
from generator.indexes.venue_sorts import VenueSort, venue_sort
from generator.model.paper import Links, Paper, Venue
from generator.model.partial_date import PartialDate
from generator.model.site_identity import SiteIdentity
from generator.text.maths import mixed_plain
from generator.text.one_line import one_line
from tests.support.odd_texts import some_text
from tests.support.papers import HERE, NOWHERE, a_library, a_paper


class Head(HTMLParser):
    """The elements of a piece of a head, in order."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.metas: list[tuple[str, str]] = []
        self.links: list[dict[str, str | None]] = []
        self.data = ""
        self.others: list[str] = []
        self._in_script = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "meta":
            assert set(given) in ({"name", "content"}, {"property", "content"})
            self.metas.append((given.get("name") or given.get("property") or "", given["content"] or ""))
        elif tag == "link":
            self.links.append(given)
        elif tag == "script":
            assert given == {"type": "application/ld+json"}
            self._in_script = True
        else:
            self.others.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._in_script = False

    def handle_data(self, data: str) -> None:
        if self._in_script:
            self.data += data
        else:
            assert not data.strip()

    def all(self, name: str) -> list[str]:
        return [content for known, content in self.metas if known == name]


def head_of(identity: SiteIdentity = HERE, **fields: Any) -> Head:
    paper = a_paper(**fields)
    return Head(paper_head(paper, a_library(paper), identity))


def data_of(head: Head) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(head.data)
    return data


def test_google_scholar_finds_what_it_asks_for() -> None:
    """https://scholar.google.com/intl/en/scholar/inclusion.html, "Indexing": title, every author in a tag of its
    own, the date of publication; journal or conference where there is one.
    """
    head = head_of(
        title="Costs of $O(n^2)$", authors=("Ralf van der Lans", "Kimi Team"), venue=Venue("NeurIPS", 2026)
    )
    assert head.all("citation_title") == ["Costs of O(n²)"]
    assert head.all("citation_author") == ["van der Lans, Ralf", "Kimi Team"]
    assert head.all("citation_publication_date") == ["2026"]
    assert head.all("citation_online_date") == ["2025/10/30"]
    assert head.all("citation_conference_title") == ["NeurIPS"]
    assert head.all("citation_journal_title") == []


def test_zotero_finds_sort_and_identifiers_and_the_papers_own_address() -> None:
    """Its translator takes the sort of an item from the venue's tag, DOI and address from theirs."""
    head = head_of(venue=Venue("Neural Computation"), links=Links(arxiv="2510.26692", doi="10.1000/182"))
    assert head.all("citation_journal_title") == ["Neural Computation"]
    assert head.all("citation_doi") == ["10.1000/182"]
    assert head.all("citation_arxiv_id") == ["2510.26692"]
    assert head.all("citation_public_url") == ["https://arxiv.org/abs/2510.26692"]
    assert {link["type"]: link["href"] for link in head.links} == {
        "application/x-bibtex": "../kimi-linear.bib",
        "application/x-research-info-systems": "../kimi-linear.ris",
        "application/vnd.citationstyles.csl+json": "../kimi-linear.csl.json",
        "application/json": "../kimi-linear.json",
        "text/markdown": "../kimi-linear.md",
    }


@pytest.mark.parametrize(
    ("pdf", "told"),
    [
        ("https://small.example.org/index/papers/kimi-linear/kimi.pdf", True),
        ("https://small.example.org/index/papers/kimi-linear/old/kimi.pdf", False),
        ("https://small.example.org/index/papers/kimi-linear-2/kimi.pdf", False),
        ("https://small.example.org/index/papers/kimi-linear/", False),
        ("https://arxiv.org/pdf/2510.26692", False),
        (None, False),
    ],
)
def test_a_pdf_is_told_to_scholar_only_where_it_lies_beside_the_page(pdf: str | None, told: bool) -> None:
    """Scholar: "for security reasons, it must refer to a file in the same subdirectory as the HTML abstract"."""
    links = Links(arxiv="2510.26692", pdf=pdf)
    assert head_of(links=links).all("citation_pdf_url") == ([pdf] if told else [])
    assert head_of(NOWHERE, links=links).all("citation_pdf_url") == []


def authors_in_zotero(names: list[str]) -> list[str]:
    """How Zotero's translator "Embedded Metadata" parts authors: at semicolons, and one author alone at its comma
    where both sides have a space and no prefix begins the name.
    """
    found: list[str] = []
    for name in names:
        parts = re.split(r"\s*;\s*", name)
        if len(parts) == len(names) == 1:
            split = re.split(r"\s*,\s*", name)
            if (
                len(split) > 1
                and all(" " in part for part in split[:2])
                and not re.match("van|de|von", name, re.IGNORECASE)
            ):
                parts = split
        found += parts
    return found


@pytest.mark.parametrize(
    "authors",
    [
        ("Victor Guilherme Turrisi da Costa",),
        ("Ralf van der Lans",),
        ("Victor Guilherme Turrisi da Costa", "Ada Lovelace"),
        ("Kimi Team",),
        ("Martin Luther King Jr.",),
    ],
)
def test_zotero_finds_as_many_authors_as_there_are(authors: tuple[str, ...]) -> None:
    assert len(authors_in_zotero(head_of(authors=authors).all("citation_author"))) == len(authors)


def test_dates_have_scholars_form() -> None:
    for date, written in ((PartialDate(2025), "2025"), (PartialDate(2025, 3), "2025/03")):
        assert head_of(date=date).all("citation_publication_date") == [written]


def test_the_article_is_never_said_to_be_ours() -> None:
    for fields in ({}, {"venue": Venue("NeurIPS")}, {"links": Links()}, {"links": Links(doi="10.1000/182")}):
        data = data_of(head_of(**fields))
        assert data["@type"] == "ScholarlyArticle"
        assert not {"publisher", "provider", "sourceOrganization", "copyrightHolder", "sdPublisher"} & set(
            data
        )
        assert HERE.name not in json.dumps({key: value for key, value in data.items() if key != "subjectOf"})
    assert data_of(head_of())["@id"] == "https://arxiv.org/abs/2510.26692"


def test_the_article_has_people_and_groups() -> None:
    data = data_of(head_of(authors=("Ralf van der Lans", "Kimi Team")))
    assert data["author"] == [
        {"@type": "Person", "name": "Ralf van der Lans"},
        {"@type": "Organization", "name": "Kimi Team"},
    ]


def test_a_site_without_an_address_claims_none() -> None:
    head = head_of(NOWHERE)
    assert head.all("og:url") == []
    assert "subjectOf" not in data_of(head)


def test_a_link_in_a_chat_shows_title_and_idea() -> None:
    head = head_of(tldr="Keeps $n^2$ out.")
    assert dict(head.metas)["og:title"] == "A First Paper on Attention"
    assert dict(head.metas)["og:description"] == "Keeps n² out."
    assert dict(head.metas)["og:type"] == "article"
    other = Head(site_head("Topics", "All <topics>", "topics/", HERE))
    assert dict(other.metas)["og:url"] == "https://small.example.org/index/topics/"
    assert dict(other.metas)["og:description"] == "All <topics>"


def test_a_removed_paper_is_kept_out_of_catalogues() -> None:
    head = head_of(status="removed", status_note="Asked for.")
    assert head.metas == [("robots", "noindex")]


@given(title=some_text, name=some_text, venue=some_text, tldr=some_text)
def test_any_text_stays_text(title: str, name: str, venue: str, tldr: str) -> None:
    paper: Paper = a_paper(title=title, authors=(name,), venue=Venue(f"Journal {venue}"), tldr=tldr)
    html = paper_head(paper, a_library(paper), HERE)
    head = Head(html)
    assert head.others == []
    assert head.all("citation_title") == [mixed_plain(one_line(title))]
    # A journal's name that holds that of a preprint server, "Journal xRxiv", is taken for the server's.
    printed = f"Journal {venue}"
    is_journal = venue_sort(one_line(printed)) is VenueSort.JOURNAL
    assert head.all("citation_journal_title") == ([one_line(printed)] if is_journal else [])
    assert head.all("og:description") == [mixed_plain(one_line(tldr))]
    assert data_of(head)["name"] == mixed_plain(one_line(title))
    assert not re.search("[<>&]", head.data)
    assert html.encode()
