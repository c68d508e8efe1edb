"""Text made fit for formats that live on lines: no breaks, no control characters, nothing that cannot be encoded."""

from __future__ import annotations

import re

UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""Controls that are no white space, and the two characters XML leaves out."""
SURROGATE = re.compile("[\ud800-\udfff]")


def encodable(text: str) -> str:
    """``text`` with every lone surrogate replaced: UTF-8 has no form for them."""
    return text if text.isascii() else SURROGATE.sub("\ufffd", text)


def one_line(text: str) -> str:
    """``text`` on one line: each run of white space (whatever Unicode calls so) one blank, no control characters."""
    return " ".join(UNPRINTABLE.sub("", encodable(text)).split())
