"""The weekly digest: what entered the index in each week, as data for its page and ready to be mailed.

A week goes from Monday to Sunday (ISO 8601). A paper stands in the one week of its ``added`` date, so no issue
repeats another, and a week without papers has no issue. Whether a week is over cannot be told without a clock:
its issue is closed as soon as anything was added in a later week.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

from generator.indexes.addresses import paper_address
from generator.indexes.changes import Entered
from generator.indexes.references import cited_address
from generator.model.library import Library
from generator.model.paper import Paper, PaperKey
from generator.model.site_identity import SiteIdentity
from generator.model.week import Week, week_of
from generator.text.maths import mixed_plain
from generator.text.one_line import one_line

FOLDER = "digest/"
MOST_IN_MAIL = 60
"""Papers told one by one; a mail with more is not read. The rest is told by its number, with a link."""


class Issue(NamedTuple):
    """What entered in one week."""

    week: Week
    papers: tuple[PaperKey, ...]
    """Last added first; never empty."""
    is_closed: bool
    """Whether the week is surely over."""

    @property
    def address(self) -> str:
        """The issue's page."""
        return f"{FOLDER}{self.week}/"

    @property
    def mail_address(self) -> str:
        """The issue as a HTML document to be mailed."""
        return f"{self.address}mail.html"

    @property
    def text_address(self) -> str:
        """The issue as a plain text to be mailed."""
        return f"{self.address}mail.txt"


def digest_issues(entered: Entered) -> tuple[Issue, ...]:
    """An issue for each week in which an active paper was added, newest first."""
    weeks: dict[Week, list[PaperKey]] = {}
    for day, papers in sorted(entered.days.items(), reverse=True):
        weeks.setdefault(week_of(dt.date.fromordinal(day)), []).extend(papers)
    newest = max(weeks, default=None)
    return tuple(
        Issue(week=week, papers=tuple(papers), is_closed=week != newest)
        for week, papers in sorted(weeks.items(), reverse=True)
    )


def issue_title(issue: Issue, identity: SiteIdentity) -> str:
    """The subject of the mail: what it brings and from when."""
    count = len(issue.papers)
    return f"{one_line(identity.name)}: {count} new paper{'s' if count != 1 else ''}, {issue.week.in_words}"


class Told(NamedTuple):
    """A paper as a mail tells it."""

    title: str
    address: str | None
    by: str
    tldr: str


class Mail(NamedTuple):
    """An issue ready to be mailed."""

    issue: Issue
    told: Mapping[str, Sequence[Told]]
    """The papers that it tells one by one, under their topics' names."""
    identity: SiteIdentity

    def text(self) -> str:
        """The issue as plain text."""
        lines = [issue_title(self.issue, self.identity), ""]
        for topic, papers in self.told.items():
            lines += [topic.upper(), ""] if topic else []
            for told in papers:
                lines += [
                    f"* {told.title}",
                    *(f"  {part}" for part in (told.by, told.tldr, told.address) if part),
                    "",
                ]
        for words, address in closing_lines(self.issue, self.identity):
            lines += [f"{words} {address or ''}".rstrip(), ""]
        return "\n".join(lines)

    def html(self) -> str:
        """The issue as a HTML document. It brings no style of its own: mail programs show plain headings and lists well."""
        title = escape(issue_title(self.issue, self.identity))
        return "\n".join(
            [
                f'<!doctype html>\n<html lang="{escape(self.identity.language)}">\n<head>\n<meta charset="utf-8">',
                '<meta name="viewport" content="width=device-width, initial-scale=1">',
                '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">',
                '<meta name="robots" content="noindex">',
                f"<title>{title} (mail)</title>",
                f'<meta name="description" content="{title}, ready to be mailed.">',
                f"</head>\n<body>\n<main>\n<h1>{title}</h1>",
                self.body(),
                "</main>\n</body>\n</html>",
                "",
            ]
        )

    def body(self) -> str:
        """What stands under the heading of the HTML document."""
        lines = []
        for topic, papers in self.told.items():
            lines += [f"<h2>{escape(topic)}</h2>"] if topic else []
            lines += ["<ul>", *map(_item, papers), "</ul>"]
        lines += [
            f"<p>{_linked(words, address)}</p>" for words, address in closing_lines(self.issue, self.identity)
        ]
        return "\n".join(lines)


def mail_of(issue: Issue, library: Library, identity: SiteIdentity) -> Mail:
    """The mail that brings an issue."""
    return Mail(issue, told_by_topic(issue, library, identity), identity)


def told_by_topic(issue: Issue, library: Library, identity: SiteIdentity) -> dict[str, list[Told]]:
    """The papers that the mail tells one by one, under their topics' names, topics in their order."""
    shown = [library.papers[key] for key in issue.papers[:MOST_IN_MAIL]]
    order = list(library.topics)
    by_topic: dict[str, list[Told]] = {}
    for paper in sorted(
        shown, key=lambda paper: order.index(paper.topic) if paper.topic in order else len(order)
    ):
        topic = library.topics.get(paper.topic)
        by_topic.setdefault(one_line(topic.name) if topic else "", []).append(_told(paper, identity))
    return by_topic


def _told(paper: Paper, identity: SiteIdentity) -> Told:
    # In a mail only full addresses lead anywhere; without the site's own, to the paper itself.
    address = identity.absolute(paper_address(paper.key)) or cited_address(paper, identity)
    names = [one_line(name) for name in paper.authors]
    by = ", ".join(names) if len(names) <= 3 else f"{names[0]} and {len(names) - 1} more"
    return Told(
        mixed_plain(one_line(paper.title)),
        one_line(address) if address else None,
        by,
        mixed_plain(one_line(paper.tldr or "")),
    )


def closing_lines(issue: Issue, identity: SiteIdentity) -> Iterator[tuple[str, str | None]]:
    """What stands under the papers: how many more there are and where the issue lies, with addresses."""
    more = len(issue.papers) - MOST_IN_MAIL
    page = identity.absolute(issue.address)
    if more > 0:
        yield f"And {more} more papers of this week.", page
    elif page:
        yield "This issue on the web.", page
    feed = identity.absolute("feeds/digest.xml")
    if feed:
        yield "Every new issue as a feed, for mail programs and feed readers.", feed


def _item(told: Told) -> str:
    details = "".join(f"<br>{escape(part)}" for part in (told.by, told.tldr) if part)
    return f"<li><strong>{_linked(told.title, told.address)}</strong>{details}</li>"


def _linked(words: str, address: str | None) -> str:
    if address is None or not address.startswith(("https://", "http://")):
        return escape(words)
    return f'<a href="{escape(address)}">{escape(words)}</a>'
