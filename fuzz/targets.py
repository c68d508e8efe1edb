"""What is fuzzed, and what must be true of any input at all.

Each target takes bytes and calls the program as a command would. It returns when the program came to a clean verdict;
everything else is a find: an exception of any sort, a promise broken (an AssertionError here), or no end. The same
functions are run over the kept finds by tests/fuzzing.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from functools import cache
from pathlib import Path

from generator.editing.entry_format import formatted_entry
from generator.editing.issue_form import read_issue
from generator.editing.repairs import Vocabulary, repaired
from generator.exports.tex_text import tex_title
from generator.fetching.arxiv import records_of
from generator.fetching.crossref import record_of
from generator.fetching.faults import FetchFault
from generator.importing.bibliography_files import Format, in_utf8, read_bibliography
from generator.importing.facts_file import FactsReading, read_facts
from generator.importing.import_plan import ImportPlan, ImportSettings, import_plan
from generator.importing.listing_dates import dated_page
from generator.importing.listing_reader import read_listing
from generator.importing.listing_text import listing_text
from generator.loading.content_files import ContentFile, decode_text
from generator.loading.entry_reader import read_entry
from generator.loading.positioned_yaml import FORBIDDEN_CHARACTERS
from generator.loading.vocabulary_readers import read_people, read_tags, read_topic
from generator.model.library import Library
from generator.model.paper import Paper
from generator.model.partial_date import PartialDate
from generator.model.problem import Problem
from generator.reporting import github_annotation, problem_text
from generator.search.documents import SearchDocument
from generator.search.engine import answer, open_index
from generator.search.index import build_search
from generator.search.query import parse_query
from generator.search.shard_reader import ShardStore
from generator.text.mathml import ALLOWED
from generator.text.maths import maths_faults, mixed_html, mixed_plain

FILE = ContentFile(Path("a-paper.yml"), "papers/a-paper.yml", "content/papers/a-paper.yml", 0, 0)
STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]|^\\s*::", re.MULTILINE
)
BIBLIOGRAPHIES = {4: Format.BIBTEX, 5: Format.RIS, 6: Format.CSL_JSON}
NO_WORDS = Vocabulary({}, {}, {})
TODAY = PartialDate(2026, 11, 20)
SETTINGS = ImportSettings(source="daily", added=TODAY, with_abstract=True)


def loader(data: bytes) -> None:
    """An entry, topic, tags or people file (the first byte says which), and the tools that rewrite entries."""
    text = decode_text(data[1:], FILE.shown)
    if isinstance(text, Problem):
        judge_problems((text,))
        return
    sort = data[0] % 8 if data else 0
    if sort in (1, 2, 3):
        reader = (read_topic, read_tags, read_people)[sort - 1]
        judge_problems(reader(FILE, text).problems)
        return
    reading = read_entry(FILE, text)
    judge_problems(reading.problems)
    assert read_entry(FILE, text) == reading, "a second reading differs"
    if reading.paper is not None and not any(problem.code.startswith("E") for problem in reading.problems):
        judge_paper(reading.paper)
        judge_formatting(text, reading.paper)
    repaired(text, NO_WORDS)


def judge_problems(problems: tuple[Problem, ...]) -> None:
    """Every problem has a code, a place that exists and words that steer nothing."""
    for problem in problems:
        assert re.fullmatch(r"[EW]\d{3}", problem.code)
        assert problem.place.line >= 1
        assert problem.place.column >= 1
        assert problem.place.length >= 1
        assert not STEERING.search(problem_text(problem)), problem_text(problem)
        assert "\n" not in github_annotation(problem)


def judge_paper(paper: Paper) -> None:
    """What was read holds no character that the loader refuses, and prints as a page."""
    for text in (
        paper.title,
        paper.name,
        paper.tldr,
        paper.summary,
        paper.abstract,
        *paper.authors,
        *paper.results,
    ):
        if text is not None:
            assert not FORBIDDEN_CHARACTERS.search(text)
            assert text.strip() == text
            judge_markup(text)
    for sort, address in paper.links.given():
        assert address.isascii() or sort not in ("arxiv", "doi")
        assert not re.search(r"[\s\"'<>`{}|\\^]", address), address
        assert sort in ("arxiv", "doi") or re.match(r"https?://[^/@]+(?:[/?#]|$)", address, re.IGNORECASE), (
            address
        )


def judge_formatting(text: str, paper: Paper) -> None:
    """The settled form says the same and is settled."""
    formatted = formatted_entry(text)
    assert formatted is not None, "an entry without errors cannot be formatted"
    assert formatted_entry(formatted) == formatted, "formatting twice changes the entry"
    assert read_entry(FILE, formatted).paper == paper, "formatting changes what the entry says"


def judge_markup(text: str) -> None:
    """The text as it stands on a page is well formed and made of words and formulas."""
    for element in ET.fromstring(f"<page>{mixed_html(text)}</page>").iter():
        assert element.tag in ("page", "math", "code") or element.tag in ALLOWED
        assert all(name in ALLOWED.get(element.tag, {}) for name in element.attrib), element.attrib


def importer(data: bytes) -> None:
    """A listing page with its facts, a bibliography, or an answer of arXiv or Crossref (the first byte says which)."""
    sort, rest = (data[0] % 8 if data else 0), data[1:]
    if sort in (1, 2):
        judge_answer(sort, rest)
    elif sort == 3:
        read_issue(rest.decode("utf-8", "replace"))
    elif sort in BIBLIOGRAPHIES:
        judge_bibliography(BIBLIOGRAPHIES[sort], rest)
    else:
        judge_listing(rest)


def judge_answer(sort: int, data: bytes) -> None:
    try:
        records_of(data) if sort == 1 else record_of(data, "10.1000/182")
    except FetchFault as fault:
        assert str(fault)


def judge_listing(data: bytes) -> None:
    """Whatever page it is, the entries made of it can be read."""
    head, _, rows = data.partition(b"\x1e")
    text, facts = listing_text(head, "page.txt"), listing_text(rows, "facts.jsonl")
    if isinstance(text, Problem):
        judge_problems((text,))
        return
    known = FactsReading((), ()) if isinstance(facts, Problem) else read_facts(facts, "facts.jsonl")
    page = dated_page(read_listing(text, "page.txt"), TODAY)
    judge_plan(import_plan([page], known, Library(), SETTINGS, read_entry=lambda _: ""))


def judge_bibliography(form: Format, data: bytes) -> None:
    """Whatever bibliography it is, the entries made of it can be read."""
    content, doubts = in_utf8(data, "library")
    judge_problems(doubts)
    text = listing_text(content, "library")
    if isinstance(text, Problem):
        judge_problems((text,))
        return
    found = [read_bibliography(form, text, "library")]
    plan = import_plan(
        [], FactsReading((), ()), Library(), SETTINGS, read_entry=lambda _: "", bibliographies=found
    )
    judge_plan(plan)


def judge_plan(plan: ImportPlan) -> None:
    judge_problems(plan.problems)
    for entry in plan.new:
        # A paper without authors, topic or date is mended by its editor; it must not break the file.
        broken = [
            problem for problem in read_entry(FILE, entry.text).problems if problem.code.startswith("E1")
        ]
        assert broken == [], (broken, entry.text)


def tex(data: bytes) -> None:
    """A sentence with formulas."""
    text = FORBIDDEN_CHARACTERS.sub("", data.decode("utf-8", "replace"))
    judge_markup(text)
    mixed_plain(text)
    for fault in maths_faults(text):
        assert 0 <= fault.offset <= len(text)
        assert fault.message.isprintable()
    title = tex_title(text)
    depth = 0
    for sign in re.sub(r"\\.", "", title):
        depth += (sign == "{") - (sign == "}")
        assert depth >= 0, title
    assert depth == 0, title


@cache
def small_store() -> ShardStore:
    """A search index of a few papers."""
    documents = [
        SearchDocument(
            key=f"p{number}",
            title=title,
            address=f"papers/p{number}/",
            topic="t",
            topic_name="Topic",
            authors=("Ada Lovelace", "Jürgen Müller"),
            tldr="Attention in O(n²) time",
            year=2020 + number,
            date=f"{2020 + number}-01-01",
            arxiv=f"2001.0000{number}",
        )
        for number, title in enumerate(
            ("Linear Attention", "State-of-the-art β-VAE", "注意力 mechanisms", "Kimi's K2 <b>", "a b c")
        )
    ]
    files = {file.address.removeprefix("search/"): file.content for file in build_search(documents)}
    return open_index(files.__getitem__)


def query(data: bytes) -> None:
    """What somebody types into the search."""
    text = data.decode("utf-8", "replace")
    assert parse_query(text) == parse_query(text)
    found = answer(small_store(), text)
    assert all(0 <= result.document < 5 for result in found.results)
    assert len({result.document for result in found.results}) == len(found.results)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "loader": loader,
    "importer": importer,
    "tex": tex,
    "query": query,
}
