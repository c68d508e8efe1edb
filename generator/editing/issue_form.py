"""Issues filled in from a form, read back: which form, and what stands in each of its fields.

GitHub writes a form into an issue's text as a heading and the answer for each field. The text comes from a
stranger, who may type headings too: a heading opens a field only when it is the form's, still to come, and in its
order, so nobody can give a field twice or reach back to an earlier one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.model.paper import LINK_SORTS

NO_ANSWER = "_No response_"
LONGEST_ISSUE = 100_000
"""Characters; GitHub takes 65,536."""


@dataclass(frozen=True, slots=True)
class IssueForm:
    """One form: its file below .github/ISSUE_TEMPLATE, and the label of each field by the field's id, in order."""

    file: str
    labels: Mapping[str, str]


SUGGESTION = IssueForm(
    "suggest-paper.yml",
    {
        "link": "Link to the paper",
        "title": "Title",
        "authors": "Authors",
        "date": "First public version",
        "tldr": "What is new, in one sentence",
        "summary": "Summary",
        "kind": "Kind",
        "topic": "Topic",
        "tags": "Tags",
        "code": "Code",
        "remarks": "Anything else",
    },
)

CORRECTION = IssueForm(
    "correct-entry.yml",
    {
        "entry": "Entry",
        "field": "What is wrong",
        "value": "What it should say",
        "source": "How do you know?",
    },
)

FORMS = (SUGGESTION, CORRECTION)
UNKNOWN_KIND = "I do not know"

ONE_LINE = {"Title": "title", "Date": "date", "Venue": "venue", "Topic": "topic", "Kind": "kind"} | {
    "Short name": "name",
    "One sentence (tldr)": "tldr",
}
PARAGRAPHS = {"Summary": "summary"}
ONE_A_LINE = {"Authors": "authors", "Organisations": "organizations", "Results": "results"}
LISTED = {"Further topics": "also_in", "Tags": "tags", "Builds on": "builds_on"}
LINKS = {f"Link: {sort}": f"links.{sort}" for sort in LINK_SORTS}
FIELD_CHOICES: Mapping[str, str] = {**ONE_LINE, **PARAGRAPHS, **ONE_A_LINE, **LISTED, **LINKS}
"""What a correction can be about, as the form words it, with the field of the entry."""


@dataclass(frozen=True, slots=True)
class FilledForm:
    """A form with its answers; a field that was left empty is not there."""

    form: IssueForm
    answers: Mapping[str, str]


def read_issue(text: str) -> FilledForm | None:
    """The form that ``text`` was made with and its answers; None where it is no form of ours."""
    lines = text[:LONGEST_ISSUE].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    heading = next((line.strip() for line in lines if line.strip()), "")
    form = next((form for form in FORMS if heading == f"### {next(iter(form.labels.values()))}"), None)
    if form is None:
        return None
    waiting = list(form.labels.items())
    answers: dict[str, list[str]] = {}
    current: list[str] = []
    for line in lines:
        place = next((at for at, (_, label) in enumerate(waiting) if line.rstrip() == f"### {label}"), None)
        if place is None:
            current.append(line)
        else:
            current = answers.setdefault(waiting[place][0], [])
            del waiting[: place + 1]
    joined = {name: "\n".join(given).strip() for name, given in answers.items()}
    return FilledForm(form, {name: given for name, given in joined.items() if given and given != NO_ANSWER})
