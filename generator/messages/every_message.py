"""The catalogues of all rooms as one. A room with messages of its own adds its group here."""

from __future__ import annotations

from generator.importing.messages import IMPORTING
from generator.loading.message_catalogue import CATALOGUE, MessageGroup, MessageKind
from generator.reviewing.messages import ADDRESSES
from generator.settings.messages import SETTINGS

EVERY_GROUP: tuple[MessageGroup, ...] = (*CATALOGUE, ADDRESSES, IMPORTING, SETTINGS)
"""In the order in which the page shows them."""

MESSAGES = "messages/"
"""The page's address from the site's root."""


def every_kind() -> dict[str, MessageKind]:
    """Every kind by its code."""
    return {kind.code: kind for group in EVERY_GROUP for kind in group.kinds}


def explained_at(site_url: str | None, code: str) -> str | None:
    """Where a code is explained on the published site; None where nobody has said where that is."""
    kind = every_kind().get(code)
    return f"{site_url}{MESSAGES}#{kind.anchor}" if site_url and kind else None
