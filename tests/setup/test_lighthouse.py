"""What is made of Lighthouse's reports."""

from __future__ import annotations

from typing import Any

from benchmarks.lighthouse.judging import TIMES, judged, table


def a_report(performance: float | None, seo: float = 1.0) -> dict[str, Any]:
    scores = {"performance": performance, "accessibility": 1.0, "best-practices": 1.0, "seo": seo}
    audits: dict[str, Any] = {name: {"displayValue": f"{performance}\xa0s"} for name in TIMES}
    audits["total-byte-weight"] = {"numericValue": 61_234.0}
    return {"categories": {name: {"score": score} for name, score in scores.items()}, "audits": audits}


def test_the_middle_run_is_shown_and_the_best_one_judged() -> None:
    result = judged("home", [a_report(0.99), a_report(0.7), a_report(0.9)])
    assert (result.scores["performance"], result.best) == (90, 99)
    assert result.shown[0] == "0.9 s"
    assert result.shortcomings == []


def test_a_page_falls_short_by_its_worst_run_in_all_but_performance() -> None:
    assert judged("home", [a_report(1.0), a_report(1.0, seo=0.91)]).shortcomings == [
        "home: seo 91 of 100 wanted"
    ]
    assert judged("home", [a_report(0.94), a_report(0.9)]).shortcomings == [
        "home: performance 94 of 95 wanted"
    ]


def test_a_score_that_lighthouse_could_not_give_counts_as_none() -> None:
    assert judged("home", [a_report(None)]).best == 0


def test_the_table_has_a_line_for_each_page() -> None:
    lines = table([judged("home", [a_report(1.0)]), judged("paper", [a_report(0.97)])]).splitlines()
    assert len(lines) == 4
    assert len({line.count("|") for line in lines}) == 1
    assert lines[3].startswith("| paper | 97 (best 97) | 100 | 100 | 100 | 0.97 s |")
    assert lines[3].endswith("| 61 kB |")
