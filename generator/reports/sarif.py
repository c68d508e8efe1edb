"""Problems in the Static Analysis Results Interchange Format, which code hosts and editors show.

SARIF 2.1.0 plus errata 01, https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html. Columns count
characters there as here once ``columnKind`` says so; addresses of files are relative and percent-encoded.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from generator.loading.message_catalogue import MessageKind
from generator.messages.every_message import every_kind, explained_at
from generator.model.problem import Problem
from generator.text.terminal_words import printable_json

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif_report(problems: Sequence[Problem], site_url: str | None, version: str) -> str:
    """The log of one run of the checker, indented, without a line end."""
    kinds = every_kind()
    told = [kinds[code] for code in sorted({problem.code for problem in problems} & kinds.keys())]
    driver: dict[str, Any] = {"name": "paperindex", "version": version}
    if site_url:
        driver["informationUri"] = site_url
    driver["rules"] = [_rule(kind, site_url) for kind in told]
    numbers = {kind.code: number for number, kind in enumerate(told)}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, numbers) for problem in problems],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return printable_json(log)


def _rule(kind: MessageKind, site_url: str | None) -> dict[str, Any]:
    examples = f"Wrong:\n{kind.wrong}\n\nRight:\n{kind.right}"
    rule: dict[str, Any] = {
        "id": kind.code,
        "shortDescription": {"text": kind.title},
        "fullDescription": {"text": kind.why},
        "help": {"text": f"{kind.why}\n\n{examples}"},
        "defaultConfiguration": {"level": "error" if kind.code.startswith("E") else "warning"},
    }
    address = explained_at(site_url, kind.code)
    return {**rule, "helpUri": address} if address else rule


def _result(problem: Problem, numbers: dict[str, int]) -> dict[str, Any]:
    place = problem.place
    region: dict[str, Any] = {
        "startLine": place.line,
        "startColumn": place.column,
        "endColumn": place.column + place.length,
    }
    if problem.source_line is not None:
        region["snippet"] = {"text": problem.source_line}
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "level": problem.severity.value,
        "message": {"text": f"{problem.message}. {problem.hint}" if problem.hint else problem.message},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(os.fsencode(place.path))},
                    "region": region,
                }
            }
        ],
    }
    if problem.code in numbers:
        result["ruleIndex"] = numbers[problem.code]
    return result
