"""mkdocs.yml as one document: with what it inherits, and with the variables that it takes from the environment.

It stays a tree of YAML nodes, so that what we do not understand (a Python function named by a tag) reaches the
engine as it was written.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from generator.shell.engine import EngineFault

RESOLVER = yaml.SafeLoader("")
"""Knows which plain words are numbers or truth values."""
Pairs = list[tuple[yaml.Node, yaml.Node]]


def whole_settings(config_file: Path, seen: frozenset[Path] = frozenset()) -> yaml.MappingNode:
    """The settings with everything that they inherit, as MkDocs merges it: a mapping adds, a list replaces.

    Raises EngineFault where a file is missing, is not readable as YAML, or inherits from itself.
    """
    if config_file in seen:
        raise EngineFault(f"{config_file.name} inherits from itself")
    try:
        node = yaml.compose(config_file.read_text(encoding="utf-8"), yaml.SafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise EngineFault(f"{config_file.name} cannot be read: {error}") from None
    if not isinstance(node, yaml.MappingNode):
        raise EngineFault(f"{config_file.name} holds no settings")
    node = _resolved(node)
    parent = entry(node, "INHERIT")
    own = without(node, "INHERIT")
    if not isinstance(parent, yaml.ScalarNode):
        return own
    return _merged(whole_settings(config_file.parent / parent.value, seen | {config_file}), own)


def entry(node: yaml.Node | None, key: str) -> yaml.Node | None:
    """The value under ``key``; None where there is none."""
    pairs: Pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((value for name, value in pairs if name.value == key), None)


def without(node: yaml.MappingNode, *keys: str) -> yaml.MappingNode:
    """The same mapping with some keys left out."""
    return _mapping(pair for pair in node.value if pair[0].value not in keys)


def with_entries(node: yaml.Node | None, entries: Mapping[str, Any]) -> yaml.MappingNode:
    """A mapping with entries added or replaced; their values are plain values or nodes."""
    pairs: Pairs = without(node, *entries).value if isinstance(node, yaml.MappingNode) else []
    added = [(_node_of(key), _node_of(value)) for key, value in entries.items()]
    return _mapping([*pairs, *added])


def with_items(node: yaml.Node | None, unwanted: Callable[[str], bool], more: Any) -> yaml.SequenceNode:
    """A list of names, or of names with options, without the unwanted ones and with one more."""
    items: list[yaml.Node] = node.value if isinstance(node, yaml.SequenceNode) else []
    if isinstance(node, yaml.MappingNode):
        items = [_mapping([pair]) for pair in node.value]
    kept = [item for item in items if not unwanted(_name_of(item))]
    return yaml.SequenceNode("tag:yaml.org,2002:seq", [*kept, _node_of(more)])


def _name_of(item: yaml.Node) -> str:
    named = item.value[0][0] if isinstance(item, yaml.MappingNode) and item.value else item
    return str(named.value)


def _mapping(pairs: Iterable[tuple[yaml.Node, yaml.Node]]) -> yaml.MappingNode:
    return yaml.MappingNode("tag:yaml.org,2002:map", list(pairs))


def _node_of(value: Any) -> yaml.Node:
    if isinstance(value, yaml.Node):
        return value
    node = yaml.compose(yaml.safe_dump(value), yaml.SafeLoader)
    assert node is not None  # noqa: S101 - what was dumped is a document
    return node


def _merged(under: yaml.MappingNode, over: yaml.MappingNode) -> yaml.MappingNode:
    values = {}
    for key, value in over.value:
        below = entry(under, key.value)
        if isinstance(below, yaml.MappingNode) and isinstance(value, yaml.MappingNode):
            value = _merged(below, value)
        values[key.value] = value
    return with_entries(under, values)


def _resolved(node: Any) -> Any:
    """The tree with ``!ENV NAME`` and ``!ENV [FIRST, SECOND, default]`` replaced by what they stand for."""
    if node.tag == "!ENV":
        return _from_environment(node)
    if isinstance(node, yaml.MappingNode):
        return _mapping((key, _resolved(value)) for key, value in node.value)
    if isinstance(node, yaml.SequenceNode):
        return yaml.SequenceNode(node.tag, [_resolved(item) for item in node.value])
    return node


def _from_environment(node: yaml.Node) -> yaml.Node:
    names = [node] if isinstance(node, yaml.ScalarNode) else list(node.value)
    default = names.pop() if len(names) > 1 else yaml.ScalarNode("tag:yaml.org,2002:null", "null")
    for name in names:
        if name.value in os.environ:
            value = os.environ[name.value]
            # A variable is text; what it says is read as if it stood in the file, as MkDocs does.
            tag: str = RESOLVER.resolve(yaml.ScalarNode, value, (True, False))  # type: ignore[no-untyped-call]  # PyYAML's
            return yaml.ScalarNode(tag, value)
    return default
