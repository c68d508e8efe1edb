"""Problems as text for people: the form that the entry format prescribes."""

from __future__ import annotations

from collections.abc import Iterable

from generator.model.problem import Problem, Severity
from generator.text.counting import counted
from generator.text.terminal_words import printable

__all__ = [
    "github_annotation",
    "marked_excerpt",
    "printable",
    "problem_report",
    "problem_text",
    "summary_line",
]

LONGEST_EXCERPT = 100


def problem_text(problem: Problem) -> str:
    """One problem: place, severity and message; the hint; the source line with the place marked."""
    place = problem.place
    where = f"{printable(place.path)}:{place.line}:{place.column}"
    lines = [f"{where}: {problem.severity.value}[{problem.code}] {printable(problem.message)}"]
    if problem.hint:
        lines.append(f"    hint: {printable(problem.hint)}")
    if problem.source_line is not None and problem.source_line.strip():
        lines.extend(
            f"    {line}" for line in marked_excerpt(problem.source_line, place.column, place.length)
        )
    return "\n".join(lines)


def marked_excerpt(line: str, column: int, length: int) -> tuple[str, str]:
    """The source line, cut around the place where it is long, and a line of carets below the place."""
    start = max(0, column - 1 - LONGEST_EXCERPT // 2) if len(line) > LONGEST_EXCERPT else 0
    shown = line[start : start + LONGEST_EXCERPT]
    before, meant = shown[: column - 1 - start], shown[column - 1 - start : column - 1 - start + length]
    lead, tail = "…" if start else "", "…" if start + LONGEST_EXCERPT < len(line) else ""
    carets = "^" * max(len(printable(meant)), 1)
    return lead + printable(shown.replace("\t", " ")) + tail, " " * len(
        lead + printable(before.replace("\t", " "))
    ) + carets


def github_annotation(problem: Problem) -> str:
    """One problem as a workflow command, which GitHub shows on the line of the change it is about.

    Everything in it may come from a stranger's entry: what would end the line or begin another command
    is escaped as GitHub's own toolkit does it.
    """
    place = problem.place
    about = {
        "file": place.path,
        "line": str(place.line),
        "col": str(place.column),
        "endColumn": str(place.column + place.length),
        "title": problem.code,
    }
    properties = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in about.items())
    words = problem.message if problem.hint is None else f"{problem.message}\nhint: {problem.hint}"
    return f"::{problem.severity.value} {properties}::{_escaped(words, '')}"


def _escaped(text: str, separators: str) -> str:
    """``text`` without control characters, and with ``%`` and the ``separators`` as ``%XX``."""
    lines = (printable(line) for line in text.split("\n"))
    escaped = "\n".join(lines).replace("%", "%25").replace("\n", "%0A")
    for separator in separators:
        escaped = escaped.replace(separator, f"%{ord(separator):02X}")
    return escaped


def problem_report(problems: Iterable[Problem]) -> str:
    """All problems, one after the other, and how many there are."""
    listed = list(problems)
    return "\n".join([*(problem_text(problem) for problem in listed), summary_line(listed)])


def summary_line(problems: Iterable[Problem]) -> str:
    """How many errors and warnings there are, and in how many files."""
    listed = list(problems)
    errors = sum(problem.severity is Severity.ERROR for problem in listed)
    files = len({problem.place.path for problem in listed})
    parts = [
        counted(number, word)
        for number, word in ((errors, "error"), (len(listed) - errors, "warning"))
        if number
    ]
    return f"{' and '.join(parts) or 'no problems'} in {counted(files, 'file')}" if listed else "no problems"
