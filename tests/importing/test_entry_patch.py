"""Adding to an entry leaves every byte that was there."""

from __future__ import annotations

import difflib

import pytest

from generator.importing.abstract_links import FoundLink
from generator.importing.entry_patch import patched_entry
from generator.importing.found_paper import FoundPaper
from generator.model.paper import Listing, Venue
from generator.model.partial_date import PartialDate
from generator.model.problem import Place

DAY = PartialDate(2025, 12, 9)
MISSING = FoundPaper(
    title="Quiet Heads",
    places=(Place("x"),),
    authors=("Ada Lovelace", "Turing, Alan"),
    organizations=("Example Lab",),
    venue=Venue("Made-up Conference", 2025),
    links=(FoundLink("arxiv", "2401.00010"), FoundLink("project", "https://example.org/a,b")),
    listed=(Listing("daily", DAY, 3),),
)

LAYOUTS = {
    "short": "title: Quiet Heads\ntopic: pruning\n",
    "blocks and comments": (
        "# about this file\ntitle: Quiet Heads   # sic\ndate: 2025-07-21\n\n# where it stands\ntopic: pruning\n"
        "tldr: One sentence.\nsummary: |\n  Two lines\n  # not a comment\n\nlinks:\n  code: https://example.org/c\n"
        "  pdf: https://example.org/p # mirror\n\n# finds\nlisted:\n  - {source: daily, date: 2025-11-11}\n"
        "  - source: weekly\n    date: 2025-11-12\n# the end\nadded: 2026-01-01\n"
    ),
    "flow": (
        "title: Quiet Heads\ntopic: pruning\nlinks: {code: 'https://example.org/c]}', doi: \"10.1/x\"}\n"
        "listed: [{source: daily, date: 2025-11-11}]\n"
    ),
    "flow with a last comma": (
        "title: Quiet Heads\ntopic: pruning\nlinks: {code: 'https://example.org/c]}', }\n"
        "listed: [{source: daily, date: 2025-11-11},]\n"
    ),
    "empty brackets": "title: Quiet Heads\ntopic: pruning\nlinks: {code: 'https://example.org/c'}\nlisted: [ ]\n",
    "odd order": "listed:\n- source: daily\n  date: 2025-11-11\ntopic: pruning\ntitle: Quiet Heads\n",
    "no line end": "title: Quiet Heads\ntopic: pruning\nadded: 2026-01-01",
    "windows": "title: Quiet Heads\r\ntopic: pruning\r\nlisted:\r\n  - {source: daily, date: 2025-11-11}\r\n",
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS.keys())
def test_everything_missing_comes_in_and_nothing_else_changes(layout: str) -> None:
    patched = patched_entry(layout, MISSING)
    assert patched.by_hand == ()
    assert len(patched.added) == 6
    is_flow = "{code:" in layout
    for change in difflib.ndiff(layout.splitlines(), patched.text.splitlines()):
        assert not change.startswith("- ") or is_flow
    # Characters only come in: what was there is still there, in its order.
    rest = iter(patched.text)
    assert all(character in rest for character in layout)
    assert ("\r\n" in layout) == ("\r\n" in patched.text)
    assert "\n" not in patched.text.replace("\r\n", "") or "\r\n" not in layout
    assert patched.text.index("title:") < patched.text.index("venue:")


def test_new_keys_stand_in_the_order_of_the_format() -> None:
    text = patched_entry(LAYOUTS["blocks and comments"], MISSING).text
    assert text == (
        "# about this file\ntitle: Quiet Heads   # sic\nauthors: [Ada Lovelace, \"Turing, Alan\"]\n"
        "organizations: [Example Lab]\ndate: 2025-07-21\nvenue: {name: Made-up Conference, year: 2025}\n\n"
        "# where it stands\ntopic: pruning\ntldr: One sentence.\nsummary: |\n  Two lines\n  # not a comment\n\nlinks:\n"
        "  arxiv: \"2401.00010\"\n  code: https://example.org/c\n  pdf: https://example.org/p # mirror\n"
        "  project: \"https://example.org/a,b\"\n\n# finds\nlisted:\n  - {source: daily, date: 2025-11-11}\n"
        "  - source: weekly\n    date: 2025-11-12\n  - {source: daily, date: 2025-12-09, comments: 3}\n"
        "# the end\nadded: 2026-01-01\n"
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "title: Quiet Heads\nlisted: nothing yet\n",
        "{title: Quiet Heads, topic: pruning}\n",
        "title: [unclosed\n",
        "",
    ],
)
def test_a_layout_it_does_not_know_is_left_alone(text: str) -> None:
    patched = patched_entry(text, FoundPaper(title="T", places=(), listed=(Listing("daily", DAY, 3),)))
    assert patched.text == text
    assert patched.added == ()
    assert patched.by_hand == ("listed: {source: daily, date: 2025-12-09, comments: 3}",)
