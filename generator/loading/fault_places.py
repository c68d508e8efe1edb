"""Lines and columns for faults that name a field, found by reading the few faulty files once more."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from generator.loading.content_files import read_text, single_file
from generator.loading.cross_checks import Fault, FieldPath, faults_by_source
from generator.loading.node_reader import FileReading
from generator.loading.plain_yaml import read_document
from generator.loading.positioned_yaml import Mapping, Node, Sequence
from generator.model.problem import Problem


def placed(faults: Iterable[Fault], content: Path, shown: str) -> Iterable[Problem]:
    """The faults as problems with line and column."""
    for source, own in sorted(faults_by_source(faults).items()):
        (file,) = single_file(content / source, content, shown).files or (None,)
        text = read_text(file) if file is not None else ""
        reading = FileReading(f"{shown}/{source}", text if isinstance(text, str) else "")
        root = read_document(reading.text).root
        for fault in own:
            reading.note(fault.code, fault.message, node_at(root, fault.field), fault.hint)
        yield from reading.problems


def node_at(root: Node | None, field: FieldPath) -> Node | None:
    """The node that a field path leads to; where a part is missing, the deepest node on the way."""
    node = root
    for step in field:
        if isinstance(node, Mapping) and isinstance(step, str) and step in node.entries:
            node = node.entries[step][1]
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        else:
            break
    return node
