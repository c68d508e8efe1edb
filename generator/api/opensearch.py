"""The description by which browsers offer the site's search as a search engine (OpenSearch 1.1)."""

from __future__ import annotations

from html import escape

from generator.indexes.addresses import SEARCH
from generator.model.output_file import OutputFile
from generator.model.site_identity import SiteIdentity
from generator.text.one_line import one_line

ADDRESS = "opensearch.xml"
MEDIA_TYPE = "application/opensearchdescription+xml"
LONGEST_SHORT_NAME, LONGEST_LONG_NAME, LONGEST_DESCRIPTION = 16, 48, 1024
"""Limits of the specification."""


def opensearch_file(identity: SiteIdentity) -> OutputFile | None:
    """The description; None where nobody has said the site's address, since its template must be absolute."""
    search = identity.absolute(SEARCH)
    if search is None:
        return None
    name = one_line(identity.name)
    short = name if len(name) <= LONGEST_SHORT_NAME else _initials(name)
    lines = (
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">',
        f"  <ShortName>{_text(short, LONGEST_SHORT_NAME)}</ShortName>",
        f"  <LongName>{_text(name, LONGEST_LONG_NAME)}</LongName>",
        f"  <Description>{_text(one_line(identity.description), LONGEST_DESCRIPTION)}</Description>",
        "  <InputEncoding>UTF-8</InputEncoding>",
        f'  <Url type="text/html" method="get" template="{escape(search)}?q={{searchTerms}}"/>',
        "</OpenSearchDescription>",
        "",
    )
    return OutputFile(ADDRESS, "\n".join(lines).encode())


def opensearch_link(identity: SiteIdentity, root: str) -> str:
    """The head tag that tells of it, for a page whose way to the root is ``root``; empty where there is none."""
    if identity.url is None:
        return ""
    title = escape(one_line(identity.name))
    return f'<link rel="search" type="{MEDIA_TYPE}" title="{title}" href="{root}/{ADDRESS}">'


def _text(text: str, longest: int) -> str:
    return escape(text[:longest].strip(), quote=False)


def _initials(name: str) -> str:
    """A long name shortened: its first words as far as they fit."""
    kept = name[: LONGEST_SHORT_NAME + 1].rpartition(" ")[0]
    return kept or name[:LONGEST_SHORT_NAME]
