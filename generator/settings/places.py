"""Where in mkdocs.yml something is wrong."""

from __future__ import annotations

from collections.abc import Iterable

from generator.loading.node_reader import FileReading
from generator.loading.positioned_yaml import (
    READ_YAML_HINT,
    Mapping,
    Node,
    Scalar,
    Sequence,
    parse_document,
)
from generator.model.problem import Problem
from generator.settings.checks import TYPED, SettingFault, SettingPath


def placed_settings(faults: Iterable[SettingFault], text: str, shown: str) -> tuple[Problem, ...]:
    """The faults as problems with line and column. ``text`` is what the file holds, ``shown`` how messages call it."""
    # What entries have no use for (tags, anchors) is the engine's own affair here.
    root = parse_document(text).root
    reading = FileReading(shown, text)
    for fault in faults:
        node, typed = _node_at(root, fault.path, fault.at_key)
        message, hint = (words.replace(TYPED, typed) for words in (fault.message, fault.hint))
        reading.note(fault.code, message, node, hint)
    return tuple(sorted(reading.problems, key=lambda problem: problem.sort_key))


def unreadable_settings(text: str, shown: str, said: str) -> tuple[Problem, ...]:
    """Why settings are not YAML. ``said`` is the parser's word, for what only it can see."""
    reading = FileReading(shown, text)
    for fault in parse_document(text).faults:
        if fault.code in {"E101", "E104", "E105"}:
            hint = (
                "compare with the settings that paperindex init writes"
                if fault.hint == READ_YAML_HINT
                else fault.hint
            )
            reading.note_at("E801", fault.message, fault.line, fault.column, fault.length, hint)
    if not reading.problems:
        reading.note("E801", said, None, "compare with the settings that paperindex init writes")
    return tuple(reading.problems)


def _node_at(root: Node | None, path: SettingPath, at_key: bool) -> tuple[Node | None, str]:
    """The node to which a path leads, as far as it leads; and what stands there."""
    node = root
    meant: Node | None = None
    for step in path:
        if isinstance(node, Mapping) and str(step) in node.entries:
            key, node = node.entries[str(step)]
            # Below a key without a text there is no single place to show.
            meant = node if isinstance(node, Scalar) and not at_key else key
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = meant = node.items[step]
        else:
            break
    return meant, node.value if isinstance(node, Scalar) else ""
