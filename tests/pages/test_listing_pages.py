"""Pages of listings: weeks, days, their comments, and the ways between them."""

from __future__ import annotations

import datetime as dt
import re

from generator.model.library import Library
from generator.model.paper import Listing
from generator.model.partial_date import PartialDate
from generator.pages.listing_pages import WEEKS_A_PAGE
from tests.pages.small_pages import body_of, pages_of
from tests.support.papers import a_library, a_paper


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def listed(*days: tuple[int, int, int | None]) -> tuple[Listing, ...]:
    """Listings of November 2025: day, comments."""
    return tuple(Listing("daily", PartialDate(2025, month, day), comments) for month, day, comments in days)


LIBRARY = a_library(
    a_paper("loud", title="Loud", listed=listed((11, 10, 2), (11, 11, 7))),
    a_paper("calm", title="Calm", listed=listed((11, 11, 3))),
    a_paper("old", title="Old", listed=listed((9, 1, None))),
    a_paper("vague", title="Vague", listed=(Listing("daily", PartialDate(2025, 10), 1),)),
)


def test_weeks_stand_with_their_days_and_comments_the_latest_first() -> None:
    body = body_of(pages_of(LIBRARY)["listed/"])
    assert words_of(body.partition("</header>")[2]) == (
        "10 to 16 November 2025 2 papers, 12 comments"
        " 11 November 2025 2 papers 10 comments 10 November 2025 1 paper 2 comments"
        " October 2025 1 paper, 1 comment"
        " 1 to 7 September 2025 1 paper 1 September 2025 1 paper"
    )
    for address in ("2025-W46", "2025-11-11", "2025-11-10", "2025-10", "2025-W36", "2025-09-01"):
        assert f'href="../listed/{address}/"' in body


def test_a_week_and_a_day_list_the_most_discussed_first_and_lead_to_each_other() -> None:
    pages = pages_of(LIBRARY)
    week, day = body_of(pages["listed/2025-W46/"]), body_of(pages["listed/2025-11-11/"])
    for body in (week, day):
        assert body.index(">Loud</a>") < body.index(">Calm</a>")
    assert 'href="../../listed/2025-11-11/">11 November 2025 <span' in week
    assert 'rel="next" href="../../listed/2025-W36/">Older: 1 to 7 September 2025</a>' in week
    assert 'rel="prev"' not in week
    assert 'href="../../listed/2025-W46/">10 to 16 November 2025</a>' in day
    assert 'rel="next" href="../../listed/2025-11-10/">Older: 10 November 2025</a>' in day
    assert "Listed in October 2025" in pages["listed/2025-10/"].body


def test_a_paper_names_the_days_on_which_it_was_listed_with_its_comments() -> None:
    body = body_of(pages_of(LIBRARY)["papers/loud/"])
    assert 'href="../../listed/2025-11-11/">11 November 2025</a>, 7 comments' in body


def test_years_of_daily_listings_stay_in_pages_of_bearable_size() -> None:
    first = dt.date(2023, 1, 2)
    days = [first + dt.timedelta(days=number) for number in range(1000)]
    listings = tuple(Listing("daily", PartialDate(day.year, day.month, day.day), 12) for day in days)
    pages = pages_of(a_library(a_paper(listed=listings)))
    overview = [page for page in pages.values() if re.fullmatch(r"listed/(page/\d+/)?", page.address)]
    assert len(overview) == -(-144 // WEEKS_A_PAGE)
    assert len({page.description for page in overview}) == len(overview)
    # The frame around it has about 20 kB.
    assert 50_000 < max(len(page.body) for page in overview) < 150_000


def test_the_calendars_last_day_has_its_page() -> None:
    last = PartialDate(9999, 12, 31)
    assert "listed/9999-W52/" in pages_of(a_library(a_paper(listed=(Listing("daily", last),), added=last)))


def test_years_and_months_lead_to_the_next_ones() -> None:
    library = a_library(
        a_paper("a", date=PartialDate(2024, 3)),
        a_paper("b", date=PartialDate(2025, 1)),
        a_paper("c", date=PartialDate(2025, 4)),
    )
    pages = pages_of(library)
    month = body_of(pages["years/2025/01/"])
    assert 'rel="prev" href="../../../years/2025/04/">Newer: April 2025</a>' in month
    assert 'rel="next" href="../../../years/2024/03/">Older: March 2024</a>' in month
    assert "Other years" in body_of(pages["years/2024/"])
    assert "pi-turns" not in body_of(pages_of(Library())["listed/"])
