"""What a title's letters say of its language."""

from __future__ import annotations

import pytest

from generator.text.foreign_words import Tongue, foreign_tongue, kept_apart

TITLES = [
    ("注意机制就是你所需要的一切", "zh", "ltr"),
    ("アテンションこそ必要なすべて", "ja", "ltr"),
    ("注意機構は必要十分である", "ja", "ltr"),
    ("어텐션만 있으면 된다 (Transformer)", "ko", "ltr"),
    ("Внимание — это всё, что вам нужно", "ru", "ltr"),
    ("Увага — це все, що їм потрібно", "uk", "ltr"),
    ("الانتباه هو كل ما تحتاجه", "ar", "rtl"),
    ("توجه تنها چیزی است که نیاز دارید", "fa", "rtl"),
    ("תשומת לב היא כל מה שצריך", "he", "rtl"),
    ("Η προσοχή είναι το μόνο που χρειάζεσαι", "el", "ltr"),
]
OURS = [
    "Attention Is All You Need",
    "β-VAE: Learning Basic Visual Concepts",
    "Aufmerksamkeit für Größen über Ω und ℝⁿ",
    "A Study of the 注意 Character",
    "$\\alpha$ → ∞",
    "2025",
    "",
]


@pytest.mark.parametrize(("title", "language", "direction"), TITLES)
def test_a_foreign_script_tells_its_language(title: str, language: str, direction: str) -> None:
    assert foreign_tongue(title) == Tongue(language, direction)


@pytest.mark.parametrize("title", OURS)
def test_latin_letters_and_signs_tell_nothing(title: str) -> None:
    assert foreign_tongue(title) is None


@pytest.mark.parametrize("name", ["محمد علي", "יעל כהן", "Sara شريف"])
def test_a_name_from_the_right_is_kept_apart(name: str) -> None:
    assert kept_apart(name) == f"\u2068{name}\u2069"


@pytest.mark.parametrize("name", ["Ada Lovelace", "Jürgen Schmidhuber", "李 明", "Ngu\u1ec5n Va\u0306n", ""])
def test_other_names_stay_as_they_are(name: str) -> None:
    assert kept_apart(name) == name
