"""An issue's form becomes an entry, and nothing that a stranger typed becomes anything but text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.editing.issue_form import (
    CORRECTION,
    FIELD_CHOICES,
    FORMS,
    SUGGESTION,
    UNKNOWN_KIND,
    IssueForm,
    read_issue,
)
from generator.loading.content_files import ContentFile
from generator.loading.entry_reader import read_entry
from generator.model.paper import KINDS, Paper
from tests.support.command_line import Finished, run_cli
from tests.support.projects import make_project
from tests.support.repository import ROOT

TODAY = {"SOURCE_DATE_EPOCH": "1767225600"}  # 1 January 2026
SUGGESTED = {
    "link": "https://arxiv.org/abs/2505.00001v2",
    "title": "Kimi: Linear $O(n)$ Attention",
    "authors": "- Ada Lovelace\n- Grace Hopper",
    "date": "May 1, 2025",
    "tldr": "Attends: in linear time.",
    "summary": "One sentence.\nAnother one.\n\nA second paragraph: with a colon.",
    "kind": "method",
    "topic": "attention",
    "tags": "Kernels, sparsity, quantum knitting",
    "code": "https://example.org/code",
    "remarks": "Thank you!",
}


def issue(form: IssueForm, answers: dict[str, str]) -> str:
    """The text that GitHub makes of a filled form."""
    return "\n\n".join(
        f"### {label}\n\n{answers.get(name) or '_No response_'}" for name, label in form.labels.items()
    )


def send(project: Path, text: str, status: int = 0) -> Finished:
    return run_cli(
        "from-issue", "--env", "ISSUE_BODY", cwd=project, env={**TODAY, "ISSUE_BODY": text}
    ).expect(status)


def entry(project: Path, key: str) -> Paper:
    path = project / f"content/papers/{key}.yml"
    file = ContentFile(path, f"papers/{key}.yml", path.name, 0, 0)
    reading = read_entry(file, path.read_text(encoding="utf-8"))
    assert reading.paper is not None
    return reading.paper


def template(form: IssueForm) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(
        (ROOT / ".github/ISSUE_TEMPLATE" / form.file).read_text(encoding="utf-8")
    )
    return read


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.file)
def test_the_form_on_github_and_the_parser_know_the_same_fields(form: IssueForm) -> None:
    fields = {part["id"]: part["attributes"]["label"] for part in template(form)["body"]}
    assert list(fields.items()) == list(form.labels.items())


def test_the_choices_are_those_the_parser_knows() -> None:
    options = {
        part["id"]: part["attributes"]["options"]
        for form in FORMS
        for part in template(form)["body"]
        if part["type"] == "dropdown"
    }
    assert options["kind"] == [UNKNOWN_KIND, *KINDS]
    assert options["field"] == [*FIELD_CHOICES, "Something else"]


def test_a_suggestion_becomes_an_entry(tmp_path: Path) -> None:
    make_project(tmp_path)
    done = send(tmp_path, issue(SUGGESTION, SUGGESTED))
    assert done.output == "content/papers/kimi.yml\n"
    assert "left out: quantum knitting" in done.errors
    paper = entry(tmp_path, "kimi")
    assert paper.title == "Kimi: Linear $O(n)$ Attention"
    assert paper.authors == ("Ada Lovelace", "Grace Hopper")
    assert (str(paper.date), str(paper.added)) == ("2025-05-01", "2026-01-01")
    assert (paper.topic, paper.tags, paper.kind) == ("attention", ("kernels", "sparsity"), "method")
    assert (paper.links.arxiv, paper.links.code) == ("2505.00001", "https://example.org/code")
    assert paper.summary == "One sentence. Another one.\n\nA second paragraph: with a colon."
    run_cli("check", cwd=tmp_path).expect(0)
    run_cli("format", "--check", "content/papers/kimi.yml", cwd=tmp_path).expect(0)


def test_a_comma_before_junior_parts_no_names(tmp_path: Path) -> None:
    make_project(tmp_path)
    typed = "Ada Lovelace, Martin Luther King, Jr., Alan Turing and Davis Love, III"
    send(tmp_path, issue(SUGGESTION, {**SUGGESTED, "authors": typed}))
    assert entry(tmp_path, "kimi").authors == (
        "Ada Lovelace",
        "Martin Luther King, Jr.",
        "Alan Turing",
        "Davis Love, III",
    )


def test_what_nobody_knows_is_told_from_the_link_and_proposed(tmp_path: Path) -> None:
    make_project(tmp_path)
    least = {name: SUGGESTED[name] for name in ("link", "title", "authors", "tldr")}
    done = send(
        tmp_path,
        issue(SUGGESTION, {**least, "title": "Attention and What to Choose", "kind": "I do not know"}),
    )
    paper = entry(tmp_path, Path(done.output.strip()).stem)
    assert (str(paper.date), paper.topic, paper.kind) == ("2025-05", "attention", None)
    assert "The topic is proposed" in done.errors


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": ""}, "the title is missing"),
        ({"authors": ""}, "the authors are missing"),
        ({"date": "soon"}, "'soon' is not a date"),
        ({"title": "A first paper, on ATTENTION"}, "here already: content/papers/first-paper.yml"),
        ({"code": "javascript:alert(1)"}, "E210"),
        ({"kind": "x: y"}, "E206"),
    ],
)
def test_what_is_no_entry_is_refused_and_nothing_is_left(
    change: dict[str, str], said: str, tmp_path: Path
) -> None:
    make_project(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    done = run_cli(
        "from-issue", cwd=tmp_path, env=TODAY, stdin=issue(SUGGESTION, {**SUGGESTED, **change})
    ).expect(1)
    assert said in done.errors
    assert sorted(tmp_path.rglob("*")) == before


HOSTILE = [
    "x\ntopic: other\nstatus: removed",
    '"\nid: other #',
    "'); rm -rf / #",
    "$(touch pwned) `touch pwned`",
    "{{ 7*7 }} ${{ secrets.TOKEN }} %0A::set-output name=x::y",
    "- a\n- b: !!python/object/apply:os.system [touch pwned]",
    "&anchor *alias <<: {a: b}",
    "| \n >\n---\n...\n%TAG",
    "### Topic\n\nother",
    "../../etc/passwd",
    "\u202egnp.exe",
]


@pytest.mark.parametrize("field", ["title", "authors", "tldr", "summary", "tags", "topic"])
@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_answer_stays_an_answer(field: str, text: str, tmp_path: Path) -> None:
    make_project(tmp_path)
    done = run_cli("from-issue", cwd=tmp_path, env=TODAY, stdin=issue(SUGGESTION, {**SUGGESTED, field: text}))
    assert "Traceback" not in done.errors
    assert not list(tmp_path.rglob("pwned"))
    made = [path.stem for path in (tmp_path / "content/papers").iterdir() if path.stem != "first-paper"]
    if done.status:
        assert made == []
        return
    (key,) = made
    paper = entry(tmp_path, key)
    assert (paper.topic, paper.status, paper.key) == ("attention", "active", key)
    root = yaml.safe_load((tmp_path / f"content/papers/{key}.yml").read_text(encoding="utf-8"))
    assert set(root) <= {
        "title",
        "authors",
        "date",
        "topic",
        "tags",
        "kind",
        "tldr",
        "summary",
        "links",
        "added",
    }


@pytest.mark.parametrize("text", ["", "Please add my paper", "### Title\n\nA paper", "x" * 200_000])
def test_another_issue_is_not_taken_for_a_form(text: str, tmp_path: Path) -> None:
    make_project(tmp_path)
    done = run_cli("from-issue", cwd=tmp_path, stdin=text).expect(1)
    assert "not made with one of the forms" in done.errors


def test_a_heading_can_be_given_once_and_only_forwards() -> None:
    filled = read_issue(
        "### Entry\n\na\n\n### What is wrong\n\nTitle\n\n### Entry\n\nb\n\n### What it should say\n\nc"
    )
    assert filled is not None
    assert filled.answers == {"entry": "a", "field": "Title\n\n### Entry\n\nb", "value": "c"}


ENTRY = """\
# A comment about the file.
title: "A First Paper"   # as printed
authors: [Ada Lovelace]
date: 2025-03-01
venue: {name: NeurIPS, year: 2025}
topic: attention
links:
  # the authors' own
  code: https://example.org/code
"""


def correction(field: str, value: str, named: str = "first-paper") -> str:
    return issue(CORRECTION, {"entry": named, "field": field, "value": value, "source": "The paper says so."})


@pytest.mark.parametrize(
    ("field", "value", "old", "new"),
    [
        ("Title", "A Better Title: With a Colon", '"A First Paper"', '"A Better Title: With a Colon"'),
        ("Authors", "Ada Lovelace\n* Grace Hopper", "[Ada Lovelace]", "[Ada Lovelace, Grace Hopper]"),
        ("Venue", "ICML, 2026", "{name: NeurIPS, year: 2025}", "{name: ICML, year: 2026}"),
        ("Venue", "TMLR", "{name: NeurIPS, year: 2025}", "{name: TMLR}"),
        ("Link: code", "https://example.org/new", "https://example.org/code", "https://example.org/new"),
        ("Link: arxiv", "2505.00001", "links:\n", 'links:\n  arxiv: "2505.00001"\n'),
        ("Tags", "kernels, sparsity", "topic: attention\n", "topic: attention\ntags: [kernels, sparsity]\n"),
        ("Results", "- One\n- Two", "\nlinks:", "\nresults:\n  - One\n  - Two\n\nlinks:"),
        ("Summary", "One.\n\nTwo.", "\nlinks:", "\nsummary: |\n  One.\n\n  Two.\n\nlinks:"),
    ],
)
def test_a_correction_changes_one_field(field: str, value: str, old: str, new: str, tmp_path: Path) -> None:
    make_project(tmp_path, {"content/papers/first-paper.yml": ENTRY.encode()})
    run_cli("format", cwd=tmp_path).expect(0)
    path = tmp_path / "content/papers/first-paper.yml"
    before = path.read_text(encoding="utf-8")
    assert send(tmp_path, correction(field, value)).output == "content/papers/first-paper.yml\n"
    assert path.read_text(encoding="utf-8") == before.replace(old, new, 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (correction("Title", ""), "does not say what"),
        (correction("Something else", "x"), "edit the entry instead"),
        (correction("status", "removed"), "edit the entry instead"),
        (correction("Date", "2025-13-01"), "E203"),
        (correction("Title", "A First Paper"), "says so already"),
    ],
)
def test_a_correction_that_cannot_be_made_changes_nothing(text: str, said: str, tmp_path: Path) -> None:
    make_project(tmp_path, {"content/papers/first-paper.yml": ENTRY.encode()})
    run_cli("format", cwd=tmp_path).expect(0)
    before = (tmp_path / "content/papers/first-paper.yml").read_bytes()
    assert said in send(tmp_path, text, 1).errors
    assert (tmp_path / "content/papers/first-paper.yml").read_bytes() == before


def test_an_unknown_entry_is_told_with_the_nearest(tmp_path: Path) -> None:
    make_project(tmp_path)
    assert "did you mean 'first-paper'?" in send(tmp_path, correction("Title", "x", "frist-paper"), 2).errors
    assert "there is no paper" in send(tmp_path, correction("Title", "x", "../../mkdocs.yml"), 2).errors
