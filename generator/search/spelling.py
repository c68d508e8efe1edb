"""Which dictionary words a typed word may mean: completions, one typing mistake, two words run together."""

from __future__ import annotations

from generator.search.byte_columns import page_order
from generator.search.shard_reader import ShardStore

MOST_COMPLETIONS = 40
MOST_CORRECTIONS = 6
SHORTEST_CORRECTED = 4
"""Below four letters nearly every word is one letter away from another."""
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


def corrections(store: ShardStore, word: str) -> list[str]:
    """Dictionary words one typing mistake away, the most common first."""
    if len(word) < SHORTEST_CORRECTED or not word.isascii():
        return []
    half = len(word) // 2
    found = store.words_between(word[:half], backwards=False, limit=MOST_CHUNKS)
    backwards = store.words_between(word[half:][::-1], backwards=True, limit=MOST_CHUNKS)
    found = {**found, **{entry[::-1]: level for entry, level in backwards.items()}}
    fitting = [(other, level) for other, level in found.items() if one_mistake(word, other)]
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
