"""What a careful editor would still mend: warnings of style and balance, never errors.

Every rule here is one of CONTRIBUTING.md. They work on settled values, like `cross_checks`, and name
the place of a fault by its field.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator

from generator.loading.cross_checks import Fault, FieldPath
from generator.model.library import Library
from generator.model.paper import Paper
from generator.text.counting import counted
from generator.text.folding import folded

LONGEST_TLDR = 160
FEWEST_START_HERE, MOST_START_HERE = 3, 6

SMALL_INDEX = 100
"""Below so many papers nobody can say yet whether topics and tags are in balance."""
FEWEST_IN_TOPIC = 8
LARGEST_TOPIC_SHARE = 0.2
LARGEST_TAG_SHARE = 0.25

EMPTY_OPENING = re.compile(
    r"(?:in )?(?:this|the|our) (?:paper|work|article|study|thesis|authors?)\b|(?:we|here)\b|(?:a|an) (?:novel|new)\b"
    r"|(?:proposes?|introduces?|presents?)\b",
    re.IGNORECASE,
)
UNBACKED_PRAISE = re.compile(
    r"\b(?:state[- ]of[- ]the[- ]art|SOTA|remarkabl[ey]|impressive(?:ly)?|outstanding(?:ly)?|groundbreaking|"
    r"cutting[- ]edge|superior(?:ity)?|significant(?:ly)?|unprecedented|novel)\b",
    re.IGNORECASE,
)
FIGURE = re.compile(r"(?<![\w.^{])\d+(?:[.,]\d+)*(?!\w*\})")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9$(])")
WORD = re.compile(r"[^\W\d_]{2,}")
FEWEST_WORDS_OF_SETTING = 3
"""A figure says something only beside the words that tell what was measured, where, against what."""


def editorial_faults(library: Library) -> Iterator[Fault]:
    """Everything an editor may want to mend, file by file in no particular order."""
    for paper in library.papers.values():
        if paper.status != "removed":
            yield from _tldr(paper)
            yield from _missing(paper)
            yield from _prose(paper)
    yield from _spellings(library)
    yield from _tags(library)
    yield from _topics(library)


def _tldr(paper: Paper) -> Iterator[Fault]:
    if paper.tldr is None:
        return
    length = len(paper.tldr)
    if length > LONGEST_TLDR:
        yield Fault(
            paper.source,
            ("tldr",),
            "W501",
            f"the tldr has {length} characters, at most {LONGEST_TLDR} fit",
            f"cut {length - LONGEST_TLDR} characters: say only what is new",
        )
    opening = EMPTY_OPENING.match(paper.tldr)
    if opening is not None:
        yield Fault(
            paper.source,
            ("tldr",),
            "W502",
            f"the tldr opens with '{opening.group()}', which says nothing yet",
            "begin with the thing itself: what it does, or what was found",
        )


def _missing(paper: Paper) -> Iterator[Fault]:
    for field in ("tldr", "summary", "kind"):
        if getattr(paper, field) is None:
            yield Fault(
                paper.source, (), "W503", f"the entry has no {field}", f"add a line that starts with {field}:"
            )
    if not paper.tags:
        yield Fault(
            paper.source, (), "W503", "the entry has no tags", "choose two to eight from content/tags.yml"
        )


def _prose(paper: Paper) -> Iterator[Fault]:
    texts: list[tuple[FieldPath, str, str]] = []
    if paper.tldr:
        texts.append((("tldr",), "tldr", paper.tldr))
    if paper.summary:
        texts.extend((("summary",), "summary", sentence) for sentence in SENTENCE_END.split(paper.summary))
    texts.extend((("results", position), "results", result) for position, result in enumerate(paper.results))
    for field, name, text in texts:
        if name != "tldr" and is_bare_figure(text):
            yield Fault(
                paper.source,
                field,
                "W504",
                f"{name}: '{_shortened(text)}' has a figure without unit or setting",
                "say which measure, on what data, compared with what",
            )
        praise = UNBACKED_PRAISE.search(text)
        if praise is not None and FIGURE.search(text) is None:
            yield Fault(
                paper.source,
                field,
                "W509",
                f"{name}: '{praise.group()}' stands without a number behind it",
                "give the figure that the record gives, or leave the word out",
            )


def is_bare_figure(text: str) -> bool:
    """Whether ``text`` gives a figure and hardly a word about it."""
    return FIGURE.search(text) is not None and len(WORD.findall(text)) < FEWEST_WORDS_OF_SETTING


def _shortened(text: str) -> str:
    return text if len(text) <= 50 else text[:49] + "…"


def _spellings(library: Library) -> Iterator[Fault]:
    """Names that differ only in accents, capitals or punctuation from how other entries spell them."""
    helped = {name for person in library.people.values() for name in (person.name, *person.spellings)}
    sorts: list[tuple[str, Callable[[Paper], Iterable[tuple[FieldPath, str]]]]] = [
        ("author", lambda paper: ((("authors", at), name) for at, name in enumerate(paper.authors))),
        (
            "organisation",
            lambda paper: ((("organizations", at), name) for at, name in enumerate(paper.organizations)),
        ),
        ("venue", lambda paper: [(("venue", "name"), paper.venue.name)] if paper.venue else []),
    ]
    for sort, names_of in sorts:
        usage: dict[str, Counter[str]] = defaultdict(Counter)
        for paper in library.papers.values():
            for _, name in names_of(paper):
                usage[folded(name)][name] += 1
        # The usual spelling is the one used most; between equals the one that keeps accents and capitals.
        usual = {
            key: max(sorted(names), key=lambda name: (names[name], _distinct_letters(name)))
            for key, names in usage.items()
            if len(names) > 1
        }
        for paper in library.papers.values():
            for field, name in names_of(paper):
                other = usual.get(folded(name), name)
                if other != name and name not in helped:
                    yield Fault(
                        paper.source,
                        field,
                        "W507",
                        f"the {sort} '{name}' is '{other}' elsewhere",
                        "spell it alike, or note both spellings in content/people.yml"
                        if sort == "author"
                        else "spell it alike in all entries",
                    )


def _distinct_letters(name: str) -> int:
    return sum(not character.isascii() or character.isupper() for character in name)


def _tags(library: Library) -> Iterator[Fault]:
    usage = Counter(tag for paper in library.papers.values() for tag in paper.tags)
    for tag in library.tags.values():
        if tag.description is None:
            yield Fault(
                "tags.yml",
                (tag.key,),
                "W508",
                f"the tag '{tag.key}' has no description",
                "say in one line what it means here",
            )
        if usage[tag.key] == 0:
            yield Fault(
                "tags.yml",
                (tag.key,),
                "W505",
                f"the tag '{tag.key}' is used by no paper",
                "use it, or delete it",
            )
        elif usage[tag.key] == 1:
            yield Fault(
                "tags.yml",
                (tag.key,),
                "W505",
                f"the tag '{tag.key}' is used once",
                "a tag gathers papers: find a second one, or use a wider tag",
            )
        elif len(library.papers) >= SMALL_INDEX and usage[tag.key] > LARGEST_TAG_SHARE * len(library.papers):
            yield Fault(
                "tags.yml",
                (tag.key,),
                "W506",
                f"the tag '{tag.key}' is on {usage[tag.key]} of {len(library.papers)} papers",
                "a tag that most papers carry tells them apart no more: split it",
            )


def _topics(library: Library) -> Iterator[Fault]:
    shelves = Counter(paper.topic for paper in library.papers.values())
    for topic in library.topics.values():
        size = shelves[topic.key]
        if not FEWEST_START_HERE <= len(topic.start_here) <= MOST_START_HERE:
            yield Fault(
                topic.source,
                ("start_here",),
                "W508",
                f"start_here names {counted(len(topic.start_here), 'paper')}",
                f"name {FEWEST_START_HERE} to {MOST_START_HERE} that a newcomer should read first, each with a reason",
            )
        if len(library.papers) < SMALL_INDEX:
            continue
        if size < FEWEST_IN_TOPIC:
            yield Fault(
                topic.source,
                (),
                "W506",
                f"the topic holds {size} papers, fewer than {FEWEST_IN_TOPIC}",
                "join it with a neighbour, or fill it",
            )
        elif size > LARGEST_TOPIC_SHARE * len(library.papers):
            yield Fault(
                topic.source,
                (),
                "W506",
                f"the topic holds {size} of {len(library.papers)} papers",
                "split it into two",
            )
