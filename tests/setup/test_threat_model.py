"""The page on what is trusted names defences and tests: each of them is there, and no threat is without one."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.support.repository import ROOT

PAGE = (ROOT / "docs/security.md").read_text(encoding="utf-8")
PATH = re.compile(
    r"`((?:\.github|content|docs|generator|requirements|site_templates|tests|tools)/[^`]*|SECURITY\.md|mkdocs\.yml)`"
)
THREATS = [
    [cell.strip() for cell in row.strip("|").split("|")]
    for row in PAGE.partition("## Threats")[2].partition("\n## ")[0].splitlines()
    if row.startswith("| ") and not row.startswith("| threat ")
]


def holds_a_test(path: Path) -> bool:
    """Whether a test file, or some file of a folder, has a test that can fail."""
    files = [path] if path.is_file() else sorted(path.rglob("test_*.py"))
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                if any(isinstance(part, ast.Assert | ast.Call) for part in ast.walk(node)):
                    return True
    return False


@pytest.mark.parametrize("path", sorted(set(PATH.findall(PAGE))))
def test_what_the_page_names_is_there(path: str) -> None:
    assert (ROOT / path).exists(), f"docs/security.md names {path}"


@pytest.mark.parametrize("row", THREATS, ids=lambda row: row[0][:60])
def test_every_threat_has_a_defence_and_a_test(row: list[str]) -> None:
    threat, defence, held = row
    assert threat
    assert defence
    tests = PATH.findall(held)
    assert tests
    for path in tests:
        assert path.startswith("tests/")
        assert holds_a_test(ROOT / path), path


def test_the_page_speaks_of_every_sort_of_threat() -> None:
    assert len(THREATS) >= 12
    for word in (
        "YAML",
        "script",
        "terminal",
        "path",
        "link",
        "workflow",
        "package",
        "full disk",
        "cache",
        "same bytes",
    ):
        assert any(word in cell for row in THREATS for cell in row), word


def test_the_policy_and_the_page_point_at_each_other_and_do_not_repeat() -> None:
    policy = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert "(docs/security.md)" in policy
    assert "SECURITY.md" in PAGE
    long_lines = {line.strip() for line in policy.splitlines() if len(line) > 60}
    assert long_lines.isdisjoint(line.strip() for line in PAGE.splitlines())
    assert "security.md" in (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
