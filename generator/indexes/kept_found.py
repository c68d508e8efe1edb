"""What the search for related papers leaves to the next build beside its result, as columns.

It is known by the name of the result that it belongs to, and never trusted.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from generator.indexes.related import DIGITS, Found
from generator.indexes.related_again import Before
from generator.working.columns import narrow
from generator.working.kept_columns import keep_columns, kept_columns

COLUMNS = ("sizes", "met", "sums", "nearness", "every", "standing")
UNITS = 10**DIGITS
"""In which a rounded nearness is a whole number."""


def keep_found(file: Path, name: str, before: Before) -> None:
    """Keep it under the name of the result."""
    found = before.found
    columns = {
        "sizes": narrow(np.bincount(found.asked, minlength=len(found.every))),
        "met": narrow(found.met),
        "sums": found.sums,
        "nearness": np.rint(found.nearness * UNITS).astype(np.int32),
        "every": found.every.astype(np.uint8),
        "standing": before.standing.astype(np.int32),
    }
    keep_columns(file, name, columns, {})


def kept_found(file: Path, name: str, rows: list[bytes]) -> Before | None:
    """What was kept under that name, with the result; None where there is no such thing."""
    kept = kept_columns(file, name, COLUMNS, ())
    if kept is None or len(kept[0]["sizes"]) != len(rows):
        return None
    columns = kept[0]
    nearness = columns["nearness"] / UNITS
    nearness[columns["nearness"] < 0] = -1.0
    found = Found(
        rows,
        np.repeat(np.arange(len(rows)), columns["sizes"]),
        columns["met"].astype(np.int32),
        columns["sums"],
        nearness,
        columns["every"] > 0,
    )
    return Before(found, columns["standing"])
