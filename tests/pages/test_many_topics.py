"""An index with a vocabulary far beyond any that was planned: every page stays readable and below its bound."""

from __future__ import annotations

import pytest

from generator.pages.charts import MOST_COLUMNS, TOPICS_SHOWN
from generator.pages.map_view import MOST_LABELS, MOST_PICKED
from generator.pages.topic_pages import MOST_DESCRIBED
from tests.support.command_line import run_cli
from tests.support.projects import files_in, make_project

LARGEST_PAGE = 200_000
TOPICS = 1_000
PAPERS = 1_500
FULLEST = 7
"""The topic of every fifth paper."""


def topic(number: int) -> str:
    return (
        f"name: Subject {number} of a very wide field\n"
        f"description: What is said of subject {number} in a sentence of some length, as editors write them for readers.\n"
        f"order: {number}\ngroup: Part {number % 60}\n"
    )


def paper(number: int) -> str:
    subject = FULLEST if number % 5 == 0 else number % TOPICS
    return (
        f'title: "On Matter {number} and Whatever Else Came to Be Said of It in Those Years"\n'
        f"authors: [Ada Lovelace]\ndate: {1950 + number % 70}-03\ntopic: subject-{subject}\n"
        f"tags: [kernels, sparsity]\nlinks: {{code: https://example.org/{number}}}\n"
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("wide")
    files = {f"content/topics/subject-{number}.yml": topic(number) for number in range(TOPICS)}
    files |= {f"content/papers/matter-{number}.yml": paper(number) for number in range(PAPERS)}
    make_project(folder, files)
    run_cli("build", cwd=folder).expect(0)
    return {name: page.decode() for name, page in files_in(folder / "site").items() if name.endswith(".html")}


def test_no_page_grows_beyond_its_bound(site: dict[str, str]) -> None:
    assert {
        name: len(page.encode()) for name, page in site.items() if len(page.encode()) > LARGEST_PAGE
    } == {}


def test_every_topic_is_listed_without_words_of_its_own(site: dict[str, str]) -> None:
    page = site["topics/index.html"]
    assert page.count('<li><h3><a href="../topics/') == TOPICS + 1 > MOST_DESCRIBED
    assert "in a sentence of some length" not in page
    assert "in a sentence of some length" in site["topics/subject-3/index.html"]


def test_the_figures_show_the_fullest_topics_and_lead_to_all(site: dict[str, str]) -> None:
    page = site["field/index.html"]
    bars = page[page.index('id="by-topic"') : page.index('id="by-kind"')]
    assert bars.count("<tr><th") - 1 == TOPICS_SHOWN
    assert f'href="../topics/subject-{FULLEST}/"' in bars
    assert f'<a href="../topics/">All {TOPICS + 1:,} topics</a>' in bars
    code = page[page.index('id="code"') :]
    assert code.count("<tr><th") - 1 == MOST_COLUMNS


def test_the_map_names_as_many_topics_as_fit(site: dict[str, str]) -> None:
    page = site["field/index.html"]
    drawing = page[page.index("data-pi-map>") : page.index("data-pi-map-told")]
    assert drawing.count("<text ") == MOST_LABELS
    assert drawing.count("<option ") == 1 + MOST_PICKED
    assert f">Subject {FULLEST} of a very wide field</text>" in drawing
