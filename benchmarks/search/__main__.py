"""`python -m benchmarks.search`: our search and its peers, measured side by side in one run.

Needs a folder with the judged data (``--data`` or PAPERINDEX_BENCH_DATA; facts/ and search-data/ in it), node with
npm for the peers, and Chromium. Everything is made in a scratch folder; nothing of the data is kept.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from benchmarks.search.corpora import (
    Judged,
    cranfield_documents,
    cranfield_queries,
    grown,
    known_item_queries,
    sample_documents,
)
from benchmarks.search.quality import by_group
from benchmarks.watching import Sampler
from generator.loading.library_loader import load_content
from generator.search.documents import SearchDocument
from generator.search.index import build_search
from generator.search.library_documents import LibraryDocuments
from tests.support.browser import running_browser
from tests.support.repository import ROOT
from tests.support.static_server import StaticServer, serving

HERE = Path(__file__).resolve().parent
PEERS = ("lunr", "minisearch", "flexsearch", "pagefind")
CODE = {
    "lunr": "node_modules/lunr/lunr.min.js",
    "minisearch": "node_modules/minisearch/dist/es/index.js",
    "flexsearch": "node_modules/flexsearch/dist/flexsearch.bundle.min.js",
}
WEIGHED = 24
"""Queries whose bytes are counted, each from an empty cache."""
CLOCKED = 120
"""Queries that are timed once they are warm."""
TARGETS = {433: (50, 1, 0.5), 5_000: (60, 1, 4), 20_000: (75, 2, 15), 87_000: (120, 4, 60)}


@dataclass
class Measured:
    """One engine over one collection."""

    engine: str
    size: int
    cpu: float = 0.0
    memory: float = 0.0
    kilobytes: float = 0.0
    p50: float = 0.0
    p95: float = 0.0
    blocked: float = 0.0
    quality: dict[str, float] = field(default_factory=dict)


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    default = os.environ.get("PAPERINDEX_BENCH_DATA") or str(ROOT.parent / "shared")
    parser.add_argument("--data", type=Path, default=Path(default), help="folder of the judged data")
    parser.add_argument(
        "--sizes", default="433,5000,20000,87000", help="collection sizes, with commas between"
    )
    parser.add_argument("--peers", default=",".join(PEERS), help="peers to measure; empty for none")
    parser.add_argument(
        "--peers-up-to", type=int, default=20_000, help="largest collection the peers are given"
    )
    parser.add_argument("--half", type=int, choices=(0, 1), default=1, help="half of the queries to report")
    return parser.parse_args()


def main() -> None:
    """Build, serve, ask, print."""
    options = arguments()
    if not (options.data / "search-data").is_dir():
        sys.exit(f"benchmarks.search: no judged data in {options.data}; give --data or PAPERINDEX_BENCH_DATA")
    peers = [name for name in options.peers.split(",") if name]
    with tempfile.TemporaryDirectory(prefix="bench-search-") as name:
        scratch = Path(name)
        install_peers(scratch, peers)
        with serving(scratch) as server, running_browser() as browser:
            rows = [
                row
                for size in map(int, options.sizes.split(","))
                for row in measured(options, scratch, server, browser, size, peers)
            ]
            cranfield = measured_cranfield(options, scratch, server, browser, peers)
    print_tables(rows, cranfield, options.half)


def install_peers(scratch: Path, peers: list[str]) -> None:
    """The peers from npm, and our measuring page beside them."""
    shutil.copytree(HERE / "browser", scratch / "browser")
    (scratch / "package.json").write_text('{"private": true, "type": "module"}')
    if peers:
        subprocess.run(
            ["npm", "install", "--no-audit", "--no-fund", "--silent", *peers], cwd=scratch, check=True
        )


def measured(
    options: argparse.Namespace,
    scratch: Path,
    server: StaticServer,
    browser: Browser,
    size: int,
    peers: list[str],
) -> list[Measured]:
    """Every engine over one size."""
    documents, queries = collection(options.data, size)
    engines = ["ours", *(peers if size <= options.peers_up_to else [])]
    rows = [one_engine(name, documents, queries, scratch, server, browser, options.half) for name in engines]
    for row in rows:
        print(f"{row.engine} at {size}: done", file=sys.stderr, flush=True)
    return rows


def collection(data: Path, size: int) -> tuple[list[SearchDocument], list[Judged]]:
    """The repository's own papers, or the sample of real ones, grown where it is too small."""
    if size < 1_000:
        documents = list(LibraryDocuments(load_content(ROOT / "content", ROOT).library))[:size]
        return documents, own_queries()
    return grown(sample_documents(data), size), known_item_queries(data)


def own_queries() -> list[Judged]:
    """The judged queries of the tests."""
    import yaml

    judged = yaml.safe_load((ROOT / "tests/search/judged.yml").read_text("utf-8"))
    return [Judged(j["query"], "judged", frozenset(j["papers"]), 1) for j in judged]


def measured_cranfield(
    options: argparse.Namespace, scratch: Path, server: StaticServer, browser: Browser, peers: list[str]
) -> list[Measured]:
    """The quality of every engine on Cranfield."""
    documents, queries = cranfield_documents(options.data), cranfield_queries(options.data)
    return [
        one_engine(name, documents, queries, scratch, server, browser, options.half)
        for name in ["ours", *peers]
    ]


def one_engine(
    name: str,
    documents: list[SearchDocument],
    queries: list[Judged],
    scratch: Path,
    server: StaticServer,
    browser: Browser,
    half: int,
) -> Measured:
    """Build one engine's files, weigh first answers, time warm ones, judge all."""
    row = Measured(name, len(documents))
    folder = scratch / "built"
    shutil.rmtree(folder, ignore_errors=True)
    row.cpu, row.memory = (
        build_ours(documents, folder) if name == "ours" else build_peer(name, documents, scratch)
    )
    base = "/built/"
    kind = name if name in ("ours", "pagefind") else "peer"
    door = [kind, base, name, f"/{CODE.get(name, '')}"]
    weighed = queries[:: max(1, len(queries) // WEIGHED)][:WEIGHED]
    if name in ("ours", "pagefind"):
        sizes = [first_answer(browser, server, door, query.text) for query in weighed]
    else:  # they ship everything at once, whatever is asked
        sizes = [first_answer(browser, server, door, weighed[0].text)]
    row.kilobytes = sum(size for size, _ in sizes) / len(sizes) / 1000
    row.blocked = max(blocked for _, blocked in sizes)
    page = bench_page(browser, server)
    page.evaluate("(door) => openEngine(...door).then(() => true)", door)
    texts = [query.text for query in queries]
    clocked = texts[:: max(1, len(texts) // CLOCKED)]
    found = page.evaluate("([texts, clocked]) => warm(texts, clocked)", [texts, clocked])
    page.context.close()
    row.p50, row.p95 = found["p50"], found["p95"]
    row.quality = by_group(queries, found["ids"], half)
    return row


def build_ours(documents: list[SearchDocument], folder: Path) -> tuple[float, float]:
    """CPU seconds and the megabytes that building added to the process, measured in a process of its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        before = resource.getrusage(resource.RUSAGE_SELF)
        start = time.process_time()
        files = build_search(documents)
        spent = time.process_time() - start
        after = resource.getrusage(resource.RUSAGE_SELF)
        for file in files:
            path = folder / file.address
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(file.content)
        report = json.dumps([spent, after.ru_maxrss / 1024, before.ru_maxrss / 1024])
        os.write(writing, report.encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as report_file:
        spent, peak, _ = json.load(report_file)
    os.waitpid(child, 0)
    return spent, peak


def build_peer(name: str, documents: list[SearchDocument], scratch: Path) -> tuple[float, float]:
    """CPU seconds and peak megabytes of the peer's own build, its helpers' included."""
    texts = [
        {
            "id": document.key,
            "title": document.title,
            "authors": ", ".join(document.authors),
            "text": " ".join(filter(None, (document.tldr, document.summary, document.abstract))),
        }
        for document in documents
    ]
    (scratch / "documents.json").write_text(json.dumps(texts))
    (scratch / "built").mkdir()
    running = subprocess.Popen(
        ["node", "--max-old-space-size=12000", "browser/build_peer.mjs", name, "documents.json", "built"],
        cwd=scratch,
        stdout=subprocess.DEVNULL,
    )
    # Sampled, because one peer works in a program that nobody waits for: the system's own sums leave it out.
    sampler = Sampler(running.pid)
    status = running.wait()
    spent, peak = sampler.stop()
    if status:
        sys.exit(f"benchmarks.search: {name} could not be built")
    return spent, peak


def bench_page(browser: Browser, server: StaticServer) -> Page:
    """The measuring page in a fresh profile."""
    page = browser.new_context().new_page()
    page.set_default_timeout(600_000)
    page.goto(server.address("browser/page.html"))
    page.wait_for_function("() => globalThis.warm !== undefined")
    return page


def first_answer(browser: Browser, server: StaticServer, door: list[str], text: str) -> tuple[int, float]:
    """Compressed bytes up to the first ten results from an empty cache, code included; longest block in ms."""
    page = bench_page(browser, server)
    before = len(server.served)
    found: dict[str, Any] = page.evaluate("([door, text]) => first(...door, text)", [door, text])
    page.context.close()
    return sum(request.size for request in server.served[before:]), float(found["blocked"])


def print_tables(rows: list[Measured], cranfield: list[Measured], half: int) -> None:
    """The measured figures, with the targets beside ours."""
    print(
        "| papers | engine | KB to first ten | warm p50 ms | warm p95 ms | blocked ms | build CPU s | build peak MB |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for row in rows:
        aims = (
            TARGETS.get(row.size, TARGETS[433] if row.size < 1_000 else None)
            if row.engine == "ours"
            else None
        )
        kilobytes, p95, cpu = (f" (≤ {aim})" for aim in aims) if aims else ("", "", "")
        blocked = f"{row.blocked:.0f}" if row.blocked else "< 50"
        print(
            f"| {row.size:,} | {row.engine} | {row.kilobytes:,.1f}{kilobytes} | {row.p50:.2f} | {row.p95:.2f}{p95} "
            f"| {blocked} | {row.cpu:.1f}{cpu} | {row.memory:,.0f} |"
        )
    print(f"\nKnown-item MRR@10, half {half} of the queries; own papers: judged queries, all\n")
    groups = list(dict.fromkeys(group for row in rows for group in row.quality))
    print(f"| papers | engine | {' | '.join(groups)} |")
    print("|---|---|" + "---|" * len(groups))
    for row in rows:
        cells = [f"{row.quality[group]:.3f}" if group in row.quality else "" for group in groups]
        print(f"| {row.size:,} | {row.engine} | {' | '.join(cells)} |")
    print(f"\nnDCG@10 on Cranfield, half {half}\n\n| engine | nDCG@10 |\n|---|---|")
    for row in cranfield:
        print(f"| {row.engine} | {row.quality['cranfield']:.3f} |")


if __name__ == "__main__":
    main()
