"""Pages of made-up libraries: the cases that a true sample does not hold."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from generator.indexes.addresses import HOME
from generator.model.library import Library
from generator.model.paper import Links, Listing, Venue
from generator.model.partial_date import PartialDate
from generator.model.person import Person
from generator.model.topic import FirstReading, Tag
from generator.pages.home_page import home_sections
from generator.pages.lists import CARDS_A_PAGE
from generator.pages.shelf_pages import FEW
from tests.pages.small_pages import body_of, page_context, pages_of
from tests.support.papers import HERE, NOWHERE, TOPIC, a_library, a_paper

HOSTILE = "<script>alert(\"x\")</script> & 'quotes'"


def text_of(html: str) -> str:
    """What a reader sees, roughly: no tags, single spaces."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_every_page_has_one_h1_and_a_title_and_a_description() -> None:
    for page in pages_of(a_library(a_paper())).values():
        assert page.body.count("<h1") == 1, page.address
        assert page.title
        assert page.description


def test_an_index_without_papers_has_all_its_pages_and_says_so() -> None:
    pages = pages_of(Library())
    for address, words in {
        "papers/": "There are no papers yet",
        "topics/": "There are no topics yet",
        "tags/": "There are no tags yet",
        "authors/": "No authors are recorded yet",
        "new/": "There are no papers yet",
        "years/": "There are no papers yet",
        "listed/": "No listing is recorded yet",
        "discussed/": "No listing has counted comments yet",
        "field/": "There are no papers to draw yet",
    }.items():
        assert words in body_of(pages[address]), address
    assert "There are no papers yet" in home_sections(page_context(Library()))


def test_a_tag_and_a_topic_without_papers_say_so() -> None:
    pages = pages_of(a_library(tags=(Tag(key="kv-cache", name="KV cache"),)))
    assert "No paper has this tag yet" in pages["tags/kv-cache/"].body
    assert "No paper stands under this topic yet" in pages["topics/attention/"].body


@pytest.mark.parametrize(
    "fields",
    [
        {"title": HOSTILE},
        {"authors": (HOSTILE,)},
        {"organizations": (HOSTILE,)},
        {"tldr": HOSTILE},
        {"summary": HOSTILE},
        {"results": (HOSTILE,)},
        {"name": HOSTILE},
        {"abstract": HOSTILE},
        {"venue": Venue(HOSTILE)},
        {"status": "withdrawn", "status_note": HOSTILE},
        {"listed": (Listing(HOSTILE, PartialDate(2025, 11, 11)),)},
    ],
    ids=lambda fields: next(iter(fields)),
)
def test_what_an_entry_says_never_becomes_markup(fields: dict[str, object]) -> None:
    library = a_library(a_paper("x", **fields), a_paper("y", builds_on=("x",)))
    for page in pages_of(library).values():
        assert "<script>alert" not in page.body, page.address


def test_names_of_topics_and_tags_never_become_markup() -> None:
    topic = replace(TOPIC, name=HOSTILE, description=HOSTILE, group=HOSTILE)
    library = a_library(
        a_paper(tags=("t",)), tags=(Tag(key="t", name=HOSTILE, description=HOSTILE),), topics=(topic,)
    )
    for page in pages_of(library).values():
        assert "<script>alert" not in page.body, page.address


def test_maths_is_typeset_in_the_page_and_plain_in_its_title() -> None:
    page = pages_of(a_library(a_paper("x", title="Attention in $O(n^2)$")))["papers/x/"]
    assert "<math" in page.body
    assert page.title == "Attention in O(n²)"


def test_a_title_in_another_script_says_its_language_and_direction_wherever_it_stands() -> None:
    title = "الانتباه <b> $n^2$"
    library = a_library(a_paper("x", title=title), a_paper("y", builds_on=("x",)))
    pages = pages_of(library)
    for address in ("papers/x/", "papers/y/", "topics/attention/", "papers/", "new/"):
        assert '<span lang="ar" dir="rtl">الانتباه &lt;b&gt; <math' in pages[address].body, address
    assert "<span lang" not in pages_of(a_library(a_paper("z")))["papers/z/"].body


def test_a_former_address_leads_to_the_present_one() -> None:
    page = pages_of(a_library(a_paper("new-id", aliases=("old-id",))))["papers/old-id/"]
    assert page.canonical == "papers/new-id/"
    assert 'http-equiv="refresh"' in page.head
    assert 'href="../../papers/new-id/"' in body_of(page)


def test_a_former_topic_leads_to_the_present_one() -> None:
    library = a_library(a_paper(), topics=(replace(TOPIC, aliases=("old-topic",)),))
    assert 'href="../../topics/attention/"' in body_of(pages_of(library)["topics/old-topic/"])


def test_a_superseded_paper_says_so_and_leads_on() -> None:
    library = a_library(
        a_paper("old", status="superseded", status_note="A longer version is out.", superseded_by="next"),
        a_paper("next", title="The Longer Version"),
    )
    body = body_of(pages_of(library)["papers/old/"])
    assert "A longer version is out." in body
    assert '<a href="../../papers/next/">The Longer Version</a>' in body


def test_a_withdrawn_paper_is_marked_in_lists_and_left_out_of_the_newest() -> None:
    pages = pages_of(a_library(a_paper("x", status="withdrawn", status_note="By its authors.")))
    assert "Withdrawn" in pages["topics/attention/"].body
    assert "papers/x/" not in pages["new/"].body


def test_authors_that_nobody_knows_are_counted() -> None:
    body = pages_of(a_library(a_paper("x", authors=(), author_count=59)))["papers/x/"].body
    assert "59 authors" in body


@pytest.mark.parametrize(("comments", "words"), [(1, "1 comment"), (2, "2 comments")])
def test_comments_on_a_card_are_counted_in_words_for_who_does_not_see_the_icon(
    comments: int, words: str
) -> None:
    listing = Listing(source="hf-daily-papers", date=PartialDate(2025, 11, 3), comments=comments)
    body = pages_of(a_library(a_paper("x", listed=(listing,))))["topics/attention/"].body
    assert f">{words}<" in re.sub(r"<span[^>]*>|</span>", "", body)


def test_a_long_list_of_authors_is_folded_and_all_are_linked() -> None:
    names = tuple(f"Ada {letter}lovelace" for letter in "BCDFGHJKLMNPQRSTV")
    body = pages_of(a_library(a_paper("x", authors=names)))["papers/x/"].body
    assert "and 7 more" in text_of(body)
    assert all(f">{name}</a>" in body for name in names)


def test_arxiv_gives_a_pdf_unless_the_entry_has_its_own() -> None:
    body = pages_of(a_library(a_paper("x", links=Links(arxiv="2510.26692"))))["papers/x/"].body
    assert 'href="https://arxiv.org/pdf/2510.26692"' in body
    own = Links(arxiv="2510.26692", pdf="https://example.org/x.pdf")
    body = pages_of(a_library(a_paper("x", links=own)))["papers/x/"].body
    assert "arxiv.org/pdf" not in body
    assert 'href="https://example.org/x.pdf"' in body


def test_edit_and_history_are_offered_only_where_the_sources_are_known() -> None:
    library = a_library(a_paper("x"))
    known = pages_of(library, HERE)["papers/x/"].body
    assert 'href="https://github.com/example/index/edit/main/content/papers/x.yml"' in known
    assert 'href="https://github.com/example/index/commits/main/content/papers/x.yml"' in known
    unknown = pages_of(library, NOWHERE)["papers/x/"].body
    assert "Edit this entry" not in unknown


def test_a_topic_says_where_to_begin_and_why() -> None:
    topic = replace(TOPIC, start_here=(FirstReading("x", "It began here."),))
    body = pages_of(a_library(a_paper("x"), topics=(topic,)))["topics/attention/"].body
    assert "It began here." in body


def test_a_shelf_of_many_papers_is_paged_and_offers_kinds_and_years_as_pages() -> None:
    papers = [
        a_paper(
            f"p{number}",
            kind="survey" if number % 5 == 0 else "method",
            date=PartialDate(2020 + number % 5, 1, 1),
        )
        for number in range(2 * CARDS_A_PAGE + 1)
    ]
    pages = pages_of(a_library(*papers))
    assert {"topics/attention/page/2/", "topics/attention/page/3/", "topics/attention/survey/"} <= set(pages)
    body = body_of(pages["topics/attention/"])
    assert 'href="../../topics/attention/survey/"' in body
    assert 'href="../../topics/attention/page/2/#y2020"' in body
    assert "25 papers" in body_of(pages["topics/attention/survey/"])


def test_the_year_of_a_filter_leads_to_where_the_year_begins() -> None:
    papers = [a_paper(f"p{number}", date=PartialDate(2020 + number % 3)) for number in range(9)]
    body = body_of(pages_of(a_library(*papers))["topics/attention/"])
    for year in (2020, 2021, 2022):
        assert f'href="#y{year}"' in body
        assert f'id="y{year}"' in body


@pytest.mark.parametrize(("years", "are_offered"), [(1, False), (2, True)])
def test_a_filter_is_offered_where_there_is_something_to_choose(years: int, are_offered: bool) -> None:
    papers = [a_paper(f"p{number}", date=PartialDate(2020 + number % years)) for number in range(FEW + 1)]
    assert ('href="#y2020"' in body_of(pages_of(a_library(*papers))["topics/attention/"])) == are_offered


def test_neighbours_are_the_next_papers_of_the_same_topic() -> None:
    library = a_library(
        *(a_paper(f"p{day}", title=f"Paper {day}", date=PartialDate(2025, 1, day)) for day in (1, 2, 3))
    )
    body = body_of(pages_of(library)["papers/p2/"])
    newer, older = body.index("Newer in Attention"), body.index("Older in Attention")
    assert newer < body.index("Paper 3", newer) < older < body.index("Paper 1", older)


def test_a_person_with_help_from_an_editor_has_their_links() -> None:
    person = Person(
        key="ada", name="Ada Lovelace", orcid="0000-0002-1825-0097", homepage="https://ada.example.org/"
    )
    library = replace(a_library(a_paper()), people={"ada": person})
    body = pages_of(library)["authors/ada/"].body
    assert 'href="https://orcid.org/0000-0002-1825-0097"' in body
    assert 'href="https://ada.example.org/"' in body


def test_two_people_of_one_name_are_told_apart_on_their_papers() -> None:
    papers = [a_paper(f"p{number}", authors=("Wei Zhang",)) for number in range(3)]
    other = Person(key="wei-zhang-optics", name="Wei Zhang", papers=("p1",))
    views = page_context(replace(a_library(*papers), people={other.key: other})).views
    assert [views.page(paper.key).authors[0].address for paper in papers] == [
        "authors/wei-zhang/",
        "authors/wei-zhang-optics/",
        "authors/wei-zhang/",
    ]


def test_a_letter_that_begins_on_a_later_page_leads_there() -> None:
    papers = [a_paper(f"a{number}", title=f"Alpha {number:04}") for number in range(400)]
    pages = pages_of(a_library(*papers, a_paper("z", title="Zeta")))
    assert 'href="../papers/page/2/#z"' in body_of(pages["papers/"])
    assert 'href="../../../papers/#a"' in body_of(pages["papers/page/2/"])


def test_every_link_of_a_small_index_leads_to_a_page_or_a_file() -> None:
    """Nothing is orphaned either: each page but the former addresses is linked from another one."""
    library = a_library(a_paper("x", aliases=("old",)), a_paper("y", builds_on=("x",), tags=("t",)))
    context = page_context(library)
    pages = pages_of(library)
    bodies = {address: page.body for address, page in pages.items()} | {HOME: str(home_sections(context))}
    linked = {
        target.partition("#")[0]
        for address, body in bodies.items()
        for target in re.findall('href="\x02/([^"]*)"', body)
    }
    missing = {
        target
        for target in linked
        if target.endswith("/") and target not in {*pages, "about/", "contributing/"}
    }
    assert missing == set()
