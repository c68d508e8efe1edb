"""Which addresses a file of the site may have: the one place that decides every output path."""

from __future__ import annotations

import re

PART = re.compile(r"[A-Za-z0-9_.@+~-][A-Za-z0-9_.@+~ -]*")
PLAIN = re.compile(r"(?:[A-Za-z0-9_-]{1,200}/)*[A-Za-z0-9_-]{1,180}(?:\.[a-z]{1,8}){0,2}")
"""Nearly every address, told in one look: no dot but before an ending."""
LONGEST_PART = 200


class UnsafeAddress(Exception):
    """An address that could lie outside the site's folder or that some system cannot store: our own mistake."""


def checked_address(address: str) -> str:
    """``address`` itself if it is relative, clean and portable. Raises UnsafeAddress otherwise."""
    if PLAIN.fullmatch(address) is not None:
        return address
    for part in address.split("/"):
        if (
            PART.fullmatch(part) is None
            or part.strip(".") == ""
            or len(part) > LONGEST_PART
            or part.endswith((".", " "))
        ):
            raise UnsafeAddress(f"'{address}' cannot be the address of a file")
    return address
