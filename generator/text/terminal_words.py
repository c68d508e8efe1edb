"""Words of strangers on a terminal, and in the log of a workflow: nothing in them steers either.

A terminal obeys control characters. GitHub's runner reads every line that a step prints: one that begins with ``::``
is a command, and in its older form ``##[…]`` a command may stand anywhere in a line.
"""

from __future__ import annotations

import json
import re
from typing import Any

from generator.text.one_line import encodable

UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff"
    "\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
COMMAND = re.compile(r"(?P<blanks>^\s*):(?=:)|(?<=#)#(?=\[)")
"""The sign that makes a command of a line: the first colon of two, the second ``#`` before a bracket."""


def printable(text: str) -> str:
    """``text`` on one line, with every character that could steer a terminal or a workflow shown as its code point."""
    if text.isascii() and text.isprintable() and "::" not in text and "##[" not in text:
        return text
    shown = UNPRINTABLE.sub(lambda match: f"<U+{ord(match.group()):04X}>", text)
    return COMMAND.sub(lambda match: f"{match['blanks'] or ''}<U+{ord(match.group()[-1]):04X}>", shown)


def printable_json(value: Any) -> str:
    """``value`` as indented JSON in readable letters, with the same characters as JSON's own escapes."""
    text = encodable(json.dumps(value, ensure_ascii=False, indent=2))
    steering = "".join(
        character for character in set(text) if character != "\n" and UNPRINTABLE.match(character)
    )
    for character in sorted(steering):
        text = text.replace(character, json.dumps(character)[1:-1])
    return text.replace("##[", r"#\u0023[")
