"""Pages with equal titles or descriptions are told apart, and stay so when one of them is planned anew."""

from __future__ import annotations

import random

from generator.pages.frame import PageParts
from generator.pages.told_apart import MOST_IN_DOUBT, checksum, told_apart


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
    for anew in (
        page("papers/d/", "Four", "Same"),
        page("papers/a/", "One", "Something new"),
        page("papers/c/", "Three", "Other"),
        page("papers/c/", "Three", "Fourth"),
        page("papers/a/", "One", "Fourth"),
    ):
        now = [anew if parts.address == anew.address else parts for parts in PAGES]
        others = told.in_doubt([anew])
        assert others is not None
        assert anew.address in others
        asked = [parts for parts in now if parts.address in others]
        after = told.described_anew(asked)
        pages, expected = told_apart(now)
        assert after == expected
        assert [after.again(parts) for parts in now] == pages
        if len(asked) > 1:
            assert told.described_anew([anew]) is None


def test_pages_may_become_twins_and_part_again() -> None:
    _, told = told_apart(PAGES)
    twins = [page("papers/b/", "One", "Twins"), page("papers/d/", "Four", "Twins")]
    after = told.described_anew(twins)
    assert after == told_apart([PAGES[0], twins[0], PAGES[2], twins[1]])[1]
    assert after is not None
    assert after.again(twins[1]).description == "Four. Twins"
    assert after.described_anew([PAGES[1], PAGES[3]]) == told


def test_what_cannot_be_told_from_a_few_pages_is_not() -> None:
    _, told = told_apart(PAGES)
    new = page("papers/e/", "Five", "Fifth")
    assert told.in_doubt([new]) is None
    assert told.described_anew([new]) is None
    # What a page was given to be told apart may be what another one is described with.
    assert told.described_anew([page("papers/d/", "Four", "Three. Same")]) is None
    _, crowd = told_apart(
        [page(f"papers/{one}/", f"Paper {one}", "Same") for one in range(MOST_IN_DOUBT + 1)]
    )
    assert crowd.in_doubt([page("papers/7/", "Paper 7", "Other")]) is None


def test_any_edits_of_any_pages_give_what_is_told_of_all() -> None:
    chance = random.Random(20261122)
    pages = [page(f"papers/{one}/", f"Paper {one % 7}", f"Words {one % 5}") for one in range(12)]
    _, told = told_apart(pages)
    for number in range(300):
        for place in chance.sample(range(12), chance.randint(1, 3)):
            pages[place] = pages[place]._replace(description=f"Words {chance.randrange(9)}")
        edited = [parts for parts in pages if checksum(parts.description) != told.described[parts.address]]
        others = told.in_doubt(edited)
        assert others is not None
        after = told.described_anew([parts for parts in pages if parts.address in others])
        assert after == told_apart(pages)[1], number
        assert after is not None
        told = after
