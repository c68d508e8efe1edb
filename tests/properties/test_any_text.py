"""Any text in any field: refused with its place, or shown exactly as it is, on the page and in every file.

Examples are the same in every run (`derandomize`), so that a pull request fails for what it changes; `make fuzz` and
other runs look further.
"""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from generator.editing.entry_format import formatted_entry
from generator.exports.plan import export_plan
from generator.indexes.indexes import build_indexes
from generator.indexes.standing import standing_library
from generator.loading.content_files import ContentFile
from generator.loading.entry_reader import read_entry
from generator.loading.library_loader import load_content
from generator.loading.positioned_yaml import FORBIDDEN_CHARACTERS
from generator.model.library import Library
from generator.model.paper import Paper
from generator.pages.paper_pages import paper_pages
from generator.pages.render_pages import generated_pages
from generator.search.index import build_search
from generator.search.library_documents import LibraryDocuments
from generator.text.maths import mixed_plain
from generator.text.settled import LIGATURES
from generator.writing.addresses import UnsafeAddress, checked_address
from tests.hostile.judges import (
    SITE,
    Wanted,
    judged_atom,
    judged_bibtex,
    judged_csl,
    judged_json_feed,
    judged_markdown,
    judged_record,
    judged_ris,
)
from tests.hostile.page_parts import faults_of_page, parsed, shown_on_page
from tests.pages.small_pages import body_of, page_context
from tests.support.odd_texts import any_text
from tests.support.papers import HERE, a_library
from tests.support.related_plainly import related_papers
from tests.support.whole_rooms import api_files, export_files, feed_files

FILE = ContentFile(Path("a-paper.yml"), "papers/a-paper.yml", "content/papers/a-paper.yml", 0, 0)
FEW = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    # Making a failing example small may take minutes; what fails is told as it was found.
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def settled(text: str) -> str:
    """What is meant by a text: composed letters, no ligatures of PDFs, single blanks."""
    return " ".join(
        unicodedata.normalize("NFC", text)
        .translate(str.maketrans(dict[str, str | int | None](LIGATURES)))
        .split()
    )


accepted_text = any_text.map(lambda text: FORBIDDEN_CHARACTERS.sub("", text)).filter(
    lambda text: bool(text.strip())
)
"""Any text without the characters that no entry may hold: nearly every entry of these is read."""
texts = st.lists(accepted_text, min_size=1, max_size=3, unique_by=lambda text: settled(text).casefold())
entries = st.fixed_dictionaries(
    {"title": accepted_text.filter(lambda text: any(map(str.isalnum, text))), "authors": texts},
    optional={
        **dict.fromkeys(("name", "tldr", "summary", "abstract"), accepted_text),
        **dict.fromkeys(("organizations", "results"), texts),
        "venue": accepted_text.map(lambda text: {"name": text}),
        "listed": accepted_text.map(lambda text: [{"source": text, "date": "2025-11-11"}]),
    },
)


def entry_text(fields: dict[str, Any]) -> str:
    """An entry as a careful program writes it: whatever is no letter stands as an escape."""
    rest = {"date": "2025-10-30", "topic": "attention", "added": "2026-11-20"}
    return "".join(f"{name}: {written(value)}\n" for name, value in {**fields, **rest}.items())


def written(value: Any) -> str:
    """A value in YAML's brackets, braces and double quotes."""
    if isinstance(value, list):
        return f"[{', '.join(map(written, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{name}: {written(part)}' for name, part in value.items())}}}"
    signs = (sign if sign.isascii() and sign.isalnum() else f"\\U{ord(sign):08X}" for sign in value)
    return f'"{"".join(signs)}"'


def paper_of(fields: dict[str, Any]) -> Paper | None:
    """The paper, where nothing in the entry is refused; what is refused has its place."""
    reading = read_entry(FILE, entry_text(fields))
    lines = entry_text(fields).count("\n")
    assert all(1 <= problem.place.line <= lines and problem.place.column >= 1 for problem in reading.problems)
    refused = any(problem.code.startswith("E") for problem in reading.problems)
    return None if refused else reading.paper


def shown(text: str) -> str:
    return settled(text).replace("\\$", "$")


def test_nearly_every_entry_is_read() -> None:
    read: list[bool] = []

    @FEW
    @given(entries)
    def note(fields: dict[str, Any]) -> None:
        read.append(paper_of(fields) is not None)

    note()
    assert sum(read) > 0.8 * len(read) > 40


@FEW
@given(st.dictionaries(st.sampled_from(["title", "name", "tldr", "summary"]), any_text, min_size=1))
def test_what_is_refused_is_refused_with_its_place(fields: dict[str, Any]) -> None:
    paper = paper_of({"title": "A Title", "authors": ["Ada"], **fields})
    held = any(FORBIDDEN_CHARACTERS.search(text) for text in fields.values())
    assert paper is None or not held


@FEW
@given(entries)
def test_the_page_shows_exactly_what_was_typed(fields: dict[str, Any]) -> None:
    paper = paper_of(fields)
    if paper is None:
        return
    (page,) = paper_pages(page_context(a_library(paper)), {})
    tree = parsed(f"<!doctype html><article>{str.__str__(body_of(page))}</article>")
    assert faults_of_page(tree) == []
    found = shown_on_page(tree)
    for field in ("title", "tldr"):
        if field in fields and "$" not in fields[field]:
            assert found[field] == shown(fields[field])
    assert found["authors"] == list(dict.fromkeys(settled(name) for name in fields["authors"])) or len(
        found["authors"]
    ) == len(fields["authors"])
    for field in ("organizations", "results"):
        if field in fields and not any("$" in text for text in fields[field]):
            assert found[field] == list(dict.fromkeys(map(settled, fields[field])))
    if "summary" in fields and "$" not in fields["summary"]:
        assert " ".join(found["summary"]) == settled(fields["summary"])


@FEW
@given(entries)
def test_every_file_to_take_along_says_what_was_typed(fields: dict[str, Any]) -> None:
    paper = paper_of(fields)
    if paper is None:
        return
    library = a_library(paper)
    identity = HERE.__class__(name="Small Index", description="For a test.", url=SITE)
    indexes = build_indexes(library)
    files = {
        file.address: file.content.decode()
        for made in (
            export_files(library, identity, export_plan(library, indexes)),
            feed_files(library, indexes, identity),
            api_files(library, indexes, identity),
        )
        for file in made
    }
    wanted = {paper.key: _wanted(paper, fields)}
    faults = [
        *judged_bibtex(files["exports/all.bib"], wanted),
        *judged_ris(files["exports/all.ris"], wanted),
        *judged_csl(files["exports/all.csl.json"], wanted),
        *judged_atom(files["feeds/all.xml"], wanted),
        *judged_json_feed(files["feeds/all.json"], wanted),
        *judged_markdown(files[f"papers/{paper.key}.md"], wanted[paper.key]),
        *judged_record(json.loads(files[f"papers/{paper.key}.json"]), wanted),
    ]
    assert faults == []


def _wanted(paper: Paper, fields: dict[str, Any]) -> Wanted:
    title = fields["title"]
    plain = settled(title) if "$" not in title else mixed_plain(settled(title))
    typed = {name: value for name, value in fields.items() if name in ("title", "name", "tldr")}
    typed = {name: settled(value) for name, value in typed.items()}
    abstract = settled(fields.get("abstract", ""))
    return Wanted(
        paper.key, plain, "$" in title, list(paper.authors), settled(fields.get("tldr", "")), abstract, typed
    )


@FEW
@given(entries)
def test_every_address_lies_inside_the_site(fields: dict[str, Any]) -> None:
    paper = paper_of(fields)
    if paper is None:
        return
    library = a_library(paper)
    indexes = build_indexes(library)
    files = [
        *export_files(library, HERE, export_plan(library, indexes)),
        *feed_files(library, indexes, HERE),
        *api_files(library, indexes, HERE),
        *build_search(LibraryDocuments(standing_library(library))),
    ]
    pages = generated_pages(page_context(library), related_papers(library))
    addresses = [*(file.address for file in files), *(f"{page.address}index.html" for page in pages)]
    for address in addresses:
        assert checked_address(address) == address
        assert Path("/site", address).resolve().is_relative_to("/site")
    assert len(set(addresses)) == len(addresses)


@FEW
@given(st.one_of(any_text, st.text(st.sampled_from("./\\~ a\x00\n:%"), max_size=12)))
def test_no_address_at_all_leads_out_of_the_site(address: str) -> None:
    try:
        checked_address(address)
    except UnsafeAddress:
        return
    assert Path("/site", address).resolve().is_relative_to("/site")
    assert Path("/site", address).resolve() != Path("/site")


@FEW
@given(order=st.permutations(range(4)), some=st.lists(entries, min_size=4, max_size=4))
def test_the_order_of_files_changes_nothing(
    order: list[int], some: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    written = [
        entry_text({**fields, "title": f"{number} {fields['title']}"}) for number, fields in enumerate(some)
    ]
    libraries: list[Library] = []
    problems = []
    for turn in (range(4), order):
        content = tmp_path_factory.mktemp("order") / "content"
        (content / "topics").mkdir(parents=True)
        (content / "papers").mkdir()
        (content / "topics" / "attention.yml").write_text(
            "name: A\ndescription: B\norder: 1\ngroup: C\n", "utf-8"
        )
        for number in turn:
            (content / "papers" / f"paper-{number}.yml").write_text(written[number], "utf-8")
        loaded = load_content(content, content.parent)
        libraries.append(loaded.library)
        problems.append(loaded.problems)
    assert libraries[0] == libraries[1]
    assert list(libraries[0].papers) == list(libraries[1].papers)
    assert problems[0] == problems[1]


def test_what_is_made_does_not_depend_on_the_order_of_papers(tmp_path: Path) -> None:
    from tests.hostile.corpus import hostile_library

    library = hostile_library(tmp_path)
    few = {key: paper for key, paper in library.papers.items() if key.endswith(("-script", "-formats"))}
    made = []
    for papers in (few, dict(reversed(few.items()))):
        turned = Library(papers=papers, topics=library.topics, tags=library.tags, people=library.people)
        indexes = build_indexes(turned)
        exports = export_files(turned, HERE, export_plan(turned, indexes))
        made.append(
            {
                file.address: file.content
                for file in (
                    *exports,
                    *feed_files(turned, indexes, HERE),
                    *build_search(LibraryDocuments(standing_library(turned))),
                )
            }
        )
    assert made[0].keys() == made[1].keys()
    assert [address for address in made[0] if made[0][address] != made[1][address]] == []


@FEW
@given(entries)
def test_the_settled_form_is_settled_and_says_the_same(fields: dict[str, Any]) -> None:
    text = entry_text(fields)
    reading = read_entry(FILE, text)
    formatted = formatted_entry(text)
    if any(problem.code.startswith("E1") for problem in reading.problems):
        return
    assert formatted is not None
    assert formatted_entry(formatted) == formatted
    assert read_entry(FILE, formatted).paper == reading.paper
