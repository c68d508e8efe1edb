"""The collections that are searched: judged ones as they are, and larger ones grown from a sample of real papers."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.search.documents import SearchDocument

WORD = re.compile(r"[A-Za-z]{3,}")
SENTENCE = re.compile(r"(?<=[.!?])\s+")
SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe qi ro su ta ve wi xo yu zan mer tol rin vek sal dor".split()
EXCHANGED_TITLE_WORDS = 0.6
INVENTED_RARE_WORDS = 0.6
INVENTED_SURNAMES = 0.3
RARE = 2
SENTENCES = 7


@dataclass(frozen=True, slots=True)
class Judged:
    """A query and the documents that answer it."""

    text: str
    group: str
    answers: frozenset[str]
    half: int
    """0 for tuning, 1 for reporting."""


def lines(path: Path) -> Iterator[dict[str, object]]:
    """The records of a JSON Lines file, compressed or not."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    for line in content.decode().rstrip("\n").split("\n"):
        yield json.loads(line)


def sample_documents(data: Path) -> list[SearchDocument]:
    """The sample of real papers."""
    return [
        document(
            number,
            str(row["title"]),
            row.get("authors"),
            row.get("venue"),
            row.get("year"),
            row.get("abstract"),
        )
        for number, row in enumerate(lines(data / "facts" / "sample-5000.jsonl.gz"))
    ]


def document(
    number: int, title: str, authors: object, venue: object, year: object, abstract: object
) -> SearchDocument:
    """One paper of a grown or sampled collection; its venue stands in for the topic."""
    return SearchDocument(
        key=f"p{number:06d}",
        title=title,
        address=f"papers/p{number:06d}/",
        topic=str(venue or ""),
        authors=tuple(authors) if isinstance(authors, list) else (),
        venue=str(venue) if venue else None,
        year=int(str(year)) if year else None,
        date=str(year or ""),
        abstract=str(abstract) if abstract else None,
    )


def cranfield_documents(data: Path) -> list[SearchDocument]:
    """The 1,400 abstracts of the Cranfield collection."""
    return [
        SearchDocument(
            key=str(row["id"]),
            title=str(row["title"]),
            address=f"papers/{row['id']}/",
            authors=(str(row["authors"]),) if row["authors"] else (),
            abstract=str(row["text"]),
        )
        for row in lines(data / "search-data" / "cranfield.docs.jsonl")
    ]


def cranfield_queries(data: Path) -> list[Judged]:
    """Its queries; every second one is for tuning."""
    answers: dict[str, set[str]] = defaultdict(set)
    for row in lines(data / "search-data" / "cranfield.qrels.jsonl"):
        if int(str(row["rel"])) > 0:
            answers[str(row["q"])].add(str(row["d"]))
    return [
        Judged(str(row["text"]), "cranfield", frozenset(answers[str(row["id"])]), number % 2)
        for number, row in enumerate(lines(data / "search-data" / "cranfield.queries.jsonl"))
        if answers[str(row["id"])]
    ]


def known_item_queries(data: Path) -> list[Judged]:
    """Queries for one paper of the sample; halves by paper, so that no paper serves both."""
    return [
        Judged(
            str(row["query"]),
            str(row["class"]).split("-")[0] if str(row["class"]).startswith("variant") else str(row["class"]),
            frozenset({f"p{int(str(row['target_line'])):06d}"}),
            int(str(row["target_line"])) % 2,
        )
        for row in lines(data / "search-data" / "known-item-5000.jsonl")
    ]


class Grower:
    """Makes further papers out of real ones: their sentences mixed, their titles' words exchanged.

    Common words stay as common as they are. Rare ones are partly replaced by invented ones, because a
    real collection keeps meeting new words as it grows.
    """

    def __init__(self, documents: list[SearchDocument], seed: int) -> None:
        self.documents = documents
        self.random = random.Random(seed)
        self.title_words = [word for d in documents for word in WORD.findall(d.title)]
        self.counts = Counter(
            word for d in documents for word in set(WORD.findall(f"{d.title} {d.abstract or ''}"))
        )
        self.sentences = [
            sentence for d in documents for sentence in SENTENCE.split(d.abstract or "") if sentence
        ]
        self.surnames = [name.split()[-1] for d in documents for name in d.authors if name.split()]
        self.first_names = [name.split()[0] for d in documents for name in d.authors if name.split()]

    def invented(self) -> str:
        """A word that nobody used before."""
        return "".join(self.random.choice(SYLLABLES) for _ in range(self.random.randint(3, 5)))

    def text(self, text: str) -> str:
        """The text with some of its rare words replaced."""

        def other(match: re.Match[str]) -> str:
            word = match.group()
            rare = self.counts[word] <= RARE and self.random.random() < INVENTED_RARE_WORDS
            return self.invented() if rare else word

        return WORD.sub(other, text)

    def title(self, text: str) -> str:
        """A title of the same form with most of its words exchanged."""

        def other(match: re.Match[str]) -> str:
            exchanged = self.random.random() < EXCHANGED_TITLE_WORDS
            return self.random.choice(self.title_words) if exchanged else match.group()

        return self.text(WORD.sub(other, text))

    def person(self) -> str:
        """A name from two others."""
        surname = self.random.choice(self.surnames)
        if self.random.random() < INVENTED_SURNAMES:
            surname = self.invented().capitalize()
        return f"{self.random.choice(self.first_names)} {surname}"

    def paper(self, number: int) -> SearchDocument:
        """One more paper."""
        model = self.random.choice(self.documents)
        abstract = " ".join(self.random.choice(self.sentences) for _ in range(SENTENCES))
        authors = [self.person() for _ in model.authors]
        return document(
            number, self.title(model.title), authors, model.venue, model.year, self.text(abstract)
        )


def grown(documents: list[SearchDocument], count: int) -> list[SearchDocument]:
    """The first ``count`` papers, or all of them and as many grown ones as are missing."""
    grower = Grower(documents, seed=20261120)
    return [*documents[:count], *(grower.paper(number) for number in range(len(documents), count))]
