"""Names: one page for a person however the name is printed, two for two people."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from generator.indexes.names import Names, author_names, family_name_first
from generator.model.library import Library
from generator.model.person import Person
from generator.text.folding import folded
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


PRINTED = ["Ada Li", "ada LI", "Ádá Li", "Ada Lü", "Li Ada", "A. Li", "张伟", "章伟", "Zoë", "zoe"]
PEOPLE = st.dictionaries(
    st.sampled_from(["ada-li", "li", "zoe", "somebody"]),
    st.tuples(
        st.sampled_from(PRINTED),
        st.lists(st.sampled_from(PRINTED), max_size=2),
        st.sets(st.sampled_from(["p0", "p1", "p2"]), max_size=2),
    ),
    max_size=2,
)


@given(st.lists(st.lists(st.sampled_from(PRINTED), max_size=4), max_size=6), PEOPLE)
def test_every_name_is_gathered_as_looking_at_one_after_the_other_would(
    papers: list[list[str]], people: dict[str, tuple[str, list[str], set[str]]]
) -> None:
    library = replace(
        a_library(*(a_paper(f"p{number}", authors=tuple(names)) for number, names in enumerate(papers))),
        people={
            key: Person(key=key, name=name, spellings=tuple(others), papers=tuple(sorted(own)))
            for key, (name, others, own) in people.items()
        },
    )
    names = authors(library)
    standing: dict[str, list[str]] = {}
    times: Counter[tuple[str, str]] = Counter()
    for key in sorted(library.papers):
        for name in library.papers[key].authors:
            own = standing.setdefault(names.key_of(key, name), [])
            own.extend([key] if key not in own else [])
            times[names.key_of(key, name), name] += 1
    shown = {
        key: library.people[key].name
        if key in library.people
        else min((-count, name) for (one, name), count in times.items() if one == key)[1]
        for key in standing
    }
    ordered = sorted(shown, key=lambda key: (family_name_first(shown[key]), shown[key], key))
    assert list(names.shown.items()) == [(key, shown[key]) for key in ordered]
    assert list(names.papers.items()) == [(key, tuple(standing[key])) for key in ordered]
    assert list(names.several.items()) == [
        (key, len(standing[key])) for key in ordered if len(standing[key]) > 1
    ]
    strangers = {name: key for name, key in names.by_spelling.items() if key not in library.people}
    assert len(set(strangers.values())) == len({folded(name) for name in strangers})
