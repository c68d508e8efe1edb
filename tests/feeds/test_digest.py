"""The weekly digest: nothing twice, nothing empty, and mails that hold against any text."""

from __future__ import annotations

import datetime as dt
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from generator.feeds.digest import MOST_IN_MAIL, Issue, digest_issues, mail_of
from generator.feeds.feed_files import issue_entry
from generator.indexes.changes import entered_by_day
from generator.indexes.indexes import build_indexes
from generator.indexes.ordering import last_added_first
from generator.model.library import Library
from generator.model.partial_date import PartialDate
from generator.text.maths import mixed_plain
from generator.text.one_line import one_line
from tests.support.odd_texts import some_text
from tests.support.papers import HERE, NOWHERE, a_library, a_paper
from tests.support.whole_rooms import whole_digest


def issues_of(library: Library) -> tuple[Issue, ...]:
    return digest_issues(entered_by_day(library, last_added_first(library.papers.values())))


def test_weeks_run_from_monday_to_sunday() -> None:
    library = a_library(
        a_paper("sunday", added=PartialDate(2026, 11, 15)),
        a_paper("monday", added=PartialDate(2026, 11, 16)),
        a_paper("new-year", added=PartialDate(2027, 1, 1)),
    )
    issues = issues_of(library)
    assert [(str(issue.week), issue.week.in_words, issue.papers) for issue in issues] == [
        ("2026-W53", "28 December 2026 to 3 January 2027", ("new-year",)),
        ("2026-W47", "16 to 22 November 2026", ("monday",)),
        ("2026-W46", "9 to 15 November 2026", ("sunday",)),
    ]
    assert [issue.is_closed for issue in issues] == [False, True, True]


@given(st.lists(st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31)), max_size=12), st.integers(0, 3))
def test_every_active_paper_stands_in_one_issue_and_none_is_empty(
    days: list[dt.date], withdrawn: int
) -> None:
    papers = [
        a_paper(
            f"paper-{number}",
            added=PartialDate(day.year, day.month, day.day),
            status="withdrawn" if number < withdrawn else "active",
        )
        for number, day in enumerate(days)
    ]
    issues = issues_of(a_library(*papers))
    told = [key for issue in issues for key in issue.papers]
    assert sorted(told) == sorted(paper.key for paper in papers if paper.is_active)
    assert all(issue.papers for issue in issues)
    for issue in issues:
        for key in issue.papers:
            number = int(key.rpartition("-")[2])
            assert issue.week.first_day <= days[number] <= issue.week.last_day


def test_the_feed_brings_only_weeks_that_are_over() -> None:
    library = a_library(
        a_paper("a", added=PartialDate(2026, 11, 9)), a_paper("b", added=PartialDate(2026, 11, 16))
    )
    files = {
        file.address: file.content.decode() for file in whole_digest(library, build_indexes(library), HERE)
    }
    root = ET.fromstring(files["feeds/digest.xml"])
    atom = "{http://www.w3.org/2005/Atom}"
    assert [entry.findtext(f"{atom}id") for entry in root.findall(f"{atom}entry")] == [
        "tag:small.example.org,2026-11-20:index/digest/2026-W46"
    ]
    assert {
        "digest/2026-W46/mail.html",
        "digest/2026-W46/mail.txt",
        "digest/2026-W47/mail.html",
    } <= files.keys()


def test_a_mail_leads_to_whole_addresses_only() -> None:
    library = a_library(a_paper("one", tldr="Short."))
    (issue,) = issues_of(library)
    assert "https://small.example.org/index/papers/one/" in mail_of(issue, library, HERE).text()
    assert (
        "ATTENTION\n\n* A First Paper on Attention\n  Ada Lovelace, Alan Turing\n  Short.\n"
        in mail_of(issue, library, HERE).text()
    )
    # Without the site's address the paper itself is the place to go.
    assert 'href="https://arxiv.org/abs/2510.26692"' in mail_of(issue, library, NOWHERE).html()


def test_a_large_week_is_told_in_part_and_says_so() -> None:
    library = a_library(*(a_paper(f"paper-{number}") for number in range(MOST_IN_MAIL + 5)))
    (issue,) = issues_of(library)
    text = mail_of(issue, library, HERE).text()
    assert text.count("* A First Paper") == MOST_IN_MAIL
    assert "And 5 more papers of this week. https://small.example.org/index/digest/2026-W47/" in text
    assert issue_entry(issue, library, HERE).summary == f"{MOST_IN_MAIL} of {MOST_IN_MAIL + 5} papers"
    whole = a_library(*(a_paper(f"paper-{number}") for number in range(MOST_IN_MAIL)))
    (issue,) = issues_of(whole)
    assert issue_entry(issue, whole, HERE).summary == ""


class Body(HTMLParser):
    """The elements of a document and the text of its list."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: set[str] = set()
        self.strong: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self._open.append(tag)
        if tag == "strong":
            self.strong.append("")

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "strong" in self._open:
            self.strong[-1] += data


@given(title=some_text, name=some_text, tldr=some_text)
def test_no_text_becomes_markup_in_a_mail(title: str, name: str, tldr: str) -> None:
    library = a_library(a_paper(title=title, authors=(name,), tldr=tldr))
    (issue,) = issues_of(library)
    body = Body()
    body.feed(mail_of(issue, library, HERE).html())
    assert body.strong == [mixed_plain(one_line(title))]
    assert body.elements <= {
        *("html", "head", "meta", "title", "body", "main", "h1", "h2", "ul", "li", "strong", "br", "a", "p")
    }
    assert f"* {mixed_plain(one_line(title))}\n" in mail_of(issue, library, HERE).text()
