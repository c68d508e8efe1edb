"""Pages with equal titles or descriptions are told apart, and stay so when one of them is planned anew."""

from __future__ import annotations

from generator.pages.frame import PageParts
from generator.pages.told_apart import told_apart


def page(address: str, title: str, description: str) -> PageParts:
    return PageParts(address=address, title=title, description=description)


PAGES = [
    page("papers/a/", "One", "Same"),
    page("papers/b/", "One", "Other"),
    page("papers/c/", "Three", "Same"),
    page("papers/d/", "Four", "Fourth"),
]


def test_no_two_pages_have_the_same_words() -> None:
    pages, told = told_apart(PAGES)
    assert [(one.title, one.description) for one in pages] == [
        ("One", "Same"),
        ("One (papers/b)", "Other"),
        ("Three", "Three. Same"),
        ("Four", "Fourth"),
    ]
    assert [told.again(parts) for parts in PAGES] == pages


def test_a_new_description_unlike_all_others_changes_no_other_page() -> None:
    _, told = told_apart(PAGES)
    anew = page("papers/b/", "One", "Something new")
    after = told.described_anew([anew, PAGES[3]])
    assert after is not None
    assert after.again(anew).title == "One (papers/b)"
    assert after.again(anew).description == "Something new"
    assert after == told_apart([PAGES[0], anew, *PAGES[2:]])[1]


def test_a_description_that_others_have_or_had_concerns_them() -> None:
    _, told = told_apart(PAGES)
    assert told.described_anew([page("papers/d/", "Four", "Same")]) is None
    assert told.described_anew([page("papers/a/", "One", "Something new")]) is None
    assert told.described_anew([page("papers/e/", "Five", "Fifth")]) is None
    twins = [page("papers/b/", "One", "Twins"), page("papers/d/", "Four", "Twins")]
    assert told.described_anew(twins) is None
