"""Names taken apart: the cases come from real lists of authors."""

from __future__ import annotations

import pytest
from hypothesis import given

from generator.text.one_line import one_line
from generator.text.person_name import split_names
from tests.support.odd_texts import some_text


@pytest.mark.parametrize(
    ("printed", "family_first", "initials"),
    [
        ("Ada Lovelace", "Lovelace, Ada", "A."),
        ("C. Lawrence Zitnick", "Zitnick, C. Lawrence", "C. L."),
        ("Won-Gi Paeng", "Paeng, Won-Gi", "W.-G."),
        ("Y.X. Wei", "Wei, Y.X.", "Y. X."),
        ("Ahmet Üstün", "Üstün, Ahmet", "A."),
        ("Łukasz Staniszewski", "Staniszewski, Łukasz", "Ł."),
        ("Ralf van der Lans", "van der Lans, Ralf", "R."),
        ("Victor Guilherme Turrisi da Costa", "da Costa, Victor Guilherme Turrisi", "V. G. T."),
        ("Stéphane d'Ascoli", "d'Ascoli, Stéphane", "S."),
        ("Hugo Van hamme", "Van hamme, Hugo", "H."),
        ("Santiago Ramón y Cajal", "Ramón y Cajal, Santiago", "S."),
        ("Antoni Gaudí i Cornet", "Gaudí i Cornet, Antoni", "A."),
        ("Artur da Costa e Silva", "da Costa e Silva, Artur", "A."),
        ("Ana e Silva", "e Silva, Ana", "A."),
        ("Wei-Lun (Harry) Chao", "Chao, Wei-Lun (Harry)", "W.-L."),
        ("Anh Van Nguyen", "Nguyen, Anh Van", "A. V."),
        ("Martin Luther King Jr.", "King, Martin Luther, Jr.", "M. L."),
        ("Martin Luther King, Jr.", "King, Martin Luther, Jr.", "M. L."),
        ("Lovelace, Ada", "Lovelace, Ada", "A."),
        ("Prathosh A. P.", "Prathosh, A. P.", "A. P."),
        ("Weinan E", "E, Weinan", "W."),
        ("Karthik E", "Karthik, E", "E."),
        ("Madhava Prasath J", "Madhava Prasath, J", "J."),
        ("H S V N S Kowndinya Renduchintala", "Renduchintala, H S V N S Kowndinya", "H. S. V. N. S. K."),
        ("山田 太郎", "山田, 太郎", "太郎"),
    ],
)
def test_a_person_is_filed_under_the_family_name(printed: str, family_first: str, initials: str) -> None:
    name = split_names([printed])[0]
    assert (name.family_first, name.initials) == (family_first, initials)


@pytest.mark.parametrize(
    "whole",
    [
        "Plato", "王小明", "Kimi Team", "Team GLM", "Team Cohere Labs", "Gemini Team, Google", "DeepSeek-AI",
        "Moonshot AI", "Foo, Inc.", "A & B", "The ATLAS Collaboration", "Ada Lovelace (Google)",
        "OpenAI o1 Contributors", "Simon and Garfunkel",
    ],
)  # fmt: skip
def test_what_has_no_parts_stays_whole(whole: str) -> None:
    assert split_names([whole])[0].literal == whole


def test_an_organisation_of_the_paper_is_no_person() -> None:
    assert split_names(["Salesforce Einstein"], ["Salesforce einstein"])[0].literal == "Salesforce Einstein"
    assert split_names(["Albert Einstein"])[0].family == "Einstein"


@given(some_text)
def test_no_name_loses_a_word(printed: str) -> None:
    name = split_names([printed])[0]
    words = name.in_native_order.replace(",", " ").split()
    assert sorted(words) == sorted(one_line(printed).replace(",", " ").split())
