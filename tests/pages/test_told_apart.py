"""Pages with equal titles or descriptions are told apart, and stay so when some are planned anew, come or go."""

from __future__ import annotations

import random

from generator.pages.frame import PageParts
from generator.pages.told_apart import (
    MOST_IN_DOUBT,
    checksum,
    description_of,
    title_of,
    title_sum,
    told_apart,
    words_of,
)


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


def test_new_words_unlike_all_others_change_no_other_page() -> None:
    _, told = told_apart(PAGES)
    anew = page("papers/b/", "Two", "Something new")
    assert told.in_doubt([anew]) == {"papers/a/"}, "it was called as that page"
    after = told.told_anew([PAGES[0], anew, PAGES[3]])
    assert after == told_apart([PAGES[0], anew, *PAGES[2:]])[1]
    other = page("papers/d/", "Fourth of all", "Something new")
    assert told.in_doubt([other]) == set()
    after = told.told_anew([other])
    assert after == told_apart([*PAGES[:3], other])[1]


def test_words_that_others_have_or_had_concern_them() -> None:
    _, told = told_apart(PAGES)
    for anew in (
        page("papers/d/", "Four", "Same"),
        page("papers/d/", "One", "Fourth"),
        page("papers/a/", "One", "Something new"),
        page("papers/a/", "First", "Same"),
        page("papers/b/", "Three", "Other"),
        page("papers/c/", "Three", "Other"),
        page("papers/c/", "Three", "Fourth"),
        page("papers/c/", "Four", "Same"),
        page("papers/a/", "One", "Fourth"),
    ):
        now = [anew if parts.address == anew.address else parts for parts in PAGES]
        others = told.in_doubt([anew])
        assert others is not None
        assert anew.address not in others
        after = told.told_anew([parts for parts in now if parts.address in {*others, anew.address}])
        pages, expected = told_apart(now)
        assert after == expected
        assert [after.again(parts) for parts in now] == pages
        if others:
            assert told.told_anew([anew]) is None


def test_another_title_concerns_nobody_who_is_described_alike() -> None:
    """Of what is told apart by titles only the own title is in it."""
    crowd = [page(f"papers/{one:03}/", f"Paper {one}", "Same") for one in range(MOST_IN_DOUBT + 2)]
    _, told = told_apart(crowd)
    for place in (0, 7, len(crowd) - 1):
        now = [*crowd[:place], crowd[place]._replace(title="Something new"), *crowd[place + 1 :]]
        assert told.in_doubt([now[place]]) == set()
        after = told.told_anew([now[place]])
        assert after == told_apart(now)[1]
        assert after is not None
        assert [after.again(parts) for parts in now] == told_apart(now)[0]
    _, told = told_apart([*crowd, page("papers/zz/", "Last", "New. Same")])
    assert told.told_anew([crowd[7]._replace(title="New")]) is None


def test_pages_may_become_twins_and_part_again() -> None:
    _, told = told_apart(PAGES)
    twins = [page("papers/b/", "One", "Twins"), page("papers/d/", "Four", "Twins")]
    after = told.told_anew(twins)
    assert after == told_apart([PAGES[0], twins[0], PAGES[2], twins[1]])[1]
    assert after is not None
    assert after.again(twins[1]).description == "Four. Twins"
    assert after.told_anew([PAGES[1], PAGES[3]]) == told


def test_pages_may_come_and_go() -> None:
    _, told = told_apart(PAGES)
    new = page("papers/aa/", "Three", "Same")
    assert told.in_doubt([new]) == {"papers/a/", "papers/c/"}
    assert told.told_anew([new]) is None
    after = told.told_anew([PAGES[0], new, PAGES[2]])
    assert after == told_apart([PAGES[0], new, *PAGES[1:]])[1]
    assert after is not None
    assert after.in_doubt([], ["papers/a/"]) == {"papers/b/", "papers/c/", "papers/aa/"}
    assert after.told_anew([], ["papers/a/"]) is None
    left = [new, *PAGES[1:]]
    assert after.told_anew(left[:3], ["papers/a/"]) == told_apart(left)[1]
    assert told.told_anew([], ["papers/never/"]) == told


def test_what_cannot_be_told_from_a_few_pages_is_not() -> None:
    _, told = told_apart(PAGES)
    # What a page was given to be told apart may be what another one is described with, or called.
    assert told.told_anew([page("papers/d/", "Four", "Three. Same")]) is None
    assert told.told_anew([page("papers/d/", "One (papers/b)", "Fourth")]) is None
    _, crowd = told_apart(
        [page(f"papers/{one}/", f"Paper {one}", "Same") for one in range(MOST_IN_DOUBT + 2)]
    )
    assert crowd.in_doubt([page("papers/7/", "Paper 7", "Other")]) is None


def test_any_edits_of_any_pages_give_what_is_told_of_all() -> None:
    chance = random.Random(20261122)
    pages = {one: page(f"papers/{one:02}/", f"Paper {one % 7}", f"Words {one % 5}") for one in range(12)}
    _, told = told_apart(pages.values())
    told_of_few = 0
    for number in range(600):
        before = dict(pages)
        for place in chance.sample(range(16), chance.randint(1, 3)):
            if chance.random() < 0.2 and place in pages:
                del pages[place]
            else:
                title, words = f"Paper {chance.randrange(11)}", f"Words {chance.randrange(9)}"
                pages[place] = page(f"papers/{place:02}/", title, words)
        now = [pages[place] for place in sorted(pages)]
        edited = [parts for place, parts in sorted(pages.items()) if before.get(place) != parts]
        gone = [parts.address for place, parts in before.items() if place not in pages]
        others = told.in_doubt(edited, gone)
        assert others is not None
        asked = others | {parts.address for parts in edited}
        after = told.told_anew([parts for parts in now if parts.address in asked], gone)
        whole, expected = told_apart(now)
        if after is not None:
            told_of_few += 1
            assert after == expected, number
            assert [after.again(parts) for parts in now] == whole
        told = expected
    assert told_of_few > 500


def test_two_checksums_in_one_number() -> None:
    for title, description in (("", ""), ("One", "Same"), ("\ud800", "\u2028" * 99)):
        words = words_of(page("papers/a/", title, description))
        assert title_of(words) == title_sum(title)
        assert description_of(words) == checksum(description)
        assert 0 <= words < 2**63
