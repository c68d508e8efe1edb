"""The findings of a round: for a person at a terminal, for a program, and as the text of an issue."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.text.counting import counted
from generator.visiting.outcome import Outcome, Verdict
from generator.visiting.outside_links import OutsideLink

VERSION = 1
"""Of the JSON; raised when a key changes its meaning or goes."""
TO_MEND = (Verdict.DEAD, Verdict.UNSAFE, Verdict.MOVED)
MOST_IN_SECTION = 60
"""An issue holds 65,536 characters."""
LONGEST_SHOWN = 300

HEADINGS = {
    Verdict.DEAD: "Dead: find the page's new place, or delete the link",
    Verdict.UNSAFE: "Unsafe: delete the link",
    Verdict.MOVED: "Moved: write the new address",
    Verdict.DOUBTFUL: "Doubtful: the next run will tell",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One link, what became of it, and since which day."""

    link: OutsideLink
    outcome: Outcome
    since: str | None = None


def summary(findings: Sequence[Finding]) -> str:
    """``230 addresses: 2 dead, 1 moved, 7 blocked, 220 alive``."""
    numbers = [
        f"{number:,} {verdict}"
        for verdict in Verdict
        if (number := sum(finding.outcome.verdict is verdict for finding in findings))
    ]
    addresses = "1 address" if len(findings) == 1 else f"{len(findings):,} addresses"
    return f"{addresses}: {', '.join(numbers)}" if numbers else addresses


def lines_for_people(findings: Sequence[Finding], content: str) -> Iterator[tuple[Verdict, str]]:
    """What is not simply alive, two lines and more each, the most urgent first."""
    for verdict in Verdict:
        for finding in findings if verdict is not Verdict.ALIVE else ():
            if finding.outcome.verdict is verdict:
                yield verdict, finding.link.address
                yield verdict, f"    {_reason(finding)}"
                for place in finding.link.places:
                    yield verdict, f"    in {content}/{place.file}: {place.sort}"


def json_text(findings: Sequence[Finding], today: str) -> str:
    """One object; its keys are described in docs/checking.md."""
    links = []
    for finding in findings:
        outcome = finding.outcome
        told = {
            "address": finding.link.address,
            "verdict": outcome.verdict.value,
            "reason": outcome.reason,
            "status": outcome.status,
            "new_address": outcome.new_address,
            "since": finding.since,
            "asked": outcome.was_asked,
            "places": [{"file": place.file, "sort": place.sort} for place in finding.link.places],
        }
        links.append({name: value for name, value in told.items() if value is not None})
    return json.dumps({"version": VERSION, "date": today, "links": links}, ensure_ascii=False, indent=2)


def issue_text(findings: Sequence[Finding], content: str, today: str) -> str:
    """Markdown; empty when there is nothing to mend, so that whoever keeps an issue knows to close it.

    Whatever a stranger worded stands between < and >, which `address_fault` lets no address hold: nobody is called by
    an @, and no markup begins.
    """
    if not any(finding.outcome.verdict in TO_MEND for finding in findings):
        return ""
    parts = [f"On {today}, of {summary(findings)}."]
    for verdict, heading in HEADINGS.items():
        of_verdict = [finding for finding in findings if finding.outcome.verdict is verdict]
        if not of_verdict:
            continue
        parts.append(f"## {heading}")
        parts.append("\n".join(_item(finding, content) for finding in of_verdict[:MOST_IN_SECTION]))
        if len(of_verdict) > MOST_IN_SECTION:
            parts.append(
                f"… and {len(of_verdict) - MOST_IN_SECTION:,} more: `paperindex links` shows them all."
            )
    parts.append(
        "Whoever blocks programs or did not answer is not counted as dead. "
        "This text is written anew by every run, and the issue closed when nothing is left."
    )
    return "\n\n".join(parts) + "\n"


def _item(finding: Finding, content: str) -> str:
    link, outcome = finding.link, finding.outcome
    places = ", ".join(f"`{content}/{place.file}` ({place.sort})" for place in link.places[:3])
    more = f" and {counted(len(link.places) - 3, 'more place')}" if len(link.places) > 3 else ""
    reason = f"`{_reason(finding, with_new=False)}`"
    moved = f" → {_shown(outcome.new_address)}" if outcome.new_address else ""
    return f"- {_shown(link.address)}{moved}  \n  {reason}; in {places}{more}"


def _shown(address: str) -> str:
    if len(address) > LONGEST_SHOWN:
        return f"`{address[:LONGEST_SHOWN]}…`"
    return f"<{address}>"


def _reason(finding: Finding, *, with_new: bool = True) -> str:
    outcome = finding.outcome
    status = f" (status {outcome.status})" if outcome.status is not None else ""
    since = f", since {finding.since}" if finding.since else ""
    new = f": {outcome.new_address}" if outcome.new_address and with_new else ""
    return f"{outcome.verdict}: {outcome.reason}{status}{since}{new}"
