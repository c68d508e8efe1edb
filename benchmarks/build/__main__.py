"""`python -m benchmarks.build`: time, memory and bytes of building, on indexes of several sizes made on the spot.

Every step is the real command in a process of its own. Peak memory is that of all its processes together, sampled
from /proc. Machines are noisy: compare the figures of one run with each other, and run it again before believing them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.build.peers import peers
from benchmarks.build.synthetic import key, write_index
from benchmarks.watching import Sampler

TURNS, FEW_TURNS_FROM = 3, 20_000
"""How often everything is run when peers are measured; large sizes once."""
COMMAND = Path(sys.executable).with_name("paperindex")
MEMORY_DISK = Path("/dev/shm")


@dataclass(frozen=True, slots=True)
class Run:
    """One call of the command."""

    name: str
    wall: float
    cpu: float
    """Seconds of all its processes."""
    memory: float
    """Peak megabytes of all its processes together."""


def main() -> None:
    """Measure every size and print a table of each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.build", description=__doc__)
    parser.add_argument("--sizes", default="1000,10000,100000", help="numbers of papers, with commas between")
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("--jobs", type=int, default=2, help="processes of a build")
    parser.add_argument("--alone", action="store_true", help="without the peers")
    parser.add_argument(
        "--json", type=Path, help="write the last size's builds here, for benchmarks.build.chart"
    )
    parser.add_argument("--quick", action="store_true", help="300 and 1,000 papers: about a minute")
    options = parser.parse_args()
    sizes = [300, 1_000] if options.quick else [int(size) for size in options.sizes.split(",")]
    parent = MEMORY_DISK if os.access(MEMORY_DISK, os.W_OK) else Path(tempfile.gettempdir())
    print(
        f"{platform.platform()}, Python {platform.python_version()}, {os.cpu_count()} processors, --jobs {options.jobs}, seed {options.seed}, in {'memory' if parent == MEMORY_DISK else 'a folder on disk'}\n"
    )
    for size in sizes:
        with tempfile.TemporaryDirectory(dir=parent, prefix="paperindex-bench-") as place:
            index = Path(place) / "index"
            cold = measured(index, size, options.seed, options.jobs)
            best = {} if options.alone else beside_peers(Path(place), index, size, cold, options.jobs)
            if options.json:
                runs = {name: asdict(one) for name, one in (best or {cold.name: cold}).items()}
                options.json.write_text(json.dumps({"papers": size, "runs": runs}), "utf-8")


def measured(folder: Path, size: int, seed: int, jobs: int) -> Run:
    """One size: cold, again, one edit, checks; with where the cold build's time went. The cold build is returned."""
    print(f"{size:,} papers: writing the entries …", file=sys.stderr, flush=True)
    write_index(folder, size, seed)
    build = [str(COMMAND), "build", "--jobs", str(jobs), "--timings-json", "times.json"]
    runs = [
        run("check, cold", folder, str(COMMAND), "check"),
        run("check, warm", folder, str(COMMAND), "check"),
    ]
    shutil.rmtree(folder / ".cache", ignore_errors=True)
    runs.append(run("build, cold", folder, *build))
    steps = json.loads((folder / "times.json").read_text("utf-8"))["steps"]
    files, total = files_and_bytes(folder / "site")
    runs.append(run("build, nothing changed", folder, *build))
    edited = folder / "content" / "papers" / f"{key(size // 2)}.yml"
    edited.write_text(edited.read_text("utf-8").replace("tldr: ", "tldr: Edited "), "utf-8")
    with changed_files(folder / "site") as changed:
        runs.append(run("build, one entry edited", folder, *build))
    print(f"### {size:,} papers: {files:,} files, {total / 1e6:,.0f} MB\n")
    print("| step | wall s | CPU s | peak MB | ms a paper |\n|---|---|---|---|---|")
    for one in runs:
        print(
            f"| {one.name} | {one.wall:.2f} | {one.cpu:.2f} | {one.memory:,.0f} | {1000 * one.wall / size:.2f} |"
        )
    print(f"\nFiles that the edit changed: {changed():,}\n")
    print("| part of the cold build | wall s | CPU s |\n|---|---|---|")
    for step in sorted(steps, key=lambda step: -step["cpu"]):
        print(f"| {step['name']} | {step['seconds']:.2f} | {step['cpu']:.2f} |")
    print(flush=True)
    return next(one for one in runs if one.name == "build, cold")


def beside_peers(scratch: Path, index: Path, size: int, cold: Run, jobs: int) -> dict[str, Run]:
    """The peers on the same papers, in turns with our own cold build; the fastest turn of each counts and is returned."""
    found = list(peers(scratch / "peers", index, size))
    best: dict[str, Run] = {cold.name: cold}
    for turn in range(TURNS if size < FEW_TURNS_FROM else 1):
        for peer in found:
            shutil.rmtree(peer.folder / "public", ignore_errors=True)
            shutil.rmtree(peer.folder / "site", ignore_errors=True)
            keep_best(best, run(peer.name, peer.folder, *peer.command))
        if turn:
            shutil.rmtree(index / "site")
            shutil.rmtree(index / ".cache")
            keep_best(best, run(cold.name, index, str(COMMAND), "build", "--jobs", str(jobs)))
    ours = best[cold.name]
    print(
        "| beside it | wall s | CPU s | peak MB | ours takes, wall | CPU | memory |\n|---|---|---|---|---|---|---|"
    )
    for one in best.values():
        ratios = (ours.wall / one.wall, ours.cpu / one.cpu, ours.memory / one.memory)
        shares = " | ".join(f"× {ratio:.2f}" for ratio in ratios)
        named = f"{one.name} (whole site)" if one is ours else f"{one.name} (papers only)"
        print(f"| {named} | {one.wall:.2f} | {one.cpu:.2f} | {one.memory:,.0f} | {shares} |")
    print(flush=True)
    return best


def keep_best(best: dict[str, Run], one: Run) -> None:
    """Note a run unless an earlier one of the same name took less time."""
    if one.name not in best or one.wall < best[one.name].wall:
        best[one.name] = one


def run(name: str, folder: Path, *words: str) -> Run:
    """Run a program in ``folder`` and watch it. Ends the bench when it fails."""
    began, before = time.monotonic(), os.times()
    with subprocess.Popen(
        words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        sampler = Sampler(process.pid)
        told = process.stdout.read() if process.stdout else ""
        status = process.wait()
        _, peak = sampler.stop()
    wall, after = time.monotonic() - began, os.times()
    if status:
        sys.exit(f"benchmarks.build: {' '.join(words)} ended with {status}\n{told[-2000:]}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    print(f"  {name}: {wall:.2f} s", file=sys.stderr, flush=True)
    return Run(name, wall, cpu, peak)


def files_and_bytes(site: Path) -> tuple[int, int]:
    """How many files a site has, and how large they are together."""
    sizes = [path.stat().st_size for path in site.rglob("*") if path.is_file()]
    return len(sizes), sum(sizes)


@contextmanager
def changed_files(site: Path) -> Iterator[Callable[[], int]]:
    """Counts the files that the block made or wrote anew, by their inodes."""
    before = {path: path.stat().st_ino for path in site.rglob("*") if path.is_file()}

    def count() -> int:
        return sum(before.get(path) != path.stat().st_ino for path in site.rglob("*") if path.is_file())

    counted: list[int] = []
    yield lambda: counted[0]
    counted.append(count())


if __name__ == "__main__":
    main()
