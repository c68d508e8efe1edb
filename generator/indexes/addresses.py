"""Where every page of the site lies. Feeds, exports and the search link to the same places as the pages do.

Addresses are relative to the root of the site and end in a slash, as in ``papers/kimi-linear/``.
"""

from __future__ import annotations

from urllib.parse import quote_plus, urlencode

HOME = ""
TOPICS = "topics/"
PAPERS = "papers/"
NEWEST = "new/"
CHANGES = "changes/"
DISCUSSED = "discussed/"
LISTED = "listed/"
YEARS = "years/"
KINDS = "kinds/"
TAGS = "tags/"
AUTHORS = "authors/"
ORGANISATIONS = "organisations/"
VENUES = "venues/"
SEARCH = "search/"
FIELD = "field/"
COMPARE = "compare/"
READING_LIST = "reading-list/"
OFFLINE = "offline/"
CONTRIBUTING = "contributing/"


def paper_address(key: str) -> str:
    """A paper's own page."""
    return f"{PAPERS}{key}/"


def topic_address(key: str) -> str:
    """A topic's shelf."""
    return f"{TOPICS}{key}/"


def tag_address(key: str) -> str:
    """Everything under a tag."""
    return f"{TAGS}{key}/"


def author_address(key: str) -> str:
    """Everything one person wrote."""
    return f"{AUTHORS}{key}/"


def organisation_address(key: str) -> str:
    """Everything an organisation had part in."""
    return f"{ORGANISATIONS}{key}/"


def venue_address(key: str) -> str:
    """Everything that appeared at a venue."""
    return f"{VENUES}{key}/"


def kind_address(kind: str) -> str:
    """Everything of one kind."""
    return f"{KINDS}{kind}/"


def year_address(year: int) -> str:
    """Everything first published in a year."""
    return f"{YEARS}{year:04d}/"


def month_address(year: int, month: int) -> str:
    """Everything first published in a month."""
    return f"{YEARS}{year:04d}/{month:02d}/"


def listing_address(time: object) -> str:
    """What was listed on a day (``2025-11-11``), in a week (``2025-W46``), or in a month or year."""
    return f"{LISTED}{time}/"


def search_address(**asked: str) -> str:
    """The results page for a query (``q``) and an order (``sort``), as search/results.js reads them."""
    return f"{SEARCH}?{urlencode(asked)}"


def named_in_search(field: str, name: str) -> str:
    """The results page for the papers under a name: ``author``, ``org`` or ``venue`` of ``name``."""
    # Most names are plain letters, and a large index links to half a million of them.
    is_plain = name.isascii() and name.replace(" ", "").isalnum()
    # A quote would end the name; the search reads it as a blank anyway.
    asked = name.replace(" ", "+") if is_plain else quote_plus(name.replace('"', " "))
    return f"{SEARCH}?q={field}%3A%22{asked}%22"


def page_address(address: str, number: int) -> str:
    """One page of a list that is split; the first page has the list's own address."""
    return address if number == 1 else f"{address}page/{number}/"
