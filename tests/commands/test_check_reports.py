"""What `check` tells programs: GitHub first what a change is about, JSON and SARIF as described."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest

from tests.support.command_line import run_cli
from tests.support.git_folder import commit_all
from tests.support.projects import make_project

BROKEN = "title: Paper {number}\nauthors: [Ada Lovelace]\ndate: 2024-13-{number:02d}\ntopic: attention\n"
HOSTILE = 'title: "<b>|x|</b> `y` [z](https://example.org) @all #1 ::error::"\ndate: 2024\ntopic: "a|b<i>"\nauthors: [B]\n'

SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "$schema": {"type": "string", "format": "uri"},
        "runs": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name", "rules"],
                                "properties": {
                                    "rules": {"type": "array", "items": {"$ref": "#/definitions/rule"}}
                                },
                            }
                        },
                    },
                    "results": {"type": "array", "items": {"$ref": "#/definitions/result"}},
                },
                "additionalProperties": False,
            },
        },
    },
    "additionalProperties": False,
    "definitions": {
        "message": {
            "type": "object",
            "required": ["text"],
            "properties": {"text": {"type": "string", "minLength": 1}},
            "additionalProperties": False,
        },
        "rule": {
            "type": "object",
            "required": ["id"],
            "properties": {
                "id": {"type": "string"},
                "shortDescription": {"$ref": "#/definitions/message"},
                "fullDescription": {"$ref": "#/definitions/message"},
                "help": {"$ref": "#/definitions/message"},
                "helpUri": {"type": "string", "format": "uri"},
                "defaultConfiguration": {
                    "type": "object",
                    "properties": {"level": {"enum": ["none", "note", "warning", "error"]}},
                    "additionalProperties": False,
                },
            },
            "additionalProperties": False,
        },
        "result": {
            "type": "object",
            "required": ["message", "ruleId", "level", "locations"],
            "properties": {
                "ruleId": {"type": "string"},
                "ruleIndex": {"type": "integer", "minimum": 0},
                "level": {"enum": ["none", "note", "warning", "error"]},
                "message": {"$ref": "#/definitions/message"},
                "locations": {"type": "array", "items": {"$ref": "#/definitions/location"}, "minItems": 1},
            },
            "additionalProperties": False,
        },
        "location": {
            "type": "object",
            "properties": {
                "physicalLocation": {
                    "type": "object",
                    "required": ["artifactLocation", "region"],
                    "properties": {
                        "artifactLocation": {
                            "type": "object",
                            "properties": {"uri": {"type": "string", "pattern": "^[!-~]+$"}},
                            "additionalProperties": False,
                        },
                        "region": {
                            "type": "object",
                            "properties": {
                                "startLine": {"type": "integer", "minimum": 1},
                                "startColumn": {"type": "integer", "minimum": 1},
                                "endColumn": {"type": "integer", "minimum": 1},
                                "snippet": {"$ref": "#/definitions/message"},
                            },
                            "additionalProperties": False,
                        },
                    },
                    "additionalProperties": False,
                }
            },
            "additionalProperties": False,
        },
    },
}
"""The part of the SARIF 2.1.0 schema that the report uses, closed: what is not here is not written."""


def many_faults(folder: Path, count: int) -> Path:
    faults = {f"content/papers/p{n:02d}.yml": BROKEN.format(number=n).encode() for n in range(1, count + 1)}
    return make_project(folder, dict(faults))


def marked_lines(output: str) -> list[str]:
    return [line for line in output.splitlines() if line.startswith(("::error ", "::warning "))]


def files_of(lines: list[str]) -> list[str]:
    return [re.findall(r"file=([^,]*)", line)[0] for line in lines]


def test_the_changed_file_comes_first_and_ten_are_annotated(tmp_path: Path) -> None:
    many_faults(tmp_path, 14)
    summary = tmp_path / "summary.md"
    last = "content/papers/p14.yml"
    done = run_cli(
        "check",
        "--format",
        "github",
        "--changed",
        last,
        cwd=tmp_path,
        env={"GITHUB_STEP_SUMMARY": str(summary)},
    ).expect(1)
    marked = marked_lines(done.output)
    assert len(marked) == 10
    assert files_of(marked)[0] == last
    rows = [line for line in summary.read_text(encoding="utf-8").splitlines() if line.startswith("| error")]
    assert len(rows) == 4
    assert [row.split("|")[3].strip() for row in rows] == [
        f"content/papers/p{n}.yml:3:7" for n in (10, 11, 12, 13)
    ]
    assert "[E203](<https://small.example.org/messages/#e203>)" in rows[0]


def test_without_a_summary_nothing_is_lost(tmp_path: Path) -> None:
    many_faults(tmp_path, 12)
    done = run_cli("check", "--format", "github", cwd=tmp_path).expect(1)
    assert len(marked_lines(done.output)) == 10
    for number in range(1, 13):
        assert f"content/papers/p{number:02d}.yml" in done.output


def test_a_table_row_holds_no_markdown_of_a_stranger(tmp_path: Path) -> None:
    make_project(tmp_path, {f"content/papers/h{n:02d}.yml": HOSTILE.encode() for n in range(12)})
    summary = tmp_path / "summary.md"
    done = run_cli(
        "check", "--format", "github", cwd=tmp_path, env={"GITHUB_STEP_SUMMARY": str(summary)}
    ).expect(1)
    assert len([line for line in marked_lines(done.output) if line.startswith("::error ")]) == 10
    rows = [line for line in summary.read_text(encoding="utf-8").splitlines() if line.startswith("| error")]
    assert rows
    for row in rows:
        # Four cells: every further bar is escaped, as is whatever Markdown or HTML begins with.
        assert len(re.findall(r"(?<!\\)\|", row)) == 5
        assert not re.search(r"(?<!\\)<(?!br>|https://small)", row)
        assert not re.search(r"(?<!\\)[`@#](?!e\d)", row)


def test_what_changed_since_a_revision_comes_first(tmp_path: Path) -> None:
    many_faults(tmp_path, 12)
    commit_all(tmp_path, "Begin")
    (tmp_path / "content/papers/p11.yml").write_text(BROKEN.format(number=77), encoding="utf-8")
    commit_all(tmp_path, "Change one")
    (tmp_path / "content/papers/zz.yml").write_text(BROKEN.format(number=99), encoding="utf-8")
    done = run_cli("check", "--format", "github", "--changed-from", "HEAD~1", cwd=tmp_path).expect(1)
    assert files_of(marked_lines(done.output))[:2] == ["content/papers/p11.yml", "content/papers/zz.yml"]
    unknown = run_cli("check", "--changed-from", "--output=x", cwd=tmp_path).expect(2)
    assert "there is no revision" in unknown.errors
    assert not (tmp_path / "x").exists()


def test_json_is_as_described(tmp_path: Path) -> None:
    many_faults(tmp_path, 2)
    (tmp_path / "content/papers/notes.txt").write_text("x", encoding="utf-8")
    told: dict[str, Any] = json.loads(run_cli("check", "--format", "json", cwd=tmp_path).expect(1).output)
    assert (told["version"], told["errors"], told["warnings"]) == (1, 2, 1)
    assert told["problems"][1] == {
        "code": "E203",
        "severity": "error",
        "message": "date: '2024-13-01' is not a calendar date",
        "hint": "write YYYY-MM-DD, for example 2024-03-01 (or YYYY-MM, or YYYY, as far as known)",
        "path": "content/papers/p01.yml",
        "line": 3,
        "column": 7,
        "length": 10,
        "source_line": "date: 2024-13-01",
        "help": "https://small.example.org/messages/#e203",
    }
    assert "help" in told["problems"][0]


def test_json_says_so_when_nothing_is_wrong(tmp_path: Path) -> None:
    make_project(tmp_path)
    told = json.loads(run_cli("check", "--format", "json", cwd=tmp_path).expect(0).output)
    assert told == {"version": 1, "errors": 0, "warnings": 0, "problems": []}


def test_sarif_keeps_to_its_schema(tmp_path: Path) -> None:
    odd = "content/papers/Ünicode paper#1.yml"
    make_project(tmp_path, {odd: HOSTILE.encode(), "content/papers/p.yml": BROKEN.format(number=1).encode()})
    log: dict[str, Any] = json.loads(run_cli("check", "--format", "sarif", cwd=tmp_path).expect(1).output)
    jsonschema.Draft7Validator(SARIF).validate(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted({result["ruleId"] for result in run["results"]})
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    places = {
        unquote(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"])
        for result in run["results"]
    }
    assert places == {odd, "content/papers/p.yml"}


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({}, "https://small.example.org/messages/#e203"),
        ({"mkdocs.yml": "site_name: Small\nplugins: [paperindex]\n"}, "`paperindex explain E203`"),
    ],
)
def test_a_message_says_where_it_is_explained(
    settings: dict[str, str | bytes | None], said: str, tmp_path: Path
) -> None:
    make_project(tmp_path, {**settings, "content/papers/p.yml": BROKEN.format(number=1)})
    assert f"What a code means, with examples: {said}" in run_cli("check", cwd=tmp_path).expect(1).output


def test_the_published_address_follows_from_the_repository(tmp_path: Path) -> None:
    make_project(
        tmp_path,
        {
            "mkdocs.yml": "site_name: S\nplugins: [paperindex]\n",
            "content/papers/p.yml": BROKEN.format(number=1),
        },
    )
    done = run_cli("check", cwd=tmp_path, env={"GITHUB_REPOSITORY": "Ada/papers"}).expect(1)
    assert "https://ada.github.io/papers/messages/#e203" in done.output


def test_a_folder_without_entries_is_not_called_good_without_a_word(tmp_path: Path) -> None:
    folder = make_project(tmp_path / "index")
    assert run_cli("check", cwd=folder).expect(0).errors == ""
    (tmp_path / "elsewhere").mkdir()
    told = run_cli("check", "--content", "../elsewhere", cwd=folder).expect(0)
    assert "0 papers" in told.output
    assert told.errors == "note: ../elsewhere has no folder papers/, where entries lie\n"
    # A new index may have none yet.
    (tmp_path / "elsewhere/papers").mkdir()
    assert run_cli("check", "--content", "../elsewhere", cwd=folder).expect(0).errors == ""
