"""Safe repairs, as a table: what was typed, and what it plainly meant."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.editing.repairs import Vocabulary, bare_arxiv, bare_doi, iso_date, repaired
from tests.support.command_line import run_cli

NOTHING = Vocabulary({}, {}, {})
KNOWN = Vocabulary(
    {"key-value cache": "kv-cache", "keyvaluecache": "kv-cache"},
    {"sparse": "sparse-attention"},
    {"old": "new"},
)


@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\u2029"])
def test_a_repair_is_made_where_the_value_stands(sign: str) -> None:
    text = f'title: "A{sign}B"\ndate: 2024/3/1\ntopic: sparse\n'
    new, _ = repaired(text, KNOWN)
    assert new == f'title: "A{sign}B"\ndate: 2024-03-01\ntopic: sparse-attention\n'


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("https://arxiv.org/abs/2401.00010v2", "2401.00010"),
        ("http://www.arxiv.org/pdf/2401.00010.pdf", "2401.00010"),
        ("arXiv:2401.00010", "2401.00010"),
        ("2401.00010v3", "2401.00010"),
        ("https://arxiv.org/abs/hep-th/9901001", "hep-th/9901001"),
        ("https://example.org/2401.00010", None),
        ("2413.00010", None),
    ],
)
def test_arxiv(typed: str, meant: str | None) -> None:
    assert bare_arxiv(typed, NOTHING) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("https://doi.org/10.1000/182", "10.1000/182"),
        ("doi: 10.1000/182", "10.1000/182"),
        ("https://example.org/10.1000/182", None),
    ],
)
def test_doi(typed: str, meant: str | None) -> None:
    assert bare_doi(typed, NOTHING) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1 March 2024", "2024-03-01"),
        ("Mar 1, 2024", "2024-03-01"),
        ("Sept 2024", "2024-09"),
        ("2024/3/1", "2024-03-01"),
        ("2024-3-1", "2024-03-01"),
        ("3/1/2024", None),
        ("30 February 2024", None),
        ("Ma 2024", None),
    ],
)
def test_dates_with_one_meaning(typed: str, meant: str | None) -> None:
    assert iso_date(typed, NOTHING) == meant


def test_a_repair_changes_its_own_value_and_nothing_else() -> None:
    text = (
        "title: x  # 2401.00010v2\n"
        "date: 1 March 2024 # from the page\n"
        "topic: sparse\ntags: [Key-Value Cache, other]\n"
        "links: {arxiv: 2401.00010v2, doi: 'https://doi.org/10.1000/182'}\n"
    )
    new, repairs = repaired(text, KNOWN)
    assert new == (
        "title: x  # 2401.00010v2\n"
        "date: 2024-03-01 # from the page\n"
        "topic: sparse-attention\ntags: [kv-cache, other]\n"
        "links: {arxiv: \"2401.00010\", doi: '10.1000/182'}\n"
    )
    assert [(repair.line, repair.field) for repair in repairs] == [
        (2, "date"), (3, "topic"), (4, "tags"), (5, "arxiv"), (5, "doi"),
    ]  # fmt: skip


def test_check_fix_mends_and_says_what_it_did(tmp_path: Path) -> None:
    base = Path(__file__).parents[1] / "loading" / "base"
    content = tmp_path / "content"
    shutil.copytree(base, content)
    entry = content / "papers" / "routing-transformer.yml"
    entry.write_text(
        entry.read_text("utf-8").replace('"2003.05997"', "https://arxiv.org/abs/2003.05997v5"), "utf-8"
    )
    run_cli("check", "--content", content, cwd=tmp_path).expect(1)
    done = run_cli("check", "--fix", "--content", content, cwd=tmp_path).expect(0)
    assert "arxiv: 'https://arxiv.org/abs/2003.05997v5' is now '2003.05997'" in done.errors
    assert 'arxiv: "2003.05997"' in entry.read_text("utf-8")


def test_format_check_names_what_would_change(tmp_path: Path) -> None:
    content = tmp_path / "content"
    (content / "papers").mkdir(parents=True)
    entry = content / "papers" / "a.yml"
    entry.write_text("title: A\ndate: 2024\nauthors: [B]\ntopic: c\n", "utf-8")
    done = run_cli("format", "--check", "--content", content, cwd=tmp_path).expect(1)
    assert "would change content/papers/a.yml" in done.output
    run_cli("format", "--content", content, cwd=tmp_path).expect(0)
    assert entry.read_text("utf-8") == 'title: "A"\nauthors: [B]\ndate: 2024\n\ntopic: c\n'
    run_cli("format", "--check", "--content", content, cwd=tmp_path).expect(0)
