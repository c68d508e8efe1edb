"""The weekly digest: a page for each week in which something was added, and one that lists the weeks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.feeds.addresses import DIGEST, OPML_OF_ALL, OPML_OF_TOPICS, feed_address
from generator.feeds.digest import FOLDER, Issue, digest_issues
from generator.pages.context import PageContext
from generator.pages.frame import PageParts
from generator.pages.paper_views import Named, maths
from generator.pages.shelf_pages import Shelf, shelf_pages
from generator.text.counting import counted


@dataclass(frozen=True, slots=True)
class IssueLine:
    """A week in the list of issues."""

    name: str
    address: str
    mail: str
    text: str
    count: int


def digest_pages(context: PageContext) -> Iterator[PageParts]:
    """The list of issues, then each issue, the newest first."""
    issues = digest_issues(context.indexes.entered)
    yield issues_page(context, issues)
    for issue in issues:
        yield from shelf_pages(context, issue_shelf(issue))


def issues_page(context: PageContext, issues: tuple[Issue, ...]) -> PageParts:
    """Every issue, and how to have the next one come by itself."""
    weeks = [
        IssueLine(
            issue.week.in_words, issue.address, issue.mail_address, issue.text_address, len(issue.papers)
        )
        for issue in issues
    ]
    return PageParts(
        address=FOLDER,
        title="Weekly digest",
        description="What entered the index, week by week, and how to follow it by mail or feed.",
        body=context.printer.print(
            "digest.html",
            weeks=weeks,
            feed=feed_address(DIGEST, DIGEST, "atom"),
            everything=feed_address("all", "all", "atom"),
            opml_of_topics=OPML_OF_TOPICS,
            opml=OPML_OF_ALL,
        ),
        section="new",
    )


def issue_shelf(issue: Issue) -> Shelf:
    """One week's papers."""
    return Shelf(
        address=issue.address,
        heading=f"New in the index, {issue.week.in_words}",
        title=f"Digest of {issue.week.in_words}",
        description=f"{counted(len(issue.papers), 'paper')} entered the index from {issue.week.in_words}.",
        papers=issue.papers,
        lead=() if issue.is_closed else (maths("The latest week: more may come."),),
        crumbs=(Named("Weekly digest", FOLDER),),
        section="new",
        by_year=False,
    )
