"""What Lighthouse's reports of a page come to, and where that is less than we want."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median_low
from typing import Any

WANTED = {"performance": 95, "accessibility": 100, "best-practices": 100, "seo": 100}
TIMES = {
    "first-contentful-paint": "first paint",
    "largest-contentful-paint": "largest paint",
    "speed-index": "speed index",
    "total-blocking-time": "blocked",
    "cumulative-layout-shift": "shift",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """Several runs over one page."""

    page: str
    scores: Mapping[str, int]
    """Of 100: performance the middle run's, all others the worst run's."""
    best: int
    """The best performance of all runs: what else the machine does only ever makes it worse."""
    shown: tuple[str, ...]
    """Of the middle run, in the order of TIMES."""
    weight: int
    """Bytes over the line."""

    @property
    def shortcomings(self) -> list[str]:
        """Where the page falls short of what is wanted."""
        reached = {**self.scores, "performance": self.best}
        return [
            f"{self.page}: {name} {reached[name]} of {wanted} wanted"
            for name, wanted in WANTED.items()
            if reached[name] < wanted
        ]


def judged(page: str, reports: Iterable[Mapping[str, Any]]) -> Judged:
    """The page's result from the reports of its runs."""
    runs = sorted(reports, key=_performance)
    middle = next(run for run in runs if _performance(run) == median_low(map(_performance, runs)))
    scores = {name: min(_score(run, name) for run in runs) for name in WANTED}
    audits = middle["audits"]
    return Judged(
        page,
        {**scores, "performance": _performance(middle)},
        _performance(runs[-1]),
        tuple(audits[name]["displayValue"].replace("\xa0", " ") for name in TIMES),
        int(audits["total-byte-weight"]["numericValue"]),
    )


def _performance(run: Mapping[str, Any]) -> int:
    return _score(run, "performance")


def _score(run: Mapping[str, Any], name: str) -> int:
    # Where an audit could not be made there is no score; that must not pass for a good one.
    return round((run["categories"][name]["score"] or 0) * 100)


def table(results: Iterable[Judged]) -> str:
    """The results as a table in Markdown."""
    heads = ("page", "performance", "accessibility", "best practices", "SEO", *TIMES.values(), "sent")
    rows = [
        (
            one.page,
            f"{one.scores['performance']} (best {one.best})",
            *(str(one.scores[name]) for name in WANTED if name != "performance"),
            *one.shown,
            f"{one.weight / 1000:.0f} kB",
        )
        for one in results
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in (heads, ("---",) * len(heads), *rows))
