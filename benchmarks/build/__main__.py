"""`python -m benchmarks.build`: time, memory and bytes of building, on indexes of several sizes made on the spot.

Every step is the real command in a process of its own. Peak memory is that of all its processes together, sampled
from /proc. Machines are noisy: compare the figures of one run with each other, and run it again before believing them.
"""

from __future__ import annotations

import argparse
import errno
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.build.edits import HEAD, Timed, timed_edits
from benchmarks.build.papers_alone import FOLDER as PAPERS_ALONE
from benchmarks.build.peers import pages_alike, peers
from benchmarks.build.runs import COMMAND, Run, changed_files, files_and_bytes, run, say
from benchmarks.build.serving import Seen, seconds_to_be_seen
from benchmarks.build.shipped import ROOT, Shipped, shipped_index
from benchmarks.build.synthetic import key, write_index

TURNS, FEW_TURNS_FROM = 3, 20_000
"""How often each sort of edit is made, and everything run when peers are measured; large sizes once."""
MEMORY_DISK = Path("/dev/shm")
COLD, ALONE, EDIT = "build, cold", "papers' pages alone, cold", "build, one entry edited"
CHECK_COLD, CHECK_WARM = "check, cold", "check, warm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """All that was found at one size."""

    papers: int
    runs: dict[str, Run]
    files: int
    total: int
    """Bytes of the site."""
    seen: Seen | None
    """How soon edits are served."""


def main() -> None:
    """Measure what was asked for."""
    options = arguments()
    parent = MEMORY_DISK if os.access(MEMORY_DISK, os.W_OK) else Path(tempfile.gettempdir())
    try:
        measure(options, parent)
    except OSError as fault:
        if fault.errno != errno.ENOSPC:
            raise
        sys.exit(
            f"no room is left in {parent}: 100,000 papers, their sites and those of the peers take 8 GB in 1.9 million"
            " files; ask for fewer by --sizes 1000,10000"
        )


def measure(options: argparse.Namespace, parent: Path) -> None:
    """Measure every size, in folders made in ``parent``; print a table of each, then what holds at all of them."""
    sizes = [300, 1_000] if options.quick else [int(size) for size in options.sizes.split(",")]
    where = "memory" if parent == MEMORY_DISK else "a folder on disk"
    print(
        f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} processors, "
        f"--jobs {options.jobs}, extent {options.extent}, seed {options.seed}, in {where}\n",
        flush=True,
    )
    found: list[Measured] = []
    for size in sizes:
        with tempfile.TemporaryDirectory(dir=parent, prefix="paperindex-bench-") as place:
            index = Path(place) / "index"
            say(f"{size:,} papers: writing the entries …")
            write_index(index, size, options.seed)
            settings = index / "mkdocs.yml"
            settings.write_text(
                f"{settings.read_text('utf-8')}      extent: {options.extent}\n".replace(
                    "  - paperindex\n", "  - paperindex:\n"
                ),
                "utf-8",
            )
            one = measured(index, size, options.jobs, serve=size <= options.serve_up_to)
            found.append(one)
            best = {} if options.alone else beside_peers(Path(place), index, one, options.jobs)
            if options.json:
                runs = {name: asdict(each) for name, each in (best or {COLD: one.runs[COLD]}).items()}
                options.json.write_text(json.dumps({"papers": size, "runs": runs}), "utf-8")
    print_growth(found)
    if options.shipped:
        with tempfile.TemporaryDirectory(dir=parent, prefix="paperindex-bench-") as place:
            print_shipped(shipped_index(Path(place), options.jobs))


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.build", description=__doc__)
    parser.add_argument("--sizes", default="1000,10000,100000", help="numbers of papers, with commas between")
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("--jobs", type=int, default=2, help="processes of a build")
    parser.add_argument(
        "--extent",
        default="lean",
        choices=("lean", "full"),
        help="of every site, so that sizes can be compared",
    )
    parser.add_argument("--alone", action="store_true", help="without the peers")
    parser.add_argument(
        "--serve-up-to", type=int, default=10_000, help="largest size at which `serve` is measured"
    )
    parser.add_argument(
        "--shipped",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="measure the first index as well",
    )
    parser.add_argument(
        "--json", type=Path, help="write the last size's builds here, for benchmarks.build.chart"
    )
    parser.add_argument("--quick", action="store_true", help="300 and 1,000 papers: some minutes")
    return parser.parse_args()


def measured(folder: Path, size: int, jobs: int, *, serve: bool) -> Measured:
    """One size: checks, cold, again, after edits; with where the cold build's time went."""
    build = [str(COMMAND), "build", "--jobs", str(jobs), "--timings-json", "times.json"]
    runs = [run(CHECK_COLD, folder, str(COMMAND), "check"), run(CHECK_WARM, folder, str(COMMAND), "check")]
    runs.append(papers_alone(folder, jobs))
    shutil.rmtree(folder / ".cache")
    runs.append(run(COLD, folder, *build))
    steps = json.loads((folder / "times.json").read_text("utf-8"))["steps"]
    files, total = files_and_bytes(folder / "site")
    runs.append(run("build, nothing changed", folder, *build))
    edited = folder / "content" / "papers" / f"{key(size // 2)}.yml"
    as_written = edited.read_text("utf-8")
    edited.write_text(as_written.replace("tldr: ", "tldr: Edited "), "utf-8")
    with changed_files(folder / "site") as changed:
        runs.append(run(EDIT, folder, *build))
    seen = seconds_to_be_seen(folder, key(size // 2), pause=4 * runs[-1].wall) if serve else None
    # Peers print what the papers' pages alone were printed from.
    edited.write_text(as_written, "utf-8")
    after_edits = timed_edits(folder, TURNS if size < FEW_TURNS_FROM else 1, jobs)
    print(f"### {size:,} papers: {files:,} files, {total / 1e6:,.0f} MB\n")
    print("| step | wall s | CPU s | peak MB | ms a paper |\n|---|---|---|---|---|")
    for one in runs:
        print(
            f"| {one.name} | {one.wall:.2f} | {one.cpu:.2f} | {one.memory:,.0f} | {1000 * one.wall / size:.2f} |"
        )
    print(f"\nFiles that the edit changed: {changed():,}\n")
    print_edits(after_edits)
    if seen is not None:
        print(f"While serving, seconds from saving to the page: {seen.edited:.2f} an entry's words,")
        print(
            f"{seen.next:.2f} the next ones while the whole site is built, and {seen.new:.2f} a new entry\n"
        )
    print("| part of the cold build | wall s | CPU s |\n|---|---|---|")
    for step in sorted(steps, key=lambda step: -step["cpu"]):
        print(f"| {step['name']} | {step['seconds']:.2f} | {step['cpu']:.2f} |")
    print(flush=True)
    return Measured(papers=size, runs={one.name: one for one in runs}, files=files, total=total, seen=seen)


def print_edits(found: Sequence[Timed]) -> None:
    """A row for each sort."""
    print(HEAD)
    for one in found:
        print(one.row)
    print()


def papers_alone(folder: Path, jobs: int) -> Run:
    """The papers' pages from nothing."""
    shutil.rmtree(folder / ".cache", ignore_errors=True)
    shutil.rmtree(folder / PAPERS_ALONE, ignore_errors=True)
    words = ("-m", "benchmarks.build.papers_alone", str(folder), "--jobs", str(jobs))
    return run(ALONE, ROOT, sys.executable, *words)


def beside_peers(scratch: Path, index: Path, one: Measured, jobs: int) -> dict[str, Run]:
    """The peers on the same papers, in turns with our own cold builds; the fastest turn of each counts and is returned."""
    found = list(peers(scratch / "peers", index, one.papers))
    best = {name: one.runs[name] for name in (COLD, ALONE)}
    alike: list[str] = []
    for turn in range(TURNS if one.papers < FEW_TURNS_FROM else 1):
        for peer in found:
            shutil.rmtree(peer.folder / "public", ignore_errors=True)
            shutil.rmtree(peer.folder / "site", ignore_errors=True)
            keep_best(best, run(peer.name, peer.folder, *peer.command))
            if peer.papers is not None and not turn:
                alike.append(f"{peer.name}: {pages_alike(index / PAPERS_ALONE / 'papers', peer.papers)}")
        if turn:
            shutil.rmtree(index / "site")
            shutil.rmtree(index / ".cache")
            keep_best(best, run(COLD, index, str(COMMAND), "build", "--jobs", str(jobs)))
            keep_best(best, papers_alone(index, jobs))
    print("| beside it | wall s | CPU s | peak MB | our pages take | our whole site | our memory |")
    print("|---|---|---|---|---|---|---|")
    for each in best.values():
        ratios = (
            best[ALONE].wall / each.wall,
            best[COLD].wall / each.wall,
            best[ALONE].memory / each.memory,
        )
        shares = " | ".join(f"× {ratio:.2f}" for ratio in ratios)
        print(f"| {each.name} | {each.wall:.2f} | {each.cpu:.2f} | {each.memory:,.0f} | {shares} |")
    print()
    for line in alike:
        print(line)
    print(flush=True)
    return best


def keep_best(best: dict[str, Run], one: Run) -> None:
    """Note a run unless an earlier one of the same name took less time."""
    if one.name not in best or one.wall < best[one.name].wall:
        best[one.name] = one


def print_growth(found: Sequence[Measured]) -> None:
    """What a paper takes at each size: flat where the work grows with the number of papers and no faster."""
    print("### What one paper takes\n")
    print(
        "| papers | whole site ms | pages alone ms | check ms | one edit s | peak MB | kB of site | files |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for one in found:
        cold, alone, check = (1000 * one.runs[name].wall / one.papers for name in (COLD, ALONE, CHECK_COLD))
        print(
            f"| {one.papers:,} | {cold:.2f} | {alone:.2f} | {check:.2f} | {one.runs[EDIT].wall:.2f} | "
            f"{one.runs[COLD].memory:,.0f} | {one.total / one.papers / 1000:.1f} | {one.files / one.papers:.2f} |"
        )
    print(flush=True)


def print_shipped(one: Shipped) -> None:
    """The first index."""
    print(f"### The first index: {one.papers:,} papers\n")
    print("| | wall s | CPU s | peak MB |\n|---|---|---|---|")
    for each in (one.cold, one.check):
        print(f"| {each.name} | {each.wall:.2f} | {each.cpu:.2f} | {each.memory:,.0f} |")
    print()
    print_edits(one.edits)
    print(f"Heaviest page of a paper, compressed: {one.heaviest_paper / 1000:.1f} kB")
    print(f"Heaviest first view, compressed: {one.heaviest_view / 1000:.1f} kB", flush=True)


if __name__ == "__main__":
    main()
