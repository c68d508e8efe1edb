"""What is known of the texts that papers were read from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class EntryTexts(NamedTuple):
    """Papers of equal texts are equal, but for what their files are called."""

    rules: str = ""
    """A digest of all else that a reading depends on."""
    digests: Mapping[str, bytes] = {}
    """By the sources of the entries; empty where nobody knows them."""


NO_TEXTS = EntryTexts()
