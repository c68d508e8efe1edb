"""Indexes of any size that look like real ones: lengths, shared names and tags follow the first index.

The same size and seed give the same files on every machine.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SYLLABLES = (
    "ba be bi bo bu da de di do du fa fe fi ga ge gi go ka ke ki ko la le li lo lu ma me mi mo mu na ne ni no pa pe "
    "pi po ra re ri ro sa se si so su ta te ti to tu va ve vi vo za ze"
).split()
TOPICS, TAGS = 20, 160
AUTHORS_OF_A_PAPER = (1, 2, 3, 3, 4, 4, 5, 5, 6, 7, 8, 10, 14)
"""Drawn from evenly; the mean is that of the first index, a little over five."""
NEW_NAMES = 0.75
"""Share of authors who have not written an earlier paper: in the first index four of five have one paper."""
SUMMARY_WORDS, TITLE_WORDS, IDEA_WORDS = (70, 130), (5, 12), (14, 26)
WORDS = 12_000
KINDS = ("method", "method", "method", "theory", "analysis", "survey", "benchmark", "system", "application")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words by how common they are: the first ones come up again and again, as in any language."""

    words: Sequence[str]
    chance: random.Random

    def some(self, bounds: tuple[int, int]) -> str:
        """A run of words."""
        count = self.chance.randint(*bounds)
        picked = (int(len(self.words) ** self.chance.random()) - 1 for _ in range(count))
        return " ".join(self.words[place] for place in picked)


def vocabulary(chance: random.Random) -> Vocabulary:
    """Invented words, the shorter ones first."""
    words: dict[str, None] = {}
    while len(words) < WORDS:
        length = 2 + len(words) // 4_000 + chance.randint(0, 1)
        words["".join(chance.choice(SYLLABLES) for _ in range(length))] = None
    return Vocabulary(tuple(words), chance)


def write_index(folder: Path, papers: int, seed: int) -> None:
    """Settings, a front page, topics, tags and ``papers`` entries below ``folder``."""
    chance = random.Random(seed)
    text = vocabulary(chance)
    write(folder / "mkdocs.yml", SETTINGS)
    write(
        folder / "docs" / "index.md",
        "# Synthetic index\n\nMade to be measured.\n\n<!-- paperindex:home -->\n",
    )
    for number in range(TOPICS):
        write(folder / "content" / "topics" / f"topic-{number}.yml", topic(number, text))
    write(folder / "content" / "tags.yml", "".join(tag(number, text) for number in range(TAGS)))
    known: list[str] = []
    for number in range(papers):
        write(folder / "content" / "papers" / f"{key(number)}.yml", entry(number, text, known))


SETTINGS = """site_name: Synthetic Index
site_url: https://papers.example.org/
theme:
  name: material
plugins:
  - paperindex
"""


def key(number: int) -> str:
    """The id of a paper."""
    return f"paper-{number:06d}"


def topic(number: int, text: Vocabulary) -> str:
    """A topic's file."""
    return f"name: Topic {number}\ngroup: Group {number // 4}\norder: {number + 1}\ndescription: About {text.some(IDEA_WORDS)}.\n"


def tag(number: int, text: Vocabulary) -> str:
    """A tag's lines."""
    return f"tag-{number}:\n  name: Tag {number}\n  description: About {text.some((6, 12))}.\n"


def entry(number: int, text: Vocabulary, known: list[str]) -> str:
    """A paper's file; new authors are added to the ``known`` ones."""
    chance = text.chance
    authors: dict[str, None] = {}
    wanted = chance.choice(AUTHORS_OF_A_PAPER)
    while len(authors) < wanted:
        if known and chance.random() > NEW_NAMES:
            authors[chance.choice(known)] = None
        else:
            name = f"{chance.choice(text.words).title()} {chance.choice(text.words).title()}"
            known.append(name)
            authors[name] = None
    tags = sorted(
        {int(TAGS ** chance.random()) - 1 for _ in range(chance.randint(3, 6))}
        | {number % TAGS, (number + 7) % TAGS}
    )
    lines = [
        f"title: {text.some(TITLE_WORDS).capitalize()} number {number}",
        f"authors: [{', '.join(authors)}]",
        f"date: {2015 + number % 11}-{1 + number % 12:02d}-{1 + number % 28:02d}",
        f"topic: topic-{number * 7 % TOPICS}",
        f"tags: [{', '.join(f'tag-{one}' for one in tags[:6])}]",
        f"kind: {chance.choice(KINDS)}",
        f"tldr: {text.some(IDEA_WORDS).capitalize()}.",
        "summary: |",
        f"  {text.some(SUMMARY_WORDS).capitalize()}.",
        "links:",
        f"  doi: 10.5555/synthetic.{number}",
    ]
    if number > 20 and chance.random() < 0.3:
        lines.append(f"builds_on: [{key(chance.randrange(number))}]")
    lines.append("added: 2026-01-01")
    return "\n".join(lines) + "\n"


def write(path: Path, text: str) -> None:
    """A file with its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
