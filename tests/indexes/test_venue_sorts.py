"""What a bibliography calls a venue, however people and machines write its name."""

from __future__ import annotations

import pytest

from generator.indexes.venue_sorts import VenueSort, venue_sort

CONFERENCES = (
    "NeurIPS",
    "NeurIPS Datasets and Benchmarks",
    "nips",
    "icra",
    "www",
    "CHI Extended Abstracts",
    "EMNLP (Findings)",
    "ICLR Workshop",
    "Proc. IEEE Conf. Comput. Vis. Pattern Recognit.",
    "Proc. ACM Conf. Recommender Systems",
    "ACM MM",
    "VLDB",
)
JOURNALS = (
    "J. ACM",
    "Commun. ACM",
    "Journal of the ACM",
    "Proc. IEEE",
    "Proc. Natl. Acad. Sci. USA",
    "Proc. VLDB Endow.",
    "Proc. ACM Hum.-Comput. Interact.",
    "AI Mag.",
    "SIGIR Forum",
    "Computer Graphics Forum",
    "NeuroImage",
    "VLDB J.",
    "IEEE Robotics Autom. Lett.",
    "TMLR",
    "Neural Computation",
    "Alternative Energy",
)


@pytest.mark.parametrize("name", CONFERENCES)
def test_it_is_a_conference(name: str) -> None:
    assert venue_sort(name) is VenueSort.CONFERENCE


@pytest.mark.parametrize("name", JOURNALS)
def test_it_is_a_journal(name: str) -> None:
    assert venue_sort(name) is VenueSort.JOURNAL
