"""Problems as one JSON object. Its keys are described in docs/checking.md; new ones may come at any time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generator.messages.every_message import explained_at
from generator.model.problem import Problem, Severity
from generator.text.terminal_words import printable_json

VERSION = 1
"""Raised when a key changes its meaning or goes."""


def json_report(problems: Sequence[Problem], site_url: str | None) -> str:
    """The object, indented, without a line end."""
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    report = {
        "version": VERSION,
        "errors": errors,
        "warnings": len(problems) - errors,
        "problems": [json_problem(problem, site_url) for problem in problems],
    }
    return printable_json(report)


def json_problem(problem: Problem, site_url: str | None) -> dict[str, Any]:
    """One problem; what is not known is left out."""
    place = problem.place
    told = {
        "code": problem.code,
        "severity": problem.severity.value,
        "message": problem.message,
        "hint": problem.hint,
        "path": place.path,
        "line": place.line,
        "column": place.column,
        "length": place.length,
        "source_line": problem.source_line,
        "help": explained_at(site_url, problem.code),
    }
    return {name: value for name, value in told.items() if value is not None}
