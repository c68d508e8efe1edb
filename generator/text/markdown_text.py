"""Words in a Markdown file: whatever they say, they stay words.

CommonMark lets a backslash stand before any ASCII punctuation (section 2.4); that is all it takes.
"""

from __future__ import annotations

import re

from generator.text.one_line import one_line

SPECIAL = re.compile(r"""[\\`*_{}\[\]<>#|~!$&@^"=]""")
"""What marks, links, tables, entities and the usual extensions start with."""
IN_ADDRESS = re.compile(r"(?<=\w):(?=/)|(?<=www)\.", re.IGNORECASE)
"""What makes bare addresses links."""
UNFIT_FOR_ADDRESS = re.compile(r"[\s<>\\]")
AT_START = re.compile(r"^(?:[-+]|:(?=:)|\d+(?=[.)]))")
"""What would open a list where a line begins, or be a command where a workflow prints the text."""


def markdown_words(text: str) -> str:
    """``text`` on one line, as Markdown that shows exactly it."""
    line = one_line(text)
    if SPECIAL.search(line) is not None:
        line = SPECIAL.sub(r"\\\g<0>", line)
    if ":/" in line or "www." in line.lower():
        line = IN_ADDRESS.sub(r"\\\g<0>", line)
    opening = AT_START.match(line)
    if opening is None:
        return line
    if opening.group() in "-+:":
        return "\\" + line
    return f"{opening.group()}\\{line[opening.end() :]}"


def markdown_address(address: str) -> str:
    """An address for the inside of ``<…>`` in a link."""
    line = one_line(address)
    if UNFIT_FOR_ADDRESS.search(line) is None:
        return line
    return UNFIT_FOR_ADDRESS.sub(
        lambda found: "".join(f"%{byte:02X}" for byte in found.group().encode()), line
    )
