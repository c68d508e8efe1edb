"""Our own browser modules and styles as they are served: without comments."""

from __future__ import annotations

import re

COMMENT_BLOCK = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n", re.DOTALL | re.MULTILINE)
COMMENT_LINE = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
INDENTATION = re.compile(r"^[ \t]+", re.MULTILINE)
EMPTY_LINES = re.compile(r"\n{2,}")


def without_comments(text: str) -> str:
    """The text without lines of comment and without indentation.

    Only whole lines go: our modules keep comments on lines of their own and have no text over several
    lines, so nothing else can begin with a comment's signs.
    """
    text = COMMENT_LINE.sub("", COMMENT_BLOCK.sub("", text))
    return EMPTY_LINES.sub("\n", INDENTATION.sub("", text)).lstrip("\n")
