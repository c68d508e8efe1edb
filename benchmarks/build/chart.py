"""A small chart of the bench's figures for the documentation, as SVG that fits light and dark pages.

`python -m benchmarks.build --json figures.json`, then `python -m benchmarks.build.chart figures.json > build-speed.svg`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

OURS = {
    "build, cold": "Paper Index, whole site",
    "papers' pages alone, cold": "Paper Index, papers' pages alone",
}
LEFT, WIDTH, ROW, BAR, MARGIN = 250, 720, 26, 16, 14
# A ground of its own: an image cannot know whether the page around it is dark.
STYLE = "text{font:13px system-ui,sans-serif;fill:#1f2430}.g{fill:#faf9f6}.q{fill:#5b6372}.b{fill:#3f6fb5}.o{fill:#b5651d}"


def chart(title: str, bars: Sequence[tuple[str, float, bool]], unit: str) -> str:
    """Bars with their names and values; those of ours stand out. ``bars``: name, value, whether it is ours."""
    longest = max(value for _, value, _ in bars)
    height = ROW * (len(bars) + 1) + 10 + 2 * MARGIN
    told = "; ".join(f"{name}: {value:g} {unit}" for name, value, _ in bars)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{-MARGIN} {-MARGIN} {WIDTH + 2 * MARGIN} {height}" role="img" aria-label="{escape(f"{title}. {told}")}">',
        f'<style>{STYLE}</style><rect class="g" x="{-MARGIN}" y="{-MARGIN}" width="100%" height="100%" rx="6"/><text x="0" y="16" font-weight="600">{escape(title)}</text>',
    ]
    for place, (name, value, is_ours) in enumerate(bars, 1):
        y = ROW * place + 4
        length = max(2.0, (WIDTH - LEFT - 90) * value / longest)
        lines.append(
            f'<text x="{LEFT - 10}" y="{y + 13}" text-anchor="end">{escape(name)}</text>'
            f'<rect class="{"o" if is_ours else "b"}" x="{LEFT}" y="{y}" width="{length:.1f}" height="{BAR}" rx="3"/>'
            f'<text class="q" x="{LEFT + length + 8:.1f}" y="{y + 13}">{value:g} {escape(unit)}</text>'
        )
    return "\n".join([*lines, "</svg>", ""])


def bars_of(figures: Mapping[str, Mapping[str, float]], papers: int) -> list[tuple[str, float, bool]]:
    """Milliseconds a paper of every build in one run, the fastest first."""
    found = [
        (OURS.get(name, name), round(1000 * run["wall"] / papers, 2), name in OURS)
        for name, run in figures.items()
    ]
    return sorted(found, key=lambda bar: (bar[1], bar[0]))


def main() -> None:
    """Write the chart of a file of figures to standard output."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.build.chart", description=__doc__)
    parser.add_argument("figures", type=Path, help="as --json of the bench writes them")
    file = parser.parse_args().figures
    try:
        read = json.loads(file.read_text("utf-8"))
        size, bars = int(read["papers"]), bars_of(read["runs"], int(read["papers"]))
    except (OSError, ValueError, TypeError, KeyError) as error:
        parser.error(f"{file} holds no figures of the bench ({error}): write them with --json")
    sys.stdout.write(chart(f"Building {size:,} papers, milliseconds a paper", bars, "ms"))


if __name__ == "__main__":
    main()
