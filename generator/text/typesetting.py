"""One formula made ready: MathML for a page and plain characters for everything else, or why it cannot be shown."""

from __future__ import annotations

from generator.text.formula import Formula, TexFault, TexForms
from generator.text.mathml import TypesettingError, mathml, typeset
from generator.text.plain_maths import plain_maths
from generator.text.tex_check import first_tex_fault

SIMPLER_HINT = "check the braces and that each command has its arguments"


def formula_of(tex: str) -> Formula:
    """A formula's two forms, or its fault."""
    fault = first_tex_fault(tex)
    if fault is not None:
        return fault
    try:
        row = typeset(tex)
    except TypesettingError as cause:
        return TexFault(0, str(cause), SIMPLER_HINT)
    plain = plain_maths(row)
    if not plain:
        return TexFault(0, "the formula shows nothing", "write something between the dollars")
    return TexForms(mathml(row), plain)
