"""Lost TeX comes back, words stay words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.importing.title_repair import repaired_prose, repaired_title
from generator.text.maths import maths_faults, mixed_plain

REPAIRS = [
    ("HyperZcdotZcdotW Operator", r"HyperZ$\cdot$Z$\cdot$W Operator"),
    ("From Oleft(n^2dright) to Oleft(n^{1.5}dright)", "From $O(n^2d)$ to $O(n^{1.5}d)$"),
    ("Reducing the O(n^2) Cost", "Reducing the $O(n^2)$ Cost"),
    ("Sorting in O(nlog n)", r"Sorting in $O(n \log n)$"),
    ("Mixing in O(sqrt{n}log n)", r"Mixing in $O(\sqrt{n} \log n)$"),
    ("E^2VPT: Prompts", "E$^2$VPT: Prompts"),
    ("An x_{i} and a y^{k+1}", "An x$_{i}$ and a y$^{k+1}$"),
    ("Saves approx13% of FLOPs", r"Saves $\approx$13% of FLOPs"),
    ("Gains sim10% mIoU", r"Gains $\sim$10% mIoU"),
    ("Worth 16times16 Words", r"Worth 16$\times$16 Words"),
    ("On 8timesA800 and 2.8times faster", r"On 8$\times$A800 and 2.8$\times$ faster"),
    (r"The \textit{dynamic} and the textbf{static}", "The dynamic and the static"),
    ("Functions on mathbb{R}", r"Functions on $\mathbb{R}$"),
    (r"All of 100\% \& more", "All of 100% & more"),
    ("The ``soft'' and the ``hard\" way", "The “soft” and the “hard” way"),
    ("  Too   many\tblanks ", "Too many blanks"),
]


@pytest.mark.parametrize(("damaged", "repaired"), REPAIRS)
def test_damage_is_mended(damaged: str, repaired: str) -> None:
    assert repaired_title(damaged) == repaired
    assert maths_faults(repaired) == ()


@pytest.mark.parametrize("repaired", [repaired for _, repaired in REPAIRS])
def test_what_is_mended_is_not_mended_again(repaired: str) -> None:
    assert repaired_title(repaired) == repaired


@pytest.mark.parametrize(
    "title",
    [
        "Sometimes Timesteps Matter 3 times more",
        "Sim2Real, sim2real and simulation",
        "approximately, approx. and Approximators",
        "beta-VAE and alpha-Rank",
        "Copyright(c) left(over) texts",
        "O(reasonable) costs and O(1) memory",
        "file_names and snake_case",
        "DAT++ at 97.23% with C^",
        "Maths $x^2$ typeset already, O(n^2) too",
        "Prices from $5",
        "The New York Times Leftovers",
        "Mapsto Propto Infty",
    ],
)
def test_words_stay_words(title: str) -> None:
    assert repaired_title(title) == title


def test_an_abstract_is_mended_in_plain_characters() -> None:
    assert repaired_prose("It takes O(n^2) steps, approx13% more.\n\nIt is 2times slower.") == (
        "It takes O(n²) steps, ≈13% more.\n\nIt is 2× slower."
    )


@given(st.text(max_size=60))
def test_any_title_can_be_read(title: str) -> None:
    repaired = repaired_title(title)
    assert repaired == repaired.strip()
    mixed_plain(repaired)
