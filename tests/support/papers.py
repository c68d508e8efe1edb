"""Papers and libraries made in memory, for tests of what is computed from them."""

from __future__ import annotations

from typing import Any

from generator.model.library import Library
from generator.model.paper import Links, Paper
from generator.model.partial_date import PartialDate
from generator.model.site_identity import SiteIdentity
from generator.model.topic import Tag, Topic

HERE = SiteIdentity(
    name="Small Index",
    description="A few papers for a test.",
    url="https://small.example.org/index/",
    repository="https://github.com/example/index",
)
NOWHERE = SiteIdentity(name="Small Index", description="A few papers for a test.")
"""A site whose address nobody has said."""

TOPIC = Topic(
    key="attention", name="Attention", description="What to look at.", order=1, group="Models", source="t.yml"
)


def a_paper(key: str = "kimi-linear", **fields: Any) -> Paper:
    """A paper with the least that an entry has, and whatever a test is about."""
    given = {
        "title": "A First Paper on Attention",
        "date": PartialDate(2025, 10, 30),
        "topic": "attention",
        "authors": ("Ada Lovelace", "Alan Turing"),
        "links": Links(arxiv="2510.26692"),
        "added": PartialDate(2026, 11, 20),
        "source": f"papers/{key}.yml",
    }
    return Paper(key=key, **{**given, **fields})


def a_library(*papers: Paper, tags: tuple[Tag, ...] = (), topics: tuple[Topic, ...] = (TOPIC,)) -> Library:
    """A library of these papers; tags that no test names get their key as their name."""
    named = {tag.key: tag for tag in tags}
    used = {tag for paper in papers for tag in paper.tags}
    return Library(
        papers={paper.key: paper for paper in sorted(papers, key=lambda paper: paper.key)},
        topics={topic.key: topic for topic in topics},
        tags={key: named.get(key) or Tag(key=key, name=key) for key in sorted(used | named.keys())},
    )
