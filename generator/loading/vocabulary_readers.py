"""Topics, tags and people: the files beside the entries."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from generator.loading.content_files import ContentFile, read_text
from generator.loading.link_rules import read_address
from generator.loading.node_reader import FileReading, lacks, shown_value
from generator.loading.positioned_yaml import Mapping, Node, Scalar
from generator.loading.readings import Vocabulary
from generator.model.person import Person
from generator.model.problem import Problem
from generator.model.topic import FirstReading, Tag, Topic
from generator.text.slugs import identifier_fault, possible_identifier

T = TypeVar("T")

TOPIC_KEYS = ("name", "description", "order", "group", "start_here", "aliases")
START_KEYS = ("paper", "why")
START = "{paper: kimi-linear, why: It is the shortest way in}"
TAG_KEYS = ("name", "description", "aliases")
PERSON_KEYS = ("name", "spellings", "papers", "orcid", "homepage")


@dataclass(frozen=True, slots=True)
class VocabularyReading(Generic[T]):
    """What a file gave: its values in the order of the file, and every problem."""

    values: tuple[T, ...]
    problems: tuple[Problem, ...]


def read_vocabulary(
    topics: Iterable[ContentFile], tags: Iterable[ContentFile], people: Iterable[ContentFile]
) -> Vocabulary:
    """What the files of each sort hold, in their order."""
    problems: list[Problem] = []
    return Vocabulary(
        topics=_all(read_topic, topics, problems),
        tags=_all(read_tags, tags, problems),
        people=_all(read_people, people, problems),
        problems=tuple(problems),
    )


def _all(
    read: Callable[[ContentFile, str], VocabularyReading[T]],
    files: Iterable[ContentFile],
    problems: list[Problem],
) -> tuple[T, ...]:
    return tuple(value for file in files for value in _values(read, file, problems))


def _values(
    read: Callable[[ContentFile, str], VocabularyReading[T]], file: ContentFile, problems: list[Problem]
) -> tuple[T, ...]:
    """What one file holds, its problems noted."""
    text = read_text(file)
    if isinstance(text, Problem):
        problems.append(text)
        return ()
    reading = read(file, text)
    problems.extend(reading.problems)
    return reading.values


def read_topic(file: ContentFile, text: str) -> VocabularyReading[Topic]:
    """The topic that ``content/topics/ID.yml`` describes, or none."""
    reading = FileReading(file.shown, text)
    fault = identifier_fault(file.stem)
    if fault is not None:
        reading.note(
            "E202",
            f"the file's name {shown_value(file.stem)} {fault}",
            None,
            f"rename the file, for example to {possible_identifier(file.stem, 'topic')}.yml if there is none yet: its name is the topic's id and address",
        )
    root = reading.root_mapping("a topic")
    if root is not None and "title" in root.entries and "name" not in root.entries:
        key = root.entries["title"][0]
        reading.note(
            "E107", "this is the entry of a paper, and it lies among the topics", key, "move it to papers/"
        )
        root = None
    if root is not None and reading.lies_deeper(root, "a topic"):
        root = None
    topic = _topic(reading, file, root) if root is not None and fault is None else None
    return VocabularyReading((topic,) if topic else (), tuple(reading.problems))


def _topic(reading: FileReading, file: ContentFile, root: Mapping) -> Topic | None:
    fields = reading.known_fields(root, TOPIC_KEYS)
    _require(reading, root, ("name", "description", "order", "group"), TOPIC_KEYS)
    name = reading.text_of(fields["name"][1], "name") if "name" in fields else None
    description = (
        reading.block_of(fields["description"][1], "description") if "description" in fields else None
    )
    order = reading.number_of(fields["order"][1], "order", 0, 100_000) if "order" in fields else None
    group = reading.text_of(fields["group"][1], "group") if "group" in fields else None
    named: set[str] = set()
    start = (
        reading.list_of(
            fields["start_here"][1],
            "start_here",
            lambda node, _: _first_reading(reading, node, named),
            example=START,
        )
        if "start_here" in fields
        else ()
    )
    aliases = (
        reading.list_of(fields["aliases"][1], "aliases", reading.identifier_of) if "aliases" in fields else ()
    )
    if name is None or description is None or order is None or group is None:
        return None
    return Topic(
        key=file.stem,
        name=name,
        description=description,
        order=order,
        group=group,
        start_here=start,
        aliases=aliases,
        source=file.source,
    )


def _first_reading(reading: FileReading, node: Node, named: set[str]) -> FirstReading | None:
    """An item of ``start_here``; the papers ``named`` so far stand in items before."""
    fields = reading.fields_of(node, "start_here", START_KEYS, example=f"- {START}")
    if isinstance(node, Mapping):
        _require(reading, node, START_KEYS, START_KEYS, "start_here: ")
    paper = reading.text_of(fields["paper"][1], "paper") if "paper" in fields else None
    why = reading.text_of(fields["why"][1], "why") if "why" in fields else None
    if paper in named:
        twice = f"start_here: {shown_value(paper)} stands here twice"
        reading.note("E214", twice, fields["paper"][1], "delete one of the two items")
        return None
    if paper:
        named.add(paper)
    return FirstReading(paper, why) if paper and why else None


def _require(
    reading: FileReading, root: Mapping, names: tuple[str, ...], known: tuple[str, ...], where: str = ""
) -> None:
    for name in names:
        if lacks(root, name, known):
            reading.note("E204", f"{where}{name} is missing", root, f"add a line that starts with {name}:")


def read_tags(file: ContentFile, text: str) -> VocabularyReading[Tag]:
    """Every tag of ``content/tags.yml``."""
    reading = FileReading(file.shown, text)
    root = reading.root_mapping("tags")
    tags = []
    for key, node in root.entries.values() if root else ():
        if _identified(reading, key, "tag"):
            fields = reading.fields_of(node, f"tag {key.value}", TAG_KEYS)
            if isinstance(node, Mapping):
                _require(reading, node, ("name",), TAG_KEYS, f"tag {key.value}: ")
            name = reading.text_of(fields["name"][1], "name") if "name" in fields else None
            description = (
                reading.text_of(fields["description"][1], "description") if "description" in fields else None
            )
            aliases = (
                reading.list_of(fields["aliases"][1], "aliases", reading.text_of)
                if "aliases" in fields
                else ()
            )
            tags.append(Tag(key=key.value, name=name or key.value, description=description, aliases=aliases))
    return VocabularyReading(tuple(tags), tuple(reading.problems))


def read_people(file: ContentFile, text: str) -> VocabularyReading[Person]:
    """Every person of ``content/people.yml``."""
    reading = FileReading(file.shown, text)
    root = reading.root_mapping("people")
    people = []
    for key, node in root.entries.values() if root else ():
        if _identified(reading, key, "person"):
            person = _person(reading, key, node)
            if person is not None:
                people.append(person)
    return VocabularyReading(tuple(people), tuple(reading.problems))


def _person(reading: FileReading, key: Scalar, node: Node) -> Person | None:
    fields = reading.fields_of(node, f"person {key.value}", PERSON_KEYS)
    if isinstance(node, Mapping):
        _require(reading, node, ("name",), PERSON_KEYS, f"person {key.value}: ")
    name = reading.text_of(fields["name"][1], "name") if "name" in fields else None
    if name is None:
        return None
    return Person(
        key=key.value,
        name=name,
        spellings=reading.list_of(fields["spellings"][1], "spellings", reading.text_of)
        if "spellings" in fields
        else (),
        papers=reading.list_of(fields["papers"][1], "papers", reading.text_of) if "papers" in fields else (),
        orcid=_orcid(reading, fields["orcid"][1]) if "orcid" in fields else None,
        homepage=_homepage(reading, fields["homepage"][1]) if "homepage" in fields else None,
    )


def _identified(reading: FileReading, key: Scalar, what: str) -> bool:
    fault = identifier_fault(key.value)
    if fault is not None:
        reading.note(
            "E202",
            f"the {what} id {shown_value(key.value)} {fault}",
            key,
            f"for example: {possible_identifier(key.value, what)}",
        )
    return fault is None


def _homepage(reading: FileReading, node: Node) -> str | None:
    value = reading.text_of(node, "homepage")
    return read_address(reading, "homepage", value, node) if value else None


def _orcid(reading: FileReading, node: Node) -> str | None:
    value = reading.text_of(node, "orcid")
    if value is None or orcid_is_valid(value):
        return value
    reading.note(
        "E209",
        f"orcid {shown_value(value)} is not an ORCID iD",
        node,
        'the bare iD, for example "0000-0002-1825-0097"; its last sign checks the others',
    )
    return None


def orcid_is_valid(orcid: str) -> bool:
    """Whether form and check sign are right (ISO 7064 mod 11-2, as ORCID describes its identifiers)."""
    digits = orcid.replace("-", "")
    if len(orcid) != 19 or [orcid[4], orcid[9], orcid[14]] != ["-"] * 3 or len(digits) != 16:
        return False
    if not (digits[:15].isascii() and digits[:15].isdigit()):
        return False
    total = 0
    for digit in digits[:15]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return digits[15] == ("X" if check == 10 else str(check))
