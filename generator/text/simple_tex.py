r"""Formulas so simple that nothing can be wrong with them, told without typesetting.

``O(n \log n)``, ``x_i^2``, ``10^{-3}``, ``_2``: letters, figures, the usual signs, and each raised and lowered once.
Nearly every formula of an entry is one, and typesetting it to see that it can be typeset takes longer than reading
the entry.
`tests/text/test_simple_tex.py` holds that whatever passes here is typeset without a fault.
"""

from __future__ import annotations

import re
from functools import cache

from generator.text.tex_check import GREEK, USUAL_SIGNS

LETTER = rf"(?:[A-Za-z0-9]|\\(?:{'|'.join(GREEK.split())})(?![A-Za-z]))"
SIGN = rf"(?:[-+=()/,. ]|\\(?:{'|'.join(USUAL_SIGNS.split())})(?![A-Za-z]))"
ARGUMENT = rf"(?:[A-Za-z0-9]|\{{(?:{LETTER}|[-+=/,. ])*{LETTER}\}})"
TERM = rf"{LETTER}(?:\^{ARGUMENT}(?:_{ARGUMENT})?|_{ARGUMENT}(?:\^{ARGUMENT})?)?"


@cache
def simple_formula() -> re.Pattern[str]:
    """Compiled when the first formula is asked about: it takes as long as a dozen others, and most edits have none."""
    return re.compile(rf"(?:[\^_]{ARGUMENT}|{SIGN}*{TERM})(?:{TERM}|{SIGN})*")


def is_simple(tex: str) -> bool:
    """Whether a formula is one of those that are certainly right. False says nothing."""
    return simple_formula().fullmatch(tex) is not None
