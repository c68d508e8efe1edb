"""What earlier rounds found: a small JSON file that a scheduled workflow hands on from week to week.

A link is called dead only when two rounds, a day or more apart, found it so: sites fail, and come back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from generator.visiting.outcome import Outcome, Verdict
from generator.visiting.outside_links import OutsideLink

VERSION = 1
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
LARGEST_MEMORY = 50_000_000


class NoMemory(Exception):
    """The file holds something else; the message says what."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is known of one address; days as in 2026-11-21."""

    verdict: str
    since: str
    """The first day of the present verdict."""
    asked: str
    """The last day on which somebody called."""
    gone_since: str | None = None
    """The first day on which it was found dead, kept until it answers again."""


def memory_of(text: str) -> dict[str, Remembered]:
    """The memory that ``memory_text`` wrote. Raises NoMemory for anything else."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        raise NoMemory("is not JSON") from None
    if (
        not isinstance(whole, dict)
        or whole.get("version") != VERSION
        or not isinstance(whole.get("links"), dict)
    ):
        raise NoMemory(f"is no memory of links in version {VERSION}")
    return {address: _remembered(record) for address, record in whole["links"].items()}


def _remembered(record: Any) -> Remembered:
    names = {field.name for field in fields(Remembered)}
    days = ("since", "asked", "gone_since")
    if not isinstance(record, dict) or not {"verdict", "since", "asked"} <= set(record) <= names:
        raise NoMemory("holds a record of another shape")
    if record["verdict"] not in list(Verdict):
        raise NoMemory("holds an unknown verdict")
    if not all(
        isinstance(record[name], str) and DAY.fullmatch(record[name]) for name in days if name in record
    ):
        raise NoMemory("holds something else than a day")
    return Remembered(**record)


def memory_text(memory: Mapping[str, Remembered]) -> str:
    """The file's text, by address."""
    links = {
        address: {name: value for name, value in asdict(memory[address]).items() if value is not None}
        for address in sorted(memory)
    }
    return json.dumps({"version": VERSION, "links": links}, ensure_ascii=False, indent=1) + "\n"


def longest_not_asked(links: Iterable[OutsideLink], memory: Mapping[str, Remembered]) -> list[OutsideLink]:
    """Those never asked, then those asked longest ago; equal ones by address."""
    return sorted(
        links, key=lambda link: (memory[link.address].asked if link.address in memory else "", link)
    )


def settled(outcome: Outcome, known: Remembered | None, today: str) -> tuple[Outcome, Remembered | None]:
    """The verdict in the light of what was known, and what to know from now on."""
    if not outcome.was_asked:
        return outcome, known
    gone_since = known.gone_since if known else None
    if outcome.verdict in (Verdict.ALIVE, Verdict.MOVED):
        gone_since = None
    elif outcome.verdict is Verdict.DEAD:
        gone_since = gone_since or today
        if gone_since >= today:
            outcome = replace(outcome, verdict=Verdict.DOUBTFUL)
    is_same = known is not None and known.verdict == outcome.verdict
    since = known.since if known is not None and is_same else today
    return outcome, Remembered(outcome.verdict.value, since, today, gone_since)
