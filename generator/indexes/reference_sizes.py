"""How much room the references of papers take at most: lists of them are cut into files by it, before any is written."""

from __future__ import annotations

from generator.model.paper import LINKS_OF, Paper

LONGEST_ESCAPE = 18
"""Bytes of the longest form that one character takes in any format (a circumflex in TeX)."""
MARKUP = 1_500
"""More than the field names and delimiters of one entry take."""
MARKUP_OF_A_NAME = 120
ESCAPED = rb"""\{}~^&%$#_@<>|"-`',?!"""
"""Every sign that some format has to escape."""


def most_bytes(paper: Paper) -> int:
    """No format takes more bytes for the paper's entry."""
    # Asked of every paper of an index, so it takes as few steps as will do.
    venue = paper.venue.name if paper.venue else None
    text = "\n".join(
        filter(
            None,
            (
                *(paper.title, venue, paper.abstract, paper.status_note),
                *(paper.authors + paper.organizations + paper.aliases + paper.tags),
                *LINKS_OF(paper.links),
            ),
        )
    ).encode("utf-8", "replace")
    escapes = (len(text) - len(text.translate(None, ESCAPED))) * LONGEST_ESCAPE
    return MARKUP + len(paper.authors) * MARKUP_OF_A_NAME + len(text) * 3 + escapes
