"""Which addresses a file of the site may have: the one place that decides every output path."""

from __future__ import annotations

import re

PART = re.compile(r"[A-Za-z0-9_.@+~-][A-Za-z0-9_.@+~ -]*")
LONGEST_PART = 200


class UnsafeAddress(Exception):
    """An address that could lie outside the site's folder or that some system cannot store: our own mistake."""


def checked_address(address: str) -> str:
    """``address`` itself if it is relative, clean and portable. Raises UnsafeAddress otherwise."""
    for part in address.split("/"):
        if (
            PART.fullmatch(part) is None
            or part.strip(".") == ""
            or len(part) > LONGEST_PART
            or part.endswith((".", " "))
        ):
            raise UnsafeAddress(f"'{address}' cannot be the address of a file")
    return address
