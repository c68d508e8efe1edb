"""Fuzzes every target for a bounded time: `python -m fuzz [TARGET …]`, or `make fuzz FUZZ_SECONDS=3600`.

Exit status 0 when every target came to a clean verdict on every input, 1 when one did not: then the input lies under
.cache/fuzz/finds/. What was learnt stays in .cache/fuzz/ and is where the next run begins.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from fuzz.seeds import ROOT, write_seeds

TARGETS = ("loader", "importer", "tex", "query")
SECONDS_AN_INPUT = 10
"""Far more than a file of the largest size takes; what takes longer hangs."""
LONGEST_INPUT = 8_000
MEGABYTES = 3_000


def main(names: Sequence[str]) -> int:
    """The command; answers its exit status."""
    unknown = set(names) - set(TARGETS)
    if unknown:
        print(f"usage: python -m fuzz [{' | '.join(TARGETS)}]…", file=sys.stderr)
        return 2
    seconds = os.environ.get("FUZZ_SECONDS") or "60"
    if not (seconds.isascii() and seconds.isdigit()):
        print(f"fuzz: FUZZ_SECONDS is {seconds!r}, not a number of seconds", file=sys.stderr)
        return 2
    status = 0
    for name in names or TARGETS:
        print(f"fuzz: {name} for {seconds} s", file=sys.stderr, flush=True)
        done = subprocess.run(command(name, ROOT / ".cache" / "fuzz", int(seconds)), cwd=ROOT, check=False)
        if done.returncode != 0:
            print(f"fuzz: {name} has a find, see above", file=sys.stderr, flush=True)
            status = 1
    return status


def command(name: str, cache: Path, seconds: int) -> list[str]:
    """libFuzzer on one target, with what is known from before."""
    corpus, finds = cache / name, cache / "finds" / name
    write_seeds(name, corpus)
    finds.mkdir(parents=True, exist_ok=True)
    return [
        *(sys.executable, "-m", "fuzz.run", name, str(corpus)),
        *(f"-max_total_time={seconds}", f"-timeout={SECONDS_AN_INPUT}", f"-rss_limit_mb={MEGABYTES}"),
        *(f"-max_len={LONGEST_INPUT}", f"-artifact_prefix={finds}/", "-print_final_stats=1"),
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
