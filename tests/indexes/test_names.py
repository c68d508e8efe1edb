"""Names: one page for a person however the name is printed, two for two people."""

from __future__ import annotations

from dataclasses import replace

from generator.indexes.names import Names, author_names
from generator.model.library import Library
from generator.model.person import Person
from tests.support.papers import a_library, a_paper


def authors(library: Library) -> Names:
    return author_names(library, sorted(library.papers))


def printed(*names: str) -> Library:
    return a_library(*(a_paper(f"p{number}", authors=(name,)) for number, name in enumerate(names, 1)))


def test_accents_capitals_and_full_stops_do_not_make_another_person() -> None:
    names = authors(printed("José Álvarez", "Jose Alvarez", "JOSÉ ÁLVAREZ"))
    assert dict(names.papers) == {"jose-alvarez": ("p1", "p2", "p3")}


def test_the_spelling_printed_most_is_shown() -> None:
    assert dict(authors(printed("Ada Lovelace", "Ada LOVELACE", "Ada Lovelace")).shown) == {
        "ada-lovelace": "Ada Lovelace"
    }


def test_names_that_only_transliterate_alike_stay_apart() -> None:
    names = authors(printed("张伟", "章伟"))
    assert sorted(names.papers.values()) == [("p1",), ("p2",)]


def test_people_stand_by_their_family_name() -> None:
    names = authors(printed("Alan Turing", "Ada Lovelace", "Grace Hopper"))
    assert list(names.shown.values()) == ["Grace Hopper", "Ada Lovelace", "Alan Turing"]


def test_an_editor_can_merge_spellings_of_one_person() -> None:
    library = replace(
        printed("Alan M. Turing", "A. Turing"),
        people={
            "turing": Person(key="turing", name="Alan Turing", spellings=("Alan M. Turing", "A. Turing"))
        },
    )
    names = authors(library)
    assert dict(names.papers) == {"turing": ("p1", "p2")}
    assert names.shown["turing"] == "Alan Turing"


def test_an_editor_can_part_two_people_of_one_name() -> None:
    library = replace(
        printed("Wei Zhang", "Wei Zhang", "Wei Zhang"),
        people={
            "wei-zhang-optics": Person(key="wei-zhang-optics", name="Wei Zhang", papers=("p2",)),
        },
    )
    names = authors(library)
    assert dict(names.papers) == {"wei-zhang": ("p1", "p3"), "wei-zhang-optics": ("p2",)}
    assert names.key_of("p2", "Wei Zhang") == "wei-zhang-optics"
    assert names.key_of("p3", "Wei Zhang") == "wei-zhang"


def test_a_person_of_the_editors_keeps_the_address_against_a_stranger() -> None:
    """Nobody else may slip in under an address that people.yml gave to one of two namesakes."""
    library = replace(
        printed("Wei Zhang", "Wei Zhang"),
        people={"wei-zhang": Person(key="wei-zhang", name="Wei Zhang", papers=("p1",))},
    )
    names = authors(library)
    assert names.papers["wei-zhang"] == ("p1",)
    assert len(names.papers) == 2


def test_somebody_named_twice_on_a_paper_is_counted_once() -> None:
    library = a_library(a_paper("p1", authors=("Ada Lovelace", "Ada Lovelace")))
    assert dict(authors(library).papers) == {"ada-lovelace": ("p1",)}


def test_two_people_whose_names_sort_alike_stand_by_their_spelling_and_then_by_their_keys() -> None:
    library = replace(
        printed("Wei Zhang", "Wei Zhang", "Wei ZHANG", "Wei Zhan"),
        people={
            "a-wei": Person(key="a-wei", name="Wei Zhang", papers=("p2",)),
            "b-wei": Person(key="b-wei", name="Wei ZHANG", papers=("p3",)),
        },
    )
    assert list(authors(library).shown) == ["wei-zhan", "b-wei", "a-wei", "wei-zhang"]


def test_a_name_sorts_before_a_longer_one_that_begins_with_its_words() -> None:
    names = authors(printed("Ada Maria Li", "Ada Li", "Adalbert Li", "Zoe Lia"))
    assert list(names.shown.values()) == ["Ada Li", "Ada Maria Li", "Adalbert Li", "Zoe Lia"]
