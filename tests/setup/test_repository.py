"""What lies in the repository is what belongs there: nothing that a program left behind."""

from __future__ import annotations

import re

from tests.support.command_line import run_program
from tests.support.repository import ROOT

PLACES = frozenset(
    """
    .ci .editorconfig .gitattributes .github .gitignore .pre-commit-hooks.yaml .vscode
    ARCHITECTURE.md CHANGELOG.md CONTRIBUTING.md LICENSE Makefile README.md SECURITY.md
    benchmarks content docs fuzz generator mkdocs.yml pyproject.toml requirements site_templates tests tools
    """.split()
)
"""At the top. A new one is a decision, and is named in ARCHITECTURE.md."""


def test_nothing_lies_at_the_top_that_nobody_put_there() -> None:
    listed = run_program("git", "-C", ROOT, "ls-files", "-z").expect(0).output
    assert {path.partition("/")[0] for path in listed.split("\0") if path} == PLACES


def test_the_map_of_the_code_names_every_place_and_every_room() -> None:
    told = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = {
        path for word in re.findall(r"`([\w./-]+)`", told) for path in (word, word.removeprefix("generator/"))
    }
    documents = {place for place in PLACES if place.endswith(".md")} | {"LICENSE"}
    folders = {folder.name for folder in (ROOT / "generator").iterdir() if (folder / "__init__.py").is_file()}
    assert (PLACES - documents - {"generator"} | folders) - named == set()
