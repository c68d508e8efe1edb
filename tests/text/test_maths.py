"""Maths in sentences: what the page shows, what plain text says, and what the editor is told."""

from __future__ import annotations

import pytest

from generator.text.maths import (
    BrokenRun,
    MathRun,
    TextRun,
    maths_faults,
    mixed_html,
    mixed_plain,
    parse_mixed,
)
from generator.text.mixed_text import LONGEST_TEX, MOST_FORMULAS, pieces_of

PLAIN_TWINS = [
    ("no maths at all & <b>", "no maths at all & <b>"),
    (r"$O(n^2)$", "O(n²)"),
    (r"$\alpha$", "α"),
    (r"$16\times16$ words", "16×16 words"),
    (r"HyperZ$\cdot$Z$\cdot$W", "HyperZ·Z·W"),
    (r"$E^2$VPT", "E²VPT"),
    (r"$O(n^{1.5}d)$", "O(n^(1.5)d)"),
    (r"$\mathcal{O}(n\log n)$", "O(n log n)"),
    (r"$x\in\mathbb{R}^{n\times d}$", "x ∈ ℝ^(n×d)"),
    (r"$\frac{a+b}{2}$", "(a+b)/2"),
    (r"$\frac{1}{\sqrt{d_k}}$", "1/√d_k"),
    (r"$\sqrt[3]{x+1}$", "³√(x+1)"),
    (r"$10^{-3}$", "10⁻³"),
    (r"$\hat{x}_i^2$", "x̂_i²"),
    (r"$\tilde O(n)$", "Õ(n)"),
    (r"$f'(x)$", "f′(x)"),
    (r"$90^\circ$", "90°"),
    (r"$\sum_{i=1}^n x_i$", "∑_(i=1)ⁿx_i"),
    (r"$\operatorname{softmax}(QK^\top/\sqrt{d})V$", "softmax(QK^⊤/√d)V"),
    (r"$\mathrm{KL}(p\|q)\le 0$", "KL(p‖q) ≤ 0"),
    (r"$\sin^2 x$", "sin² x"),
    (r"$\arg\max_\theta f$", "arg max_θ f"),
    (r"$1{,}000$", "1,000"),
    (r"$f(x,y)$", "f(x, y)"),
    (r"$\binom{n}{k}$", "(n choose k)"),
    (r"$\begin{pmatrix}a&b\\c&d\end{pmatrix}$", "(a, b; c, d)"),
    (r"$\text{if } x<5$", "if x < 5"),
    (r"$\text{50\% of } x$", "50% of x"),
    (r"$\sim$40% ($\approx13\%$)", "∼40% (≈13%)"),
    (r"$\mathbf{W}_q$", "W_q"),
    (r"m$^2$", "m²"),
    ("$a$$b$", "ab"),
    ("$a +\nb$", "a+b"),
]


@pytest.mark.parametrize(("typed", "plain"), PLAIN_TWINS)
def test_a_formula_has_a_plain_twin(typed: str, plain: str) -> None:
    assert mixed_plain(typed) == plain
    assert maths_faults(typed) == ()


NOT_MATHS = [
    ("costs $5", "costs $5"),
    ("from $5 to $6", "from $5 to $6"),
    ("$5-$6 a month", "$5-$6 a month"),
    ("US$5 and US$6", "US$5 and US$6"),
    (r"\$5 and \$6", "$5 and $6"),
    (r"a \$x\$ b", "a $x$ b"),
    ("$ x $", "$ x $"),
    ("three $$$ stars", "three $$$ stars"),
    ("one paragraph costs $5\n\nand the next $6", "one paragraph costs $5\n\nand the next $6"),
    ("it ends with $", "it ends with $"),
    (r"a path C:\new stays", r"a path C:\new stays"),
]


@pytest.mark.parametrize(("typed", "shown"), NOT_MATHS)
def test_a_dollar_sign_that_opens_nothing_stays_a_dollar_sign(typed: str, shown: str) -> None:
    assert mixed_plain(typed) == shown
    assert mixed_html(typed) == shown
    assert maths_faults(typed) == ()


def test_a_price_beside_a_formula_does_not_swallow_it() -> None:
    assert mixed_plain("from $5 to $10 with $x^2$") == "from $5 to $10 with x²"
    assert maths_faults("from $5 to $10 with $x^2$") == ()


FAULTS = [
    (r"see $\foo x$", 5, r"unknown TeX command '\foo'"),
    (r"$\alpah$", 1, r"unknown TeX command '\alpah'"),
    ("${a$", 1, "a brace '{' is never closed"),
    ("$a}$", 2, "a brace '}' closes nothing"),
    ("$x^$", 2, "nothing follows '^'"),
    ("${x_}$", 3, "nothing follows '_'"),
    ("$50%$", 3, "'%' has a meaning of its own in TeX"),
    ("$a&b$", 2, "'&' has a meaning of its own in TeX"),
    ("$#1$", 1, "'#' has a meaning of its own in TeX"),
    (r"$\frac{a}$", 1, "a command lacks its argument"),
    (r"$\left( x$", 1, r"\left and \right do not pair up"),
    (r"$x_1_2$", 1, "two subscripts follow one another"),
    (r"$a\\b$", 2, r"a line break '\\' stands outside a matrix"),
    (r"$\begin{matrix}a$", 1, r"\begin{matrix} has no \end{matrix}"),
    (r"$\end{matrix}$", 1, r"\end{matrix} closes nothing that is open"),
    (r"$\text x$", 1, r"'\text' needs plain words in braces"),
    (r"$\,$", 1, "the formula shows nothing"),
    ("$x\u200by$", 2, "an invisible character (U+200B) stands in a formula"),
    ("$" + "{" * 13 + "x" + "}" * 13 + "$", 13, "braces nest more than 12 deep"),
    ("$$x^2$$", 0, "maths between '$$' would stand on a line of its own"),
    (r"$\not= x$", 1, r"unknown TeX command '\not'"),
]


@pytest.mark.parametrize(("typed", "offset", "message"), FAULTS)
def test_a_broken_formula_is_told_with_its_place(typed: str, offset: int, message: str) -> None:
    (fault,) = maths_faults(typed)
    assert (fault.offset, fault.message) == (offset, message)
    assert fault.hint


def test_a_broken_formula_shows_as_its_source() -> None:
    assert mixed_html(r"see $\foo<b>$ & more") == "see <code>$\\foo&lt;b&gt;$</code> &amp; more"
    assert mixed_plain(r"see $\foo<b>$") == r"see $\foo<b>$"


def test_an_unknown_command_meets_the_nearest_known_one() -> None:
    (fault,) = maths_faults(r"$\alpah$")
    assert fault.hint == r"did you mean '\alpha'?"


def test_a_formula_without_an_end_is_told_and_stays_text() -> None:
    typed = "the rest of $x_i is lost"
    assert mixed_html(typed) == typed
    assert [fault.offset for fault in maths_faults(typed)] == [12]


def test_faults_come_in_the_order_of_the_text() -> None:
    typed = r"$x_i is open, $\foo$ unknown, and $\bar$ empty, $\x"
    offsets = [fault.offset for fault in maths_faults(typed)]
    assert offsets == sorted(offsets)
    assert len(offsets) == 4


@pytest.mark.parametrize(
    "tex",
    [
        r"\href{javascript:alert(1)}{x}",
        r"\style{color:red}{x}",
        r"\class{x}{y}",
        r"\def\x{\x\x}\x",
        r"\newcommand{\x}{\x\x}\x",
        r"\unicode{x3c}",
        r"\color{red}{x}",
        r"\verb|<script>|",
        r"\rule{9em}{9em}",
        r"\hspace{9999em}",
        r"\boxed{x}",
        r"\tag{x}",
    ],
)
def test_commands_that_reach_into_the_page_are_refused(tex: str) -> None:
    (run,) = parse_mixed(f"${tex}$")
    assert isinstance(run, BrokenRun)
    assert "<math" not in mixed_html(f"${tex}$")


def test_markup_in_a_formula_is_text() -> None:
    assert mixed_html(r"$<b>$") == "<math><mo>&lt;</mo><mi>b</mi><mo>&gt;</mo></math>"
    assert "<mtext>&lt;i\u00a0onclick=x&gt;</mtext>" in mixed_html(r"$\text{<i onclick=x>}$")


def test_the_page_gets_letters_that_browsers_draw() -> None:
    assert mixed_html(r"$\mathbf{x}$") == "<math><mi>𝐱</mi></math>"
    assert mixed_html(r"$\boldsymbol{\mu}$") == "<math><mi>𝝁</mi></math>"
    assert mixed_html(r"$\mathcal B$") == "<math><mi>ℬ</mi></math>"
    assert mixed_html(r"$\mathrm{KL}$") == "<math><mi>KL</mi></math>"
    assert mixed_html(r"$\mathrm{d}$") == '<math><mi mathvariant="normal">d</mi></math>'
    assert mixed_html(r"$\mathrm{K}_\mathrm{L}$").count('<mi mathvariant="normal">') == 2
    assert 'accent="true"' in mixed_html(r"$\tilde{x}$")


def test_a_functions_name_stands_apart_from_letters_but_not_from_brackets() -> None:
    blank = '<mspace width="0.167em"></mspace>'
    assert mixed_html(r"$n\log n$") == f"<math><mi>n</mi>{blank}<mi>log</mi>{blank}<mi>n</mi></math>"
    assert blank not in mixed_html(r"$\log(n)$")
    assert blank not in mixed_html(r"$\operatorname{softmax}(x)$")
    assert mixed_html(r"$\max_i x$").count(blank) == 1


def test_runs_keep_their_place_in_the_text() -> None:
    typed = r"cost \$5, $n^2$ and $\no$."
    runs = parse_mixed(typed)
    assert [type(run) for run in runs] == [TextRun, MathRun, TextRun, BrokenRun, TextRun]
    assert [run.offset for run in runs] == [0, 10, 15, 20, 25]
    assert isinstance(runs[0], TextRun)
    assert runs[0].text == "cost $5, "
    assert isinstance(runs[1], MathRun)
    assert (runs[1].tex, runs[1].plain) == ("n^2", "n²")


@pytest.mark.parametrize("between", ["\n\n", "\n \t\n"])
def test_no_formula_reaches_over_the_end_of_a_paragraph(between: str) -> None:
    assert mixed_html(f"from $a{between}b$ on").count("<math>") == 0
    assert mixed_html(f"from $$a{between}b$$ on").count("<math>") == 0
    assert mixed_html(f"from $a{between[0]}b$ on").count("<math>") == 1


def test_a_formula_has_a_longest_length() -> None:
    fitting, long = "x" * LONGEST_TEX, "x" * (LONGEST_TEX + 1)
    assert isinstance(parse_mixed(f"${fitting}$")[0], MathRun)
    assert mixed_html(f"${long}$") == f"${long}$"


def test_a_text_has_a_largest_number_of_formulas() -> None:
    typed = "$x$ " * (MOST_FORMULAS + 5)
    assert mixed_html(typed).count("<math>") == MOST_FORMULAS
    (fault,) = maths_faults(typed)
    assert fault.message == f"more than {MOST_FORMULAS} formulas stand in one text"


def test_the_pieces_of_a_text_are_the_text() -> None:
    typed = r"a $b$ $$c$$ \$ $d_ $5 $e$"
    assert "".join(piece.source for piece in pieces_of(typed)) == typed
