"""What fuzzing starts from: the repository's own entries, cases and finds, so that it need not invent YAML."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST_ENTRIES = 60
VOCABULARY_SORTS = {"topic": b"\x01", "tags": b"\x02", "people": b"\x03"}


def seeds_of(target: str) -> Iterator[bytes]:
    """The first inputs of a target."""
    yield from (
        file.read_bytes() for file in sorted((ROOT / "tests" / "fuzzing" / "finds" / target).glob("*"))
    )
    entries = sorted((ROOT / "content" / "papers").rglob("*.yml"))[:MOST_ENTRIES]
    cases = sorted((ROOT / "tests" / "hostile" / "cases").glob("*/entry.yml"))
    if target == "loader":
        yield from (b"\x00" + file.read_bytes() for file in [*entries, *cases])
        yield from (
            b"\x00" + file.read_bytes() for file in sorted((ROOT / "tests/loading/cases").rglob("*.yml"))
        )
        for name, sort in VOCABULARY_SORTS.items():
            yield from (
                sort + file.read_bytes() for file in sorted((ROOT / "tests/hostile").rglob(f"{name}.yml"))
            )
    elif target == "importer":
        yield from (b"\x00" + listing for listing in _listings())
        yield b'\x01<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/2510.26692v1</id><title>T</title><author><name>A</name></author></entry></feed>'  # fmt: skip
        yield b'\x02{"message": {"DOI": "10.1000/182", "title": ["T"], "author": [{"given": "A", "family": "B"}]}}'
        yield b'\x04@string{n = "NeurIPS"}@inproceedings{k, title={{A} $n^2$}, author={Lans, Ralf van der and others}, booktitle=n # " 2", year=2017, month=jun, eprint={1706.03762}}'  # fmt: skip
        yield b"\x05TY  - THES\r\nTI  - On <i>H</i><sub>2</sub>O &amp; $n^2$\r\nAU  - Lans, Ralf van der\r\nPY  - 2017\r\nDA  - 12 Jun\r\nM3  - M.Sc.\r\nPB  - Z\xfcrich\r\nAN  - arXiv:1706.03762\r\nER  - \r\n"  # fmt: skip
        yield b"\x05PMID- 1\nTI  - On\n      heads.\nFAU - Hinton, G, Jr\nDP  - 2015 May\nLID - 10.1038/nature14539 [doi]\nAB  - One.\n"
        yield b'\x06{"items": [{"id": 1, "type": "thesis", "genre": "MSc", "title": ["<i>A</i>"], "author": [{"family": "Lans", "given": "R", "non-dropping-particle": "van"}, {"literal": "others"}], "issued": {"date-parts": [["2017", 6]]}, "DOI": "10.1/a", "note": "arXiv:1706.03762"}]}'  # fmt: skip
        yield b"\x03### Title\n\nA paper\n\n### Authors\n\nAda\n"
    else:
        for file in [*cases, *entries[:20]]:
            yield from file.read_bytes().splitlines()[:1]
        if target == "query":
            yield from (
                b'title:"kimi linear" year:2020..2024 -x* ~2',
                "注意力 β-VAE arXiv:2510.26692v2".encode(),
            )


def _listings() -> Iterator[bytes]:
    abstract = (
        b"A sentence that is as long as those of an abstract have to be, with https://example.org/ in it. "
        * 5
    )
    yield (
        b"Daily Papers\n\nDec 9\n\nA Title: with [signs] & more\n\n"
        + abstract
        + b"\n\n  \xe2\x80\xa2 4 authors\n\xc2\xb7\nJul 21, 2024 3\n"
    )
    yield (
        b"A Title\n"
        + abstract
        + b'\n\x1e{"title": "A Title", "arxiv": "2407.00001", "authors": ["Ada"], "venue": "X"}\n'
    )


def write_seeds(target: str, folder: Path) -> int:
    """Put them into a folder, each under the name that libFuzzer would give it; answers how many there are."""
    folder.mkdir(parents=True, exist_ok=True)
    seeds = set(seeds_of(target))
    for seed in seeds:
        (folder / hashlib.sha1(seed, usedforsecurity=False).hexdigest()).write_bytes(seed)
    return len(seeds)
