"""A new paper goes where its like are."""

from __future__ import annotations

from generator.model.library import Library
from generator.model.paper import Paper
from generator.model.partial_date import PartialDate
from generator.model.topic import Tag, Topic
from generator.suggesting.shelving import learned_shelving


def topic(key: str, description: str) -> Topic:
    return Topic(
        key=key, name=key.title(), description=description, order=1, group="All", source=f"topics/{key}.yml"
    )


def paper(key: str, title: str, topic: str, *tags: str, status: str = "active") -> Paper:
    return Paper(
        key=key,
        title=title,
        date=PartialDate(2024),
        topic=topic,
        tags=tags,
        status=status,
        source=f"papers/{key}.yml",
    )


TOPICS = {
    "audio": topic("audio", "Speech, sound and music"),
    "vision": topic("vision", "Images and what is in them"),
}
TAGS = {
    "pruning": Tag(
        key="pruning", name="Pruning", description="Taking parts away", aliases=("sparsification",)
    ),
    "birds": Tag(key="birds", name="Birds", description="Feathered animals"),
}
PAPERS = {
    one.key: one
    for one in (
        paper("a", "Whistling networks for birdsong recordings", "audio", "birds"),
        paper("b", "Recordings of parrots, transcribed", "audio", "birds"),
        paper("c", "Segmenting photographs of kitchens", "vision"),
        paper("d", "Photographs pruned token by token", "vision", "pruning"),
    )
}
LIBRARY = Library(papers=PAPERS, topics=TOPICS, tags=TAGS)


def test_papers_teach_words_that_no_description_has() -> None:
    shelving = learned_shelving(LIBRARY)
    assert shelving.topic_for("Recordings of whistling whales\nAt sea.") == "audio"
    assert shelving.topic_for("Photographs of kitchens\nAt night.") == "vision"
    nearest, *_ = shelving.topics_for("Photographs of kitchens\nAt night.")
    assert 0 < nearest.likeness <= 1


def test_without_papers_the_descriptions_decide() -> None:
    shelving = learned_shelving(Library(topics=TOPICS, tags=TAGS))
    assert shelving.topic_for("Music for machines\nSounds of all sorts.") == "audio"
    assert shelving.topic_for("What images show\nObjects.") == "vision"


def test_nothing_in_common_gives_no_topic() -> None:
    shelving = learned_shelving(LIBRARY)
    assert shelving.topic_for("Zygotes\nQuixotic.") is None
    assert shelving.tags_for("Zygotes\nQuixotic.") == ()
    assert learned_shelving(Library()).topic_for("Anything\nat all") is None


def test_tags_come_from_like_papers_and_from_their_own_names() -> None:
    shelving = learned_shelving(LIBRARY)
    assert shelving.tags_for("Birdsong recordings, made small\nOf parrots, by sparsification.") == (
        "birds",
        "pruning",
    )


def test_a_tag_is_never_proposed_alone() -> None:
    shelving = learned_shelving(LIBRARY)
    assert shelving.tags_for("Birdsong recordings\nOf parrots.") == ()


def test_withdrawn_papers_teach_nothing() -> None:
    papers = {**PAPERS, "e": paper("e", "Trombones of the north", "vision", status="retracted")}
    shelving = learned_shelving(Library(papers=papers, topics=TOPICS, tags=TAGS))
    assert shelving.topic_for("Trombones\nOnly.") is None


def test_the_same_library_in_another_order_teaches_the_same() -> None:
    turned = Library(
        papers=dict(reversed(PAPERS.items())),
        topics=dict(reversed(TOPICS.items())),
        tags=dict(reversed(TAGS.items())),
    )
    text = "Photographs of birds\nRecordings, pruned."
    one, other = learned_shelving(LIBRARY), learned_shelving(turned)
    assert [suggestion.key for suggestion in one.topics_for(text)] == [s.key for s in other.topics_for(text)]
    assert one.tags_for(text) == other.tags_for(text)
