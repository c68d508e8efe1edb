"""What an editor most likely meant by a key that entries do not have."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from generator.text.nearest import nearest

OTHER_WORDS = {
    "abstract_text": "abstract",
    "affiliation": "organizations",
    "affiliations": "organizations",
    "area": "topic",
    "booktitle": "venue",
    "categories": "tags",
    "category": "topic",
    "checkpoint": "model",
    "conference": "venue",
    "dataset": "data",
    "datasets": "data",
    "description": "summary",
    "eprint": "arxiv",
    "field": "topic",
    "findings": "results",
    "forum": "discussion",
    "github": "code",
    "group": "topic",
    "homepage": "project",
    "huggingface": "model",
    "institution": "organizations",
    "institutions": "organizations",
    "journal": "venue",
    "keyword": "tags",
    "keywords": "tags",
    "link": "links",
    "note": "status_note",
    "oneliner": "tldr",
    "openreview": "discussion",
    "page": "project",
    "paper": "pdf",
    "poster": "slides",
    "published": "date",
    "publisher": "venue",
    "related": "builds_on",
    "released": "date",
    "repo": "code",
    "repository": "code",
    "retracted": "status",
    "subject": "topic",
    "type": "kind",
    "url": "links",
    "urls": "links",
    "website": "project",
    "weights": "model",
    "year": "date",
    "youtube": "video",
}
"""Words that other lists of papers use, and what is called so here."""

FEW_KEYS = 12
"""So many can be told in a hint; longer lists nobody reads."""


def meant_key(typed: str, known: Collection[str]) -> str | None:
    """The known key that ``typed`` most likely stands for."""
    key, colon, _ = typed.partition(":")
    if colon and key in known:
        return key
    plain = typed.strip().lower().replace("-", "_").replace(" ", "_")
    if plain in known:
        return plain
    other = OTHER_WORDS.get(plain.replace("_", ""), OTHER_WORDS.get(plain))
    return other if other in known else nearest(typed, known)


def key_hint(typed: str, known: Collection[str], elsewhere: Mapping[str, str]) -> str:
    """What to do about an unknown key; ``elsewhere`` says of keys that belong to another place how they get there."""
    if typed != typed.strip() or not typed.isprintable():
        plain = "".join(sign for sign in typed if sign.isprintable()).strip()
        return f"an invisible character stands beside it: delete the line and type {plain}: again by hand"
    meant = meant_key(typed, known)
    if meant is not None and typed.startswith(f"{meant}:"):
        return f"put a space behind the colon: {meant}: {typed.partition(':')[2]}"
    if typed in elsewhere:
        return elsewhere[typed]
    if meant is None and OTHER_WORDS.get(typed.lower()) in elsewhere:
        return f"it is called {OTHER_WORDS[typed.lower()]} here; {elsewhere[OTHER_WORDS[typed.lower()]]}"
    if meant is not None:
        return f"did you mean '{meant}'?"
    if len(known) <= FEW_KEYS:
        return f"known keys: {', '.join(known)}"
    return "an entry has no such field: delete the line, or make it a comment with a # in front"
