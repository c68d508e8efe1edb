"""The files for machines: a record and a Markdown text for each paper, all records in one, and what tells of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from io import BytesIO

from generator.api.addresses_file import addresses_file
from generator.api.opensearch import opensearch_file
from generator.api.paper_markdown import paper_markdown
from generator.api.paper_record import (
    MARKDOWN_ENDING,
    RECORD_ENDING,
    compact_json,
    json_lines,
    paper_record,
    pretty_json,
    record_schema,
)
from generator.api.places import ALL_PAPERS, FOR_LANGUAGE_MODELS, MANIFEST, SCHEMA
from generator.indexes.addresses import topic_address
from generator.indexes.claims import claims_of
from generator.indexes.indexes import Indexes
from generator.indexes.standing import removed_papers
from generator.model.extent import FULL, Extent
from generator.model.library import Library
from generator.model.output_file import OutputFile
from generator.model.paper import PaperKey
from generator.model.site_identity import SiteIdentity
from generator.text.counting import counted
from generator.text.markdown_text import markdown_address, markdown_words

LARGEST_FILE = 50_000_000


def record_files(
    key: PaperKey, library: Library, identity: SiteIdentity, extent: Extent = FULL
) -> Iterator[OutputFile]:
    """The record of a paper and, where it still stands, its text."""
    paper = library.papers[key]
    written = pretty_json if extent.indented_records else compact_json
    yield OutputFile(
        f"papers/{key}{RECORD_ENDING}", written(paper_record(paper, identity)).encode(), paper.source
    )
    if extent.markdown and paper.status != "removed":
        text = paper_markdown(paper, library, identity)
        yield OutputFile(f"papers/{key}{MARKDOWN_ENDING}", text.encode(), paper.source)


def files_about_all(
    library: Library, indexes: Indexes, identity: SiteIdentity, extent: Extent = FULL
) -> Iterator[OutputFile]:
    """What speaks of the whole index, but of no words of its papers."""
    yield OutputFile(SCHEMA, pretty_json(record_schema(library)).encode())
    yield addresses_file(claims_of(library, indexes, extent))
    yield OutputFile(FOR_LANGUAGE_MODELS, llms_text(library, indexes, identity, extent).encode())
    description = opensearch_file(identity)
    if description is not None:
        yield description


def all_papers(library: Library, identity: SiteIdentity, largest: int = LARGEST_FILE) -> Iterator[OutputFile]:
    """``papers.jsonl``, then ``papers--2.jsonl`` and so on where one file would grow too large."""
    return _in_files((line.encode() for line in json_lines(library.papers.values(), identity)), largest)


def all_papers_again(
    library: Library,
    identity: SiteIdentity,
    before: Sequence[PaperKey],
    edited: AbstractSet[PaperKey],
    left: Callable[[str], bytes | None],
    largest: int = LARGEST_FILE,
) -> Iterator[OutputFile]:
    """The same where the last build had the papers ``before``, and no others than these were ``edited`` since.

    ``left`` gives what that build left at an address; None where it cannot be told.
    """
    lines = _lines_left(left)
    # They are as many, or somebody else wrote them: all are asked for before the first file is written.
    if lines is None or len(lines) != len(before):
        return all_papers(library, identity, largest)
    stands = dict(zip(before, lines, strict=True))

    def line(key: PaperKey) -> bytes:
        known = None if key in edited else stands.get(key)
        return known or "".join(json_lines([library.papers[key]], identity)).encode()

    return _in_files(map(line, library.papers), largest)


def _lines_left(left: Callable[[str], bytes | None]) -> list[bytes] | None:
    lines: list[bytes] = []
    number = 1
    while (content := left(_part_address(number))) is not None:
        # Within a line of JSON there is no line's end.
        lines += content.splitlines(keepends=True)
        number += 1
    return lines or None


def _in_files(lines: Iterable[bytes], largest: int) -> Iterator[OutputFile]:
    # A stream holds its bytes once; lines and what they are joined to would be there together.
    part, number = BytesIO(), 1
    for line in lines:
        if part.tell() and part.tell() + len(line) > largest:
            yield OutputFile(_part_address(number), part.getvalue())
            part, number = BytesIO(), number + 1
        part.write(line)
    yield OutputFile(_part_address(number), part.getvalue())


def _part_address(number: int) -> str:
    return ALL_PAPERS if number == 1 else ALL_PAPERS.replace(".", f"--{number}.")


def llms_text(library: Library, indexes: Indexes, identity: SiteIdentity, extent: Extent = FULL) -> str:
    """A map of the site in Markdown, in the form that llmstxt.org describes."""
    return "\n".join([*_llms_lines(library, indexes, identity, extent), ""])


def _llms_lines(library: Library, indexes: Indexes, identity: SiteIdentity, extent: Extent) -> Iterator[str]:
    texts = (
        f"a Markdown text and a JSON record beside its page: `papers/ID{MARKDOWN_ENDING}` and `papers/ID{RECORD_ENDING}`."
        if extent.markdown
        else f"a JSON record beside its page: `papers/ID{RECORD_ENDING}`."
    )
    yield from (f"# {markdown_words(identity.name)}", "", f"> {markdown_words(identity.description)}", "")
    # Of a removed paper there is no text to be read.
    papers = counted(len(library.papers) - len(removed_papers(library)), "paper")
    topics = counted(len(library.topics), "topic")
    yield f"{papers} under {topics}, each with a summary in the index's own words. Every paper has {texts}"
    yield from ("", "## Data", "")
    for address, name, meaning in (
        (ALL_PAPERS, "All papers", "one JSON record a line"),
        (SCHEMA, "JSON Schema", "of a record"),
        (MANIFEST, "Manifest", "counts, checksums and the revision"),
        ("exports/all.bib", "BibTeX", "references to all papers"),
        ("feeds/all.xml", "Feed", "what was added last"),
    ):
        yield f"- [{name}](<{_place(address, identity)}>): {meaning}"
    yield from ("", "## Topics", "")
    for key, topic in library.topics.items():
        count = counted(len(indexes.by_topic.get(key, ())), "paper")
        link = f"[{markdown_words(topic.name)}](<{_place(topic_address(key), identity)}>)"
        yield f"- {link}: {markdown_words(topic.description)} ({count})"


def _place(address: str, identity: SiteIdentity) -> str:
    return markdown_address(identity.absolute(address) or address)
