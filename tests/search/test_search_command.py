"""`paperindex search`: the site's ranking in the terminal."""

from __future__ import annotations

import json
from pathlib import Path

from tests.search.small_site import found_keys, own_documents
from tests.support.command_line import run_cli


def test_it_ranks_as_the_site_does(search_site: Path) -> None:
    done = run_cli("search", "linear attention", "--site-dir", search_site).expect(0)
    addresses = [line.strip() for line in done.output.splitlines() if line.strip().startswith("papers/")]
    assert addresses == [f"papers/{key}/" for key in found_keys(own_documents(), "linear attention")]


def test_json_carries_the_results_and_the_corrections(search_site: Path) -> None:
    done = run_cli("search", "--json", "-n", "2", "kimi liner", "--site-dir", search_site).expect(0)
    report = json.loads(done.output)
    assert report["corrected"] == {"liner": "linear"}
    assert len(report["results"]) == 2 <= report["found"]
    assert report["results"][0]["title"].startswith("Kimi Linear")
    assert report["results"][0]["address"] == "papers/kimi-linear/"


def test_a_phrase_that_no_title_has_is_told(search_site: Path) -> None:
    query = '"attention linear model"'
    done = run_cli("search", query, "--site-dir", search_site).expect(0)
    assert 'No title has "attention linear model"; looked for its words.' in done.errors
    done = run_cli("search", "--json", query, "--site-dir", search_site).expect(0)
    assert json.loads(done.output)["in_no_title"] == ["attention linear model"]


def test_nothing_found_is_exit_status_1(search_site: Path) -> None:
    assert run_cli("search", "qqqzzz", "--site-dir", search_site).expect(1).output == ""


def test_a_folder_without_an_index_is_told_plainly(tmp_path: Path) -> None:
    done = run_cli("search", "mamba", "--site-dir", tmp_path).expect(2)
    assert "paperindex build" in done.errors
    assert "Traceback" not in done.errors


def test_a_broken_index_is_told_plainly(tmp_path: Path) -> None:
    (tmp_path / "search").mkdir()
    for content in ("{", "[]", '{"version": 99}', '{"version": 1, "generation": "x", "terms": ""}'):
        (tmp_path / "search/index.json").write_text(content)
        done = run_cli("search", "mamba", "--site-dir", tmp_path).expect(2)
        assert "Traceback" not in done.errors, content
