"""Slips of people who know their field and little YAML: each is told at its place, and following the hint mends it.

Every row is one entry with one slip. The command is run over all of them at once; then each hint is followed to
the letter, by a program that knows nothing but how hints are phrased; then the command is run again. Where a hint
leaves something to decide, the row says what a person would write.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.command_line import run_cli
from tests.support.projects import SMALL_INDEX, make_project

ENTRY = """\
title: {title}
authors: [Ada Lovelace, Alan Turing]
date: 2024-03-01
topic: attention
tags: [kernels, sparsity]
kind: method
tldr: Clusters queries and keys.
links:
  arxiv: "2403.{number:05d}"
  code: https://example.org/code
"""
AUTHORS, TLDR, CODE = "[Ada Lovelace, Alan Turing]", "Clusters queries and keys.", "https://example.org/code"
LAST = f"  code: {CODE}\n"
TOPIC = "name: Memory\ndescription: A.\norder: 2\ngroup: B\n"
PROGRAMMERS_WORDS = (
    "mapping",
    "scalar",
    "sequence",
    "token",
    "parsing",
    "scanning",
    "indicator",
    "stream",
    "context",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """What was typed in place of what, where that is told and how; ``right`` where the hint leaves a choice."""

    old: str
    new: str
    at: str
    said: str
    right: str | None = None


SLIPS = {
    "tab-before-a-link": Slip(old="  code:", new="\tcode:", at="10:1", said="indented with a tab", right="  code:"),
    "colon-in-the-title": Slip(old="{title}", new="Mamba: Linear Time", at="1:13", said="colon with a space"),
    "colon-at-the-end": Slip(old=TLDR, new="A question:", at="7:17", said="colon with a space"),
    "bracket-first": Slip(old="{title}", new="[Re] Reproduced Results", at="1:8", said="starts with an opening bracket"),
    "brace-first": Slip(old="{title}", new="{B}ayes in Braces", at="1:8", said="starts with an opening brace"),
    "at-first": Slip(old="{title}", new="@home Learning", at="1:8", said="starts with @"),
    "percent-first": Slip(old=TLDR, new="% of heads are enough", at="7:7", said="starts with %"),
    "backtick-first": Slip(old="{title}", new="`attn` for All", at="1:8", said="starts with `"),
    "greater-first": Slip(old=TLDR, new="> 90 % of heads are idle", at="7:7", said="starts with >"),
    "bar-first": Slip(old=TLDR, new="| clusters | keys |", at="7:7", said="starts with |"),
    "question-mark-first": Slip(old="{title}", new="? What Is Left", at="1:8", said="starts with a question mark"),
    "dash-first": Slip(old="{title}", new="- Minus the Heads", at="1:8", said="starts with a dash"),
    "stars-around-a-word": Slip(old="{title}", new="**Bold** Claims", at="1:8", said="starts with an asterisk"),
    "ampersand-first": Slip(old="{title}", new="&Sons of Transformers", at="1:8", said="the anchor '&Sons'", right='"&Sons of Transformers"'),
    "exclamation-first": Slip(old="{title}", new="!Important Weights", at="1:8", said="the tag '!Important'", right='"!Important Weights"'),
    "number-sign-first": Slip(old="{title}", new="#Tagged Heads", at="1:7", said="title is empty"),
    "number-sign-inside": Slip(old="{title}", new="Rank #1 of Many", at="1:13", said="title ends here"),
    "a-quoted-word-first": Slip(old="{title}", new='"Lottery" Tickets Revisited', at="1:16", said="ends at this quote"),
    "an-apostrophe": Slip(old="{title}", new="'Bayes's Rule at Scale'", at="1:14", said="the apostrophe ends the text"),
    "a-quote-left-open": Slip(old="{title}", new='"Open Questions', at="1:8", said="is not closed"),
    "a-list-left-open": Slip(old=AUTHORS, new="[Ada Lovelace, Alan Turing", at="2:10", said="is not closed"),
    "tags-with-number-signs": Slip(old="[kernels,", new="[#kernels,", at="5:8", said="its closing bracket too", right="[kernels,"),
    "a-quoted-item": Slip(old=AUTHORS, new='["Ada" Lovelace]', at="2:15", said="the item ends at this quote", right="""['"Ada" Lovelace']"""),
    "tex-in-double-quotes": Slip(old="{title}", new='"On $\\lambda$ Returns"', at="1:13", said="\\lambda is none"),
    "tex-that-becomes-a-tab": Slip(old="{title}", new='"Sampling at $\\tau$ Steps"', at="1:8", said="\\tau is a sign of YAML's own"),
    "tex-that-becomes-a-line": Slip(old=TLDR, new='"Shrinks $x + \\nu$."', at="7:7", said="\\nu is a sign of YAML's own"),
    "no-space-behind-the-colon": Slip(old="kind: method", new="kind:method", at="6:5", said="a plain colon and a space"),
    "an-equals-sign": Slip(old="kind: method", new="kind = method", at="6:5", said="a plain colon and a space"),
    "a-wide-colon": Slip(old="kind: method", new="kind：method", at="6:5", said="a plain colon and a space"),
    "no-colon": Slip(old="title: {title}", new="title No Colon at All", at="1:1", said="the line has no key"),
    "text-that-goes-on": Slip(old=TLDR, new="Clusters queries\nand keys.", at="8:1", said="the line has no key", right="Clusters queries\n  and keys."),
    "a-summary-at-the-edge": Slip(old=f"tldr: {TLDR}", new="summary: |\nOne line.\nTwo lines.", at="8:1", said="begins at the left edge", right="summary: |\n  One line.\n  Two lines."),
    "a-field-moved-in": Slip(old="topic:", new=" topic:", at="4:1", said="begins in column 2", right="topic:"),
    "a-link-moved-in": Slip(old="  code:", new="    code:", at="10:1", said="begins in column 5", right="  code:"),
    "links-at-the-edge": Slip(old="  code:", new="code:", at="10:1", said="unknown key 'code'", right="  code:"),
    "a-field-below-links": Slip(old=LAST, new=f"{LAST}  name: Clusters\n", at="11:3", said="unknown key 'name' of links", right=f"{LAST}name: Clusters\n"),
    "dashes-without-spaces": Slip(old=f"authors: {AUTHORS}", new="authors:\n-Ada Lovelace", at="3:1", said="needs a space behind it"),
    "a-list-over-lines-left-open": Slip(old=AUTHORS, new="[Ada Lovelace,\n  Alan Turing", at="2:10", said="is not closed", right="[Ada Lovelace,\n  Alan Turing]"),
    "a-list-with-a-wrong-end": Slip(old="sparsity]", new="sparsity}", at="5:7", said="is not closed"),
    "a-list-closed-twice": Slip(old="sparsity]", new="sparsity]]", at="5:26", said="closed already"),
    "a-comma-behind-a-list": Slip(old="sparsity]", new="sparsity],", at="5:26", said="closed already"),
    "a-comma-behind-a-quote": Slip(old="kind: method", new='kind: "method",', at="6:14", said="ends at this quote"),
    "a-comma-too-many": Slip(old="[kernels,", new="[kernels, ,", at="5:17", said="nothing before this comma", right="[kernels,"),
    "a-comma-too-few": Slip(old=AUTHORS, new='["Ada Lovelace" "Alan Turing"]', at="2:11", said="a comma is missing"),
    "a-quote-over-lines-left-open": Slip(old=f"tldr: {TLDR}", new='summary: "Clusters queries\n  and keys.', at="7:10", said="is not closed", right='summary: "Clusters queries\n  and keys."'),
    "an-item-with-a-quoted-word": Slip(old="links:", new='results:\n  - "Fast" on one GPU\nlinks:', at="9:10", said="ends at this quote"),
    "an-item-with-a-bracket-first": Slip(old="links:", new="results:\n  - [5x] faster\nlinks:", at="9:5", said="starts with an opening bracket"),
    "an-item-with-greater-first": Slip(old="links:", new="results:\n  - > 90 % of heads are idle\nlinks:", at="9:5", said="starts with >"),
    "an-item-with-an-asterisk-first": Slip(old="links:", new="results:\n  - *Twice* as fast\nlinks:", at="9:5", said="starts with an asterisk"),
    "an-item-with-at-first": Slip(old="links:", new="results:\n  - @8 GPUs twice as fast\nlinks:", at="9:5", said="starts with @"),
    "an-item-with-a-quote-left-open": Slip(old="links:", new='results:\n  - "Twice as fast\n  - "Half as large"\nlinks:', at="9:5", said="is not closed"),
    "an-item-that-goes-on-with-a-colon": Slip(old="links:", new="results:\n  - Twice as fast\n    on each machine: A and B\nlinks:", at="10:20", said="colon with a space", right="results:\n  - Twice as fast on both\nlinks:"),
    "stars-for-dashes": Slip(old=f"authors: {AUTHORS}", new="authors:\n  * Ada Lovelace", at="3:3", said="start with a dash"),
    "a-dash-moved-out": Slip(old=f"authors: {AUTHORS}", new="authors:\n  - Ada Lovelace\n - Alan Turing", at="4:1", said="begins in column 2", right=f"authors: {AUTHORS}"),
    "a-dash-moved-in": Slip(old=f"authors: {AUTHORS}", new="authors:\n  - Ada Lovelace\n    - Alan Turing", at="4:5", said="this dash begins no item", right="authors:\n  - Ada Lovelace\n  - Alan Turing"),
    "a-dash-of-a-tag-moved-in": Slip(old="tags: [kernels, sparsity]", new="tags:\n - kernels\n  - sparsity", at="7:3", said="this dash begins no item", right="tags: [kernels, sparsity]"),
    "a-dash-among-the-keys": Slip(old="kind: method", new="- kind: method", at="6:1", said="no list is open here"),
    "a-dash-below-brackets": Slip(old="kind:", new="  - sparsity\nkind:", at="6:3", said="no list is open here", right="kind:"),
    "a-summary-with-a-colon-below": Slip(old=f"tldr: {TLDR}", new="summary:\n  Clusters queries.\n  This is new: keys too.", at="9:14", said="colon with a space", right="summary: |\n  Clusters queries.\n  This is new: keys too."),
    "a-summary-behind-the-bar": Slip(old=f"tldr: {TLDR}", new="summary: | Clusters queries\n  and keys.", at="7:10", said="starts with |", right="summary: |\n  Clusters queries\n  and keys."),
    "a-merge-conflict": Slip(old="date: 2024-03-01", new="<<<<<<< HEAD\ndate: 2024-03-01\n=======\ndate: 2024-03-02\n>>>>>>> mine", at="3:1", said="were not merged", right="date: 2024-03-02"),
    "bibtex": Slip(old=ENTRY, new="@article{lovelace,\n title={Notes}\n}\n", at="1:1", said="a record of BibTeX", right=ENTRY),
    "dashes-at-the-end": Slip(old=LAST, new=f"{LAST}---\n", at="11:1", said="a second document", right=LAST),
    "an-empty-file": Slip(old=ENTRY, new="", at="1:1", said="the file is empty", right=ENTRY),
    "a-list-for-a-title": Slip(old="{title}", new="[Brackets, Everywhere]", at="1:8", said="brackets make this a list"),
    "a-list-for-a-topic": Slip(old="topic: attention", new="topic: [attention]", at="4:8", said="brackets make this a list"),
    "a-list-for-a-link": Slip(old=CODE, new="[https://example.org/a, https://example.org/b]", at="10:9", said="brackets make this a list"),
    "authors-with-commas": Slip(old=AUTHORS, new="Ada Lovelace, Alan Turing", at="2:10", said="authors is not a list"),
    "authors-with-and": Slip(old=AUTHORS, new="Ada Lovelace and Alan Turing", at="2:10", said="authors is not a list"),
    "tags-without-brackets": Slip(old="[kernels, sparsity]", new="kernels, sparsity", at="5:7", said="tags is not a list"),
    "a-colon-in-a-result": Slip(old="links:", new="results:\n  - Speed: twice that of dense attention\nlinks:", at="9:5", said="reads like a key and a value"),
    "a-colon-in-a-list-of-results": Slip(old="links:", new="results: [Speed: twice, half the memory]\nlinks:", at="8:11", said="reads like a key and a value", right='results: ["Speed: twice", half the memory]\nlinks:'),
    "a-list-in-a-list": Slip(old=AUTHORS, new=f"[{AUTHORS}]", at="2:11", said="brackets make this a list", right=AUTHORS),
    "a-summary-with-a-colon-first": Slip(old=f"tldr: {TLDR}", new="summary:\n  The problem: keys.\n  The idea: queries.", at="8:3", said="reads like a key and a value", right="summary: |\n  The problem: keys.\n  The idea: queries."),
    "an-arxiv-id-in-brackets": Slip(old='"2403.{number:05d}"', new='["2403.{number:05d}"]', at="9:10", said="brackets make this a list"),
    "a-comment-behind-a-date": Slip(old="2024-03-01", new="2024-03-01 #first", at="3:18", said="date ends here", right="2024-03-01 # first"),
    "a-comment-behind-a-link": Slip(old=CODE, new=f"{CODE} #first", at="10:34", said="links code ends here", right=f"{CODE} # first"),
    "a-venue-as-text": Slip(old="topic:", new="venue: NeurIPS 2024\ntopic:", at="4:8", said="venue has parts of its own"),
    "a-venue-without-a-space": Slip(old="topic:", new="venue: {name:NeurIPS, year: 2024}\ntopic:", at="4:9", said="unknown key 'name:NeurIPS' of venue", right="venue: {name: NeurIPS, year: 2024}\ntopic:"),
    "a-venue-with-a-mistyped-name": Slip(old="topic:", new="venue: {nmae: NeurIPS, year: 2024}\ntopic:", at="4:9", said="unknown key 'nmae' of venue"),
    "a-listing-with-a-mistyped-source": Slip(old="links:", new="listed:\n  - {sorce: a-newsletter}\nlinks:", at="9:6", said="unknown key 'sorce' of listed"),
    "a-year-of-two-figures": Slip(old="topic:", new="venue: {name: NeurIPS, year: 24}\ntopic:", at="4:30", said="not a whole number", right="venue: {name: NeurIPS, year: 2024}\ntopic:"),
    "a-month-in-words": Slip(old="2024-03-01", new="May 2024", at="3:7", said="is not a date"),
    "a-date-without-noughts": Slip(old="2024-03-01", new="2024-3-1", at="3:7", said="is not a calendar date"),
    "a-date-with-a-time": Slip(old="2024-03-01", new="2024-03-01T10:00:00Z", at="3:7", said="is not a date"),
    "a-month-13": Slip(old="2024-03-01", new="2024-13-01", at="3:7", said="is not a calendar date", right="2024-12-01"),
    "a-mistyped-topic": Slip(old="topic: attention", new="topic: atention", at="4:8", said="topic 'atention' is not defined"),
    "a-mistyped-tag": Slip(old="kernels", new="kernles", at="5:8", said="tag 'kernles' is not defined"),
    "a-tag-by-its-name": Slip(old="sparsity", new="Sparsity", at="5:17", said="tag 'Sparsity' is not defined"),
    "a-tag-twice": Slip(old="sparsity]", new="sparsity, kernels]", at="5:27", said="stands here twice", right="sparsity]"),
    "a-key-twice": Slip(old="topic:", new="date: 2024-03-02\ntopic:", at="4:1", said="'date' stands here a second time", right="topic:"),
    "a-mistyped-key": Slip(old="authors:", new="autors:", at="2:1", said="unknown key 'autors'"),
    "a-key-with-a-capital": Slip(old="title:", new="Title:", at="1:1", said="unknown key 'Title'"),
    "a-key-of-other-lists": Slip(old="tags:", new="keywords:", at="5:1", said="unknown key 'keywords'"),
    "a-link-of-another-name": Slip(old="  code:", new="  github:", at="10:3", said="unknown key 'github' of links"),
    "no-title": Slip(old="title: {title}\n", new="", at="1:1", said="title is missing", right="title: {title}\n"),
    "a-mistyped-kind": Slip(old="kind: method", new="kind: methods", at="6:7", said="is not one of"),
    "an-arxiv-link": Slip(old='"2403.{number:05d}"', new="https://arxiv.org/abs/2403.{number:05d}v2", at="9:10", said="is not an arXiv id"),
    "an-arxiv-version": Slip(old='{number:05d}"', new='{number:05d}v3"', at="9:10", said="has a version"),
    "an-arxiv-id-without-its-last-nought": Slip(old='"2403.{number:05d}"', new='"2403.1234"', at="9:10", said="is not an arXiv id", right='"2403.{number:05d}"'),
    "an-arxiv-id-with-a-digit-more": Slip(old='"2403.{number:05d}"', new='"2403.123456"', at="9:10", said="is not an arXiv id", right='"2403.{number:05d}"'),
    "an-arxiv-number": Slip(old='"2403.{number:05d}"', new="2403.{number:05d}", at="9:10", said="needs quotes"),
    "arxiv-in-curly-quotes": Slip(old='"2403.{number:05d}"', new="“2403.{number:05d}”", at="9:10", said="is not an arXiv id"),
    "a-doi-link": Slip(old=LAST, new=f"{LAST}  doi: https://doi.org/10.1000/{{number}}\n", at="11:8", said="is not a DOI"),
    "a-link-without-https": Slip(old=CODE, new="github.com/ada/notes", at="10:9", said="is not an https address"),
    "a-link-in-angles": Slip(old=CODE, new="<https://example.org/a>", at="10:9", said="holds a space, quote, bracket"),
    "a-link-of-markdown": Slip(old=CODE, new='"[code](https://example.org/a)"', at="10:9", said="is not an https address"),
    "two-links": Slip(old=CODE, new="https://example.org/a https://example.org/b", at="10:9", said="holds a space", right="https://example.org/a"),
    "builds-on-itself": Slip(old="links:", new="builds_on: [builds-on-itself]\nlinks:", at="8:13", said="builds on itself", right="links:"),
    "builds-on-a-mistyped-one": Slip(old="links:", new="builds_on: [first-papper]\nlinks:", at="8:13", said="there is no paper 'first-papper'"),
    "builds-on-without-brackets": Slip(old="links:", new="builds_on: first-paper\nlinks:", at="8:12", said="builds_on is not a list"),
    "an-alias-of-its-own": Slip(old="links:", new="aliases: [an-alias-of-its-own, older]\nlinks:", at="8:11", said="is the paper's own id", right="aliases: [older]\nlinks:"),
    "an-alias-that-is-taken": Slip(old="links:", new="aliases: [first-paper]\nlinks:", at="8:11", said="is the id of a paper that exists", right="links:"),
    "superseded-without-status": Slip(old="links:", new="superseded_by: first-paper\nlinks:", at="8:1", said="goes with status: superseded", right="links:"),
    "withdrawn-without-a-note": Slip(old="links:", new="status: withdrawn\nlinks:", at="8:1", said="needs a status_note", right="status: withdrawn\nstatus_note: The authors found an error in the proof.\nlinks:"),
    "an-id-of-another-file": Slip(old="title: {title}", new="id: other\ntitle: {title}", at="1:5", said="differs from the file's name", right="title: {title}"),
}  # fmt: skip
"""Each slip that is an error, under the name of its file."""

DOUBTS = {
    "family-name-first": Slip(old=AUTHORS, new='["Lovelace, Ada"]', at="2:11", said="has the family name first", right="[Ada Lovelace]"),
    "names-cut-by-commas": Slip(old=AUTHORS, new="[Lovelace, Ada, Turing, Alan]", at="2:10", said="one word only", right=AUTHORS),
    "two-authors-in-one": Slip(old=AUTHORS, new="[Ada Lovelace and Alan Turing]", at="2:11", said="looks like 2 authors", right=AUTHORS),
    "and-others": Slip(old=AUTHORS, new="[Ada Lovelace, et al.]", at="2:25", said="names that are left out", right=AUTHORS),
    "footnote-marks": Slip(old=AUTHORS, new="[Ada Lovelace1]", at="2:11", said="a footnote's mark", right="[Ada Lovelace]"),
    "and-before-the-last": Slip(old=AUTHORS, new="[Ada Lovelace, and Alan Turing]", at="2:25", said="begins with and", right=AUTHORS),
    "curly-quotes-around": Slip(old="{title}", new="“Quoted on All Sides”", at="1:8", said="the quotes “ and ”", right="Quoted on All Sides"),
    "an-entity-of-html": Slip(old="{title}", new="Trial &amp; Error", at="1:8", said="&amp; is shown as it is typed", right="Trial & Error"),
    "a-tag-of-html": Slip(old="{title}", new="H<sub>2</sub>O for Caches", at="1:8", said="<sub> is shown as it is typed", right="H2O for Caches"),
    "a-plain-http-link": Slip(old=CODE, new="http://example.org/code", at="10:9", said="starts with http", right=CODE),
}  # fmt: skip
"""Each slip that is a warning, since now and then it is none."""

ALL_SLIPS = {**SLIPS, **DOUBTS}


def text_of(name: str, slip: Slip, typed: str) -> str:
    """The entry of that name with `typed` in place of what the slip replaced; every entry a paper of its own."""
    number = list(ALL_SLIPS).index(name) + 1
    assert ENTRY.count(slip.old) == 1, f"{slip.old!r} does not stand once in an entry"
    text = ENTRY.replace(slip.old, typed)
    for mark, value in (
        ("{title}", name.replace("-", " ")),
        ("{number:05d}", f"{number:05d}"),
        ("{number}", str(number)),
    ):
        text = text.replace(mark, value)
    return text


def follow(hint: str, text: str, line: int, column: int, length: int) -> str:
    """The text with the hint carried out to the letter."""
    lines = text.split("\n")
    row = lines[line - 1]
    before, behind = row[: column - 1], row[column - 1 + length :]
    hint = hint.removeprefix("a # begins a comment: ").split("; ")[0]
    if whole := re.fullmatch(r"write ((?:- )?[\w-]+: .+|- .+)", hint):
        lines[line - 1] = row[: len(row) - len(row.lstrip())] + whole[1]
    elif value := re.fullmatch(r"put quotes around it: (.+)", hint):
        at = row.index(value[1][1:-1].replace("''", "'")[:5])
        lines[line - 1] = row[:at] + value[1]
    elif meant := re.match(r"did you mean '(.+?)'\?|the tag for it is '(.+?)'|write (\S.*)", hint):
        lines[line - 1] = before + (meant[1] or meant[2] or meant[3]) + behind
    else:
        pytest.fail(f"nobody can follow this to the letter: {hint}")
    return "\n".join(lines)


Told = dict[str, list[dict[str, Any]]]


def check(folder: Path) -> Told:
    """What the command says, by the name of the entry."""
    told: Told = {}
    for problem in json.loads(run_cli("check", "--format", "json", cwd=folder).output)["problems"]:
        if problem["code"] != "W405":  # the made-up titles are alike
            told.setdefault(Path(problem["path"]).stem, []).append(problem)
    return told


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Told, Told]:
    """What is said of all slips, and what is left to say when the hints were followed."""
    folder = make_project(tmp_path_factory.mktemp("slips"))
    papers = folder / "content/papers"
    for name, slip in ALL_SLIPS.items():
        (papers / f"{name}.yml").write_text(text_of(name, slip, slip.new), encoding="utf-8")
    first = check(folder)
    for name, slip in ALL_SLIPS.items():
        problem = next(iter(first.get(name, [])), None)
        if slip.right is not None:
            mended = text_of(name, slip, slip.right)
        elif problem is not None:
            text = text_of(name, slip, slip.new)
            mended = follow(problem["hint"], text, problem["line"], problem["column"], problem["length"])
        else:
            continue
        (papers / f"{name}.yml").write_text(mended, encoding="utf-8")
    return first, check(folder)


@pytest.mark.parametrize("name", ALL_SLIPS)
def test_a_slip_is_told_once_at_its_place_in_an_editors_words(name: str, told: tuple[Told, Told]) -> None:
    slip = ALL_SLIPS[name]
    problems = told[0].get(name, [])
    places = [f"{problem['line']}:{problem['column']} {problem['message']}" for problem in problems]
    assert [place.split(" ")[0] for place in places] == [slip.at], places
    (problem,) = problems
    assert slip.said in problem["message"]
    assert problem["hint"]
    assert problem["severity"] == ("warning" if name in DOUBTS else "error")
    words = f"{problem['message']} {problem['hint']}".replace(problem["source_line"] or "\0", "")
    assert not [word for word in PROGRAMMERS_WORDS if re.search(rf"\b{word}\b", words)]


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("a-colon-in-a-list-of-results", 'put quotes around it: "Speed: twice"'),
        ("a-dash-moved-in", "begin it in column 3, as in line 3"),
        ("a-dash-of-a-tag-moved-in", "begin it in column 2, as in line 6"),
        ("a-venue-without-a-space", "put a space behind the colon: name: NeurIPS"),
        ("a-list-in-a-list", "delete the inner brackets: the list has some already"),
        ("a-summary-with-a-colon-first", "put | behind summary: and leave the lines below it as they are"),
        (
            "an-arxiv-id-without-its-last-nought",
            "five digits follow the point since 2015: look whether a 0 at the end got lost",
        ),
        ("an-arxiv-id-with-a-digit-more", 'the bare id in quotes, for example "2510.26692"'),
        ("a-comment-behind-a-date", "put a space behind the # if a comment is meant"),
        ("a-comment-behind-a-link", "put a space behind the # if a comment is meant"),
    ],
)
def test_a_hint_that_leaves_a_choice_leads_to_what_is_right(
    name: str, hint: str, told: tuple[Told, Told]
) -> None:
    assert [problem["hint"] for problem in told[0][name]] == [hint]


@pytest.mark.parametrize("name", ALL_SLIPS)
def test_following_the_hint_mends_it(name: str, told: tuple[Told, Told]) -> None:
    assert [
        f"{problem['line']}:{problem['column']} {problem['message']}" for problem in told[1].get(name, [])
    ] == []


@pytest.mark.parametrize(
    ("path", "text", "hint"),
    [
        ("content/topics/memory.yml", "nmae: Memory\ndescription: A.\norder: 2\ngroup: B\n", "name"),
        ("content/tags.yml", SMALL_INDEX["content/tags.yml"].rstrip() + "\n        caches:\n          nmae: Caches\n", "name"),
        ("content/people.yml", "ada:\n  nmae: Ada Lovelace\n", "name"),
    ],
)  # fmt: skip
def test_a_mistyped_key_beside_the_entries_is_told_once(
    path: str, text: str, hint: str, tmp_path: Path
) -> None:
    folder = make_project(tmp_path, {path: text})
    told = json.loads(run_cli("check", "--format", "json", cwd=folder).expect(1).output)["problems"]
    assert [(problem["path"], problem["code"], problem["hint"]) for problem in told] == [
        (path, "E201", f"did you mean '{hint}'?")
    ]


@pytest.mark.parametrize(
    "typed", ["[first-paper]", "\n  - first-paper", "\n  paper: first-paper\n  why: So."]
)
def test_the_papers_to_begin_with_are_shown_as_they_are_written(typed: str, tmp_path: Path) -> None:
    topic = f"name: Memory\ndescription: A.\norder: 2\ngroup: B\nstart_here: {typed}\n"
    folder = make_project(tmp_path, {"content/topics/memory.yml": topic})
    said = run_cli("check", cwd=folder).expect(1).output
    assert "{paper: kimi-linear, why: It is the shortest way in}" in said
    assert said.count("error[E205]") == 1


@pytest.mark.parametrize("text", ["", "# Nobody needs help any more.\n", "---\n"])
@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("content/people.yml", "write a person, or delete the file"),
        ("content/tags.yml", "write a tag, or delete the file"),
        (
            "content/topics/memory.yml",
            "write its name:, description:, order: and group:, each on a line of its own",
        ),
    ],
)
def test_an_empty_file_beside_the_entries_says_what_belongs_there(
    path: str, hint: str, text: str, tmp_path: Path
) -> None:
    folder = make_project(tmp_path, {path: text})
    told = json.loads(run_cli("check", "--format", "json", cwd=folder).expect(1).output)["problems"]
    assert [(problem["path"], problem["hint"]) for problem in told] == [(path, hint)]


@pytest.mark.parametrize(
    ("path", "text", "hint"),
    [
        ("content/topics/Large Models.yml", TOPIC, "rename the file, for example to large-models.yml"),
        ("content/topics/search.yml", TOPIC, "rename the file, for example to search-topic.yml"),
        ("content/tags.yml", SMALL_INDEX["content/tags.yml"].rstrip() + "\n        KV_Cache: {name: Caches}\n", "for example: kv-cache"),
        ("content/people.yml", "Ada Lovelace: {name: Ada Lovelace}\n", "for example: ada-lovelace"),
    ],
)  # fmt: skip
def test_an_id_that_is_none_is_shown_as_it_could_be(path: str, text: str, hint: str, tmp_path: Path) -> None:
    told = json.loads(
        run_cli("check", "--format", "json", cwd=make_project(tmp_path, {path: text})).expect(1).output
    )["problems"]
    assert [(problem["path"], problem["code"]) for problem in told] == [(path, "E202")]
    assert told[0]["hint"].startswith(hint)


MISPLACED = {
    "content/papers/in-capitals.YML": "rename it to in-capitals.yml",
    "content/papers/from-notepad.yml.txt": "rename it to from-notepad.yml",
    "content/papers/With Spaces.yml": "rename the file, for example to with-spaces.yml",
    "content/papers/under_scored.yml": "rename the file, for example to under-scored.yml",
    "content/papers/a-copy (1).yml": "rename the file, for example to a-copy-1.yml",
    "content/papers/index.yml": "rename the file, for example to index-paper.yml",
    "content/beside-the-folders.yml": "move it to content/papers/",
    "content/topics/among-topics.yml": "move it to papers/",
    "content/entries/in-another-folder.yml": "entries lie in content/papers/",
}


def test_a_file_of_a_wrong_name_or_place_is_not_passed_over(tmp_path: Path) -> None:
    slip = Slip(old="kind: method", new="kind: method", at="", said="")
    texts = dict(zip(MISPLACED, list(ALL_SLIPS)[: len(MISPLACED)], strict=True))
    folder = make_project(tmp_path, {path: text_of(name, slip, slip.new) for path, name in texts.items()})
    said = run_cli("check", cwd=folder).expect(1).output
    for path, hint in MISPLACED.items():
        shown = path if "entries/" not in path else "content/entries"
        assert re.search(rf"^{re.escape(shown)}:1:1: .*\n    hint: {re.escape(hint)}", said, re.MULTILINE), (
            path
        )
    assert len(re.findall(r"^content/", said, re.MULTILINE)) == len(MISPLACED)


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("ending", ["yml", "yaml"])
def test_what_other_editors_write_is_no_slip(ends: str, mark: str, ending: str, tmp_path: Path) -> None:
    slip = Slip(old="kind: method", new="kind: method   ", at="", said="")
    text = mark + text_of("no-title", slip, slip.new).replace("\n", ends)
    folder = make_project(tmp_path, {f"content/papers/other-editor.{ending}": text.encode()})
    run_cli("check", cwd=folder).expect(0)


@pytest.mark.parametrize(("encoding", "byte"), [("latin-1", "0xFC"), ("utf-16", "0xFF")])
def test_another_encoding_is_named_with_its_place(encoding: str, byte: str, tmp_path: Path) -> None:
    text = "title: On Names\nauthors: [Jürgen Müller]\ndate: 2024\ntopic: attention\n"
    folder = make_project(tmp_path, {"content/papers/old.yml": text.encode(encoding)})
    said = run_cli("check", cwd=folder).expect(1).output
    assert re.search(rf"^content/papers/old\.yml:[12]:\d+: error\[E002\] byte {byte} is not UTF-8", said)
    assert "hint: save the file as UTF-8" in said


def test_an_endless_line_is_judged_as_fast_as_any(tmp_path: Path) -> None:
    endless = {
        "blanks": "title: a" + " " * 900_000 + "b: c\n",
        "quotes": 'title: "' + '\\"' * 400_000 + "\n b: c\n",
        "commas": "authors: [" + ',"' * 400_000,
        "comments": "title: x" + " #" * 400_000 + "\n b: c: d",
        "lines": "x\n" * 400_000,
        "items": "authors: [\n" + "x,\n" * 300_000,
        "items-of-two-lines": "results:\n" + "  - x\n    y\n" * 80_000 + "  - x\n    - y\n",
        "blanks-in-a-list": "authors: [x,\n" + " " * 900_000 + "y\ndate: 2024\n",
        "blanks-in-quotes": 'summary: "x\n' + " " * 900_000 + 'y\ndate: "2024"\n',
        "blanks-in-a-text": "summary: x\n" + " " * 900_000 + "y z: a\n",
        "lines-of-a-text": "summary: x\n" + "  x\n" * 200_000 + "  y z: a\n",
    }
    folder = make_project(
        tmp_path, {f"content/papers/{name}.yml": text.encode() for name, text in endless.items()}
    )
    said = run_cli("check", cwd=folder, timeout=60).expect(1).output
    assert said.count("error[E10") == len(endless) - 1
    assert said.count("error[E205]") == 1
