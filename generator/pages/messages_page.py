"""The page of all messages that editors can meet, one section a code, so that a message can lead to its own."""

from __future__ import annotations

from generator.pages.context import PageContext
from generator.pages.frame import PageParts
from generator.text.counting import counted


def messages_page(context: PageContext) -> PageParts:
    """What each code means, why the rule is there, and a wrong and a right example."""
    from generator.messages.every_message import (  # late: no other page needs the catalogue
        EVERY_GROUP,
        MESSAGES,
    )

    codes = sum(len(group.kinds) for group in EVERY_GROUP)
    return PageParts(
        address=MESSAGES,
        title="Messages of the checker",
        description=f"What the {counted(codes, 'message')} for editors mean, why each rule is there, and how to mend it.",
        body=context.printer.print("messages.html", groups=EVERY_GROUP),
    )
