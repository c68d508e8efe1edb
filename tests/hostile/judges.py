"""The files that others take along, read by the parsers that others maintain, and held against the cases.

Each judge takes files by their address and what papers say, and answers what is wrong. So the same judges see the
built site and files made with a defence switched off.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import feedparser
import rispy
from bibtexparser.entrypoint import parse_string as parse_bibtex
from lxml import etree
from markdown_it import MarkdownIt
from markdown_it.token import Token
from pybtex.database import parse_string

from generator.text.person_name import is_rest_of_authors
from tests.exports.test_bibtex import words_of as words_of_tex
from tests.hostile.corpus import Case, building_cases, typed
from tests.hostile.page_parts import Element, is_harmless_address

SITE = "https://small.example.org/"
BIBTEX_FIELDS = frozenset(
    [
        *(
            "title",
            "author",
            "booktitle",
            "journal",
            "howpublished",
            "institution",
            "eprint",
            "archivePrefix",
        ),
        *("doi", "url", "ids", "keywords", "abstract", "note", "year", "month"),
    ]
)
RIS_KEYS = frozenset(
    [
        *(
            "type_of_reference",
            "id",
            "title",
            "authors",
            "secondary_title",
            "publisher",
            "year",
            "date",
            "doi",
        ),
        *("urls", "database_provider", "accession_number", "keywords", "abstract", "notes"),
    ]
)
CSL_KEYS = frozenset(
    [
        *(
            "id",
            "citation-key",
            "type",
            "title",
            "author",
            "issued",
            "container-title",
            "publisher",
            "number",
        ),
        *("DOI", "URL", "keyword", "abstract", "note", "archive", "archive_location"),
    ]
)
MARKDOWN_TOKENS = frozenset(
    [
        *(
            "heading_open",
            "heading_close",
            "paragraph_open",
            "paragraph_close",
            "inline",
            "text",
            "strong_open",
        ),
        *("strong_close", "bullet_list_open", "bullet_list_close", "list_item_open", "list_item_close"),
        *("blockquote_open", "blockquote_close", "link_open", "link_close", "code_inline", "text_special"),
    ]
)
"""What our own Markdown is made of: no HTML, no picture, no block of code."""
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Characters that no file of text may carry, but for its line breaks."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What files have to say of one paper."""

    key: str
    title: str
    has_formula: bool
    authors: list[str]
    tldr: str
    abstract: str
    typed: dict[str, Any]


def wanted_papers() -> dict[str, Wanted]:
    """Every paper of the corpus that others may take along."""
    return {case.name: _wanted(case) for case in building_cases() if typed(case).get("status") != "removed"}


def _wanted(case: Case) -> Wanted:
    entry = typed(case)
    title = case.plain.get("title") or case.shows.get("title") or _line(entry["title"])
    assert isinstance(title, str)
    return Wanted(
        case.name,
        title,
        "$" in entry["title"],
        [_line(name) for name in entry.get("authors", [])],
        _line(entry.get("tldr", "")),
        _line(entry.get("abstract", "")),
        entry,
    )


def _line(text: str) -> str:
    """A text as entries settle it: composed letters, single blanks."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def words(text: str) -> Counter[str]:
    """The words of a name, whichever of them stands first."""
    return Counter(re.findall(r"[^\s,]+", text))


def judged_bibtex(text: str, wanted: Mapping[str, Wanted]) -> Iterator[str]:
    """By bibtexparser and by pybtex: the entries of these papers and no others, with these words."""
    library = parse_bibtex(text)
    if library.failed_blocks or len(library.entries) != len(library.blocks):
        yield f"BibTeX: {len(library.failed_blocks)} blocks are not read"
    try:
        others = parse_string(text, "bibtex").entries
    except Exception as fault:
        yield f"BibTeX: pybtex says {fault}"
        return
    if {entry.key for entry in library.entries} - wanted.keys() - {"plain-paper"}:
        yield "BibTeX: an entry that is no paper"
    for entry in library.entries:
        paper = wanted.get(entry.key)
        if paper is None:
            continue
        fields = {name: field.value for name, field in entry.fields_dict.items()}
        if set(fields) - BIBTEX_FIELDS:
            yield f"BibTeX {entry.key}: fields {sorted(set(fields) - BIBTEX_FIELDS)}"
        if not paper.has_formula and words_of_tex(fields["title"]) != paper.title:
            yield f"BibTeX {entry.key}: {words_of_tex(fields['title'])!r} instead of {paper.title!r}"
        if not is_harmless_address(fields.get("url", "")):
            yield f"BibTeX {entry.key}: url {fields['url']}"
        names = [name for name in paper.authors if not is_rest_of_authors(name)]
        persons = [words(words_of_tex(str(one))) for one in others[entry.key].persons.get("author", [])]
        if [words(name) for name in names] != persons[: len(names)]:
            yield f"BibTeX {entry.key}: persons {persons}"


def judged_ris(text: str, wanted: Mapping[str, Wanted]) -> Iterator[str]:
    """By rispy."""
    try:
        records = rispy.loads(text)
    except Exception as fault:
        yield f"RIS: rispy says {fault}"
        return
    for record in records:
        paper = wanted.get(record.get("id", ""))
        if paper is None:
            if record.get("id") != "plain-paper":
                yield f"RIS: a record that is no paper: {record}"
            continue
        if record.keys() - RIS_KEYS:
            yield f"RIS {paper.key}: {record.keys() - RIS_KEYS}"
        if record["title"] != paper.title:
            yield f"RIS {paper.key}: {record['title']!r} instead of {paper.title!r}"
        names = [words(name) for name in paper.authors if not is_rest_of_authors(name)]
        if [words(name) for name in record.get("authors", [])][: len(names)] != names:
            yield f"RIS {paper.key}: authors {record.get('authors')}"
        if paper.abstract and record.get("abstract") != paper.abstract:
            yield f"RIS {paper.key}: abstract {record.get('abstract')}"


def judged_csl(text: str, wanted: Mapping[str, Wanted]) -> Iterator[str]:
    """By Python's json."""
    for item in json.loads(text):
        paper = wanted.get(item["id"])
        if paper is None:
            continue
        if item.keys() - CSL_KEYS:
            yield f"CSL {paper.key}: {item.keys() - CSL_KEYS}"
        if item["title"] != paper.title:
            yield f"CSL {paper.key}: {item['title']!r}"
        names = [words(" ".join(author.values())) for author in item.get("author", [])]
        expected = [words(name) for name in paper.authors if not is_rest_of_authors(name)]
        if names[: len(expected)] != expected:
            yield f"CSL {paper.key}: authors {names}"


def judged_atom(text: str, wanted: Mapping[str, Wanted]) -> Iterator[str]:
    """By lxml and by feedparser."""
    try:
        etree.fromstring(text.encode())
    except etree.XMLSyntaxError as fault:
        yield f"Atom: {fault}"
        return
    feed = feedparser.parse(text.encode(), sanitize_html=False)
    if feed.bozo:
        yield f"Atom: {feed.bozo_exception}"
    for entry in feed.entries:
        yield from _judged_entry("Atom", entry.link, entry.title, entry.content[0].value, wanted)
        paper = wanted.get(_key_in(entry.link))
        if paper and paper.tldr and "$" not in paper.tldr and entry.summary != paper.tldr:
            yield f"Atom {paper.key}: summary {entry.summary!r}"
        if paper and [one["name"] for one in entry.authors] != paper.authors:
            yield f"Atom {paper.key}: authors {entry.authors}"


def judged_json_feed(text: str, wanted: Mapping[str, Wanted]) -> Iterator[str]:
    """By Python's json."""
    for item in json.loads(text)["items"]:
        yield from _judged_entry("JSON Feed", item["url"], item["title"], item["content_html"], wanted)


def _key_in(address: str) -> str:
    return address.removeprefix(f"{SITE}papers/").rstrip("/")


def _judged_entry(
    sort: str, address: str, title: str, html: str, wanted: Mapping[str, Wanted]
) -> Iterator[str]:
    if not address.startswith(SITE):
        yield f"{sort}: leads to {address}"
    if tags_in(html) - {"p", "ul", "li", "a", "h2", "h3", "strong", "br"}:
        yield f"{sort}: {tags_in(html)} in the content of {address}"
    paper = wanted.get(_key_in(address))
    if paper is not None and title != paper.title:
        yield f"{sort} {paper.key}: {title!r} instead of {paper.title!r}"


def tags_in(html: str) -> set[str]:
    """The names of all elements in a piece of HTML."""
    found: set[str] = set()

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.add(tag)

        def handle_decl(self, decl: str) -> None:
            found.add("!")

        def handle_comment(self, data: str) -> None:
            found.add("!--")

    Tags().feed(html)
    return found


def judged_record(record: Mapping[str, Any], wanted: Mapping[str, Wanted]) -> Iterator[str]:
    """A paper's JSON says what its entry says."""
    paper = wanted.get(record["id"])
    if paper is None:
        return
    for field in ("title", "name", "tldr", "status_note", "topic", "kind", "abstract"):
        if field in paper.typed and _line(record[field]) != _line(paper.typed[field]):
            yield f"JSON {paper.key}: {field} {record[field]!r}"
    for field in ("authors", "organizations", "results", "tags", "aliases"):
        if field in paper.typed and record[field] != [_line(text) for text in paper.typed[field]]:
            yield f"JSON {paper.key}: {field} {record[field]!r}"


def judged_markdown(text: str, paper: Wanted | None) -> Iterator[str]:
    """By markdown-it with every extension it has: our headings, lists and links, and words."""
    tokens = list(_flat(MarkdownIt("gfm-like", {"linkify": False}).parse(text)))
    odd = {token.type for token in tokens} - MARKDOWN_TOKENS
    if odd:
        yield f"Markdown {paper.key if paper else ''}: {odd}"
    for token in tokens:
        if token.type == "link_open" and not is_harmless_address(str(token.attrs["href"])):
            yield f"Markdown: leads to {token.attrs['href']}"
    if paper is not None:
        place = next(place for place, token in enumerate(tokens) if token.type == "heading_open")
        shown = "".join(one.content for one in tokens[place + 1].children or ())
        if shown != paper.title:
            yield f"Markdown {paper.key}: {shown!r} instead of {paper.title!r}"


def _flat(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _flat(token.children or [])


def judged_opml(text: str) -> Iterator[str]:
    """By lxml: outlines of feeds of the site and nothing else."""
    try:
        tree = etree.fromstring(text.encode())
    except etree.XMLSyntaxError as fault:
        yield f"OPML: {fault}"
        return
    for element in tree.iter():
        if element.tag not in ("opml", "head", "title", "body", "outline"):
            yield f"OPML: <{element.tag}>"
        for name, value in element.attrib.items():
            if name in ("xmlUrl", "htmlUrl") and not value.startswith(SITE):
                yield f"OPML: {name} {value}"
            if name not in ("version", "type", "text", "title", "xmlUrl", "htmlUrl"):
                yield f"OPML: an attribute {name}"


def judged_sitemap(text: str, files: Mapping[str, object]) -> Iterator[str]:
    """By lxml: addresses of files that are there."""
    for place in etree.fromstring(text.encode()).iter("{*}loc"):
        address = (place.text or "").removeprefix(SITE)
        if address not in files and f"{address}index.html" not in files:
            yield f"sitemap: {place.text}"


def judged_json_ld(tree: Element, paper: Wanted) -> Iterator[str]:
    """The data in a page, read after the page was parsed."""
    blocks = tree.xpath("//script[@type='application/ld+json']")
    if len(blocks) != 1:
        yield f"JSON-LD {paper.key}: {len(blocks)} blocks"
        return
    data = json.loads(blocks[0].text)
    if data["name"] != paper.title:
        yield f"JSON-LD {paper.key}: {data['name']!r}"
    names = [words(author["name"]) for author in data.get("author", [])]
    expected = [words(name) for name in paper.authors if not is_rest_of_authors(name)]
    if names[: len(expected)] != expected:
        yield f"JSON-LD {paper.key}: {names}"


def judged_characters(address: str, text: str) -> Iterator[str]:
    """No file carries what steers a terminal or turns the reading."""
    found = STEERING.search(text.replace("\r\n", "\n"))
    if found is not None:
        yield f"{address}: U+{ord(found.group()):04X}"
