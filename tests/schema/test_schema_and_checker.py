"""The schema and the checker judge alike, as far as one file can tell.

Every case of the checker is shown to the schema: where the checker finds an error in a file, the schema refuses it
too, and where it finds none the schema takes it. What only the checker can know is listed with its reason.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import jsonschema
import pytest

from generator.loading.library_loader import load_content
from generator.loading.positioned_yaml import parse_document
from generator.model.library import Library
from generator.model.problem import Severity
from generator.schema.content_schemas import FOLDER, content_schemas
from tests.loading.test_check_cases import CASES, EDITORIAL_CASES, HERE
from tests.schema.typed_yaml import typed
from tests.support.command_line import run_cli
from tests.support.projects import make_project
from tests.support.repository import ROOT

ONLY_THE_CHECKER_KNOWS = {
    "E106": "to every other program the comment is a comment",
    "E214": "also_in against topic: a schema cannot compare two fields",
    "E216": "it cannot count one field and compare it with another",
    "E301": "needs the other files",
    "E302": "needs the other files",
    "E303": "needs the other files",
    "E304": "needs the other files",
    "E307": "needs the other files: thousands of ids would make the schema slow to load",
    "E308": "needs the other files",
    "E309": "needs the other files",
    "E310": "needs the other files",
    "E311": "needs the other files",
}
"""Codes that a schema need not find."""

ONLY_THE_CHECKER_KNOWS_HERE = {
    ("E202-a-file-name-with-capitals", "*"): "a schema does not see the file's name",
    ("E202-a-reserved-file-name", "*"): "a schema does not see the file's name",
    ("E202-an-id-that-differs", "*"): "a schema does not see the file's name",
    ("E203-added-before-the-paper", "*"): "it cannot compare two fields",
}
"""Case folders whose fault lies outside of what a schema sees, though their code is one it usually finds."""

TAKEN_OTHERWISE = {
    "text-stays-what-was-typed": "a ~ is nothing to other programs, and text to the checker",
}
"""Case folders without an error in which the schema objects to something, and why it may."""


SORTS = ("paper", "topic", "tags", "people")


def judged(case: Path, folder: Path) -> tuple[Library, dict[Path, set[str]]]:
    """The case over the faultless base: the library whose vocabulary the schema gets, and each file's errors."""
    content = folder / "content"
    shutil.copytree(HERE / "base", content)
    vocabulary = load_content(content, folder).library
    shutil.copytree(case, content, dirs_exist_ok=True)
    read = (
        *sorted(content.glob("papers/**/*.y*ml")),
        *sorted(content.glob("topics/**/*.y*ml")),
        *content.glob("*.yml"),
    )
    errors: dict[Path, set[str]] = {path: set() for path in read if path.is_file() and sort_of(path) in SORTS}
    for problem in load_content(content, folder).problems:
        if problem.severity is Severity.ERROR:
            errors.setdefault(folder / problem.place.path, set()).add(problem.code)
    return vocabulary, errors


def schema_for(path: Path, library: Library) -> dict[str, object]:
    return content_schemas(library)[f"{FOLDER}{sort_of(path)}.json"]


def sort_of(path: Path) -> str:
    if "papers" in path.parts:
        return "paper"
    return "topic" if "topics" in path.parts else path.stem


@pytest.mark.parametrize("case", [*CASES, *EDITORIAL_CASES], ids=lambda case: case.name)
def test_schema_and_checker_agree(case: Path, tmp_path: Path) -> None:
    vocabulary, errors = judged(case, tmp_path)
    assert errors
    for path, codes in errors.items():
        document = parse_document(path.read_text(encoding="utf-8", errors="surrogateescape"))
        if document.faults:
            # What is no YAML, or more than the plain part of it, never reaches a schema.
            assert codes
            continue
        value = None if document.root is None else typed(document.root)
        refused = [
            f"{error.json_path}: {error.message}"
            for error in jsonschema.Draft7Validator(schema_for(path, vocabulary)).iter_errors(value)
        ]
        if (case.name, "*") in ONLY_THE_CHECKER_KNOWS_HERE or case.name in TAKEN_OTHERWISE:
            continue
        if codes - set(ONLY_THE_CHECKER_KNOWS):
            assert refused, f"{path.name}: the checker finds {sorted(codes)}, the schema nothing"
        elif not codes:
            assert not refused, f"{path.name}: the checker finds nothing"


@pytest.mark.parametrize("name", [*TAKEN_OTHERWISE, *(case for case, _ in ONLY_THE_CHECKER_KNOWS_HERE)])
def test_each_exception_is_still_one(name: str, tmp_path: Path) -> None:
    (case,) = [case for case in CASES if case.name == name]
    vocabulary, errors = judged(case, tmp_path)
    differs = []
    for path, codes in errors.items():
        document = parse_document(path.read_text(encoding="utf-8"))
        value = None if document.root is None else typed(document.root)
        refused = list(jsonschema.Draft7Validator(schema_for(path, vocabulary)).iter_errors(value))
        differs.append(bool(refused) != bool(codes))
    assert any(differs)


def test_the_schemas_are_schemas_and_take_this_index() -> None:
    library = load_content(ROOT / "content", ROOT).library
    for schema in content_schemas(library).values():
        jsonschema.Draft7Validator.check_schema(schema)
    judges: dict[str, jsonschema.Draft7Validator] = {}
    for path in sorted((ROOT / "content").rglob("*.yml")):
        judge = judges.setdefault(sort_of(path), jsonschema.Draft7Validator(schema_for(path, library)))
        root = parse_document(path.read_text(encoding="utf-8")).root
        assert root is not None
        assert [error.message for error in judge.iter_errors(typed(root))] == [], path.name


@pytest.mark.parametrize(
    ("day", "is_one"),
    [
        ("2024-02-29", True),
        ("2023-02-29", False),
        ("1900-02-29", False),
        ("2000-02-29", True),
        ("2024-04-31", False),
        ("2024-12-31", True),
        ("2024-13-01", False),
        ("2024-00", False),
        ("2024-12", True),
    ],
)
def test_the_calendar_is_in_the_schema(day: str, *, is_one: bool) -> None:
    judge = jsonschema.Draft7Validator(
        content_schemas(Library())[f"{FOLDER}paper.json"]["properties"]["date"]
    )
    assert judge.is_valid(day) is is_one


def test_the_command_and_the_site_tell_the_same(tmp_path: Path) -> None:
    make_project(tmp_path)
    run_cli("build", cwd=tmp_path).expect(0)
    for sort in ("paper", "topic", "tags", "people"):
        printed = json.loads(run_cli("schema", sort, cwd=tmp_path).expect(0).output)
        published = json.loads((tmp_path / f"site/schema/{sort}.json").read_text(encoding="utf-8"))
        assert published.pop("$id") == f"https://small.example.org/schema/{sort}.json"
        assert printed == published
    entry = json.loads((tmp_path / "site/schema/paper.json").read_text(encoding="utf-8"))
    assert entry["properties"]["topic"]["enum"] == ["attention"]
    assert entry["properties"]["tags"]["items"]["enum"] == ["kernels", "sparsity"]
    assert entry["properties"]["tags"]["items"]["enumDescriptions"][0] == "Code close to the hardware."
