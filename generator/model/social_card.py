"""The picture that a chat or a social network shows beside a link to a page."""

from __future__ import annotations

from typing import NamedTuple

CARD_WIDTH = 1200
CARD_HEIGHT = 630
"""The size that Open Graph's readers agree on; a smaller picture is shown as a thumbnail or not at all."""


class SocialCard(NamedTuple):
    """Where a page's picture lies, and what it says in words."""

    address: str
    """Below the root of the site."""
    alt: str
