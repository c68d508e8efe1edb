"""The addresses that a published site has promised, for the checker of a later version."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from generator.indexes.addresses import AUTHORS, ORGANISATIONS, TAGS, VENUES
from generator.indexes.claims import Claims
from generator.model.output_file import OutputFile

ADDRESSES = "addresses.json"
VERSION = 1
NAME_FAMILIES = (TAGS, AUTHORS, ORGANISATIONS, VENUES)


class AddressesFault(Exception):
    """The file does not tell a site's addresses; the message says why."""


def addresses_file(claims: Claims) -> OutputFile:
    """Every id with the id it leads to, and the pages of all names."""
    value = {
        "schema": VERSION,
        "papers": claims.papers,
        "topics": claims.topics,
        **{family.rstrip("/"): sorted(claims.names.get(family, {})) for family in NAME_FAMILIES},
    }
    return OutputFile(ADDRESSES, (json.dumps(value, ensure_ascii=False, indent=0) + "\n").encode())


def read_addresses(text: str) -> Claims:
    """The claims that such a file tells. Raises AddressesFault."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise AddressesFault(f"it is no JSON: {error}") from None
    if not isinstance(value, dict) or value.get("schema") != VERSION:
        raise AddressesFault(f"it does not hold a site's addresses (schema {VERSION})")
    return Claims(
        papers=_led_to(value, "papers"),
        topics=_led_to(value, "topics"),
        names={family: dict.fromkeys(_keys(value, family.rstrip("/")), ()) for family in NAME_FAMILIES},
    )


def _led_to(value: Mapping[str, Any], name: str) -> dict[str, str]:
    found = value.get(name)
    if not isinstance(found, dict) or not all(isinstance(owner, str) for owner in found.values()):
        raise AddressesFault(f"its {name} are not a mapping of ids")
    return found


def _keys(value: Mapping[str, Any], name: str) -> list[str]:
    found = value.get(name, [])
    if not isinstance(found, list) or not all(isinstance(key, str) for key in found):
        raise AddressesFault(f"its {name} are not a list of ids")
    return found
