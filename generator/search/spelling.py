"""Which dictionary words a typed word may mean: completions, one typing mistake, two words run together."""

from __future__ import annotations

from generator.search.byte_columns import page_order
from generator.search.shard_reader import ShardStore

MOST_COMPLETIONS = 40
MOST_CORRECTIONS = 6
SHORTEST_CORRECTED = 4
"""Below four letters nearly every word is one letter away from another."""
SHORTEST_CORRECTED_TWICE = 8
"""A word with two mistakes leaves enough to tell which it was only where it is long."""
MOST_CHUNKS = 3
"""Chunks read for one beginning: short beginnings span much of a large dictionary."""
SHORTEST_PART = 3


def completions(store: ShardStore, start: str) -> list[str]:
    """Dictionary words that begin with ``start``, the most common first."""
    if len(start) < 2:
        return []
    words = store.words_between(start, backwards=False, limit=MOST_CHUNKS)
    fitting = [(word, level) for word, level in words.items() if word.startswith(start) and word != start]
    fitting.sort(key=lambda entry: (-entry[1], len(entry[0]), page_order(entry[0])))
    return [word for word, _ in fitting[:MOST_COMPLETIONS]]


def corrections(store: ShardStore, word: str, *, is_known: bool) -> list[str]:
    """Dictionary words one typing mistake away, the most common first; of a long unknown word else those with two."""
    if len(word) < SHORTEST_CORRECTED or not word.isascii():
        return []
    half = len(word) // 2
    found = store.words_between(word[:half], backwards=False, limit=MOST_CHUNKS)
    backwards = store.words_between(word[half:][::-1], backwards=True, limit=MOST_CHUNKS)
    found = {**found, **{entry[::-1]: level for entry, level in backwards.items()}}
    fitting = [(other, level) for other, level in found.items() if one_mistake(word, other)]
    if not (fitting or is_known) and len(word) >= SHORTEST_CORRECTED_TWICE:
        fitting = [(other, level) for other, level in found.items() if two_mistakes(word, other)]
    fitting.sort(key=lambda entry: (-entry[1], len(entry[0]), page_order(entry[0])))
    return [other for other, _ in fitting[:MOST_CORRECTIONS]]


def one_mistake(word: str, other: str) -> bool:
    """Whether one letter was added, left out, replaced, or swapped with its neighbour (and the words differ)."""
    longer, shorter = (word, other) if len(word) >= len(other) else (other, word)
    if len(longer) - len(shorter) > 1 or word == other:
        return False
    start = 0
    while start < len(shorter) and longer[start] == shorter[start]:
        start += 1
    if len(longer) > len(shorter):
        return longer[start + 1 :] == shorter[start:]
    if longer[start + 1 :] == shorter[start + 1 :]:
        return True
    swapped = longer[start : start + 2][::-1] == shorter[start : start + 2]
    return swapped and longer[start + 2 :] == shorter[start + 2 :]


def two_mistakes(word: str, other: str) -> bool:
    """Whether the words begin with the same letter and at most two mistakes part them, one behind the other."""
    if abs(len(word) - len(other)) > 2 or word[0] != other[0] or not other.isascii():
        return False
    start = 1
    while start < min(len(word), len(other)) and word[start] == other[start]:
        start += 1
    word, other = word[start:], other[start:]
    # Where they differ first is one mistake, of each kind in turn; what follows has at most one more.
    rests = [(word[1:], other[1:]), (word[1:], other), (word, other[1:])]
    if word[:2] == other[:2][::-1]:
        rests.append((word[2:], other[2:]))
    return any(one == rest or one_mistake(one, rest) for one, rest in rests)


def run_together(store: ShardStore, word: str) -> tuple[str, str] | None:
    """The two dictionary words that ``word`` joins; of several ways the one with the commonest rarer half."""
    if len(word) < 2 * SHORTEST_PART or not word.isascii():
        return None
    forward = store.words_between(word[:SHORTEST_PART], backwards=False, limit=MOST_CHUNKS)
    backward = store.words_between(word[: -SHORTEST_PART - 1 : -1], backwards=True, limit=MOST_CHUNKS)
    best: tuple[int, int] | None = None
    for cut in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        first, second = forward.get(word[:cut]), backward.get(word[cut:][::-1])
        if first is not None and second is not None:
            best = max(best or (-1, 0), (min(first, second), cut))
    return (word[: best[1]], word[best[1] :]) if best else None
