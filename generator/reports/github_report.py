"""Problems for a workflow on GitHub: annotations for the first ones, a table in the step's summary for all others.

GitHub shows ten errors and ten warnings of a step and drops the rest without a word. So those of the files that
the pull request changes come first, and what does not fit goes into the summary.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from generator.messages.every_message import explained_at
from generator.model.problem import Problem, Severity
from generator.reporting import printable, summary_line
from generator.text.markdown_text import markdown_words

SHOWN_OF_A_SORT = 10
"""https://docs.github.com/en/rest/checks/runs: annotations a step, by severity."""
ROWS_OF_A_TABLE = 400
"""A summary may have 1 MiB."""
LONGEST_CELL = 300


def changed_first(problems: Iterable[Problem], changed: Collection[str]) -> list[Problem]:
    """Errors before warnings, and of each those in the ``changed`` files before others; else in order."""
    return sorted(
        problems,
        key=lambda problem: (problem.severity is not Severity.ERROR, problem.place.path not in changed),
    )


def shown_and_rest(problems: Sequence[Problem]) -> tuple[list[Problem], list[Problem]]:
    """Those that GitHub has room for on the lines of the change, and all others, both in order."""
    shown: list[Problem] = []
    rest: list[Problem] = []
    counts = dict.fromkeys(Severity, 0)
    for problem in problems:
        counts[problem.severity] += 1
        (shown if counts[problem.severity] <= SHOWN_OF_A_SORT else rest).append(problem)
    return shown, rest


def summary_table(problems: Sequence[Problem], site_url: str | None, *, heading: str) -> str:
    """All problems as a Markdown table below a heading. Every cell is a stranger's text and stays text."""
    lines = [f"### {heading}", "", summary_line(problems) + ".", ""]
    if problems:
        lines += ["| | Code | Place | Message |", "|---|---|---|---|"]
        lines += [_row(problem, site_url) for problem in problems[:ROWS_OF_A_TABLE]]
    if len(problems) > ROWS_OF_A_TABLE:
        lines += ["", f"And {len(problems) - ROWS_OF_A_TABLE:,} more; `paperindex check` lists them all."]
    return "\n".join([*lines, ""])


def _row(problem: Problem, site_url: str | None) -> str:
    address = explained_at(site_url, problem.code)
    code = f"[{problem.code}](<{address}>)" if address else problem.code
    place = cell(f"{problem.place.path}:{problem.place.line}:{problem.place.column}")
    words = cell(problem.message) + (f"<br>{cell(problem.hint)}" if problem.hint else "")
    return f"| {problem.severity.value} | {code} | {place} | {words} |"


def cell(text: str) -> str:
    """``text`` as a cell of a table: on one line, cut where it is long, no sign of Markdown or HTML in it."""
    shown = printable(text)
    return markdown_words(shown if len(shown) <= LONGEST_CELL else shown[: LONGEST_CELL - 1] + "…")
