"""What was found in the files of a content folder, whoever read them and however long ago."""

from __future__ import annotations

from typing import NamedTuple

from generator.loading.cross_checks import Fault
from generator.model.later_papers import LaterPapers
from generator.model.paper import Paper
from generator.model.person import Person
from generator.model.problem import Problem
from generator.model.topic import Tag, Topic


class EntryReading(NamedTuple):
    """What one file gave: the paper, unless a needed field is missing or wrong, and every problem."""

    paper: Paper | None
    problems: tuple[Problem, ...]


class Findings(NamedTuple):
    """What a whole content folder held."""

    papers: LaterPapers
    problems: list[Problem]
    """Of single entries."""
    faults: list[Fault]
    """Between files."""


class Vocabulary(NamedTuple):
    """What the files beside the entries gave, each sort in the order of its files, and every problem."""

    topics: tuple[Topic, ...]
    tags: tuple[Tag, ...]
    people: tuple[Person, ...]
    problems: tuple[Problem, ...]
