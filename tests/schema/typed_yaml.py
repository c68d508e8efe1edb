"""YAML as an editor's language server reads it: the core schema of YAML 1.2, unlike the checker's plain text.

See https://yaml.org/spec/1.2.2/#103-core-schema. Texts in quotes stay texts.
"""

from __future__ import annotations

import re
from typing import Any

from generator.loading.positioned_yaml import Mapping, Node, Sequence

NOTHING = re.compile(r"(?:~|null|Null|NULL|)")
TRUTH = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
WHOLE = re.compile(r"[-+]?[0-9]+")
BROKEN = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")


def typed(node: Node) -> Any:
    """The value that a node has for such a program."""
    if isinstance(node, Mapping):
        return {key: typed(value) for key, (_, value) in node.entries.items()}
    if isinstance(node, Sequence):
        return [typed(item) for item in node.items]
    if node.style is not None:
        return node.value
    if NOTHING.fullmatch(node.value):
        return None
    if node.value in TRUTH:
        return TRUTH[node.value]
    if WHOLE.fullmatch(node.value):
        return int(node.value)
    return float(node.value) if BROKEN.fullmatch(node.value) else node.value
