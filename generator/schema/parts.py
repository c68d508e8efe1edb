"""The small schemas that several files share.

Programs that read YAML take ``1984`` for a number where the checker takes it for text, so text allows both; where
a number would lose something, as in an arXiv id, only text in quotes is allowed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, TypeAlias

from generator.text.slugs import IDENTIFIER, LONGEST_SLUG, RESERVED

Schema: TypeAlias = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"
FORBIDDEN = (
    r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f"
    r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff"
)
"""Control characters, and marks that change the writing direction, as the checker refuses them."""

DAYS = r"(?:0[1-9]|1\d|2[0-8])"
MONTH_AND_DAY = rf"(?:(?:0[1-9]|1[0-2])-{DAYS}|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
LEAP_YEAR = r"(?:\d\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)"
WHOLE_DATE = rf"(?:\d{{4}}-{MONTH_AND_DAY}|{LEAP_YEAR}-02-29)"
"""The Gregorian calendar as a pattern."""


def text(description: str = "") -> Schema:
    """Any text with something in it, on one line or several."""
    return described(
        {"type": ["string", "number", "boolean"], "pattern": rf"^(?=[\s\S]*\S)[^{FORBIDDEN}]*$"}, description
    )


def one_of(
    values: Collection[str], description: str = "", meanings: Mapping[str, str] | None = None
) -> Schema:
    """One of a few words; ``meanings`` stand beside them where an editor's program offers them."""
    listed = list(values)
    schema: Schema = {"enum": listed}
    if meanings:
        schema["enumDescriptions"] = [meanings.get(value, "") for value in listed]
    return described(schema, description)


def identifier(description: str = "") -> Schema:
    """An id of the index."""
    return described(
        {
            "type": "string",
            "pattern": f"^{IDENTIFIER.pattern}$",
            "maxLength": LONGEST_SLUG,
            "not": {"enum": sorted(RESERVED)},
        },
        description,
    )


def date(description: str = "", *, whole: bool = False) -> Schema:
    """A day; unless it must be ``whole`` also a month or a year."""
    day = {"type": "string", "pattern": f"^(?!0000){WHOLE_DATE}$"}
    if whole:
        return described(day, description)
    month_or_year = {"type": "string", "pattern": r"^(?!0000)\d{4}(?:-(?:0[1-9]|1[0-2]))?$"}
    year = {"type": "integer", "minimum": 1000, "maximum": 9999}
    return described({"anyOf": [day, month_or_year, year]}, description)


def whole_number(least: int, most: int, description: str = "") -> Schema:
    """A number within bounds, in quotes or without."""
    number = {"type": "integer", "minimum": least, "maximum": most}
    return described({"anyOf": [number, {"type": "string", "pattern": r"^\d{1,9}$"}]}, description)


def list_of(
    item: Schema, description: str = "", *, least: int = 0, most: int | None = None, repeated: bool = False
) -> Schema:
    """A list, without repeated items unless they may be."""
    schema: Schema = {"type": "array", "items": item}
    if not repeated:
        schema["uniqueItems"] = True
    if least:
        schema["minItems"] = least
    if most is not None:
        schema["maxItems"] = most
    return described(schema, description)


def mapping(
    properties: Mapping[str, Schema], required: Collection[str] = (), description: str = ""
) -> Schema:
    """Keys with values, and no others."""
    schema: Schema = {"type": "object", "properties": dict(properties), "additionalProperties": False}
    if required:
        schema["required"] = list(required)
    return described(schema, description)


def described(schema: Schema, description: str) -> Schema:
    """The schema with what an editor's program shows beside it."""
    return {**schema, "description": description} if description else schema


def address(description: str = "") -> Schema:
    """An https or http address for readers: a host with a dot that is no number, no user name, no blanks."""
    host = r"(?![^/?#]*@)(?![\d.]+(?:[:/?#]|$))(?:[^\s/?#:@.]+\.)+[^\s/?#:@.]+"
    return described(
        {"type": "string", "pattern": rf"^[Hh][Tt][Tt][Pp][Ss]?://{host}(?::\d+)?(?:[/?#][^\s]*)?$"},
        description,
    )
