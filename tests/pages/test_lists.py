"""Long lists become pages that one can walk through."""

from __future__ import annotations

import pytest

from generator.pages.lists import pager, stretches


def shown(number: int, of: int) -> str:
    """The pager in short: (3) is the present page, … a gap."""
    found = pager("new/", number, of)
    assert found is not None
    return " ".join(
        "…" if step.number is None else f"({step.number})" if step.address is None else str(step.number)
        for step in found.steps
    )


@pytest.mark.parametrize(
    ("number", "of", "expected"),
    [
        (1, 2, "(1) 2"),
        (1, 5, "(1) 2 3 4 5"),
        (1, 9, "(1) 2 3 … 9"),
        (5, 9, "1 2 3 4 (5) 6 7 8 9"),
        (6, 12, "1 … 4 5 (6) 7 8 … 12"),
        (12, 12, "1 … 10 11 (12)"),
    ],
)
def test_the_pager_names_ends_and_neighbours(number: int, of: int, expected: str) -> None:
    assert shown(number, of) == expected


def test_a_single_page_needs_no_pager() -> None:
    assert pager("new/", 1, 1) is None


def test_the_first_page_has_the_lists_own_address() -> None:
    found = pager("new/", 2, 3)
    assert found is not None
    assert (found.previous, found.next) == ("new/", "new/page/3/")


def test_every_item_stands_on_exactly_one_page() -> None:
    pages = stretches(range(130), 60, "new/")
    assert [page.address for page in pages] == ["new/", "new/page/2/", "new/page/3/"]
    assert [item for page in pages for item in page.items] == list(range(130))


def test_an_empty_list_still_has_its_page() -> None:
    nothing: list[int] = []
    assert [(page.address, page.items) for page in stretches(nothing, 60, "new/")] == [("new/", ())]
