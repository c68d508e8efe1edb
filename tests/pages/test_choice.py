"""Whoever asks for a page gets the pages of its folder or of its list planned, and no others."""

from __future__ import annotations

from generator.pages.choice import ALL, Choice

SOME = Choice({"authors/ada-lovelace/page/2/index.html", "tags/page/3/index.html", "papers/one/index.html"})


def test_folders_lists_and_pages_that_are_asked_for() -> None:
    assert [SOME.has(one) for one in ("authors/", "authors/ada-lovelace/", "authors/ada/")] == [
        True,
        True,
        False,
    ]
    assert [SOME.has_list(one) for one in ("authors/ada-lovelace/", "tags/", "authors/")] == [
        True,
        True,
        False,
    ]
    assert [SOME.has_page(one) for one in ("tags/page/3/", "papers/one/", "tags/", "papers/")] == [
        *(True, True, False, False),
    ]
    assert not SOME.is_all


def test_all_pages_are_asked_for_or_none() -> None:
    for address in ("authors/", "authors/ada-lovelace/", "search/"):
        assert ALL.has(address)
        assert ALL.has_list(address)
        assert ALL.has_page(address)
        none = Choice(frozenset())
        assert not none.has(address)
        assert not none.has_list(address)
        assert not none.has_page(address)
