"""What to say of names that lead nowhere.

Thousands of entries may name the same thing that is gone, and an index has a hundred thousand names to compare it
with: so each name is looked up once, among words that are prepared once.
"""

from __future__ import annotations

from functools import cached_property

from generator.model.library import Library
from generator.model.paper import PaperKey, TagKey, TopicKey
from generator.text.folding import folded
from generator.text.nearest import KnownWords, did_you_mean


class LostReferences:
    """Hints for references of one library."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._of_topics: dict[TopicKey, str] = {}
        self._of_tags: dict[TagKey, str] = {}
        self._of_papers: dict[PaperKey, str] = {}

    def topic(self, key: TopicKey) -> str:
        """What was meant by a topic that is not there."""
        if key not in self._of_topics:
            topics = self._library.topics
            former = next((known.key for known in topics.values() if key in known.aliases), None)
            self._of_topics[key] = (
                f"the topic is now called '{former}'"
                if former
                else did_you_mean(key, topics, "topics live in content/topics/")
            )
        return self._of_topics[key]

    def tag(self, key: TagKey) -> str:
        """What was meant by a tag that is not there."""
        if key not in self._of_tags:
            meant = self._spellings.get(folded(key))
            self._of_tags[key] = (
                f"the tag for it is '{meant}'"
                if meant
                else self._tags.did_you_mean(key, "tags live in content/tags.yml")
            )
        return self._of_tags[key]

    def paper(self, key: PaperKey) -> str:
        """What was meant by a paper that is not there."""
        if key not in self._of_papers:
            renamed = self._former_ids.get(key)
            otherwise = "write the id of a paper of this index: its file's name without .yml"
            self._of_papers[key] = (
                f"the paper's id is now '{renamed}'" if renamed else self._papers.did_you_mean(key, otherwise)
            )
        return self._of_papers[key]

    def is_printed(self, spelling: str) -> bool:
        """Whether a paper prints this name, or one that reads the same."""
        return folded(spelling) in self._printed

    def printed_name(self, spelling: str) -> str | None:
        """A name that papers print and that ``spelling`` may have been meant for."""
        near = self._names.nearest(folded(spelling))
        return self._printed[near] if near else None

    @cached_property
    def _spellings(self) -> dict[str, TagKey]:
        """Tags by all that is written for them; the first one where several claim a spelling."""
        found: dict[str, TagKey] = {}
        for tag in self._library.tags.values():
            for spelling in (tag.key, tag.name, *tag.aliases):
                found.setdefault(folded(spelling), tag.key)
        return found

    @cached_property
    def _tags(self) -> KnownWords:
        return KnownWords(self._library.tags)

    @cached_property
    def _former_ids(self) -> dict[PaperKey, PaperKey]:
        found: dict[PaperKey, PaperKey] = {}
        for paper in self._library.papers.values():
            for alias in paper.aliases:
                found.setdefault(alias, paper.key)
        return found

    @cached_property
    def _papers(self) -> KnownWords:
        return KnownWords(self._library.papers)

    @cached_property
    def _printed(self) -> dict[str, str]:
        """Names as papers print them, by how they are compared."""
        papers = self._library.papers.values()
        return {folded(name): name for paper in papers for name in paper.authors}

    @cached_property
    def _names(self) -> KnownWords:
        return KnownWords(self._printed)
