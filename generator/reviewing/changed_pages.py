"""Which pages of a site a change is about: those made from the entries and the vocabulary that changed."""

from __future__ import annotations

from generator.indexes.addresses import paper_address, tag_address, topic_address
from generator.model.library import Library
from generator.reviewing.entry_review import changed_entries


def changed_pages(before: Library, after: Library) -> tuple[str, ...]:
    """Their addresses, sorted; what is gone has no page. Lists that merely show a changed paper are left out."""
    found: set[str] = set()
    for change in changed_entries(before, after):
        if change.after is not None:
            found.update(map(paper_address, (change.key, *change.after.aliases)))
    for key, topic in after.topics.items():
        if before.topics.get(key) != topic:
            found.update(map(topic_address, (key, *topic.aliases)))
    found.update(tag_address(key) for key, tag in after.tags.items() if before.tags.get(key) != tag)
    return tuple(sorted(found))


def page_titles(addresses: tuple[str, ...], library: Library) -> dict[str, str]:
    """What each of the pages is about, for a list of links."""
    named = {
        **{paper_address(key): paper.title for key, paper in library.papers.items()},
        **{topic_address(key): f"Topic: {topic.name}" for key, topic in library.topics.items()},
        **{tag_address(key): f"Tag: {tag.name}" for key, tag in library.tags.items()},
    }
    return {address: named.get(address, f"Forwarded: {address}") for address in addresses}
