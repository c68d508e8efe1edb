"""An id for a paper: the method's own name, else the first words of the title that tell it apart.

Kimi Linear: An Expressive, Efficient Attention Architecture   →  kimi-linear
What can a Single Attention Layer Learn? A Study …             →  what-can-a-single-attention-layer-learn
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet

from generator.text.folding import folded_words
from generator.text.maths import mixed_plain
from generator.text.slugs import identifier_fault, slug_of

LONGEST_PROPOSAL = 60
"""Ids are typed and read aloud; the format allows 80 characters."""

COMMON_SHARE = 0.05
FEWEST_COMMON = 3
"""A word in more than this share of the titles, and in no fewer than this number, names no single paper."""

LONGEST_NAME = 4
"""Words. What stands before a title's colon is a name when it is this short."""

FEWEST_WORDS = 3
"""Of a title without a name, not counting the small words."""

SMALL_WORDS = frozenset(
    (
        "a an and are as at be by can do does for from how in into is it its of on or that the their this to towards "
        "toward using via we what when where which why with"
    ).split()
)

NAME_END = re.compile(r":\s|\s[-–—]\s|:(?=[A-Z])")
NAME_LIKE = re.compile(r"[A-Za-z].*[A-Z0-9+]|[a-z]+-[A-Z]")
"""Capitals or figures inside a word: somebody coined it."""


class IdentifierProposals:
    """Proposes ids that nobody has. Each proposal counts as taken from then on."""

    def __init__(self, taken: Iterable[str], titles: Iterable[str]) -> None:
        """`taken` are ids in use; `titles` are those of all papers in sight, to see which words are common."""
        self.taken = set(taken)
        self.common = common_words(titles)

    def propose(self, title: str) -> str:
        """A free id for a paper with this title."""
        for candidate in self._candidates(re.sub("['’]", "", mixed_plain(title))):
            if candidate not in self.taken and identifier_fault(candidate) is None:
                self.taken.add(candidate)
                return candidate
        raise AssertionError("the numbered candidates never end")

    def _candidates(self, title: str) -> Iterator[str]:
        """Ids from the best downwards."""
        name = name_in(title, self.common)
        if name is not None:
            yield slug_of(name)
        words = _words(title)
        for length in _lengths(words):
            yield "-".join(words[:length])
        first = slug_of(name or " ".join(words[:FEWEST_WORDS]) or title)[:LONGEST_PROPOSAL].rstrip("-")
        yield first
        for number in range(2, len(self.taken) + 3):
            yield f"{first}-{number}"


def common_words(titles: Iterable[str]) -> AbstractSet[str]:
    """Words that so many titles have that none of them alone names a paper."""
    counts: Counter[str] = Counter()
    number_of_titles = 0
    for title in titles:
        number_of_titles += 1
        counts.update(set(folded_words(mixed_plain(title))))
    fewest = max(FEWEST_COMMON, COMMON_SHARE * number_of_titles)
    return {word for word, number in counts.items() if number >= fewest}


def name_in(title: str, common: AbstractSet[str]) -> str | None:
    """The name that a title opens with: ULSAM, Kimi Linear, Flash-LLA."""
    head = NAME_END.split(title, maxsplit=1)[0].strip()
    words = head.split()
    if head == title.strip() or not 1 <= len(words) <= LONGEST_NAME or len(slug_of(head)) > LONGEST_PROPOSAL:
        return None
    if any(NAME_LIKE.search(word) for word in words):
        return head
    content = [word for word in folded_words(head) if word not in SMALL_WORDS]
    is_told_apart = len(content) > 1 or any(word not in common for word in content)
    return head if content and is_told_apart and not head.endswith(("?", "!")) else None


def _words(title: str) -> list[str]:
    """The title's words as parts of an id, without a leading article."""
    words = [part for part in slug_of(title).split("-") if part]
    return words[1:] if len(words) > 1 and words[0] in ("a", "an", "the") else words


def _lengths(words: list[str]) -> Iterator[int]:
    """How many words to take: from the fewest that say something to as many as fit."""
    content = 0
    fewest = min(FEWEST_WORDS, len([word for word in words if word not in SMALL_WORDS]))
    for length, word in enumerate(words, start=1):
        if len("-".join(words[:length])) > LONGEST_PROPOSAL:
            return
        content += word not in SMALL_WORDS
        if content >= fewest and word not in SMALL_WORDS:
            yield length
