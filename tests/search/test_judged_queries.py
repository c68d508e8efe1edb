"""What readers ask and what they should find, in Python and in Chromium; the cases stand in judged.yml."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Page

from generator.search.engine import answer
from generator.search.records import MOST_AUTHORS
from generator.search.shard_reader import ShardStore
from tests.search.small_site import keys_in_order, own_documents

JUDGED: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "judged.yml").read_text("utf-8"))
DEEPEST = 10


def reciprocal_rank(found: list[str], wanted: list[str]) -> float:
    """One over the place of the first paper that was wanted, 0 where none is among the first ten."""
    return next((1 / place for place, key in enumerate(found[:DEEPEST], start=1) if key in wanted), 0.0)


def test_there_are_sixty_judged_queries_with_known_papers_and_reasons() -> None:
    known = set(keys_in_order(own_documents()))
    assert len(JUDGED) >= 60
    assert [j["query"] for j in JUDGED if not set(j["papers"]) <= known or len(j["why"]) < 10] == []


@pytest.mark.parametrize("judged", JUDGED, ids=lambda judged: judged["query"])
def test_a_wanted_paper_is_among_the_first_three(judged: dict[str, Any], store: ShardStore) -> None:
    keys = keys_in_order(own_documents())
    found = [keys[result.document] for result in answer(store, judged["query"]).results[:DEEPEST]]
    assert reciprocal_rank(found, judged["papers"]) >= 1 / 3, f"found {found}; {judged['why']}"


def authors_found(store: ShardStore, query: str) -> list[tuple[str, ...]]:
    by_key = {document.key: document.authors for document in own_documents()}
    keys = keys_in_order(own_documents())
    return [by_key[keys[result.document]] for result in answer(store, query).results]


@pytest.mark.parametrize("name", ['"Yu Zhang"', '"yu zhang"', '"Zhang, Yu"'])
def test_a_quoted_author_is_one_person(store: ShardStore, name: str) -> None:
    found = authors_found(store, f"author:{name}")
    assert found
    # Of very many authors a record tells only the first.
    few = [authors for authors in found if len(authors) <= MOST_AUTHORS]
    assert few
    assert all("Yu Zhang" in authors for authors in few)
    everybody = [document.authors for document in own_documents()]
    assert len(few) == sum("Yu Zhang" in authors for authors in everybody if len(authors) <= MOST_AUTHORS)


def test_a_slip_in_a_quoted_author_still_finds_the_papers(store: ShardStore) -> None:
    assert any("Ashish Vaswani" in authors for authors in authors_found(store, 'by:"Asish Vaswani"'))


def test_the_mean_reciprocal_rank_is_high_in_python_and_in_chromium(
    search_page: Callable[..., Page], store: ShardStore
) -> None:
    keys = keys_in_order(own_documents())
    script = """async (queries) => {
      const { Search } = await import('./assets/search/engine.js');
      const search = new Search('./');
      const out = [];
      for (const query of queries) out.push((await search.answer(query)).best(10));
      return out;
    }"""
    queries = [judged["query"] for judged in JUDGED]
    in_page = [[keys[number] for number in found] for found in search_page().evaluate(script, queries)]
    in_python = [[keys[r.document] for r in answer(store, q).results[:DEEPEST]] for q in queries]
    assert in_page == in_python
    ranks = [reciprocal_rank(found, j["papers"]) for found, j in zip(in_page, JUDGED, strict=True)]
    assert sum(ranks) / len(ranks) >= 0.95
