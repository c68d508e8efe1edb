"""What counts as simple, against what typesetting says of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.text.mathml import typeset
from generator.text.maths import maths_faults
from generator.text.plain_maths import plain_maths
from generator.text.simple_tex import is_simple
from generator.text.tex_check import GREEK, USUAL_SIGNS, first_tex_fault

COMMANDS = [f"\\{name}" for name in (*GREEK.split(), *USUAL_SIGNS.split())]
TOKENS = st.sampled_from(
    [
        *"nxT21.,+-=()/ ^_{}",
        "^2",
        "_i",
        "^{k+1}",
        "_{i}",
        "^{-3}",
        "\\frac",
        "\\\\",
        "'",
        *(f"{name} " for name in COMMANDS),
    ]
)


def is_typeset(tex: str) -> bool:
    return first_tex_fault(tex) is None and plain_maths(typeset(tex)) != ""


@given(st.lists(TOKENS, min_size=1, max_size=9).map("".join))
def test_what_is_simple_is_typeset(tex: str) -> None:
    assert not is_simple(tex) or is_typeset(tex)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(
    "around", ["{}", "x {} y", "({})", "{}_2", "{}^2", "{}_{{i=1}}^n x", "x^{}", "x_{{{}}}", "x^{{2 {}}}"]
)
def test_every_command_in_every_place(around: str, command: str) -> None:
    tex = around.format(command)
    assert not is_simple(tex) or is_typeset(tex)


@pytest.mark.parametrize(
    "tex",
    [
        "O(n^2)",
        "O(n \\log n)",
        "\\alpha \\approx 0.57",
        "x_i^2",
        "O(L^{1+1/N})",
        "\\Theta(n d^2)",
        "10^{-3}",
        "384^2",
    ],
)
def test_usual_formulas_are_simple(tex: str) -> None:
    assert is_simple(tex)
    assert maths_faults(f"costs ${tex}$ steps") == ()


@pytest.mark.parametrize(
    "tex",
    [
        "x^2^3",
        "x_1_2",
        "x^2_3_4",
        "x^",
        "_2^3",
        "+^2",
        "\\alphabet",
        "\\frac12",
        "{x",
        "x_{}",
        "()",
        "\\log",
        " ",
    ],
)
def test_others_are_looked_at(tex: str) -> None:
    assert not is_simple(tex)
