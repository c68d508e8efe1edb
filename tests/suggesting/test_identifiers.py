"""Ids as an editor would choose them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.suggesting.identifiers import IdentifierProposals
from generator.text.slugs import identifier_fault

COMMON = [f"Attention Paper Number {number}" for number in range(10)]


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Kimi Linear: An Expressive, Efficient Architecture", "kimi-linear"),
        ("ULSAM: Ultra-Lightweight Subspace Module", "ulsam"),
        ("Duplex: A Device for Large Models", "duplex"),
        ("DAT++ - Deformable Transformers", "dat"),
        ("Attention: Marginal Probability is All You Need?", "attention-marginal-probability"),
        ("A Study of Latent Monotonic Things", "study-of-latent-monotonic"),
        ("What's in the Image? A Dive", "whats-in-the-image-a-dive"),
        (r"E$^2$VPT: Visual Prompts", "e2vpt"),
        (r"HyperZ$\cdot$Z Operator Connects", "hyperz-z-operator"),
        ("Élan Vital", "elan-vital"),
        ("Strings and Attention", "strings-and-attention"),
        ("Attention", "attention"),
        ("What Is It?", "what-is-it"),
    ],
)
def test_a_good_id_is_the_name_or_the_first_words(title: str, key: str) -> None:
    assert IdentifierProposals((), COMMON).propose(title) == key


def test_a_taken_id_is_told_apart_by_more_words() -> None:
    proposals = IdentifierProposals({"duplex"}, COMMON)
    assert proposals.propose("Duplex: A Device for Large Models") == "duplex-a-device-for-large"
    assert proposals.propose("Duplex: A Device for Large Models") == "duplex-a-device-for-large-models"
    assert proposals.propose("Duplex: A Device for Large Models") == "duplex-2"
    assert proposals.propose("Duplex: A Device for Large Models") == "duplex-3"


@given(st.lists(st.text(max_size=100), max_size=8))
def test_any_titles_get_sound_ids_of_their_own(titles: list[str]) -> None:
    proposals = IdentifierProposals((), titles)
    keys = [proposals.propose(title) for title in titles]
    assert len(set(keys)) == len(keys)
    assert [identifier_fault(key) for key in keys] == [None] * len(keys)
